//! Quality tests: fields that exist, and the arguments that each kind of test needs.

use super::Check;
use crate::diagnostics::{Rule, did_you_mean};
use crate::manifest::document::{Field, QualityTest, TestKind};
use crate::manifest::value::{LogicalType, Scalar};

/// Tests speak of fields that exist.
pub(super) static UNKNOWN_FIELD: Rule = Rule::new(
    "quality/unknown-field",
    "A test names fields of the product",
    "a test on a field that does not exist checks nothing, or fails every run",
);
/// Tests have their arguments.
pub(super) static ARGUMENTS: Rule = Rule::new(
    "quality/arguments",
    "A test has the arguments that its type needs, and they fit its field",
    "a test without them could not fail",
);

pub(super) fn check(check: &mut Check<'_>) {
    let manifest = check.manifest;
    for (index, test) in manifest.spec.quality.tests.iter().enumerate() {
        let at = format!("/spec/quality/tests/{index}");
        for (pointer, name) in test
            .column
            .iter()
            .map(|name| (format!("{at}/column"), name))
            .chain(test.columns.iter().enumerate().map(|(n, name)| (format!("{at}/columns/{n}"), name)))
        {
            let known = check.field_names();
            if !known.contains(&name.snake()) {
                check.report(
                    &UNKNOWN_FIELD,
                    pointer,
                    format!("there is no field `{name}`"),
                    did_you_mean(name.as_str(), known.iter().map(String::as_str)),
                );
            }
        }
        arguments(check, &at, test);
    }
}

fn arguments(check: &mut Check<'_>, at: &str, test: &QualityTest) {
    let fields = check.fields();
    let field = test.named_columns().next().and_then(|name| fields.iter().find(|field| field.snake() == name.snake()));
    let mut needs = |given: bool, message: &str, help: &str| {
        if !given {
            check.report(&ARGUMENTS, at, message, help);
        }
    };
    let named = test.named_columns().next().is_some();
    match test.kind {
        TestKind::Uniqueness | TestKind::NotNull => {
            needs(named, "the test names no field", "add `column: …` or `columns: […]`");
        }
        TestKind::RowCount => {
            needs(test.min.is_some() || test.max.is_some(), "a `row_count` needs a bound", "add `min: 1`, or `max`");
        }
        TestKind::CustomSql => {
            needs(
                test.sql.is_some(),
                "a `custom_sql` needs its query",
                "add `sql: select … from {product} where …`, which returns the rows at fault",
            );
            needs(test.name.is_some(), "a `custom_sql` needs a name", "add `name: …`, for the messages");
        }
        _ => needs(named, "the test names no field", "add `column: …`"),
    }
    match test.kind {
        TestKind::AcceptedValues => needs(
            !test.values.is_empty() || field.is_some_and(|field| !field.accepted.is_empty()),
            "`accepted_values` needs the values",
            "add `values: […]`",
        ),
        TestKind::Range => {
            needs(test.min.is_some() || test.max.is_some(), "a `range` needs a bound", "add `min`, `max`, or both");
            let numeric = |field: &Field| {
                matches!(
                    field.logical_type,
                    LogicalType::Decimal { .. }
                        | LogicalType::Scalar(Scalar::Int | Scalar::Long | Scalar::Float | Scalar::Double)
                )
            };
            let message = unfit("range", "numbers", field);
            needs(field.is_none_or(numeric), &message, "use another test, or another field");
            let bounds = test
                .min
                .as_ref()
                .and_then(serde_json::Number::as_f64)
                .zip(test.max.as_ref().and_then(serde_json::Number::as_f64));
            needs(
                bounds.is_none_or(|(min, max)| min <= max),
                "the least value is above the greatest",
                "swap `min` and `max`",
            );
        }
        TestKind::Regex => {
            needs(test.pattern.is_some(), "a `regex` needs its pattern", "add `pattern: …`");
            if let Some(error) = test.pattern.as_ref().and_then(|pattern| regex_syntax::parse(pattern).err()) {
                let error = error.to_string();
                let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
                check.report(
                    &ARGUMENTS,
                    format!("{at}/pattern"),
                    format!("the pattern is no regular expression: {reason}"),
                    "use the syntax that RE2, PostgreSQL and Trino share",
                );
            }
        }
        TestKind::Freshness => {
            needs(test.max_age.is_some(), "a `freshness` needs its greatest age", "add `maxAge: 2 hours`");
            let temporal = |field: &Field| {
                matches!(
                    field.logical_type,
                    LogicalType::Scalar(Scalar::Timestamp | Scalar::TimestampNtz | Scalar::Date)
                )
            };
            let message = unfit("freshness", "timestamps and dates", field);
            needs(field.is_none_or(temporal), &message, "use another field");
        }
        TestKind::Completeness => {
            needs(test.threshold.is_some(), "a `completeness` needs its share", "add `threshold: 99%`");
        }
        TestKind::ReferentialIntegrity => {
            needs(
                test.to.is_some(),
                "a `referential_integrity` needs to know where the values occur",
                "add `to: <input port>.<field>`",
            );
            target(check, at, test);
        }
        TestKind::Uniqueness | TestKind::NotNull | TestKind::RowCount | TestKind::CustomSql => {}
    }
}

/// Says that a test is not for the type of its field.
fn unfit(test: &str, meant_for: &str, field: Option<&Field>) -> String {
    let (name, logical) =
        field.map(|field| (field.name.to_string(), field.logical_type.to_string())).unwrap_or_default();
    format!("a `{test}` is for {meant_for}, and `{name}` is `{logical}`")
}

fn target(check: &mut Check<'_>, at: &str, test: &QualityTest) {
    let Some(to) = &test.to else { return };
    let manifest = check.manifest;
    let ports = &manifest.spec.input_ports;
    match ports.iter().find(|port| port.name == to.port) {
        None => check.report(
            &UNKNOWN_FIELD,
            format!("{at}/to"),
            format!("there is no input port `{}`", to.port),
            did_you_mean(to.port.as_str(), ports.iter().map(|port| port.name.as_str())),
        ),
        Some(port) => {
            let known: Vec<String> = manifest.columns(port).into_iter().map(Field::snake).collect();
            if !known.contains(&to.field.snake()) {
                check.report(
                    &UNKNOWN_FIELD,
                    format!("{at}/to"),
                    format!("the input port `{}` has no field `{}`", port.name, to.field),
                    did_you_mean(to.field.as_str(), known.iter().map(String::as_str)),
                );
            }
        }
    }
}
