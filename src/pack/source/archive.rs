//! A pack in an archive: a file whose digest is known before a byte of it is unpacked, and that is never unpacked to disk.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use flate2::read::MultiGzDecoder;
use tar::{EntryType, Header};
use tempfile::NamedTempFile;

use super::cache::Key;
use super::intake::{Intake, MAX_PACK_BYTES};
use super::tool::{refused, run};
use super::{ArchiveSource, Cache, Opened, Source};
use crate::error::{Error, Result};
use crate::pack::Files;
use crate::plan::digest;

/// The pack of an archive, from the cache if it is there.
pub(super) fn open(source: &Source, archive: &ArchiveSource, from: &Path, cache: &Cache) -> Result<Opened> {
    let key = Key::archive(&archive.sha256);
    if let Some(files) = cache.get(&key) {
        return Ok(Opened { files, ..Opened::default() });
    }
    let bytes = if archive.is_path() {
        let path = from.join(&archive.location);
        let failed = |error| Error::Read { path: path.clone(), source: error };
        all(source, &File::open(&path).map_err(failed)?)?.map_err(failed)?
    } else {
        download(source, &archive.location)?
    };
    let found = digest::sha256(&bytes);
    if found != archive.sha256 {
        return Err(refused(
            source,
            format!("the archive is not the one that was asked for: its digest is {found}"),
            "ask whoever published it what has changed, before you write the new digest",
        ));
    }
    let files = read(MultiGzDecoder::new(bytes.as_slice()))
        .map_err(|reason| refused(source, reason, "the archive must be made anew, with `tar --create --gzip`"))?
        .without_wrapper();
    let notes = cache.put(&key, source, None, &files).into_iter().collect();
    Ok(Opened { files, notes, ..Opened::default() })
}

/// All bytes of an archive, unless it is larger than any honest one.
fn all(source: &Source, file: &File) -> Result<io::Result<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = file.take(MAX_PACK_BYTES + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > MAX_PACK_BYTES {
        return Err(refused(source, "the archive is larger than 256 MiB", "leave out what is no part of the pack"));
    }
    Ok(read.map(|_| bytes))
}

fn download(source: &Source, url: &str) -> Result<Vec<u8>> {
    let failed = |error| Error::Write { path: std::env::temp_dir(), source: error };
    let file = NamedTempFile::new().map_err(failed)?;
    let mut command = Command::new("curl");
    command
        .args(["--fail", "--location", "--silent", "--show-error", "--netrc-optional", "--connect-timeout", "30"])
        .args(["--proto", "=https", "--proto-redir", "=https", "--max-filesize", &MAX_PACK_BYTES.to_string()])
        .arg("--output")
        .arg(file.path())
        .args(["--url", url])
        .stdin(Stdio::null());
    run(command, source)?.or(|said| {
        refused(source, format!("the archive cannot be fetched: {said}"), "check the URL, the network and the proxy")
    })?;
    let bytes = File::open(file.path()).map_err(failed)?;
    all(source, &bytes)?.map_err(failed)
}

/// The files of a tar. What is neither file nor folder is refused, and so is a path that leads out.
pub(super) fn read(bytes: impl Read) -> std::result::Result<Files, String> {
    let unreadable = |error: io::Error| format!("the archive cannot be read: {error}");
    // The entries' own blocks come on top of what the files hold.
    let mut archive = tar::Archive::new(bytes.take(2 * MAX_PACK_BYTES));
    let mut intake = Intake::default();
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        let path = String::from_utf8(entry.path_bytes().into_owned())
            .map_err(|_| "the name of a file in the archive is not UTF-8".to_owned())?;
        let refuse = |reason: &str| format!("{}: {reason}", path.escape_debug());
        match entry.header().entry_type() {
            EntryType::Directory | EntryType::XGlobalHeader => continue,
            EntryType::Regular | EntryType::Continuous => {}
            EntryType::Symlink | EntryType::Link => return Err(refuse("a pack holds no links")),
            _ => return Err(refuse("a pack holds files and folders alone")),
        }
        let inside = path.strip_prefix("./").unwrap_or(&path);
        if inside.split('/').any(|part| part == ".git") {
            continue;
        }
        intake.announce(entry.size()).map_err(refuse)?;
        let mut contents = Vec::new();
        entry.read_to_end(&mut contents).map_err(unreadable)?;
        intake.take(inside, contents).map_err(|reason| refuse(&reason))?;
    }
    Ok(intake.files())
}

/// The files as a tar: the same files make the same bytes.
pub(super) fn write(files: &Files, to: impl Write) -> io::Result<()> {
    let mut archive = tar::Builder::new(to);
    for (path, contents) in files.below("") {
        let mut header = Header::new_gnu();
        header.set_mode(0o644);
        header.set_size(contents.len() as u64);
        archive.append_data(&mut header, path, contents)?;
    }
    archive.finish()
}

impl Files {
    /// The files below the only folder there is, where that holds the pack: archives often wrap what they hold.
    fn without_wrapper(self) -> Self {
        let wrapper = self.below("").next().and_then(|(path, _)| Some(path.split_once('/')?.0.to_owned()));
        match wrapper.map(|folder| format!("{folder}/")) {
            Some(folder)
                if self.get(&format!("{folder}pack.yaml")).is_some()
                    && self.below("").all(|(path, _)| path.starts_with(&folder)) =>
            {
                self.moved_up(&folder)
            }
            _ => self,
        }
    }
}
