//! When something changed that pages are made from.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, SystemTime};

use notify_debouncer_mini::notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_mini::{DebounceEventResult, Debouncer, new_debouncer};

use crate::catalog::site::MARKER;
use crate::error::{Error, Result};
use crate::manifest::document;
use crate::{mesh, run};

/// How long nothing may happen before a change is looked at: an editor writes a file in several steps.
const CALM: Duration = Duration::from_millis(250);
/// The files that pages are made from.
const FILES: [&str; 5] = [document::FILE_NAME, mesh::FILE_NAME, "CHANGELOG.md", "result.json", "sample.json"];
/// Folders that hold no products, and too many files to watch.
const PASSED_OVER: [&str; 2] = ["node_modules", "target"];

/// Watches the folders of a mesh: those that products are in or may come to, and what was built.
pub(super) struct Watch {
    debouncer: Debouncer<RecommendedWatcher>,
    events: Receiver<DebounceEventResult>,
    watched: BTreeSet<PathBuf>,
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
    /// Begins to watch.
    pub(super) fn begin(root: &Path) -> Result<Self> {
        let (sender, events) = channel();
        let debouncer = new_debouncer(CALM, sender).map_err(|error| failed(root, error))?;
        let mut watch = Self { debouncer, events, watched: BTreeSet::new(), known: HashMap::new() };
        watch.look_again(root)?;
        Ok(watch)
    }

    /// Watches the folders that are there now, and no others.
    pub(super) fn look_again(&mut self, root: &Path) -> Result<()> {
        let mut folders = BTreeSet::new();
        collect(root, &mut folders);
        let built = root.join(run::FOLDER);
        if let Ok(entries) = std::fs::read_dir(&built) {
            folders.extend(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()));
            folders.insert(built);
        }
        let watcher = self.debouncer.watcher();
        for gone in self.watched.difference(&folders) {
            // Most of them are gone from the disk, and with it from the watcher.
            let _ = watcher.unwatch(gone);
        }
        for new in folders.difference(&self.watched) {
            match watcher.watch(new, RecursiveMode::NonRecursive) {
                // It went while we looked.
                Err(_) if !new.exists() => {}
                outcome => outcome.map_err(|error| failed(new, error))?,
            }
        }
        for new in folders.difference(&self.watched) {
            self.known.insert(new.clone(), Stamp::Folder);
            for path in FILES.map(|file| new.join(file)) {
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
        for path in events.into_iter().map(|event| event.path).filter(|path| matters(path)) {
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

/// The folders that products are in or may come to. What lies inside a product is of no interest.
fn collect(folder: &Path, folders: &mut BTreeSet<PathBuf>) {
    if folder.join(MARKER).is_file() {
        return;
    }
    folders.insert(folder.to_owned());
    if folder.join(document::FILE_NAME).is_file() {
        return;
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let hidden = name.starts_with('.') || PASSED_OVER.contains(&name.as_ref());
        if !hidden && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            collect(&entry.path(), folders);
        }
    }
}

/// Whether pages may show what lies at a path: a manifest, a change log, what was built, and folders that products may
/// come to.
fn matters(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if FILES.contains(&name) {
        return true;
    }
    let inside_product = || path.parent().is_some_and(|folder| folder.join(document::FILE_NAME).is_file());
    !name.starts_with('.') && !PASSED_OVER.contains(&name) && (path.is_dir() || !path.exists()) && !inside_product()
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
        let root = folder.path();
        let write = |path: &str, text: &str| {
            std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            std::fs::write(root.join(path), text).unwrap();
        };
        write("domains/a/one/data-product.yaml", "a");
        write("domains/a/one/README.md", "a");
        let mut watch = Watch::begin(root).unwrap();
        let mut tells = |most: u64, change: &dyn Fn()| {
            change();
            let told = (0..most).any(|_| watch.changed_within(Duration::from_millis(100)));
            // A change of several files may be told in several parts.
            while told && watch.changed_within(4 * CALM) {}
            watch.look_again(root).unwrap();
            told
        };
        assert!(tells(40, &|| write("domains/a/one/data-product.yaml", "ab")));
        assert!(tells(40, &|| std::fs::create_dir_all(root.join("domains/b/two")).unwrap()));
        assert!(tells(40, &|| write("domains/b/two/data-product.yaml", "b")));
        assert!(tells(40, &|| std::fs::remove_dir_all(root.join("domains/b")).unwrap()));
        assert!(!tells(8, &|| {
            write("domains/a/one/README.md", "ab");
            write("domains/a/one/dbt/target/x.sql", "");
            drop(std::fs::read(root.join("domains/a/one/data-product.yaml")).unwrap());
            assert_eq!(std::fs::read_dir(root.join("domains")).unwrap().count(), 1);
        }));
    }
}
