//! Whether a value answers an option.

use regex_lite::Regex;
use serde_json::Value as Json;

use super::{OptionSpec, OptionType};
use crate::diagnostics::shown;

impl OptionSpec {
    /// Says why `value` is no answer to this option. The value of a secret is never repeated.
    pub fn check(&self, value: &Json) -> Result<(), String> {
        let right_type = match self.kind {
            OptionType::String => value.is_string(),
            OptionType::Integer => value.is_i64() || value.is_u64(),
            OptionType::Boolean => value.is_boolean(),
            OptionType::List => value.as_array().is_some_and(|items| items.iter().all(Json::is_string)),
        };
        let name = &self.name;
        if !right_type {
            let expected = match self.kind {
                OptionType::String => "text",
                OptionType::Integer => "a whole number",
                OptionType::Boolean => "`true` or `false`",
                OptionType::List => "a list of texts",
            };
            return Err(format!("`{name}` must be {expected}"));
        }
        if self.secret && !value.as_str().is_some_and(is_variable) {
            return Err(format!("`{name}` is a secret, and its answer is no name of an environment variable"));
        }
        match value {
            Json::Array(items) => items.iter().try_for_each(|item| self.check_one(item)),
            one => self.check_one(one),
        }
    }

    fn check_one(&self, value: &Json) -> Result<(), String> {
        let name = &self.name;
        let text = Self::write(value);
        let wrong = || match self.kind {
            OptionType::List => format!("`{name}` cannot hold `{}`", shown(&text)),
            _ => format!("`{name}` cannot be `{}`", shown(&text)),
        };
        if !self.choices.is_empty() && !self.choices.contains(value) {
            return Err(wrong());
        }
        if text.chars().any(char::is_control) {
            return Err(format!("`{name}` holds a control character"));
        }
        match self.pattern.as_deref().map(pattern) {
            Some(Ok(pattern)) if !pattern.is_match(&text) => Err(wrong()),
            Some(Err(error)) => Err(format!("the pack's pattern for `{name}` is no regular expression: {error}")),
            _ => Ok(()),
        }
    }
}

/// A pattern that the whole text has to match.
pub(super) fn pattern(pattern: &str) -> Result<Regex, regex_lite::Error> {
    Regex::new(&format!("^(?:{pattern})$"))
}

/// Whether a text is the name of an environment variable, and so no secret itself.
fn is_variable(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase() || first == '_')
        && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spec(more: &Json) -> OptionSpec {
        let mut spec = json!({ "name": "x" });
        spec.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(spec).unwrap()
    }

    #[test]
    fn every_type_takes_its_own_values_and_no_others() {
        let values = [json!("a"), json!(1), json!(true), json!(["a"]), json!([1]), json!({}), json!(1.5)];
        for (kind, good) in [("string", 0), ("integer", 1), ("boolean", 2), ("list", 3)] {
            let spec = spec(&json!({ "type": kind }));
            let taken: Vec<usize> = (0..values.len()).filter(|at| spec.check(&values[*at]).is_ok()).collect();
            assert_eq!(taken, [good], "{kind}");
        }
    }

    #[test]
    fn pattern_and_choices_hold_for_each_item_of_a_list() {
        let list = spec(&json!({ "type": "list", "choices": ["eu", "us"] }));
        assert!(list.check(&json!(["eu", "us"])).is_ok() && list.check(&json!([])).is_ok());
        assert_eq!(list.check(&json!(["eu", "mars"])).unwrap_err(), "`x` cannot hold `mars`");
        let whole = spec(&json!({ "pattern": "[a-z]+" }));
        assert!(whole.check(&json!("abc")).is_ok() && whole.check(&json!("abc1")).is_err());
    }

    #[test]
    fn a_secret_is_a_name_and_is_never_repeated() {
        let secret = spec(&json!({ "secret": true }));
        assert!(secret.check(&json!("VAULT_TOKEN_2")).is_ok());
        for value in ["hvs.CAESIJ", "vault_token", "2X", "", "$VAULT", "A B"] {
            let reason = secret.check(&json!(value)).unwrap_err();
            assert!(value.is_empty() || !reason.contains(value), "{reason}");
        }
    }
}
