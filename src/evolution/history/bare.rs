//! A product held against bare Avro schemas, which have no version of their own.

use super::gate::Judgement;
use super::rules;
use super::served::Served;
use crate::diagnostics::Finding;
use crate::evolution::avro::Schema;
use crate::evolution::contract::{Change, Class, Comparison, compare_avro, is_transitive};
use crate::manifest::Manifest;
use crate::manifest::document::Evolution;
use crate::manifest::node::Node;

/// The schemas that one major version of a product is held against.
#[derive(Debug)]
pub struct Line {
    /// The place of the version among the previous ones; nothing for the current one.
    pub previous: Option<usize>,
    /// The schemas, from the oldest to the last.
    pub schemas: Vec<Schema>,
}

impl Line {
    /// The version that a schema is to be held against: the one that its namespace ends with, as ours do (`….v2`), else the
    /// current one. A finding when that version is not served any more, nothing when it is not served yet.
    pub fn of(new: &Manifest, node: &Node, schema: Schema) -> Result<Option<Self>, Box<Finding>> {
        let current = new.spec.schema.version.major();
        let major = major_of(&schema).unwrap_or(current);
        let previous = new.spec.schema.previous.iter().position(|entry| entry.version.major() == major);
        if major == current || previous.is_some() {
            let previous = previous.filter(|_| major != current);
            return Ok(Some(Self { previous, schemas: vec![schema] }));
        }
        if major > current {
            return Ok(None);
        }
        let message = format!("version {major} of the schema, which is compared with, is not served any more");
        let help = "list it in `spec.schema.previous`, with the days of its deprecation and removal";
        Err(Box::new(Finding::at(&rules::NOT_SERVED, node, "/spec/schema/previous", message).help(help)))
    }
}

/// Judges the schemas that a product serves, in the organisation's namespace, against those of before.
pub fn judge_avro(new: &Manifest, node: &Node, lines: &[Line], namespace: &str, mode: Option<Evolution>) -> Judgement {
    let mode = mode.unwrap_or(new.spec.schema.evolution);
    let (mut served, mut findings) = (Vec::new(), Vec::new());
    for line in lines {
        let manifest = of_line(new, line.previous);
        let fields = match line.previous {
            None => "/spec/schema/fields".to_owned(),
            Some(index) => format!("/spec/schema/previous/{index}/fields"),
        };
        let at = |message: String| Finding::at(&rules::INCOMPATIBLE, node, fields.clone(), message);
        match Schema::from_json(&crate::avro::schema(&manifest, namespace)) {
            Ok(now) => {
                let Some(comparison) = compared(&now, &line.schemas, mode) else { continue };
                let help = format!("take the change back, or open the next major version; the mode is {}", spelt(mode));
                let breaking = comparison.changes.iter().filter(|change| change.class == Class::Major);
                findings.extend(breaking.map(|change| at(format!("{}: {}", change.path, change.what)).help(&help)));
                served.push(Served {
                    version: manifest.spec.schema.version,
                    previous: line.previous,
                    mode,
                    comparison,
                });
            }
            Err(problems) => {
                let why = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
                findings.push(at(format!("the fields make no valid Avro schema: {why}")));
            }
        }
    }
    Judgement { served, findings }
}

/// The manifest as it speaks of one version that it serves.
pub fn of_line(manifest: &Manifest, previous: Option<usize>) -> Manifest {
    let mut then = manifest.clone();
    if let Some(entry) = previous.and_then(|index| manifest.spec.schema.previous.get(index)) {
        then.metadata.version = entry.version.clone();
        then.spec.schema.version = entry.version.clone();
        then.spec.schema.fields = entry.served(manifest);
    }
    then
}

/// Every change since the last schema, and with a transitive mode what breaks those who read with an older one; nothing where
/// there is no schema. What was broken between them is not broken anew.
fn compared(now: &Schema, earlier: &[Schema], mode: Evolution) -> Option<Comparison> {
    let (last, older) = earlier.split_last()?;
    let mut found = compare_avro(last, now, mode);
    for old in older.iter().rev().filter(|_| is_transitive(mode)) {
        let broken = compare_avro(old, last, mode).changes;
        for change in compare_avro(old, now, mode).changes {
            let is_same = |known: &Change| known.path == change.path && known.rule == change.rule;
            if change.class == Class::Major && !found.changes.iter().chain(&broken).any(is_same) {
                found.needed = Some(Class::Major);
                found.changes.push(change);
            }
        }
    }
    Some(found)
}

/// The major version that the namespace of a record ends with.
fn major_of(schema: &Schema) -> Option<u64> {
    let name = schema.name()?.to_string();
    let namespace = name.rsplit_once('.')?.0;
    namespace.rsplit('.').next()?.strip_prefix('v')?.parse().ok()
}

fn spelt(mode: Evolution) -> String {
    serde_json::to_value(mode).ok().and_then(|mode| mode.as_str().map(str::to_owned)).unwrap_or_default()
}
