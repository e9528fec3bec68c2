//! A pack in a folder.

use std::path::Path;
use std::{fs, io};

use super::intake::Intake;
use crate::error::{Error, Result};
use crate::pack::{Files, TESTS};

impl Files {
    /// The files of a folder. A symbolic link is refused: a pack cannot read outside itself.
    pub fn from_folder(folder: &Path) -> Result<Self> {
        let (files, refused) = Self::look(folder)?;
        match refused.into_iter().next() {
            None => Ok(files),
            Some((path, reason)) => Err(Error::Pack { message: format!("{}: {reason}", folder.join(path).display()) }),
        }
    }

    /// The files of a folder, and beside them what a pack may not hold: path and reason.
    pub fn look(folder: &Path) -> Result<(Self, Vec<(String, String)>)> {
        if !folder.is_dir() {
            let what = if folder.exists() { "it is no folder" } else { "it does not exist" };
            return Err(Error::Usage {
                message: format!("there is no pack in {}: {what}", folder.display()),
                hint: Some(
                    "name the folder that holds its pack.yaml, a git repository as `git::…`, or an archive".to_owned(),
                ),
            });
        }
        let mut look = Look { intake: Intake::default(), refused: Vec::new() };
        look.walk(folder, "")?;
        Ok((look.intake.files(), look.refused))
    }
}

struct Look {
    intake: Intake,
    refused: Vec<(String, String)>,
}

impl Look {
    fn walk(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Read { path, source }
        };
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = entries.map_err(failed(folder))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let name = entry.file_name();
            let key = format!("{prefix}{}", name.to_string_lossy());
            let kind = entry.file_type().map_err(failed(&path))?;
            let refusal = if name.to_str().is_none() {
                Err("the name is not UTF-8".to_owned())
            } else if kind.is_symlink() {
                Err("a pack holds no symbolic links".to_owned())
            } else if kind.is_dir() {
                if !is_aside(&key) {
                    self.walk(&path, &format!("{key}/"))?;
                }
                Ok(())
            } else if kind.is_file() {
                let bytes = entry.metadata().map_err(failed(&path))?.len();
                match self.intake.announce(bytes) {
                    Ok(()) => self.intake.take(&key, fs::read(&path).map_err(failed(&path))?),
                    Err(reason) => Err(reason.to_owned()),
                }
            } else {
                Err("a pack holds files and folders alone".to_owned())
            };
            self.refused.extend(refusal.err().map(|reason| (key, reason)));
        }
        Ok(())
    }
}

/// Whether a folder is beside the pack rather than part of it: git's own, and the tests of the pack.
fn is_aside(path: &str) -> bool {
    path == TESTS || path == ".git" || path.ends_with("/.git")
}
