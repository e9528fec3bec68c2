//! One file of the plan: what was rendered, what is there, what is rendered now.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::pack::FileOwner;
use crate::plan::lock::Known;
use crate::plan::merge::Labels;
use crate::plan::merge::endings;
use crate::plan::{
    Action, Before, Change, Digest, DiskFile, Forced, NewFile, Obstacle, PlannedFile, ProductPath, Reason,
};

pub(super) struct Case<'a> {
    pub(super) path: &'a ProductPath,
    /// The path that the file was at, when the pack moved it.
    pub(super) from: Option<&'a ProductPath>,
    pub(super) new: &'a PlannedFile,
    pub(super) known: Option<&'a Known>,
    pub(super) disk: Option<&'a DiskFile>,
    /// The last render, when it can be trusted.
    pub(super) base: Option<&'a [u8]>,
    obstacle: Option<&'a Obstacle>,
    /// Whether what is there is what was rendered.
    as_rendered: bool,
    forced: bool,
    git_merged: bool,
    pub(super) labels: &'a Labels,
}

/// What is decided: an action, why, and what it writes.
pub(super) type Decision<'a> = (Action, Reason, Option<Cow<'a, [u8]>>);

impl<'a> Case<'a> {
    pub(super) fn new(
        path: &'a ProductPath,
        new: &'a PlannedFile,
        from: Option<&'a ProductPath>,
        before: &'a Before,
        leaving: &BTreeSet<&ProductPath>,
        forced: &Forced,
        labels: &'a Labels,
    ) -> Self {
        let place = from.unwrap_or(path);
        let obstacle = |path| before.obstacle(path, |file| leaving.contains(file));
        let known = before.known.files.get(place);
        Self {
            path,
            from,
            new,
            known,
            disk: before.disk.get(place),
            base: before.base(place),
            obstacle: obstacle(path).or_else(|| obstacle(place)),
            as_rendered: before.is_as_rendered(place),
            forced: forced.names(path),
            git_merged: before.git_merged.contains(place),
            labels,
        }
    }

    pub(super) fn change(&self) -> Change {
        let (mut action, mut reason, contents) = self.decide();
        let there = self.disk.map(|disk| Cow::Borrowed(&disk.contents[..]));
        let (mut after, beside) = if reason == Reason::Binary { (None, contents) } else { (contents, None) };
        if self.from.is_some() && after.is_none() && action != Action::Refuse && reason != Reason::Deleted {
            // The file goes to its new place as it is.
            if beside.is_none() {
                (action, reason) = (Action::Update, Reason::Moved);
            }
            after = there;
        }
        let executable = self.disk.map_or(self.new.executable, |disk| disk.executable);
        let file = |contents: Cow<'_, [u8]>| NewFile { contents: contents.into_owned(), executable };
        let (after, beside) = (after.map(file), beside.map(file));
        let (path, from) = (self.path.clone(), self.from.cloned());
        Change { path, from, action, owner: self.new.owner, reason, after, beside }
    }

    fn decide(&self) -> Decision<'a> {
        if let Some(obstacle) = self.obstacle {
            return self.blocked(obstacle);
        }
        let Some(disk) = self.disk else { return self.absent() };
        if endings::same(&disk.contents, &self.new.contents) {
            return match self.known {
                Some(_) => (Action::Unchanged, Reason::InStep, None),
                None => (Action::Adopt, Reason::Same, None),
            };
        }
        match (self.new.owner, self.known) {
            (FileOwner::Once, Some(_)) if self.from.is_some() && self.as_rendered => {
                self.write(Action::Update, Reason::Rendered)
            }
            (FileOwner::Once, Some(_)) => (Action::Unchanged, Reason::InStep, None),
            (FileOwner::Once, None) => (Action::Keep, Reason::InTheWay, None),
            (_, None) if self.forced => self.write(Action::Update, Reason::Forced),
            (_, None) => (Action::Refuse, Reason::InTheWay, None),
            (_, Some(_)) if self.as_rendered => self.write(Action::Update, Reason::Rendered),
            (FileOwner::Generated, Some(known)) => self.drifted(known),
            (FileOwner::Merged, Some(known)) => self.merge(disk, known),
        }
    }

    /// Something other than a file is in the way: nothing is written, whoever names it.
    fn blocked(&self, obstacle: &Obstacle) -> Decision<'a> {
        let reason = Reason::Blocked(obstacle.clone());
        match self.known {
            Some(_) if self.new.owner == FileOwner::Once => (Action::Unchanged, reason, None),
            Some(known) if self.is_known_render(known) => (Action::Keep, reason, None),
            _ => (Action::Refuse, reason, None),
        }
    }

    fn absent(&self) -> Decision<'a> {
        match self.known {
            None => self.write(Action::Create, Reason::New),
            Some(_) if self.forced => self.write(Action::Create, Reason::Forced),
            Some(_) => (Action::Keep, Reason::Deleted, None),
        }
    }

    /// A file of the tool that is not as it was rendered.
    fn drifted(&self, known: &Known) -> Decision<'a> {
        if self.forced {
            self.write(Action::Update, Reason::Forced)
        } else if self.git_merged {
            self.write(Action::Update, Reason::GitMerged)
        } else if self.is_known_render(known) {
            (Action::Keep, Reason::Drift, None)
        } else {
            (Action::Refuse, Reason::Drift, None)
        }
    }

    /// Whether the new render is one that was written before.
    pub(super) fn is_known_render(&self, known: &Known) -> bool {
        known.digests.contains(&Digest::of(&self.new.contents))
    }

    /// The new render, with the line endings of what is there.
    pub(super) fn write(&self, action: Action, reason: Reason) -> Decision<'a> {
        let ending = |contents| endings::text(contents).and_then(endings::Ending::of);
        let contents = match self.disk.and_then(|disk| ending(&disk.contents)) {
            Some(there) if ending(&self.new.contents).is_some_and(|new| new != there) => {
                endings::text(&self.new.contents).map(|text| match there.apply(text) {
                    Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
                    Cow::Owned(text) => Cow::Owned(text.into_bytes()),
                })
            }
            _ => None,
        };
        (action, reason, Some(contents.unwrap_or(Cow::Borrowed(&self.new.contents))))
    }

    pub(super) fn is_forced(&self) -> bool {
        self.forced
    }
}
