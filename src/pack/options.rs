//! Typed options that a pack declares and a manifest answers.

use regex_lite::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

/// An option: a key that a port's `location` may hold.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OptionSpec {
    /// The key.
    pub name: String,
    /// The type of its value.
    #[serde(default, rename = "type")]
    pub kind: OptionType,
    /// Whether it must be given, when there is no default.
    #[serde(default)]
    pub required: bool,
    /// The value where none is given; text may be a template over the product's names.
    #[serde(default)]
    pub default: Option<Json>,
    /// A regular expression that the whole text matches.
    #[serde(default)]
    pub pattern: Option<String>,
    /// The only values allowed.
    #[serde(default)]
    pub choices: Vec<Json>,
    /// What the option means, with an example.
    #[serde(default)]
    pub help: String,
}

/// The type of an option's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum OptionType {
    /// Text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
}

impl OptionSpec {
    /// Says why `value` is no answer to this option.
    pub fn check(&self, value: &Json) -> Result<(), String> {
        let right_type = match self.kind {
            OptionType::String => value.is_string(),
            OptionType::Integer => value.is_i64() || value.is_u64(),
            OptionType::Boolean => value.is_boolean(),
        };
        let name = &self.name;
        if !right_type {
            let expected = match self.kind {
                OptionType::String => "text",
                OptionType::Integer => "a whole number",
                OptionType::Boolean => "`true` or `false`",
            };
            return Err(format!("`{name}` must be {expected}"));
        }
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let shown = crate::diagnostics::shown(&text);
        if !self.choices.is_empty() && !self.choices.contains(value) {
            return Err(format!("`{name}` cannot be `{shown}`"));
        }
        if text.chars().any(char::is_control) {
            return Err(format!("`{name}` holds a control character"));
        }
        match self.pattern.as_deref().map(|pattern| Regex::new(&format!("^(?:{pattern})$"))) {
            Some(Ok(pattern)) if !pattern.is_match(&text) => Err(format!("`{name}` cannot be `{shown}`")),
            Some(Err(error)) => Err(format!("the pack's pattern for `{name}` is no regular expression: {error}")),
            _ => Ok(()),
        }
    }
}
