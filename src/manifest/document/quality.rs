//! Checks on the data beyond those that the contract and the service levels imply.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value as Json};

use super::FieldName;
use super::field::Reference;
use crate::manifest::name::Name;
use crate::manifest::value::{Duration, Percentage, Text};

/// Checks on the data.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Quality {
    /// The checks, each one a test of the dbt project.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<QualityTest>,
}

impl Quality {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.tests.is_empty()
    }
}

/// One check. Which of the keys apply depends on the `type`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct QualityTest {
    /// What is checked.
    #[serde(rename = "type")]
    pub kind: TestKind,
    /// A name for messages. Required for `custom_sql`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
    /// Why the check exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The field that is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<FieldName>,
    /// The fields that are checked: each for `not_null`, together for `uniqueness`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<FieldName>,
    /// `accepted_values`: the values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Json>,
    /// `range`: the least value. `row_count`: the least number of rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<Number>,
    /// `range`: the greatest value. `row_count`: the greatest number of rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Number>,
    /// `regex`: the pattern that every value matches, in whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<Text>,
    /// `freshness`: the age of the newest value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<Duration>,
    /// `referential_integrity`: the field that every value occurs in, as `<input port>.<field>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Reference>,
    /// `completeness`, `uniqueness`, `not_null`: the least share of rows that pass. All of them when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub threshold: Option<Percentage>,
    /// `custom_sql`: a query that returns the rows at fault. `{product}` stands for the product's relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sql: Option<Text>,
    /// A condition (SQL) on the rows that are checked.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Text>,
    /// Whether a failure fails the run. `error` when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<TestSeverity>,
}

impl QualityTest {
    /// The fields that the test names.
    pub fn named_columns(&self) -> impl Iterator<Item = &FieldName> {
        self.column.iter().chain(&self.columns)
    }
}

/// What a test checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TestKind {
    /// No two rows share the values of `column` or `columns`.
    Uniqueness,
    /// Every row has a value in `column` and in each of `columns`.
    NotNull,
    /// Every value of `column` is one of `values`.
    AcceptedValues,
    /// Every value of `column` is at least `min` and at most `max`.
    Range,
    /// Every value of `column` matches `pattern`.
    Regex,
    /// The newest value of `column` is at most `maxAge` old.
    Freshness,
    /// Every value of `column` occurs in `to`.
    ReferentialIntegrity,
    /// The number of rows is at least `min` and at most `max`.
    RowCount,
    /// At least `threshold` of the rows have a value in `column`.
    Completeness,
    /// The query `sql` returns no row.
    CustomSql,
}

/// What a failed test does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum TestSeverity {
    /// The run warns.
    Warn,
    /// The run fails.
    Error,
}
