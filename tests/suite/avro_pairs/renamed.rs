//! Fields whose type has a name: it is made of the field's, and a rename changes both.

use std::io::Write as _;

use mesh_cli::evolution::avro::{Schema, incompatibilities};
use mesh_cli::manifest::Manifest;
use mesh_cli::manifest::document::Evolution;
use serde_json::{Value as Json, json};

use crate::evolution::base;
use crate::tools::passes;

fn schema(version: &str, fields: &Json) -> Json {
    let mut manifest = base();
    manifest["metadata"]["version"] = version.into();
    manifest["spec"]["schema"]["version"] = version.into();
    manifest["spec"]["schema"]["fields"] = fields.clone();
    mesh_cli::avro::schema(&serde_json::from_value::<Manifest>(manifest).unwrap(), "com.example")
}

/// An enum in a struct in a list, and an enum beside it. The fields are written as they are called, with their former names.
fn fields([state, lines, kind]: [(&str, &[&str]); 3]) -> Json {
    let named = |(name, former): (&str, &[&str]), rest: Json| {
        let mut field = json!({ "name": name, "required": true, "renamedFrom": former });
        field.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        field
    };
    let kind = named(kind, json!({ "type": "enum", "enum": ["SHIRT", "SHOE"] }));
    json!([
        named(state, json!({ "type": "enum", "enum": ["PLACED", "SHIPPED"] })),
        named(lines, json!({ "type": "array<struct>", "fields": [kind] })),
    ])
}

/// Readers of the new schema find older data: in the versions of one major number, and in those of the one before.
#[test]
fn a_renamed_enum_or_struct_is_found_under_its_old_name() {
    let old = fields([("status", &[]), ("lines", &[]), ("kind", &[])]);
    let renamed = [
        fields([("state", &["status"]), ("lines", &[]), ("kind", &[])]),
        fields([("status", &[]), ("items", &["lines"]), ("kind", &[])]),
        fields([("status", &[]), ("lines", &[]), ("sort", &["kind"])]),
        fields([("state", &["phase", "status"]), ("items", &["rows", "lines"]), ("sort", &["type", "kind"])]),
    ];
    let parse = |json: &Json| Schema::from_json(json).unwrap_or_else(|problems| panic!("{json}: {problems:?}"));
    let mut file = tempfile::NamedTempFile::new().unwrap();
    for (pair, new) in renamed.iter().enumerate() {
        for [before, now] in [["0.4.0", "0.5.0"], ["0.4.0", "1.0.0"], ["1.4.0", "1.5.0"], ["1.4.0", "2.0.0"]] {
            let (writer, reader) = (schema(before, &old), schema(now, new));
            assert_eq!(incompatibilities(&parse(&reader), &[parse(&writer)], Evolution::Backward), [], "{reader:#}");
            let line = json!({ "pair": pair, "reader": reader, "writer": writer, "said": [] });
            writeln!(file, "{line}").unwrap();
        }
    }
    // The alias of the field alone is not enough.
    let (writer, mut reader) = (schema("1.4.0", &old), schema("1.5.0", &renamed[0]));
    assert!(reader["fields"][0]["type"].as_object_mut().unwrap().remove("aliases").is_some());
    assert_ne!(incompatibilities(&parse(&reader), &[parse(&writer)], Evolution::Backward), []);
    // Without a word there is nothing to find.
    let unsaid = schema("1.5.0", &fields([("state", &[]), ("lines", &[]), ("kind", &[])]));
    assert_eq!(unsaid["fields"][0]["type"].get("aliases"), None);
    passes("avro_pairs.py", "venv", &[file.path()]);
}
