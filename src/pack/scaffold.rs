//! The pack that `pack new` makes.

use super::{FileOwner, Pack};
use crate::error::{Error, Result};
use crate::plan::{Plan, PlannedFile, ProductPath};
use crate::render::Engine;

/// The files of a new pack: path and template.
const FILES: &[(&str, &str)] =
    &[("pack.yaml", include_str!("scaffold/pack.yaml.tera")), ("README.md", include_str!("scaffold/README.md.tera"))];
/// The file of the pack below that a new pack overrides, as an example.
const EXAMPLE: &str = "product/.editorconfig";

/// A pack that is laid over `below`.
pub fn new(name: &str, below: &Pack) -> Result<Plan> {
    let mut context = tera::Context::new();
    context.insert("name", name);
    context.insert("extends", &below.about.name);
    context.insert("description", &format!("What {name} adds to the pack {}", below.about.name));
    let engine = Engine::empty()?;
    let mut plan = Plan::default();
    for (path, template) in FILES {
        add(&mut plan, path, engine.render_text(path, template, &context)?.into_bytes())?;
    }
    if let Some(example) = below.files().get(EXAMPLE) {
        add(&mut plan, EXAMPLE, example.to_vec())?;
    }
    Ok(plan)
}

fn add(plan: &mut Plan, path: &str, contents: Vec<u8>) -> Result<()> {
    let key: ProductPath = path.parse().map_err(|error| Error::Internal(format!("scaffold: {error}")))?;
    let file =
        PlannedFile { contents, owner: FileOwner::Once, template: path.to_owned(), was: Vec::new(), executable: false };
    plan.files.insert(key, file);
    Ok(())
}
