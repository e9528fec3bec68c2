//! The markers of a conflict, ours and git's: they are the same but for their labels.

/// What the first side of our own conflicts is called.
pub(super) const YOURS: &str = "yours";
pub(super) const START: &str = "<<<<<<<";
pub(super) const LAST: &str = "|||||||";
pub(super) const MIDDLE: &str = "=======";
pub(super) const END: &str = ">>>>>>>";

/// A conflict that stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) struct Block<'a> {
    /// The line of its first marker, from 1.
    pub(in crate::plan) line: usize,
    /// The line of its last marker.
    pub(in crate::plan) end: usize,
    /// The lines of the first side, with their line breaks.
    pub(in crate::plan) first: Vec<&'a str>,
    /// The lines of the second side.
    pub(in crate::plan) second: Vec<&'a str>,
}

impl Block<'_> {
    /// Whether another conflict has the same sides.
    pub(in crate::plan) fn is_like(&self, other: &Block<'_>) -> bool {
        let same =
            |a: &[&str], b: &[&str]| a.iter().map(|line| line.trim_end()).eq(b.iter().map(|line| line.trim_end()));
        same(&self.first, &other.first) && same(&self.second, &other.second)
    }
}

#[derive(Clone, Copy)]
enum Part {
    First,
    Last,
    Second,
}

/// The conflicts in a text, in their order. A lone marker is none: a line of `=` may underline a heading.
pub(in crate::plan) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    if !text.contains(START) {
        return found;
    }
    let mut open: Option<(Part, Block<'_>)> = None;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        if is(line, START) {
            open = Some((Part::First, Block { line: number, end: number, first: Vec::new(), second: Vec::new() }));
            continue;
        }
        let Some((part, block)) = &mut open else { continue };
        match part {
            Part::First if is(line, LAST) => *part = Part::Last,
            Part::First | Part::Last if is(line, MIDDLE) => *part = Part::Second,
            Part::First => block.first.push(line),
            Part::Last => {}
            Part::Second if is(line, END) => {
                block.end = number;
                found.extend(open.take().map(|(_, block)| block));
            }
            Part::Second => block.second.push(line),
        }
    }
    found
}

/// Whether a line is this marker, with or without a label.
fn is(line: &str, marker: &str) -> bool {
    line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r', '\n']))
}

/// The lines where a conflict begins that nobody has resolved; one that stands in `render` too belongs to the text.
pub fn markers(contents: &[u8], render: &[u8]) -> Vec<usize> {
    let (Ok(text), Ok(render)) = (str::from_utf8(contents), str::from_utf8(render)) else { return Vec::new() };
    let blocks = blocks(text);
    if blocks.is_empty() {
        return Vec::new();
    }
    let own = self::blocks(render);
    blocks.iter().filter(|block| !own.iter().any(|other| block.is_like(other))).map(|block| block.line).collect()
}

/// The lines of markers that are left of a conflict which was taken out by halves. A label tells them from text: a bare
/// line of `=` may underline a heading.
pub fn leftovers(contents: &[u8], render: &[u8]) -> Vec<usize> {
    let (text, render) = (String::from_utf8_lossy(contents), String::from_utf8_lossy(render));
    let blocks = blocks(&text);
    let labelled = |line: &str, marker: &str| {
        line.strip_prefix(marker).is_some_and(|rest| rest.starts_with(' ') && !rest.trim().is_empty())
    };
    let is_left = |number: usize, line: &str| {
        [START, LAST, END].iter().any(|marker| labelled(line, marker))
            && !blocks.iter().any(|block| (block.line..=block.end).contains(&number))
            && !render.lines().any(|other| other == line.trim_end())
    };
    (1..).zip(text.lines()).filter(|(number, line)| is_left(*number, line)).map(|(number, _)| number).collect()
}

/// The text with the first side of every conflict, or with the second.
pub fn one_side(text: &str, second: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blocks = blocks(text).into_iter().peekable();
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        match blocks.peek() {
            Some(block) if number == block.line => {
                out.extend(if second { &block.second } else { &block.first }.iter().copied());
            }
            Some(block) if number == block.end => drop(blocks.next()),
            Some(block) if number > block.line && number < block.end => {}
            _ => out.push_str(line),
        }
    }
    out
}
