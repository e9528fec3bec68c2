//! Days of the calendar.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use super::{Format, text_value};
use crate::diagnostics::shown;

/// A day, written `YYYY-MM-DD`. Where it is an end, it ends with the day in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

text_value!(Date, "date", "A day: `YYYY-MM-DD`");

/// The grammar of a [`Date`].
pub(super) const FORMAT: Format = Format {
    name: "date",
    check: |text| text.parse::<Date>().map(drop),
    grammar: "a day, `YYYY-MM-DD` (RFC 3339, \"full-date\"), in UTC",
    examples: "`2026-01-31`",
};

impl Date {
    /// The day that many days later; the last day of the calendar where there is none.
    #[must_use]
    pub fn plus_days(self, days: u32) -> Self {
        let later = jiff::Span::new().try_days(days).map(|days| self.0.saturating_add(days));
        Self(later.unwrap_or(jiff::civil::Date::MAX))
    }

    /// The day that many days earlier; the first day of the calendar where there is none.
    #[must_use]
    pub fn minus_days(self, days: u32) -> Self {
        let earlier = jiff::Span::new().try_days(days).map(|days| self.0.saturating_sub(days));
        Self(earlier.unwrap_or(jiff::civil::Date::MIN))
    }

    /// The days from this one to another; fewer than none where the other is earlier.
    pub fn days_until(self, other: Self) -> i32 {
        self.0.duration_until(other.0).as_hours().try_into().map_or(i32::MAX, |hours: i32| hours / 24)
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(date: jiff::civil::Date) -> Self {
        Self(date)
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // The calendar reads other forms, too; a manifest has one.
        let date = text.parse().ok().filter(|date: &jiff::civil::Date| date.to_string() == text);
        date.map(Self).ok_or_else(|| format!("`{}` is no day of the form `YYYY-MM-DD`", shown(text)))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_form() {
        let day: Date = "2026-02-28".parse().unwrap();
        assert_eq!(day.to_string(), "2026-02-28");
        assert_eq!(day.plus_days(90).to_string(), "2026-05-29");
        assert_eq!(day.days_until(day.plus_days(90)), 90);
        assert_eq!(day.plus_days(1).days_until(day), -1);
        assert_eq!(day.plus_days(u32::MAX).to_string(), "9999-12-31");
        for text in ["", "2026-02-29", "2026-2-1", "20260201", "2026-02-01T00:00:00Z", "tomorrow", "2026-02-01 "] {
            assert!(text.parse::<Date>().is_err(), "{text:?}");
        }
    }
}
