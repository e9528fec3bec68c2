//! What a policy said about a product, read strictly: what cannot be shown is a fault of the policy.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

use regorus::Value;
use serde_json::Value as Json;

use super::load::json;
use super::parameter::say;
use crate::diagnostics::Severity;

/// One thing that breaks a policy.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Hit {
    /// Which rule said it: `deny` is an error, `warn` a warning.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// The place, as a JSON Pointer in the file.
    pub pointer: String,
    /// The file, where that is not the manifest.
    pub file: Option<String>,
    /// Whether the key is at fault rather than the value.
    pub key: bool,
    /// What to do about it, where the policy knows better than its remediation.
    pub help: Option<String>,
    /// Which of the subjects breaks it.
    subject: Option<Json>,
    /// The place, as the policy gave it.
    path: Vec<Json>,
}

/// What a policy said.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// What breaks it, in an order that does not change.
    pub hits: Vec<Hit>,
    /// How many things were judged.
    pub subjects: usize,
    /// How many of them break it.
    pub failed: usize,
}

/// Reads what the rules of a policy said.
pub(super) fn read(said: &BTreeMap<String, Value>) -> Result<Outcome, String> {
    let mut hits = Vec::new();
    for (rule, severity) in [("deny", Severity::Error), ("warn", Severity::Warning)] {
        for item in said.get(rule).map(|value| items(rule, value)).transpose()?.unwrap_or_default() {
            hits.push(hit(rule, severity, item)?);
        }
    }
    let subjects = said.get("subjects").map(|value| items("subjects", value)).transpose()?;
    let (subjects, failed) = match &subjects {
        None => (1, usize::from(!hits.is_empty())),
        Some(subjects) => {
            let failed = hits.iter().map(|hit| subject(hit, subjects)).collect::<BTreeSet<_>>().len();
            (subjects.len().max(usize::from(failed > 0)), failed.min(subjects.len().max(1)))
        }
    };
    Ok(Outcome { hits, subjects, failed })
}

/// The members of a set, or of a list.
fn items(rule: &str, value: &Value) -> Result<Vec<Json>, String> {
    match (value, json(value)) {
        (Value::Set(_) | Value::Array(_), Json::Array(items)) => Ok(items),
        (Value::Undefined, _) => Ok(Vec::new()),
        (_, other) => Err(format!("`{rule}` is {}, and no set", say(&other))),
    }
}

fn hit(rule: &str, severity: Severity, item: Json) -> Result<Hit, String> {
    let wrong = |what: &str, value: &Json| Err(format!("`{rule}` says {}, whose {what}", say(value)));
    let shown = item.clone();
    let mut hit = Hit {
        severity,
        message: String::new(),
        pointer: String::new(),
        file: None,
        key: false,
        help: None,
        subject: None,
        path: Vec::new(),
    };
    let entries = match item {
        // As conftest has it, too: a text is a message.
        Json::String(message) => {
            hit.message = message;
            return Ok(hit);
        }
        Json::Object(entries) => entries,
        other => return Err(format!("`{rule}` says {}, which is no object with `msg`", say(&other))),
    };
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("msg", Json::String(message)) if !message.trim().is_empty() => hit.message = message,
            ("help", Json::String(help)) => hit.help = Some(help),
            ("file", Json::String(file)) if is_inside(&file) => hit.file = Some(file),
            ("key", Json::Bool(key)) => hit.key = key,
            ("subject", subject) => hit.subject = Some(subject),
            ("path", Json::Array(path)) => {
                for step in &path {
                    let Some(token) = token(step) else {
                        return wrong("`path` is no list of keys and indexes", &shown);
                    };
                    hit.pointer.push('/');
                    hit.pointer.push_str(&token);
                }
                hit.path = path;
            }
            ("msg", _) => return wrong("`msg` is no text", &shown),
            ("help", _) => return wrong("`help` is no text", &shown),
            ("file", _) => return wrong("`file` is no path in the product", &shown),
            ("key", _) => return wrong("`key` is neither true nor false", &shown),
            ("path", _) => return wrong("`path` is no list of keys and indexes", &shown),
            (other, _) => {
                return Err(format!(
                    "`{rule}` says {}, and nobody knows its `{other}`: write `msg`, `path`, `file`, `key`, `help`, `subject`",
                    say(&shown)
                ));
            }
        }
    }
    if hit.message.is_empty() {
        return wrong("`msg` is missing", &shown);
    }
    Ok(hit)
}

/// Whether a path leads to a file of the product, and to nothing else.
fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|component| matches!(component, Component::Normal(_)))
}

fn token(step: &Json) -> Option<String> {
    match step {
        Json::String(key) => Some(key.replace('~', "~0").replace('/', "~1")),
        Json::Number(index) => index.as_u64().map(|index| index.to_string()),
        _ => None,
    }
}

/// Which subject a hit is about: the one that it names, else the one whose path it lies in, else its place.
fn subject(hit: &Hit, subjects: &[Json]) -> String {
    if let Some(subject) = &hit.subject {
        return subject.to_string();
    }
    let inside = |subject: &&Json| subject.as_array().is_some_and(|path| hit.path.starts_with(path));
    let longest = subjects.iter().filter(inside).max_by_key(|subject| subject.as_array().map_or(0, Vec::len));
    longest.map_or_else(|| format!("{} {}", hit.file.as_deref().unwrap_or_default(), hit.pointer), Json::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(rules: &[(&str, &str)]) -> Result<Outcome, String> {
        let value = |text: &str| regorus::Engine::new().eval_query(text.to_owned(), false).unwrap();
        let said =
            rules.iter().map(|(name, text)| ((*name).to_owned(), value(text).result[0].expressions[0].value.clone()));
        read(&said.collect())
    }

    #[test]
    fn hits_are_read_and_subjects_are_counted() {
        let outcome = said(&[
            ("deny", r#"{{"msg": "a", "path": ["f", 0, "x"]}, {"msg": "b", "path": ["f", 0, "y"], "key": true}}"#),
            ("subjects", r#"{["f", 0], ["f", 1], ["f", 2]}"#),
        ])
        .unwrap();
        assert_eq!((outcome.hits.len(), outcome.subjects, outcome.failed), (2, 3, 1));
        let hits: Vec<_> =
            outcome.hits.iter().map(|hit| (hit.message.as_str(), hit.pointer.as_str(), hit.key)).collect();
        assert_eq!(hits, [("b", "/f/0/y", true), ("a", "/f/0/x", false)]);
        let outcome = said(&[("warn", r#"{"plain text"}"#)]).unwrap();
        assert_eq!((outcome.subjects, outcome.failed, outcome.hits[0].severity), (1, 1, Severity::Warning));
        let outcome = said(&[("deny", "set()"), ("subjects", "set()")]).unwrap();
        assert_eq!((outcome.subjects, outcome.failed), (0, 0));
    }

    #[test]
    fn a_wrong_shape_is_a_fault() {
        for (value, words) in [
            ("true", "no set"),
            ("null", "`deny` is `null`, and no set"),
            ("{1}", "no object"),
            (r#"{"msg": "a"}"#, "no set"),
            (r#"{{"message": "a"}}"#, "nobody knows its `message`"),
            (r#"{{"path": []}}"#, "`msg` is missing"),
            (r#"{{"msg": 1}}"#, "`msg` is no text"),
            (r#"{{"msg": "a", "path": "spec.slo"}}"#, "`path` is no list"),
            (r#"{{"msg": "a", "path": [true]}}"#, "`path` is no list"),
            (r#"{{"msg": "a", "key": 1}}"#, "`key` is neither"),
        ] {
            let error = said(&[("deny", value)]).unwrap_err();
            assert!(error.contains(words), "{value}: {error}");
        }
    }
}
