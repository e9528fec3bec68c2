//! The files of a commit, as git stores them: no filter, no attribute and no setting of the machine changes a byte.

use std::io::{Seek as _, Write as _};

use super::repository::Repository;
use crate::error::{Error, Result};
use crate::pack::Files;
use crate::pack::source::intake::Intake;
use crate::pack::source::tool::refused;

/// One file of a commit.
struct Blob {
    id: String,
    size: u64,
    path: String,
}

/// The files below a folder of a commit.
pub(super) fn read(repository: &Repository<'_>, commit: &str, folder: &str) -> Result<Files> {
    let blobs = list(repository, commit, folder)?;
    let mut intake = Intake::default();
    let refuse = |path: &str, reason: &str| {
        refused(repository.source, format!("{}: {reason}", path.escape_debug()), "the pack must be corrected")
    };
    // What is too large is not even asked for.
    for blob in &blobs {
        intake.announce(blob.size).map_err(|reason| refuse(&blob.path, reason))?;
    }
    let contents = contents(repository, &blobs)?;
    let mut rest = contents.as_slice();
    for blob in &blobs {
        let bytes = next(&mut rest, blob).ok_or_else(|| Error::Internal("git lists a file and lacks it".to_owned()))?;
        intake.take(&blob.path, bytes.to_vec()).map_err(|reason| refuse(&blob.path, &reason))?;
    }
    Ok(intake.files())
}

fn list(repository: &Repository<'_>, commit: &str, folder: &str) -> Result<Vec<Blob>> {
    let tree = format!("{commit}:{folder}");
    let said = repository.git(&["ls-tree", "-r", "-z", "-l", "--full-tree", &tree], None)?;
    let listed = said.or(|_| {
        let short = &commit[..12];
        let message = format!("there is no folder `{folder}` in the repository at commit {short}");
        refused(repository.source, message, "write the folder of the pack after `//`, behind the URL")
    })?;
    let listed = String::from_utf8(listed)
        .map_err(|_| refused(repository.source, "the name of a file is not UTF-8", "rename the file in the pack"))?;
    listed.split_terminator('\0').map(|line| blob(repository, line)).collect()
}

/// `<mode> <type> <id> <size>\t<path>`.
fn blob(repository: &Repository<'_>, line: &str) -> Result<Blob> {
    let wrong = || Error::Internal(format!("git lists a file as `{}`", line.escape_debug()));
    let (about, path) = line.split_once('\t').ok_or_else(wrong)?;
    let about: Vec<&str> = about.split_ascii_whitespace().collect();
    let &[mode, _, id, size] = about.as_slice() else { return Err(wrong()) };
    let refuse = |what: &str| {
        let message = format!("{}: a pack holds {what}", path.escape_debug());
        Err(refused(repository.source, message, "replace it by what it stands for"))
    };
    match mode {
        "120000" => refuse("no symbolic links"),
        "160000" => refuse("no submodules"),
        _ => Ok(Blob { id: id.to_owned(), size: size.parse().map_err(|_| wrong())?, path: path.to_owned() }),
    }
}

fn contents(repository: &Repository<'_>, blobs: &[Blob]) -> Result<Vec<u8>> {
    let failed = |source| Error::Write { path: std::env::temp_dir(), source };
    let mut wanted = tempfile::tempfile().map_err(failed)?;
    for blob in blobs {
        writeln!(wanted, "{}", blob.id).map_err(failed)?;
    }
    wanted.rewind().map_err(failed)?;
    repository
        .git(&["cat-file", "--batch"], Some(wanted))?
        .or(|said| refused(repository.source, format!("git cannot read the commit: {said}"), "run it again"))
}

/// `<id> blob <size>\n<contents>\n`.
fn next<'a>(rest: &mut &'a [u8], blob: &Blob) -> Option<&'a [u8]> {
    let line = rest.iter().position(|byte| *byte == b'\n')?;
    let expected = format!("{} blob {}", blob.id, blob.size);
    if rest[..line] != *expected.as_bytes() {
        return None;
    }
    let size = usize::try_from(blob.size).ok()?;
    let bytes = rest.get(line + 1..line + 1 + size)?;
    *rest = rest.get(line + 1 + size + 1..)?;
    Some(bytes)
}
