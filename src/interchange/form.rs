//! What a pack says of another form of manifest.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use super::moves::get;
use crate::manifest::node::{Node, Value};

/// `imports/<id>.yaml`: a form of manifest that is not ours, and where its keys stand in ours.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Form {
    /// What the form is called, in a few words.
    pub title: String,
    /// What a file of this form looks like: path → the value there. All of them hold in a file of the form.
    pub marks: IndexMap<String, Mark>,
    /// Where each key goes.
    pub moves: Vec<Move>,
    /// What every file of the form is taken to say, where it says nothing itself: path → value.
    #[serde(default)]
    pub sets: IndexMap<String, Json>,
    /// Keys that say nothing which our form lacks, each with the reason.
    #[serde(default)]
    pub drops: IndexMap<String, String>,
}

/// What marks a file as one of a form.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// A value of any kind stands there.
    Any,
    /// Text stands there.
    Text,
    /// A list stands there.
    List,
    /// Nothing stands there.
    None,
    /// Exactly this text.
    Is(String),
}

/// Where a key goes, and how its value is spelt there.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Move {
    /// The path in the other form: `spec.slo.freshness.target_minutes`. A `.` is the item of a list itself.
    pub from: String,
    /// The paths in ours. Where something stands already, it stays.
    pub to: Vec<String>,
    /// A regular expression over the text; its first group is the value. Text that it does not fit is not moved.
    #[serde(default)]
    pub take: Option<String>,
    /// What stands before the value in our form.
    #[serde(default)]
    pub before: String,
    /// What stands after the value in our form: a unit.
    #[serde(default)]
    pub after: String,
    /// Words of the other form → ours. Words that are not named stay.
    #[serde(default)]
    pub words: IndexMap<String, String>,
    /// Where the keys of each item of a list go.
    #[serde(default)]
    pub items: Vec<Move>,
    /// Whether the key stays in its place as well.
    #[serde(default)]
    pub keep: bool,
}

impl Form {
    /// Whether a file is of this form.
    pub fn fits(&self, node: &Node) -> bool {
        !self.marks.is_empty() && self.marks.iter().all(|(path, mark)| mark.fits(get(node, path)))
    }
}

impl Mark {
    fn fits(&self, node: Option<&Node>) -> bool {
        match (self, node.map(|node| &node.value)) {
            (Self::None, found) => found.is_none(),
            (_, None) => false,
            (Self::Any, Some(_)) => true,
            (Self::Text, Some(value)) => matches!(value, Value::String(_)),
            (Self::List, Some(value)) => matches!(value, Value::List(_)),
            (Self::Is(text), Some(value)) => matches!(value, Value::String(found) if found == text),
        }
    }
}
