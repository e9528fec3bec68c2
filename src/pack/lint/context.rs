//! The schema of the context as the templates of one part of a pack see it: with the pack's own options, fragments,
//! dialects and locations in place of "any key".

use std::collections::BTreeMap;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Map, Value as Json, json};

use super::Whole;
use super::types::{self, is_harmless};
use crate::pack::{OptionSpec, OptionType, Pack, PortKind};
use crate::render::Context;

/// The schema for a part of the pack: that of a port kind knows the kind's location.
pub(super) fn schema(whole: &Whole, root: &str) -> Json {
    let mut schema = Context::json_schema();
    let ids: Vec<String> = whole.files.folders("ports").into_iter().map(str::to_owned).collect();
    let fragments = ids.iter().flat_map(|id| {
        let folder = Pack::fragment_folder(id);
        let names =
            whole.files.below(&folder).filter_map(|(path, _)| path.strip_prefix(&folder)?.strip_suffix(".tera"));
        names.map(|name| (name.to_owned(), text())).collect::<Vec<_>>()
    });
    let fragments = view(fragments.collect::<Map<_, _>>());
    set(&mut schema, "/$defs/PortView/properties/fragments", fragments.clone());
    set(&mut schema, "/$defs/VersionView/properties/fragments", fragments);
    let dialects = whole.files.below("types/").filter_map(|(path, _)| {
        path.strip_prefix("types/")?.strip_suffix(".yaml").map(|name| (name.to_owned(), text()))
    });
    set(&mut schema, "/$defs/FieldView/properties/types", view(dialects.collect::<Map<_, _>>()));
    let own = root.strip_prefix("ports/").map(|id| id.trim_end_matches('/').to_owned());
    let location: Map<String, Json> = match own {
        Some(id) => location(whole, &id).into_iter().map(|spec| (spec.name.clone(), of_option(&spec))).collect(),
        // Another part of the pack does not know which kind it is for.
        None => ids
            .iter()
            .flat_map(|id| location(whole, id))
            .map(|spec| (spec.name, json!({ "description": spec.help })))
            .collect(),
    };
    set(&mut schema, "/$defs/PortView/properties/location", view(location));
    set(&mut schema, "/properties/options", view(options(whole)));
    schema
}

/// The schema that defaults of options and texts of a starter see.
pub(super) fn names() -> Json {
    let schema = Context::json_schema();
    let forms = json!({ "$ref": "#/$defs/Forms" });
    json!({ "properties": { "domain": forms, "name": forms }, "$defs": schema["$defs"] })
}

/// The documented part of a variable's path, and what it means. Nothing for a name that is not of the context.
pub(super) fn meaning<'p>(path: &'p str, schema: &Json) -> Option<(&'p str, String)> {
    let mut here = schema;
    let mut known = None;
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
    let mut start = 0;
    for end in ends {
        let Some(property) = types::resolve(here, schema)["properties"].get(&path[start..end]) else { break };
        let said = property["description"].as_str().map(|text| text.replace('\n', " "));
        let around = known.map(|(_, said)| said);
        known = Some((&path[..end], said.or(around).unwrap_or_default()));
        (here, start) = (property, end + 1);
    }
    known
}

fn set(schema: &mut Json, pointer: &str, value: Json) {
    if let Some(place) = schema.pointer_mut(pointer) {
        let description = place["description"].take();
        *place = value;
        place["description"] = description;
    }
}

fn view(properties: impl Into<Json>) -> Json {
    let properties = properties.into();
    json!({ "type": "object", "properties": properties })
}

fn text() -> Json {
    json!({ "type": "string", "x-text": true })
}

/// The options of the pack, those that are wrong in themselves included: that is said elsewhere.
fn options(whole: &Whole) -> Map<String, Json> {
    let mut entries: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
    for entry in &whole.about.options {
        if let Some(name) = entry.get("name").and_then(Json::as_str) {
            entries.entry(name).or_default().extend(entry.clone());
        }
    }
    let known = |entry: Map<String, Json>| {
        serde_json::from_value::<OptionSpec>(Json::Object(entry)).map_or_else(|_| json!({}), |spec| of_option(&spec))
    };
    entries.into_iter().map(|(name, entry)| (name.to_owned(), known(entry))).collect()
}

fn location(whole: &Whole, id: &str) -> Vec<OptionSpec> {
    let text = whole.files.text(&format!("ports/{id}/port.yaml")).unwrap_or_default();
    serde_yaml::from_str::<PortKind>(text).map(|kind| kind.location).unwrap_or_default()
}

/// What the value of an option may be.
fn of_option(spec: &OptionSpec) -> Json {
    let one = if is_tame(spec) { json!({ "type": "string" }) } else { text() };
    let mut schema = match spec.kind {
        OptionType::Integer => json!({ "type": "integer" }),
        OptionType::Boolean => json!({ "type": "boolean" }),
        OptionType::List => json!({ "type": "array", "items": one }),
        OptionType::String => one,
    };
    if !spec.help.is_empty() {
        schema["description"] = spec.help.clone().into();
    }
    schema
}

/// Whether no answer to an option means anything in any language.
fn is_tame(spec: &OptionSpec) -> bool {
    if spec.secret {
        return true;
    }
    if !spec.choices.is_empty() {
        return spec.choices.iter().all(|choice| is_harmless(&OptionSpec::write(choice)));
    }
    let pattern = spec.pattern.as_deref().and_then(|pattern| regex_syntax::parse(pattern).ok());
    pattern.is_some_and(|pattern| harmless_pattern(&pattern))
}

/// Whether all that a regular expression matches is harmless.
fn harmless_pattern(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).is_ok_and(is_harmless),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().all(|range| range.end() <= '\x7f' && (range.start()..=range.end()).all(one))
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Repetition(repetition) => harmless_pattern(&repetition.sub),
        HirKind::Capture(capture) => harmless_pattern(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(harmless_pattern),
    }
}

fn one(letter: char) -> bool {
    is_harmless(letter.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_tells_whether_its_texts_are_harmless() {
        for (pattern, tame) in [
            ("[a-z]{2}(-[a-z]+)+-[0-9]", true),
            ("EU|US", true),
            ("[A-Za-z0-9_./-]*", true),
            (".*", false),
            ("[^ ]+", false),
            ("a b", false),
            ("\\w+", false),
            ("(x|\\$)", false),
        ] {
            assert_eq!(harmless_pattern(&regex_syntax::parse(pattern).unwrap()), tame, "{pattern}");
        }
    }
}
