//! The major versions that a product serves, and how each differs from what it was before.

use super::Earlier;
use super::mode::stricter;
use crate::evolution::contract::{Comparison, Contract, compare_history};
use crate::manifest::Manifest;
use crate::manifest::document::{Evolution, Previous};
use crate::manifest::value::SemanticVersion;

/// One major version that is served: the current one, or one that is deprecated.
#[derive(Debug)]
pub struct Served {
    /// Its version, as it is declared now.
    pub version: SemanticVersion,
    /// Its place among the previous versions; nothing for the current one.
    pub previous: Option<usize>,
    /// The mode that it was held to.
    pub mode: Evolution,
    /// How it differs from what it was.
    pub comparison: Comparison,
}

/// The current version and every deprecated one that was there before, held against what they were. `earlier` goes from the
/// oldest to the last, and is not empty.
pub(super) fn served(new: &Manifest, earlier: &[Earlier], mode: Option<Evolution>) -> Vec<Served> {
    let Some(last) = earlier.last() else { return Vec::new() };
    let mode = mode.unwrap_or_else(|| stricter(last.manifest.spec.schema.evolution, new.spec.schema.evolution));
    let contracts: Vec<Contract> = earlier.iter().map(|earlier| Contract::of(&earlier.manifest)).collect();
    let current = compare_history(&contracts, &Contract::of(new), mode);
    let current = current.map(|comparison| {
        let version = new.metadata.version.clone();
        Served { version, previous: None, mode, comparison }
    });
    let previous = new.spec.schema.previous.iter().enumerate().filter_map(|(index, entry)| {
        let mut comparison = deprecated(entry, earlier, mode)?;
        for change in &mut comparison.changes {
            change.pointer = moved(&change.pointer, index);
        }
        // What is not of the schema is the same for all versions.
        comparison.product = None;
        Some(Served { version: entry.version.clone(), previous: Some(index), mode, comparison })
    });
    current.into_iter().chain(previous).collect()
}

/// How a deprecated version differs from what it was when it was the current one, and since.
fn deprecated(entry: &Previous, earlier: &[Earlier], mode: Evolution) -> Option<Comparison> {
    let major = entry.version.major();
    let states: Vec<Manifest> = earlier.iter().filter_map(|earlier| of_major(&earlier.manifest, major)).collect();
    let mut now = states.last()?.clone();
    now.spec.schema.fields.clone_from(&entry.fields);
    now.spec.schema.version = entry.version.clone();
    let contracts: Vec<Contract> = states.iter().map(Contract::of).collect();
    compare_history(&contracts, &Contract::of(&now), mode)
}

/// The manifest as it speaks of one major version, where it does.
fn of_major(manifest: &Manifest, major: u64) -> Option<Manifest> {
    let schema = &manifest.spec.schema;
    if schema.version.major() == major {
        return Some(manifest.clone());
    }
    let entry = schema.previous.iter().find(|entry| entry.version.major() == major)?;
    let mut manifest = manifest.clone();
    manifest.metadata.version = entry.version.clone();
    manifest.spec.schema.version = entry.version.clone();
    manifest.spec.schema.fields.clone_from(&entry.fields);
    Some(manifest)
}

/// A place in the fields of the current version, as the place in those of a previous one.
fn moved(pointer: &str, index: usize) -> String {
    let entry = format!("/spec/schema/previous/{index}");
    match pointer.strip_prefix("/spec/schema/") {
        Some(rest) => format!("{entry}/{rest}"),
        None => entry,
    }
}
