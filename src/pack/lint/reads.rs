//! Which variables are read, by all templates and expressions of a pack.

use std::collections::BTreeSet;

/// Paths such as `port.fragments.ci_auth`. A path that was read as a whole counts for everything below it.
#[derive(Debug, Default)]
pub(super) struct Reads(BTreeSet<String>);

impl Reads {
    pub(super) fn add(&mut self, path: String) {
        self.0.insert(path);
    }

    /// Adds what was read elsewhere.
    pub(super) fn take(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The paths, in alphabetical order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether a path was read: itself, something below it, or something around it.
    pub(super) fn has(&self, path: &str) -> bool {
        let inside = |inner: &str, outer: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.0.iter().any(|read| inside(read, path) || inside(path, read))
    }
}
