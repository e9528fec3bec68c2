//! The files that describe a pack, as one JSON Schema: the source of their reference.

use schemars::SchemaGenerator;
use serde_json::{Map, Value as Json, json};

use crate::interchange::Form;

use super::{Archetype, CiProvider, InputKind, PackFile, Pools, PortKind, types};

/// The JSON Schema of a pack's folder: a property for each file that describes something, by its path.
pub fn json_schema() -> Json {
    let mut generator = SchemaGenerator::default();
    let files = [
        (
            "pack.yaml",
            generator.subschema_for::<PackFile>(),
            "What the pack is, what it defaults to, and who owns its files.",
        ),
        ("ports/<kind>/port.yaml", generator.subschema_for::<PortKind>(), "A kind of output port."),
        ("inputs/<kind>/input.yaml", generator.subschema_for::<InputKind>(), "A kind of input port."),
        ("archetypes/<id>/archetype.yaml", generator.subschema_for::<Archetype>(), "An archetype."),
        ("ci/<provider>/ci.yaml", generator.subschema_for::<CiProvider>(), "A provider of continuous integration."),
        ("types/<dialect>.yaml", types::json_schema(&mut generator), "How a dialect spells the logical types."),
        (
            "imports/<id>.yaml",
            generator.subschema_for::<Form>(),
            "Another form of manifest, and where its keys stand in ours.",
        ),
        ("samples.yaml", generator.subschema_for::<Pools>(), "Believable values for sample data."),
    ];
    let properties: Map<String, Json> = files
        .into_iter()
        .map(|(path, schema, description)| {
            let mut schema = schema.to_value();
            schema["description"] = description.into();
            (path.to_owned(), schema)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "$defs": generator.take_definitions(true) })
}
