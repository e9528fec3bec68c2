//! A file of both: the team's edits and the new render are put together.

use std::borrow::Cow;

use super::case::{Case, Decision};
use crate::plan::lock::Known;
use crate::plan::merge::endings::{self, Ending};
use crate::plan::merge::{Block, aligned, blocks, markers, merge, one_side};
use crate::plan::{Action, DiskFile, Reason};

impl<'a> Case<'a> {
    /// Decides over a file that is neither the new render nor as it was rendered.
    pub(super) fn merge(&self, disk: &'a DiskFile, known: &Known) -> Decision<'a> {
        let unchanged = match self.base {
            Some(base) => endings::same(base, &self.new.contents),
            None => self.is_known_render(known),
        };
        let texts = Texts::of(self, disk);
        let unresolved = texts.as_ref().is_some_and(Texts::is_unresolved);
        if unresolved && self.is_forced() {
            return self.write(Action::Update, Reason::Forced);
        }
        match texts {
            _ if unresolved && unchanged && self.from.is_none() => (Action::Keep, Reason::Unresolved, None),
            _ if unresolved => (Action::Refuse, Reason::Unresolved, None),
            _ if unchanged => (Action::Keep, Reason::Edited, None),
            _ if self.base.is_some_and(|base| endings::same(base, &disk.contents)) => {
                self.write(Action::Update, Reason::Rendered)
            }
            None if self.is_forced() => self.write(Action::Update, Reason::Forced),
            None => (Action::Conflict, Reason::Binary, Some(Cow::Borrowed(&self.new.contents))),
            Some(texts) => self.three_way(&texts),
        }
    }

    fn three_way(&self, texts: &Texts<'_>) -> Decision<'a> {
        let table = texts.base.as_deref().filter(|_| self.path.extension() == Some("csv"));
        let merged = match table.and_then(|base| aligned(base, &texts.disk, &texts.new)) {
            Some([base, disk, new]) => merge(Some(&base), &disk, &new, self.labels),
            None => merge(texts.base.as_deref(), &texts.disk, &texts.new, self.labels),
        };
        if merged.conflicts == 0 && merged.text == texts.disk && !texts.apart {
            return (Action::Keep, Reason::Edited, None);
        }
        let (action, reason) = match (merged.conflicts, &texts.base) {
            (0, _) if merged.text == texts.new => (Action::Update, Reason::Rendered),
            (0, _) => (Action::Merge, Reason::Merged),
            (_, Some(_)) => (Action::Conflict, Reason::SameLines),
            (_, None) => (Action::Conflict, Reason::NoLastRender),
        };
        let text = match texts.ending {
            Some(ending) => ending.apply(&merged.text).into_owned(),
            None => merged.text,
        };
        (action, reason, Some(Cow::Owned(text.into_bytes())))
    }
}

/// The three versions of a text, with the same line endings.
struct Texts<'a> {
    base: Option<Cow<'a, str>>,
    disk: Cow<'a, str>,
    new: Cow<'a, str>,
    /// The line endings that the file on disk has, where they are not those of its renders.
    ending: Option<Ending>,
    /// Whether git's markers were taken out of the file.
    apart: bool,
}

impl<'a> Texts<'a> {
    /// Nothing where one of them is no text.
    fn of(case: &Case<'a>, disk: &'a DiskFile) -> Option<Self> {
        let base = match case.base {
            Some(base) => Some(endings::text(base)?),
            None => None,
        };
        let (disk, new) = (endings::text(&disk.contents)?, endings::text(&case.new.contents)?);
        let there = Ending::of(disk);
        let differ = |text: &str| Ending::of(text).is_some_and(|ending| Some(ending) != there);
        let ending = there.filter(|_| differ(new) || base.is_some_and(differ));
        let even = |text: &'a str| if ending.is_some() { Ending::Lf.apply(text) } else { Cow::Borrowed(text) };
        let mut texts = Self { base: base.map(even), disk: even(disk), new: even(new), ending, apart: false };
        texts.take_git_merged_renders_apart();
        Some(texts)
    }

    /// Two branches that both rendered leave the same conflicts in the last render and in the file. Where every
    /// conflict of the file is one of the renders, the first side of each is what the first branch rendered.
    fn take_git_merged_renders_apart(&mut self) {
        let Some(base) = &self.base else { return };
        let (renders, there) = (blocks(base), blocks(&self.disk));
        let is_render = |block: &Block<'_>| renders.iter().any(|other| block.is_like(other));
        if !renders.is_empty() && there.iter().all(is_render) {
            self.apart = !there.is_empty();
            let (base, disk) = (one_side(base, false), one_side(&self.disk, false));
            (self.base, self.disk) = (Some(Cow::Owned(base)), Cow::Owned(disk));
        }
    }

    fn is_unresolved(&self) -> bool {
        !markers(self.disk.as_bytes(), self.new.as_bytes()).is_empty()
    }
}
