//! Paths of sources: relative to where they were written, and then to the product that uses them.

use std::io;
use std::path::{Component, Path, PathBuf};

use super::{ArchiveSource, GitSource, Source};

impl Source {
    /// The same source as it is written in another folder: relative paths are relative to `to` afterwards.
    pub fn moved(&self, from: &Path, to: &Path) -> io::Result<Self> {
        let moved = |path: &Path| -> io::Result<PathBuf> {
            if path.is_absolute() { Ok(path.to_owned()) } else { Ok(relative(&real(&from.join(path))?, &real(to)?)) }
        };
        let written = |path: PathBuf| Self::Folder(path).to_string();
        Ok(match self {
            Self::Builtin => Self::Builtin,
            Self::Folder(path) => Self::Folder(moved(path)?),
            Self::Git(git) if git.is_path() => {
                Self::Git(GitSource { url: written(moved(Path::new(&git.url))?), ..git.clone() })
            }
            Self::Git(git) => Self::Git(git.clone()),
            Self::Archive(archive) if archive.is_path() => {
                let location = written(moved(Path::new(&archive.location))?);
                Self::Archive(ArchiveSource { location, ..archive.clone() })
            }
            Self::Archive(archive) => Self::Archive(archive.clone()),
        })
    }
}

impl GitSource {
    /// Whether the repository is a folder of this machine, without a scheme and without a host.
    pub(super) fn is_path(&self) -> bool {
        let before_slash = self.url.split('/').next().unwrap_or_default();
        !before_slash.contains(':')
    }
}

impl ArchiveSource {
    /// Whether the archive is a file of this machine.
    pub(super) fn is_path(&self) -> bool {
        !self.location.contains("://")
    }
}

/// The path without links, absolute; what does not exist yet is kept as it is written.
pub(super) fn real(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut rest = Vec::new();
    let mut existing = path.as_path();
    loop {
        match (existing.canonicalize(), existing.parent(), existing.components().next_back()) {
            (Ok(real), ..) => return Ok(rest.into_iter().rev().fold(real, step)),
            (Err(_), Some(parent), Some(last)) => {
                rest.push(last);
                existing = parent;
            }
            (Err(error), ..) => return Err(error),
        }
    }
}

fn step(mut path: PathBuf, part: Component<'_>) -> PathBuf {
    match part {
        Component::ParentDir => {
            path.pop();
        }
        part => path.push(part),
    }
    path
}

/// The way from one folder to a path, both absolute and without links.
fn relative(path: &Path, from: &Path) -> PathBuf {
    let shared = path.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(path.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_follows_the_folder_it_is_written_in() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        std::fs::create_dir_all(root.join("deep/products")).unwrap();
        std::os::unix::fs::symlink(root.join("deep/products"), root.join("link")).unwrap();
        let digest = "0".repeat(64);
        let archive = |at: &str| format!("{at}?sha256={digest}");
        for (text, from, to, moved) in [
            ("./packs/acme", "", "deep/products/x", "../../../packs/acme"),
            ("./packs/acme", "", "link/x", "../../../packs/acme"),
            ("../packs", "deep/products", "deep/products", "../packs"),
            (".", "deep", "deep", "."),
            ("./x", "deep", "", "./deep/x"),
            ("/opt/acme", "", "deep", "/opt/acme"),
            ("builtin", "", "deep", "builtin"),
            ("git::./p.git//acme?ref=v1", "", "deep", "git::../p.git//acme?ref=v1"),
            ("git::git@host:p.git//acme", "", "deep", "git::git@host:p.git//acme"),
            ("git::https://host/p.git", "", "deep", "git::https://host/p.git"),
            (&archive("./a.tar.gz"), "", "deep", &archive("../a.tar.gz")),
            (&archive("https://host/a.tar.gz"), "", "deep", &archive("https://host/a.tar.gz")),
        ] {
            let source: Source = text.parse().unwrap();
            assert_eq!(source.moved(&root.join(from), &root.join(to)).unwrap().to_string(), moved, "{text}");
        }
    }
}
