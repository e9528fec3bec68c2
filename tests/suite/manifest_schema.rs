//! The JSON Schema of the manifest: valid itself, in step with the program, and of one mind with it.

use std::fs;
use std::path::PathBuf;

use serde_json::Value as Json;

use crate::support::{blessing, examples, mesh_cli, root};

fn printed() -> (String, Json) {
    let assert = mesh_cli().args(["schema", "manifest"]).assert().success().stderr("");
    let text = String::from_utf8(assert.get_output().stdout.clone()).unwrap();
    let schema = serde_json::from_str(&text).unwrap();
    (text, schema)
}

fn cases(kind: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/cases/manifest").join(kind);
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path().join("data-product.yaml")).collect()
}

/// `null` for a mask is YAML's reading of a word, which editors ask to be put in quotes.
fn read(manifest: &std::path::Path) -> Json {
    serde_yaml::from_str(
        &fs::read_to_string(manifest)
            .unwrap()
            .replace("mask: null", "mask: \"null\"")
            .replace("masking: null", "masking: \"null\""),
    )
    .unwrap()
}

#[test]
fn the_schema_is_a_json_schema() {
    let (text, schema) = printed();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert!(schema["$id"].as_str().unwrap().starts_with("https://"));
    jsonschema::meta::validate(&schema).unwrap();
    assert!(text.ends_with("}\n"));
}

/// Editors show these words while somebody types.
#[test]
fn every_key_is_described() {
    let mut without = Vec::new();
    let (_, schema) = printed();
    undescribed("", &schema, &schema, &mut without);
    assert!(without.is_empty(), "{without:?}");
}

fn undescribed(path: &str, schema: &Json, root: &Json, without: &mut Vec<String>) {
    match schema {
        Json::Object(object) => {
            for (key, property) in object.get("properties").and_then(Json::as_object).into_iter().flatten() {
                let target = property["$ref"].as_str().and_then(|target| root.pointer(target.trim_start_matches('#')));
                if property.get("description").or_else(|| target?.get("description")).is_none() {
                    without.push(format!("{path}/{key}"));
                }
            }
            object.iter().for_each(|(key, value)| undescribed(&format!("{path}/{key}"), value, root, without));
        }
        Json::Array(items) => items.iter().for_each(|item| undescribed(path, item, root, without)),
        _ => {}
    }
}

#[test]
fn the_schema_accepts_what_the_program_accepts() {
    let (_, schema) = printed();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let manifests = examples().into_iter().map(|example| example.join("data-product.yaml")).chain(cases("valid"));
    for path in manifests {
        let errors: Vec<String> =
            validator.iter_errors(&read(&path)).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", path.display());
    }
}

/// An editor can only know the shape; what it can know, it refuses.
#[test]
fn the_schema_refuses_what_has_another_shape() {
    let (_, schema) = printed();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for case in [
        "unknown_keys",
        "missing_everything",
        "missing_items",
        "missing_because_misspelt",
        "number_where_text",
        "text_where_boolean",
        "text_where_mapping",
        "mapping_where_list",
        "list_at_top",
        "another_format",
        "number_out_of_range",
        "unknown_test_kind",
        "bad_names",
    ] {
        let manifest = read(&root().join("tests/cases/manifest/invalid").join(case).join("data-product.yaml"));
        assert!(!validator.is_valid(&manifest), "{case}");
    }
}

#[test]
fn a_product_carries_the_schema_as_printed() {
    let path = root().join("templates/product/.mesh/data-product.schema.json");
    let (text, _) = printed();
    if blessing() {
        fs::write(&path, &text).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == text, "`BLESS=1 cargo test` rewrites {}", path.display());
}
