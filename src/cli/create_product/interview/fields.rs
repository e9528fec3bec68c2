//! The fields of a row: as many as wanted.

use serde_json::{Value as Json, json};

use super::Interview;
use super::check::{are_symbols, different, fits, flat_type, parses, symbols, typed_default, unreserved};
use crate::cli::ask::Question;
use crate::cli::create_product::inherit;
use crate::error::Result;
use crate::manifest::node::Node;
use crate::manifest::value::{LogicalType, Scalar, Text};

impl Interview<'_> {
    /// The starter's fields, or fields of one's own.
    pub(super) fn fields(&mut self) -> Result<()> {
        if self.draft.has("spec.schema.fields") {
            return Ok(());
        }
        self.ask.section("What a row holds");
        let of_input = inherit::fields(self.draft);
        let whose = if of_input.is_some() { "fields of the input port" } else { "starter fields" };
        let starter = || self.suggested.get("spec.schema.fields").map(Node::to_json);
        if let Some(json) = of_input.or_else(starter) {
            let shown: Vec<String> = json
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|field| Some(format!("{} ({})", field["name"].as_str()?, field["type"].as_str()?)))
                .collect();
            self.ask.note(&format!("{whose}: {}", shown.join(", ")));
            if self.ask.yes("Begin with these fields? They are easily changed in the manifest", true)? {
                return self.set_json("spec.schema.fields", json);
            }
        }
        let mut fields: Vec<Json> = Vec::new();
        loop {
            let field = self.field(&fields)?;
            fields.push(field);
            let keyed = fields.iter().any(|field| field["primaryKey"] == true);
            if !keyed {
                self.ask.note("no field is the primary key yet: a product needs one");
            } else if !fields.iter().any(tells_time) {
                self.ask.note("no field tells a row's age yet: freshness is measured on a timestamp or a date");
            } else if !self.ask.yes("Another field?", false)? {
                return self.set_json("spec.schema.fields", Json::Array(fields));
            }
        }
    }

    fn field(&mut self, before: &[Json]) -> Result<Json> {
        let name = self.ask.text(
            &Question { prompt: "Field", help: "name of the field, such as order_id", ..Question::default() },
            |text| unreserved(text).and_then(|()| different(text, before)),
        )?;
        let kind = self.ask.text(
            &Question {
                prompt: "Type",
                help: "string, boolean, int, long, float, double, decimal(12,2), date, time, timestamp, timestamp_ntz, uuid, bytes, json, enum, array<string>, map<string>",
                default: Some("string"),
                ..Question::default()
            },
            flat_type,
        )?;
        let mut field = json!({ "name": name, "type": kind });
        if kind.parse::<LogicalType>().is_ok_and(|logical| *logical.leaf() == LogicalType::Enum) {
            let help = "separated by commas, such as OPEN, CLOSED";
            let answer = self.ask.text(&Question { prompt: "Symbols", help, ..Question::default() }, are_symbols)?;
            field["enum"] = symbols(&answer).into();
        }
        let key = self.ask.yes("Part of the primary key?", before.is_empty())?;
        if key || self.ask.yes("Required in every row?", true)? {
            field["required"] = true.into();
        }
        if key {
            field["primaryKey"] = true.into();
        } else if can_have_default(&kind) {
            let help = "what readers assume where a row has no value";
            let question = Question { prompt: "Default", help, optional: true, ..Question::default() };
            let answer = self.ask.text(&question, |text| fits(&field, text))?;
            if !answer.is_empty() {
                field["default"] = typed_default(&field, &answer);
            }
        }
        field["pii"] = self.ask.yes("Personal data?", false)?.into();
        let help = "what the field means, and in which unit";
        let question = Question { prompt: "Description", help, optional: true, ..Question::default() };
        let description = self.ask.text(&question, parses::<Text, _>)?;
        if !description.is_empty() {
            field["description"] = description.into();
        }
        Ok(field)
    }
}

fn logical(field: &Json) -> Option<LogicalType> {
    field["type"].as_str()?.parse().ok()
}

fn tells_time(field: &Json) -> bool {
    matches!(logical(field), Some(LogicalType::Scalar(Scalar::Timestamp | Scalar::TimestampNtz | Scalar::Date)))
}

/// Whether a default of the type is worth a question.
fn can_have_default(kind: &str) -> bool {
    matches!(
        kind.parse(),
        Ok(LogicalType::Decimal { .. }
            | LogicalType::Enum
            | LogicalType::Scalar(
                Scalar::String | Scalar::Boolean | Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double
            ))
    )
}
