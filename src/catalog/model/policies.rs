//! What policies say of a product.

use serde::Serialize;

/// What policies say of a product.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyVerdict {
    /// From 0 to 100: `96.4`.
    pub score: String,
    /// The score in a letter.
    pub grade: String,
    /// How many policies judged it.
    pub policies: usize,
    /// How many of them it breaks.
    pub broken: usize,
    /// The score by category.
    pub categories: Vec<PolicyCategory>,
    /// What breaks them: errors before warnings.
    pub findings: Vec<PolicyFinding>,
}

/// A group of policies.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyCategory {
    /// The name.
    pub name: String,
    /// From 0 to 100.
    pub score: String,
    /// The score in a letter.
    pub grade: String,
}

/// One thing that breaks a policy.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyFinding {
    /// The policy's id.
    pub policy: String,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong, as safe HTML.
    pub message_html: String,
    /// What to do, as safe HTML.
    pub help_html: Option<String>,
    /// Where, in the manifest: the line.
    pub line: Option<usize>,
    /// Until when a waiver lets it stand (`YYYY-MM-DD`).
    pub waived_until: Option<String>,
}
