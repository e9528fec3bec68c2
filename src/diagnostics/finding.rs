//! The data of a finding, without any wording of the screen.

use std::borrow::Cow;
use std::path::PathBuf;

use serde::Serialize;

use super::Source;
use crate::manifest::node::{Node, Origin, readable};

/// A rule that a file of the user can break. The program's own rules are constants; a policy makes one as it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The stable id, for suppression, links and tests: `schema/no-primary-key`.
    pub id: Cow<'static, str>,
    /// What the rule asks for, in one sentence.
    pub summary: Cow<'static, str>,
    /// Why the rule exists.
    pub why: Cow<'static, str>,
    /// Where more is said about it: a URL.
    pub help_uri: Option<Cow<'static, str>>,
}

impl Rule {
    /// A rule of the program.
    pub const fn new(id: &'static str, summary: &'static str, why: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), summary: Cow::Borrowed(summary), why: Cow::Borrowed(why), help_uri: None }
    }

    /// The rule as a finding holds it.
    pub const fn shared(&'static self) -> Cow<'static, Self> {
        Cow::Borrowed(self)
    }
}

impl From<&'static Rule> for Cow<'static, Rule> {
    fn from(rule: &'static Rule) -> Self {
        rule.shared()
    }
}

impl From<Rule> for Cow<'static, Rule> {
    fn from(rule: Rule) -> Self {
        Self::Owned(rule)
    }
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is refused.
    Warning,
    /// The manifest is refused.
    Error,
}

/// Something wrong at one place of a manifest.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Cow<'static, Rule>,
    /// How bad it is.
    pub severity: Severity,
    /// The place as a JSON Pointer: `/spec/schema/fields/0/name`.
    pub pointer: String,
    /// Where the value at fault came from.
    pub origin: Origin,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The word that was probably meant.
    pub suggestion: Option<String>,
    /// The waiver that lets it stand for a time. A waived finding is shown, and is no error.
    pub waived: Option<Waived>,
}

/// Why a finding is let stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waived {
    /// The id of the waiver.
    pub id: String,
    /// The reason it gives.
    pub reason: String,
    /// Who approved it.
    pub approver: String,
    /// The ticket that tells more.
    pub ticket: String,
    /// The last day (UTC) on which it holds: `2026-12-31`.
    pub expires: String,
}

impl Finding {
    /// An error at `pointer`, shown where the value (or the nearest one around it) stands in `document`.
    pub fn at(
        rule: impl Into<Cow<'static, Rule>>,
        document: &Node,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let pointer = pointer.into();
        let origin = document.nearest(&pointer).origin.clone();
        Self {
            rule: rule.into(),
            severity: Severity::Error,
            pointer,
            origin,
            message: message.into(),
            help: None,
            suggestion: None,
            waived: None,
        }
    }

    /// An error at the key of an entry rather than at its value.
    pub fn at_key(
        rule: impl Into<Cow<'static, Rule>>,
        document: &Node,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        let mut finding = Self::at(rule, document, pointer, message);
        let (parent, key) = finding.pointer.rsplit_once('/').unwrap_or(("", ""));
        let key = key.replace("~1", "/").replace("~0", "~");
        if let Some(entry) = document.nearest(parent).entry(&key) {
            finding.origin = entry.key_origin.clone();
        }
        finding
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same finding with the word that was probably meant, if one is known.
    #[must_use]
    pub fn suggest(mut self, word: Option<impl Into<String>>) -> Self {
        self.suggestion = word.map(Into::into);
        self
    }

    /// The same finding as a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The place as people write it: `spec.schema.fields[0].name`.
    pub fn path(&self) -> String {
        readable(&self.pointer)
    }
}

/// Findings about one manifest, with the text they point into.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The file, when there was one.
    pub source: Option<Source>,
    /// The id of the product that the file belongs to, where many are reported on.
    pub product: Option<String>,
    /// The folder of that product, as the path of the file begins.
    pub root: Option<PathBuf>,
    /// What is wrong with it, in the order of the file.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Findings in the order in which a reader meets them: file order first, then the rest.
    pub fn new(source: Option<Source>, findings: Vec<Finding>) -> Self {
        Self { source, product: None, root: None, findings }.in_order()
    }

    /// The line that one of its findings stands at.
    pub fn line_of(&self, finding: &Finding) -> Option<usize> {
        match (&finding.origin, &self.source) {
            (Origin::File { start, .. }, Some(source)) => Some(source.position(*start).0),
            _ => None,
        }
    }

    /// The same with its findings in that order.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        self.findings.sort_by_key(|finding| match finding.origin {
            Origin::File { start, .. } => (0, start),
            _ => (1, 0),
        });
        self
    }

    /// The findings in a line each: `path:line:column: message [rule]`.
    pub fn lines(&self) -> Vec<String> {
        let line = |finding: &Finding| {
            let place = match (&self.source, &finding.origin) {
                (Some(source), Origin::File { start, .. }) => {
                    let (line, column) = source.position(*start);
                    format!("{}:{line}:{column}: ", source.path)
                }
                (Some(source), _) => format!("{}: ", source.path),
                (None, _) => String::new(),
            };
            format!("{place}{} [{}]", finding.message, finding.rule.id)
        };
        self.findings.iter().map(line).collect()
    }

    /// How many findings are errors that nothing waives.
    pub fn errors(&self) -> usize {
        self.count(|finding| finding.waived.is_none() && finding.severity == Severity::Error)
    }

    /// How many findings are warnings that nothing waives.
    pub fn warnings(&self) -> usize {
        self.count(|finding| finding.waived.is_none() && finding.severity == Severity::Warning)
    }

    /// How many findings are waived.
    pub fn waived(&self) -> usize {
        self.count(|finding| finding.waived.is_some())
    }

    fn count(&self, is_one: impl Fn(&Finding) -> bool) -> usize {
        self.findings.iter().filter(|finding| is_one(finding)).count()
    }
}
