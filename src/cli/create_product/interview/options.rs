//! Questions that a pack asks: its own options, and those of a port's location.

use serde_json::{Map, Value as Json};

use super::Interview;
use super::check::Checked;
use crate::cli::ask::{Choice, Question};
use crate::error::Result;
use crate::manifest::name::Name;
use crate::manifest::node::Node;
use crate::pack::{OptionSpec, OptionType};

/// Where the options are asked that every product answers.
const OPTIONS: &str = "spec.options";

impl Interview<'_> {
    /// The options of the pack that neither flags nor files have answered.
    pub(super) fn options(&mut self) -> Result<()> {
        let specs = self.pack.options()?;
        if specs.is_empty() {
            return Ok(());
        }
        let mut earlier = Map::new();
        let mut begun = false;
        for spec in specs {
            let path = format!("{OPTIONS}.{}", spec.name);
            let mut value = self.draft.get(&path).map(Node::to_json).filter(|value| !value.is_null());
            if value.is_none() && spec.applies("options", &earlier)? {
                if !begun {
                    self.ask.section(&format!("Options of the pack {}", self.pack.about.name));
                    begun = true;
                }
                let default = self.default_of(spec)?;
                value = self.option(spec, default.as_ref(), Some(&path), |_, _| Ok(()))?;
                if let Some(value) = value.as_ref().filter(|value| Some(*value) != default.as_ref()) {
                    self.set_json(&path, value.clone())?;
                }
            }
            earlier.insert(spec.name.clone(), value.unwrap_or_default());
        }
        Ok(())
    }

    /// The answers to a kind's options. Those that keep their default are left out. Beside the kind's own defaults,
    /// those are offered that the starter has at the path `starter`.
    pub(super) fn location(
        &mut self,
        specs: &[OptionSpec],
        starter: Option<&str>,
        also: impl Fn(&OptionSpec, &Json) -> Checked,
    ) -> Result<Map<String, Json>> {
        let (mut location, mut earlier) = (Map::new(), Map::new());
        for spec in specs {
            let mut value = None;
            if spec.applies("location", &earlier)? {
                let default = self.default_of(spec)?;
                let starter = starter.map(|path| format!("{path}.{}", spec.name));
                value = self.option(spec, default.as_ref(), starter.as_deref(), &also)?;
                if let Some(value) = value.as_ref().filter(|value| Some(*value) != default.as_ref()) {
                    location.insert(spec.name.clone(), value.clone());
                }
            }
            earlier.insert(spec.name.clone(), value.unwrap_or_default());
        }
        Ok(location)
    }

    /// One option: its answer, or nothing where it may be left out. What the starter has at `starter` is offered.
    fn option(
        &mut self,
        spec: &OptionSpec,
        default: Option<&Json>,
        starter: Option<&str>,
        also: impl Fn(&OptionSpec, &Json) -> Checked,
    ) -> Result<Option<Json>> {
        let suggested = starter.and_then(|path| self.suggested.get(path)).map(Node::to_json);
        let shown = suggested.as_ref().or(default).map(OptionSpec::write);
        let optional = !spec.required && default.is_none();
        let choices: Vec<String> = spec.choices.iter().map(OptionSpec::write).collect();
        let answer = if !choices.is_empty() && !optional && spec.kind != OptionType::List {
            let choices: Vec<Choice> = choices.iter().map(|choice| Choice::new(choice, "")).collect();
            self.ask.choose(spec.title(), &spec.hint(), &choices, shown.as_deref())?
        } else {
            let mut help = spec.hint();
            if !choices.is_empty() {
                help = format!("{help}; among {}", choices.join(", "));
            }
            if spec.kind == OptionType::List {
                help.push_str("; separated by commas");
            }
            let question =
                Question { prompt: spec.title(), help: &help, default: shown.as_deref(), optional, empty: None };
            self.ask.text(&question, |text| {
                let value = spec.read(text);
                spec.check(&value).and_then(|()| also(spec, &value))
            })?
        };
        Ok((!answer.is_empty()).then(|| spec.read(&answer)))
    }

    fn default_of(&self, spec: &OptionSpec) -> Result<Option<Json>> {
        let name = |path: &str| self.draft.text(path).and_then(|text| text.parse::<Name>().ok());
        match (name("metadata.domain"), name("metadata.name")) {
            (Some(domain), Some(name)) => spec.default(&domain, &name),
            _ => Ok(spec.default.clone()),
        }
    }
}
