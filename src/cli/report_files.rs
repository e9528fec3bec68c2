//! The files that a report is written to: each of them whole, or none.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tempfile::NamedTempFile;

use super::usage;
use crate::diagnostics::or_list;
use crate::diagnostics::output::{Document, Output};
use crate::error::{Error, Result};

/// A format and a file, as the command line names them: `sarif=report.sarif`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportFile {
    output: Output,
    path: PathBuf,
}

impl FromStr for ReportFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names: Vec<&str> = Output::ALL.iter().map(|output| output.name()).collect();
        let (name, path) = text.split_once('=').unwrap_or((text, ""));
        let output = Output::ALL.iter().find(|output| output.name() == name);
        match output {
            None => Err(format!("the format is one of {}", or_list(&names))),
            Some(_) if path.is_empty() => Err(format!("say where to: `{name}=FILE`")),
            Some(output) => Ok(Self { output: *output, path: path.into() }),
        }
    }
}

/// Writes a document to every file. No file is begun before all of them can be written.
pub(super) fn write(files: &[ReportFile], document: &Document<'_>) -> Result<()> {
    for (at, file) in files.iter().enumerate() {
        if files[..at].iter().any(|earlier| earlier.path == file.path) {
            return Err(usage(
                format!("--output names {} twice", file.path.display()),
                "give each format a file of its own",
            ));
        }
    }
    let staged =
        files.iter().map(|file| stage(&file.path, document.written(file.output))).collect::<Result<Vec<_>>>()?;
    staged.into_iter().try_for_each(Staged::finish)
}

/// Writes a text to a file: the whole of it, or none.
pub(super) fn write_text(path: &Path, text: String) -> Result<()> {
    stage(path, text)?.finish()
}

/// A text on its way to its file.
enum Staged<'a> {
    /// Complete, beside the file that it becomes.
    Beside(NamedTempFile, PathBuf),
    /// For something that cannot be replaced: a terminal, a pipe.
    Stream(String, &'a Path),
}

fn stage(path: &Path, text: String) -> Result<Staged<'_>> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let there = path.metadata().ok();
    // `/dev/stdout` may be a file, but one that somebody has open.
    if path.starts_with("/dev") || there.as_ref().is_some_and(|there| !there.is_file()) {
        return Ok(Staged::Stream(text, path));
    }
    // A link stays a link: what it leads to is replaced.
    let path = if there.is_some() { fs::canonicalize(path).map_err(failed)? } else { path.to_owned() };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let mut beside = everybodys(&mut tempfile::Builder::new()).tempfile_in(folder).map_err(failed)?;
    beside.write_all(text.as_bytes()).map_err(failed)?;
    Ok(Staged::Beside(beside, path))
}

/// A report may be read by whom the umask lets read.
#[cfg(unix)]
fn everybodys<'a, 'b, 'c>(builder: &'a mut tempfile::Builder<'b, 'c>) -> &'a mut tempfile::Builder<'b, 'c> {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

/// Elsewhere a new file already is what any new file is.
#[cfg(not(unix))]
fn everybodys<'a, 'b, 'c>(builder: &'a mut tempfile::Builder<'b, 'c>) -> &'a mut tempfile::Builder<'b, 'c> {
    builder
}

impl Staged<'_> {
    fn finish(self) -> Result<()> {
        match self {
            Self::Beside(file, path) => {
                file.persist(&path).map_err(|error| Error::Write { path, source: error.error })?;
            }
            Self::Stream(text, path) => {
                fs::OpenOptions::new()
                    .append(true)
                    .open(path)
                    .and_then(|mut stream| stream.write_all(text.as_bytes()))
                    .map_err(|source| Error::Write { path: path.to_owned(), source })?;
            }
        }
        Ok(())
    }
}
