//! The shape of a file that people write: held against its JSON Schema, which finds all problems instead of the first.

mod words;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::manifest::node::{Node, readable};
use crate::manifest::value::FORMATS;

use words::{advice, describe, expected_types, format_help, format_meant, shown};

use crate::diagnostics::{Finding, Rule, did_you_mean, nearest, or_list};

/// No key but those the format knows.
pub(crate) static UNKNOWN_KEY: Rule = Rule::new(
    "manifest/unknown-key",
    "A manifest has no keys but those that the format knows",
    "a misspelt key would be ignored, and what it says would silently not hold",
);
/// Everything required is there.
pub(crate) static MISSING: Rule = Rule::new(
    "manifest/missing",
    "What the format requires is there",
    "the rendered product would not be whole without it",
);
/// Text where text belongs, lists where lists belong.
pub(crate) static WRONG_TYPE: Rule = Rule::new(
    "manifest/wrong-type",
    "Every value has the type that its key asks for",
    "each key has one type, so that every reader of the manifest understands the same",
);
/// Values follow the grammar of their key.
pub(crate) static BAD_VALUE: Rule = Rule::new(
    "manifest/bad-value",
    "Every value follows the grammar of its key",
    "names, durations, types and versions are read by people and by programs, which must agree",
);

/// The schema of a kind of file, ready to be held against one.
pub(crate) struct Shape {
    /// What the file is called: `the manifest`.
    noun: &'static str,
    /// What to do when the file is no mapping at all.
    begin: &'static str,
    schema: Json,
    validator: Option<Validator>,
}

impl Shape {
    pub(crate) fn new(noun: &'static str, begin: &'static str, schema: Json) -> Self {
        let mut options = jsonschema::options().should_validate_formats(true);
        for format in FORMATS {
            options = options.with_format(format.name, move |text: &str| (format.check)(text).is_ok());
        }
        let validator = options.build(&schema).ok();
        Self { noun, begin, schema, validator }
    }

    /// Every finding about the shape of a tree that is no `T`.
    pub(crate) fn findings<T: DeserializeOwned>(&self, node: &Node, json: &Json) -> Vec<Finding> {
        let mut findings = Vec::new();
        if let Some(validator) = &self.validator {
            for error in validator.iter_errors(json) {
                self.collect(node, &error, &mut findings);
            }
        }
        findings.dedup_by(|a, b| a.pointer == b.pointer && a.message == b.message);
        drop_misspelt(&mut findings);
        if findings.is_empty() {
            findings.push(self.first_error::<T>(node, json));
        }
        findings
    }

    /// For each value that breaks the grammar of its key, one that keeps it: so that what is left can be judged.
    pub(crate) fn stand_ins(&self, json: &Json) -> Vec<(String, &'static str)> {
        let errors = self.validator.iter().flat_map(|validator| validator.iter_errors(json));
        let stand_in = |error: ValidationError<'_>| {
            let ValidationErrorKind::Format { format } = error.kind() else { return None };
            let known = FORMATS.iter().find(|known| known.name == format)?;
            Some((error.instance_path().as_str().to_owned(), known.examples.split('`').nth(1)?))
        };
        errors.filter_map(stand_in).collect()
    }

    fn collect(&self, node: &Node, error: &ValidationError<'_>, findings: &mut Vec<Finding>) {
        let pointer = error.instance_path().as_str().to_owned();
        let place = if pointer.is_empty() { self.noun.to_owned() } else { format!("`{}`", readable(&pointer)) };
        let schema = self.schema_around(error);
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
                findings.push(Finding::at(&WRONG_TYPE, node, pointer, message).help(self.begin));
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
                let reason = known
                    .and_then(|known| (known.check)(text).err())
                    .unwrap_or_else(|| format!("{place} is no {format}"));
                let finding = Finding::at(&BAD_VALUE, node, pointer, reason);
                findings.push(match known {
                    Some(known) => finding
                        .help(format_help(known.name, known.examples, text))
                        .suggest(format_meant(known.name, text)),
                    None => finding,
                });
            }
            ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
                let known =
                    FORMATS.iter().find(|known| schema.get("format").is_some_and(|format| format == known.name));
                let reason = known.and_then(|known| (known.check)(&error.instance().to_string()).err());
                let finding =
                    Finding::at(&BAD_VALUE, node, pointer, reason.unwrap_or_else(|| format!("{place}: {error}")));
                findings.push(match known {
                    Some(known) => finding.help(format!("for example {}", known.examples)),
                    None => finding.help("give a number within the bounds"),
                });
            }
            ValidationErrorKind::Enum { .. }
            | ValidationErrorKind::Constant { .. }
            | ValidationErrorKind::OneOfNotValid { .. }
            | ValidationErrorKind::AnyOf { .. } => {
                let choices = words::choices(schema);
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
                findings
                    .push(Finding::at(&MISSING, node, pointer, format!("{place} is empty")).help("add at least one"));
            }
            _ => findings.push(Finding::at(&BAD_VALUE, node, pointer, format!("{place}: {error}"))),
        }
    }

    /// The schema object that holds the keyword which failed.
    fn schema_around(&self, error: &ValidationError<'_>) -> &Json {
        let pointer = error.schema_path().as_str();
        let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
        self.schema.pointer(parent).unwrap_or(&Json::Null)
    }

    fn first_error<T: DeserializeOwned>(&self, node: &Node, json: &Json) -> Finding {
        match serde_path_to_error::deserialize::<_, T>(json) {
            Ok(_) => Finding::at(&BAD_VALUE, node, "", format!("{} cannot be read", self.noun)),
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
}

/// A key that is missing because it is misspelt is one fault, and one finding.
fn drop_misspelt(findings: &mut Vec<Finding>) {
    let parent = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    let meant: Vec<(Option<String>, String)> = findings
        .iter()
        .filter(|finding| *finding.rule == UNKNOWN_KEY)
        .filter_map(|finding| Some((parent(&finding.pointer), finding.suggestion.clone()?)))
        .collect();
    findings.retain(|finding| {
        let key = finding.pointer.rsplit('/').next().unwrap_or_default();
        *finding.rule != MISSING || !meant.contains(&(parent(&finding.pointer), key.to_owned()))
    });
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

/// The schema as it is published: an optional key is one that can be left out, and `null` is not offered to editors.
pub(crate) fn publish(schema: &mut Json) {
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
            object.values_mut().for_each(publish);
        }
        Json::Array(items) => items.iter_mut().for_each(publish),
        _ => {}
    }
}
