//! Whether a pack's own options make sense, found when the pack is used and not when a team is asked.

use serde_json::{Map, Value as Json, json};

use super::check::pattern;
use super::{OptionSpec, OptionType};
use crate::diagnostics::did_you_mean;
use crate::error::{Error, Result};

/// The options of a pack, typed. `entries` are laid over each other: the same name replaces the keys that it gives.
pub(in crate::pack) fn typed(entries: &[Map<String, Json>]) -> Result<Vec<OptionSpec>> {
    let mut merged: Vec<Map<String, Json>> = Vec::new();
    for entry in entries {
        match merged.iter_mut().find(|known| known.get("name") == entry.get("name")) {
            Some(known) => known.extend(entry.clone()),
            None => merged.push(entry.clone()),
        }
    }
    let mut earlier = Map::new();
    let mut specs = Vec::new();
    for entry in merged {
        let name = entry.get("name").and_then(Json::as_str).unwrap_or("without a name").to_owned();
        let failed = |reason: String| Error::Pack { message: format!("pack.yaml: the option `{name}`: {reason}") };
        let spec: OptionSpec =
            serde_json::from_value(Json::Object(entry)).map_err(|error| failed(error.to_string()))?;
        sound(&spec, &earlier).map_err(failed)?;
        earlier.insert(spec.name.clone(), sample(&spec));
        specs.push(spec);
    }
    Ok(specs)
}

fn sound(spec: &OptionSpec, earlier: &Map<String, Json>) -> Result<(), String> {
    let first = spec.name.starts_with(|first: char| first.is_ascii_lowercase());
    if !first || !spec.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Err("a name has lower-case letters, digits and underscores, and begins with a letter".to_owned());
    }
    if let Some(text) = &spec.pattern {
        pattern(text).map_err(|error| format!("its pattern is no regular expression: {error}"))?;
    }
    if spec.secret && (spec.kind != OptionType::String || !spec.choices.is_empty()) {
        return Err("a secret is of the type `string` and has no choices".to_owned());
    }
    // A choice of a list is one of its items.
    let item = |choice: &Json| if spec.kind == OptionType::List { json!([choice]) } else { choice.clone() };
    for choice in &spec.choices {
        spec.check(&item(choice)).map_err(|reason| format!("a choice does not fit: {reason}"))?;
    }
    if let Some(default) = &spec.default
        && !default.as_str().is_some_and(|text| text.contains("<{") || text.contains("<%"))
    {
        spec.check(default).map_err(|reason| format!("the default does not fit: {reason}"))?;
    }
    let Some(condition) = &spec.when else { return Ok(()) };
    // What is not there would count as false, for ever.
    let known: Vec<&str> = earlier.keys().map(String::as_str).collect();
    if let Some(other) = named(condition).find(|other| !known.contains(other)) {
        let help = if known.is_empty() { "there is none".to_owned() } else { did_you_mean(other, known) };
        return Err(format!("its condition speaks of `{other}`, which is no option before it: {help}"));
    }
    spec.applies("options", earlier).map(drop).map_err(|error| error.to_string())
}

/// The options that a condition speaks of.
fn named(condition: &str) -> impl Iterator<Item = &str> {
    condition.split("options.").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

/// A value that the option can have, for trying the conditions after it.
fn sample(spec: &OptionSpec) -> Json {
    let by_type = || match spec.kind {
        OptionType::String => Json::from(""),
        OptionType::Integer => Json::from(0),
        OptionType::Boolean => Json::from(false),
        OptionType::List => Json::Array(Vec::new()),
    };
    match &spec.default {
        Some(default) => default.clone(),
        None if spec.required => spec.choices.first().cloned().unwrap_or_else(by_type),
        None => Json::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(entries: &Json) -> Vec<Map<String, Json>> {
        serde_json::from_value(entries.clone()).unwrap()
    }

    #[test]
    fn an_option_of_a_known_name_replaces_the_keys_that_it_gives() {
        let options = typed(&entries(&json!([
            { "name": "tier", "choices": ["gold", "silver"], "default": "silver", "help": "How fast" },
            { "name": "days", "type": "integer" },
            { "name": "tier", "default": "gold" },
        ])))
        .unwrap();
        assert_eq!(options.iter().map(|option| option.name.as_str()).collect::<Vec<_>>(), ["tier", "days"]);
        assert_eq!((options[0].default.clone(), options[0].help.as_str()), (Some(json!("gold")), "How fast"));
    }

    #[test]
    fn an_option_that_makes_no_sense_is_refused_with_its_name() {
        for (option, words) in [
            (json!({ "name": "Tier" }), "lower-case"),
            (json!({ "name": "x", "pattern": "[" }), "no regular expression"),
            (json!({ "name": "x", "choices": ["a"], "default": "b" }), "the default does not fit"),
            (json!({ "name": "x", "type": "integer", "default": "7" }), "the default does not fit"),
            (json!({ "name": "x", "type": "integer", "choices": ["a"] }), "a choice does not fit"),
            (json!({ "name": "x", "secret": true, "default": "hunter2" }), "is a secret"),
            (json!({ "name": "x", "secret": true, "type": "integer" }), "a secret is of the type"),
            (json!({ "name": "x", "when": "options.y" }), "speaks of `y`"),
            (json!({ "name": "x", "when": "1 +" }), "`when` of the option `x`"),
            (json!({ "name": "x", "defualt": 1 }), "defualt"),
            (json!({ "title": "X" }), "without a name"),
        ] {
            let error = typed(&entries(&json!([option]))).unwrap_err().to_string();
            assert!(error.contains("pack.yaml: the option") && error.contains(words), "{error}");
        }
    }

    #[test]
    fn a_condition_may_compare_what_is_always_answered() {
        let days = json!({ "name": "days", "type": "integer", "required": true });
        assert!(typed(&entries(&json!([days, { "name": "x", "when": "options.days > 3" }]))).is_ok());
    }
}
