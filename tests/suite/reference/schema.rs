//! Pages from a JSON Schema: one section per mapping, under the path where it is first met.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mesh_cli::manifest::value::FORMATS;
use serde_json::{Map, Value as Json};

use mesh_cli::markdown::{anchor, code, codes, sentence, table};

pub const MANIFEST_INTRODUCTION: &str = "\
# The manifest

`data-product.yaml`, the single source of truth of a data product. `mesh-cli schema manifest` prints this page as a
JSON Schema; a new product has it in `.mesh/data-product.schema.json`, and the first line of its manifest tells
editors to use it.

A key that is required may still be left out where a default is named: the default is the pack's, and this page
shows the built-in pack's. Keys that this page does not list are findings. What several keys mean together is checked
by the [rules](rules.md). The keys of a `location` are the options of the port's [kind](kinds.md).

";

pub const MESH_INTRODUCTION: &str = "\
# mesh.yaml

What holds for every data product of a repository, or of an organisation. The nearest `mesh.yaml` counts: in the folder
that a command works in, or above it. `mesh-cli schema mesh` prints this page as a JSON Schema.
[Pack sources](../platform/sources.md) tells how its packs are found.

";

pub const MAP_INTRODUCTION: &str = "\
# The domain map

What a workshop collects of each domain. `mesh-cli workshop new` begins one, `mesh-cli schema map` prints this page as a JSON
Schema, and [From a map to a running mesh](../pilot.md) tells what is made of it.

Items of `sourceSystems`, `businessEvents`, `carries` and `analyticalQuestions` may be given by one text: the name, or the
question. A file with nothing but domains is a map as well, and the names `source_systems`, `business_events`,
`analytical_questions_owned` and `on_call` are read as ours. A key with nothing behind it is not filled in yet.

";

pub const WAIVERS_INTRODUCTION: &str = "\
# waivers.yaml

What is let stand for a time: beside `mesh.yaml` for the products of the mesh, in the files that `policies.waivers` names,
and beside the manifest of a product for that product. `mesh-cli schema waivers` prints this page as a JSON Schema.

";

pub const CONTEXT_INTRODUCTION: &str = "\
# The context of templates

Every template of a pack sees these variables, and no others. They are derived from the manifest and the pack: names
in the form of each language, bounds with their defaults applied, sample rows. A variable that does not exist is an
error, not an empty text.

- A rule of `pack.yaml` with `each` renders its template once for each element of a list; the template, and the rule's
  `to`, see that element as `item`.
- A fragment of a port kind sees the same context, with `port.fragments` still empty.
- The default of an option, and the text of a starter, see two variables only: `domain` and `name`, both in
  [every form](#productdomain_names).

Text that a person wrote needs a [filter](filters.md) for the language of the file; the tables say which variables hold
such text. Names in the forms below, ids and numbers are safe as they are.

";

pub const PACK_INTRODUCTION: &str = "\
# The files of a pack

What the YAML files of a pack may say. [For platform teams](../platform/packs.md) tells how they work together.

";

/// A page about one schema.
pub struct Page<'a> {
    pub schema: &'a Json,
    /// The values that hold where nothing is said, at the same paths.
    pub defaults: Option<&'a Json>,
    /// Where the formats of texts are explained.
    pub formats: &'a str,
}

/// A mapping that gets a section of its own.
struct Section<'a> {
    path: String,
    schema: &'a Json,
}

impl<'a> Page<'a> {
    /// The sections of the page; the root has `title`.
    pub fn sections(&self, title: &str) -> String {
        let sections = self.collect();
        let anchors: BTreeMap<*const Json, &str> =
            sections.iter().map(|section| (std::ptr::from_ref(section.schema), section.path.as_str())).collect();
        let mut out = String::new();
        for section in &sections {
            let heading = if section.path.is_empty() { title.to_owned() } else { code(&section.path) };
            let _ = writeln!(out, "## {heading}\n");
            if let Some(description) = description(section.schema) {
                let _ = writeln!(out, "{description}\n");
            }
            let _ = writeln!(out, "{}", self.keys(section, &anchors));
            out.push_str(&self.choices(section.schema));
        }
        out
    }

    /// The paths of keys that have no description.
    pub fn undocumented(&self) -> Vec<String> {
        let missing = |section: &Section<'_>| -> Vec<String> {
            properties(section.schema)
                .filter(|(_, property)| self.meaning(property).is_empty())
                .map(|(key, _)| join(&section.path, key))
                .collect()
        };
        self.collect().iter().flat_map(missing).collect()
    }

    /// The mappings in the order in which a reader meets them, each one once, under its shortest path.
    fn collect(&self) -> Vec<Section<'a>> {
        let mut all = Vec::new();
        self.visit(String::new(), self.schema, &mut Vec::new(), &mut all);
        let mut shortest: BTreeMap<*const Json, &str> = BTreeMap::new();
        for section in &all {
            let known = shortest.entry(std::ptr::from_ref(section.schema)).or_insert(&section.path);
            if section.path.len() < known.len() {
                *known = &section.path;
            }
        }
        let chosen = |section: &&Section<'a>| shortest[&std::ptr::from_ref(section.schema)] == section.path;
        all.iter().filter(chosen).map(|one| Section { path: one.path.clone(), schema: one.schema }).collect()
    }

    fn visit(&self, path: String, schema: &'a Json, above: &mut Vec<*const Json>, found: &mut Vec<Section<'a>>) {
        let this = std::ptr::from_ref(schema);
        if above.contains(&this) {
            return;
        }
        above.push(this);
        found.push(Section { path: path.clone(), schema });
        for (key, property) in properties(schema) {
            if let Some((below, suffix)) = self.mapping_below(property) {
                self.visit(format!("{}{suffix}", join(&path, key)), below, above, found);
            }
        }
        above.pop();
    }

    /// The mapping that a property holds, and how a path writes that: itself, in a list (`[]`) or in a mapping (`.*`).
    fn mapping_below(&self, property: &'a Json) -> Option<(&'a Json, String)> {
        let schema = self.resolve(property);
        if schema.get("properties").is_some() {
            return Some((schema, String::new()));
        }
        let within = |inner: &'a Json, mark: &str| {
            self.mapping_below(inner).map(|(below, suffix)| (below, format!("{mark}{suffix}")))
        };
        let items = schema.get("items").and_then(|items| within(items, "[]"));
        let values = schema.get("additionalProperties").filter(|values| values.is_object());
        let one_of_several = || schema.get("anyOf")?.as_array()?.iter().find_map(|alternative| within(alternative, ""));
        items.or_else(|| values.and_then(|values| within(values, ".*"))).or_else(one_of_several)
    }

    /// What a schema refers to; of an optional value, the value.
    fn resolve<'s>(&self, schema: &'s Json) -> &'s Json
    where
        'a: 's,
    {
        if let Some(reference) = schema.get("$ref").and_then(Json::as_str) {
            let pointer = reference.trim_start_matches('#');
            return self.schema.pointer(pointer).expect("a reference leads somewhere");
        }
        match schema.get("anyOf").and_then(Json::as_array).map(Vec::as_slice) {
            Some([one, null]) if null["type"] == "null" => self.resolve(one),
            _ => schema,
        }
    }

    fn keys(&self, section: &Section<'_>, anchors: &BTreeMap<*const Json, &str>) -> String {
        let required: Vec<&str> =
            section.schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let manifest = self.defaults.is_some();
        let rows: Vec<Vec<String>> = properties(section.schema)
            .map(|(key, property)| {
                let mut row = vec![code(key), self.kind(property, anchors)];
                if !self.is_output() {
                    row.push(match self.default(&section.path, key, property) {
                        Some(default) => format!("default `{default}`"),
                        None if required.contains(&key.as_str()) => "required".to_owned(),
                        None => String::new(),
                    });
                }
                let filter = if property["x-text"] == true { " Needs a [filter](filters.md)." } else { "" };
                row.push(format!("{}{filter}", self.meaning(property)));
                row
            })
            .collect();
        if self.is_output() {
            table(&["variable", "type", "meaning"], &rows)
        } else {
            table(&["key", "type", if manifest { "required" } else { "" }, "meaning"], &rows)
        }
    }

    /// Whether the schema describes what the program gives rather than what a person writes.
    fn is_output(&self) -> bool {
        self.schema["title"] == "Context"
    }

    fn default(&self, path: &str, key: &str, property: &Json) -> Option<String> {
        let written = property.get("default").filter(|default| match default {
            Json::String(text) => !text.trim().is_empty(),
            Json::Bool(_) => true,
            Json::Number(number) => number.as_u64() != Some(u64::from(u8::MAX)),
            _ => false,
        });
        let given = || {
            let pointer = format!("/{}", join(path, key).replace('.', "/"));
            self.defaults?.pointer(&pointer).filter(|default| !default.is_object())
        };
        let default = given().or(written)?;
        Some(default.as_str().map_or_else(|| default.to_string(), str::to_owned))
    }

    /// The type of a value, with a link to where it is explained.
    fn kind(&self, schema: &Json, anchors: &BTreeMap<*const Json, &str>) -> String {
        let optional = is_optional(schema);
        let of = self.resolve(schema);
        let kind = self.bare_kind(of, anchors);
        if optional && self.is_output() { format!("{kind}, or nothing") } else { kind }
    }

    fn bare_kind(&self, schema: &Json, anchors: &BTreeMap<*const Json, &str>) -> String {
        if let Some(path) = anchors.get(&std::ptr::from_ref(schema)) {
            return if path.is_empty() { "mapping".to_owned() } else { format!("[mapping](#{})", anchor(path)) };
        }
        let choices = choices(schema);
        if !choices.is_empty() {
            return if choices.len() == 1 { code(&choices[0].0) } else { format!("one of {}", names(&choices)) };
        }
        let alternatives = schema["anyOf"].as_array();
        if let Some(alternatives) = alternatives {
            return alternatives.iter().map(|one| self.kind(one, anchors)).collect::<Vec<_>>().join(", or ");
        }
        if let Some(format) = schema["format"].as_str().filter(|format| is_format(format)) {
            let page = self.formats.trim_end_matches("#formats");
            return format!("[{format}]({page}#{})", anchor(format));
        }
        match primary_type(schema) {
            "string" => "text".to_owned(),
            "boolean" => "`true` or `false`".to_owned(),
            "integer" => "whole number".to_owned(),
            "number" => "number".to_owned(),
            "array" => format!("list of {}", plural(&self.kind(&schema["items"], anchors))),
            "object" => match &schema["additionalProperties"] {
                values @ Json::Object(_) => format!("mapping to {}", plural(&self.kind(values, anchors))),
                _ => "mapping".to_owned(),
            },
            _ => "any value".to_owned(),
        }
    }

    fn meaning(&self, property: &Json) -> String {
        description(property).or_else(|| description(self.resolve(property))).unwrap_or_default()
    }

    /// What each choice of a closed set means.
    fn choices(&self, schema: &Json) -> String {
        let mut out = String::new();
        for (key, property) in properties(schema) {
            let inner = self.resolve(property);
            let inner = if inner.get("items").is_some() { self.resolve(&inner["items"]) } else { inner };
            let choices = choices(inner);
            if choices.len() < 2 || choices.iter().all(|(_, meaning)| meaning.is_empty()) {
                continue;
            }
            let rows: Vec<Vec<String>> =
                choices.into_iter().map(|(name, meaning)| vec![code(&name), meaning]).collect();
            let _ = writeln!(out, "{}", table(&[&code(key), "meaning"], &rows));
        }
        out
    }
}

/// The formats of texts.
pub fn formats() -> String {
    let mut out = "## Formats\n\nTexts with a grammar. Each is checked when the manifest is read, and by the JSON Schema's `format`.\n\n".to_owned();
    for format in FORMATS {
        let _ = writeln!(out, "### {}\n\n{} For example {}.\n", format.name, sentence(format.grammar), format.examples);
    }
    out
}

fn is_format(name: &str) -> bool {
    FORMATS.iter().any(|format| format.name == name)
}

fn properties(schema: &Json) -> impl Iterator<Item = (&String, &Json)> {
    static NONE: std::sync::LazyLock<Map<String, Json>> = std::sync::LazyLock::new(Map::new);
    schema.get("properties").and_then(Json::as_object).unwrap_or(&NONE).iter()
}

fn description(schema: &Json) -> Option<String> {
    schema.get("description").and_then(Json::as_str).map(sentence).filter(|text| !text.is_empty())
}

fn is_optional(schema: &Json) -> bool {
    let null = |one: &Json| one == "null" || one["type"] == "null";
    ["type", "anyOf"].iter().any(|key| schema[*key].as_array().is_some_and(|all| all.iter().any(null)))
}

/// The type, or the first of several.
fn primary_type(schema: &Json) -> &str {
    match &schema["type"] {
        Json::Array(types) => types.first().and_then(Json::as_str).unwrap_or_default(),
        one => one.as_str().unwrap_or_default(),
    }
}

/// The members of a closed set, with their meaning.
fn choices(schema: &Json) -> Vec<(String, String)> {
    if let Some(one) = schema["const"].as_str() {
        return vec![(one.to_owned(), description(schema).unwrap_or_default())];
    }
    let listed = schema["enum"].as_array().into_iter().flatten();
    let listed = listed.filter_map(|name| Some((name.as_str()?.to_owned(), String::new())));
    listed.chain(schema["oneOf"].as_array().into_iter().flatten().flat_map(choices)).collect()
}

fn names(choices: &[(String, String)]) -> String {
    codes(choices.iter().map(|(name, _)| name.as_str()))
}

fn plural(kind: &str) -> String {
    match kind {
        "text" => "texts".to_owned(),
        "whole number" | "number" | "any value" => format!("{}s", kind.trim_start_matches("any ")),
        _ if kind.starts_with("[mapping]") => kind.replacen("[mapping]", "[mappings]", 1),
        _ => kind.to_owned(),
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
