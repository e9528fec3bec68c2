//! One change of a contract, and the rule that says what it needs.

use std::fmt;

use serde::Serialize;
use serde_json::Value as Json;

use crate::diagnostics::{Rule, shown};
use crate::manifest::value::SemanticVersion;

/// How much a change asks of those who rely on the contract, from the least to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Nobody has to do anything, or to know.
    Patch,
    /// Something is new; whoever relies on the contract can go on as before.
    Minor,
    /// Somebody who relies on the contract breaks.
    Major,
}

impl Class {
    /// The number of a version that it raises: `patch`, `minor` or `major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A row of the table of changes: what happened, what it needs, and who has to mind.
#[derive(Debug)]
pub struct ChangeRule {
    /// The id, the change in a sentence, and why it has its class.
    pub rule: Rule,
    /// What the change needs, unless the mode or the place say otherwise.
    pub class: Class,
    /// When it needs something else, as a clause; empty when it never does.
    pub unless: &'static str,
    /// What consumers notice; empty when they notice nothing.
    pub consumers: &'static str,
    /// What the producer risks; empty when there is nothing to mind.
    pub producer: &'static str,
    /// Whether it is worth a look even where the version is right.
    pub warning: bool,
    /// Whether it fails whatever the version is, unless it is waived.
    pub error: bool,
}

impl ChangeRule {
    /// A change that needs `class`, and why.
    pub(super) const fn new(id: &'static str, class: Class, summary: &'static str, why: &'static str) -> Self {
        let rule = Rule::new(id, summary, why);
        Self { rule, class, unless: "", consumers: "", producer: "", warning: false, error: false }
    }

    /// When it needs another class.
    pub(super) const fn unless(mut self, unless: &'static str) -> Self {
        self.unless = unless;
        self
    }

    /// What consumers notice.
    pub(super) const fn consumers(mut self, impact: &'static str) -> Self {
        self.consumers = impact;
        self
    }

    /// What the producer risks.
    pub(super) const fn producer(mut self, risk: &'static str) -> Self {
        self.producer = risk;
        self
    }

    /// Worth a look even where the version is right.
    pub(super) const fn warning(mut self) -> Self {
        self.warning = true;
        self
    }

    /// Fails whatever the version is, unless it is waived.
    pub(super) const fn error(mut self) -> Self {
        self.error = true;
        self
    }
}

/// One change of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The rule that says what the change needs.
    pub rule: &'static Rule,
    /// What it needs.
    pub class: Class,
    /// What changed, by names: `schema.lines[].price`, `slo.freshness.target`, `outputPorts.table`.
    pub path: String,
    /// The place in the new manifest, or the nearest one where the thing itself is gone: a JSON Pointer.
    pub pointer: String,
    /// What happened, in a sentence without a full stop.
    pub what: String,
    /// What stood there before, in short.
    pub before: Option<String>,
    /// What stands there now, in short.
    pub after: Option<String>,
    /// What consumers notice.
    pub consumers: Option<String>,
    /// What the producer risks.
    pub producer: Option<String>,
    /// The declared consumers that are concerned: products, or domains where no product is named.
    pub affected: Vec<String>,
    /// The earlier version against which the change shows, where that is not the last one.
    pub since: Option<SemanticVersion>,
    /// Whether it is a change of the schema, and not of what is promised beside it.
    pub of_schema: bool,
    /// Whether it is worth a look even where the version is right.
    pub warning: bool,
    /// Whether it fails whatever the version is, unless it is waived.
    pub error: bool,
}

impl Change {
    /// A change by a row of the table.
    pub(super) fn new(rule: &'static ChangeRule, path: &str, pointer: &str, what: String) -> Self {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self {
            rule: &rule.rule,
            class: rule.class,
            path: path.to_owned(),
            pointer: pointer.to_owned(),
            what,
            before: None,
            after: None,
            consumers: some(rule.consumers),
            producer: some(rule.producer),
            affected: Vec::new(),
            since: None,
            of_schema: false,
            warning: rule.warning,
            error: rule.error,
        }
    }

    /// The same change with another class.
    #[must_use]
    pub(super) fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// The same change with what stood there before, and what stands there now.
    #[must_use]
    pub(super) fn values(mut self, before: Option<String>, after: Option<String>) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    /// The same change, worth a look.
    #[must_use]
    pub(super) fn warn(mut self) -> Self {
        self.warning = true;
        self
    }
}

/// A value as a change shows it: a text in ticks, anything else as JSON.
pub(super) fn value(json: &Json) -> String {
    match json {
        Json::String(text) => format!("`{}`", shown(text)),
        Json::Array(items) => items.iter().map(value).collect::<Vec<_>>().join(", "),
        other => shown(&other.to_string()).replace("\\\"", "\""),
    }
}

/// `major  schema.total: the field is removed [evolution/field-removed]`.
impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}: {} [{}]", self.class, self.path, self.what, self.rule.id)
    }
}
