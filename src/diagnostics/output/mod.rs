//! What a command found, in every format that somebody reads: people, programs, code hosts, test reports.
//!
//! A command makes one [`Document`] of its reports; a format is a pure function of it.

mod github;
mod junit;
mod markdown;
mod place;
mod sarif;

use std::borrow::Cow;

use indexmap::IndexMap;
use serde_json::Value as Json;

use super::{Report, Rule, Severity, Waived, plural, render, reports_json};

pub use place::Base;
pub(crate) use place::plain;

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Output {
    /// For people: each finding with its line.
    #[default]
    Human,
    /// For programs, in a shape with a version.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, for test reports.
    Junit,
    /// Annotations in a run of GitHub Actions.
    Github,
    /// For the comment on a pull request.
    Markdown,
}

impl Output {
    /// Every format, in the order of the help.
    pub const ALL: &'static [Self] = &[Self::Human, Self::Json, Self::Sarif, Self::Junit, Self::Github, Self::Markdown];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Junit => "junit",
            Self::Github => "github",
            Self::Markdown => "markdown",
        }
    }

    /// What it is for.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Human => "For people: each finding with its line",
            Self::Json => "For programs, in a shape with a version",
            Self::Sarif => "SARIF 2.1.0, for code scanning",
            Self::Junit => "JUnit XML, for test reports",
            Self::Github => "Annotations in a run of GitHub Actions",
            Self::Markdown => "For the comment on a pull request",
        }
    }
}

/// What a command found, to be written in any format.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The words of the command: `policy check`.
    pub command: &'a str,
    /// What is wrong, file by file. A product without findings has a report, too: an empty one.
    pub reports: &'a [Report],
    /// What was judged by, broken or not.
    pub rules: Vec<Judged>,
    /// What there is to say beside the findings.
    pub sections: Vec<Section>,
    /// Where the files are, for readers that know the repository alone.
    pub base: Base,
}

/// A rule that a command judges by, and what is known of it beyond the rule itself.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The rule.
    pub rule: Cow<'static, Rule>,
    /// How bad it is to break it.
    pub severity: Severity,
    /// The group it belongs to.
    pub category: Option<String>,
    /// What to do when it is broken.
    pub remedy: Option<String>,
}

/// Something to say beside the findings: a table of scores, of changes.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name in JSON: `score`.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// The headings of the table. None where there is nothing to read for people.
    pub headings: Vec<&'static str>,
    /// The table, as plain text.
    pub rows: Vec<Vec<String>>,
    /// The same for programs.
    pub json: Json,
    /// The same for people in a terminal.
    pub text: String,
}

impl<'a> Document<'a> {
    /// What `command` found.
    pub fn new(command: &'a str, reports: &'a [Report]) -> Self {
        Self { command, reports, rules: Vec::new(), sections: Vec::new(), base: Base::default() }
    }

    /// The same, with paths from the root of a repository where the readers of a format want them so.
    #[must_use]
    pub fn based(mut self, base: Base) -> Self {
        self.base = base;
        self
    }

    /// The same with the rules it judged by.
    #[must_use]
    pub fn judged_by(mut self, rules: impl IntoIterator<Item = Judged>) -> Self {
        self.rules.extend(rules);
        self
    }

    /// The same with something else to say.
    #[must_use]
    pub fn section(mut self, section: Section) -> Self {
        self.sections.push(section);
        self
    }

    /// The document in a format, ready to be written.
    pub fn written(&self, output: Output) -> String {
        match output {
            Output::Human => self.human(),
            Output::Json => format!("{:#}\n", self.json()),
            Output::Sarif => format!("{:#}\n", sarif::log(self)),
            Output::Junit => junit::suites(self),
            Output::Github => github::annotations(self),
            Output::Markdown => markdown::comment(self),
        }
    }

    /// `1 error, 2 warnings`, or that there is none.
    pub fn summary(&self) -> String {
        summary(self.reports)
    }

    /// The rules it judged by, then those of the program that were broken beside.
    fn all_rules(&self) -> Vec<Judged> {
        let mut rules: IndexMap<String, Judged> = IndexMap::new();
        let broken = self.reports.iter().flat_map(|report| &report.findings);
        let broken = broken.map(|finding| Judged { severity: finding.severity, ..finding.rule.clone().into() });
        for judged in self.rules.iter().cloned().chain(broken) {
            rules.entry(judged.rule.id.to_string()).or_insert(judged);
        }
        rules.into_values().collect()
    }

    /// The product that every report is about, when it is one.
    fn only_product(&self) -> Option<&str> {
        let mut products = self.reports.iter().map(|report| report.product.as_deref());
        let first = products.next()??;
        products.all(|product| product == Some(first)).then_some(first)
    }

    fn human(&self) -> String {
        let mut text: String = self.reports.iter().map(|report| render(report, false)).collect();
        for section in &self.sections {
            text.push_str(&section.text);
        }
        text
    }

    fn json(&self) -> Json {
        let mut json = reports_json(self.reports);
        if let Json::Object(entries) = &mut json {
            entries.extend(self.sections.iter().map(|section| (section.key.to_owned(), section.json.clone())));
        }
        json
    }
}

impl From<&'static Rule> for Judged {
    fn from(rule: &'static Rule) -> Self {
        rule.shared().into()
    }
}

impl From<Cow<'static, Rule>> for Judged {
    fn from(rule: Cow<'static, Rule>) -> Self {
        Self { rule, severity: Severity::Error, category: None, remedy: None }
    }
}

/// How many errors, warnings and waived findings there are.
fn counts(reports: &[Report]) -> (usize, usize, usize) {
    let sum = |count: fn(&Report) -> usize| reports.iter().map(count).sum();
    (sum(Report::errors), sum(Report::warnings), sum(Report::waived))
}

/// The counts in words.
pub fn summary(reports: &[Report]) -> String {
    let (errors, warnings, waived) = counts(reports);
    let words = [
        (errors, plural(errors, "error")),
        (warnings, plural(warnings, "warning")),
        (waived, format!("{waived} waived")),
    ];
    let words: Vec<String> = words.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect();
    if words.is_empty() { "nothing to complain about".to_owned() } else { words.join(", ") }
}

/// Why a finding is let stand, in a line.
fn told(waived: &Waived) -> String {
    let Waived { id, reason, approver, ticket, expires } = waived;
    format!("waived until {expires} by {id}: {reason} (approved by {approver}, {ticket})")
}
