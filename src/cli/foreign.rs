//! Manifests of other forms, where a command reads a manifest that may be one.

use super::Shell;
use crate::diagnostics::Source;
use crate::error::Result;
use crate::interchange::import;
use crate::manifest::node::Node;
use crate::pack::Pack;

/// The manifest in our form. Says so, when it was in another.
pub(super) fn in_our_form(node: Node, source: &Source, pack: &Pack, shell: &Shell) -> Result<Node> {
    Ok(match import(&node, pack)? {
        None => node,
        Some(imported) => {
            shell.say(&format!("note: {} is read as {}", source.path, imported.title));
            imported.node
        }
    })
}
