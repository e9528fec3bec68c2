//! What a trial found.

use serde::Serialize;

use crate::diagnostics::Report;

/// What became of one case.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The case.
    pub name: String,
    /// How many files were rendered.
    pub files: usize,
    /// What is wrong with the product.
    pub problems: Vec<Problem>,
    /// What could not be tried on this machine, or with this case.
    pub skipped: Vec<Skipped>,
    /// What was tried, and is right.
    pub passed: Vec<String>,
    /// What is wrong with the answers, or with a template, each at its place.
    #[serde(skip)]
    pub reports: Vec<Report>,
}

/// Something wrong with a product.
#[derive(Debug, Serialize)]
pub struct Problem {
    /// What was tried.
    pub check: String,
    /// The file of the product.
    pub path: String,
    /// The template that it was rendered from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub template: String,
    /// What is wrong.
    pub message: String,
}

/// Something that was not tried.
#[derive(Debug, Serialize)]
pub struct Skipped {
    /// What.
    pub check: String,
    /// Why not.
    pub why: String,
}

impl Outcome {
    pub(super) fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            files: 0,
            problems: Vec::new(),
            skipped: Vec::new(),
            passed: Vec::new(),
            reports: Vec::new(),
        }
    }

    /// Whether nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.problems.is_empty() && self.reports.iter().all(|report| report.errors() == 0)
    }

    pub(super) fn problem(&mut self, check: &str, path: &str, template: &str, message: impl Into<String>) {
        let (check, path, template) = (check.to_owned(), path.to_owned(), template.to_owned());
        self.problems.push(Problem { check, path, template, message: message.into() });
    }

    pub(super) fn skip(&mut self, check: &str, why: impl Into<String>) {
        self.skipped.push(Skipped { check: check.to_owned(), why: why.into() });
    }
}
