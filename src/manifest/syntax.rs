//! What is wrong with a YAML text, in words for somebody who writes manifests.

use serde_yaml::budget::BudgetBreach;
use serde_yaml::{Error, Location};

use super::read::{SYNTAX, whole_file};
use crate::diagnostics::{Finding, shown};

/// Whether a character may stand in a YAML text (YAML 1.2, §5.1).
pub(super) fn is_allowed(character: char) -> bool {
    !character.is_control() && !matches!(character, '\u{FFFE}' | '\u{FFFF}')
        || matches!(character, '\t' | '\n' | '\r' | '\u{85}')
}

/// The finding for a text that the parser refused.
pub(super) fn finding(error: &Error, text: &str) -> Finding {
    let error = error.without_snippet();
    let start = error.location().map_or(0, |location| offset(text, &location));
    let (message, help) = wording(error, text, start);
    let (start, message, help) = match tab_before(text, start) {
        Some(tab) if is_grammar(error) => {
            (tab, "a tab stands where the line is indented".to_owned(), Some("indent with spaces".to_owned()))
        }
        _ => (start, message, help),
    };
    let finding = whole_file(&SYNTAX, message, start..start + word(text, start).len().max(1));
    match help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// What is wrong, and what to do where that is known.
fn wording(error: &Error, text: &str, start: usize) -> (String, Option<String>) {
    let (message, help) = match error {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or_else(|| word(text, start));
            (format!("the key `{}` is given twice", shown(key)), "keep one of the two".to_owned())
        }
        Error::MultipleDocuments { .. } => (
            "a second document begins here".to_owned(),
            "keep one manifest in a file: remove the line `---` and what follows it".to_owned(),
        ),
        Error::UnknownAnchor { .. } => (
            format!("the alias `{}` stands for nothing", shown(word(text, start))),
            format!(
                "give a value the anchor `&{}`, or put the text in quotes",
                word(text, start).trim_start_matches('*')
            ),
        ),
        Error::Budget { breach: BudgetBreach::Depth { .. }, .. } => too_deep(),
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. } => (
            "the file unfolds to more values than any manifest has".to_owned(),
            "write values out instead of repeating them by aliases (`*name`)".to_owned(),
        ),
        Error::UnsupportedTag { tag, .. } => {
            (format!("the tag `{}` means nothing in a manifest", shown(tag)), "remove the tag".to_owned())
        }
        // Values may be anything; only a key must be text.
        Error::Unexpected { .. } => ("a key must be text".to_owned(), "write the key as a word".to_owned()),
        Error::AliasError { error, .. } => return wording(error, text, start),
        other => {
            let message = other.to_string();
            let message = message.split(" at line ").next().unwrap_or(&message).trim().to_owned();
            if text[..start.min(text.len())].rfind('\n').map_or(0, |end| end + 1) == start && is_marker(&text[start..])
            {
                let help =
                    "keep what holds of the two sides, and take out the lines `<<<<<<<`, `=======` and `>>>>>>>`";
                ("a conflict begins here that nobody has resolved".to_owned(), help.to_owned())
            } else if message.contains("null into string") {
                let key = word(text, start);
                let help = format!("put the key in quotes, or write another word: `\"{}\":`", shown(key));
                (format!("`{}` stands for nothing in YAML, and a key must be text", shown(key)), help)
            } else if message.contains("recursion limit") {
                too_deep()
            } else if message.contains("mapping values") {
                let help = "indent the keys of one mapping alike, and put a text that holds `: ` in quotes";
                (format!("this is no YAML: {message}"), help.to_owned())
            } else {
                let help = "look for a bracket or a quote that is not closed, in this line or above it";
                (format!("this is no YAML: {message}"), help.to_owned())
            }
        }
    };
    (message, Some(help))
}

/// Whether a line marks a conflict of a merge.
fn is_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker))
}

fn too_deep() -> (String, String) {
    (
        "the file nests deeper than any manifest does".to_owned(),
        "look for a bracket that is opened and never closed".to_owned(),
    )
}

/// Whether the parser stumbled over the shape of the text, which a tab can spoil a line later.
fn is_grammar(error: &Error) -> bool {
    !matches!(
        error,
        Error::DuplicateMappingKey { .. }
            | Error::MultipleDocuments { .. }
            | Error::UnknownAnchor { .. }
            | Error::Budget { .. }
            | Error::UnsupportedTag { .. }
    )
}

/// A tab among the white space that begins the line of `offset`, or the line before it.
fn tab_before(text: &str, offset: usize) -> Option<usize> {
    let line_start = |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let here = line_start(offset.min(text.len()));
    let before = line_start(here.saturating_sub(1));
    [before, here].into_iter().find_map(|start| {
        let rest = text.get(start..)?;
        let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest[..indent].find('\t').map(|at| start + at)
    })
}

/// The word that begins at `offset`.
fn word(text: &str, offset: usize) -> &str {
    let rest = text.get(offset..).unwrap_or_default();
    rest.split(|c: char| c.is_whitespace() || ":,[]{}".contains(c)).next().unwrap_or_default()
}

fn offset(text: &str, location: &Location) -> usize {
    let bytes = location.span().byte_offset().and_then(|offset| usize::try_from(offset).ok());
    bytes.unwrap_or_else(|| {
        let line: usize = text
            .split_inclusive('\n')
            .take(usize::try_from(location.line().saturating_sub(1)).unwrap_or(0))
            .map(str::len)
            .sum();
        let column = usize::try_from(location.column().saturating_sub(1)).unwrap_or(0);
        text[line..].char_indices().nth(column).map_or(text.len(), |(at, _)| line + at)
    })
}
