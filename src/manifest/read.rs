//! From the bytes of a file to a tree of nodes, or to one clear finding.

use std::path::Path;

use serde_yaml::{DuplicateKeyPolicy, MergeKeyPolicy};

use super::node::{Node, Origin};
use crate::diagnostics::{Finding, Rule, Severity, Source};
use crate::error::{Error, Result};

/// The most bytes a manifest may have. The largest honest ones have a hundredth of that.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The file is text that can be read at all.
pub const ENCODING: Rule = Rule {
    id: "yaml/encoding",
    summary: "A manifest is UTF-8 text without a byte order mark",
    why: "every tool of the product reads the manifest, and not all of them guess an encoding",
};

/// The text is YAML.
pub const SYNTAX: Rule = Rule {
    id: "yaml/syntax",
    summary: "A manifest is one well-formed YAML document",
    why: "a manifest is one YAML document (YAML 1.2), with no key given twice and no tab as indentation",
};

/// A manifest that was read: its text, and its tree or what is wrong with it.
pub struct Document {
    /// The text, for findings to point into.
    pub source: Source,
    /// The tree, or the one finding that says why there is none.
    pub node: std::result::Result<Node, Box<Finding>>,
}

/// Reads a manifest file. Only a file that cannot be opened is an error; bad contents are a finding.
pub fn read(path: &Path) -> Result<Document> {
    let shown = path.display().to_string();
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(Error::IsDirectory { path: path.to_owned() });
    }
    if metadata.len() > MAX_BYTES {
        return Err(Error::TooLarge { path: path.to_owned(), bytes: metadata.len(), limit: MAX_BYTES });
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => parse(Source { path: shown, text }),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let message = format!("byte {} of the file is not UTF-8", offset + 1);
            let finding = whole_file(&ENCODING, message, offset.min(text.len())).help("save the file as UTF-8");
            Document { source: Source { path: shown, text }, node: Err(Box::new(finding)) }
        }
    })
}

/// Parses the text of a manifest.
pub fn parse(source: Source) -> Document {
    let node = parse_node(&source.text).map_err(Box::new);
    Document { source, node }
}

fn parse_node(text: &str) -> std::result::Result<Node, Finding> {
    if text.starts_with('\u{FEFF}') {
        return Err(whole_file(&ENCODING, "the file begins with a byte order mark", 0)
            .help("save the file as UTF-8 without a byte order mark (BOM)"));
    }
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Merge,
        strict_booleans: true,
        with_snippet: false,
    };
    serde_yaml::from_str_with_options(text, options).map_err(|error| syntax_finding(&error, text))
}

fn syntax_finding(error: &serde_yaml::Error, text: &str) -> Finding {
    let location = error.location();
    let offset = location
        .and_then(|location| location.span().byte_offset())
        .and_then(|offset| usize::try_from(offset).ok())
        .or_else(|| location.map(|location| offset_of(text, location.line(), location.column())))
        .unwrap_or(0);
    let message = error.without_snippet().to_string();
    let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
    let finding = whole_file(&SYNTAX, message, offset);
    let line = text.get(..offset).and_then(|before| text[before.rfind('\n').map_or(0, |at| at + 1)..].lines().next());
    if line.is_some_and(|line| line.trim_start_matches(' ').starts_with('\t')) {
        return finding.help("indent with spaces; YAML does not allow tabs there");
    }
    finding
}

fn whole_file(rule: &'static Rule, message: impl Into<String>, start: usize) -> Finding {
    Finding {
        rule,
        severity: Severity::Error,
        pointer: String::new(),
        origin: Origin::File { start, end: start + 1 },
        message: message.into(),
        help: None,
    }
}

fn offset_of(text: &str, line: u64, column: u64) -> usize {
    let mut start = 0;
    for _ in 1..line {
        start += text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
    }
    let columns = usize::try_from(column.saturating_sub(1)).unwrap_or(0);
    text[start..].char_indices().nth(columns).map_or(text.len(), |(at, _)| start + at)
}
