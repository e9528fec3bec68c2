//! What can be wrong with a product on disk, beyond its manifest.

use std::path::Path;

use super::{Product, Step};
use crate::diagnostics::{Finding, Report, Rule, Severity, Source};
use crate::error::Error;
use crate::evolution::avro::{self, Schema};
use crate::manifest::node::Origin;
use crate::pack::source::{MOVED, PackMoved};
use crate::plan::{Action, Change, Integrity, LOCK_PATH};

/// The lock is as it was written.
pub static LOCK_EDITED: Rule = Rule::new(
    "lock/edited",
    "The lock is as mesh-cli wrote it",
    "the lock tells the team's edits from what was rendered; where it is not true, an edit could be lost",
);

/// The packs of the lock are to be had.
pub static PACK_CHANGED: Rule = Rule::new(
    "pack/changed",
    "The packs are those of the lock, byte for byte",
    "the same manifest and packs give the same files; a pack that changed is moved to by `mesh-cli update` alone",
);

/// The packs of the lock can be found.
pub static PACK_MISSING: Rule = Rule::new(
    "pack/missing",
    "The packs of the lock can be found",
    "without them a product cannot be rendered again as it was; an update to others needs none of them",
);

/// The schema of a file can follow the one before it.
pub static INCOMPATIBLE: Rule = Rule::new(
    "update/incompatible",
    "An update leaves an Avro schema that is compatible with the one before",
    "consumers read with the schema that they have, and no update may break them",
);

/// Files hold no markers of a conflict.
pub static CONFLICT: Rule = Rule::new(
    "update/conflict",
    "No conflict is left unresolved",
    "a file with markers is two files in one, which no tool reads; and of two versions one has to be chosen",
);

/// Every rule about a product on disk.
pub const RULES: &[&Rule] = &[&LOCK_EDITED, &PACK_CHANGED, &PACK_MISSING, &MOVED, &CONFLICT, &INCOMPATIBLE];

fn finding(rule: &'static Rule, message: String, help: String) -> Finding {
    Finding {
        rule: rule.shared(),
        severity: Severity::Error,
        pointer: String::new(),
        origin: Origin::Default,
        message,
        help: Some(help),
        suggestion: None,
        waived: None,
    }
}

/// A lock that somebody edited, unless `force` names it.
pub fn lock_edited(product: &Product, force: &[String]) -> Option<Report> {
    let Integrity::Edited { unreadable } = product.lock.integrity else { return None };
    if force.iter().any(|pattern| pattern.trim_start_matches("./") == LOCK_PATH) {
        return None;
    }
    let path = product.root.join(LOCK_PATH);
    let help =
        format!("take back the edit, with git for instance; or accept the lock as it is with `--force {LOCK_PATH}`");
    let mut finding = finding(&LOCK_EDITED, "the lock was edited by hand".to_owned(), help);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let line = unreadable.map_or(0, |line| line - 1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
    finding.origin = Origin::File { start, end };
    Some(Report::new(Some(Source::new(display(&path), text)), vec![finding]))
}

fn display(path: &Path) -> String {
    path.strip_prefix("./").unwrap_or(path).display().to_string()
}

/// Packs that are no longer what the lock says.
pub(super) fn pack_changed(moved: &[PackMoved]) -> Report {
    let findings = moved.iter().map(|PackMoved { locked, found }| {
        let message = if locked.version == found.version {
            format!("the pack {} {} from {} is not what it was", locked.name, locked.version, locked.source)
        } else {
            format!(
                "the lock names {} {} from {}, and what is to be had there is {}",
                locked.name, locked.version, locked.source, found.version
            )
        };
        let help = "move the product to it with `mesh-cli update`; look first with `mesh-cli update --dry-run --diff`";
        finding(&PACK_CHANGED, message, help.to_owned())
    });
    Report::new(None, findings.collect())
}

/// Packs of the lock that cannot be found.
pub(super) fn pack_missing(error: &Error) -> Report {
    let elsewhere = "name where they are to be had now with `mesh-cli update --to SOURCE`";
    let help = error.hint().map_or(elsewhere.to_owned(), |hint| format!("{hint}; or {elsewhere}"));
    Report::new(None, vec![finding(&PACK_MISSING, error.to_string(), help)])
}

/// Tags that name another commit than the lock says.
pub(super) fn tag_moved(moved: &[PackMoved]) -> Report {
    Report::new(None, moved.iter().map(PackMoved::finding).collect())
}

/// Avro schemas that consumers of the one before could not follow, by the product's own mode of evolution.
pub fn incompatible(step: &Step) -> Option<Report> {
    let mut findings = Vec::new();
    let is_schema = |change: &&Change| Path::new(change.path.as_str()).extension().is_some_and(|end| end == "avsc");
    for change in step.changes.iter().filter(is_schema) {
        let old = step.before.disk.get(change.from.as_ref().unwrap_or(&change.path));
        let (Some(old), Some(new)) = (old.and_then(|file| schema(&file.contents)), &change.after) else { continue };
        let Some(new) = schema(&new.contents) else { continue };
        // In another file and with another name it is another schema, which nobody takes for the old one.
        if change.from.is_some() && old.name() != new.name() {
            continue;
        }
        for incompatibility in avro::incompatibilities(&new, &[old], step.manifest.spec.schema.evolution) {
            let message = format!("{}: {incompatibility}", change.path);
            let help = "if the pack changed it, ask its owner; if you did, raise the major number of metadata.version and of \
                        spec.schema.version, for a new schema";
            findings.push(finding(&INCOMPATIBLE, message, help.to_owned()));
        }
    }
    (!findings.is_empty()).then(|| Report::new(None, findings))
}

fn schema(contents: &[u8]) -> Option<Schema> {
    Schema::parse(std::str::from_utf8(contents).ok()?).ok()
}

/// Files of which a conflict is not resolved.
pub fn unresolved(conflicts: &[super::Unresolved]) -> Report {
    let findings = conflicts.iter().map(|conflict| {
        let (message, help) = conflict.words();
        finding(&CONFLICT, message, help)
    });
    Report::new(None, findings.collect())
}

impl Step {
    /// Whether something in it is changed on both sides, so that a person has to decide.
    pub fn conflicts(&self) -> bool {
        self.changes.iter().any(|change| change.action == Action::Conflict)
    }

    /// Whether the product is not as its manifest and packs would have it.
    pub fn is_out_of_step(&self) -> bool {
        let known = &self.before.known;
        self.changes.iter().any(Change::is_out_of_step)
            || known.integrity != Integrity::Intact
            || known.packs != self.records.lock.packs
    }
}
