//! What stands on disk before a run: the files that it may touch, and the last render of the merged ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use crate::error::{Error, Result};
use crate::plan::{BASE_FOLDER, Before, DiskFile, LockState, Obstacle, Plan, PlannedFile, ProductPath};

/// Reads every file that the plan or the lock speaks of. Links are not followed.
pub(super) fn read(root: &Path, lock: &LockState, plan: &Plan) -> Result<Before> {
    let planned = plan.files.iter().flat_map(|(path, file)| std::iter::once(path).chain(&file.was));
    let paths: BTreeSet<&ProductPath> = planned.chain(lock.files.keys()).collect();
    let mut before = Before { known: lock.clone(), ..Before::default() };
    let mut reader = Reader::new(root);
    for path in paths {
        match reader.read(path)? {
            Found::Nothing => {}
            Found::File(file) => drop(before.disk.insert(path.clone(), file)),
            Found::Blocked(obstacle) => drop(before.blocked.insert(path.clone(), obstacle)),
        }
        if lock.files.contains_key(path)
            && let Some(base) = reader.file(&path.within(BASE_FOLDER))?
        {
            before.bases.insert(path.clone(), base.contents);
        }
    }
    Ok(before)
}

/// The merged files of a lock as they were last rendered.
pub fn last_renders(root: &Path, lock: &LockState) -> Result<BTreeMap<ProductPath, PlannedFile>> {
    let mut reader = Reader::new(root);
    let mut files = BTreeMap::new();
    for (path, known) in &lock.files {
        if let Some(base) = reader.file(&path.within(BASE_FOLDER))? {
            let (contents, template) = (base.contents, known.template.clone());
            let file = PlannedFile { contents, owner: known.owner, template, was: Vec::new(), executable: false };
            files.insert(path.clone(), file);
        }
    }
    Ok(files)
}

/// What stands at a path.
pub(super) enum Found {
    Nothing,
    File(DiskFile),
    Blocked(Obstacle),
}

/// Reads files of a product, and looks at each folder on the way once.
pub(super) struct Reader<'a> {
    root: &'a Path,
    /// Folders that were seen to be folders.
    open: BTreeSet<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(root: &'a Path) -> Self {
        Self { root, open: BTreeSet::new() }
    }

    pub(super) fn read(&mut self, path: &ProductPath) -> Result<Found> {
        for (slash, _) in path.as_str().match_indices('/') {
            let folder = &path.as_str()[..slash];
            if self.open.contains(folder) {
                continue;
            }
            match self.metadata(folder)? {
                None => return Ok(Found::Nothing),
                Some(metadata) if metadata.is_symlink() => return Ok(Found::Blocked(Obstacle::Symlink)),
                Some(metadata) if !metadata.is_dir() => {
                    return Ok(match folder.parse() {
                        Ok(file) => Found::Blocked(Obstacle::BelowFile(file)),
                        Err(_) => Found::Blocked(Obstacle::Special),
                    });
                }
                Some(_) => drop(self.open.insert(folder.to_owned())),
            }
        }
        let Some(metadata) = self.metadata(path.as_str())? else { return Ok(Found::Nothing) };
        if metadata.is_symlink() {
            return Ok(Found::Blocked(Obstacle::Symlink));
        }
        if metadata.is_dir() {
            return Ok(Found::Blocked(Obstacle::Folder));
        }
        if !metadata.is_file() {
            return Ok(Found::Blocked(Obstacle::Special));
        }
        let place = path.below(self.root);
        let contents = fs::read(&place).map_err(|source| Error::Read { path: place, source })?;
        Ok(Found::File(DiskFile { contents, executable: metadata.permissions().mode() & 0o100 != 0 }))
    }

    /// The file at a path, where there is one.
    pub(super) fn file(&mut self, path: &ProductPath) -> Result<Option<DiskFile>> {
        Ok(match self.read(path)? {
            Found::File(file) => Some(file),
            Found::Nothing | Found::Blocked(_) => None,
        })
    }

    fn metadata(&self, path: &str) -> Result<Option<Metadata>> {
        let place = self.root.join(path);
        match fs::symlink_metadata(&place) {
            Ok(metadata) => Ok(Some(metadata)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(source) => Err(Error::Read { path: place, source }),
        }
    }
}
