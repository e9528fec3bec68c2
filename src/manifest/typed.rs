//! From a tree to the typed manifest, or to every finding about its shape at once.
//!
//! A well-formed manifest takes the short way: one deserialisation. Only when that fails is the
//! tree held against the JSON Schema, which finds all problems instead of the first. Both come
//! from the same types.

use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde::Deserialize;
use serde_json::Value as Json;

use super::document::Manifest;
use super::node::{Node, readable};
use super::recover::recover;
use super::value::FORMATS;
use crate::diagnostics::{Finding, Rule, did_you_mean, nearest, or_list};

/// No key but those the format knows.
pub(super) const UNKNOWN_KEY: Rule = Rule {
    id: "manifest/unknown-key",
    summary: "A manifest has no keys but those that the format knows",
    why: "a misspelt key would be ignored, and what it says would silently not hold",
};
/// Everything required is there.
pub(super) const MISSING: Rule = Rule {
    id: "manifest/missing",
    summary: "What the format requires is there",
    why: "the rendered product would not be whole without it",
};
/// Text where text belongs, lists where lists belong.
pub(super) const WRONG_TYPE: Rule = Rule {
    id: "manifest/wrong-type",
    summary: "Every value has the type that its key asks for",
    why: "each key has one type, so that every reader of the manifest understands the same",
};
/// Values follow the grammar of their key.
pub(super) const BAD_VALUE: Rule = Rule {
    id: "manifest/bad-value",
    summary: "Every value follows the grammar of its key",
    why: "names, durations, types and versions are read by people and by programs, which must agree",
};

/// The JSON Schema of the manifest, as it is published.
///
/// An optional key is one that can be left out: `null` is not offered to editors.
pub fn json_schema() -> Json {
    let mut schema = Manifest::json_schema();
    drop_null_alternatives(&mut schema);
    if let Some(object) = schema.as_object_mut() {
        object.shift_insert(1, "$id".to_owned(), "https://datamesh.io/schemas/v1/data-product.json".into());
    }
    schema
}

fn drop_null_alternatives(schema: &mut Json) {
    match schema {
        Json::Object(object) => {
            if let Some(Json::Array(types)) = object.get_mut("type") {
                types.retain(|one| one != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    object.insert("type".to_owned(), only);
                }
            }
            if let Some(Json::Array(branches)) = object.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|kind| kind != "null"));
                if let [Json::Object(only)] = branches.as_slice() {
                    let only = only.clone();
                    object.shift_remove("anyOf");
                    // What the key says of itself goes before what its type says.
                    for (key, value) in only {
                        object.entry(key).or_insert(value);
                    }
                }
            }
            object.values_mut().for_each(drop_null_alternatives);
        }
        Json::Array(items) => items.iter_mut().for_each(drop_null_alternatives),
        _ => {}
    }
}

/// The typed manifest, or every finding about the tree's shape. With the findings comes the manifest that was
/// probably meant, where it can be guessed, so that the rules on the rest of it can be checked too.
pub fn typed(node: &Node) -> Result<Manifest, (Vec<Finding>, Option<Box<Manifest>>)> {
    let json = without_nulls(node.to_json());
    match Manifest::deserialize(&json) {
        Ok(manifest) if !lacks_items(&manifest) => Ok(manifest),
        _ => {
            let findings = shape_findings(node, &json);
            let meant = recover(json, &findings);
            Err((findings, meant.map(Box::new)))
        }
    }
}

/// Whether a list is empty that the schema wants filled; the types alone do not say so.
fn lacks_items(manifest: &Manifest) -> bool {
    let spec = &manifest.spec;
    spec.input_ports.is_empty() || spec.output_ports.is_empty() || spec.schema.fields.is_empty()
}

/// A key with nothing after it says nothing. Rows of examples are data, and keep their nulls.
fn without_nulls(json: Json) -> Json {
    match json {
        Json::Object(entries) => Json::Object(
            entries
                .into_iter()
                .filter_map(|(key, value)| match (key.as_str(), value) {
                    // The one word that YAML reads as nothing and that is an answer here: show no value at all.
                    ("mask" | "masking", Json::Null) => Some((key, "null".into())),
                    (_, Json::Null) => None,
                    ("examples", value) => Some((key, value)),
                    (_, value) => Some((key, without_nulls(value))),
                })
                .collect(),
        ),
        Json::Array(items) => Json::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

struct Checker {
    schema: Json,
    validator: Option<Validator>,
}

static CHECKER: LazyLock<Checker> = LazyLock::new(|| {
    let schema = json_schema();
    let mut options = jsonschema::options().should_validate_formats(true);
    for format in FORMATS {
        options = options.with_format(format.name, move |text: &str| (format.check)(text).is_ok());
    }
    let validator = options.build(&schema).ok();
    Checker { schema, validator }
});

fn shape_findings(node: &Node, json: &Json) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(validator) = &CHECKER.validator {
        for error in validator.iter_errors(json) {
            collect(node, &error, &mut findings);
        }
    }
    findings.dedup_by(|a, b| a.pointer == b.pointer && a.message == b.message);
    drop_misspelt(&mut findings);
    if findings.is_empty() {
        findings.push(first_error(node, json));
    }
    findings
}

/// A key that is missing because it is misspelt is one fault, and one finding.
fn drop_misspelt(findings: &mut Vec<Finding>) {
    let parent = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    let meant: Vec<(Option<String>, String)> = findings
        .iter()
        .filter(|finding| finding.rule == &UNKNOWN_KEY)
        .filter_map(|finding| Some((parent(&finding.pointer), finding.suggestion.clone()?)))
        .collect();
    findings.retain(|finding| {
        let key = finding.pointer.rsplit('/').next().unwrap_or_default();
        finding.rule != &MISSING || !meant.contains(&(parent(&finding.pointer), key.to_owned()))
    });
}

fn collect(node: &Node, error: &ValidationError<'_>, findings: &mut Vec<Finding>) {
    let pointer = error.instance_path().as_str().to_owned();
    let place = if pointer.is_empty() { "the manifest".to_owned() } else { format!("`{}`", readable(&pointer)) };
    let schema = schema_around(error);
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known: Vec<&str> = schema
                .get("properties")
                .and_then(Json::as_object)
                .map(|keys| keys.keys().map(String::as_str).collect())
                .unwrap_or_default();
            for key in unexpected {
                let at = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                findings.push(
                    Finding::at_key(
                        &UNKNOWN_KEY,
                        node,
                        at,
                        format!("{place} has no key `{}`", crate::diagnostics::shown(key)),
                    )
                    .help(did_you_mean(key, known.iter().copied()))
                    .suggest(nearest(key, known.iter().copied())),
                );
            }
        }
        ValidationErrorKind::Required { property } => {
            findings.push(missing(node, schema, &pointer, &place, property.as_str().unwrap_or_default()));
        }
        ValidationErrorKind::Type { .. } if pointer.is_empty() => {
            let message = format!("{place} must be a mapping, and is {}", describe(error.instance()));
            findings.push(Finding::at(&WRONG_TYPE, node, pointer, message).help(
                "begin with `apiVersion: datamesh.io/v1`, `kind`, `metadata` and `spec`, each at the start of a line",
            ));
        }
        ValidationErrorKind::Type { .. } => {
            let expected = schema.get("type").map(expected_types).unwrap_or_default();
            findings.push(
                Finding::at(
                    &WRONG_TYPE,
                    node,
                    pointer,
                    format!("{place} must be {expected}, and is {}", describe(error.instance())),
                )
                .help(advice(&expected, schema, error.instance())),
            );
        }
        ValidationErrorKind::Format { format } => {
            let known = FORMATS.iter().find(|known| known.name == format);
            let text = error.instance().as_str().unwrap_or_default();
            let reason =
                known.and_then(|known| (known.check)(text).err()).unwrap_or_else(|| format!("{place} is no {format}"));
            let finding = Finding::at(&BAD_VALUE, node, pointer, reason);
            findings.push(match known {
                Some(known) => {
                    finding.help(format_help(known.name, known.examples, text)).suggest(format_meant(known.name, text))
                }
                None => finding,
            });
        }
        ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
            let known = FORMATS.iter().find(|known| schema.get("format").is_some_and(|format| format == known.name));
            let reason = known.and_then(|known| (known.check)(&error.instance().to_string()).err());
            let finding = Finding::at(&BAD_VALUE, node, pointer, reason.unwrap_or_else(|| format!("{place}: {error}")));
            findings.push(match known {
                Some(known) => finding.help(format!("for example {}", known.examples)),
                None => finding,
            });
        }
        ValidationErrorKind::Enum { .. }
        | ValidationErrorKind::Constant { .. }
        | ValidationErrorKind::OneOfNotValid { .. }
        | ValidationErrorKind::AnyOf { .. } => {
            let choices = choices(schema);
            let known: Vec<&str> = choices.iter().map(String::as_str).collect();
            let given = shown(error.instance());
            let near = error.instance().as_str().and_then(|text| nearest(text, known.iter().copied()));
            let finding = Finding::at(&BAD_VALUE, node, pointer, format!("{place} cannot be {given}"));
            let help = match error.instance().as_str() {
                Some(text) => did_you_mean(text, known.iter().copied()),
                None => format!("use {}", or_list(&known)),
            };
            findings.push(finding.help(help).suggest(near));
        }
        // A `format` says it better.
        ValidationErrorKind::Pattern { .. } | ValidationErrorKind::MaxLength { .. }
            if schema.get("format").is_some() => {}
        ValidationErrorKind::MinItems { .. } => {
            findings.push(Finding::at(&MISSING, node, pointer, format!("{place} is empty")).help("add at least one"));
        }
        _ => findings.push(Finding::at(&BAD_VALUE, node, pointer, format!("{place}: {error}"))),
    }
}

/// A key that is not there, with what it would say.
fn missing(node: &Node, schema: &Json, pointer: &str, place: &str, key: &str) -> Finding {
    let description =
        schema.pointer(&format!("/properties/{key}/description")).and_then(Json::as_str).unwrap_or("it is required");
    let mut finding = Finding::at(&MISSING, node, format!("{pointer}/{key}"), format!("{place} lacks `{key}`"))
        .help(format!("add `{key}`: {}", description.trim_end_matches('.')));
    if let Some((parent, name)) = pointer.rsplit_once('/') {
        // Pointing at the key above is clearer than at the whole mapping below it.
        if let Some(entry) = node.nearest(parent).entry(name) {
            finding.origin = entry.key_origin.clone();
        }
    }
    finding
}

/// The schema object that holds the keyword which failed.
fn schema_around(error: &ValidationError<'_>) -> &'static Json {
    let pointer = error.schema_path().as_str();
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    CHECKER.schema.pointer(parent).unwrap_or(&Json::Null)
}

fn choices(schema: &Json) -> Vec<String> {
    let mut choices = Vec::new();
    for key in ["oneOf", "anyOf"] {
        for branch in schema.get(key).and_then(Json::as_array).into_iter().flatten() {
            choices.extend(self::choices(branch));
        }
    }
    choices.extend(schema.get("const").and_then(Json::as_str).map(str::to_owned));
    choices.extend(
        schema.get("enum").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str).map(str::to_owned),
    );
    choices
}

fn expected_types(types: &Json) -> String {
    let name = |kind: &Json| match kind.as_str().unwrap_or_default() {
        "object" => "a mapping",
        "array" => "a list",
        "string" => "text",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "`true` or `false`",
        _ => "nothing",
    };
    match types {
        Json::Array(types) => types.iter().map(name).collect::<Vec<_>>().join(" or "),
        one => name(one).to_owned(),
    }
}

fn describe(json: &Json) -> String {
    match json {
        Json::Null => "empty".to_owned(),
        Json::Bool(_) | Json::Number(_) => shown(json),
        Json::String(_) => format!("the text {}", shown(json)),
        Json::Array(_) => "a list".to_owned(),
        Json::Object(_) => "a mapping".to_owned(),
    }
}

fn shown(json: &Json) -> String {
    let text = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let short: String = text.chars().take(60).collect();
    format!("`{}`", short.escape_debug())
}

fn advice(expected: &str, schema: &Json, instance: &Json) -> String {
    let format = FORMATS.iter().find(|known| schema.get("format").is_some_and(|format| format == known.name));
    match (instance, format) {
        (Json::Number(_) | Json::Bool(_), Some(format)) if (format.check)(&instance.to_string()).is_err() => {
            format!("for example {}", format.examples)
        }
        (Json::Number(_) | Json::Bool(_), _) if expected.contains("text") => {
            format!("put it in quotes: \"{instance}\"")
        }
        _ if expected.contains("mapping") => "write keys and values here, as in `key: value`".to_owned(),
        _ if expected.contains("list") => "write a list here, each item after a `-`".to_owned(),
        _ => format!("write {expected} here"),
    }
}

/// The value that was probably meant, for formats that have near ones.
fn format_meant(format: &str, text: &str) -> Option<String> {
    match format {
        "name" | "id" => super::name::suggest(text).map(|name| name.to_string()),
        "logical-type" => super::value::LogicalType::meant(text).map(str::to_owned),
        _ => None,
    }
}

fn format_help(format: &str, examples: &str, text: &str) -> String {
    match format {
        "text" if text.trim().is_empty() => return "write some text, or leave the key out".to_owned(),
        "text" => return "remove the character, or shorten the text".to_owned(),
        _ => {}
    }
    match format_meant(format, text) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("for example {examples}"),
    }
}

fn first_error(node: &Node, json: &Json) -> Finding {
    match serde_path_to_error::deserialize::<_, Manifest>(json) {
        Ok(_) => Finding::at(&BAD_VALUE, node, "", "the manifest cannot be read"),
        Err(error) => {
            let mut pointer = String::new();
            for segment in error.path() {
                let token = segment.to_string();
                pointer.push('/');
                pointer.push_str(token.trim_matches(|c| c == '[' || c == ']'));
            }
            Finding::at(&BAD_VALUE, node, pointer, error.inner().to_string())
        }
    }
}
