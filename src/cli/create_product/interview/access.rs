//! Classification, retention and consumers.

use serde_json::{Value as Json, json};

use super::ask::Choice;
use super::{Interview, Question, parses};
use crate::error::Result;
use crate::manifest::name::Name;
use crate::manifest::value::{Duration, ProductId, Text};

impl Interview<'_> {
    /// Who may see the data, for how long it is kept, and who reads it.
    pub(super) fn access(&mut self) -> Result<()> {
        let levels = [
            Choice::new("public", "for everybody"),
            Choice::new("internal", "for everybody inside the organisation"),
            Choice::new("confidential", "for those who need it"),
            Choice::new("restricted", "for those who are named"),
        ];
        self.choice("spec.access.classification", "Classification", "how sensitive the data is", &levels)?;
        self.question(&Question {
            path: "spec.access.retention",
            prompt: "Retention",
            help: "for how long the data is kept, such as 90 days or 7 years",
            optional: false,
            check: parses::<Duration, _>,
        })?;
        if self.draft.has("spec.access.consumers") {
            return Ok(());
        }
        let mut consumers: Vec<Json> = Vec::new();
        while self.ask.yes(if consumers.is_empty() { "Declare a consumer?" } else { "Another consumer?" }, false)? {
            let consumer = self.consumer()?;
            consumers.push(consumer);
        }
        if consumers.is_empty() { Ok(()) } else { self.set_json("spec.access.consumers", Json::Array(consumers)) }
    }

    fn consumer(&mut self) -> Result<Json> {
        let domain = self.ask.text("Consumer domain", "the domain that reads", None, false, parses::<Name, _>)?;
        let mut consumer = json!({ "domain": domain });
        let mut optional = |key: &str, prompt: &str, help: &str, check: fn(&str) -> Result<(), String>| -> Result<()> {
            let answer = self.ask.text(prompt, help, None, true, check)?;
            if !answer.is_empty() {
                consumer[key] = answer.into();
            }
            Ok(())
        };
        optional(
            "product",
            "Consumer product",
            "the product that it builds, such as finance.revenue_daily",
            parses::<ProductId, _>,
        )?;
        optional("purpose", "Purpose", "what the data is used for", parses::<Text, _>)?;
        optional(
            "principal",
            "Principal",
            "who is granted access on the platform, such as a group or a role; leave it empty to grant later",
            parses::<Text, _>,
        )?;
        Ok(consumer)
    }
}
