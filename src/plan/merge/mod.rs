//! Putting together what two sides made of one text.

pub(super) mod endings;
mod markers;
mod regions;
mod table;

use std::fmt::Write as _;

use similar::{DiffOp, TextDiff};

use regions::{Part, Region, parts, regions};

pub(super) use markers::{Block, blocks};
pub use markers::{leftovers, markers, one_side};
pub(super) use table::aligned;

/// What the sides of a conflict are called in its markers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The file on disk.
    pub yours: String,
    /// The render that both come from.
    pub last: String,
    /// The new render.
    pub new: String,
}

impl Default for Labels {
    fn default() -> Self {
        let [yours, last, new] = [markers::YOURS, "last render", "new render"].map(str::to_owned);
        Self { yours, last, new }
    }
}

/// A merged text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    /// The text, with markers around conflicts.
    pub(in crate::plan) text: String,
    /// How many conflicts it holds.
    pub(in crate::plan) conflicts: usize,
}

/// Merges what became of `base` on both sides. Without a base every difference is a conflict.
pub(super) fn merge(base: Option<&str>, yours: &str, new: &str, labels: &Labels) -> Merged {
    let mut out = Writer { merged: Merged { text: String::new(), conflicts: 0 }, labels };
    match base {
        Some(base) => three_way(base, yours, new, &mut out),
        None => two_way(yours, new, &mut out),
    }
    out.merged
}

/// Two versions of a text in one, with markers wherever they differ, and what both come from where that is known.
pub fn both_sides(base: Option<&[u8]>, yours: &[u8], new: &[u8], labels: &Labels) -> Vec<u8> {
    let [yours, new] = [yours, new].map(String::from_utf8_lossy);
    let mut out = Writer { merged: Merged { text: String::new(), conflicts: 0 }, labels };
    match base.map(String::from_utf8_lossy) {
        Some(base) => undecided(&base, &yours, &new, &mut out),
        None => two_way(&yours, &new, &mut out),
    }
    out.merged.text.into_bytes()
}

/// Like a three-way merge, but for that nothing is decided: what one side alone changed is a conflict, too.
fn undecided(base: &str, yours: &str, new: &str, out: &mut Writer<'_>) {
    let (base, yours, new) = (lines(base), lines(yours), lines(new));
    for part in parts(&base, &yours, &new) {
        match part {
            Part::Shared(range) => out.lines(&base[range]),
            Part::Gap { yours: mine, new: theirs, .. } if yours[mine.clone()] == new[theirs.clone()] => {
                out.lines(&yours[mine]);
            }
            Part::Gap { base: was, yours: mine, new: theirs } => {
                out.conflict(Some(&base[was]), &yours[mine], &new[theirs]);
            }
        }
    }
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn three_way(base: &str, yours: &str, new: &str, out: &mut Writer<'_>) {
    let (base, yours, new) = (lines(base), lines(yours), lines(new));
    for region in regions(&base, &yours, &new) {
        match region {
            Region::Unchanged(range) => out.lines(&base[range]),
            Region::Yours(range) => out.lines(&yours[range]),
            Region::New(range) => out.lines(&new[range]),
            Region::Conflict { base: was, yours: mine, new: theirs } => {
                out.conflict(Some(&base[was]), &yours[mine], &new[theirs]);
            }
        }
    }
}

fn two_way(yours: &str, new: &str, out: &mut Writer<'_>) {
    let diff = TextDiff::from_lines(yours, new);
    let (yours, new) = (lines(yours), lines(new));
    for op in diff.ops() {
        let (yours, new) = (&yours[op.old_range()], &new[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => out.lines(yours),
            _ => out.conflict(None, yours, new),
        }
    }
}

/// How alike two texts are: the share of lines that both hold, from 0 to 1.
pub(super) fn likeness(a: &str, b: &str) -> f32 {
    TextDiff::from_lines(a, b).ratio()
}

struct Writer<'a> {
    merged: Merged,
    labels: &'a Labels,
}

impl Writer<'_> {
    fn lines(&mut self, lines: &[&str]) {
        for line in lines {
            self.end_line();
            self.merged.text.push_str(line);
        }
    }

    /// A text may end without a line break; what comes behind it begins a line of its own.
    fn end_line(&mut self) {
        if !self.merged.text.is_empty() && !self.merged.text.ends_with('\n') {
            self.merged.text.push('\n');
        }
    }

    /// Both sides of a conflict between markers; the lines that both begin or end with stand outside.
    fn conflict(&mut self, base: Option<&[&str]>, yours: &[&str], new: &[&str]) {
        let head = yours.iter().zip(new).take_while(|(yours, new)| yours == new).count();
        let (shared, yours, new) = (&yours[..head], &yours[head..], &new[head..]);
        let tail = yours.iter().rev().zip(new.iter().rev()).take_while(|(yours, new)| yours == new).count();
        let (yours, rest) = yours.split_at(yours.len() - tail);
        let new = &new[..new.len() - tail];
        self.lines(shared);
        self.merged.conflicts += 1;
        self.marker(markers::START, &self.labels.yours);
        self.lines(yours);
        if let Some(base) = base {
            self.marker(markers::LAST, &self.labels.last);
            self.lines(base);
        }
        self.marker(markers::MIDDLE, "");
        self.lines(new);
        self.marker(markers::END, &self.labels.new);
        self.lines(rest);
    }

    fn marker(&mut self, marker: &str, label: &str) {
        self.end_line();
        let space = if label.is_empty() { "" } else { " " };
        let _ = writeln!(self.merged.text, "{marker}{space}{label}");
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
