//! Typed options that a pack declares and a manifest answers.

mod answers;
mod check;
mod sound;

pub use answers::{Answer, Given, answers};
pub(super) use sound::typed;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// An option: a question of a pack, and what answers it.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OptionSpec {
    /// The key: lower-case letters, digits and underscores.
    pub name: String,
    /// The name for people, shown at a prompt.
    #[serde(default)]
    pub title: Option<String>,
    /// The type of its value.
    #[serde(default, rename = "type")]
    pub kind: OptionType,
    /// Whether it must be given, when there is no default.
    #[serde(default)]
    pub required: bool,
    /// The value where none is given; text may be a template over the product's names.
    #[serde(default)]
    pub default: Option<Json>,
    /// A regular expression that the whole text matches, or each item of a list.
    #[serde(default)]
    pub pattern: Option<String>,
    /// The only values allowed, or the only items of a list.
    #[serde(default)]
    pub choices: Vec<Json>,
    /// An expression over the answers before it, as in `options.tier == "gold"`: it is no question unless this holds.
    /// The options of a port's location see `location` instead of `options`.
    #[serde(default)]
    pub when: Option<String>,
    /// Whether the value is a secret. Its answer is the name of an environment variable, never the secret itself.
    #[serde(default)]
    pub secret: bool,
    /// What the option means, with an example.
    #[serde(default)]
    pub help: String,
}

/// The type of an option's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OptionType {
    /// Text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
    /// A list of texts. At a prompt and in a flag they are separated by commas.
    List,
}

impl OptionSpec {
    /// What a person is asked for.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    /// The help without what ends a sentence, so that more can be said after it.
    pub fn hint(&self) -> String {
        let help = self.help.trim().trim_end_matches('.');
        match (self.secret, help.is_empty()) {
            (false, _) => help.to_owned(),
            (true, true) => "the name of the environment variable that holds it".to_owned(),
            (true, false) => format!("{help}; the name of the environment variable that holds it"),
        }
    }

    /// What a person types, as the option's type reads it. What cannot be read stays text, and is refused as such.
    pub fn read(&self, text: &str) -> Json {
        match self.kind {
            OptionType::String => text.into(),
            OptionType::Integer => text.parse::<i64>().map_or_else(|_| text.into(), Json::from),
            OptionType::Boolean => text.parse::<bool>().map_or_else(|_| text.into(), Json::from),
            OptionType::List => text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect(),
        }
    }

    /// A value of the option as a person types it.
    pub fn write(value: &Json) -> String {
        match value {
            Json::String(text) => text.clone(),
            Json::Array(items) => items.iter().map(Self::write).collect::<Vec<_>>().join(", "),
            other => other.to_string(),
        }
    }
}
