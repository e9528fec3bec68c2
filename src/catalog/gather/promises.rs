//! What a product promises, and what checks it.

use super::{html, text};
use crate::catalog::model::{Promise, Test};
use crate::manifest::Manifest;
use crate::manifest::document::{FieldName, QualityTest, TestSeverity};
use crate::render::context::SloView;

pub(super) fn promises(manifest: &Manifest) -> Vec<Promise> {
    let slo = SloView::new(manifest);
    let freshness = Promise {
        kind: "freshness",
        target: Some(slo.freshness.target.text),
        warn: Some(slo.freshness.warn.text),
        error: Some(slo.freshness.error.text),
        column: slo.freshness.column,
        measurement_html: slo.freshness.measurement.as_deref().map(html::line),
        ..Promise::default()
    };
    let availability = slo.availability.map(|availability| Promise {
        kind: "availability",
        target: Some(availability.target.text),
        measurement_html: availability.measurement.as_deref().map(html::line),
        ..Promise::default()
    });
    let completeness = slo.completeness.map(|completeness| Promise {
        kind: "completeness",
        target: Some(completeness.target.text),
        warn: Some(completeness.warn.text),
        error: Some(completeness.error.text),
        measurement_html: completeness.measurement.as_deref().map(html::line),
        ..Promise::default()
    });
    let accuracy = slo.accuracy.map(|accuracy| Promise {
        kind: "accuracy",
        target: accuracy.target.map(|target| target.text),
        measurement_html: accuracy.measurement.as_deref().map(html::line),
        validated_by: accuracy.validated_by,
        frequency: accuracy.frequency.map(|frequency| frequency.text),
        ..Promise::default()
    });
    [Some(freshness), availability, completeness, accuracy].into_iter().flatten().collect()
}

pub(super) fn tests(manifest: &Manifest) -> Vec<Test> {
    manifest.spec.quality.tests.iter().map(test).collect()
}

fn test(test: &QualityTest) -> Test {
    let kind = serde_json::to_value(test.kind).ok();
    Test {
        kind: kind.as_ref().map(text::value).unwrap_or_default(),
        name: test.name.as_ref().map(ToString::to_string),
        description_html: test.description.as_deref().map(html::line),
        columns: test.named_columns().map(FieldName::to_string).collect(),
        values: test.values.iter().map(text::value).collect(),
        min: test.min.as_ref().map(ToString::to_string),
        max: test.max.as_ref().map(ToString::to_string),
        pattern: test.pattern.as_ref().map(ToString::to_string),
        max_age: test.max_age.as_ref().map(ToString::to_string),
        to: test.to.as_ref().map(ToString::to_string),
        threshold: test.threshold.as_ref().map(ToString::to_string),
        sql: test.sql.as_ref().map(ToString::to_string),
        condition: test.condition.as_ref().map(ToString::to_string),
        severity: if test.severity == Some(TestSeverity::Warn) { "warn" } else { "error" },
    }
}
