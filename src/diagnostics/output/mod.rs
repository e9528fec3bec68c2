//! What a command found, in every format that somebody reads: people, programs, code hosts, test reports.
//!
//! A command makes one [`Document`] of its reports; a format is a pure function of it.

use std::borrow::Cow;

use super::{Report, Rule, Severity, render, reports_json};
use serde_json::Value as Json;

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Output {
    /// For people: each finding with its line.
    #[default]
    Human,
    /// For programs, in a shape with a version.
    Json,
}

impl Output {
    /// Every format, in the order of the help.
    pub const ALL: &'static [Self] = &[Self::Human, Self::Json];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
        }
    }

    /// What it is for.
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Human => "For people: each finding with its line",
            Self::Json => "For programs, in a shape with a version",
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
    /// The headings of the table.
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
        Self { command, reports, rules: Vec::new(), sections: Vec::new() }
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
        }
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
        Self { rule: Cow::Borrowed(rule), severity: Severity::Error, category: None, remedy: None }
    }
}
