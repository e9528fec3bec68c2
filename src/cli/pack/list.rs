//! `mesh-cli pack list`.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::{Format, Outcome, Shell};
use crate::error::Result;
use crate::mesh::Mesh;
use crate::pack::source::{Cache, Source};
use crate::pack::{Layer, Pack};

/// List the packs that are there to use: the built-in one, those of the mesh, and those that were fetched
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack list
  mesh-cli pack list --format json")]
pub(super) struct Args {
    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let cache = Cache::from_environment()?;
    let mut packs: Vec<Json> = Pack::builtin()?.layers().iter().map(|layer| entry(layer, "builtin")).collect();
    if let Some(mesh) = Mesh::find(Path::new(""))? {
        let pack = mesh.pack(&cache)?;
        let layers = pack.layers().iter().filter(|layer| layer.source != Source::Builtin);
        packs.extend(layers.map(|layer| entry(layer, "mesh")));
    }
    packs.extend(cache.list().into_iter().map(|cached| {
        json!({ "from": "cache", "source": cached.source, "revision": cached.revision, "digest": cached.digest })
    }));
    match args.format {
        Format::Json => shell.json(&json!({ "formatVersion": 1, "packs": packs }))?,
        Format::Human => shell.data(&screen(&packs))?,
    }
    Ok(Outcome::Fine)
}

fn entry(layer: &Layer, from: &str) -> Json {
    json!({
        "from": from,
        "name": layer.about.name,
        "version": layer.about.version,
        "description": layer.about.description,
        "source": layer.source.to_string(),
        "revision": layer.revision,
        "digest": layer.digest(),
    })
}

fn screen(packs: &[Json]) -> String {
    let mut out = String::new();
    for pack in packs {
        let text = |key: &str| pack[key].as_str().unwrap_or_default().to_owned();
        let revision = pack["revision"].as_str().map(|commit| format!(" at {}", commit.get(..12).unwrap_or(commit)));
        let revision = revision.unwrap_or_default();
        match text("from").as_str() {
            "cache" => {
                let _ = writeln!(out, "fetched  {}{revision}", text("source"));
            }
            from => {
                let (name, version, source) = (text("name"), text("version"), text("source"));
                let _ = writeln!(out, "{from:<7}  {name} {version}  {source}{revision}");
                if !text("description").is_empty() {
                    let _ = writeln!(out, "         {}", text("description"));
                }
            }
        }
    }
    out
}
