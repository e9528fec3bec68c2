//! Whether two types match at all, before their parts are looked at (Avro 1.12, "Schema Resolution", the
//! list that begins with "To match").

use super::schema::{Definition, Kind, Named, Primitive, Schema, Type};

/// The branch of the reader's union that takes the writer's type: its own if it is there, else the first
/// that matches.
pub(super) fn branch<'a>(
    (reader, branches): (&'a Schema, &'a [Type]),
    (writer, written): (&Schema, &Type),
) -> Option<&'a Type> {
    let same = |branch: &&Type| match (&branch.kind, &written.kind) {
        (Kind::Primitive(one), Kind::Primitive(other)) => one == other,
        (Kind::Named(one), Kind::Named(other)) => one == other,
        _ => false,
    };
    let mut all = branches.iter();
    all.clone().find(same).or_else(|| all.find(|branch| matches((reader, branch), (writer, written))))
}

fn matches((reader, read): (&Schema, &Type), (writer, written): (&Schema, &Type)) -> bool {
    match (&read.kind, &written.kind) {
        (Kind::Union(_), _) | (_, Kind::Union(_)) => true,
        (Kind::Primitive(to), Kind::Primitive(from)) => is_readable(*to, *from),
        (Kind::Array(read), Kind::Array(written)) | (Kind::Map(read), Kind::Map(written)) => {
            matches((reader, read), (writer, written))
        }
        (Kind::Named(read), Kind::Named(written)) => {
            let pair = reader.named.get(read).zip(writer.named.get(written));
            pair.is_some_and(|(read, written)| is_called(read, written) && is_alike(read, written))
        }
        _ => false,
    }
}

/// Two records, two enums, or two fixed types of one size.
fn is_alike(reader: &Named, writer: &Named) -> bool {
    match (&reader.definition, &writer.definition) {
        (Definition::Fixed { size: one }, Definition::Fixed { size: other }) => one == other,
        (one, other) => one.kind() == other.kind(),
    }
}

/// Whether the reader's name, without its namespace, is the writer's, or an alias of the reader's is.
pub(super) fn is_called(reader: &Named, writer: &Named) -> bool {
    reader.name.unqualified() == writer.name.unqualified() || reader.aliases.contains(&writer.name)
}

/// The same type, or one of the promotions.
pub(super) fn is_readable(reader: Primitive, writer: Primitive) -> bool {
    use Primitive::{Bytes, Double, Float, Int, Long, String};
    reader == writer
        || matches!(
            (writer, reader),
            (Int, Long | Float | Double) | (Long, Float | Double) | (Float, Double) | (String, Bytes) | (Bytes, String)
        )
}
