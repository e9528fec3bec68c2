//! Rules, filters, types and files: tables of what the program and its pack know.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use mesh_cli::diagnostics::Rule;
use mesh_cli::manifest::Manifest;
use mesh_cli::manifest::check::RULES;
use mesh_cli::manifest::value::Scalar;
use mesh_cli::pack::{Component, FileOwner, FileRule, Pack};
use mesh_cli::plan::{Plan, build};
use mesh_cli::render::{Context, filter::FILTERS};
use serde_json::{Value as Json, json};

use mesh_cli::markdown::{code, codes, sentence, table};

pub fn rules() -> String {
    let introduction = "\
# Rules

What `mesh-cli validate` and `mesh-cli create-product` check. Every broken rule is a finding: with its id, the line, the
reason below, and what to do. All findings are shown at once.

";
    let mut page = introduction.to_owned();
    let mut group = "";
    for rule in RULES {
        let of = rule.id.split('/').next().unwrap_or_default();
        if of != group {
            group = of;
            let _ = writeln!(page, "## {group}\n");
        }
        page.push_str(&one_rule(rule));
    }
    let on_disk = mesh_cli::product::rules::RULES.iter().map(|rule| one_rule(rule));
    let _ = writeln!(page, "## A product on disk\n\nFound by `generate`, `update`, `resolve` and `status`.\n");
    page.extend(on_disk);
    let _ =
        writeln!(page, "## Policies\n\nFound by the commands of `mesh-cli policy`, beside what the policies find.\n");
    page.extend(mesh_cli::policy::rules::RULES.iter().map(|rule| one_rule(rule)));
    page.push_str(&one_rule(&mesh_cli::policy::baseline::MENDED));
    let _ = writeln!(page, "## A mesh\n\nFound by `mesh-cli mesh check`, in all products of a mesh together.\n");
    page.extend(mesh_cli::mesh::check::RULES.iter().map(|rule| one_rule(&rule.rule)));
    let _ = writeln!(
        page,
        "## A domain map\n\nFound by `mesh-cli workshop lint`, beside what is wrong with the file itself.\n"
    );
    page.extend(mesh_cli::workshop::lint::RULES.iter().map(|rule| one_rule(rule)));
    let _ = writeln!(page, "## A Schema Registry\n\nFound by `schema register`.\n");
    page.extend(mesh_cli::schema_registry::rules::RULES.iter().map(|rule| one_rule(rule)));
    page
}

pub fn pack_rules() -> String {
    let introduction = "\
# Rules of packs

What `mesh-cli pack lint` checks, in a pack and in every template of it. A finding has its place in the template, or in the
YAML file; all of them are shown at once. Warnings count as errors with `--strict`.

";
    let rules: String = mesh_cli::pack::lint::RULES.iter().map(|rule| one_rule(rule)).collect();
    let tried = one_rule(&mesh_cli::pack::trial::RENDER);
    format!("{introduction}{rules}## When products are rendered\n\n`mesh-cli pack test` has one rule more.\n\n{tried}")
}

pub fn waiver_rules() -> String {
    let rules: String = mesh_cli::policy::waiver::RULES.iter().map(|rule| one_rule(rule)).collect();
    format!("## Rules\n\nA waiver that breaks one of them lets nothing stand, unless it is a warning.\n\n{rules}")
}

pub fn one_rule(rule: &Rule) -> String {
    let why = rule.why.trim_end_matches('.');
    format!("### `{}`\n\n{} Why: {why}.\n\n", rule.id, sentence(&rule.summary))
}

pub fn filters() -> String {
    let rows: Vec<Vec<String>> = FILTERS.iter().map(|about| vec![code(about.name), sentence(about.prints)]).collect();
    format!(
        "\
# Filters

One filter per language. Whatever text a manifest holds, the file that a filter prints it into parses in its own
language and gives the same text back: `<{{ product.description | yaml }}>`. A template that prints text without one
is an error, unless the text is made of letters, digits and `_ . @ : / + -` alone.

{}
The filters that come with the template engine (`trim`, `join`, `lower`, …) work as well; `safe` says that a text is
already in the language of the file, and belongs after a fragment only.
",
        table(&["filter", "prints"], &rows)
    )
}

/// Types made of others, and decimals: their kind, how an example is written, what they mean.
const COMPOUND: [(&str, &str, &str); 6] = [
    ("decimal", "decimal(12,2)", "An exact decimal number: digits in all (at most 38), digits after the point."),
    ("decimal", "decimal(38,10)", "A decimal of the greatest precision."),
    ("enum", "enum", "One of the symbols under the field's `enum`."),
    ("array", "array<string>", "A list of items of one type."),
    ("map", "map<long>", "A mapping from text to values of one type. Also written `map<string,long>`."),
    ("struct", "struct", "A record of the members under the field's `fields`. Also written `record`."),
];

pub fn types(manifest: &Manifest, pack: &Pack) -> String {
    let written: Vec<(&str, &str)> = scalars()
        .map(|(name, _)| (name, name))
        .chain(COMPOUND.iter().map(|(kind, written, _)| (*kind, *written)))
        .collect();
    let context = with_types(manifest, pack, &written);
    let mut page = "\
# Types

One system of logical types in the manifest; each dialect spells it in a table of its own, a file below `types/` of the
pack. No type of a warehouse is spelled anywhere else.

"
    .to_owned();
    let meanings: Vec<Vec<String>> = scalars()
        .map(|(name, aliases)| {
            let also = if aliases.is_empty() {
                String::new()
            } else {
                format!(" Also written {}.", codes(aliases.iter().copied()))
            };
            vec![code(name), format!("{}{also}", scalar_meaning(name))]
        })
        .chain(COMPOUND.iter().map(|(_, written, meaning)| vec![code(written), (*meaning).to_owned()]))
        .collect();
    page.push_str(&table(&["type", "meaning"], &meanings));
    page.push_str(
        "\nArrays and maps nest up to five levels: `array<map<decimal(12,2)>>`, `array<struct>`.\n\n## Spellings\n\n",
    );
    page.push_str(
        "As rendered for a field of the type; the struct has the members `id` (`long`) and `label` (`string`).\n\n",
    );
    let dialects: Vec<String> = pack.dialects().unwrap().ids().map(str::to_owned).collect();
    let mut headings = vec!["type"];
    headings.extend(dialects.iter().map(String::as_str));
    headings.push("Avro");
    let rows: Vec<Vec<String>> = context
        .fields
        .iter()
        .zip(context.avro["fields"].as_array().unwrap())
        .map(|(field, avro)| {
            let mut row = vec![code(&field.logical_type)];
            row.extend(dialects.iter().map(|dialect| code(&field.types[dialect])));
            row.push(avro_type(&avro["type"]));
            row
        })
        .collect();
    page.push_str(&table(&headings, &rows));
    page.push_str(
        "\nA field that is not required is a union with `null` in Avro, and nullable elsewhere.\n\n## Tables\n\n",
    );
    for id in &dialects {
        let table: Json = serde_yaml::from_str(pack.files().text(&format!("types/{id}.yaml")).unwrap()).unwrap();
        for kind in table["types"].as_object().unwrap().keys() {
            assert!(
                written.iter().any(|(known, _)| known == kind),
                "types/{id}.yaml spells `{kind}`, which is no type"
            );
        }
        let _ = writeln!(page, "- `types/{id}.yaml`: {}", linked(table["description"].as_str().unwrap()));
    }
    page
}

/// Addresses as links.
fn linked(text: &str) -> String {
    let link = |word: &str| if word.starts_with("https://") { format!("<{word}>") } else { word.to_owned() };
    text.split(' ').map(link).collect::<Vec<_>>().join(" ")
}

/// Every scalar with its other spellings.
fn scalars() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    Scalar::SPELLINGS.iter().map(|(_, spellings)| (spellings[0], &spellings[1..]))
}

fn scalar_meaning(name: &str) -> String {
    let schema = schemars::schema_for!(Scalar).to_value();
    let about = schema["oneOf"].as_array().unwrap().iter().find(|about| about["const"] == name);
    sentence(about.unwrap_or_else(|| panic!("`{name}` has no meaning"))["description"].as_str().unwrap())
}

/// The context of a manifest that has a field of each type.
fn with_types(manifest: &Manifest, pack: &Pack, types: &[(&str, &str)]) -> Context {
    let fields: Vec<Json> = types
        .iter()
        .enumerate()
        .map(|(index, (kind, written))| {
            let mut field = json!({ "name": format!("field_{index}"), "type": written, "required": true });
            match *kind {
                "enum" => field["enum"] = json!(["OPEN", "CLOSED"]),
                "struct" => {
                    field["fields"] = json!([
                        { "name": "id", "type": "long", "required": true },
                        { "name": "label", "type": "string", "required": true },
                    ]);
                }
                _ => {}
            }
            field
        })
        .collect();
    let mut document = serde_json::to_value(manifest).unwrap();
    document["spec"]["schema"]["fields"] = fields.into();
    for section in ["lineage", "quality"] {
        document["spec"].as_object_mut().unwrap().shift_remove(section);
    }
    document["spec"]["slo"]["freshness"].as_object_mut().unwrap().shift_remove("column");
    Context::new(&serde_json::from_value(document).unwrap(), pack).unwrap()
}

fn avro_type(schema: &Json) -> String {
    let Some(object) = schema.as_object() else { return code(schema.as_str().unwrap_or_default()) };
    let kind = object["type"].as_str().unwrap_or_default();
    match (kind, object.get("logicalType").and_then(Json::as_str)) {
        ("array", _) => format!("`array` of {}", avro_type(&object["items"])),
        ("map", _) => format!("`map` of {}", avro_type(&object["values"])),
        (kind, Some(logical)) => format!("`{kind}`, `{logical}`"),
        (kind, None) => code(kind),
    }
}

pub fn files(manifest: &Manifest, pack: &Pack) -> String {
    let mut page = format!(
        "\
# Files of a product

What is written, from which template, and who owns it. [Who owns a file](../explanation/ownership.md) says what the
owners mean. The paths are those of the running example `{id}`;
what is named after the product, its inputs and their systems differs from product to product.

Beside them stand `.mesh/lock.yaml`, which keeps the packs, their versions, and the owner and digest of every file as it was
rendered, and `.mesh/base/`, the last render of every `merged` file.

",
        id = manifest.id()
    );
    let plans: BTreeMap<&str, Plan> =
        pack.port_kinds().into_iter().map(|kind| (kind, build(&with_port(manifest, kind), pack).unwrap())).collect();
    let provider = manifest.spec.ci.provider.as_str();
    let mut done: Vec<String> = Vec::new();
    for (kind, plan) in &plans {
        for component in pack.components(kind, provider).unwrap() {
            if done.contains(&component.root) {
                continue;
            }
            let _ =
                writeln!(page, "## {}\n\n{}", title(&component.root, pack), component_files(&component, plan, pack));
            done.push(component.root);
        }
    }
    page
}

fn title(root: &str, pack: &Pack) -> String {
    match root.trim_end_matches('/').split_once('/') {
        None => "Every product".to_owned(),
        Some(("ports", kind)) => format!("Port kind `{kind}`: {}", pack.port_kind(kind).unwrap().unwrap().title),
        Some((_, id)) => format!("CI provider `{id}`: {}", pack.ci_provider(id).unwrap().unwrap().title),
    }
}

fn component_files(component: &Component, plan: &Plan, pack: &Pack) -> String {
    let folder = format!("{}product/", component.root);
    let rows: Vec<Vec<String>> = pack
        .files()
        .below(&folder)
        .map(|(path, _)| {
            let template = &path[folder.len()..];
            let rule = component
                .rules
                .iter()
                .find(|rule| rule.template == template)
                .or_else(|| component.rules.iter().find(|rule| rule.matches(template)));
            let planned = plan.files.iter().find(|(_, file)| file.template == path);
            let to = planned.map_or_else(
                || {
                    rule.and_then(|rule| rule.to.clone())
                        .unwrap_or_else(|| template.trim_end_matches(".tera").to_owned())
                },
                |(to, _)| to.to_string(),
            );
            vec![code(&to), owner(rule).as_str().to_owned(), condition(rule), code(template)]
        })
        .collect();
    table(&["file", "owner", "written", "template"], &rows)
}

fn owner(rule: Option<&FileRule>) -> FileOwner {
    rule.map(|rule| rule.owner).unwrap_or_default()
}

fn condition(rule: Option<&FileRule>) -> String {
    let when = rule.and_then(|rule| rule.when.as_deref()).map(|when| format!("when `{when}`"));
    let each = rule.and_then(|rule| rule.each.as_deref()).map(|each| format!("for each of `{each}`"));
    let said: Vec<String> = [each, when].into_iter().flatten().collect();
    if said.is_empty() { "always".to_owned() } else { said.join(", ") }
}

/// The manifest with a primary output port of this kind.
fn with_port(manifest: &Manifest, kind: &str) -> Manifest {
    if manifest.spec.output_ports[0].kind.as_str() == kind {
        return manifest.clone();
    }
    let mut document = serde_json::to_value(manifest).unwrap();
    document["spec"]["outputPorts"] = json!([{ "name": "table", "kind": kind }]);
    serde_json::from_value(document).unwrap()
}
