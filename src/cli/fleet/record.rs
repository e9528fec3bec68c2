//! What became of one product among many.

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::super::Format;
use super::super::in_step::{self, Mode, Settings};
use crate::diagnostics::{Report, report_json};
use crate::error::Error;
use crate::fleet::Member;
use crate::plan::Edit;
use crate::product::{Step, Unresolved, rules};

/// What became of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum State {
    /// It failed: nothing in it was changed.
    Failed,
    /// It holds conflicts, or would.
    Conflict,
    /// Something is left that a person has to look at.
    Findings,
    /// It would be changed.
    OutOfStep,
    /// It was brought in step.
    Updated,
    /// It was brought in step on a branch of its own.
    Branched,
    /// A branch of an earlier run has it.
    HasBranch,
    /// There was nothing to do.
    InStep,
    /// Its turn did not come.
    Waiting,
}

impl State {
    /// The state as a table shows it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Conflict => "conflict",
            Self::Findings => "findings",
            Self::OutOfStep => "out of step",
            Self::Updated => "updated",
            Self::Branched => "branch",
            Self::HasBranch => "has a branch",
            Self::InStep => "in step",
            Self::Waiting => "waiting",
        }
    }
}

/// What became of a product, and what there is to say about it.
#[derive(Debug)]
pub(super) struct Record {
    /// Its id.
    pub id: String,
    /// Where it is, below the folder that was searched.
    pub place: String,
    /// Its folder, as commands take it.
    pub folder: String,
    /// What became of it.
    pub state: State,
    /// Whether anything in it was written, by this run or by the update that it waits to finish.
    pub written: bool,
    /// In a few words: how many files, or why.
    pub summary: String,
    /// What a person has to look at, a line for each.
    pub notes: Vec<String>,
    /// The branch that it is on.
    pub branch: Option<String>,
    /// The packs before and after, for programs.
    pub packs: Json,
    /// The files, for programs.
    pub changes: Vec<Json>,
    /// The findings, for programs.
    pub findings: Vec<Json>,
}

impl Record {
    pub(super) fn new(member: &Member, state: State) -> Self {
        Self {
            id: member.id.clone(),
            place: member.place.clone(),
            folder: member.root.display().to_string(),
            state,
            written: false,
            summary: String::new(),
            notes: Vec::new(),
            branch: None,
            packs: Json::Null,
            changes: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// A product that an error kept from being brought in step.
    pub(super) fn failed(member: &Member, error: &Error) -> Self {
        let notes = error.hint().map(|hint| format!("help: {hint}")).into_iter().collect();
        Self { summary: error.to_string(), notes, ..Self::new(member, State::Failed) }
    }

    /// A product that was looked at, before anything is written.
    pub(super) fn of(member: &Member, step: &Step, edits: &[Edit], mode: Mode, settings: &Settings) -> Self {
        let left = step.changes.iter().filter(|change| change.is_finding());
        let notes: Vec<String> = left.map(|change| format!("{}: {}", change.path, change.sentence())).collect();
        let differs = if mode == Mode::Write { !edits.is_empty() } else { step.is_out_of_step() };
        let state = match (step.conflicts(), notes.is_empty(), differs) {
            (true, _, _) => State::Conflict,
            (_, false, _) => State::Findings,
            (_, _, false) => State::InStep,
            _ if mode == Mode::Write => State::Updated,
            _ => State::OutOfStep,
        };
        let json = settings.format == Format::Json && state != State::InStep;
        Self {
            summary: in_step::counts(step),
            notes,
            packs: if json { in_step::packs(step) } else { Json::Null },
            changes: if json { in_step::changes_json(step, settings.diff) } else { Vec::new() },
            findings: if json { findings(&step.report) } else { Vec::new() },
            ..Self::new(member, state)
        }
    }

    /// A product with conflicts of an earlier update.
    pub(super) fn unresolved(member: &Member, left: &[Unresolved]) -> Self {
        Self::new(member, State::Conflict).with_conflicts(left)
    }

    /// The same with the places of its conflicts.
    pub(super) fn with_conflicts(mut self, left: &[Unresolved]) -> Self {
        let report = rules::unresolved(left);
        self.notes.retain(|note| !left.iter().any(|conflict| note.starts_with(&format!("{}: ", conflict.path))));
        self.notes.extend(report.findings.iter().map(|finding| finding.message.clone()));
        self.findings.extend(findings(&report));
        self.written()
    }

    /// A product that cannot be brought in step before a person has mended it.
    pub(super) fn wrong(member: &Member, report: &Report) -> Self {
        Self { notes: report.lines(), findings: findings(report), ..Self::new(member, State::Findings) }
    }

    /// The same, written.
    pub(super) fn written(self) -> Self {
        Self { written: true, ..self }
    }

    /// The same, on a branch.
    pub(super) fn on(self, branch: String) -> Self {
        let state = if self.state == State::Updated { State::Branched } else { self.state };
        let summary = if self.summary.is_empty() { branch.clone() } else { format!("{branch}: {}", self.summary) };
        Self { state, summary, branch: Some(branch), ..self }
    }

    pub(super) fn json(&self) -> Json {
        let mut out = json!({
            "product": self.id,
            "path": self.place,
            "state": self.state,
            "written": self.written,
            "changes": self.changes,
            "findings": self.findings,
        });
        if self.state == State::Failed {
            out["error"] = json!(self.summary);
        }
        if !self.packs.is_null() && self.state != State::InStep {
            out["packs"] = self.packs.clone();
        }
        if let Some(branch) = &self.branch {
            out["branch"] = json!(branch);
        }
        out
    }
}

fn findings(report: &Report) -> Vec<Json> {
    match report_json(report)["findings"].take() {
        Json::Array(findings) => findings,
        _ => Vec::new(),
    }
}
