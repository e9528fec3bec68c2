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

mod access;
mod bare;
mod change;
mod comparison;
mod deprecation;
mod fields;
mod identity;
mod ports;
mod quality;
mod rules;
mod slo;
mod types;

pub use bare::compare_avro;
pub use change::{Change, ChangeRule, Class};
pub use comparison::{Comparison, Step, is_same_line, smallest};
pub use rules::RULES;

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::avro;
use crate::manifest::Manifest;
use crate::manifest::document::{Access, Evolution, Field, OutputPort, Previous, Quality, Slo};
use crate::manifest::value::{ProductId, SemanticVersion};

/// What consumers rely on, and may expect to find again tomorrow.
#[derive(Debug, Clone)]
pub struct Contract {
    id: ProductId,
    version: SemanticVersion,
    schema_version: SemanticVersion,
    mode: Evolution,
    semantics: u32,
    fields: Vec<Field>,
    previous: Vec<Previous>,
    /// The rendered schema of a row, without the organisation's namespace.
    avro: Json,
    /// The organisation's namespace, where it is known.
    namespace: Option<String>,
    ports: Vec<OutputPort>,
    slo: Slo,
    quality: Quality,
    access: Access,
    /// Words for people.
    texts: Vec<Words>,
    /// Products that read, or domains where no product is named.
    consumers: Vec<String>,
}

/// Words for people: where they stand, and the row of the table that they belong to.
#[derive(Debug, Clone)]
struct Words {
    path: &'static str,
    said: Option<String>,
    row: &'static ChangeRule,
}

impl Contract {
    /// The contract that a manifest holds.
    pub fn of(manifest: &Manifest) -> Self {
        let spec = &manifest.spec;
        let readers = spec.access.consumers.iter().map(access::name);
        let downstream = spec.lineage.downstream.iter().map(|downstream| downstream.product.to_string());
        Self {
            id: manifest.id(),
            version: manifest.metadata.version.clone(),
            schema_version: spec.schema.version.clone(),
            mode: spec.schema.evolution,
            semantics: spec.schema.semantics.map_or(1, std::num::NonZeroU32::get),
            fields: spec.schema.fields.clone(),
            previous: spec.schema.previous.clone(),
            avro: crate::avro::schema(manifest, ""),
            namespace: None,
            ports: spec.output_ports.clone(),
            slo: spec.slo.clone(),
            quality: spec.quality.clone(),
            access: spec.access.clone(),
            texts: texts(manifest),
            consumers: readers.chain(downstream).collect::<BTreeSet<_>>().into_iter().collect(),
        }
    }

    /// The same contract of an organisation whose namespaces begin with `namespace`.
    #[must_use]
    pub fn in_namespace(mut self, namespace: &str) -> Self {
        self.namespace = Some(namespace.to_owned());
        self
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

fn texts(manifest: &Manifest) -> Vec<Words> {
    let (metadata, spec) = (&manifest.metadata, &manifest.spec);
    let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join(", "));
    let row = |path, text: Option<String>, row| Words { path, said: text, row };
    vec![
        row("metadata.title", metadata.title.as_ref().map(ToString::to_string), &rules::DOCUMENTATION),
        row("metadata.owner.team", Some(metadata.owner.team.to_string()), &rules::OWNER_CHANGED),
        row("metadata.owner.email", Some(metadata.owner.email.to_string()), &rules::OWNER_CHANGED),
        row("metadata.owner.onCall", metadata.owner.on_call.as_ref().map(ToString::to_string), &rules::OWNER_CHANGED),
        row("metadata.owner.channel", metadata.owner.channel.as_ref().map(ToString::to_string), &rules::OWNER_CHANGED),
        row("metadata.catalogUrl", metadata.catalog_url.as_ref().map(ToString::to_string), &rules::DOCUMENTATION),
        row("metadata.tags", list(metadata.tags.iter().map(ToString::to_string).collect()), &rules::TAGS_CHANGED),
        row("spec.archetype", Some(spec.archetype.to_string()), &rules::TAGS_CHANGED),
        row("spec.description", Some(spec.description.trim().to_owned()), &rules::DOCUMENTATION),
        row(
            "spec.lineage.downstream",
            list(spec.lineage.downstream.iter().map(|one| one.product.to_string()).collect()),
            &rules::LINEAGE_CHANGED,
        ),
    ]
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
    let changes = changes(old, new, mode);
    Comparison::new(changes, (&old.version, &new.version), (&old.schema_version, &new.schema_version))
}

fn changes(old: &Contract, new: &Contract, mode: Evolution) -> Vec<Change> {
    let mut changes = Vec::new();
    identity::compare(old, new, &mut changes);
    let protection = (fields::Protection::of(&old.access), fields::Protection::of(&new.access));
    let mut schema = fields::Fields { directions: mode.into(), protection, changes: &mut changes };
    schema.compare("", fields::ROOT, &old.fields, &new.fields);
    schema.key(&old.fields, &new.fields);
    unexplained(old, new, mode, &mut changes);
    deprecation::compare(&old.previous, &new.previous, &mut changes);
    let renames = fields::renames(&old.fields, &new.fields);
    ports::compare(&old.ports, &new.ports, &mut changes);
    slo::compare(slo::Levels::of(old), slo::Levels::of(new), &renames, &mut changes);
    quality::compare(quality::Tests::of(old), quality::Tests::of(new), &renames, &mut changes);
    if old.access.classification != new.access.classification {
        let (before, now) = (old.access.classification, new.access.classification);
        changes.push(fields::classification("access.classification", "/spec/access/classification", before, now));
    }
    slo::retention(&old.access.retention, &new.access.retention, &mut changes);
    access::compare(&old.access, &new.access, &mut changes);
    for change in &mut changes {
        if change.consumers.is_some() && change.affected.is_empty() {
            change.affected.clone_from(&old.consumers);
        }
    }
    changes
}

/// What Avro's rules find in the way although no change of the manifest explains it: it is told, never passed over.
fn unexplained(old: &Contract, new: &Contract, mode: Evolution, changes: &mut Vec<Change>) {
    if changes.iter().any(|change| change.of_schema && change.class == Class::Major) {
        return;
    }
    let refused = |problems: Vec<avro::Problem>| {
        let what = problems.first().map(ToString::to_string).unwrap_or_default();
        let what = format!("the new schema is no Avro schema: {what}");
        let mut change = Change::new(&rules::AVRO_INCOMPATIBLE, "schema", fields::ROOT, what);
        change.of_schema = true;
        change
    };
    match (avro::Schema::from_json(&old.avro), avro::Schema::from_json(&new.avro)) {
        (Ok(old), Ok(new)) => {
            let found = avro::incompatibilities(&new, std::slice::from_ref(&old), mode);
            changes.extend(found.iter().map(|found| bare::incompatible(found, fields::ROOT)));
        }
        (Ok(_), Err(problems)) => changes.push(refused(problems)),
        // Nobody can have read the old one.
        (Err(_), _) => {}
    }
}

/// Every change from the last of `earlier` to `new`. Where the mode is transitive, what breaks somebody who still
/// reads an older version of the same line is among them, unless it was broken before already. `earlier` goes from the
/// oldest to the last.
pub fn compare_history(earlier: &[Contract], new: &Contract, mode: Evolution) -> Option<Comparison> {
    let (last, older) = earlier.split_last()?;
    let mut found = changes(last, new, mode);
    if is_transitive(mode) {
        for old in older.iter().filter(|old| is_same_line(&old.version, &new.version)) {
            let broken = changes(old, last, mode);
            for mut change in changes(old, new, mode) {
                let is_same = |known: &Change| known.path == change.path && known.rule == change.rule;
                let is_known = found.iter().chain(&broken).any(is_same);
                if change.class == Class::Major && change.of_schema && !is_known {
                    change.since = Some(old.version.clone());
                    found.push(change);
                }
            }
        }
    }
    Some(Comparison::new(found, (&last.version, &new.version), (&last.schema_version, &new.schema_version)))
}

/// Whether every earlier version counts, and not the last alone.
pub fn is_transitive(mode: Evolution) -> bool {
    matches!(mode, Evolution::BackwardTransitive | Evolution::ForwardTransitive | Evolution::FullTransitive)
}
