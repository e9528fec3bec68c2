//! A pack in a folder.

use std::fs;
use std::path::Path;

use super::intake::Intake;
use crate::error::{Error, Result};
use crate::pack::Files;

impl Files {
    /// The files of a folder. A symbolic link is refused: a pack cannot read outside itself.
    pub fn from_folder(folder: &Path) -> Result<Self> {
        let mut intake = Intake::default();
        walk(folder, "", &mut intake)?;
        Ok(intake.files())
    }
}

fn walk(folder: &Path, prefix: &str, intake: &mut Intake) -> Result<()> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        let refused = |reason: &str| Error::Pack { message: format!("{}: {reason}", path.display()) };
        let name = entry.file_name().into_string().map_err(|_| refused("the name is not UTF-8"))?;
        let kind = entry.file_type().map_err(failed(&path))?;
        let key = format!("{prefix}{name}");
        if kind.is_symlink() {
            return Err(refused("a pack holds no symbolic links"));
        } else if kind.is_dir() {
            if name != ".git" {
                walk(&path, &format!("{key}/"), intake)?;
            }
        } else if !kind.is_file() {
            return Err(refused("a pack holds files and folders alone"));
        } else {
            intake.announce(entry.metadata().map_err(failed(&path))?.len()).map_err(refused)?;
            let contents = fs::read(&path).map_err(failed(&path))?;
            intake.take(&key, contents).map_err(|reason| refused(&reason))?;
        }
    }
    Ok(())
}
