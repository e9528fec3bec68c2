//! Bringing the files of a mesh in step.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::{MeshPlan, TEMPLATES, plan};
use crate::error::{Error, Result};
use crate::pack::Pack;
use crate::plan::{ProductFolder, Stamp};
use crate::product::{self, Comparison};

/// What would change in the mesh at `root`, which may not be there yet.
///
/// Files that another part of the program derived are left as they are where `mesh.files` holds none of its kind: what
/// `init` does not know, it does not take away.
pub fn compare(root: &Path, mesh: &MeshPlan, pack: &Pack, force: &[String]) -> Result<Comparison> {
    let mut plan = plan(mesh, pack)?;
    let lock = product::lock(root)?;
    let part = |template: &str| template.split('/').next().unwrap_or_default().to_owned();
    let mut parts: BTreeSet<String> = mesh.files.values().map(|file| part(&file.template)).collect();
    parts.insert(part(TEMPLATES));
    let stamp = Stamp { manifest: None, packs: pack.locked(root)? };
    let strange = lock.files.iter().filter(|(_, known)| !parts.contains(&part(&known.template)));
    let strange: BTreeSet<_> = strange.map(|(path, _)| path.clone()).collect();
    if strange.is_empty() {
        return product::compare(root, &lock, plan, force, stamp);
    }
    // They are planned as they were last rendered, so that nothing happens to them.
    for (path, file) in product::last_renders(root, &lock)? {
        if strange.contains(&path) {
            plan.files.entry(path).or_insert(file);
        }
    }
    product::compare(root, &lock, plan, force, stamp)
}

/// Brings the files of the mesh at `root` in step: all of them or none. The folder is made where it is not there. What is
/// replaced is kept where it leaves conflicts, until these are resolved.
pub fn write(
    root: &Path,
    mesh: &MeshPlan,
    pack: &Pack,
    force: &[String],
    cancelled: &dyn Fn() -> bool,
    say: &dyn Fn(&str),
) -> Result<Comparison> {
    fs::create_dir_all(root).map_err(|source| Error::Write { path: root.to_owned(), source })?;
    let folder = ProductFolder::open(root, cancelled, say)?;
    let comparison = compare(root, mesh, pack, force)?;
    folder.apply(&product::edits(&comparison, root)?, product::kept(&comparison), cancelled)?;
    Ok(comparison)
}
