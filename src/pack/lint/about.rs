//! What the YAML files say: the pack itself, its kinds, its options.

use regex_lite::Regex;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::document::Document;
use super::rules::{DIALECT, EXTENDS, HELP, KIND, NAME, OPTION, README, VERSION, YAML};
use super::{Lint, PACK_FILE, whole};
use crate::diagnostics::{Finding, Rule, did_you_mean, shown};
use crate::interchange::Form;
use crate::manifest::node::{Node, Value};
use crate::pack::{Archetype, CiProvider, InputKind, OptionSpec, PackFile, Pools, PortKind, types};

/// The folders of kinds, and the file that describes each.
const KINDS: [(&str, &str); 4] =
    [("ports", "port.yaml"), ("inputs", "input.yaml"), ("archetypes", "archetype.yaml"), ("ci", "ci.yaml")];

pub(super) fn check(lint: &mut Lint<'_>) {
    pack(lint);
    for (folder, file) in KINDS {
        let ids: Vec<String> = lint.files.folders(folder).into_iter().map(str::to_owned).collect();
        for id in ids {
            kind(lint, folder, &id, file);
        }
    }
    let tables: Vec<String> = lint.files.below("types/").map(|(path, _)| path.to_owned()).collect();
    for path in tables.iter().filter(|path| path.strip_suffix(".yaml").is_some()) {
        described::<types::Table>(lint, path);
    }
    let forms: Vec<String> = lint.files.below("imports/").map(|(path, _)| path.to_owned()).collect();
    for path in &forms {
        described::<Form>(lint, path);
    }
    if lint.files.get("samples.yaml").is_some() {
        described::<Pools>(lint, "samples.yaml");
    }
    if lint.files.get("README.md").is_none() {
        let finding = whole(&README, "the pack has no README.md");
        lint.add("README.md", finding.help("say what the pack is for, and who answers for it").warning());
    }
}

/// Reads a file as what it describes.
fn described<T: DeserializeOwned + JsonSchema>(lint: &mut Lint<'_>, path: &str) -> Option<T> {
    lint.read(path);
    match lint.documents.get(path)?.typed() {
        Ok(value) => Some(value),
        Err(findings) => {
            for finding in findings {
                lint.add(path, finding);
            }
            None
        }
    }
}

fn pack(lint: &mut Lint<'_>) {
    if lint.files.get(PACK_FILE).is_none() {
        let finding = whole(&YAML, "the folder holds no pack.yaml");
        return lint.add(PACK_FILE, finding.help("begin a pack with `mesh-cli pack new`"));
    }
    let about: Option<PackFile> = described(lint, PACK_FILE);
    let Some(document) = lint.documents.remove(PACK_FILE) else { return };
    let mut findings = Vec::new();
    if let Some(name) = document.node.text_at("/name") {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if name.is_empty() || !name.chars().all(plain) {
            let message = format!("`{}` is no name of a pack", shown(name));
            findings.push(document.at(&NAME, "/name", message).help("use letters, digits, `-`, `_` and `.`"));
        }
    }
    if let Some(version) = document.node.text_at("/version")
        && let Err(error) = semver::Version::parse(version)
    {
        let message = format!("`{}` is no version: {error}", shown(version));
        findings.push(document.at(&VERSION, "/version", message).help("write three numbers, as in 1.4.0"));
    }
    if document.node.text_at("/description").is_none_or(|text| text.trim().is_empty()) {
        let finding = document.at(&HELP, "/name", "the pack has no description");
        findings.push(finding.help("say in `description` what the pack is for").warning());
    }
    findings.extend(extends(&document, lint));
    options(&document, "/options", "options", &mut findings);
    // A file with another shape than its own was told all of it already.
    findings.retain(|finding| about.is_some() || *finding.rule != YAML);
    for finding in findings {
        lint.add(PACK_FILE, finding);
    }
    lint.documents.insert(PACK_FILE.to_owned(), document);
    lint.about = about;
}

/// Whether the pack that this one is laid over is the one below it.
fn extends(document: &Document, lint: &Lint<'_>) -> Option<Finding> {
    let extends = document.node.text_at("/extends")?;
    let known: Vec<&str> =
        lint.below.iter().flat_map(|pack| pack.layers()).map(|layer| layer.about.name.as_str()).collect();
    if known.contains(&extends) {
        return None;
    }
    let message = format!("there is no pack `{}` below this one", shown(extends));
    let help = format!("{}; `--on` names packs beside the built-in one", did_you_mean(extends, known));
    Some(document.at(&EXTENDS, "/extends", message).help(help))
}

fn kind(lint: &mut Lint<'_>, folder: &str, id: &str, file: &str) {
    let path = format!("{folder}/{id}/{file}");
    if lint.files.get(&path).is_none() {
        let below = lint.below.is_some_and(|pack| pack.files().get(&path).is_some());
        if !below {
            let finding = whole(&KIND, format!("the folder {folder}/{id} has no {file}"));
            lint.add(&path, finding.help(format!("describe it in {file}, or remove the folder")));
        }
        return;
    }
    let readable = match folder {
        "ports" => described::<PortKind>(lint, &path).map(|kind| dialect(lint, &path, &kind)).is_some(),
        "inputs" => described::<InputKind>(lint, &path).is_some(),
        "archetypes" => described::<Archetype>(lint, &path).is_some(),
        _ => described::<CiProvider>(lint, &path).is_some(),
    };
    if !readable {
        return;
    }
    let Some(document) = lint.documents.remove(&path) else { return };
    let mut findings = Vec::new();
    for key in ["title", "description"] {
        if document.node.text_at(&format!("/{key}")).is_none_or(|text| text.trim().is_empty()) {
            let finding = document.at(&HELP, "/title", format!("`{id}` has no {key}"));
            findings.push(finding.help(format!("add `{key}`: people choose by it")).warning());
        }
    }
    options(&document, "/location", "location", &mut findings);
    if document.node.get("principal").is_some() {
        option(&document, "/principal", "principal", &mut findings);
    }
    for finding in findings {
        lint.add(&path, finding);
    }
    lint.documents.insert(path, document);
}

/// Whether there is a table for the dialect of a port kind.
fn dialect(lint: &mut Lint<'_>, path: &str, kind: &PortKind) {
    let table = format!("types/{}.yaml", kind.dialect);
    let there = lint.files.get(&table).is_some() || lint.below.is_some_and(|pack| pack.files().get(&table).is_some());
    let Some(document) = lint.documents.get(path).filter(|_| !there) else { return };
    let own = lint.files.below("types/");
    let tables: Vec<String> = own
        .chain(lint.below.iter().flat_map(|pack| pack.files().below("types/")))
        .filter_map(|(path, _)| Some(path.strip_prefix("types/")?.strip_suffix(".yaml")?.to_owned()))
        .collect();
    let message = format!("there is no table {table}");
    let help = did_you_mean(&kind.dialect, tables.iter().map(String::as_str));
    let finding = document.at(&DIALECT, "/dialect", message).help(help);
    lint.add(path, finding);
}

/// Checks a list of options.
fn options(document: &Document, pointer: &str, key: &str, findings: &mut Vec<Finding>) {
    let Some(Node { value: Value::List(items), .. }) = document.node.get(key) else { return };
    for (index, item) in items.iter().enumerate() {
        let name = item.text_at("/name").unwrap_or_default();
        if !name.is_empty() && items[..index].iter().any(|other| other.text_at("/name") == Some(name)) {
            let message = format!("the option `{}` is there twice", shown(name));
            let finding = document.at(&OPTION, &format!("{pointer}/{index}/name"), message);
            findings.push(finding.help("say all of it in one place"));
        }
        option(document, &format!("{pointer}/{index}"), name, findings);
    }
}

fn option(document: &Document, pointer: &str, name: &str, findings: &mut Vec<Finding>) {
    let node = document.node.nearest(pointer);
    let name = shown(name);
    if node.text_at("/help").is_none_or(|text| text.trim().is_empty()) && !completes(document, pointer) {
        let finding = document.at(&HELP, &format!("{pointer}/name"), format!("the option `{name}` has no help"));
        findings.push(finding.help("say in `help` what it means, with an example").warning());
    }
    let mut wrong = |rule: &'static Rule, key: &str, message: String, help: &str| {
        findings.push(document.at(rule, &format!("{pointer}/{key}"), message).help(help));
    };
    if let Some(pattern) = node.text_at("/pattern")
        && let Err(error) = Regex::new(&format!("^(?:{pattern})$"))
    {
        let message = format!("the pattern of `{name}` is no regular expression: {error}");
        return wrong(&OPTION, "pattern", message, "the pattern is matched against the whole text");
    }
    let spec = match serde_json::from_value::<OptionSpec>(node.to_json()) {
        Ok(spec) => spec,
        // The options of a pack are typed only when all packs are there; those of a kind are wrong already.
        Err(error) if pointer.starts_with("/options/") => {
            let message = format!("the option `{name}`: {error}");
            let key = node_key(node, &message).map_or(String::new(), |key| format!("/{key}"));
            let finding = Finding::at_key(&YAML, &document.node, format!("{pointer}{key}"), message);
            return findings.push(finding.help("`The files of a pack` in the book lists the keys of an option"));
        }
        Err(_) => return,
    };
    if let Some(default) = spec.default.as_ref().filter(|default| !is_template(default))
        && let Err(reason) = spec.check(default)
    {
        wrong(
            &OPTION,
            "default",
            format!("the default is no answer: {reason}"),
            "give a default that the option itself takes",
        );
    }
}

/// The key that a message speaks of.
fn node_key<'n>(node: &'n Node, message: &str) -> Option<&'n str> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().map(|entry| entry.key.as_str()).find(|key| message.contains(&format!("field `{key}`")))
}

/// Whether the option is one of a lower pack, of which only some keys are given here.
fn completes(document: &Document, pointer: &str) -> bool {
    pointer.starts_with("/options/")
        && document.node.get("extends").is_some()
        && document.node.nearest(pointer).get("type").is_none()
        && document.node.nearest(pointer).get("default").is_some()
}

fn is_template(value: &Json) -> bool {
    value.as_str().is_some_and(|text| text.contains("<{") || text.contains("<%"))
}
