//! Records, enums and fixed types: what has a name of its own.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::Parser;
use crate::evolution::avro::FullName;
use crate::evolution::avro::name::is_name;
use crate::evolution::avro::schema::{Definition, Field, Logical, Named, Primitive};

impl Parser {
    pub(super) fn define(
        &mut self,
        kind: &str,
        object: &Map<String, Json>,
        logical: Option<Logical>,
        namespace: &str,
        pointer: &str,
    ) -> Option<FullName> {
        let Some(name) = object.get("name").and_then(Json::as_str) else {
            return self.refuse(pointer, format!("`{kind}` needs a `name`"));
        };
        let namespace = object.get("namespace").and_then(Json::as_str).unwrap_or(namespace);
        let name = self.name(name, namespace, &format!("{pointer}/name"))?;
        if Primitive::from_name(name.unqualified()).is_some() {
            return self.refuse(&format!("{pointer}/name"), format!("`{name}` is the name of a primitive type"));
        }
        if self.named.contains_key(&name) {
            return self.refuse(&format!("{pointer}/name"), format!("`{name}` is defined twice"));
        }
        let aliases = self.texts(object, "aliases", pointer);
        let aliases = aliases
            .iter()
            .filter_map(|alias| self.name(alias, name.namespace(), &format!("{pointer}/aliases")))
            .collect();
        // Known before its fields are read: they may hold it.
        let definition = match kind {
            "record" => Definition::Record(Vec::new()),
            "enum" => self.symbols(object, pointer)?,
            _ => self.size(object, pointer)?,
        };
        let named = Named { name: name.clone(), aliases, definition, logical, pointer: pointer.to_owned() };
        self.named.insert(name.clone(), named);
        if kind == "record" {
            let fields = self.fields(object, name.namespace(), pointer);
            if let Some(named) = self.named.get_mut(&name) {
                named.definition = Definition::Record(fields);
            }
        }
        Some(name)
    }

    fn fields(&mut self, object: &Map<String, Json>, namespace: &str, pointer: &str) -> Vec<Field> {
        let Some(list) = object.get("fields").and_then(Json::as_array) else {
            self.refuse::<()>(pointer, "a record needs a list of `fields`");
            return Vec::new();
        };
        let mut taken = BTreeSet::new();
        let mut fields = Vec::new();
        for (index, json) in list.iter().enumerate() {
            let pointer = format!("{pointer}/fields/{index}");
            let Some(field) = self.field(json, namespace, &pointer) else { continue };
            for name in std::iter::once(&field.name).chain(&field.aliases) {
                if !is_name(name) {
                    self.refuse::<()>(&pointer, no_name(name));
                }
                if !taken.insert(name.clone()) {
                    self.refuse::<()>(&pointer, format!("two fields are called `{name}`"));
                }
            }
            fields.push(field);
        }
        fields
    }

    fn field(&mut self, json: &Json, namespace: &str, pointer: &str) -> Option<Field> {
        let name = json.get("name").and_then(Json::as_str);
        let (Some(object), Some(name)) = (json.as_object(), name) else {
            return self.refuse(pointer, "a field is an object with a `name`");
        };
        let Some(field_type) = object.get("type") else {
            return self.refuse(pointer, format!("the field `{name}` needs a `type`"));
        };
        let shape = self.schema(field_type, namespace, &format!("{pointer}/type"))?;
        let aliases = self.texts(object, "aliases", pointer);
        let default = object.get("default").cloned();
        Some(Field { name: name.to_owned(), aliases, shape, default, pointer: pointer.to_owned() })
    }

    fn symbols(&mut self, object: &Map<String, Json>, pointer: &str) -> Option<Definition> {
        if !object.get("symbols").is_some_and(Json::is_array) {
            return self.refuse(pointer, "an enum needs a list of `symbols`");
        }
        let symbols = self.texts(object, "symbols", pointer);
        let mut seen = BTreeSet::new();
        for symbol in &symbols {
            if !is_name(symbol) {
                self.refuse::<()>(&format!("{pointer}/symbols"), no_name(symbol));
            }
            if !seen.insert(symbol) {
                self.refuse::<()>(&format!("{pointer}/symbols"), format!("the symbol `{symbol}` is given twice"));
            }
        }
        let default = match object.get("default") {
            None => None,
            Some(Json::String(symbol)) if symbols.contains(symbol) => Some(symbol.clone()),
            Some(other) => {
                return self.refuse(&format!("{pointer}/default"), format!("{other} is no symbol of the enum"));
            }
        };
        Some(Definition::Enum { symbols, default })
    }

    fn size(&mut self, object: &Map<String, Json>, pointer: &str) -> Option<Definition> {
        match object.get("size").and_then(Json::as_u64) {
            Some(size) => Some(Definition::Fixed { size }),
            None => self.refuse(pointer, "a fixed type needs a `size` in bytes"),
        }
    }
}

fn no_name(text: &str) -> String {
    format!("`{text}` is no name: letters, digits and `_`, no digit first")
}
