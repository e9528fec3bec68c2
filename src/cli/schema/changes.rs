//! The changes of contracts, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::compare::{Compared, Found, Judged};
use crate::diagnostics::output::Section;
use crate::diagnostics::plural;
use crate::evolution::contract::{Change, Class, Step};
use crate::evolution::history::Served;

/// Which changes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    /// All of them.
    All,
    /// Those that somebody may have to know of; the others are counted.
    Notable,
}

/// The table of changes.
pub(super) fn section(compared: &[Compared], detail: Detail) -> Section {
    let judged = || compared.iter().filter_map(|one| Some((one, one.judged()?)));
    let mut rows = Vec::new();
    for (product, judged) in judged() {
        for served in &judged.judgement.served {
            let needed = needed(served).map_or_else(|| "–".to_owned(), ToString::to_string);
            let changes = served.comparison.changes.iter().filter(|change| is_listed(change, detail));
            rows.extend(changes.map(|change| row(&product.id, served, change, &needed)));
        }
    }
    Section {
        key: "products",
        title: "Changes of the contract".to_owned(),
        headings: vec!["Product", "Change", "Class", "Affected consumers", "Needed version"],
        rows,
        json: Json::Array(compared.iter().map(json).collect()),
        text: compared.iter().map(|one| text(one, detail)).filter(|text| !text.is_empty()).collect(),
    }
}

fn row(product: &str, served: &Served, change: &Change, needed: &str) -> Vec<String> {
    let of = served.previous.map_or_else(String::new, |_| format!(" (version {})", served.version));
    vec![
        format!("{product}{of}"),
        format!("{}: {}", change.path, sentence(change)),
        change.class.to_string(),
        change.affected.join(", "),
        needed.to_owned(),
    ]
}

fn is_listed(change: &Change, detail: Detail) -> bool {
    detail == Detail::All || change.class > Class::Patch || change.warning || change.error
}

fn sentence(change: &Change) -> String {
    match &change.since {
        Some(since) => format!("{} (since {since})", change.what),
        None => change.what.clone(),
    }
}

/// The smallest version that will do.
fn needed(served: &Served) -> Option<&crate::manifest::value::SemanticVersion> {
    let step = served.comparison.product.as_ref().or(served.comparison.schema.as_ref())?;
    Some(&step.smallest)
}

/// A product for people: a head, a line for each change, and the version that they need.
fn text(one: &Compared, detail: Detail) -> String {
    let Some(judged) = one.judged() else { return String::new() };
    if judged.is_new {
        return format!("{} {} is new, compared with {}\n", one.id, version(judged), judged.against);
    }
    let mut out = format!("{} {}, compared with {}", one.id, steps(judged), judged.against);
    if judged.earlier.len() > 1 {
        let _ = write!(out, ", and {} before it", plural(judged.earlier.len() - 1, "version"));
    }
    out.push('\n');
    for served in &judged.judgement.served {
        if let Some(index) = served.previous {
            if served.comparison.changes.is_empty() {
                continue;
            }
            let _ = writeln!(out, "  version {}, which is deprecated (spec.schema.previous[{index}])", served.version);
        }
        lines(&mut out, served, detail);
    }
    out
}

fn lines(out: &mut String, served: &Served, detail: Detail) {
    let (listed, others): (Vec<&Change>, Vec<&Change>) =
        served.comparison.changes.iter().partition(|change| is_listed(change, detail));
    let width = listed.iter().map(|change| change.path.chars().count()).max().unwrap_or(0).min(40);
    for change in listed {
        let (class, path) = (change.class.as_str(), &change.path);
        let _ = writeln!(out, "  {class:<5}  {path:<width$}  {} [{}]", sentence(change), change.rule.id);
        let affected =
            if change.affected.is_empty() { String::new() } else { format!(" ({})", change.affected.join(", ")) };
        if let Some(impact) = &change.consumers {
            let _ = writeln!(out, "         consumers{affected}: {impact}");
        }
        if let Some(risk) = &change.producer {
            let _ = writeln!(out, "         producer: {risk}");
        }
    }
    if !others.is_empty() {
        let _ = writeln!(out, "  and {} that nobody has to know of", plural(others.len(), "patch change"));
    }
    let _ = writeln!(out, "  {}", verdict(served));
}

/// The closing line: the version that the changes need.
fn verdict(served: &Served) -> String {
    let comparison = &served.comparison;
    let Some(needed) = comparison.needed else {
        return "nothing changed".to_owned();
    };
    let steps: Vec<&Step> = comparison.product.iter().chain(&comparison.schema).collect();
    let Some(step) = steps.iter().find(|step| !step.is_enough()).or(steps.first()) else {
        return match needed {
            Class::Major => "a break: a new major version is needed".to_owned(),
            class => format!("a {class} version is needed"),
        };
    };
    if steps.iter().all(|step| step.is_enough()) {
        return format!("needs {} ({needed}): {} will do", step.smallest, step.declared);
    }
    let class = step.needed.unwrap_or(needed);
    format!("needs {} ({class}): {} is too low", step.smallest, step.declared)
}

fn version(judged: &Judged) -> &crate::manifest::value::SemanticVersion {
    &judged.manifest.metadata.version
}

/// `2.1.0 → 2.2.0`, or the version where it stays.
fn steps(judged: &Judged) -> String {
    let step = judged.judgement.served.first().and_then(|served| served.comparison.product.as_ref());
    match step {
        Some(step) if step.before != step.declared => format!("{} → {}", step.before, step.declared),
        _ => version(judged).to_string(),
    }
}

/// A product for programs.
fn json(one: &Compared) -> Json {
    let Some(judged) = one.judged() else {
        return json!({ "product": one.id, "manifest": one.source.path, "readable": false });
    };
    let served = judged.judgement.served.iter().map(|served| {
        let comparison = &served.comparison;
        json!({
            "version": served.version,
            "deprecated": served.previous.is_some(),
            "mode": served.mode,
            "needed": comparison.needed,
            "enough": comparison.is_version_enough(),
            "product": comparison.product.as_ref().map(step),
            "schema": comparison.schema.as_ref().map(step),
            "changes": comparison.changes.iter().map(change).collect::<Vec<_>>(),
        })
    });
    json!({
        "product": one.id,
        "manifest": one.source.path,
        "readable": true,
        "new": judged.is_new,
        "version": version(judged),
        "against": judged.against,
        "earlier": judged.earlier,
        "versions": served.collect::<Vec<_>>(),
    })
}

fn step(step: &Step) -> Json {
    json!({
        "before": step.before,
        "declared": step.declared,
        "needed": step.needed,
        "smallest": step.smallest,
        "enough": step.is_enough(),
    })
}

fn change(change: &Change) -> Json {
    json!({
        "rule": change.rule.id,
        "class": change.class,
        "path": change.path,
        "pointer": change.pointer,
        "what": change.what,
        "before": change.before,
        "after": change.after,
        "consumers": change.consumers,
        "producer": change.producer,
        "affected": change.affected,
        "since": change.since,
        "warning": change.warning,
        "error": change.error,
    })
}

impl Compared {
    /// What the comparison says, where the manifest can be compared.
    pub(super) fn judged(&self) -> Option<&Judged> {
        match &self.outcome {
            Found::Judged(judged) => Some(judged),
            Found::Wrong(_) => None,
        }
    }
}
