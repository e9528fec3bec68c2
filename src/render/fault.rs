//! Which of several templates is at fault, and what is wrong with it.

use tera::ErrorKind;

use super::engine::{Engine, template_error};
use crate::diagnostics::nearest;
use crate::error::{Error, Result};

/// The error about templates that cannot be used together.
pub(super) fn of(templates: &[(&str, &str)], error: &tera::Error) -> Result<Error> {
    let failed = |template: &str, message: String| Error::Template { template: template.to_owned(), message };
    Ok(match error.kind() {
        ErrorKind::MissingParent { current, parent } => {
            let near = nearest(parent, templates.iter().map(|(name, _)| *name).filter(|name| name != current));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            failed(current, format!("extends `{parent}`, which is not there to be extended{near}"))
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            let below = templates.iter().rfind(|(name, _)| name.split_once(':').is_some_and(|(_, path)| path == tpl));
            let hint = below.map(|(name, _)| format!("; what a pack below has at this path is `{name}`"));
            failed(tpl, format!("extends itself{}", hint.unwrap_or_default()))
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            failed(tpl, format!("includes itself: {}", include_chain.join(" includes ")))
        }
        // The engine says where it stopped in the words of the template, but not always in which.
        _ => alone(templates)?.unwrap_or_else(|| template_error(&place(error), error)),
    })
}

/// The first template that is at fault on its own; what it includes or extends is no fault of its own.
fn alone(templates: &[(&str, &str)]) -> Result<Option<Error>> {
    let mut engine = Engine::empty()?;
    Ok(templates.iter().find_map(|(name, text)| {
        let error = engine.add(name, text).err()?;
        let others = matches!(error.kind(), ErrorKind::MissingParent { .. } | ErrorKind::TemplateNotFound(_));
        (!others).then(|| template_error(name, &error))
    }))
}

/// What the engine says of a text that is no template.
pub(super) fn of_syntax(name: &str, text: &str) -> Option<Error> {
    let error = Engine::empty().ok()?.add(name, text).err()?;
    matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| template_error(name, &error))
}

/// The template that the engine's message points at.
fn place(error: &tera::Error) -> String {
    position(error).and_then(|place| Some(place.rsplitn(3, ':').nth(2)?.to_owned())).unwrap_or_default()
}

/// Where the engine's message points at: `template:line:column`.
pub(super) fn position(error: &tera::Error) -> Option<String> {
    let message = error.to_string();
    Some(message.split_once("--> ")?.1.lines().next()?.to_owned())
}
