//! Boxes and lines between them, as SVG, Mermaid or DOT. The same drawing gives the same text.

mod layout;
mod svg;
mod text;

pub use svg::xml;

/// A drawing.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// What it shows.
    pub title: String,
    /// The boxes.
    pub boxes: Vec<Card>,
    /// The lines between them.
    pub lines: Vec<Line>,
}

/// A box of a drawing.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// What tells it from the others.
    pub id: String,
    /// Its first line.
    pub title: String,
    /// Its second line.
    pub subtitle: String,
    /// Where a click on it leads to.
    pub href: Option<String>,
    /// Classes for style sheets, with spaces between them.
    pub class: String,
}

/// A line of a drawing.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The index of the box that it comes from.
    pub from: usize,
    /// The index of the box that it leads to.
    pub to: usize,
    /// What stands at it.
    pub label: String,
}
