//! Earlier major versions that are still served: which, until when, and who has agreed.

use std::collections::HashSet;

use super::Check;
use crate::diagnostics::{Rule, did_you_mean};
use crate::manifest::document::{Field, Manifest, Previous};
use crate::manifest::live::{Source, turns_into};
use crate::manifest::value::ConsumerId;

/// Previous versions are earlier majors, each once.
pub(super) static MAJOR: Rule = Rule::new(
    "previous/major",
    "A previous version has a lower major number than the current one, and no other has the same",
    "within a major version there is one schema; each live major has files and a model of its own",
);
/// Deprecation comes before removal.
pub(super) static DATES: Rule = Rule::new(
    "previous/dates",
    "A previous version is deprecated before it is removed",
    "the time between the two days is what consumers have to move on",
);
/// Columns are made for fields that the version has.
pub(super) static COLUMNS: Rule = Rule::new(
    "previous/columns",
    "The columns of a previous version are fields of it",
    "a column that the version never promised would be dropped without a word",
);
/// A field of a previous version can be made of the current rows.
pub(super) static DERIVED: Rule = Rule::new(
    "previous/derived",
    "Every field of a previous version can be made of the rows of the current one",
    "all live versions show the same rows; a cast that can fail would take every version down with it",
);
/// Each live version is read under a name of its own.
pub(super) static TABLE: Rule = Rule::new(
    "previous/table",
    "Each live version is read under a name of its own",
    "a consumer that reads a name must go on finding the version that it was built for",
);
/// Who agrees is a consumer.
pub(super) static CONSUMER: Rule = Rule::new(
    "previous/consumer",
    "An acknowledgement comes from a declared consumer, once",
    "the word of somebody else, or of a misspelt name, frees no consumer from a breaking change",
);

pub(super) fn check(check: &mut Check<'_>) {
    let manifest = check.manifest;
    let current = manifest.spec.schema.version.major();
    let mut majors = HashSet::new();
    let mut tables = HashSet::from([manifest.table()]);
    for (index, previous) in manifest.spec.schema.previous.iter().enumerate() {
        let at = format!("/spec/schema/previous/{index}");
        let major = previous.version.major();
        if major >= current {
            check.report(
                &MAJOR,
                format!("{at}/version"),
                format!("`{}` is not before the current major version, {current}", previous.version),
                "raise the major number of `metadata.version` and `spec.schema.version`, or remove the entry",
            );
        } else if !majors.insert(major) {
            check.report(
                &MAJOR,
                format!("{at}/version"),
                format!("major version {major} is listed twice"),
                "keep the entry of its last version",
            );
        }
        if previous.removed <= previous.deprecated {
            check.report(
                &DATES,
                format!("{at}/removed"),
                format!("`{}` is removed before consumers had a day to move on", previous.version),
                format!("give a day after {}, when it was deprecated", previous.deprecated),
            );
        }
        if let Some(table) = previous.table.as_ref().filter(|table| !tables.insert(table.to_string())) {
            check.report(
                &TABLE,
                format!("{at}/table"),
                format!("`{table}` is the name of another live version, too"),
                "keep the name that the version had, and give the newer one another: `location.table` of the output port",
            );
        }
        columns(check, &at, previous);
        derived(check, &at, previous);
        acknowledgements(check, &at, previous);
    }
}

fn columns(check: &mut Check<'_>, at: &str, previous: &Previous) {
    let known: Vec<String> = previous.fields.iter().map(Field::snake).collect();
    for name in previous.columns.keys().filter(|name| !known.contains(&name.snake())) {
        check.report_key(
            &COLUMNS,
            format!("{at}/columns/{name}"),
            format!("version {} has no field `{name}`", previous.version),
            did_you_mean(name.as_str(), known.iter().map(String::as_str)),
        );
    }
}

fn derived(check: &mut Check<'_>, at: &str, previous: &Previous) {
    for (index, field) in previous.fields.iter().enumerate() {
        if let Source::Column(column) = check.manifest.source(previous, field)
            && !turns_into(column, field)
        {
            let name = field.snake();
            let differs = if column.logical_type == field.logical_type {
                format!("the members of `{}` differ", column.snake())
            } else {
                format!(
                    "`{}` is `{}` now, which may not turn into `{}`",
                    column.snake(),
                    column.logical_type,
                    field.logical_type
                )
            };
            check.report(
                &DERIVED,
                format!("{at}/fields/{index}/type"),
                format!("`{name}` of version {} cannot be made as it was: {differs}", previous.version),
                format!(
                    "say how, under `columns` of this version: `{name}: <SQL expression over the current columns>`"
                ),
            );
        }
    }
}

fn acknowledgements(check: &mut Check<'_>, at: &str, previous: &Previous) {
    let known = consumers(check.manifest);
    let mut seen = HashSet::new();
    for (index, acknowledgement) in previous.acknowledged_by.iter().enumerate() {
        let at = format!("{at}/acknowledgedBy/{index}/consumer");
        let consumer = &acknowledgement.consumer;
        if !seen.insert(consumer) {
            check.warn(&CONSUMER, at, format!("`{consumer}` agreed already"), "keep one entry");
        } else if !known
            .iter()
            .any(|known| known == consumer || known.domain == consumer.domain && consumer.product.is_none())
        {
            // No error: a consumer that has left since did agree.
            let names: Vec<String> = known.iter().map(ToString::to_string).collect();
            check.warn(
                &CONSUMER,
                at,
                format!("`{consumer}` is no declared consumer"),
                did_you_mean(&consumer.to_string(), names.iter().map(String::as_str)),
            );
        }
    }
}

/// The declared consumers and the products downstream.
fn consumers(manifest: &Manifest) -> Vec<ConsumerId> {
    let declared = manifest.spec.access.consumers.iter().map(|consumer| match &consumer.product {
        Some(product) => ConsumerId::from(product),
        None => ConsumerId { domain: consumer.domain.clone(), product: None },
    });
    declared.chain(manifest.spec.lineage.downstream.iter().map(|one| ConsumerId::from(&one.product))).collect()
}
