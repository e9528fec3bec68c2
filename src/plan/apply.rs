//! Writing a new product to disk: all or nothing.
//!
//! The tree is staged beside its destination and moved there by one rename, so a run that fails or
//! is killed leaves no half-made product. A staging folder is locked while its run is alive; one
//! that is left behind by a killed run is not locked, and the next run removes it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::Plan;
use crate::error::{Error, Result};

/// What staging folders begin with. They are hidden, and stand in the folder that gets the product.
const STAGE_PREFIX: &str = ".mesh-cli-stage.";

/// Says why a new product cannot be written to `destination`, without touching anything.
pub fn check_destination(destination: &Path) -> Result<()> {
    let refuse = |reason: &str, hint: &str| {
        Err(Error::Destination { path: destination.to_owned(), reason: reason.to_owned(), hint: hint.to_owned() })
    };
    let elsewhere = "choose another folder with --out";
    match fs::symlink_metadata(destination) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::Read { path: destination.to_owned(), source }),
        Ok(metadata) if metadata.is_symlink() => {
            refuse("is a symbolic link", "name the folder it points at, or choose another with --out")
        }
        Ok(metadata) if !metadata.is_dir() => refuse("is a file", elsewhere),
        Ok(_) => {
            let read = |source| Error::Read { path: destination.to_owned(), source };
            if fs::read_dir(destination).map_err(read)?.next().is_some() {
                return refuse("exists and is not empty", "nothing was written; choose another folder with --out");
            }
            if is_current(destination) {
                return refuse(
                    "is the current folder",
                    "run the command from the folder above, with --out and the folder's name",
                );
            }
            Ok(())
        }
    }
}

fn is_current(destination: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().ok();
    canonical(destination).is_some() && canonical(destination) == canonical(Path::new("."))
}

/// Writes a new product. Afterwards `destination` holds the whole tree, or nothing has changed.
pub fn create(plan: &Plan, destination: &Path) -> Result<()> {
    check_destination(destination)?;
    let (home, missing) = nearest_folder(destination)?;
    sweep(&home);
    let stage = Stage::new(&home, destination)?;
    // Folders that are missing above the product are made inside the stage, and moved with it.
    let root = missing.iter().fold(stage.path.join("tree"), |path, name| path.join(name));
    write_tree(plan, &root)?;
    move_into_place(&stage, &home, &missing, destination)
}

/// The deepest folder on the way that exists, and the names below it that do not. An empty destination counts as missing.
fn nearest_folder(destination: &Path) -> Result<(PathBuf, Vec<PathBuf>)> {
    let mut missing = Vec::new();
    let mut path = destination;
    loop {
        if let Some(name) = path.file_name() {
            missing.insert(0, PathBuf::from(name));
        }
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        match fs::metadata(parent) {
            Ok(metadata) if metadata.is_dir() => return Ok((parent.to_owned(), missing)),
            Ok(_) => {
                return Err(Error::Destination {
                    path: parent.to_owned(),
                    reason: "is not a folder".to_owned(),
                    hint: "choose another folder with --out".to_owned(),
                });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && parent != Path::new(".") => path = parent,
            Err(source) => return Err(Error::Read { path: parent.to_owned(), source }),
        }
    }
}

/// Removes staging folders whose run is no longer alive.
fn sweep(home: &Path) {
    let Ok(entries) = fs::read_dir(home) else { return };
    for entry in entries.flatten() {
        let abandoned = entry.file_name().to_string_lossy().starts_with(STAGE_PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir())
            && File::open(entry.path()).is_ok_and(|folder| folder.try_lock().is_ok());
        if abandoned {
            // Only tidiness is at stake: a folder that cannot be removed is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A staging folder, removed when it goes out of scope.
struct Stage {
    path: PathBuf,
    _lock: File,
}

impl Stage {
    fn new(home: &Path, destination: &Path) -> Result<Self> {
        let name = destination.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let path = home.join(format!("{STAGE_PREFIX}{name}.{}", std::process::id()));
        let failed = |source| Error::Write { path: home.to_owned(), source };
        fs::create_dir(&path).map_err(failed)?;
        let lock = File::open(&path).map_err(failed)?;
        // A file system without locks leaves nothing worse than a folder that no later run removes.
        let _ = lock.try_lock();
        Ok(Self { path, _lock: lock })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn write_tree(plan: &Plan, root: &Path) -> Result<()> {
    let mut folder = PathBuf::new();
    for (path, file) in &plan.files {
        let target = path.below(root);
        let parent = target.parent().unwrap_or(root);
        let failed = |source| Error::Write { path: target.clone(), source };
        if parent != folder {
            fs::create_dir_all(parent).map_err(failed)?;
            parent.clone_into(&mut folder);
        }
        fs::write(&target, &file.contents).map_err(failed)?;
    }
    Ok(())
}

fn move_into_place(stage: &Stage, home: &Path, missing: &[PathBuf], destination: &Path) -> Result<()> {
    let Some(first) = missing.first() else { return Err(Error::Internal("a destination without a name".into())) };
    let (from, to) = (stage.path.join("tree").join(first), home.join(first));
    // An empty destination is replaced by the rename; anything that has appeared since the check is not.
    let flags = if missing.len() == 1 && to.exists() { RenameFlags::empty() } else { RenameFlags::NOREPLACE };
    let moved = match renameat_with(CWD, &from, CWD, &to, flags) {
        // Some network file systems do not know the flag; a plain rename never replaces a folder that holds files.
        Err(Errno::INVAL | Errno::NOSYS) if !flags.is_empty() => {
            renameat_with(CWD, &from, CWD, &to, RenameFlags::empty())
        }
        outcome => outcome,
    };
    moved.map_err(|errno| match errno {
        Errno::EXIST | Errno::NOTEMPTY => Error::Destination {
            path: destination.to_owned(),
            reason: "was taken while this run was preparing its files".to_owned(),
            hint: "nothing was written; look at what is there, or choose another folder with --out".to_owned(),
        },
        other => Error::Write { path: destination.to_owned(), source: other.into() },
    })
}
