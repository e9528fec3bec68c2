//! Which packs a pack in a folder lies over.

use std::path::{Path, PathBuf};

use super::{PACK_FILE, Source};
use crate::error::{Error, Result};
use crate::mesh::Mesh;
use crate::pack::Pack;
use crate::pack::source::Cache;

/// The packs between the built-in one and the one in a folder.
#[derive(Debug, clap::Args)]
pub(super) struct On {
    /// A pack that it is laid over, beside the built-in one; the lowest first. Else what mesh.yaml lists before it
    #[arg(long, value_name = "SOURCE")]
    on: Vec<Source>,
}

impl On {
    /// The packs below the one in a folder; none, when it extends none.
    pub(super) fn below(&self, folder: &Path) -> Result<Option<Pack>> {
        let (sources, from) = self.sources(folder)?;
        let text = std::fs::read_to_string(folder.join(PACK_FILE)).unwrap_or_default();
        let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
        let about: serde_json::Value = serde_yaml::from_str_with_options(&text, options).unwrap_or_default();
        // A pack that cannot be read is one that lies over the built-in pack: most do.
        if about.is_object() && about.get("extends").is_none() && sources.is_empty() {
            return Ok(None);
        }
        Pack::load(&sources, &from, &Cache::from_environment()?).map(Some)
    }

    /// A pack, over the packs below the one in a folder.
    pub(super) fn over(&self, folder: &Path, top: Source) -> Result<Pack> {
        let (mut sources, from) = self.sources(folder)?;
        let here =
            |path: &Path| std::path::absolute(path).map_err(|source| Error::Read { path: path.to_owned(), source });
        // Words of the command line are relative to where the user stands, those of a mesh to the mesh.
        let top = match top {
            Source::Folder(path) => Source::Folder(here(&Path::new(".").join(path))?),
            other => other.moved(Path::new("."), &from).map_err(|source| Error::Read { path: from.clone(), source })?,
        };
        sources.push(top);
        Pack::load(&sources, &from, &Cache::from_environment()?)
    }

    /// The sources, and the folder that they are relative to.
    fn sources(&self, folder: &Path) -> Result<(Vec<Source>, PathBuf)> {
        if self.on.is_empty()
            && let Some(mesh) = Mesh::find(folder)?
            && let Some(at) = mesh.packs.iter().position(|source| is(source, &mesh.root, folder))
        {
            return Ok((mesh.packs[..at].to_vec(), mesh.root));
        }
        Ok((self.on.clone(), PathBuf::from(".")))
    }
}

/// Whether a source of a mesh is a folder.
fn is(source: &Source, root: &Path, folder: &Path) -> bool {
    let real = |path: PathBuf| path.canonicalize().ok();
    match source {
        Source::Folder(path) => {
            let there = real(root.join(path));
            there.is_some() && there == real(Path::new(".").join(folder))
        }
        _ => false,
    }
}
