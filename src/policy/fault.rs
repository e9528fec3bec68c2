//! What the Rego engine complains about, with its place.

use crate::diagnostics::{Finding, Rule, Source};
use crate::manifest::node::{Node, Origin};

/// A complaint of the engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// What is wrong.
    pub message: String,
    /// The file, with line and column from 1, where the engine names one.
    pub place: Option<(String, usize, usize)>,
    /// Whether the evaluation took too long.
    pub timed_out: bool,
}

impl Fault {
    /// Reads what the engine says: `--> file:line:column`, the line itself, and `error: …`.
    pub(super) fn read(error: &impl std::fmt::Display) -> Self {
        let text = error.to_string();
        let place = text.lines().find_map(|line| {
            let mut parts = line.trim().strip_prefix("--> ")?.rsplitn(3, ':');
            let (column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
            Some((file.to_owned(), line.parse().ok()?, column.parse().ok()?))
        });
        let timed_out = text.contains("execution exceeded time limit");
        let said = text.split_once("error: ").map_or(text.as_str(), |(_, said)| said);
        // An error that goes on (`depends on: …`) shows further lines of the source.
        let message = said.lines().next().unwrap_or_default().trim().trim_end_matches(':').to_owned();
        Self { message, place, timed_out }
    }

    /// The finding, in the text of the file that it is about.
    pub(super) fn finding(&self, rule: &'static Rule, source: &Source) -> Finding {
        let origin = match &self.place {
            Some((file, line, column)) if *file == source.path => {
                let start = offset(&source.text, *line, *column);
                let end = source.text[start..].find('\n').map_or(source.text.len(), |at| start + at);
                Origin::File { start, end }
            }
            _ => head(&source.text),
        };
        Finding { origin, ..Finding::at(rule, &Node::default(), "", self.message.clone()) }
    }
}

/// The line with the `package`: what is wrong with a policy as a whole is shown there.
pub(super) fn head(text: &str) -> Origin {
    let start = if text.starts_with("package ") { 0 } else { text.find("\npackage ").map_or(0, |at| at + 1) };
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    Origin::File { start, end }
}

/// The byte at a line and a column, both from 1, the column in characters.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_and_the_words_are_read() {
        let fault = Fault::read(&"\n--> a:b.rego:4:5\n  |\n4 |   x := \n  |     ^\nerror: expecting `}`");
        assert_eq!(fault.message, "expecting `}`");
        assert_eq!(fault.place, Some(("a:b.rego".to_owned(), 4, 5)));
        let fault = Fault::read(&"execution exceeded time limit (elapsed=1ns, limit=1ns)");
        assert!(fault.timed_out && fault.place.is_none());
    }

    #[test]
    fn a_place_that_is_not_there_is_the_end() {
        assert_eq!(offset("ab\ncé f\n", 2, 3), 6);
        assert_eq!(offset("ab", 9, 9), 2);
    }
}
