//! What is asked of one waiver, beyond its shape.

use std::collections::BTreeMap;

use globset::GlobSet;

use super::document::Waiver;
use super::reach::{self, PathPattern, Scope};
use super::rules;
use super::{Standing, Terms};
use crate::diagnostics::{Finding, Rule, Severity, did_you_mean, nearest, plural, shown};
use crate::manifest::node::Node;

/// A waiver that is looked at: where it stands, and what is wrong with it.
pub(super) struct Check<'a> {
    pub waiver: &'a Waiver,
    pub document: &'a Node,
    /// Where it stands: `/waivers/3`.
    pub pointer: &'a str,
    pub findings: Vec<Finding>,
}

impl Check<'_> {
    fn at(&mut self, rule: &'static Rule, below: &str, message: String, help: impl Into<String>) -> &mut Finding {
        let finding = Finding::at(rule, self.document, format!("{}{below}", self.pointer), message).help(help);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// The policy is there, and can be waived.
    pub(super) fn policy(&mut self, known: &BTreeMap<String, Standing>, all_known: bool) {
        let id: &str = &self.waiver.policy;
        match known.get(id) {
            Some(standing) if !standing.waivable => {
                let message = format!("`{}` cannot be waived", shown(id));
                self.at(&rules::NOT_WAIVABLE, "/policy", message, "mend the product; the waiver lets nothing stand");
            }
            None if all_known => {
                let ids = || known.iter().filter(|(_, standing)| standing.waivable).map(|(id, _)| id.as_str());
                let help = match nearest(id, ids()) {
                    Some(_) => did_you_mean(id, ids()),
                    None => "`mesh-cli policy list` shows the ids of all policies".to_owned(),
                };
                let near = nearest(id, ids()).map(str::to_owned);
                let message = format!("there is no policy `{}`", shown(id));
                self.at(&rules::UNKNOWN_POLICY, "/policy", message, help).suggestion = near;
            }
            _ => {}
        }
    }

    /// Another waiver has its id.
    pub(super) fn duplicate(&mut self, first: &str) {
        let message = format!("there are two waivers `{}`; the first is in {first}", shown(&self.waiver.id));
        self.at(&rules::DUPLICATE, "/id", message, "give it an id of its own");
    }

    /// The days are in order, and not too far from each other.
    pub(super) fn dates(&mut self, terms: &Terms<'_>, maximum: u64) {
        let Waiver { created, expires, .. } = self.waiver;
        let days = created.days_until(*expires);
        if days < 0 {
            let message = format!("the waiver expires on {expires}, before it was created, on {created}");
            self.at(&rules::DATES, "/expires", message, "write the last day on which it holds");
        } else if u64::try_from(days).is_ok_and(|days| days > maximum) {
            let last = created.plus_days(u32::try_from(maximum).unwrap_or(u32::MAX));
            let message = format!("the waiver holds for {days} days; {} are allowed", plural_days(maximum));
            let help = format!("let it expire on {last} at the latest, or have the policy changed");
            self.at(&rules::TOO_LONG, "/expires", message, help);
        }
        if *created > terms.as_of {
            let message = format!("the waiver was created on {created}, and today is {}", terms.as_of);
            let help = "it lets nothing stand before that day; write the day on which it was granted";
            self.at(&rules::NOT_YET, "/created", message, help).severity = Severity::Warning;
        }
    }

    /// Two people have agreed on it.
    pub(super) fn people(&mut self) {
        let Waiver { owner, approver, .. } = self.waiver;
        if owner.to_string().eq_ignore_ascii_case(&approver.to_string()) {
            let message = format!("`{approver}` is the owner of the waiver, too");
            self.at(&rules::FOUR_EYES, "/approver", message, "have it approved by somebody else");
        }
    }

    /// The products it reaches.
    pub(super) fn products(&mut self, scope: &Scope) -> GlobSet {
        let patterns = &self.waiver.products;
        if patterns.is_empty() && !matches!(scope, Scope::Product(_)) {
            let help = "add `products`: the ids of products, with `*` for any text: `[orders.order_events]`";
            self.at(&rules::PRODUCTS, "/products", "the waiver names no products".to_owned(), help);
        }
        let mut globs = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let below = format!("/products/{index}");
            match reach::product_pattern(pattern) {
                Ok(glob) => globs.push(glob),
                Err(why) => {
                    let help = "write the id of a product, with `*` for any text: `orders.*`";
                    self.at(&rules::PRODUCTS, &below, format!("`{}`: {why}", shown(pattern)), help);
                    continue;
                }
            }
            let beyond = match scope {
                Scope::Mesh => None,
                Scope::Domain(domain) => (!pattern.starts_with(&format!("{domain}."))).then_some(("domain", domain)),
                Scope::Product(id) => (reach::is_literal(pattern) && &**pattern != id).then_some(("product", id)),
            };
            if let Some((of, owner)) = beyond {
                let message = format!("`{}` is beyond the reach of the {of} `{owner}`", shown(pattern));
                let help = "a waiver for others belongs in the file of the mesh, beside `mesh.yaml`";
                self.at(&rules::PRODUCTS, &below, message, help);
            }
        }
        reach::products(globs)
    }

    /// The places it reaches.
    pub(super) fn path(&mut self) -> Option<PathPattern> {
        let text = self.waiver.path.as_ref()?;
        PathPattern::read(text)
            .map_err(|why| {
                let help =
                    "write keys with `.` between them, and the names of items in brackets: `spec.schema.fields[email]`";
                self.at(&rules::PATH, "/path", why, help);
            })
            .ok()
    }
}

fn plural_days(days: u64) -> String {
    plural(usize::try_from(days).unwrap_or(usize::MAX), "day")
}
