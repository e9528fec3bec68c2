//! What happens to one file, and why.

use serde::Serialize;

use super::{NewFile, Obstacle, ProductPath};
use crate::pack::FileOwner;

/// What happens to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is not there: it is written.
    Create,
    /// It is as it was rendered: it is rendered anew.
    Update,
    /// The team's edits and the new render are put together.
    Merge,
    /// Both changed the same lines: the file holds labelled markers.
    Conflict,
    /// It stays as it is.
    Keep,
    /// It is there with the same contents: it is taken over.
    Adopt,
    /// It is no longer rendered, and nobody edited it: it is removed.
    Delete,
    /// It is no longer rendered, and the team edited it: it stays, and is theirs from now on.
    Orphan,
    /// It should be written, and what is there is not written over.
    Refuse,
    /// It is in step. Never listed.
    Unchanged,
}

impl Action {
    /// The action as it stands in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Merge => "merge",
            Self::Conflict => "conflict",
            Self::Keep => "keep",
            Self::Adopt => "adopt",
            Self::Delete => "delete",
            Self::Orphan => "orphan",
            Self::Refuse => "refuse",
            Self::Unchanged => "unchanged",
        }
    }
}

/// What happens to one file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: ProductPath,
    /// Where it was before, when the pack moved it. It is gone from there afterwards.
    pub from: Option<ProductPath>,
    /// What happens to it.
    pub action: Action,
    /// Who owns it from now on.
    pub owner: FileOwner,
    /// Why.
    pub reason: Reason,
    /// What is written; nothing where nothing is.
    pub after: Option<NewFile>,
    /// A render that is put beside the file, at [`incoming`](super::incoming), because it cannot be merged into it.
    pub beside: Option<NewFile>,
}

/// Why something happens to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Nothing happens.
    InStep,
    /// It was not rendered before.
    New,
    /// Its render changed, and the file is as it was rendered.
    Rendered,
    /// What is there is what is rendered.
    Same,
    /// The pack moved it.
    Moved,
    /// The team's edits and the new render were merged.
    Merged,
    /// The team's edits and the new render change the same lines.
    SameLines,
    /// The last render is not known, so that nobody can tell the team's edits from it.
    NoLastRender,
    /// Their merge cannot be read in the file's own language, although each of them can.
    NotReadable,
    /// Both sides changed a file that is no text.
    Binary,
    /// The team edited it, and its render did not change.
    Edited,
    /// A hand edit in a file of the tool.
    Drift,
    /// The team deleted it.
    Deleted,
    /// A file that nobody here wrote.
    InTheWay,
    /// It is no longer rendered.
    NoLonger,
    /// It holds markers of a conflict.
    Unresolved,
    /// No file can be written there.
    Blocked(Obstacle),
    /// It differs from every render because git merged two of them.
    GitMerged,
    /// The user named it.
    Forced,
}

impl Change {
    /// Whether the file is not as the manifest and the packs would have it, in a way that a run or a person mends.
    pub fn is_out_of_step(&self) -> bool {
        self.is_finding() || !matches!(self.action, Action::Unchanged | Action::Keep)
    }

    /// Whether the product is out of step, or a person has to look, after everything else was applied.
    pub fn is_finding(&self) -> bool {
        match self.action {
            Action::Conflict | Action::Refuse => true,
            Action::Keep => matches!(self.reason, Reason::Drift | Reason::Unresolved),
            _ => false,
        }
    }

    /// Whether something is written or removed.
    pub fn is_edit(&self) -> bool {
        self.after.is_some() || self.beside.is_some() || self.action == Action::Delete
    }

    /// Why, in a sentence without its full stop.
    pub fn sentence(&self) -> String {
        let words = match (&self.reason, self.action) {
            (Reason::InStep, _) => "in step",
            (Reason::New, _) => "rendered for the first time",
            (Reason::Rendered, _) => "its render changed",
            (Reason::Same, _) => "what is there is what is rendered",
            (Reason::Moved, _) => "moved by the pack",
            (Reason::Merged, _) => "your edits and the new render are merged",
            (Reason::SameLines, _) => "your edits and the new render change the same lines",
            (Reason::NotReadable, _) => "your edits and the new render together can no longer be read",
            (Reason::NoLastRender, _) => "its last render is not known, so your edits cannot be told from it",
            (Reason::Binary, _) => "changed on both sides, and no text that could be merged",
            (Reason::Edited, _) => "you edited it, and its edits stay",
            (Reason::Drift, Action::Refuse) => {
                "edited by hand, though it is the tool's; its new render is not written over that"
            }
            (Reason::Drift, _) => "edited by hand, though it is the tool's",
            (Reason::Deleted, _) => "you deleted it",
            (Reason::InTheWay, Action::Keep) => "it was there already, and its first version is not written over it",
            (Reason::InTheWay, _) => "a file that nobody here wrote is in its place",
            (Reason::NoLonger, Action::Delete) => "no longer rendered",
            (Reason::NoLonger, _) => "no longer rendered; it is yours from now on",
            (Reason::Unresolved, _) => "it holds markers of a conflict; resolve them first",
            (Reason::Blocked(obstacle), _) => return obstacle.sentence(),
            (Reason::GitMerged, _) => "git merged two renders of it; it is rendered anew",
            (Reason::Forced, _) => "named by --force",
        };
        words.to_owned()
    }
}
