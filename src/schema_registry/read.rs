//! The documented shapes of answers. Nothing else is read.

use serde::Deserialize;
use serde_json::Value as Json;

use super::Verdict;
use super::answer::on_one_line;
use crate::evolution::avro::{Problem, Schema};
use crate::manifest::document::Evolution;

/// A schema as a registry has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Registered {
    /// The subject that it is filed under.
    pub subject: String,
    /// Its version there, from 1.
    pub version: u32,
    /// Its id, the same under every subject.
    pub id: u64,
    /// The text of the schema.
    pub schema: String,
    /// Its type; Avro where none is named.
    #[serde(default)]
    schema_type: Option<String>,
    /// Other schemas that it is made of.
    #[serde(default)]
    references: Vec<Json>,
}

impl Registered {
    /// The schema, or why it is none that can be compared.
    pub fn avro(&self) -> Result<Schema, String> {
        let place = format!("version {} of {}", self.version, on_one_line(&self.subject));
        match self.schema_type.as_deref() {
            None | Some("AVRO") => {}
            Some(other) => return Err(format!("{place} is no Avro schema, but one of type {}", on_one_line(other))),
        }
        if !self.references.is_empty() {
            return Err(format!("{place} is made of other schemas (`references`), which cannot be compared here"));
        }
        Schema::parse(&self.schema).map_err(|problems| {
            let first = problems.first().map(|Problem { message, .. }| on_one_line(message)).unwrap_or_default();
            format!("{place} is no valid Avro schema: {first}")
        })
    }
}

/// A list of versions, the oldest first. A subject without any is none.
pub(super) fn versions(json: &Json) -> Option<Vec<u32>> {
    let mut versions = Vec::<u32>::deserialize(json).ok().filter(|versions| !versions.is_empty())?;
    versions.sort_unstable();
    (versions[0] > 0).then_some(versions)
}

pub(super) fn registered(json: &Json) -> Option<Registered> {
    Registered::deserialize(json).ok().filter(|registered| registered.version > 0)
}

pub(super) fn mode(json: &Json, key: &str) -> Option<Evolution> {
    Evolution::deserialize(json.get(key)?).ok()
}

pub(super) fn verdict(json: &Json) -> Option<Verdict> {
    let compatible = json.get("is_compatible")?.as_bool()?;
    let messages = match json.get("messages") {
        None | Some(Json::Null) => Vec::new(),
        Some(messages) => Vec::<String>::deserialize(messages).ok()?,
    };
    Some(Verdict { compatible, messages })
}

pub(super) fn id(json: &Json) -> Option<u64> {
    json.get("id")?.as_u64()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_the_documented_shapes_are_read() {
        assert_eq!(versions(&json!([2, 1, 10])), Some(vec![1, 2, 10]));
        assert_eq!(versions(&json!([])), None);
        assert_eq!(versions(&json!([0, 1])), None);
        assert_eq!(versions(&json!({ "versions": [1] })), None);
        assert_eq!(
            mode(&json!({ "compatibilityLevel": "FULL_TRANSITIVE" }), "compatibilityLevel"),
            Some(Evolution::FullTransitive)
        );
        assert_eq!(mode(&json!({ "compatibilityLevel": "SOME" }), "compatibilityLevel"), None);
        assert_eq!(id(&json!({ "id": "1" })), None);
    }

    #[test]
    fn a_verdict_is_a_clear_yes_or_no() {
        let compatible = |json: Json| verdict(&json).map(|verdict| verdict.compatible);
        assert_eq!(compatible(json!({ "is_compatible": true })), Some(true));
        assert_eq!(compatible(json!({ "is_compatible": false, "messages": ["x"] })), Some(false));
        for garbage in [
            json!({}),
            json!(true),
            json!({ "is_compatible": "true" }),
            json!({ "is_compatible": true, "messages": 1 }),
        ] {
            assert_eq!(compatible(garbage.clone()), None, "{garbage}");
        }
    }

    #[test]
    fn what_cannot_be_compared_says_so() {
        let of = |more: Json| {
            let mut json = json!({ "subject": "s", "version": 1, "id": 7, "schema": "\"string\"" });
            json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            registered(&json).unwrap().avro()
        };
        assert!(of(json!({})).is_ok() && of(json!({ "schemaType": "AVRO", "references": [] })).is_ok());
        assert!(of(json!({ "schemaType": "PROTOBUF" })).unwrap_err().contains("type PROTOBUF"));
        assert!(of(json!({ "references": [{}] })).unwrap_err().contains("references"));
        assert!(of(json!({ "schema": "{" })).unwrap_err().contains("no valid Avro schema"));
    }
}
