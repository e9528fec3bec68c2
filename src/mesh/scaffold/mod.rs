//! The files of a mesh itself: `mesh.yaml`, the README, the Makefile. What `init` writes, and what a workshop begins with.
//!
//! ```text
//! MeshPlan ──plan──► Plan ──compare(disk, the mesh's lock)──► Comparison ──write──► disk + lock
//! ```
//!
//! They are kept in step as a product's files are: by a lock and the last renders in `.mesh/` of the mesh.

mod model;
mod write;

pub use model::{MeshDomain, MeshPlan, Owner};
pub use write::{compare, write};

use super::FILE_NAME;
use crate::error::{Error, Result};
use crate::pack::{FileOwner, Pack, TEMPLATE_SUFFIX};
use crate::plan::{Plan, PlannedFile};

/// The folder of the templates in a pack, with a slash at the end.
const TEMPLATES: &str = "mesh/";

/// Renders the files of a mesh, and lays `mesh.files` beside them. Pure.
pub fn plan(mesh: &MeshPlan, pack: &Pack) -> Result<Plan> {
    let engine = pack.engine(TEMPLATES)?;
    let mut context = tera::Context::new();
    context.insert("mesh", mesh);
    let mut plan = Plan::default();
    for (path, bytes) in pack.files().below(TEMPLATES) {
        let (to, contents) = match path.strip_suffix(TEMPLATE_SUFFIX) {
            Some(to) => (to, engine.render(path, &context)?.into_bytes()),
            None => (path, bytes.to_vec()),
        };
        let to = &to[TEMPLATES.len()..];
        if to == FILE_NAME && mesh.keeps_mesh_file {
            continue;
        }
        let key = to.parse().map_err(|error: crate::plan::ProductPathError| Error::Template {
            template: path.to_owned(),
            message: error.to_string(),
        })?;
        let template = path.to_owned();
        let file = PlannedFile { contents, owner: FileOwner::Merged, template, was: Vec::new(), executable: false };
        plan.files.insert(key, file);
    }
    plan.files.extend(mesh.files.clone());
    Ok(plan)
}
