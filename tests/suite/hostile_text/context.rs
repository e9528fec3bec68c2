//! Which variables of the context hold text that a person wrote: what the schema says is held against what is found
//! there when hostile text stands everywhere.

use std::collections::BTreeSet;

use mesh_cli::render::Context;
use serde_json::Value as Json;

use super::nasties::CARRIED;
use super::products::{EXAMPLES, OTHERS};
use super::{PACK, settle};

/// The variables of the schema, those that held text among them, and the ones that did not say so.
#[derive(Default)]
struct Seen {
    held: BTreeSet<String>,
    unmarked: BTreeSet<String>,
}

fn is_text(value: &Json) -> bool {
    match value {
        Json::String(text) => !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.@:/+-".contains(&byte)),
        Json::Array(items) => items.iter().any(is_text),
        Json::Object(entries) => entries.values().any(is_text),
        _ => false,
    }
}

/// The name of a mapping's schema, with what an optional value refers to.
fn resolve<'a>(schema: &'a Json, root: &'a Json) -> (&'a Json, &'a str) {
    let one = schema.get("anyOf").and_then(|all| all.get(0)).unwrap_or(schema);
    match one.get("$ref").and_then(Json::as_str) {
        Some(name) => (root.pointer(name.trim_start_matches('#')).unwrap(), name.rsplit('/').next().unwrap()),
        None => (one, "Context"),
    }
}

fn walk(value: &Json, schema: &Json, root: &Json, place: &str, seen: &mut Seen) {
    let (schema, name) = resolve(schema, root);
    match value {
        Json::Object(entries) if schema.get("properties").is_some() => {
            for (key, item) in entries {
                let property = &schema["properties"][key];
                let place = format!("{name}.{key}");
                if property["x-text"] == true {
                    seen.held.extend(is_text(item).then_some(place));
                } else {
                    walk(item, property, root, &place, seen);
                }
            }
        }
        Json::Array(items) => items.iter().for_each(|item| walk(item, &schema["items"], root, place, seen)),
        // `any value`: a check of templates knows nothing of it, and says so.
        Json::Object(_) if place == "Context.avro" || place == "Context.manifest" || place == "PortView.location" => {}
        Json::Object(entries) => {
            entries.values().for_each(|item| walk(item, &schema["additionalProperties"], root, place, seen));
        }
        _ => seen.unmarked.extend(is_text(value).then(|| place.to_owned())),
    }
}

/// Every variable that the schema marks, as `<view>.<variable>`.
fn marked(root: &Json) -> BTreeSet<String> {
    let views = root["$defs"].as_object().unwrap().iter().map(|(name, view)| (name.as_str(), view));
    views
        .chain([("Context", root)])
        .flat_map(|(name, view)| {
            let properties = view["properties"].as_object().into_iter().flatten();
            properties.filter(|(_, about)| about["x-text"] == true).map(move |(key, _)| format!("{name}.{key}"))
        })
        .collect()
}

#[test]
fn the_schema_of_the_context_says_where_text_stands() {
    let root = Context::json_schema();
    let mut seen = Seen::default();
    for base in EXAMPLES.iter().chain(OTHERS.iter()) {
        for round in 0..3 {
            let text = |slot: usize| CARRIED[(slot + round) % CARRIED.len()].to_owned();
            let settled = settle(&base.manifest, &base.slots, &text);
            let context = Context::new(&settled.manifest, &PACK).unwrap();
            walk(&serde_json::to_value(&context).unwrap(), &root, &root, "", &mut seen);
        }
    }
    assert_eq!(seen.unmarked, BTreeSet::new(), "these hold text: mark them with `x-text`");
    let marked: Vec<String> = marked(&root).difference(&seen.held).cloned().collect();
    // The pack's own words; the built-in pack has harmless ones there.
    assert_eq!(marked, ["Organisation.name"], "these are marked with `x-text` and held none");
}
