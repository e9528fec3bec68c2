//! What somebody put into the folder of a site is carried over to the next one.
//!
//! The marker lists every file that a build wrote. Whatever else lies in the folder (`CNAME`, `.nojekyll`, `.git`) is
//! somebody's: it is put into the new site before that takes the place of the old one, so that it is never nowhere.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::folder::{MARKER, failed, taken};
use crate::error::{Error, Result};

/// The text of a marker: what this program is, then the files, in order.
pub(super) fn marker(mut files: Vec<String>) -> String {
    files.sort();
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "mesh-cli {version} wrote these files. The next build replaces them, and keeps all others.\n{}\n",
        files.join("\n")
    )
}

/// What lies in the folder of a site and was not written by a build of it.
pub(super) struct Others {
    /// Folders, those above before those below, and files; below the folder of the site.
    paths: Vec<PathBuf>,
}

impl Others {
    /// Looks at the site in a folder, if there is one.
    pub(super) fn of(site: &Path) -> Result<Self> {
        let mut others = Self { paths: Vec::new() };
        let text = match fs::read_to_string(site.join(MARKER)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(others),
            Err(source) => return Err(Error::Read { path: site.join(MARKER), source }),
        };
        let ours: HashSet<&Path> = text.lines().skip(1).map(Path::new).collect();
        let folders: HashSet<&Path> = ours.iter().flat_map(|path| path.ancestors().skip(1)).collect();
        others.look(site, Path::new(""), &ours, &folders)?;
        Ok(others)
    }

    fn look(&mut self, site: &Path, below: &Path, ours: &HashSet<&Path>, folders: &HashSet<&Path>) -> Result<()> {
        let folder = site.join(below);
        let unreadable = |source| Error::Read { path: folder.clone(), source };
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let path = below.join(entry.file_name());
            if entry.file_type().map_err(unreadable)?.is_dir() {
                if !folders.contains(path.as_path()) {
                    self.paths.push(path.clone());
                }
                self.look(site, &path, ours, folders)?;
            } else if !ours.contains(path.as_path()) && path != Path::new(MARKER) {
                self.paths.push(path);
            }
        }
        Ok(())
    }

    /// Puts it into the new site as well. What a page would take the place of is refused.
    pub(super) fn carry(&self, from: &Path, to: &Path) -> Result<()> {
        for path in &self.paths {
            let (old, new) = (from.join(path), to.join(path));
            let metadata = fs::symlink_metadata(&old).map_err(failed(&old))?;
            let there = fs::symlink_metadata(&new).ok();
            if metadata.is_dir() {
                match there {
                    Some(there) if there.is_dir() => continue,
                    Some(_) => return Err(in_the_way(from, path)),
                    None => {}
                }
                // A folder of a page that is gone may be needed for it.
                fs::create_dir_all(&new).map_err(failed(&old))?;
                fs::set_permissions(&new, metadata.permissions()).map_err(failed(&old))?;
                continue;
            }
            if there.is_some() {
                return Err(in_the_way(from, path));
            }
            let parent = new.parent().unwrap_or(to);
            if fs::create_dir_all(parent).is_err() {
                return Err(in_the_way(from, path));
            }
            link(&old, &new).map_err(failed(&old))?;
        }
        Ok(())
    }
}

/// The same file under a second name, so that nothing is read; a copy where a file system has no second names.
fn link(old: &Path, new: &Path) -> io::Result<()> {
    fs::hard_link(old, new).or_else(|_| match fs::read_link(old) {
        Ok(target) => std::os::unix::fs::symlink(target, new),
        Err(_) => fs::copy(old, new).map(drop),
    })
}

fn in_the_way(site: &Path, path: &Path) -> Error {
    let reason = format!("holds {}, which a page would replace and no build wrote", path.display());
    taken(site, reason, "move it out of the folder, or name another one with --out")
}
