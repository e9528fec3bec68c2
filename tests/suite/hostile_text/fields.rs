//! Where text stands in a manifest, found by walking its JSON Schema: a new field is found by itself.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

/// Text that is code: it is written as it stands, for a language that the author of the manifest chose.
pub const CODE: &[(&str, &str)] = &[
    ("Join.on", "a condition in SQL, printed into the first version of the team's model"),
    ("QualityTest.pattern", "a regular expression: sample rows are made from it, so another one gives other rows"),
    ("Previous.columns", "expressions in SQL, printed into the model of the earlier version"),
    ("Transformation.columns", "expressions in SQL, printed into the first version of the team's model"),
    ("Transformation.groupBy", "expressions in SQL, printed into the first version of the team's model"),
    ("Transformation.where", "a condition in SQL, printed into the first version of the team's model"),
];

/// What a place takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Any text.
    Text,
    /// Any value of the type that the manifest itself declares; here, a text.
    Value,
    /// Text with a grammar: a name, an address, one of a few words.
    Grammar,
}

/// A place for text: a value, or a key of a mapping with free keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The schema's name for it: `Field.description`.
    pub id: String,
    /// Where it is (JSON Pointer); for a key, the mapping.
    pub pointer: String,
    /// The key, where the place is one.
    pub key: Option<String>,
    pub takes: Takes,
    pub format: String,
}

impl Slot {
    /// Puts `text` there.
    pub fn set(&self, manifest: &mut Json, text: &str) {
        let place = manifest.pointer_mut(&self.pointer).expect("the place is there");
        match &self.key {
            None => *place = text.into(),
            Some(key) => {
                let entries = place.as_object_mut().expect("a mapping");
                let renamed = entries
                    .iter()
                    .map(|(name, value)| (if name == key { text.to_owned() } else { name.clone() }, value.clone()));
                *entries = renamed.collect();
            }
        }
    }

    /// What stands there.
    pub fn get<'a>(&'a self, manifest: &'a Json) -> &'a str {
        self.key.as_deref().or_else(|| manifest.pointer(&self.pointer)?.as_str()).expect("a text stands there")
    }

    /// The pointer of a finding about it.
    pub fn place(&self, text: &str) -> String {
        match self.key {
            None => self.pointer.clone(),
            Some(_) => format!("{}/{}", self.pointer, escape(text)),
        }
    }

    /// Whether it is an option of a kind of port: the kind's grammar says what it takes.
    pub fn is_option(&self) -> bool {
        self.id.ends_with(".location")
    }

    pub fn is_code(&self) -> bool {
        CODE.iter().any(|(id, _)| *id == self.id)
    }
}

/// Every place for text in a manifest.
pub fn slots(schema: &Json, manifest: &Json) -> Vec<Slot> {
    let mut walk = Walk { root: schema, slots: Vec::new() };
    walk.visit(schema, manifest, "", "Manifest");
    // Keys first to last, so that no pointer leads through a key that was renamed before.
    let (keys, mut values): (Vec<_>, Vec<_>) = walk.slots.into_iter().partition(|slot| slot.key.is_some());
    values.extend(keys.into_iter().rev());
    values
}

/// The schema's names of every place that takes any text or any value.
pub fn all_ids(schema: &Json) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let own = [("Manifest".to_owned(), schema)];
    let shared = schema["$defs"].as_object().unwrap().iter().map(|(name, shape)| (name.clone(), shape));
    for (owner, shape) in own.into_iter().chain(shared) {
        for (name, property) in shape["properties"].as_object().into_iter().flatten() {
            if is_open(property) {
                ids.insert(format!("{owner}.{name}"));
            }
        }
    }
    ids
}

fn is_open(schema: &Json) -> bool {
    match schema {
        Json::Bool(open) => *open,
        Json::Object(shape) => {
            shape.get("format").is_some_and(|format| format == "text")
                || (shape.get("type").is_some_and(|kind| kind == "string")
                    && !["format", "enum", "const"].iter().any(|key| shape.contains_key(*key)))
                || says_nothing(shape)
                || ["items", "additionalProperties"].iter().any(|key| shape.get(*key).is_some_and(is_open))
                || shape.get("patternProperties").and_then(Json::as_object).is_some_and(|all| all.values().any(is_open))
        }
        _ => false,
    }
}

/// Whether a schema allows any value.
fn says_nothing(shape: &Map<String, Json>) -> bool {
    shape.keys().all(|key| ["description", "title", "default", "examples"].contains(&key.as_str()))
}

/// The schema of the values behind keys that a schema does not name.
fn other_keys(schema: &Json) -> Json {
    let patterns = schema["patternProperties"].as_object().and_then(|all| all.values().next());
    patterns.unwrap_or(&schema["additionalProperties"]).clone()
}

struct Walk<'a> {
    root: &'a Json,
    slots: Vec<Slot>,
}

impl Walk<'_> {
    fn visit(&mut self, schema: &Json, value: &Json, pointer: &str, id: &str) {
        let (schema, owner) = self.resolve(schema, id);
        let free = schema == Json::Bool(true) || schema.as_object().is_some_and(says_nothing);
        match value {
            Json::String(_) => {
                let format = schema["format"].as_str().unwrap_or_default().to_owned();
                let takes = match format.as_str() {
                    "text" => Takes::Text,
                    _ if free => Takes::Value,
                    _ => Takes::Grammar,
                };
                self.slots.push(Slot { id: id.to_owned(), pointer: pointer.to_owned(), key: None, takes, format });
            }
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let below = if free { Json::Bool(true) } else { schema["items"].clone() };
                    self.visit(&below, item, &format!("{pointer}/{index}"), id);
                }
            }
            Json::Object(entries) => {
                for (key, value) in entries {
                    let below = format!("{pointer}/{}", escape(key));
                    if let Some(property) = schema.pointer(&format!("/properties/{key}")) {
                        self.visit(&property.clone(), value, &below, &format!("{owner}.{key}"));
                        continue;
                    }
                    let rest = if free { Json::Bool(true) } else { other_keys(&schema) };
                    self.slots.push(Slot {
                        id: id.to_owned(),
                        pointer: pointer.to_owned(),
                        key: Some(key.clone()),
                        takes: if free { Takes::Value } else { Takes::Grammar },
                        format: "key".into(),
                    });
                    self.visit(&rest, value, &below, id);
                }
            }
            _ => {}
        }
    }

    /// The schema behind references, and the name of what it describes.
    fn resolve(&self, schema: &Json, id: &str) -> (Json, String) {
        let mut schema = schema.clone();
        let mut owner = id.to_owned();
        while let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            name.clone_into(&mut owner);
            schema = self.root["$defs"][name].clone();
        }
        (schema, owner)
    }
}

fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Adds every text that a manifest could have and does not: descriptions, and values of fields that hold text.
/// Says where.
pub fn fill(schema: &Json, manifest: &mut Json) -> Vec<String> {
    let mut added = Vec::new();
    fill_texts(schema, schema, manifest, "", &mut added);
    fill_values(manifest, &mut added);
    added
}

fn fill_texts(root: &Json, schema: &Json, value: &mut Json, pointer: &str, added: &mut Vec<String>) {
    let mut schema = schema.clone();
    while let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        schema = root["$defs"][name].clone();
    }
    match value {
        Json::Object(entries) => {
            for (key, property) in schema["properties"].as_object().into_iter().flatten() {
                let below = format!("{pointer}/{key}");
                if let Some(value) = entries.get_mut(key) {
                    fill_texts(root, property, value, &below, added);
                } else if property["format"] == "text" && !["pattern", "sql"].contains(&key.as_str()) {
                    entries.insert(key.clone(), "A plain text".into());
                    added.push(below);
                }
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                fill_texts(root, &schema["items"], item, &format!("{pointer}/{index}"), added);
            }
        }
        _ => {}
    }
}

/// Fields of text get examples, a default, or accepted values.
fn fill_values(manifest: &mut Json, added: &mut Vec<String>) {
    let ports = manifest["spec"]["inputPorts"].as_array().map_or(0, Vec::len);
    let of_ports = (0..ports).map(|port| format!("/spec/inputPorts/{port}/fields"));
    for pointer in of_ports.chain(["/spec/schema/fields".to_owned()]) {
        let fields = manifest.pointer_mut(&pointer).and_then(Json::as_array_mut);
        for (index, field) in fields.into_iter().flatten().enumerate() {
            let field = field.as_object_mut().unwrap();
            let values: &[(&str, Json)] = match field["type"].as_str().unwrap() {
                "string" if index % 2 == 0 => {
                    &[("examples", json!(["one example", "another"])), ("default", json!("a default"))]
                }
                "string" => &[("enum", json!(["one value", "another"]))],
                "map<string>" => &[
                    ("examples", json!([{ "a key": "a value", "another": "value" }])),
                    ("default", json!({ "a key": "a value" })),
                ],
                "array<string>" => &[("examples", json!([["an item"]])), ("default", json!(["an item"]))],
                "json" => {
                    &[("examples", json!([{ "a key": ["a value"] }])), ("default", json!({ "a key": "a value" }))]
                }
                _ => &[],
            };
            if ["enum", "examples", "references"].iter().any(|key| field.contains_key(*key)) {
                continue;
            }
            for (key, value) in values {
                if !field.contains_key(*key) {
                    field.insert((*key).to_owned(), value.clone());
                    added.push(format!("{pointer}/{index}/{key}"));
                }
            }
        }
    }
}

/// Takes away what stands at a pointer.
pub fn remove(manifest: &mut Json, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    manifest.pointer_mut(parent).unwrap().as_object_mut().unwrap().shift_remove(key);
}
