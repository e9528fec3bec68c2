//! What `mesh build` left: how a product was built, and rows of it.

use serde::Serialize;

/// How the last `mesh build` ended.
#[derive(Debug, Clone, Serialize)]
pub struct Build {
    /// `ok`, `failed` or `skipped`.
    pub status: String,
    /// How long it took: `2.4 s`.
    pub took: String,
    /// How the tests ended.
    pub tests: TestCounts,
    /// What was checked.
    pub checks: Vec<Check>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// How many tests ended in which way.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TestCounts {
    /// Passed.
    pub passed: usize,
    /// With a warning.
    pub warned: usize,
    /// Failed.
    pub failed: usize,
    /// Not run.
    pub skipped: usize,
}

/// One thing that was checked.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// The name.
    pub name: String,
    /// `quality`, `slo`, `contract` or `unit`.
    pub kind: String,
    /// `pass`, `warn`, `fail`, …: as the tool says it.
    pub status: String,
    /// What was found.
    pub message: Option<String>,
}

/// Rows as consumers see them.
#[derive(Debug, Clone, Serialize)]
pub struct Sample {
    /// The columns.
    pub columns: Vec<SampleColumn>,
    /// The rows: a text for each column, and nothing where a row has no value.
    pub rows: Vec<Vec<Option<String>>>,
}

/// A column of sample rows.
#[derive(Debug, Clone, Serialize)]
pub struct SampleColumn {
    /// The name.
    pub name: String,
    /// The type, as the database calls it.
    #[serde(rename = "type")]
    pub kind: String,
}
