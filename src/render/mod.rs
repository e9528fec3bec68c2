//! From a pack's templates and a context to text.
//!
//! Text is never trusted: a string that a template prints without one of the filters is an error,
//! unless it is made of the few characters that mean nothing in any language.

pub mod context;
mod engine;
mod fault;
pub mod filter;
mod guard;
pub mod syntax;

pub use context::{Context, Forms};
pub use engine::{Engine, Fault, is_harmless};

use std::sync::OnceLock;

use crate::error::Result;
use crate::manifest::name::Name;

/// The engine for expressions that stand outside any template, made once.
fn expressions() -> Result<&'static Engine> {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    match ENGINE.get() {
        Some(engine) => Ok(engine),
        None => Engine::guarded(&[]).map(|engine| ENGINE.get_or_init(|| engine)),
    }
}

/// Whether an expression holds for one variable: `name` is what a message calls the expression.
pub fn holds(name: &str, expression: &str, variable: &str, value: &serde_json::Value) -> Result<bool> {
    let mut context = tera::Context::new();
    context.insert(variable.to_owned(), value);
    expressions()?.holds(name, expression, &context)
}

/// Renders a text of a pack that may speak of `domain` and `name`, such as a starter or the default of an option.
pub fn starter(text: &str, domain: &Name, name: &Name) -> Result<String> {
    if !(text.contains("<{") || text.contains("<%")) {
        return Ok(text.to_owned());
    }
    let mut names = tera::Context::new();
    names.insert("domain", &Forms::of(domain));
    names.insert("name", &Forms::of(name));
    expression("starter", text, &names)
}

/// Renders a text that stands outside any template; `what` is what a message calls it.
pub(crate) fn expression(what: &str, text: &str, values: &tera::Context) -> Result<String> {
    expressions()?.render_text(what, text, values)
}
