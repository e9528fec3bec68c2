//! The day that a run takes for today.

use crate::manifest::value::Date;

/// The day that dates are held against. The clock is read here and nowhere else.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct AsOf {
    /// The day to take for today; today in UTC by default
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

impl AsOf {
    /// Today, for a command that does not ask.
    pub(super) fn today() -> Date {
        jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date().into()
    }

    /// The day.
    pub(super) fn day(&self) -> Date {
        self.as_of.unwrap_or_else(Self::today)
    }
}
