//! Which lines of a base and of two texts made of it go together.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A part of a merge: ranges of lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// The base, unchanged on both sides.
    Unchanged(Range<usize>),
    /// Lines of `yours`: it alone changed here, or both sides made the same change.
    Yours(Range<usize>),
    /// Lines of the new text: it alone changed here.
    New(Range<usize>),
    /// Both changed here, each in its way.
    Conflict { base: Range<usize>, yours: Range<usize>, new: Range<usize> },
}

/// Lines that base and one side share: where they begin in each, and how many.
#[derive(Clone, Copy)]
struct Match {
    base: usize,
    side: usize,
    lines: usize,
}

/// A part of a base and of two texts made of it, before anything is decided: ranges of lines.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Lines of the base that all three share.
    Shared(Range<usize>),
    /// Lines of which at least one side made something.
    Gap { base: Range<usize>, yours: Range<usize>, new: Range<usize> },
}

/// Cuts a three-way merge into regions, by what each side shares with the base.
pub(super) fn regions(base: &[&str], yours: &[&str], new: &[&str]) -> Vec<Region> {
    let region = |part| match part {
        Part::Shared(range) => Some(Region::Unchanged(range)),
        Part::Gap { base: was, yours: mine, new: theirs } => changed(base, yours, new, (was, mine, theirs)),
    };
    parts(base, yours, new).into_iter().filter_map(region).collect()
}

/// Cuts three texts where all of them are the same.
pub(super) fn parts(base: &[&str], yours: &[&str], new: &[&str]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = [0, 0, 0];
    for shared in shared(base, yours, new) {
        let [base_from, yours_from, new_from] = at;
        let [base_to, yours_to, new_to] = shared.each_ref().map(|range| range.start);
        parts.push(Part::Gap { base: base_from..base_to, yours: yours_from..yours_to, new: new_from..new_to });
        at = shared.each_ref().map(|range| range.end);
        let [shared, ..] = shared;
        if !shared.is_empty() {
            parts.push(Part::Shared(shared));
        }
    }
    parts
}

/// What stands between two parts that all three share. Nothing, when both sides removed it.
fn changed(
    base: &[&str],
    yours: &[&str],
    new: &[&str],
    (in_base, in_yours, in_new): (Range<usize>, Range<usize>, Range<usize>),
) -> Option<Region> {
    let (was, mine, theirs) = (&base[in_base.clone()], &yours[in_yours.clone()], &new[in_new.clone()]);
    if mine.is_empty() && theirs.is_empty() {
        None
    } else if mine == theirs || was == theirs {
        Some(Region::Yours(in_yours))
    } else if was == mine {
        Some(Region::New(in_new))
    } else {
        Some(Region::Conflict { base: in_base, yours: in_yours, new: in_new })
    }
}

/// The parts that all three share, in base, yours and new; the last one is empty and at the end of each.
fn shared(base: &[&str], yours: &[&str], new: &[&str]) -> Vec<[Range<usize>; 3]> {
    let (ours, theirs) = (matches(base, yours), matches(base, new));
    let mut shared = Vec::new();
    let (mut a, mut b) = (ours.iter().peekable(), theirs.iter().peekable());
    while let (Some(mine), Some(other)) = (a.peek(), b.peek()) {
        let (from, to) = (mine.base.max(other.base), mine.end().min(other.end()));
        if from < to {
            let within = |found: &Match| found.side + from - found.base..found.side + to - found.base;
            shared.push([from..to, within(mine), within(other)]);
        }
        if mine.end() < other.end() {
            a.next();
        } else {
            b.next();
        }
    }
    shared.push([base.len(), yours.len(), new.len()].map(|end| end..end));
    shared
}

fn matches(base: &[&str], side: &[&str]) -> Vec<Match> {
    capture_diff_slices(Algorithm::Patience, base, side)
        .into_iter()
        .filter_map(|op| match op {
            DiffOp::Equal { old_index, new_index, len } => Some(Match { base: old_index, side: new_index, lines: len }),
            _ => None,
        })
        .collect()
}

impl Match {
    fn end(&self) -> usize {
        self.base + self.lines
    }
}
