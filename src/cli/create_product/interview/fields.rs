//! The fields of a row: as many as wanted.

use serde_json::{Value as Json, json};

use super::{Interview, parses};
use crate::diagnostics::did_you_mean;
use crate::error::Result;
use crate::manifest::name::Name;
use crate::manifest::value::{LogicalType, Text};

impl Interview<'_> {
    /// The starter's fields, or fields of one's own.
    pub(super) fn fields(&mut self) -> Result<()> {
        if self.draft.has("spec.schema.fields") {
            return Ok(());
        }
        if let Some(starter) = self.suggested.get("spec.schema.fields").cloned() {
            let json = starter.to_json();
            let names: Vec<&str> =
                json.as_array().into_iter().flatten().filter_map(|field| field["name"].as_str()).collect();
            self.ask.note(&format!("starter fields: {}", names.join(", ")));
            if self.ask.yes("Begin with these fields? (they are easily changed in the manifest)", true)? {
                return self.set_json("spec.schema.fields", json.clone());
            }
        }
        let mut fields: Vec<Json> = Vec::new();
        loop {
            let field = self.field(&fields)?;
            fields.push(field);
            let keyed = fields.iter().any(|field| field["primaryKey"] == true);
            let timed = fields.iter().any(|field| {
                field["type"].as_str().is_some_and(|kind| kind.starts_with("timestamp") || kind == "date")
            });
            if !keyed {
                self.ask.note("no field is the primary key yet: a product needs one");
            } else if !timed {
                self.ask.note("no field tells a row's age yet: freshness is measured on a timestamp or a date");
            }
            if !self.ask.yes("Another field?", !(keyed && timed))? {
                return self.set_json("spec.schema.fields", Json::Array(fields));
            }
        }
    }

    fn field(&mut self, before: &[Json]) -> Result<Json> {
        let name = loop {
            let name = self.ask.text("Field", "name of the field, such as order_id", None, false, parses::<Name, _>)?;
            if before.iter().all(|field| field["name"] != name.as_str()) {
                break name;
            }
            self.ask.note(&format!("there is a field `{name}` already"));
        };
        let kind = self.ask.text("Type", "string, boolean, int, long, float, double, decimal(12,2), date, time, timestamp, timestamp_ntz, uuid, bytes, json, enum, array<string>, map<string>", Some("string"), false, flat_type)?;
        let mut field = json!({ "name": name, "type": kind });
        if kind.contains("enum") {
            let symbols = self.ask.text(
                "Symbols",
                "separated by commas, such as OPEN, CLOSED",
                None,
                false,
                parses::<Text, _>,
            )?;
            field["enum"] = symbols.split(',').map(str::trim).filter(|symbol| !symbol.is_empty()).collect();
        }
        let key = self.ask.yes("Part of the primary key?", before.is_empty())?;
        if key || self.ask.yes("Required in every row?", true)? {
            field["required"] = true.into();
        }
        if key {
            field["primaryKey"] = true.into();
        } else if let Some(default) = self.default(&kind)? {
            field["default"] = default;
        }
        field["pii"] = self.ask.yes("Personal data?", false)?.into();
        let description =
            self.ask.text("Description", "what the field means, and in which unit", None, true, parses::<Text, _>)?;
        if !description.is_empty() {
            field["description"] = description.into();
        }
        Ok(field)
    }

    /// The value that readers assume where a row has none, for types that can have one.
    fn default(&mut self, kind: &str) -> Result<Option<Json>> {
        if !["string", "boolean", "int", "long", "float", "double", "enum"].contains(&kind)
            && !kind.starts_with("decimal")
        {
            return Ok(None);
        }
        let answer = self.ask.text(
            "Default",
            "what readers assume where a row has no value; leave it empty for none",
            None,
            true,
            |_| Ok(()),
        )?;
        if answer.is_empty() {
            return Ok(None);
        }
        Ok(Some(match kind {
            "string" | "enum" => answer.into(),
            _ => serde_json::from_str(&answer).unwrap_or_else(|_| answer.into()),
        }))
    }
}

/// A type that needs no members: structs are written in the manifest.
fn flat_type(text: &str) -> Result<(), String> {
    match text.parse::<LogicalType>() {
        Ok(logical) if *logical.leaf() == LogicalType::Struct => {
            Err("write structs in the manifest, where their members have room".to_owned())
        }
        Ok(_) => Ok(()),
        Err(reason) => Err(format!("{reason}; {}", did_you_mean(text, LogicalType::known()))),
    }
}
