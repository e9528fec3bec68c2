//! Classification, retention and consumers.

use serde_json::{Value as Json, json};

use super::check::{Checked, name, parses};
use super::{Answer, Interview};
use crate::cli::ask::{Choice, Question};
use crate::error::Result;
use crate::manifest::value::{Duration, ProductId, Text};
use crate::pack::OptionSpec;

impl Interview<'_> {
    /// Who may see the data, for how long it is kept, and who reads it.
    pub(super) fn access(&mut self) -> Result<()> {
        self.ask.section("Who may read");
        let levels = [
            Choice::new("public", "for everybody"),
            Choice::new("internal", "for everybody inside the organisation"),
            Choice::new("confidential", "for those who need it"),
            Choice::new("restricted", "for those who are named"),
        ];
        self.choice("spec.access.classification", "Classification", "how sensitive the data is", &levels)?;
        self.question(&Answer {
            path: "spec.access.retention",
            prompt: "Retention",
            help: "for how long the data is kept, such as 90 days or 7 years",
            optional: false,
            check: &parses::<Duration, _>,
        })?;
        if self.draft.has("spec.access.consumers") {
            return Ok(());
        }
        let kind = self.draft.text("spec.outputPorts[0].kind").unwrap_or_default();
        let principal = self.pack.port_kind(kind)?.and_then(|kind| kind.principal.clone());
        let mut consumers: Vec<Json> = Vec::new();
        while self.ask.yes(if consumers.is_empty() { "Declare a consumer?" } else { "Another consumer?" }, false)? {
            let consumer = self.consumer(&consumers, principal.as_ref())?;
            consumers.push(consumer);
        }
        if consumers.is_empty() { Ok(()) } else { self.set_json("spec.access.consumers", Json::Array(consumers)) }
    }

    fn consumer(&mut self, before: &[Json], principal: Option<&OptionSpec>) -> Result<Json> {
        let help = "the domain that reads, such as finance";
        let domain = self.ask.text(&Question { prompt: "Consumer domain", help, ..Question::default() }, name)?;
        let mut consumer = json!({ "domain": domain });
        let mut optional = |key: &str, prompt: &str, help: &str, check: &dyn Fn(&str) -> Checked| -> Result<()> {
            let answer = self.ask.text(&Question { prompt, help, optional: true, ..Question::default() }, check)?;
            if !answer.is_empty() {
                consumer[key] = answer.into();
            }
            Ok(())
        };
        optional(
            "product",
            "Consumer product",
            &format!("the product that it builds, such as {domain}.revenue_daily"),
            &|text| {
                let product = text.parse::<ProductId>()?;
                if product.domain.as_str() != domain {
                    return Err(format!("`{product}` does not belong to the domain `{domain}`"));
                }
                if before.iter().any(|other| other["product"] == text) {
                    return Err(format!("`{product}` is declared already"));
                }
                Ok(())
            },
        )?;
        optional("purpose", "Purpose", "what the data is used for", &parses::<Text, _>)?;
        let help = principal.map_or("who is granted access on the platform: a group, a role", |spec| spec.help.trim());
        let help = format!("{}; without it no grant is made yet", help.trim_end_matches('.'));
        optional("principal", "Principal", &help, &|text| match principal {
            Some(spec) => spec.check(&text.into()),
            None => parses::<Text, _>(text),
        })?;
        Ok(consumer)
    }
}
