//! Schema resolution (Avro 1.12, "Schema Resolution"): can `R` read every value that `W` writes?

use std::collections::BTreeSet;

use super::schema::{Definition, Field, Kind, Logical, Named, Schema, Type};
use super::{Direction, FullName, Incompatibility, Reason, matching};

/// A place at which the reader cannot read.
#[derive(Debug)]
pub(super) struct Mismatch {
    field: String,
    pointer: String,
    reason: Reason,
}

impl Mismatch {
    pub(super) fn among(self, earlier: usize, direction: Direction) -> Incompatibility {
        let Self { field, pointer, reason } = self;
        Incompatibility { earlier, direction, field, pointer, reason }
    }
}

/// Every place at which `reader` cannot read what `writer` writes.
pub(super) fn read(reader: &Schema, writer: &Schema) -> Vec<Mismatch> {
    let mut resolution = Resolution { reader, writer, field: Vec::new(), compared: BTreeSet::new(), found: Vec::new() };
    resolution.types(&reader.root, &writer.root);
    resolution.found
}

struct Resolution<'a> {
    reader: &'a Schema,
    writer: &'a Schema,
    /// The way from the root to the field that is being compared.
    field: Vec<String>,
    /// Pairs of named types that have been compared, or are being compared: types may hold themselves.
    compared: BTreeSet<(&'a FullName, &'a FullName)>,
    found: Vec<Mismatch>,
}

impl<'a> Resolution<'a> {
    fn types(&mut self, reader: &'a Type, writer: &'a Type) {
        match (&reader.kind, &writer.kind) {
            // Every branch that may have been written must be readable.
            (_, Kind::Union(branches)) => branches.iter().for_each(|branch| self.types(reader, branch)),
            (Kind::Union(branches), _) => match matching::branch((self.reader, branches), (self.writer, writer)) {
                Some(branch) => self.types(branch, writer),
                None => {
                    self.add(
                        &reader.pointer,
                        Reason::Branch { reader: reader.to_string(), writer: writer.to_string() },
                    );
                }
            },
            (Kind::Primitive(to), Kind::Primitive(from)) if matching::is_readable(*to, *from) => {
                self.logical_types(&reader.pointer, reader.logical.as_ref(), writer.logical.as_ref());
            }
            (Kind::Array(items), Kind::Array(written)) => self.inside(reader, writer, "[]", items, written),
            (Kind::Map(values), Kind::Map(written)) => self.inside(reader, writer, "{}", values, written),
            (Kind::Named(name), Kind::Named(written)) => self.named(name, written),
            _ => self.add(&reader.pointer, Reason::Type { reader: reader.to_string(), writer: writer.to_string() }),
        }
    }

    /// The items of two arrays, or the values of two maps.
    fn inside(&mut self, reader: &'a Type, writer: &'a Type, step: &str, held: &'a Type, written: &'a Type) {
        self.logical_types(&reader.pointer, reader.logical.as_ref(), writer.logical.as_ref());
        self.field.push(step.to_owned());
        self.types(held, written);
        self.field.pop();
    }

    fn named(&mut self, reader: &'a FullName, writer: &'a FullName) {
        let (Some(reader), Some(writer)) = (self.reader.named.get(reader), self.writer.named.get(writer)) else {
            return;
        };
        if !self.compared.insert((&reader.name, &writer.name)) {
            return;
        }
        match (&reader.definition, &writer.definition) {
            (Definition::Record(fields), Definition::Record(written)) => {
                self.names(reader, writer);
                for field in fields {
                    self.field(field, written);
                }
            }
            (Definition::Enum { symbols, default }, Definition::Enum { symbols: written, .. }) => {
                self.names(reader, writer);
                let unknown: Vec<String> = written.iter().filter(|symbol| !symbols.contains(symbol)).cloned().collect();
                if !unknown.is_empty() && default.is_none() {
                    self.add(&reader.pointer, Reason::Symbols(unknown));
                }
            }
            (Definition::Fixed { size }, Definition::Fixed { size: written }) => {
                self.names(reader, writer);
                if size != written {
                    self.add(&reader.pointer, Reason::Size { reader: *size, writer: *written });
                }
            }
            (read, written) => {
                let describe = |named: &Named, kind| format!("{kind} {}", named.name);
                let reason =
                    Reason::Type { reader: describe(reader, read.kind()), writer: describe(writer, written.kind()) };
                return self.add(&reader.pointer, reason);
            }
        }
        self.logical_types(&reader.pointer, reader.logical.as_ref(), writer.logical.as_ref());
    }

    fn names(&mut self, reader: &Named, writer: &Named) {
        if !matching::is_called(reader, writer) {
            let reason = Reason::Name { reader: reader.name.to_string(), writer: writer.name.to_string() };
            self.add(&reader.pointer, reason);
        }
    }

    /// A field of the reader's record. What the writer writes beyond those is skipped.
    fn field(&mut self, field: &'a Field, written: &'a [Field]) {
        let is_meant = |candidate: &&Field| candidate.name == field.name || field.aliases.contains(&candidate.name);
        let candidates: Vec<&Field> = written.iter().filter(is_meant).collect();
        self.field.push(field.name.clone());
        match candidates[..] {
            [] if field.default.is_none() => self.add(&field.pointer, Reason::Default),
            [] => {}
            [candidate] => self.types(&field.shape, &candidate.shape),
            // Some readers take the one, some the other, and some refuse both.
            _ => {
                let names = candidates.iter().map(|candidate| candidate.name.clone()).collect();
                self.add(&field.pointer, Reason::Names(names));
            }
        }
        self.field.pop();
    }

    fn logical_types(&mut self, pointer: &str, reader: Option<&Logical>, writer: Option<&Logical>) {
        if reader != writer {
            let (reader, writer) = (reader.map(Logical::to_string), writer.map(Logical::to_string));
            self.add(pointer, Reason::LogicalType { reader, writer });
        }
    }

    fn add(&mut self, pointer: &str, reason: Reason) {
        let field = self.field.join(".").replace(".[]", "[]").replace(".{}", "{}");
        self.found.push(Mismatch { field, pointer: pointer.to_owned(), reason });
    }
}
