//! From the bytes of a file to a tree of nodes, or to one clear finding.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::Path;

use serde_yaml::{DuplicateKeyPolicy, MergeKeyPolicy};

use super::node::{Node, Origin, Value};
use super::syntax;
use crate::diagnostics::{Finding, Rule, Severity, Source};
use crate::error::{Error, Result};

/// The most bytes a manifest may have. The largest honest ones have a hundredth of that.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// The file is text that can be read at all.
pub static ENCODING: Rule = Rule::new(
    "yaml/encoding",
    "A manifest is UTF-8 text without a byte order mark or control characters",
    "every tool of the product reads the manifest, and not all of them guess an encoding",
);

/// The file is there, and no larger than a manifest is.
pub static UNREADABLE: Rule = Rule::new(
    "yaml/unreadable",
    "The manifest of every product of a mesh can be read",
    "what cannot be read is neither checked nor built nor shown, and nobody knows who depends on it",
);

/// The text is YAML.
pub static SYNTAX: Rule = Rule::new(
    "yaml/syntax",
    "A manifest is one well-formed YAML document",
    "a manifest is one YAML document (YAML 1.2), with no key given twice and no tab as indentation",
);

/// A manifest that was read: its text, and its tree or what is wrong with it.
pub struct Document {
    /// The text, for findings to point into.
    pub source: Source,
    /// The tree, or the one finding that says why there is none.
    pub node: std::result::Result<Node, Box<Finding>>,
}

const NOTHING: &str = "the file holds nothing";

impl Document {
    /// The same document, with what a file of another kind than a manifest begins with, where it is empty.
    #[must_use]
    pub fn or_begin(mut self, help: &str) -> Self {
        if let Err(finding) = &mut self.node
            && finding.message == NOTHING
        {
            finding.help = Some(help.to_owned());
        }
        self
    }
}

/// Reads a manifest file. Only a file that cannot be opened is an error; bad contents are a finding.
pub fn read(path: &Path) -> Result<Document> {
    let shown = path.display().to_string();
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(Error::IsDirectory { path: path.to_owned() });
    }
    let too_large = |bytes| Error::TooLarge { path: path.to_owned(), bytes, limit: MAX_BYTES };
    if metadata.len() > MAX_BYTES {
        return Err(too_large(metadata.len()));
    }
    // A device or a pipe says nothing of its size.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    let read = file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(failed)? as u64;
    if read > MAX_BYTES {
        return Err(too_large(read));
    }
    Ok(from_bytes(shown, bytes))
}

/// Reads the bytes of a manifest. `path` is what messages call it.
pub fn from_bytes(path: String, bytes: Vec<u8>) -> Document {
    match String::from_utf8(bytes) {
        Ok(text) => parse(Source::new(path, text)),
        Err(error) => {
            let finding = not_utf8(error.as_bytes(), error.utf8_error().valid_up_to());
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            Document { source: Source::new(path, text), node: Err(Box::new(finding)) }
        }
    }
}

/// What is said of a manifest among others that cannot be read.
pub fn unreadable(error: &Error) -> Finding {
    let finding = whole_file(&UNREADABLE, error.to_string(), 0..0);
    finding.help("let it be read by whoever runs this, or take it away")
}

fn not_utf8(bytes: &[u8], offset: usize) -> Finding {
    let message = if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        "the file is UTF-16".to_owned()
    } else if bytes.contains(&0) {
        "the file is no text".to_owned()
    } else {
        format!("byte {} of the file is not UTF-8", offset + 1)
    };
    whole_file(&ENCODING, message, offset..offset + 1).help("save the file as UTF-8")
}

/// Parses the text of a manifest.
pub fn parse(source: Source) -> Document {
    let node = parse_node(&source.text);
    Document { source, node }
}

/// The tree of a text, or the one finding that says why there is none.
pub(crate) fn parse_node(text: &str) -> std::result::Result<Node, Box<Finding>> {
    if text.starts_with('\u{FEFF}') {
        return Err(Box::new(
            whole_file(&ENCODING, "the file begins with a byte order mark", 0..1)
                .help("save the file as UTF-8 without a byte order mark (BOM)"),
        ));
    }
    if let Some((at, character)) = text.char_indices().find(|(_, character)| !syntax::is_allowed(*character)) {
        let message = format!("the file holds the control character U+{:04X}", u32::from(character));
        return Err(Box::new(whole_file(&ENCODING, message, at..at + 1).help("remove the character")));
    }
    let options = serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Merge,
        strict_booleans: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    let node: Node =
        serde_yaml::from_str_with_options(text, options).map_err(|error| Box::new(syntax::finding(&error, text)))?;
    if node.value == Value::Null {
        return Err(Box::new(
            whole_file(&SYNTAX, NOTHING, 0..0)
                .help("begin with `apiVersion: datamesh.io/v1`; `mesh-cli create-product` makes a whole manifest"),
        ));
    }
    Ok(node)
}

/// A finding about the file rather than about a value in it.
pub(super) fn whole_file(rule: &'static Rule, message: impl Into<String>, span: Range<usize>) -> Finding {
    Finding {
        rule: rule.shared(),
        severity: Severity::Error,
        pointer: String::new(),
        origin: Origin::File { start: span.start, end: span.end },
        message: message.into(),
        help: None,
        suggestion: None,
        waived: None,
    }
}
