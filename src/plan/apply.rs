//! Writing a new product to disk: all or nothing.
//!
//! The tree is staged beside its destination and moved there by one rename, so a run that fails or
//! is killed leaves no half-made product.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::folder::{self, Edit, ProductFolder};
use super::{NewFile, Plan, Stage};
use crate::error::{Error, Result};

/// What staging folders begin with. They are hidden, and stand in the folder that gets the product.
const STAGE_PREFIX: &str = ".mesh-cli-stage.";

/// What to do when a place is taken.
const ELSEWHERE: &str = "choose another folder with --out";
const ANOTHER: &str = "nothing was written; name a folder, or a place where nothing is yet";

/// Says why a new product cannot be written to `destination`, without touching anything.
pub fn check_destination(destination: &Path) -> Result<()> {
    let destination = &tidy(destination);
    if destination.as_os_str().is_empty() {
        return Err(taken(destination, "no folder is named", "give --out the name of a folder"));
    }
    match fs::symlink_metadata(destination) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            nearest_folder(destination).map(drop)
        }
        Err(source) => Err(Error::Read { path: destination.to_owned(), source }),
        Ok(metadata) if metadata.is_symlink() => {
            let hint = "name the folder it points at, or choose another with --out";
            Err(taken(destination, "is a symbolic link", hint))
        }
        Ok(metadata) if !metadata.is_dir() => Err(taken(destination, "is a file", ELSEWHERE)),
        Ok(_) => {
            let read = |source| Error::Read { path: destination.to_owned(), source };
            if fs::read_dir(destination).map_err(read)?.next().is_some()
                && !folder::is_interrupted_creation(destination)
            {
                let hint = "nothing was written; choose another folder with --out";
                return Err(taken(destination, "exists and is not empty", hint));
            }
            Ok(())
        }
    }
}

/// A mesh is written into a folder, which may be there and hold what it likes, and not below a file.
pub fn check_folder(folder: &Path) -> Result<()> {
    match fs::metadata(folder) {
        Ok(metadata) if !metadata.is_dir() => Err(taken(folder, "is a file, and no folder", ANOTHER)),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Err(taken(folder, "is below a file", ANOTHER)),
        // What else is wrong is told by whoever writes there.
        _ => Ok(()),
    }
}

fn taken(path: &Path, reason: &str, hint: &str) -> Error {
    Error::Destination { path: path.to_owned(), reason: reason.to_owned(), hint: hint.to_owned() }
}

/// The path without a slash at its end and without `.` on the way, so that a link at its end is seen.
fn tidy(path: &Path) -> PathBuf {
    path.components().collect()
}

/// Whether the product is to be written into the folder as it stands: somebody works in it, or a run began to fill it.
fn is_filled_in_place(destination: &Path) -> bool {
    let is_there = fs::symlink_metadata(destination).is_ok();
    is_there
        && (destination.file_name().is_none()
            || is_current(destination)
            || folder::is_interrupted_creation(destination))
}

/// Writes a new product into an empty folder that cannot be replaced.
fn fill(plan: &Plan, destination: &Path, cancelled: &dyn Fn() -> bool) -> Result<()> {
    let folder = ProductFolder::open_empty(destination, cancelled)?;
    // What is there now was not there at the first look.
    let read = |source| Error::Read { path: destination.to_owned(), source };
    if fs::read_dir(destination).map_err(read)?.next().is_some() {
        return Err(taken_meanwhile(destination));
    }
    let edits: Vec<Edit> = plan
        .files
        .iter()
        .map(|(path, file)| Edit {
            path: path.clone(),
            before: None,
            after: Some(NewFile { contents: file.contents.clone(), executable: file.executable }),
        })
        .collect();
    folder.apply(&edits, None, cancelled)
}

fn taken_meanwhile(destination: &Path) -> Error {
    let reason = "was taken while this run was preparing its files";
    taken(destination, reason, "nothing was written; look at what is there, or choose another folder with --out")
}

fn is_current(destination: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().ok();
    canonical(destination).is_some() && canonical(destination) == canonical(Path::new("."))
}

/// Writes a new product. Afterwards `destination` holds the whole tree, or nothing has changed.
///
/// `cancelled` is asked between two files; where it holds, the run ends and nothing has changed.
pub fn create(plan: &Plan, destination: &Path, cancelled: &dyn Fn() -> bool) -> Result<()> {
    check_destination(destination)?;
    let destination = &tidy(destination);
    if is_filled_in_place(destination) {
        return fill(plan, destination, cancelled);
    }
    let (home, missing) = nearest_folder(destination)?;
    let stage = Stage::new(&home, STAGE_PREFIX)?;
    // Folders that are missing above the product are made inside the stage, and moved with it.
    let root = missing.iter().fold(tree(&stage), |path, name| path.join(name));
    write_tree(plan, &root, destination, cancelled)?;
    if cancelled() {
        return Err(Error::Interrupted);
    }
    match move_to(&stage, destination, &missing)? {
        Moved::Done => Ok(()),
        Moved::IsMountPoint => fill(plan, destination, cancelled),
    }
}

/// What became of the move of a product into place.
enum Moved {
    Done,
    /// Another disk begins at the destination, which cannot be replaced.
    IsMountPoint,
}

/// The deepest folder on the way that exists, and the names below it that do not. An empty destination counts as missing.
fn nearest_folder(destination: &Path) -> Result<(PathBuf, Vec<PathBuf>)> {
    let mut missing = Vec::new();
    let mut path = destination;
    loop {
        match path.components().next_back() {
            Some(Component::Normal(name)) => missing.insert(0, PathBuf::from(name)),
            // The `..` of a folder that is not there leads nowhere.
            _ => return Err(taken(destination, "leads through a folder that does not exist", ELSEWHERE)),
        }
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        match fs::metadata(parent) {
            Ok(metadata) if metadata.is_dir() => return Ok((parent.to_owned(), missing)),
            Ok(_) => return Err(taken(parent, "is a file, and no folder", ELSEWHERE)),
            Err(error) if error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(parent).is_ok() => {
                return Err(taken(parent, "is a symbolic link that leads nowhere", ELSEWHERE));
            }
            Err(error)
                if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
                    && parent != Path::new(".") =>
            {
                path = parent;
            }
            Err(source) => return Err(Error::Read { path: parent.to_owned(), source }),
        }
    }
}

/// Moves the product of a stage into place, below the first of the folders that are `missing` on the way to it.
fn move_to(stage: &Stage, destination: &Path, missing: &[PathBuf]) -> Result<Moved> {
    loop {
        // Folders above the product may have appeared meanwhile; then less is moved.
        let (home, still_missing) = nearest_folder(destination)?;
        let present = missing.len().saturating_sub(still_missing.len());
        let from = missing.iter().take(present + 1).fold(tree(stage), |path, name| path.join(name));
        let to = home.join(&missing[present]);
        let is_product = still_missing.len() == 1;
        match rename(&from, &to, is_product && to.exists()) {
            Err(Errno::EXIST | Errno::NOTEMPTY) if !is_product => {}
            Err(Errno::EXIST | Errno::NOTEMPTY | Errno::NOTDIR) => {
                return Err(taken_meanwhile(destination));
            }
            Err(Errno::BUSY | Errno::XDEV) => return Ok(Moved::IsMountPoint),
            outcome => {
                return outcome
                    .map(|()| Moved::Done)
                    .map_err(|errno| Error::Write { path: destination.to_owned(), source: errno.into() });
            }
        }
    }
}

fn tree(stage: &Stage) -> PathBuf {
    stage.path().join("tree")
}

fn write_tree(plan: &Plan, root: &Path, destination: &Path, cancelled: &dyn Fn() -> bool) -> Result<()> {
    let mut folder = PathBuf::new();
    for (path, file) in &plan.files {
        if cancelled() {
            return Err(Error::Interrupted);
        }
        let target = path.below(root);
        let parent = target.parent().unwrap_or(root);
        let failed = |source| Error::Write { path: path.below(destination), source };
        if parent != folder {
            fs::create_dir_all(parent).map_err(failed)?;
            parent.clone_into(&mut folder);
        }
        // The user's mask takes away from this what it takes away from every file.
        let mode = if file.executable { 0o777 } else { 0o666 };
        let written = File::options().write(true).create_new(true).mode(mode).open(&target);
        written.and_then(|mut written| written.write_all(&file.contents)).map_err(failed)?;
    }
    Ok(())
}

/// Renames, and replaces nothing but an empty folder, and that only when asked to.
fn rename(from: &Path, to: &Path, replace: bool) -> std::result::Result<(), Errno> {
    let flags = if replace { RenameFlags::empty() } else { RenameFlags::NOREPLACE };
    match renameat_with(CWD, from, CWD, to, flags) {
        // Some network file systems do not know the flag; a plain rename never replaces a folder that holds files.
        Err(Errno::INVAL | Errno::NOSYS) if !flags.is_empty() => {
            renameat_with(CWD, from, CWD, to, RenameFlags::empty())
        }
        outcome => outcome,
    }
}
