//! From a pack's templates and a context to text.
//!
//! Text is never trusted: a string that a template prints without one of the filters is an error,
//! unless it is made of the few characters that mean nothing in any language.

pub mod context;
mod engine;
pub mod filter;

pub use context::{Context, Forms};
pub use engine::Engine;

use serde_json::Value as Json;

use crate::error::Result;
use crate::manifest::name::Name;

/// Renders the templates inside a tree of starter values, which may speak of `domain` and `name`.
pub fn starter(tree: Json, domain: &str, name: &str) -> Result<Json> {
    let mut names = tera::Context::new();
    for (key, text) in [("domain", domain), ("name", name)] {
        match text.parse::<Name>() {
            Ok(parsed) => names.insert(key, &Forms::of(&parsed)),
            Err(_) => names.insert(key, &Forms::default()),
        }
    }
    let engine = Engine::empty()?;
    render_tree(tree, &|text| engine.render_text("starter", text, &names))
}

/// Applies `render` to every text of a tree that holds a template.
pub fn render_tree(tree: Json, render: &dyn Fn(&str) -> Result<String>) -> Result<Json> {
    Ok(match tree {
        Json::String(text) if text.contains("<{") || text.contains("<%") => Json::String(render(&text)?),
        Json::Array(items) => {
            Json::Array(items.into_iter().map(|item| render_tree(item, render)).collect::<Result<_>>()?)
        }
        Json::Object(entries) => Json::Object(
            entries.into_iter().map(|(key, value)| Ok((key, render_tree(value, render)?))).collect::<Result<_>>()?,
        ),
        other => other,
    })
}
