//! The interview: asks for what flags and files have not said, each answer checked as it is given.

mod access;
mod check;
mod fields;
mod options;
mod ports;

use std::path::Path;

use check::{Checked, name, parses, unreserved};

use super::Shell;
use super::in_mesh::InMesh;
use crate::cli::ask::{Ask, Choice, Question};
use crate::diagnostics::Report;
use crate::error::Result;
use crate::manifest::name::Name;
use crate::manifest::node::{Node, Origin};
use crate::manifest::value::{Duration, Email, Percentage, Text, Url};
use crate::manifest::{Draft, resolve, starter};
use crate::pack::Pack;

/// Asks for everything that is missing, and writes the answers into the draft.
pub(super) fn ask(draft: &mut Draft, pack: &Pack, mesh: &InMesh, shell: &Shell) -> Result<()> {
    // What is whole needs no answers, not even those that may be left out.
    if resolve(draft.clone(), pack)?.is_ok() {
        return Ok(());
    }
    let mut interview = Interview { suggested: Draft::default(), draft, pack, mesh, ask: Ask::new(shell.has_colour()) };
    interview.ask.note("Enter takes the answer that is shown. Ctrl-C stops, and nothing is written.");
    interview.identity()?;
    interview.owner()?;
    interview.inputs()?;
    interview.fields()?;
    interview.outputs()?;
    interview.service_levels()?;
    interview.access()?;
    interview.ci()?;
    interview.options()
}

/// What flags and files have said that no further answer can mend; better known before the first question.
pub(super) fn objections(draft: &Draft, pack: &Pack) -> Result<Option<Report>> {
    let mut trial = draft.clone();
    for (path, stand_in) in [("metadata.domain", "some_domain"), ("metadata.name", "some_name")] {
        if !trial.has(path) {
            // A path that cannot be set leads through a value of the wrong type, which is an objection of its own.
            let _ = trial.set(path, Node::text(stand_in, Origin::Default));
        }
    }
    starter(&mut trial, pack)?;
    let (Ok((_, mut report)) | Err(mut report)) = resolve(trial, pack)?;
    report.findings.retain(|finding| {
        let id = &finding.rule.id;
        let lasting =
            id.starts_with("manifest/") && id != "manifest/missing" || id == "pack/unknown-id" || id == "name/reserved";
        lasting && matches!(finding.origin, Origin::File { .. } | Origin::Flag(_))
    });
    Ok((report.errors() > 0).then_some(report))
}

/// Asks whether the files shown are to be written.
pub(super) fn confirm(destination: &Path, shell: &Shell) -> Result<bool> {
    Ask::new(shell.has_colour()).yes(&format!("Write these files to {}/?", destination.display()), true)
}

/// The choice of what is not offered. No name has such characters.
const ANOTHER: &str = "(another)";

struct Interview<'a> {
    draft: &'a mut Draft,
    /// The draft with the pack's starter: where defaults of questions come from.
    suggested: Draft,
    pack: &'a Pack,
    /// Where domains and other products are offered from.
    mesh: &'a InMesh,
    ask: Ask,
}

/// A question, and where its answer goes.
struct Answer<'a> {
    path: &'a str,
    prompt: &'a str,
    help: &'a str,
    optional: bool,
    check: &'a dyn Fn(&str) -> Checked,
}

impl Interview<'_> {
    fn identity(&mut self) -> Result<()> {
        self.ask.section("The product");
        self.domain()?;
        let mesh = self.mesh;
        self.question(&Answer {
            path: "metadata.domain",
            prompt: "Domain",
            help: "the business capability that owns the data, such as orders or logistics",
            optional: false,
            check: &|text| {
                name(text)?;
                mesh.objection(text).map_or(Ok(()), |(message, hint)| Err(format!("{message}; {hint}")))
            },
        })?;
        let domain = self.draft.text("metadata.domain").unwrap_or_default().to_owned();
        self.question(&Answer {
            path: "metadata.name",
            prompt: "Product name",
            help: "what the product holds, such as order_events",
            optional: false,
            check: &|text| {
                unreserved(text)?;
                let twin = mesh.twin(&domain, text).map_err(|error| error.to_string())?;
                twin.map_or(Ok(()), |(message, hint)| Err(format!("{message}; {hint}")))
            },
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
            archetypes.push(Choice::new(id, about.map(|about| about.description.clone()).unwrap_or_default()));
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
        self.question(&Answer {
            path: "spec.description",
            prompt: "Description",
            help: "what one row is, and what the product is for",
            optional: false,
            check: &parses::<Text, _>,
        })
    }

    /// One of the domains of the mesh. Another is typed.
    fn domain(&mut self) -> Result<()> {
        let domains = self.mesh.domains();
        if domains.is_empty() || self.draft.has("metadata.domain") {
            return Ok(());
        }
        let mut choices: Vec<Choice> = domains.into_iter().map(|(name, about)| Choice::new(name, about)).collect();
        choices.push(Choice::new(ANOTHER, "a domain that mesh.yaml does not list yet"));
        let chosen = self.ask.choose("Domain", "the domain of the mesh that owns the data", &choices, None)?;
        if chosen == ANOTHER { Ok(()) } else { self.set("metadata.domain", Node::text(chosen, Origin::Prompt)) }
    }

    fn owner(&mut self) -> Result<()> {
        self.ask.section("Who answers for it");
        let questions = [
            (
                "metadata.owner.team",
                "Owner team",
                "who answers for the product",
                false,
                parses::<Text, _> as fn(&str) -> Checked,
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
            ("metadata.catalogUrl", "Catalog page", "the product's page in the data catalog", true, parses::<Url, _>),
        ];
        for (path, prompt, help, optional, check) in questions {
            self.question(&Answer { path, prompt, help, optional, check: &check })?;
        }
        Ok(())
    }

    fn service_levels(&mut self) -> Result<()> {
        self.ask.section("What is promised");
        let questions = [
            (
                "spec.slo.freshness.target",
                "Freshness target",
                "how old the newest row may be, such as 30m or 1 hour",
                false,
                parses::<Duration, _> as fn(&str) -> Checked,
            ),
            (
                "spec.slo.availability.target",
                "Availability target",
                "the share of time that the port answers, such as 99.9%",
                true,
                parses::<Percentage, _>,
            ),
            (
                "spec.slo.completeness.target",
                "Completeness target",
                "the share of rows that arrive whole, such as 99.5%",
                true,
                parses::<Percentage, _>,
            ),
        ];
        for (path, prompt, help, optional, check) in questions {
            self.question(&Answer { path, prompt, help, optional, check: &check })?;
        }
        Ok(())
    }

    fn ci(&mut self) -> Result<()> {
        self.ask.section("Continuous integration");
        let mut providers = Vec::new();
        for id in self.pack.ci_providers() {
            let about = self.pack.ci_provider(id)?;
            providers.push(Choice::new(id, about.map(|about| about.title.clone()).unwrap_or_default()));
        }
        self.choice("spec.ci.provider", "Provider", "whose workflow is rendered", &providers)
    }

    /// Works out the defaults of the questions that follow.
    fn suggest(&mut self) -> Result<()> {
        self.suggested = self.draft.clone();
        starter(&mut self.suggested, self.pack)?;
        self.suggested.fill(&self.pack.defaults()?);
        Ok(())
    }

    /// Asks one question, unless it was answered before.
    fn question(&mut self, answer: &Answer<'_>) -> Result<()> {
        let Answer { path, prompt, help, optional, check } = *answer;
        if self.draft.has(path) {
            return Ok(());
        }
        let default = self.suggested.text(path).map(|text| text.trim().to_owned());
        let text =
            self.ask.text(&Question { prompt, help, default: default.as_deref(), optional, empty: None }, check)?;
        if text.is_empty() { Ok(()) } else { self.set(path, Node::text(text, Origin::Prompt)) }
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
