//! When something changed that pages are made from.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

use notify_debouncer_mini::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};

use super::places::{FILES, Folders, Places, matters};
use crate::error::{Error, Result};

/// How long nothing may happen before a change is looked at: an editor writes a file in several steps.
const CALM: Duration = Duration::from_millis(250);
/// Watches the folders of a mesh and of its packs: those that products are in or may come to, and what was built.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher>,
    events: Receiver<DebounceEventResult>,
    /// A folder of the mesh.
    mesh: PathBuf,
    places: Places,
    watched: Folders,
    /// What is known of the files and folders that matter. A watcher tells also of what was only read.
    known: HashMap<PathBuf, Stamp>,
}

/// What tells a file from what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stamp {
    Folder,
    File(u64, Option<SystemTime>),
}

impl Watch {
    /// Begins to watch what the pages of the mesh are made from that a folder is in.
    pub fn begin(folder: &Path) -> Result<Self> {
        let (sender, events) = channel();
        let debouncer = new_debouncer(CALM, sender).map_err(|error| failed(folder, error))?;
        let (mesh, places) = (folder.to_owned(), Places::of(folder)?);
        let mut watch = Self { debouncer, events, mesh, places, watched: Folders::new(), known: HashMap::new() };
        watch.keep_up()?;
        Ok(watch)
    }

    /// Watches the folders that are there now, and no others. A mesh that cannot be read at this moment has those it had.
    pub(super) fn look_again(&mut self) -> Result<()> {
        if let Ok(places) = Places::of(&self.mesh) {
            self.places = places;
        }
        self.keep_up()
    }

    fn keep_up(&mut self) -> Result<()> {
        let folders = self.places.folders();
        let watcher = self.debouncer.watcher();
        for gone in self.watched.keys().filter(|folder| !folders.contains_key(*folder)) {
            // Most of them are gone from the disk, and with it from the watcher.
            let _ = watcher.unwatch(gone);
        }
        for (new, whole) in folders.iter().filter(|(folder, _)| !self.watched.contains_key(*folder)) {
            match watcher.watch(new, RecursiveMode::NonRecursive) {
                // It went while we looked.
                Err(_) if !new.exists() => continue,
                outcome => outcome.map_err(|error| failed(new, error))?,
            }
            self.known.insert(new.clone(), Stamp::Folder);
            let files: Vec<PathBuf> = if *whole {
                std::fs::read_dir(new).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
            } else {
                FILES.map(|file| new.join(file)).into()
            };
            for path in files {
                stamp(&path).and_then(|stamp| self.known.insert(path, stamp));
            }
        }
        self.watched = folders;
        Ok(())
    }

    /// Waits at most so long for a change that matters.
    pub(super) fn changed_within(&mut self, patience: Duration) -> bool {
        match self.events.recv_timeout(patience) {
            Ok(batch) => {
                let mut changed = self.is_new(batch);
                while let Ok(batch) = self.events.try_recv() {
                    changed |= self.is_new(batch);
                }
                changed
            }
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(patience);
                false
            }
        }
    }
}

impl Watch {
    /// Whether anything of what is told is not as it was. What cannot be told may be.
    fn is_new(&mut self, batch: DebounceEventResult) -> bool {
        let Ok(events) = batch else { return true };
        let mut changed = false;
        for path in
            events.into_iter().map(|event| event.path).filter(|path| matters(path, &self.watched)).collect::<Vec<_>>()
        {
            let now = stamp(&path);
            changed |= now != self.known.get(&path).copied();
            match now {
                Some(stamp) => self.known.insert(path, stamp),
                None => self.known.remove(&path),
            };
        }
        changed
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = path.symlink_metadata().ok()?;
    if metadata.is_dir() {
        return Some(Stamp::Folder);
    }
    Some(Stamp::File(metadata.len(), metadata.modified().ok()))
}

fn failed(path: &Path, error: impl std::fmt::Display) -> Error {
    Error::Tool { message: format!("cannot watch {}: {error}", path.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_told_and_what_is_only_read_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("mesh");
        let write = |path: &str, text: &str| {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        };
        write("domains/a/one/data-product.yaml", "a");
        write("domains/a/one/README.md", "a");
        write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\npacks: [../look]\n");
        write("../look/pack.yaml", "name: look\nversion: 1.0.0\nextends: standard\n");
        write("../look/catalog/base.html.tera", "a");
        let mut watch = Watch::begin(&root.join("domains")).unwrap();
        let mut tells = |most: u64, change: &dyn Fn()| {
            change();
            let told = (0..most).any(|_| watch.changed_within(Duration::from_millis(100)));
            // A change of several files may be told in several parts.
            while told && watch.changed_within(4 * CALM) {}
            watch.look_again().unwrap();
            told
        };
        for (path, text) in [
            ("domains/a/one/data-product.yaml", "ab"),
            ("../look/catalog/base.html.tera", "ab"),
            ("../look/catalog/assets/logo.svg", "a"),
            ("../look/catalog/assets/logo.svg", "ab"),
            ("waivers.yaml", "a"),
            ("domains/b/two/data-product.yaml", "b"),
            (".mesh/build/a.one/result.json", "{}"),
            (".mesh/build/a.one/result.json", "{ }"),
        ] {
            assert!(tells(40, &|| write(path, text)), "{path}");
        }
        assert!(tells(40, &|| std::fs::remove_dir_all(root.join("domains/b")).unwrap()));
        assert!(!tells(8, &|| {
            write("domains/a/one/README.md", "ab");
            write("domains/a/one/dbt/target/x.sql", "");
            write(".mesh/lock.yaml", "a");
            write(".mesh/build/a.one/v1.parquet", "a");
            drop(std::fs::read(root.join("domains/a/one/data-product.yaml")).unwrap());
            drop(std::fs::read(root.join("../look/catalog/base.html.tera")).unwrap());
            assert_eq!(std::fs::read_dir(root.join("domains")).unwrap().count(), 1);
        }));
    }
}
