//! `path=value`, as in `--set`.

use super::usage;
use crate::error::Result;
use crate::manifest::node::{Node, Origin};

/// The path, and the value as YAML; what is no YAML is text.
pub(super) fn parse(assignment: &str) -> Result<(&str, Node)> {
    let (path, value) = assignment.split_once('=').ok_or_else(|| {
        usage(
            format!("`--set {assignment}` has no value"),
            "write --set path=value, as in --set spec.slo.freshness.target=30m",
        )
    })?;
    let value: Node = serde_yaml::from_str(value).unwrap_or_else(|_| Node::text(value, Origin::Default));
    // Every part of the value was given by the flag.
    Ok((path, Node::from_json(value.to_json(), &Origin::Flag(format!("--set {assignment}")))))
}
