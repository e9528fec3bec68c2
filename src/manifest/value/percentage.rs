//! Shares of a whole, written as people write them.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use super::Format;

/// A share such as `99.5%` or `0.995`, compared as a number.
///
/// With a percent sign the number is a percentage. Without one, a number up to and including 1 is
/// a ratio (`0.995`, `1`), and a greater one is a percentage (`99.5`).
#[derive(Debug, Clone)]
pub struct Percentage {
    text: String,
    /// Millionths of a percent, so that decimal fractions stay exact.
    micro_percent: u64,
}

/// The grammar of a [`Percentage`].
pub(super) const FORMAT: Format = Format {
    name: "percentage",
    check: |text| text.parse::<Percentage>().map(drop),
    grammar: "a share: with a percent sign a percentage; without one a ratio up to and including 1, and a percentage above it; compared as a number",
    examples: "`99.5%`, `0.995`",
};

const MICRO: u64 = 1_000_000;
const DECIMALS: usize = 6;
const WHOLE: u64 = 100 * MICRO;

impl Percentage {
    /// The share in percent, without trailing zeros: `99.5`.
    pub fn percent(&self) -> String {
        decimal(self.micro_percent, DECIMALS)
    }

    /// The share as a ratio, without trailing zeros: `0.995`.
    pub fn ratio(&self) -> String {
        decimal(self.micro_percent, DECIMALS + 2)
    }
}

/// `value / 10^decimals`, exactly, without trailing zeros.
fn decimal(value: u64, decimals: usize) -> String {
    let digits = format!("{value:0>width$}", width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

impl FromStr for Percentage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let shown = crate::diagnostics::shown(text);
        let (number, signed) = match trimmed.strip_suffix('%') {
            Some(number) => (number.trim_end(), true),
            None => (trimmed, false),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(fraction) || number.ends_with('.') {
            return Err(format!("`{shown}` is no percentage"));
        }
        let fraction = fraction.trim_end_matches('0');
        if fraction.len() > DECIMALS + 2 {
            return Err(format!("`{shown}` has more decimals than are kept ({DECIMALS} of a percent)"));
        }
        // In units of 10^-8, which is a millionth of a percent for a ratio.
        let scaled = format!("{whole}{fraction:0<width$}", width = DECIMALS + 2)
            .parse::<u64>()
            .map_err(|_| format!("`{shown}` is no percentage"))?;
        let micro_percent = if !signed && scaled <= WHOLE {
            scaled
        } else if scaled.is_multiple_of(100) {
            scaled / 100
        } else {
            return Err(format!("`{shown}` has more decimals than are kept ({DECIMALS} of a percent)"));
        };
        if micro_percent > WHOLE {
            return Err(format!("`{shown}` is more than 100%"));
        }
        Ok(Self { text: text.to_owned(), micro_percent })
    }
}

impl fmt::Display for Percentage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl PartialEq for Percentage {
    fn eq(&self, other: &Self) -> bool {
        self.micro_percent == other.micro_percent
    }
}

impl PartialOrd for Percentage {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.micro_percent.partial_cmp(&other.micro_percent)
    }
}

impl Serialize for Percentage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Percentage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::String(text) => text.parse(),
            Json::Number(number) => number.to_string().parse(),
            other => Err(format!("`{other}` is no percentage")),
        }
        .map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Percentage {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Percentage".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "number"],
            "format": "percentage",
            "minimum": 0,
            "maximum": 100,
            "description": "A share: `99.5%`, `99.5` or `0.995`",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn percent(text: &str, expected: &str) {
        assert_eq!(text.parse::<Percentage>().unwrap().percent(), expected, "{text}");
    }

    #[test]
    fn percentages_are_read_as_people_write_them() {
        percent("99.5%", "99.5");
        percent("99.5 %", "99.5");
        percent("99.5", "99.5");
        percent("0.995", "99.5");
        percent("0.5%", "0.5");
        percent("1", "100");
        percent("100%", "100");
        percent("1%", "1");
        assert_eq!("99.5%".parse::<Percentage>().unwrap().ratio(), "0.995");
        assert_eq!("100%".parse::<Percentage>().unwrap().ratio(), "1");
    }

    #[test]
    fn what_is_no_share_is_refused() {
        for text in ["", "%", "-1%", "101%", "abc", "1e2", "99.", "99.12345678901%", "1.2.3"] {
            assert!(text.parse::<Percentage>().is_err(), "{text}");
        }
    }
}
