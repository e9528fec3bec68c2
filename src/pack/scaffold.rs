//! The pack that `pack new` makes.

use super::{FileOwner, Pack};
use crate::error::{Error, Result};
use crate::plan::{Plan, PlannedFile, ProductPath};
use crate::render::Engine;

/// The files that speak of the new pack: path and template.
const TEMPLATES: &[(&str, &str)] =
    &[("pack.yaml", include_str!("scaffold/pack.yaml.tera")), ("README.md", include_str!("scaffold/README.md.tera"))];
/// The files that are copied as they are, templates of the new pack among them.
const COPIES: &[(&str, &str)] = &[
    ("product/README.md.tera", include_str!("scaffold/product/README.md.tera")),
    ("tests/matrix.yaml", include_str!("scaffold/tests/matrix.yaml")),
];

/// A pack that is laid over `below`.
pub fn new(name: &str, below: &Pack) -> Result<Plan> {
    let mut context = tera::Context::new();
    context.insert("name", name);
    context.insert("extends", &below.about.name);
    context.insert("description", &format!("What {name} adds to the pack {}", below.about.name));
    let engine = Engine::empty()?;
    let mut plan = Plan::default();
    for (path, template) in TEMPLATES {
        add(&mut plan, path, engine.render_text(path, template, &context)?)?;
    }
    for (path, text) in COPIES {
        // The template below is named by the pack that it comes from.
        add(&mut plan, path, text.replace("standard:", &format!("{}:", below.about.name)))?;
    }
    Ok(plan)
}

fn add(plan: &mut Plan, path: &str, text: String) -> Result<()> {
    let key: ProductPath = path.parse().map_err(|error| Error::Internal(format!("scaffold: {error}")))?;
    let contents = text.into_bytes();
    let template = path.to_owned();
    plan.files
        .insert(key, PlannedFile { contents, owner: FileOwner::Once, template, was: Vec::new(), executable: false });
    Ok(())
}
