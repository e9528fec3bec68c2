//! Questions that a pack asks: the options of a port's location.

use serde_json::{Map, Value as Json};

use super::Interview;
use super::ask::Choice;
use crate::error::Result;
use crate::pack::{OptionSpec, OptionType};
use crate::render;

impl Interview<'_> {
    /// The answers to a kind's options. Those that keep their default are left out.
    pub(super) fn location(&mut self, specs: &[OptionSpec]) -> Result<Map<String, Json>> {
        let mut location = Map::new();
        for spec in specs {
            let default = self.default_of(spec)?;
            let shown = default.as_ref().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            let help = spec.help.trim();
            let answer = loop {
                let answer = if spec.choices.is_empty() {
                    self.ask.text(&spec.name, help, shown.as_deref(), !spec.required, |_| Ok(()))?
                } else {
                    let choices: Vec<Choice> = spec
                        .choices
                        .iter()
                        .map(|choice| {
                            Choice::new(choice.as_str().map_or_else(|| choice.to_string(), str::to_owned), "")
                        })
                        .collect();
                    self.ask.choose(&spec.name, help, &choices, shown.as_deref())?
                };
                if answer.is_empty() {
                    break None;
                }
                let value = typed(spec, &answer);
                match spec.check(&value) {
                    Ok(()) => break Some(value),
                    Err(reason) => self.ask.note(&reason),
                }
            };
            if let Some(answer) = answer.filter(|answer| Some(answer) != default.as_ref()) {
                location.insert(spec.name.clone(), answer);
            }
        }
        Ok(location)
    }

    fn default_of(&self, spec: &OptionSpec) -> Result<Option<Json>> {
        let domain = self.draft.text("metadata.domain").unwrap_or_default();
        let name = self.draft.text("metadata.name").unwrap_or_default();
        spec.default.clone().map(|default| render::starter(default, domain, name)).transpose()
    }
}

fn typed(spec: &OptionSpec, answer: &str) -> Json {
    match spec.kind {
        OptionType::String => Json::from(answer),
        OptionType::Integer => answer.parse::<i64>().map_or_else(|_| Json::from(answer), Json::from),
        OptionType::Boolean => answer.parse::<bool>().map_or_else(|_| Json::from(answer), Json::from),
    }
}
