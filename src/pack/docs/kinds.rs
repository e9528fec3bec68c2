//! What a pack offers: archetypes, kinds of ports, CI providers.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::{options, placeholders};
use crate::error::Result;
use crate::markdown::{code, codes, one_line, sentence, table};
use crate::pack::{OptionSpec, OptionType, Pack};

/// A section for each: archetypes, output ports, input ports, CI providers.
pub fn sections(pack: &Pack) -> Result<String> {
    let mut page = String::new();
    let mut archetypes = Vec::new();
    for id in pack.archetypes() {
        if let Some(archetype) = pack.archetype(id)? {
            archetypes.push(vec![code(id), sentence(&archetype.description)]);
        }
    }
    let _ = writeln!(page, "## Archetypes\n\n{}", table(&["`spec.archetype`", "for"], &archetypes));
    page.push_str(
        "## Output ports\n\nThe first output port is the primary one: its kind decides what is rendered.\n\n",
    );
    for id in pack.port_kinds() {
        let Some(kind) = pack.port_kind(id)? else { continue };
        let _ = writeln!(page, "### `{id}`\n\n{}: {}\n", kind.title, one_line(&kind.description));
        let _ = writeln!(
            page,
            "Dialect `{}`. Access modes: {}. {} Terraform.\n",
            kind.dialect,
            codes(kind.access_modes.iter().map(String::as_str)),
            if kind.terraform { "With" } else { "Without" },
        );
        let _ = writeln!(page, "{}", options("`location`", &kind.location));
    }
    page.push_str("## Input ports\n\n");
    for id in pack.input_kinds() {
        let Some(kind) = pack.input_kind(id)? else { continue };
        let _ = writeln!(page, "### `{id}` input\n\n{}: {}\n", kind.title, one_line(&kind.description));
        let _ = writeln!(page, "{}", options("`location`", &kind.location));
    }
    let mut providers = Vec::new();
    for id in pack.ci_providers() {
        if let Some(provider) = pack.ci_provider(id)? {
            providers.push(vec![code(id), provider.title.clone()]);
        }
    }
    let _ = writeln!(page, "## CI providers\n\n{}", table(&["`spec.ci.provider`", "for"], &providers));
    Ok(page)
}

/// The type of an option, in words.
pub(super) fn of_option(spec: &OptionSpec) -> String {
    if !spec.choices.is_empty() {
        return format!("one of {}", codes(spec.choices.iter().filter_map(Json::as_str)));
    }
    match spec.kind {
        OptionType::String => "text",
        OptionType::Integer => "whole number",
        OptionType::Boolean => "`true` or `false`",
        OptionType::List => "list of texts",
    }
    .to_owned()
}

/// Whether an option has to be answered, and what holds where it is not.
pub(super) fn answer(spec: &OptionSpec) -> String {
    let said = match &spec.default {
        Some(default) => {
            let text = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
            format!("default `{}`", placeholders(&text))
        }
        None if spec.required => "required".to_owned(),
        None => String::new(),
    };
    match &spec.when {
        Some(condition) if said.is_empty() => format!("asked when {}", code(condition)),
        Some(condition) => format!("{said}, asked when {}", code(condition)),
        None => said,
    }
}

/// What an option means, and what its answer is where it is a secret.
pub(super) fn meaning(spec: &OptionSpec) -> String {
    let help = one_line(&spec.help);
    if !spec.secret {
        return help;
    }
    format!("{} The name of an environment variable that holds the secret.", sentence(&help)).trim().to_owned()
}
