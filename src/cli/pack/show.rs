//! `mesh-cli pack show`.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::{Format, On, Outcome, Shell, load};
use crate::diagnostics::plural;
use crate::error::{Error, Result};
use crate::pack::overview::{Asked, FileAbout, Kind, Overview};

/// Show what a pack offers: its kinds, its options, its files and who owns them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack show
  mesh-cli pack show standard
  mesh-cli pack show packs/acme --format json")]
pub(super) struct Args {
    /// The pack: `standard`, a folder, or another source. The folder that you stand in, when it is one, else the built-in
    source: Option<String>,

    #[command(flatten)]
    on: On,

    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let overview = Overview::of(&load(args.source.as_deref(), &args.on)?)?;
    match args.format {
        Format::Json => {
            let mut shown = json!({ "formatVersion": 1 });
            let data = serde_json::to_value(&overview).map_err(|error| Error::Internal(error.to_string()))?;
            if let (Json::Object(shown), Json::Object(data)) = (&mut shown, data) {
                shown.extend(data);
            }
            shell.json(&shown)?;
        }
        Format::Human => shell.data(&screen(&overview))?,
    }
    Ok(Outcome::Fine)
}

fn screen(overview: &Overview) -> String {
    let mut out = format!("{} {}\n", overview.name, overview.version);
    if !overview.description.is_empty() {
        let _ = writeln!(out, "{}", overview.description);
    }
    if let Some(below) = &overview.extends {
        let _ = writeln!(out, "laid over {below}");
    }
    let layers: Vec<String> = overview.layers.iter().map(|layer| format!("{} {}", layer.name, layer.version)).collect();
    let _ = writeln!(out, "layers: {}", layers.join(", "));
    for layer in overview.layers.iter().filter(|layer| !layer.remove.is_empty()) {
        let _ = writeln!(out, "{} removes {}", layer.name, layer.remove.join(", "));
    }
    if !overview.options.is_empty() {
        out.push_str("\noptions\n");
    }
    let width = overview.options.iter().map(|option| option.name.chars().count()).max().unwrap_or_default();
    for option in &overview.options {
        let _ = writeln!(out, "  {:<width$}  {}{}", option.name, option.help, answer(option));
    }
    for (title, kinds) in [
        ("output ports", &overview.ports),
        ("input ports", &overview.inputs),
        ("archetypes", &overview.archetypes),
        ("CI", &overview.ci),
    ] {
        kind_lines(title, kinds, &mut out);
    }
    for component in &overview.components {
        if component.files.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{} ({})", component.component, plural(component.files.len(), "file"));
        for file in &component.files {
            let _ = writeln!(out, "  {:<9}  {}{}", file.owner.as_str(), file.path, condition(file));
        }
    }
    out
}

fn kind_lines(title: &str, kinds: &[Kind], out: &mut String) {
    if kinds.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    let width = kinds.iter().map(|kind| kind.id.chars().count()).max().unwrap_or_default();
    for kind in kinds {
        let _ = writeln!(out, "  {:<width$}  {}", kind.id, kind.title);
        for option in &kind.location {
            let _ = writeln!(out, "  {:<width$}    {}{}", "", option.name, answer(option));
        }
    }
}

/// What decides about the answer of an option, in brackets.
fn answer(option: &Asked) -> String {
    let said = [
        option.required.then(|| "required".to_owned()),
        option.secret.then(|| "secret".to_owned()),
        option.when.as_ref().map(|when| format!("when {when}")),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    if said.is_empty() { String::new() } else { format!(" ({})", said.join(", ")) }
}

fn condition(file: &FileAbout) -> String {
    let each = file.each.as_ref().map(|each| format!(", for each of {each}")).unwrap_or_default();
    let when = file.when.as_ref().map(|when| format!(", when {when}")).unwrap_or_default();
    format!("{each}{when}")
}
