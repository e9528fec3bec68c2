//! Quality tests.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Number, Value as Json};

use super::fields::ReferenceView;
use super::slo::{DurationView, PercentView};
use crate::error::Result;
use crate::manifest::Manifest;
use crate::manifest::document::{FieldName, QualityTest, TestKind, TestSeverity};
use crate::pack::Pack;

/// A quality test.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TestView {
    /// What is checked: `uniqueness`, `not_null`, `accepted_values`, `range`, `regex`, `freshness`,
    /// `referential_integrity`, `row_count`, `completeness` or `custom_sql`.
    pub kind: String,
    /// A name that no other test of the product has.
    pub name: String,
    /// Why the test exists.
    #[schemars(extend("x-text" = true))]
    pub description: Option<String>,
    /// The first field (`snake_case`) that is checked.
    pub column: Option<String>,
    /// All fields (`snake_case`) that are checked.
    pub columns: Vec<String>,
    /// The accepted values.
    #[schemars(extend("x-text" = true))]
    pub values: Vec<Json>,
    /// The least value or number.
    pub min: Option<Number>,
    /// The greatest value or number.
    pub max: Option<Number>,
    /// The pattern that every value matches.
    #[schemars(extend("x-text" = true))]
    pub pattern: Option<String>,
    /// The greatest age of the newest value.
    pub max_age: Option<DurationView>,
    /// Where every value occurs.
    pub to: Option<ReferenceView>,
    /// The least share of rows that pass.
    pub threshold: Option<PercentView>,
    /// The query (SQL) that returns the rows at fault.
    #[schemars(extend("x-text" = true))]
    pub sql: Option<String>,
    /// The condition (SQL) on the rows that are checked.
    #[serde(rename = "where")]
    #[schemars(extend("x-text" = true))]
    pub condition: Option<String>,
    /// `warn` or `error`.
    pub severity: String,
}

/// The tests of a manifest, in their order.
pub(super) fn tests(manifest: &Manifest, pack: &Pack) -> Result<Vec<TestView>> {
    let mut tests: Vec<TestView> = Vec::new();
    for test in &manifest.spec.quality.tests {
        let mut view = view(test, manifest, pack)?;
        let taken = |name: &str| tests.iter().any(|other| other.name == name);
        if taken(&view.name) {
            let free = (2..=tests.len() + 2).map(|n| format!("{}_{n}", view.name)).find(|name| !taken(name));
            view.name = free.unwrap_or(view.name);
        }
        tests.push(view);
    }
    Ok(tests)
}

fn view(test: &QualityTest, manifest: &Manifest, pack: &Pack) -> Result<TestView> {
    let kind = kind(test.kind);
    let columns: Vec<String> = test.named_columns().map(FieldName::snake).collect();
    let name = test.name.as_ref().map_or_else(
        || std::iter::once(kind.clone()).chain(columns.iter().cloned()).collect::<Vec<_>>().join("_"),
        crate::manifest::name::Name::snake,
    );
    Ok(TestView {
        kind,
        name,
        description: test.description.as_ref().map(ToString::to_string),
        column: columns.first().cloned(),
        columns,
        values: test.values.clone(),
        min: test.min.clone(),
        max: test.max.clone(),
        pattern: test.pattern.as_ref().map(ToString::to_string),
        max_age: test.max_age.as_ref().map(DurationView::of),
        to: test.to.as_ref().map(|to| ReferenceView::of(to, manifest, pack)).transpose()?,
        threshold: test.threshold.as_ref().map(PercentView::of),
        sql: test.sql.as_ref().map(ToString::to_string),
        condition: test.condition.as_ref().map(ToString::to_string),
        severity: match test.severity {
            Some(TestSeverity::Warn) => "warn".to_owned(),
            Some(TestSeverity::Error) | None => "error".to_owned(),
        },
    })
}

fn kind(kind: TestKind) -> String {
    serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default()
}
