//! Questions that a pack asks: the options of a port's location.

use serde_json::{Map, Value as Json};

use super::Interview;
use super::ask::{Choice, Question};
use super::check::Checked;
use crate::error::Result;
use crate::manifest::node::Node;
use crate::pack::{OptionSpec, OptionType};
use crate::render;

impl Interview<'_> {
    /// The answers to a kind's options. Those that keep their default are left out. Beside the kind's own defaults,
    /// those are offered that the starter has at the path `starter`.
    pub(super) fn location(
        &mut self,
        specs: &[OptionSpec],
        starter: Option<&str>,
        also: impl Fn(&OptionSpec, &Json) -> Checked,
    ) -> Result<Map<String, Json>> {
        let mut location = Map::new();
        for spec in specs {
            let default = self.default_of(spec)?;
            let suggested = starter.and_then(|path| self.suggested.get(&format!("{path}.{}", spec.name)));
            let shown = suggested.map(Node::to_json).as_ref().or(default.as_ref()).map(plain);
            let help = spec.help.trim().trim_end_matches('.');
            let answer = if spec.choices.is_empty() {
                let optional = !spec.required && default.is_none();
                let question = Question { prompt: &spec.name, help, default: shown.as_deref(), optional };
                self.ask.text(&question, |text| {
                    let value = typed(spec, text);
                    spec.check(&value).and_then(|()| also(spec, &value))
                })?
            } else {
                let choices: Vec<Choice> = spec.choices.iter().map(|choice| Choice::new(plain(choice), "")).collect();
                self.ask.choose(&spec.name, help, &choices, shown.as_deref())?
            };
            let value = typed(spec, &answer);
            if !answer.is_empty() && Some(&value) != default.as_ref() {
                location.insert(spec.name.clone(), value);
            }
        }
        Ok(location)
    }

    fn default_of(&self, spec: &OptionSpec) -> Result<Option<Json>> {
        let name = |path: &str| self.draft.text(path).and_then(|text| text.parse().ok());
        match (&spec.default, name("metadata.domain"), name("metadata.name")) {
            (Some(Json::String(text)), Some(domain), Some(name)) => {
                Ok(Some(render::starter(text, &domain, &name)?.into()))
            }
            (default, _, _) => Ok(default.clone()),
        }
    }
}

fn typed(spec: &OptionSpec, answer: &str) -> Json {
    match spec.kind {
        OptionType::String => Json::from(answer),
        OptionType::Integer => answer.parse::<i64>().map_or_else(|_| Json::from(answer), Json::from),
        OptionType::Boolean => answer.parse::<bool>().map_or_else(|_| Json::from(answer), Json::from),
    }
}

/// A value as a person types it.
fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
