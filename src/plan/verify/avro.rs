//! Avro schemas: by our own rules, which know the place, and by the reader that the field uses.

use crate::evolution::avro::Schema;
use crate::manifest::node::{Node, Origin};

use super::{Fault, json};

pub(super) fn read(text: &str) -> Result<(), Fault> {
    json::read(text)?;
    if let Some(problem) = Schema::parse(text).err().and_then(|problems| problems.into_iter().next()) {
        return Err(Fault::at(text, place(text, &problem.pointer), problem.message));
    }
    apache_avro::Schema::parse_str(text).map(|_| ()).map_err(|error| Fault::at(text, 0, error.to_string()))
}

/// The byte at which a value stands. JSON is YAML, whose reader knows places.
fn place(text: &str, pointer: &str) -> usize {
    let Ok(root) = serde_yaml::from_str::<Node>(text) else { return 0 };
    match root.nearest(pointer).origin {
        Origin::File { start, .. } => start,
        Origin::Flag(_) | Origin::Prompt | Origin::Default => 0,
    }
}
