//! What a change of the contract means for those who rely on it, and the version that it needs.
//!
//! ```text
//! manifest (before) ──► Contract ┐
//!                                ├─ compare, in the directions of the mode ─► Comparison ─► changes, smallest version
//! manifest (now) ─────► Contract ┘
//! ```
//!
//! - [`Contract`]: what consumers rely on: the fields, what they mean, how they are reached, what is promised.
//! - [`ChangeRule`]: a row of the table of changes. Every [`Change`] names the one that decides about it.
//! - [`compare`]: the changes from one contract to another; [`compare_history`]: to every earlier version as well.
//! - [`compare_avro`]: the same for two bare Avro schemas.
//! - [`Comparison`]: the changes, and the smallest [version](Step) that will do.
//!
//! Nothing here reads a file or the clock.

#![allow(dead_code)] // The rest of the table uses it.

mod change;
mod comparison;
mod fields;
mod rules;

pub use change::{Change, ChangeRule, Class};
pub use comparison::{Comparison, Step, is_same_line, smallest};
pub use rules::RULES;

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::avro::{self, Direction, Incompatibility};
use crate::manifest::Manifest;
use crate::manifest::document::{Evolution, Field};
use crate::manifest::value::{ProductId, SemanticVersion};

/// What consumers rely on, and may expect to find again tomorrow.
#[derive(Debug, Clone)]
pub struct Contract {
    id: ProductId,
    version: SemanticVersion,
    schema_version: SemanticVersion,
    mode: Evolution,
    fields: Vec<Field>,
    /// The rendered schema of a row.
    avro: Json,
    /// Products that read, or domains where no product is named.
    consumers: Vec<String>,
}

impl Contract {
    /// The contract that a manifest holds.
    pub fn of(manifest: &Manifest) -> Self {
        let spec = &manifest.spec;
        let readers = spec.access.consumers.iter().map(|consumer| match &consumer.product {
            Some(product) => product.to_string(),
            None => consumer.domain.to_string(),
        });
        let downstream = spec.lineage.downstream.iter().map(|downstream| downstream.product.to_string());
        Self {
            id: manifest.id(),
            version: manifest.metadata.version.clone(),
            schema_version: spec.schema.version.clone(),
            mode: spec.schema.evolution,
            fields: spec.schema.fields.clone(),
            avro: crate::avro::schema(manifest, ""),
            consumers: readers.chain(downstream).collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }

    /// The product.
    pub fn id(&self) -> &ProductId {
        &self.id
    }

    /// The version of the product.
    pub fn version(&self) -> &SemanticVersion {
        &self.version
    }

    /// The version of the schema.
    pub fn schema_version(&self) -> &SemanticVersion {
        &self.schema_version
    }

    /// Which changes of the schema are compatible.
    pub fn mode(&self) -> Evolution {
        self.mode
    }

    /// Who relies on the product, by name and in alphabetical order: products, or domains where no product is named.
    pub fn consumers(&self) -> &[String] {
        &self.consumers
    }
}

/// Whose reading a mode protects.
#[derive(Debug, Clone, Copy)]
struct Directions {
    /// The new schema reads what was written with the old one.
    backward: bool,
    /// The old schema reads what is written with the new one.
    forward: bool,
}

impl From<Evolution> for Directions {
    fn from(mode: Evolution) -> Self {
        use Evolution::{Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive};
        Self {
            backward: matches!(mode, Backward | BackwardTransitive | Full | FullTransitive),
            forward: matches!(mode, Forward | ForwardTransitive | Full | FullTransitive),
        }
    }
}

/// Every change from `old` to `new`, and the version that they need. The mode says which way data must be readable.
pub fn compare(old: &Contract, new: &Contract, mode: Evolution) -> Comparison {
    let mut changes = Vec::new();
    fields::compare(&old.fields, &new.fields, mode, &mut changes);
    for change in &mut changes {
        if change.class == Class::Major || change.error {
            change.affected.clone_from(&old.consumers);
        }
    }
    Comparison::new(changes, (&old.version, &new.version), (&old.schema_version, &new.schema_version))
}

/// Every change from the last of `earlier` to `new`. Where the mode is transitive, what breaks somebody who still
/// reads an older version of the same line is among them. `earlier` goes from the oldest to the last.
pub fn compare_history(earlier: &[Contract], new: &Contract, mode: Evolution) -> Option<Comparison> {
    let (last, older) = earlier.split_last()?;
    let comparison = compare(last, new, mode);
    if !is_transitive(mode) {
        return Some(comparison);
    }
    let mut changes = comparison.changes;
    for old in older.iter().filter(|old| is_same_line(&old.version, &new.version)) {
        for mut change in compare(old, new, mode).changes {
            let is_known = |known: &Change| known.path == change.path && known.rule == change.rule;
            if change.class == Class::Major && change.of_schema && !changes.iter().any(is_known) {
                change.since = Some(old.version.clone());
                changes.push(change);
            }
        }
    }
    Some(Comparison::new(changes, (&last.version, &new.version), (&last.schema_version, &new.schema_version)))
}

/// Whether every earlier version counts, and not the last alone.
pub fn is_transitive(mode: Evolution) -> bool {
    matches!(mode, Evolution::BackwardTransitive | Evolution::ForwardTransitive | Evolution::FullTransitive)
}

/// Every place at which two bare Avro schemas part, in the directions of the mode.
pub fn compare_avro(old: &avro::Schema, new: &avro::Schema, mode: Evolution) -> Comparison {
    let found = avro::incompatibilities(new, std::slice::from_ref(old), mode);
    Comparison::bare(found.iter().map(incompatible).collect())
}

fn incompatible(found: &Incompatibility) -> Change {
    let pointer = if found.direction == Direction::Backward { found.pointer.as_str() } else { "" };
    let mut change = Change::new(&rules::AVRO_INCOMPATIBLE, &found.field, pointer, found.to_string());
    change.of_schema = true;
    change
}
