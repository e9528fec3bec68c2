//! The next version of a product: what its changes need, and the old major beside the new one.

use super::contract::Comparison;
use crate::manifest::Manifest;
use crate::manifest::document::{FieldName, Previous};
use crate::manifest::value::{Date, SemanticVersion};

/// What is asked of a bump.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// The version to go to; nothing for the smallest that will do.
    pub to: Option<&'a SemanticVersion>,
    /// Today.
    pub deprecated: Date,
    /// The last day of the old major version.
    pub removed: Date,
    /// Whether the port says under which name consumers read it.
    pub has_table: bool,
}

/// What a manifest has to say to announce its changes.
#[derive(Debug, Clone)]
pub struct Bump {
    /// The version of the product.
    pub product: SemanticVersion,
    /// The version of its schema.
    pub schema: SemanticVersion,
    /// The old major version, where a new one begins.
    pub previous: Option<Previous>,
    /// The name under which consumers read the new major version, where it needs another than it has.
    pub table: Option<String>,
}

/// What a manifest has to say to announce its changes since `last`. The smallest version that will do is the error where
/// a lower one is asked for.
pub fn bump(new: &Manifest, last: &Manifest, changes: &Comparison, wish: &Wish<'_>) -> Result<Bump, SemanticVersion> {
    let declared = (&new.metadata.version, &new.spec.schema.version);
    let product = match (wish.to, &changes.product) {
        (Some(to), Some(step)) if *to < step.smallest => return Err(step.smallest.clone()),
        (Some(to), _) => to.clone(),
        (None, Some(step)) if !step.is_enough() => step.smallest.clone(),
        (None, _) => declared.0.clone(),
    };
    let schema = match &changes.schema {
        Some(step) if !step.is_enough() => step.smallest.clone(),
        _ => declared.1.clone(),
    };
    // The two agree on the major version.
    let schema = if schema.major() == product.major() { schema } else { first_of(&product) };
    let old = &last.spec.schema.version;
    let is_served = new.spec.schema.previous.iter().any(|one| one.version.major() == old.major());
    // Nobody was promised anything in 0.x.
    if old.major() == 0 || product.major() <= old.major() || is_served {
        return Ok(Bump { product, schema, previous: None, table: None });
    }
    // What consumers read keeps its name for as long as it is served; the new version is read under another.
    let name = last.table();
    let table = (wish.has_table && new.table() == name).then(|| {
        let base = name.strip_suffix(&format!("_v{}", old.major())).unwrap_or(&name);
        format!("{base}_v{}", product.major())
    });
    let previous = Previous {
        version: old.clone(),
        deprecated: wish.deprecated,
        removed: wish.removed,
        table: if wish.has_table { name.parse::<FieldName>().ok() } else { None },
        note: None,
        fields: last.spec.schema.fields.clone(),
        columns: indexmap::IndexMap::new(),
        acknowledged_by: Vec::new(),
    };
    Ok(Bump { product, schema, previous: Some(previous), table })
}

/// The first version of a major: `2.0.0`.
fn first_of(version: &SemanticVersion) -> SemanticVersion {
    format!("{}.0.0", version.major()).parse().unwrap_or_else(|_| version.clone())
}
