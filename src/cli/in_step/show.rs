//! What `generate` and `update` print: one line per file, the differences, and the same for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use similar::TextDiff;

use super::Mode;
use crate::diagnostics::plural;
use crate::pack::source::LockedPack;
use crate::plan::{Action, Change, Reason};
use crate::product::{Comparison, Step};

/// The changes of a step that are worth a line.
fn listed(step: &Comparison) -> impl Iterator<Item = &Change> {
    step.changes.iter().filter(|change| change.action != Action::Unchanged)
}

/// One line per file that something becomes of.
pub(in super::super) fn list(step: &Comparison) -> String {
    let mut out = String::new();
    for change in listed(step).filter(|change| !is_quiet(change)) {
        let from = change.from.as_ref().map(|from| format!("  (from {from})")).unwrap_or_default();
        let _ = writeln!(out, "{:<8}  {}{from}", change.action.as_str(), change.path);
        if !is_plain(change) {
            let _ = writeln!(out, "          {}", change.sentence());
        }
    }
    out
}

/// Whether a file is as its team wants it, and the product in step all the same. That a first version was not written
/// over a file is said, once.
fn is_quiet(change: &Change) -> bool {
    change.action == Action::Keep && !change.is_finding() && change.reason != Reason::InTheWay
}

/// Whether the word of the action says it all.
fn is_plain(change: &Change) -> bool {
    matches!(change.reason, Reason::New | Reason::Rendered | Reason::Merged | Reason::Moved | Reason::Same)
}

/// `3 updated, 1 merged, 1 conflict`.
pub(in super::super) fn counts(step: &Comparison) -> String {
    let mut counts: BTreeMap<Action, usize> = BTreeMap::new();
    for change in listed(step) {
        *counts.entry(change.action).or_default() += 1;
    }
    let counts: Vec<String> = counts.into_iter().map(|(action, count)| counted(action, count)).collect();
    counts.join(", ")
}

fn counted(action: Action, count: usize) -> String {
    match action {
        Action::Conflict => plural(count, "conflict"),
        Action::Orphan => plural(count, "orphan"),
        Action::Create => format!("{count} created"),
        Action::Update => format!("{count} updated"),
        Action::Merge => format!("{count} merged"),
        Action::Keep => format!("{count} kept"),
        Action::Adopt => format!("{count} adopted"),
        Action::Delete => format!("{count} deleted"),
        Action::Refuse => format!("{count} refused"),
        Action::Unchanged => format!("{count} unchanged"),
    }
}

/// The differences between the disk and what the step would put there, as a unified diff.
///
/// For a file that is left as it is although it should be otherwise, the render is shown that it differs from.
///
/// `place` stands before the paths: nothing, or the folder of the product with a slash at the end.
pub(in super::super) fn diff(step: &Comparison, place: &str) -> String {
    listed(step).map(|change| diff_of(step, change, place)).collect()
}

fn diff_of(step: &Comparison, change: &Change, place: &str) -> String {
    let old_path = change.from.as_ref().unwrap_or(&change.path);
    let old = step.before.disk.get(old_path).map(|file| file.contents.as_slice());
    let new = match change.action {
        Action::Delete => None,
        Action::Orphan | Action::Adopt | Action::Unchanged => return String::new(),
        Action::Refuse | Action::Keep if change.is_finding() => {
            step.plan.files.get(&change.path).map(|file| file.contents.as_slice())
        }
        _ => change.after.as_ref().map(|file| file.contents.as_slice()),
    };
    if change.action != Action::Delete && new.is_none() {
        return String::new();
    }
    let header = |side: &str, path: &str, present: bool| {
        if present { format!("{side}/{place}{path}") } else { "/dev/null".to_owned() }
    };
    let names = (header("a", old_path.as_str(), old.is_some()), header("b", change.path.as_str(), new.is_some()));
    match (text(old), text(new)) {
        (Some(old), Some(new)) if old == new => String::new(),
        (Some(old), Some(new)) => TextDiff::from_lines(old, new).unified_diff().header(&names.0, &names.1).to_string(),
        _ => format!("Binary files {} and {} differ\n", names.0, names.1),
    }
}

/// The contents as text; nothing counts as empty text.
fn text(contents: Option<&[u8]>) -> Option<&str> {
    contents.map_or(Some(""), |contents| std::str::from_utf8(contents).ok().filter(|text| !text.contains('\0')))
}

/// The changes for programs.
pub(in super::super) fn json(step: &Comparison, with_diff: bool) -> Vec<Json> {
    let one = |change: &Change| {
        let mut entry = json!({
            "path": change.path,
            "action": change.action,
            "owner": change.owner.as_str(),
            "reason": change.sentence(),
        });
        if let Some(from) = &change.from {
            entry["from"] = json!(from);
        }
        if with_diff {
            entry["diff"] = diff_of(step, change, "").into();
        }
        entry
    };
    listed(step).map(one).collect()
}

/// The packs of the lock, and those that the step was made with.
pub(in super::super) fn packs(step: &Comparison) -> Json {
    let one = |pack: &LockedPack| json!({ "name": pack.name, "version": pack.version, "digest": pack.digest, "revision": pack.revision });
    let all = |packs: &[LockedPack]| packs.iter().map(one).collect::<Vec<_>>();
    json!({ "before": all(&step.before.known.packs), "after": all(&step.records.lock.packs) })
}

/// What became of the product, or would, and what to do next.
pub(super) fn summary(step: &Step, mode: Mode, wrote: bool) -> String {
    let id = step.manifest.id();
    if listed(step).all(is_quiet) {
        let own = match listed(step).count() {
            0 => String::new(),
            count => format!(" ({} as you left {})", plural(count, "file"), if count == 1 { "it" } else { "them" }),
        };
        let lock = match (wrote, step.is_out_of_step()) {
            (true, _) => "; its lock is brought up to date",
            (false, true) => ", but for its lock: `mesh-cli generate` brings it up to date",
            (false, false) => "",
        };
        return format!("{id} is in step{own}{lock}");
    }
    let mut out = list(step);
    match (counts(step), mode) {
        (counts, Mode::Write) => {
            let _ = write!(out, "{id}: {counts}");
        }
        (counts, Mode::DryRun) => {
            let _ = write!(out, "{id}: {counts}\nnothing was written (--dry-run)");
        }
        (counts, Mode::Check) => {
            let _ = write!(out, "{id}: {counts}");
            if step.changes.iter().any(Change::is_edit) {
                out.push_str("\nhelp: bring the product in step with `mesh-cli generate`");
            }
        }
    }
    for advice in advice(step, mode) {
        let _ = write!(out, "\nhelp: {advice}");
    }
    out
}

/// What a person has to do about what is left.
fn advice(step: &Comparison, mode: Mode) -> Vec<&'static str> {
    let any = |wanted: fn(&Change) -> bool| step.changes.iter().any(wanted);
    let mut advice = Vec::new();
    if mode == Mode::Write && any(|change| change.action == Action::Conflict) {
        if any(|change| change.reason == Reason::Binary) {
            advice
                .push("choose a version of what is no text with `mesh-cli resolve --take yours PATH` or `--take new`");
        }
        if any(|change| change.action == Action::Conflict && change.reason != Reason::Binary) {
            advice.push("edit the files with conflicts and remove the markers, then run `mesh-cli resolve`");
        }
        advice.push("`mesh-cli update --abort` puts everything back as it was");
    }
    if any(|change| change.is_finding() && change.reason == Reason::Drift) {
        advice.push("say it in the manifest or the pack; or give the edit up with `mesh-cli generate --force PATH`");
    }
    if any(|change| change.action == Action::Refuse && change.reason == Reason::InTheWay) {
        advice.push("move the file away, or write over it with `--force PATH`");
    }
    if any(|change| change.is_finding() && change.reason == Reason::Unresolved) {
        advice.push("keep what is right in the files with markers, remove these, and run `mesh-cli generate` again");
    }
    if any(|change| change.is_finding() && matches!(change.reason, Reason::Blocked(_))) {
        advice.push("move away what stands where a file should be, then run `mesh-cli generate` again");
    }
    advice
}
