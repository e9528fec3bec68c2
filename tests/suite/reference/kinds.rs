//! What the built-in pack offers: archetypes, kinds of ports, CI providers.

use std::fmt::Write as _;

use mesh_cli::pack::{OptionSpec, OptionType, Pack};
use serde_json::Value as Json;

use super::markdown::{code, codes, sentence, table};

const INTRODUCTION: &str = "\
# Kinds

What the built-in pack offers. An organisation's pack may offer more: each is a folder, and adding one needs no Rust.

";

pub fn page(pack: &Pack) -> String {
    let mut page = INTRODUCTION.to_owned();
    let archetypes: Vec<Vec<String>> = pack
        .archetypes()
        .into_iter()
        .map(|id| vec![code(id), sentence(&pack.archetype(id).unwrap().unwrap().description)])
        .collect();
    let _ = writeln!(page, "## Archetypes\n\n{}", table(&["`spec.archetype`", "for"], &archetypes));
    page.push_str(
        "## Output ports\n\nThe first output port is the primary one: its kind decides what is rendered.\n\n",
    );
    for id in pack.port_kinds() {
        let kind = pack.port_kind(id).unwrap().unwrap();
        let _ = writeln!(page, "### `{id}`\n\n{}: {}\n", kind.title, one_line(&kind.description));
        let _ = writeln!(
            page,
            "Dialect `{}`. Access modes: {}. {} Terraform.\n",
            kind.dialect,
            codes(kind.access_modes.iter().map(String::as_str)),
            if kind.terraform { "With" } else { "Without" },
        );
        let _ = writeln!(page, "{}", options(&kind.location));
    }
    page.push_str("## Input ports\n\n");
    for id in pack.input_kinds() {
        let kind = pack.input_kind(id).unwrap().unwrap();
        let _ = writeln!(page, "### `{id}` input\n\n{}: {}\n", kind.title, one_line(&kind.description));
        let _ = writeln!(page, "{}", options(&kind.location));
    }
    let providers: Vec<Vec<String>> = pack
        .ci_providers()
        .into_iter()
        .map(|id| vec![code(id), pack.ci_provider(id).unwrap().unwrap().title.clone()])
        .collect();
    let _ = writeln!(page, "## CI providers\n\n{}", table(&["`spec.ci.provider`", "for"], &providers));
    page
}

fn options(specs: &[OptionSpec]) -> String {
    let rows: Vec<Vec<String>> =
        specs.iter().map(|spec| vec![code(&spec.name), kind(spec), answer(spec), one_line(&spec.help)]).collect();
    table(&["`location`", "type", "required", "meaning"], &rows)
}

fn kind(spec: &OptionSpec) -> String {
    if !spec.choices.is_empty() {
        return format!("one of {}", codes(spec.choices.iter().filter_map(Json::as_str)));
    }
    match spec.kind {
        OptionType::String => "text",
        OptionType::Integer => "whole number",
        OptionType::Boolean => "`true` or `false`",
    }
    .to_owned()
}

fn answer(spec: &OptionSpec) -> String {
    match &spec.default {
        Some(default) => {
            let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
            format!("default `{}`", text.replace("<{ ", "<").replace(" }>", ">"))
        }
        None if spec.required => "required".to_owned(),
        None => String::new(),
    }
}

/// Plain text of a pack as one line of Markdown.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('<', "\\<")
}
