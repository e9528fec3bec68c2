//! Ports: kinds that a pack knows, the options of their locations, columns that exist.

use super::Check;
use super::options::{Asked, check_answers};
use crate::diagnostics::{Rule, did_you_mean};
use crate::manifest::document::{Field, FieldName, InputPort, Location};
use crate::manifest::value::{LogicalType, Scalar};
use crate::pack::OptionSpec;

/// Ids are known to the packs.
pub(super) static UNKNOWN_ID: Rule = Rule::new(
    "pack/unknown-id",
    "Port kinds, archetypes, access modes and CI providers are known to the loaded packs",
    "each of these ids names a folder of templates",
);
/// Locations answer the options of their kind.
pub(super) static OPTION: Rule = Rule::new(
    "port/option",
    "A location answers the options that its kind declares",
    "the options end up in dbt and Terraform, where a wrong one fails late",
);
/// Columns that a port speaks of exist.
pub(super) static COLUMN: Rule = Rule::new(
    "port/column",
    "The columns that an input port speaks of are among its fields, and have a fitting type",
    "the source freshness and the filter on deleted rows are rendered from them",
);
/// A product does not read itself.
pub(super) static CIRCULAR: Rule =
    Rule::new("port/circular", "A product does not read from itself", "its models would wait for themselves");

pub(super) fn check(check: &mut Check<'_>) {
    let (manifest, pack) = (check.manifest, check.pack);
    let spec = &manifest.spec;
    known(check, "/spec/archetype", "archetype", spec.archetype.as_str(), &pack.archetypes());
    known(check, "/spec/ci/provider", "CI provider", spec.ci.provider.as_str(), &pack.ci_providers());
    for (index, port) in spec.output_ports.iter().enumerate() {
        let at = format!("/spec/outputPorts/{index}");
        known(check, &format!("{at}/kind"), "output-port kind", port.kind.as_str(), &pack.port_kinds());
        if let Ok(Some(kind)) = pack.port_kind(port.kind.as_str()) {
            options(check, &at, "output port", port.kind.as_str(), &port.location, &kind.location);
            if let Some(mode) = &port.access_mode {
                let modes: Vec<&str> = kind.access_modes.iter().map(String::as_str).collect();
                known(check, &format!("{at}/accessMode"), "access mode", mode.as_str(), &modes);
            }
        }
    }
    for (index, port) in spec.input_ports.iter().enumerate() {
        let at = format!("/spec/inputPorts/{index}");
        known(check, &format!("{at}/kind"), "input-port kind", port.kind.as_str(), &pack.input_kinds());
        if let Ok(Some(kind)) = pack.input_kind(port.kind.as_str()) {
            options(check, &at, "input port", port.kind.as_str(), &port.location, &kind.location);
            if let Some(option) = &kind.product_from
                && port.location.get(option).and_then(|value| value.as_str())
                    == Some(manifest.id().to_string().as_str())
            {
                check.report(
                    &CIRCULAR,
                    format!("{at}/location/{option}"),
                    format!("`{}` reads from itself", manifest.id()),
                    "name another product",
                );
            }
        }
        columns(check, &at, port);
    }
}

fn known(check: &mut Check<'_>, pointer: &str, what: &str, id: &str, known: &[&str]) {
    if !known.contains(&id) {
        check.report(
            &UNKNOWN_ID,
            pointer,
            format!("there is no {what} `{id}`"),
            did_you_mean(id, known.iter().copied()),
        );
    }
}

fn options(check: &mut Check<'_>, at: &str, what: &str, kind: &str, location: &Location, specs: &[OptionSpec]) {
    let (at, who) = (format!("{at}/location"), format!("an {what} of kind `{kind}`"));
    check_answers(check, &Asked { rule: &OPTION, missing: &OPTION, at: &at, scope: "location", who, specs }, location);
}

fn columns(check: &mut Check<'_>, at: &str, port: &InputPort) {
    let fields = &check.manifest.columns(port);
    if let Some(freshness) = &port.freshness {
        let pointer = format!("{at}/freshness/column");
        if let Some(field) = column(check, &pointer, port, fields, &freshness.column) {
            let temporal = matches!(
                field.logical_type,
                LogicalType::Scalar(Scalar::Timestamp | Scalar::TimestampNtz | Scalar::Date)
            );
            if !temporal {
                check.report(
                    &COLUMN,
                    pointer,
                    format!("`{}` is `{}` and tells no time", freshness.column, field.logical_type),
                    "name a column of the type `timestamp`, `timestamp_ntz` or `date`",
                );
            }
        }
        if let (Some(warn), Some(error)) = (&freshness.warn, &freshness.error)
            && error < warn
        {
            check.report(
                &super::slo::ORDER,
                format!("{at}/freshness/error"),
                format!("the source fails at {error}, before it warns at {warn}"),
                "make `error` at least as long as `warn`",
            );
        }
    }
    if let Some(deleted) = port.cdc.as_ref().and_then(|cdc| cdc.deleted_column.as_ref()) {
        let pointer = format!("{at}/cdc/deletedColumn");
        if let Some(field) = column(check, &pointer, port, fields, deleted)
            && field.logical_type != LogicalType::Scalar(Scalar::Boolean)
        {
            check.report(
                &COLUMN,
                pointer,
                format!("`{deleted}` is `{}`", field.logical_type),
                "name a column of the type `boolean`",
            );
        }
    }
}

fn column<'a>(
    check: &mut Check<'_>,
    pointer: &str,
    port: &InputPort,
    fields: &[&'a Field],
    name: &FieldName,
) -> Option<&'a Field> {
    let found = fields.iter().copied().find(|field| port.column_name(field) == name.as_str());
    if found.is_none() {
        let known: Vec<String> = fields.iter().map(|field| port.column_name(field)).collect();
        check.report(
            &COLUMN,
            pointer,
            format!("the input port `{}` has no column `{name}`", port.name),
            did_you_mean(name.as_str(), known.iter().map(String::as_str)),
        );
    }
    found
}
