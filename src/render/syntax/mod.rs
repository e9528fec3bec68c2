//! The syntax of templates, for those who look at a template without rendering it.
//!
//! The engine does not show the tree that it makes of a template. This one has what a check needs: names, filters,
//! and the bytes where they stand. It reads what the engine accepts; what the engine refuses is the engine's to say.

mod expression;
mod parse;
mod token;
mod tree;

pub use parse::{expression, template};
pub use tree::{Argument, Branch, Capture, Expression, Kind, Named, Node, Span, Template};

/// Where a text is no template, or one that cannot be read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The bytes.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

/// How deeply tags and expressions may lie in each other, and how many operators one expression may have: whoever reads
/// a template, the engine too, goes down a step for each.
const MAX_DEPTH: usize = 100;
const TOO_DEEP: &str = "more than 100 tags, brackets or operators inside each other are not for packs";

impl Unreadable {
    /// Whether the text may be a template, but no reader should go so deep.
    pub fn is_too_deep(&self) -> bool {
        self.message == TOO_DEEP
    }
}

#[cfg(test)]
mod tests;
