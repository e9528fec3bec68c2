//! From JSON to a [`Schema`], or to everything that is wrong with it.

mod named;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Map, Value as Json};

use super::schema::{Kind, Logical, Named, Primitive, Schema, Type};
use super::{FullName, default};

/// Something for which a schema is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The place: a JSON Pointer, empty for the whole.
    pub pointer: String,
    /// What is wrong, as a clause.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the schema" } else { &self.pointer };
        write!(formatter, "{place}: {}", self.message)
    }
}

impl Schema {
    /// Reads the text of an `.avsc` file.
    pub fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let json = serde_json::from_str(text)
            .map_err(|error| vec![Problem { pointer: String::new(), message: error.to_string() }])?;
        Self::from_json(&json)
    }

    /// Reads a schema that is JSON already.
    pub fn from_json(json: &Json) -> Result<Self, Vec<Problem>> {
        let mut parser = Parser::default();
        let root = parser.schema(json, "", "");
        let Parser { named, mut problems } = parser;
        if let (Some(root), true) = (root, problems.is_empty()) {
            let schema = Self { root, named, source: json.clone() };
            problems = default::problems(&schema);
            if problems.is_empty() {
                return Ok(schema);
            }
        }
        Err(problems)
    }
}

#[derive(Default)]
struct Parser {
    named: BTreeMap<FullName, Named>,
    problems: Vec<Problem>,
}

impl Parser {
    /// Notes a problem. A part with one is left out, so that the others are found too.
    fn refuse<T>(&mut self, pointer: &str, message: impl Into<String>) -> Option<T> {
        self.problems.push(Problem { pointer: pointer.to_owned(), message: message.into() });
        None
    }

    fn schema(&mut self, json: &Json, namespace: &str, pointer: &str) -> Option<Type> {
        match json {
            Json::String(name) => self.reference(name, None, namespace, pointer),
            Json::Array(branches) => Some(self.union(branches, namespace, pointer)),
            Json::Object(object) => self.object(object, namespace, pointer),
            _ => self.refuse(pointer, "a schema is a name, an object or a list"),
        }
    }

    /// A primitive type, or a type that has been defined before.
    fn reference(&mut self, name: &str, logical: Option<Logical>, namespace: &str, pointer: &str) -> Option<Type> {
        if let Some(primitive) = Primitive::from_name(name) {
            return Some(Type { kind: Kind::Primitive(primitive), logical, pointer: pointer.to_owned() });
        }
        let full = self.name(name, namespace, pointer)?;
        if !self.named.contains_key(&full) {
            return self.refuse(pointer, format!("`{full}` is not defined before it is used"));
        }
        Some(Type { kind: Kind::Named(full), logical: None, pointer: pointer.to_owned() })
    }

    fn union(&mut self, branches: &[Json], namespace: &str, pointer: &str) -> Type {
        let mut seen = BTreeSet::new();
        let mut types = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            let Some(branch) = self.schema(branch, namespace, &pointer) else { continue };
            let key = match &branch.kind {
                Kind::Union(_) => {
                    self.refuse::<()>(&pointer, "a union cannot hold a union directly");
                    continue;
                }
                Kind::Array(_) => "array".to_owned(),
                Kind::Map(_) => "map".to_owned(),
                Kind::Primitive(_) | Kind::Named(_) => branch.to_string(),
            };
            if seen.contains(&key) {
                self.refuse::<()>(&pointer, format!("the union holds `{key}` twice"));
            }
            seen.insert(key);
            types.push(branch);
        }
        Type { kind: Kind::Union(types), logical: None, pointer: pointer.to_owned() }
    }

    fn object(&mut self, object: &Map<String, Json>, namespace: &str, pointer: &str) -> Option<Type> {
        let logical = logical(object);
        let wrap = |kind, logical| Type { kind, logical, pointer: pointer.to_owned() };
        match object.get("type").and_then(Json::as_str) {
            None => self.refuse(pointer, "`type` must be the name of a type"),
            Some(kind @ ("array" | "map")) => {
                let key = if kind == "array" { "items" } else { "values" };
                let Some(held) = object.get(key) else {
                    return self.refuse(pointer, format!("`{kind}` needs `{key}`"));
                };
                let held = Box::new(self.schema(held, namespace, &format!("{pointer}/{key}"))?);
                let kind = if kind == "array" { Kind::Array(held) } else { Kind::Map(held) };
                Some(wrap(kind, logical))
            }
            Some(kind @ ("record" | "enum" | "fixed")) => {
                let name = self.define(kind, object, logical, namespace, pointer)?;
                Some(wrap(Kind::Named(name), None))
            }
            Some(name) => self.reference(name, logical, namespace, pointer),
        }
    }

    fn name(&mut self, text: &str, namespace: &str, pointer: &str) -> Option<FullName> {
        FullName::new(text, namespace).map_err(|message| self.refuse::<()>(pointer, message)).ok()
    }

    /// A list of texts, which may be absent.
    fn texts(&mut self, object: &Map<String, Json>, key: &str, pointer: &str) -> Vec<String> {
        let Some(list) = object.get(key) else { return Vec::new() };
        let texts = list.as_array().and_then(|list| list.iter().map(|text| text.as_str().map(str::to_owned)).collect());
        texts.or_else(|| self.refuse(&format!("{pointer}/{key}"), "this must be a list of texts")).unwrap_or_default()
    }
}

fn logical(object: &Map<String, Json>) -> Option<Logical> {
    let name = object.get("logicalType")?.as_str()?.to_owned();
    let digits = (name == "decimal").then(|| {
        let number = |key| object.get(key).cloned();
        (number("precision").unwrap_or(Json::Null), number("scale").unwrap_or_else(|| 0.into()))
    });
    Some(Logical { name, digits })
}
