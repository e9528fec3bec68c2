//! The interview: asks for what flags and files have not said, each answer checked as it is given.

mod access;
mod ask;
mod fields;
mod options;
mod ports;

use std::path::Path;

use ask::{Ask, Choice};

use super::Shell;
use crate::error::Result;
use crate::manifest::name::Name;
use crate::manifest::node::{Node, Origin};
use crate::manifest::value::{Duration, Email, Percentage, Text, Url};
use crate::manifest::{Draft, starter};
use crate::pack::Pack;

/// Asks for everything that is missing, and writes the answers into the draft.
pub(super) fn ask(draft: &mut Draft, pack: &Pack, shell: &Shell) -> Result<()> {
    let mut interview = Interview { suggested: Draft::default(), draft, pack, ask: Ask::new(shell.has_colour()) };
    interview.identity()?;
    interview.owner()?;
    interview.inputs()?;
    interview.fields()?;
    interview.outputs()?;
    interview.service_levels()?;
    interview.access()?;
    interview.ci()
}

/// Asks whether the files shown are to be written.
pub(super) fn confirm(destination: &Path, shell: &Shell) -> Result<bool> {
    Ask::new(shell.has_colour()).yes(&format!("Write these files to {}/?", destination.display()), true)
}

struct Interview<'a> {
    draft: &'a mut Draft,
    /// The draft with the pack's starter: where defaults of questions come from.
    suggested: Draft,
    pack: &'a Pack,
    ask: Ask,
}

/// A question with a text for an answer.
struct Question<'a> {
    path: &'a str,
    prompt: &'a str,
    help: &'a str,
    optional: bool,
    check: fn(&str) -> std::result::Result<(), String>,
}

/// A check by parsing into a type.
fn parses<T: std::str::FromStr<Err = E>, E: std::fmt::Display>(text: &str) -> std::result::Result<(), String> {
    text.parse::<T>().map(drop).map_err(|error| error.to_string())
}

impl Interview<'_> {
    fn identity(&mut self) -> Result<()> {
        self.question(&Question {
            path: "metadata.domain",
            prompt: "Domain",
            help: "the business capability that owns the data, such as orders or logistics",
            optional: false,
            check: parses::<Name, _>,
        })?;
        self.question(&Question {
            path: "metadata.name",
            prompt: "Product name",
            help: "what the product holds, such as order_events",
            optional: false,
            check: parses::<Name, _>,
        })?;
        if let Some(Ok(name)) = self.draft.text("metadata.name").map(str::parse::<Name>) {
            self.ask.note(&format!(
                "it will be {} in SQL, {} in Avro, {} in URLs",
                name.snake(),
                name.pascal(),
                name.kebab()
            ));
        }
        let mut archetypes = Vec::new();
        for id in self.pack.archetypes() {
            let about = self.pack.archetype(id)?;
            archetypes.push(Choice::new(id, about.map(|about| about.description).unwrap_or_default()));
        }
        self.suggest()?;
        self.choice(
            "spec.archetype",
            "Archetype",
            "where the product stands between sources and consumers",
            &archetypes,
        )?;
        // An archetype may start with something else.
        self.suggest()?;
        self.question(&Question {
            path: "spec.description",
            prompt: "Description",
            help: "what one row is, and what the product is for",
            optional: false,
            check: parses::<Text, _>,
        })
    }

    fn owner(&mut self) -> Result<()> {
        let questions = [
            (
                "metadata.owner.team",
                "Owner team",
                "who answers for the product",
                false,
                parses::<Text, _> as fn(&str) -> _,
            ),
            ("metadata.owner.email", "Owner e-mail", "where to write to", false, parses::<Email, _>),
            (
                "metadata.owner.onCall",
                "On call",
                "who is called when a service level is missed",
                true,
                parses::<Text, _>,
            ),
            ("metadata.owner.channel", "Channel", "where to ask", true, parses::<Text, _>),
            (
                "metadata.catalogUrl",
                "Catalog page",
                "the product's page in the data catalog; leave it empty when there is none yet",
                true,
                parses::<Url, _>,
            ),
        ];
        for (path, prompt, help, optional, check) in questions {
            self.question(&Question { path, prompt, help, optional, check })?;
        }
        Ok(())
    }

    fn service_levels(&mut self) -> Result<()> {
        let questions = [
            (
                "spec.slo.freshness.target",
                "Freshness target",
                "how old the newest row may be, such as 30m or 1 hour",
                false,
                parses::<Duration, _> as fn(&str) -> _,
            ),
            (
                "spec.slo.availability.target",
                "Availability target",
                "the share of time that the port answers, such as 99.9%; leave it empty to promise none",
                true,
                parses::<Percentage, _>,
            ),
            (
                "spec.slo.completeness.target",
                "Completeness target",
                "the share of rows that arrive whole, such as 99.5%; leave it empty to promise none",
                true,
                parses::<Percentage, _>,
            ),
        ];
        for (path, prompt, help, optional, check) in questions {
            self.question(&Question { path, prompt, help, optional, check })?;
        }
        Ok(())
    }

    fn ci(&mut self) -> Result<()> {
        let mut providers = Vec::new();
        for id in self.pack.ci_providers() {
            let about = self.pack.ci_provider(id)?;
            providers.push(Choice::new(id, about.map(|about| about.title).unwrap_or_default()));
        }
        self.choice("spec.ci.provider", "Continuous integration", "whose workflow is rendered", &providers)
    }

    /// Works out the defaults of the questions that follow.
    fn suggest(&mut self) -> Result<()> {
        self.suggested = self.draft.clone();
        starter(&mut self.suggested, self.pack)?;
        self.suggested.fill(&self.pack.defaults()?);
        Ok(())
    }

    /// Asks one question, unless it was answered before.
    fn question(&mut self, question: &Question<'_>) -> Result<()> {
        if self.draft.has(question.path) {
            return Ok(());
        }
        let default = self.suggested.text(question.path).map(|text| text.trim().to_owned());
        let answer =
            self.ask.text(question.prompt, question.help, default.as_deref(), question.optional, question.check)?;
        if answer.is_empty() { Ok(()) } else { self.set(question.path, Node::text(answer, Origin::Prompt)) }
    }

    /// Asks for one of several ids, unless it was answered before.
    fn choice(&mut self, path: &str, prompt: &str, help: &str, choices: &[Choice]) -> Result<()> {
        if self.draft.has(path) {
            return Ok(());
        }
        let default = self.suggested.text(path).map(str::to_owned);
        let answer = self.ask.choose(prompt, help, choices, default.as_deref())?;
        self.set(path, Node::text(answer, Origin::Prompt))
    }

    fn set(&mut self, path: &str, value: Node) -> Result<()> {
        self.draft.set(path, value).map_err(|error| super::usage(error.to_string(), "correct the file given by --from"))
    }

    fn set_json(&mut self, path: &str, value: serde_json::Value) -> Result<()> {
        self.set(path, Node::from_json(value, &Origin::Prompt))
    }
}
