//! What is affected, for people and for programs.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::diagnostics::{plural, shown};
use crate::manifest::value::ProductId;
use crate::markdown::{code, table};
use crate::mesh::Graph;
use crate::mesh::impact::{Affected, Contact, Fate, Impact, Reader, Through, Trace, owner_of, readers, to_tell};
use crate::render::filter::markdown::escape;

/// What a change reaches, with the names and people of the mesh.
pub(super) struct Shown<'a> {
    graph: &'a Graph<'a>,
    impact: &'a Impact,
    subject: String,
    readers: Vec<Reader>,
    tell: Vec<(Contact, Vec<ProductId>)>,
}

impl<'a> Shown<'a> {
    pub(super) fn of(graph: &'a Graph<'a>, impact: &'a Impact) -> Self {
        let id = graph.survey().products[impact.product].id.to_string();
        let subject = impact.field.iter().flatten().fold(id, |all, name| format!("{all}.{name}"));
        Self { graph, impact, subject, readers: readers(graph, impact), tell: to_tell(graph, impact) }
    }

    fn id(&self, at: usize) -> String {
        self.graph.survey().products[at].id.to_string()
    }

    fn way(&self, affected: &Affected) -> String {
        affected.path.iter().map(|at| self.id(*at)).collect::<Vec<_>>().join(" → ")
    }

    /// How many are affected, in a sentence.
    fn summary(&self) -> String {
        let affected = &self.impact.affected;
        let domains: BTreeSet<_> =
            affected.iter().map(|one| &self.graph.survey().products[one.product].id.domain).collect();
        match affected.len() {
            0 => format!("No product of the mesh reads {}.", self.subject),
            count => format!(
                "A change of {} affects {} of {}.",
                self.subject,
                plural(count, "product"),
                plural(domains.len(), "domain")
            ),
        }
    }

    pub(super) fn human(&self) -> String {
        let mut out = format!("{}\n", self.summary());
        for affected in &self.impact.affected {
            let _ = writeln!(out, "\n{}  ({})", self.id(affected.product), fields(affected));
            let _ = writeln!(out, "  path  {}", self.way(affected));
            for through in &affected.through {
                let _ = writeln!(out, "  port  {}: {}", self.port(through), traces(&through.traces));
            }
        }
        if !self.readers.is_empty() {
            out.push_str("\nDeclared consumers that are no products of the mesh:\n");
            for reader in &self.readers {
                let _ = writeln!(out, "  {}", one_reader(reader));
            }
        }
        if !self.tell.is_empty() {
            out.push_str("\nTell:\n");
            for (contact, products) in &self.tell {
                let ids: Vec<String> = products.iter().map(ToString::to_string).collect();
                let _ = writeln!(out, "  {}: {}", one_contact(contact), ids.join(", "));
            }
        }
        out
    }

    fn port(&self, through: &Through) -> String {
        // Anything may stand where a version should.
        let number = through.version.as_ref().filter(|text| text.chars().all(|c| c.is_ascii_digit() || c == '.'));
        let version = number.map(|version| format!(" v{version}")).unwrap_or_default();
        format!("{} reads {}{version}", through.port, self.id(through.from))
    }

    pub(super) fn markdown(&self) -> String {
        let mut out = format!("# Impact of {}\n\n{}\n", code(&self.subject), escape(&self.summary()));
        if !self.impact.affected.is_empty() {
            let row = |affected: &Affected| {
                let ports: Vec<String> = affected
                    .through
                    .iter()
                    .map(|through| format!("{}: {}", self.port(through), traces(&through.traces)))
                    .collect();
                vec![code(&self.id(affected.product)), fields(affected), self.way(affected), ports.join("; ")]
            };
            let rows: Vec<Vec<String>> = self.impact.affected.iter().map(row).collect();
            let _ = write!(out, "\n{}", table(&["product", "affected", "path", "through"], &rows));
        }
        if !self.readers.is_empty() {
            out.push_str("\n## Declared consumers that are no products of the mesh\n\n");
            for reader in &self.readers {
                let _ = writeln!(out, "- {}", escape(&one_reader(reader)));
            }
        }
        if !self.tell.is_empty() {
            out.push_str("\n## Whom to tell\n\n");
            for (contact, products) in &self.tell {
                let ids: Vec<String> = products.iter().map(|id| code(&id.to_string())).collect();
                let _ = writeln!(out, "- {}: {}", escape(&one_contact(contact)), ids.join(", "));
            }
        }
        out
    }

    pub(super) fn json(&self) -> Json {
        let affected = self.impact.affected.iter().map(|affected| {
            json!({
                "product": self.id(affected.product),
                "whole": affected.whole,
                "fields": affected.fields.iter().map(|path| path.join(".")).collect::<Vec<_>>(),
                "path": affected.path.iter().map(|at| self.id(*at)).collect::<Vec<_>>(),
                "through": affected.through.iter().map(|through| self.through(through)).collect::<Vec<_>>(),
                "owner": owner_of(self.graph, affected.product),
            })
        });
        let tell = self.tell.iter().map(|(contact, products)| json!({ "contact": contact, "products": products }));
        json!({
            "formatVersion": 1,
            "subject": self.subject,
            "product": self.id(self.impact.product),
            "field": self.impact.field.as_ref().map(|path| path.join(".")),
            "affected": affected.collect::<Vec<_>>(),
            "consumersWithoutProducts": self.readers,
            "tell": tell.collect::<Vec<_>>(),
        })
    }

    fn through(&self, through: &Through) -> Json {
        let uses = through.traces.iter().map(|trace| {
            let (kind, into) = match &trace.into {
                Fate::Field(path) => ("field", Some(path.join("."))),
                Fate::Expression(path) => ("expression", Some(path.join("."))),
                Fate::Rows(place) => (*place, None),
                Fate::Nothing => ("read", None),
            };
            json!({ "field": trace.field.join("."), "use": kind, "into": into })
        });
        json!({
            "from": self.id(through.from),
            "port": through.port,
            "version": through.version,
            "uses": uses.collect::<Vec<_>>(),
        })
    }
}

fn fields(affected: &Affected) -> String {
    if affected.whole {
        return "all of it".to_owned();
    }
    if affected.fields.is_empty() {
        return "no field; it is read, and its build fails".to_owned();
    }
    affected.fields.iter().map(|path| path.join(".")).collect::<Vec<_>>().join(", ")
}

fn traces(traces: &BTreeSet<Trace>) -> String {
    let one = |trace: &Trace| {
        let field = trace.field.join(".");
        match &trace.into {
            Fate::Field(path) => format!("{field} → {}", path.join(".")),
            Fate::Expression(path) => format!("{field} → {} (computed)", path.join(".")),
            Fate::Rows(place) => format!("{field} → all rows ({place})"),
            Fate::Nothing => format!("{field} (read only)"),
        }
    };
    traces.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn one_contact(contact: &Contact) -> String {
    let mut parts = vec![match &contact.email {
        Some(email) => format!("{} <{email}>", shown(&contact.team)),
        None => shown(&contact.team),
    }];
    parts.extend(contact.on_call.as_ref().map(|on_call| format!("on call {}", shown(on_call))));
    parts.extend(contact.channel.as_ref().map(|channel| shown(channel)));
    parts.join(", ")
}

fn one_reader(reader: &Reader) -> String {
    let who = reader.product.as_ref().map_or_else(|| reader.domain.clone(), ToString::to_string);
    let purpose = reader.purpose.as_ref().map(|purpose| format!(", {}", shown(purpose))).unwrap_or_default();
    let contact = reader.contact.as_ref().map(|contact| format!(" <{contact}>")).unwrap_or_default();
    let owner = reader.owner.as_ref().map(|owner| format!("; owner {}", one_contact(owner))).unwrap_or_default();
    format!("{who}{contact} reads {}{purpose}{owner}", reader.reads)
}
