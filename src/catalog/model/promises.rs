//! What a product promises, and what checks it.

use serde::Serialize;

/// A service level.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Promise {
    /// `freshness`, `availability`, `completeness` or `accuracy`.
    pub kind: &'static str,
    /// What is promised: `1 hour`, `99.9%`.
    pub target: Option<String>,
    /// Where a run warns.
    pub warn: Option<String>,
    /// Where a run fails.
    pub error: Option<String>,
    /// The field that tells a row's age, of `freshness`.
    pub column: Option<String>,
    /// How it is measured, as safe HTML on one line.
    pub measurement_html: Option<String>,
    /// What validates it, of `accuracy`.
    pub validated_by: Option<String>,
    /// How often it is validated, of `accuracy`.
    pub frequency: Option<String>,
}

/// A quality test.
#[derive(Debug, Clone, Serialize)]
pub struct Test {
    /// `uniqueness`, `not_null`, `accepted_values`, `range`, `regex`, `freshness`, `referential_integrity`, `row_count`,
    /// `completeness` or `custom_sql`.
    pub kind: String,
    /// A name for messages.
    pub name: Option<String>,
    /// Why it exists, as safe HTML on one line.
    pub description_html: Option<String>,
    /// The fields that are checked.
    pub columns: Vec<String>,
    /// The accepted values.
    pub values: Vec<String>,
    /// The least value or number.
    pub min: Option<String>,
    /// The greatest value or number.
    pub max: Option<String>,
    /// The pattern that every value matches.
    pub pattern: Option<String>,
    /// The greatest age of the newest value.
    pub max_age: Option<String>,
    /// Where every value occurs: `<input port>.<field>`.
    pub to: Option<String>,
    /// The least share of rows that pass.
    pub threshold: Option<String>,
    /// The query (SQL) that returns the rows at fault.
    pub sql: Option<String>,
    /// Which rows are checked (SQL).
    #[serde(rename = "where")]
    pub condition: Option<String>,
    /// `warn` or `error`.
    pub severity: &'static str,
}
