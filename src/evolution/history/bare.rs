//! A product held against a bare Avro schema, which has no version of its own.

use super::gate::Judgement;
use super::rules;
use super::served::Served;
use crate::diagnostics::Finding;
use crate::evolution::avro::Schema;
use crate::evolution::contract::{Class, compare_avro};
use crate::manifest::Manifest;
use crate::manifest::document::Evolution;
use crate::manifest::node::Node;

/// Judges the schema that a product serves against one of before. A schema whose namespace ends with a major version, as
/// ours do (`….v2`), is held against that version.
pub fn judge_avro(new: &Manifest, node: &Node, old: &Schema, mode: Option<Evolution>) -> Judgement {
    let mode = mode.unwrap_or(new.spec.schema.evolution);
    let schema = &new.spec.schema;
    let major = major_of(old);
    let previous = schema.previous.iter().position(|entry| Some(entry.version.major()) == major);
    let is_ours = major.is_none_or(|major| major == schema.version.major());
    if !is_ours && previous.is_none() {
        let major = major.unwrap_or_default();
        let message = format!("version {major} of the schema, which is compared with, is not served any more");
        let help = "list it in `spec.schema.previous`, with the days of its deprecation and removal";
        let finding = Finding::at(&rules::NOT_SERVED, node, "/spec/schema/previous", message).help(help);
        let gone = major < schema.version.major();
        return Judgement { served: Vec::new(), findings: if gone { vec![finding] } else { Vec::new() } };
    }
    let previous = previous.filter(|_| !is_ours);
    let mut manifest = new.clone();
    let mut version = schema.version.clone();
    if let Some(entry) = previous.and_then(|index| schema.previous.get(index)) {
        version = entry.version.clone();
        manifest.metadata.version = version.clone();
        manifest.spec.schema.fields.clone_from(&entry.fields);
    }
    let fields =
        previous.map_or("/spec/schema/fields".to_owned(), |index| format!("/spec/schema/previous/{index}/fields"));
    let (comparison, findings) = match Schema::from_json(&crate::avro::schema(&manifest, "")) {
        Ok(now) => {
            let comparison = compare_avro(old, &now, mode);
            let breaking = comparison.changes.iter().filter(|change| change.class == Class::Major);
            let findings = breaking.map(|change| {
                let help = format!("take the change back, or open the next major version; the mode is {}", spelt(mode));
                Finding::at(&rules::INCOMPATIBLE, node, fields.clone(), format!("{}: {}", change.path, change.what))
                    .help(help)
            });
            let findings = findings.collect();
            (comparison, findings)
        }
        Err(problems) => {
            let why = problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
            let message = format!("the fields make no valid Avro schema: {why}");
            let finding = Finding::at(&rules::INCOMPATIBLE, node, fields, message);
            return Judgement { served: Vec::new(), findings: vec![finding] };
        }
    };
    Judgement { served: vec![Served { version, previous, mode, comparison }], findings }
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
