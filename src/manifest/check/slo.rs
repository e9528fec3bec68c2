//! Service levels: bounds in order, and a field that tells a row's age.

use super::Check;
use crate::diagnostics::{Rule, did_you_mean};
use crate::manifest::value::{LogicalType, Scalar};

/// Bounds are in order.
pub(super) static ORDER: Rule = Rule::new(
    "slo/order",
    "The bounds of a service level are in order: target, warn, error",
    "a bound that is out of order can never be the first to fire",
);
/// The field that tells a row's age.
pub(super) static AGE_COLUMN: Rule = Rule::new(
    "slo/age-column",
    "The field that tells a row's age exists and is a timestamp or a date",
    "freshness is measured on it",
);

pub(super) fn check(check: &mut Check<'_>) {
    let manifest = check.manifest;
    let slo = &manifest.spec.slo;
    let freshness = &slo.freshness;
    let at = "/spec/slo/freshness";
    if let Some(warn) = freshness.warn.as_ref().filter(|warn| **warn < freshness.target) {
        check.report(
            &ORDER,
            format!("{at}/warn"),
            format!("freshness warns at {warn}, before the target of {} is missed", freshness.target),
            "make `warn` at least as long as `target`",
        );
    }
    let (lower, bound, key) = match &freshness.warn {
        Some(warn) => (warn, format!("it warns at {warn}"), "warn"),
        None => (&freshness.target, format!("the target of {} is missed", freshness.target), "target"),
    };
    if let Some(error) = freshness.error.as_ref().filter(|error| *error < lower) {
        check.report(
            &ORDER,
            format!("{at}/error"),
            format!("freshness fails at {error}, before {bound}"),
            format!("make `error` at least as long as `{key}`"),
        );
    }
    if let Some(completeness) = &slo.completeness {
        let at = "/spec/slo/completeness";
        if let Some(warn) = completeness.warn.as_ref().filter(|warn| **warn > completeness.target) {
            check.report(
                &ORDER,
                format!("{at}/warn"),
                format!("completeness warns at {warn}, above the target of {}", completeness.target),
                "make `warn` at most the target",
            );
        }
        let (upper, bound, key) = match &completeness.warn {
            Some(warn) => (warn, format!("where it warns, {warn}"), "`warn`"),
            None => (&completeness.target, format!("the target of {}", completeness.target), "the target"),
        };
        if let Some(error) = completeness.error.as_ref().filter(|error| *error > upper) {
            check.report(
                &ORDER,
                format!("{at}/error"),
                format!("completeness fails at {error}, above {bound}"),
                format!("make `error` at most {key}"),
            );
        }
    }
    age_column(check);
}

fn age_column(check: &mut Check<'_>) {
    let at = "/spec/slo/freshness/column";
    let temporal = |logical: &LogicalType| {
        matches!(logical, LogicalType::Scalar(Scalar::Timestamp | Scalar::TimestampNtz | Scalar::Date))
    };
    let fields = check.fields();
    let Some(column) = &check.manifest.spec.slo.freshness.column else {
        if !fields.iter().any(|field| temporal(&field.logical_type)) {
            check.report(
                &AGE_COLUMN,
                "/spec/slo/freshness",
                "no field tells how old a row is",
                "add a field of the type `timestamp`, such as `updated_at`",
            );
        }
        return;
    };
    match fields.iter().find(|field| field.snake() == column.snake()) {
        None => check.report(
            &AGE_COLUMN,
            at,
            format!("there is no field `{column}`"),
            did_you_mean(column.as_str(), fields.iter().map(|field| field.name.as_str())),
        ),
        Some(field) if !temporal(&field.logical_type) => {
            check.report(
                &AGE_COLUMN,
                at,
                format!("`{column}` is `{}` and tells no time", field.logical_type),
                "name a field of the type `timestamp`, `timestamp_ntz` or `date`",
            );
        }
        Some(_) => {}
    }
}
