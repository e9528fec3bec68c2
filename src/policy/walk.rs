//! The files below a folder, in the order of their names. Links are followed: what a name leads to is what everybody else
//! reads there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The files below a folder, and what could not be looked into.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The paths below the folder, with `/`. A link that leads nowhere is one of them: whoever reads it finds out.
    pub files: Vec<String>,
    /// The folders that could not be read, and why.
    pub unread: Vec<(PathBuf, io::Error)>,
}

impl Walk {
    /// Looks into a folder and all below it, but for those whose names are passed over.
    pub(super) fn of(folder: &Path, is_passed_over: &dyn Fn(&str) -> bool) -> Self {
        let mut walk = Self::default();
        walk.look(folder, "", &mut Vec::new(), is_passed_over);
        walk.files.sort();
        walk
    }

    fn look(&mut self, folder: &Path, place: &str, links: &mut Vec<PathBuf>, is_passed_over: &dyn Fn(&str) -> bool) {
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) => return self.unread.push((folder.to_owned(), error)),
        };
        for entry in entries {
            let (name, path) = (entry.file_name().to_string_lossy().into_owned(), entry.path());
            if is_passed_over(&name) {
                continue;
            }
            let place = format!("{place}{name}");
            let Ok(kind) = entry.file_type() else {
                self.files.push(place);
                continue;
            };
            if !kind.is_symlink() {
                if kind.is_dir() {
                    self.look(&path, &format!("{place}/"), links, is_passed_over);
                } else if kind.is_file() {
                    self.files.push(place);
                }
                continue;
            }
            match fs::canonicalize(&path).and_then(|target| Ok((fs::metadata(&target)?, target))) {
                Ok((kind, target)) if kind.is_dir() => {
                    let leads_back = folder.canonicalize().is_ok_and(|here| here.starts_with(&target));
                    if !leads_back && !links.contains(&target) {
                        links.push(target);
                        self.look(&path, &format!("{place}/"), links, is_passed_over);
                        links.pop();
                    }
                }
                Ok((kind, _)) if !kind.is_file() => {}
                _ => self.files.push(place),
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_and_lead_round_no_circle() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        for path in ["a/one", "b", ".git"] {
            fs::create_dir_all(at(path)).unwrap();
        }
        fs::write(at("a/one/x.rego"), "").unwrap();
        fs::write(at(".git/y"), "").unwrap();
        symlink(at("a"), at("b/a")).unwrap();
        symlink(at("b"), at("a/b")).unwrap();
        symlink(folder.path(), at("a/top")).unwrap();
        symlink("one/x.rego", at("a/x.rego")).unwrap();
        symlink("nowhere", at("dangling")).unwrap();
        let walk = Walk::of(folder.path(), &|name| name == ".git");
        assert_eq!(
            walk.files,
            [
                "a/b/a/one/x.rego",
                "a/b/a/x.rego",
                "a/one/x.rego",
                "a/x.rego",
                "b/a/one/x.rego",
                "b/a/x.rego",
                "dangling"
            ]
        );
        let walk = Walk::of(&at("not/there"), &|_| false);
        assert_eq!((walk.files.len(), walk.unread.len()), (0, 1));
    }
}
