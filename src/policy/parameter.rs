//! Parameters: what layers may set of a policy, and which value is the tighter one.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::diagnostics::shown;
use crate::manifest::value::{Duration, Percentage, Text};

/// A parameter of a policy.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParameterSpec {
    /// What its values are.
    #[serde(rename = "type")]
    pub kind: ParameterType,
    /// In which direction a lower layer may move it.
    pub tighten: Tighten,
    /// What it bounds.
    pub description: Text,
}

/// What the values of a parameter are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum ParameterType {
    /// A span of time.
    Duration,
    /// A share.
    Percentage,
    /// A whole number.
    Integer,
    /// A text.
    Text,
    /// A list of texts or numbers.
    List,
    /// `true` or `false`.
    Boolean,
}

/// In which direction a lower layer may move a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
#[schemars(inline)]
pub enum Tighten {
    /// Towards one side.
    Towards(Direction),
    /// From one value to this one.
    To(bool),
}

/// Where the tighter values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Direction {
    /// A smaller value is tighter.
    Lower,
    /// A greater value is tighter.
    Higher,
    /// A list with more items is tighter.
    Superset,
    /// A list with fewer items is tighter.
    Subset,
    /// Only the organisation sets it.
    Fixed,
}

impl ParameterType {
    /// Why a value is none of this type.
    pub fn check(self, value: &Json) -> Result<(), String> {
        let wrong = |what: &str| Err(format!("{} is {what}", say(value)));
        match (self, value) {
            (Self::Duration, Json::String(text)) => text.parse::<Duration>().map(drop),
            (Self::Duration, _) => wrong("no span of time, such as `30m` or `2 hours`"),
            (Self::Percentage, _) => serde_json::from_value::<Percentage>(value.clone())
                .map(drop)
                .or_else(|_| wrong("no percentage, such as `99.5%`")),
            (Self::Integer, Json::Number(number)) if number.is_i64() => Ok(()),
            (Self::Integer, _) => wrong("no whole number"),
            (Self::Text, Json::String(_)) | (Self::Boolean, Json::Bool(_)) => Ok(()),
            (Self::Text, _) => wrong("no text"),
            (Self::Boolean, _) => wrong("neither `true` nor `false`"),
            (Self::List, Json::Array(items)) if items.iter().all(|item| item.is_string() || item.is_number()) => Ok(()),
            (Self::List, _) => wrong("no list of texts or numbers"),
        }
    }

    /// Whether this type has values that move in a direction.
    pub fn fits(self, tighten: Tighten) -> bool {
        match tighten {
            Tighten::Towards(Direction::Fixed) => true,
            Tighten::Towards(Direction::Lower | Direction::Higher) => {
                matches!(self, Self::Duration | Self::Percentage | Self::Integer)
            }
            Tighten::Towards(Direction::Superset | Direction::Subset) => self == Self::List,
            Tighten::To(_) => self == Self::Boolean,
        }
    }
}

impl ParameterSpec {
    /// Whether a value is as tight as the one above it, or tighter. Both have the parameter's type.
    pub fn is_as_tight(&self, above: &Json, value: &Json) -> bool {
        if above == value {
            return true;
        }
        match self.tighten {
            Tighten::Towards(Direction::Lower) => self.order(value, above).is_some_and(std::cmp::Ordering::is_le),
            Tighten::Towards(Direction::Higher) => self.order(value, above).is_some_and(std::cmp::Ordering::is_ge),
            Tighten::Towards(Direction::Superset) => holds(value, above),
            Tighten::Towards(Direction::Subset) => holds(above, value),
            Tighten::Towards(Direction::Fixed) => false,
            Tighten::To(tight) => *value == Json::Bool(tight),
        }
    }

    /// Which values a lower layer may give, in words.
    pub fn allowed(&self, above: &Json) -> String {
        let above = say(above);
        match self.tighten {
            Tighten::Towards(Direction::Lower) => format!("at most {above}"),
            Tighten::Towards(Direction::Higher) => format!("at least {above}"),
            Tighten::Towards(Direction::Superset) => format!("{above} and more"),
            Tighten::Towards(Direction::Subset) => format!("some of {above}"),
            Tighten::Towards(Direction::Fixed) => format!("only {above}, which only the organisation changes"),
            Tighten::To(tight) => format!("only `{tight}`"),
        }
    }

    fn order(&self, one: &Json, other: &Json) -> Option<std::cmp::Ordering> {
        match self.kind {
            ParameterType::Duration => {
                let seconds = |value: &Json| value.as_str()?.parse::<Duration>().ok().map(|span| span.seconds());
                Some(seconds(one)?.cmp(&seconds(other)?))
            }
            ParameterType::Percentage => {
                let share = |value: &Json| serde_json::from_value::<Percentage>(value.clone()).ok();
                share(one)?.partial_cmp(&share(other)?)
            }
            _ => Some(one.as_i64()?.cmp(&other.as_i64()?)),
        }
    }
}

/// Whether one list holds all items of another.
fn holds(list: &Json, items: &Json) -> bool {
    let list = list.as_array().map(Vec::as_slice).unwrap_or_default();
    items.as_array().is_some_and(|items| items.iter().all(|item| list.contains(item)))
}

/// A value as a message says it.
pub(super) fn say(value: &Json) -> String {
    match value {
        Json::String(text) => format!("`{}`", shown(text)),
        // Quotes are harmless, and easier to read as they are.
        other => format!("`{}`", shown(&other.to_string()).replace("\\\"", "\"")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spec(kind: &str, tighten: &Json) -> ParameterSpec {
        serde_json::from_value(json!({ "type": kind, "tighten": tighten, "description": "a bound" })).unwrap()
    }

    #[track_caller]
    fn case(kind: &str, [tighten, above]: &[Json; 2], allowed: &[Json], weaker: &[Json]) {
        let spec = spec(kind, tighten);
        assert!(spec.kind.fits(spec.tighten));
        assert_eq!(allowed.iter().find(|value| !spec.is_as_tight(above, value)), None, "{above}");
        assert_eq!(weaker.iter().find(|value| spec.is_as_tight(above, value)), None, "{above}");
    }

    #[test]
    fn a_tighter_value_is_told_from_a_weaker_one() {
        case(
            "duration",
            &[json!("lower"), json!("120m")],
            &[json!("2 hours"), json!("1h")],
            &[json!("3h"), json!("121m")],
        );
        case("percentage", &[json!("higher"), json!("99%")], &[json!("0.99"), json!(99.5)], &[json!("98.9%")]);
        case("integer", &[json!("higher"), json!(1)], &[json!(1), json!(2)], &[json!(0), json!(-1)]);
        case("list", &[json!("superset"), json!(["a"])], &[json!(["b", "a"])], &[json!([]), json!(["b"])]);
        case("list", &[json!("subset"), json!(["a", "b"])], &[json!(["b"]), json!([])], &[json!(["a", "c"])]);
        case("boolean", &[json!(true), json!(false)], &[json!(true), json!(false)], &[]);
        case("boolean", &[json!(true), json!(true)], &[json!(true)], &[json!(false)]);
        case("text", &[json!("fixed"), json!("a")], &[json!("a")], &[json!("b")]);
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        let kinds = ["duration", "percentage", "integer", "text", "list", "boolean"];
        let values = [json!("2h"), json!("50%"), json!(7), json!("any"), json!(["a"]), json!(true)];
        for (kind, value) in kinds.iter().zip(&values) {
            assert_eq!(spec(kind, &json!("fixed")).kind.check(value), Ok(()));
            assert!(spec(kind, &json!("fixed")).kind.check(&json!({})).is_err(), "{kind}");
        }
        assert!(spec("integer", &json!("fixed")).kind.check(&json!(1.5)).is_err());
        assert!(spec("duration", &json!("fixed")).kind.check(&json!("120")).is_err());
    }
}
