//! What earlier runs made in the folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::DERIVED;
use crate::diagnostics::Source;
use crate::error::Result;
use crate::manifest::document::FILE_NAME;
use crate::manifest::{Draft, Manifest, read, resolve};
use crate::pack::Pack;
use crate::plan::{LockState, PlannedFile, ProductPath};
use crate::product::last_renders;
use crate::workshop::derive::Before;

/// The manifests as they were last derived; and what of them is still there, and what somebody deleted.
pub(super) fn of(root: &Path, lock: &LockState, pack: &Pack) -> Result<(BTreeMap<ProductPath, PlannedFile>, Before)> {
    let mut before = Before::default();
    let renders = last_renders(root, lock)?.into_iter().filter(|(_, file)| file.template == DERIVED);
    let renders: BTreeMap<ProductPath, PlannedFile> = renders.collect();
    for (path, file) in &renders {
        if root.join(path.as_str()).exists() {
            before.there.extend(manifest(path, file, pack)?);
        } else {
            before.gone.insert(path.as_str().trim_end_matches(FILE_NAME).trim_end_matches('/').to_owned());
        }
    }
    Ok((renders, before))
}

/// A manifest as it was rendered; nothing where the pack of today cannot read it.
fn manifest(path: &ProductPath, file: &PlannedFile, pack: &Pack) -> Result<Option<Manifest>> {
    let text = String::from_utf8_lossy(&file.contents).into_owned();
    let document = read::parse(Source::new(path.to_string(), text));
    let Ok(node) = document.node else { return Ok(None) };
    Ok(resolve(Draft { node, source: None }, pack)?.ok().map(|(manifest, _)| manifest))
}
