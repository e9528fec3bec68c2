//! Spans of time, written as people write them.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::{Format, text_value};

/// A span of time such as `30m`, `1 hour` or `7 years`, compared by its length.
///
/// A year counts 365.25 days and a month 30.44, as in the grammar of systemd's time spans
/// (`systemd.time(7)`), which the `humantime` crate implements.
#[derive(Debug, Clone)]
pub struct Duration {
    text: String,
    seconds: u64,
}

text_value!(Duration, "duration", "A span of time: `30m`, `1 hour`, `7 years`");

/// The grammar of a [`Duration`].
pub(super) const FORMAT: Format = Format {
    name: "duration",
    check: |text| text.parse::<Duration>().map(drop),
    grammar: "a span of time: a number and a unit (`s`, `min`, `m`, `hour`, `h`, `day`, `d`, `week`, `w`, `month`, `year`, …), once or several times; compared by its length",
    examples: "`30m`, `1 hour`, `7 years`",
};

const SECONDS_PER_DAY: u64 = 24 * 60 * 60;

impl Duration {
    /// The length in seconds.
    pub fn seconds(&self) -> u64 {
        self.seconds
    }

    /// The length in minutes, rounded up.
    pub fn minutes(&self) -> u64 {
        self.seconds.div_ceil(60)
    }

    /// The length in days, rounded up, so that a retention is never cut short.
    pub fn days(&self) -> u64 {
        self.seconds.div_ceil(SECONDS_PER_DAY)
    }
}

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let trimmed = trimmed.strip_prefix("every ").unwrap_or(trimmed);
        match humantime::parse_duration(trimmed) {
            Ok(duration) if duration.as_secs() == 0 => Err(format!("`{text}` is shorter than a second")),
            Ok(duration) => Ok(Self { text: text.to_owned(), seconds: duration.as_secs() }),
            Err(error) => Err(wrong(text, &error)),
        }
    }
}

fn wrong(text: &str, error: &humantime::DurationError) -> String {
    use humantime::DurationError as Error;
    let shown = crate::diagnostics::shown(text);
    match error {
        Error::Empty => "a span of time cannot be empty".to_owned(),
        Error::UnknownUnit { unit, .. } if unit.is_empty() => format!("`{shown}` has no unit"),
        Error::UnknownUnit { unit, .. } => {
            format!("`{shown}` is no span of time: `{}` is no unit", crate::diagnostics::shown(unit))
        }
        Error::NumberOverflow => format!("`{shown}` is longer than can be counted"),
        _ => format!("`{shown}` is no span of time: it begins with a number, and a unit follows"),
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.seconds == other.seconds
    }
}

impl PartialOrd for Duration {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.seconds.partial_cmp(&other.seconds)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn minutes(text: &str, expected: u64) {
        assert_eq!(text.parse::<Duration>().unwrap().minutes(), expected, "{text}");
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        minutes("30m", 30);
        minutes("30 minutes", 30);
        minutes("1 hour", 60);
        minutes("1h 30m", 90);
        minutes("every 1 hour", 60);
        minutes("90 seconds", 2);
        assert_eq!("7 years".parse::<Duration>().unwrap().days(), 2557);
    }

    #[test]
    fn a_number_without_a_unit_is_refused() {
        assert!("30".parse::<Duration>().unwrap_err().contains("unit"));
        assert!("".parse::<Duration>().is_err());
        assert!("0s".parse::<Duration>().is_err());
        assert!("soon".parse::<Duration>().is_err());
    }
}
