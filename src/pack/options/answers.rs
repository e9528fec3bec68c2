//! From what a manifest says to the value of every option.

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::OptionSpec;
use crate::error::Result;
use crate::manifest::name::Name;
use crate::render;

/// What was said: option → value.
pub type Given = IndexMap<String, Json>;

/// An option, and what holds for it.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The option.
    pub spec: &'a OptionSpec,
    /// Whether its condition holds, so that it is a question at all.
    pub applies: bool,
    /// What was given, if it can be; else the default; null where there is none, and where the option is no question.
    pub value: Json,
}

/// The value of every option, in the order of the pack. Conditions see the values before them under `scope`.
pub fn answers<'a>(
    specs: &'a [OptionSpec],
    given: &Given,
    scope: &str,
    domain: &Name,
    name: &Name,
) -> Result<Vec<Answer<'a>>> {
    let mut earlier = Map::new();
    let mut answers = Vec::with_capacity(specs.len());
    for spec in specs {
        let applies = spec.applies(scope, &earlier)?;
        // What is no answer is reported as such, and decides nothing.
        let value = match given.get(&spec.name).filter(|value| spec.check(value).is_ok()) {
            _ if !applies => Json::Null,
            Some(value) => value.clone(),
            None => spec.default(domain, name)?.unwrap_or_default(),
        };
        earlier.insert(spec.name.clone(), value.clone());
        answers.push(Answer { spec, applies, value });
    }
    Ok(answers)
}

impl OptionSpec {
    /// Whether the option is a question after the answers `earlier`, which its condition sees under `scope`.
    pub fn applies(&self, scope: &str, earlier: &Map<String, Json>) -> Result<bool> {
        match &self.when {
            None => Ok(true),
            Some(condition) => {
                let place = format!("`when` of the option `{}`", self.name);
                render::holds(&place, condition, scope, &Json::Object(earlier.clone()))
            }
        }
    }

    /// The value where none is given. A text may speak of the product's names.
    pub fn default(&self, domain: &Name, name: &Name) -> Result<Option<Json>> {
        match &self.default {
            Some(Json::String(text)) => Ok(Some(render::starter(text, domain, name)?.into())),
            other => Ok(other.clone()),
        }
    }
}
