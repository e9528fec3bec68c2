//! HCL: blocks and attributes, none of them twice.

use std::collections::BTreeSet;

use hcl::edit::Span;
use hcl::edit::structure::{Block, Body};

use super::Fault;

pub(super) fn read(text: &str) -> Result<(), Fault> {
    let body = hcl::edit::parser::parse_body(text).map_err(|error| {
        let place = error.location();
        Fault::at(text, place.offset(), error.message())
    })?;
    twice(&body, text)
}

/// Two blocks of one name: `terraform` refuses the module that holds them. Blocks without a label may
/// repeat, and so may those that an `alias` tells apart.
fn twice(body: &Body, text: &str) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for block in body.blocks().filter(|block| block.is_labeled() && !block.body.has_attribute("alias")) {
        let name = name(block);
        if seen.contains(&name) {
            let offset = block.span().map_or(0, |span| span.start);
            return Err(Fault::at(text, offset, format!("`{name}` is given twice")));
        }
        seen.insert(name);
    }
    Ok(())
}

fn name(block: &Block) -> String {
    let labels = block.labels.iter().map(|label| format!(" \"{}\"", label.as_str()));
    std::iter::once(block.ident.to_string()).chain(labels).collect()
}
