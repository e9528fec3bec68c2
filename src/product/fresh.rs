//! A product that is not there yet.

use std::path::Path;

use crate::error::Result;
use crate::manifest::Manifest;
use crate::manifest::document::FILE_NAME;
use crate::pack::Pack;
use crate::plan::{Before, Digest, Plan, Stamp, build, records};

/// The whole of a new product at `destination`: what is rendered, and the records that are kept of it.
pub fn fresh(manifest: &Manifest, pack: &Pack, destination: &Path) -> Result<Plan> {
    let plan = build(manifest, pack)?;
    let manifest = plan.files.iter().find(|(path, _)| path.as_str() == FILE_NAME);
    let stamp =
        Stamp { manifest: manifest.map(|(_, file)| Digest::of(&file.contents)), packs: pack.locked(destination)? };
    let records = records(&plan, &Before::default(), &[], stamp);
    plan.with(&records)
}
