//! JSON (RFC 8259).

use serde_json::Value as Json;

/// A value as JSON: on one line, or indented by two spaces with the lines after the first shifted by `indent`.
pub(super) fn document(value: &Json, pretty: bool, indent: usize) -> String {
    if pretty { format!("{value:#}").replace('\n', &format!("\n{}", " ".repeat(indent))) } else { value.to_string() }
}
