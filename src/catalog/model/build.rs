//! What `mesh build` left: how a product was built, and rows of it.

use serde::Serialize;

use crate::run::{Check, Status, Tests};

/// How the last `mesh build` ended.
#[derive(Debug, Clone, Serialize)]
pub struct Build {
    /// `ok`, `failed` or `skipped`.
    pub status: Status,
    /// How long it took: `2.4 s`.
    pub took: String,
    /// How the tests ended.
    pub tests: Tests,
    /// What was checked.
    pub checks: Vec<Check>,
    /// Why it failed.
    pub failure: Option<String>,
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
