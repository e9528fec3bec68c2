//! How long a registry is waited for, and how often it is asked again.

use std::time::Duration;

/// How long a registry is waited for, and how often it is asked again. Everything that is asked can be asked twice: what
/// a registry has registered or set already, it registers or sets once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// How long one answer may take, from the connection to the last byte.
    pub timeout: Duration,
    /// How often a request that failed is tried again.
    pub retries: u32,
    /// How long is waited before the first of these; then twice as long each time.
    pub first_pause: Duration,
    /// The longest pause. A registry that asks for a longer one is not tried again.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            retries: 3,
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(30),
        }
    }
}

impl Patience {
    /// How long to wait after the `attempt`th attempt (from 1), or nothing when it was the last. `asked` is what the
    /// registry asks for.
    pub(super) fn pause(&self, attempt: u32, asked: Option<Duration>) -> Option<Duration> {
        let asked = asked.unwrap_or_default();
        if attempt > self.retries || asked > self.longest_pause {
            return None;
        }
        let factor = 2_u32.saturating_pow(attempt - 1);
        Some(self.first_pause.saturating_mul(factor).min(self.longest_pause).max(asked))
    }
}

/// The span that a header `Retry-After` asks for: seconds, or an instant, which is compared with the `Date` of the same
/// answer, so that our own clock does not matter (RFC 9110, section 10.2.3).
pub(super) fn retry_after(value: &str, date: Option<&str>) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let instant = |text: &str| jiff::fmt::rfc2822::parse(text.trim()).ok().map(|zoned| zoned.timestamp());
    let span = instant(value)?.duration_since(instant(date?)?);
    Some(Duration::try_from(span).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let patience = Patience { longest_pause: Duration::from_millis(1500), ..Patience::default() };
        let pauses: Vec<_> =
            (1..=4).map(|attempt| patience.pause(attempt, None).map(|pause| pause.as_millis())).collect();
        assert_eq!(pauses, [Some(500), Some(1000), Some(1500), None]);
        assert_eq!(Patience { retries: 0, ..patience }.pause(1, None), None);
        assert!(Patience { retries: u32::MAX, ..patience }.pause(u32::MAX, None).is_some());
    }

    #[test]
    fn what_the_registry_asks_for_is_respected_within_bounds() {
        let patience = Patience::default();
        assert_eq!(patience.pause(1, Some(Duration::from_secs(7))), Some(Duration::from_secs(7)));
        assert_eq!(patience.pause(1, Some(Duration::from_millis(1))), Some(patience.first_pause));
        assert_eq!(patience.pause(1, Some(Duration::from_secs(31))), None);
    }

    #[test]
    fn a_pause_is_asked_for_in_seconds_or_until_an_instant() {
        let date = Some("Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(retry_after("120", None), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:40 GMT", date), Some(Duration::from_secs(3)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:30 GMT", date), Some(Duration::ZERO));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:40 GMT", None), None);
        assert_eq!(retry_after("soon", date), None);
    }
}
