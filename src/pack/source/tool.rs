//! The programs that fetch packs: `git` and `curl`, so that a user's credentials and proxies work.

use std::io;
use std::process::{Command, ExitStatus};

use super::Source;
use crate::error::{Error, Result};
use crate::tool::is_interrupted;

/// What a program that has run said.
pub(super) struct Said {
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it complained about, without the control characters that a terminal would follow.
    pub stderr: String,
    /// How it ended.
    pub status: ExitStatus,
}

impl Said {
    /// What it printed, when it did what was asked of it.
    pub(super) fn or(self, refuse: impl FnOnce(&str) -> Error) -> Result<Vec<u8>> {
        if self.status.success() { Ok(self.stdout) } else { Err(refuse(&self.stderr)) }
    }
}

/// Runs a program to its end. What it is to read, and whether it may ask, is in the command.
pub(super) fn run(mut command: Command, source: &Source) -> Result<Said> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.env("LC_ALL", "C").output().map_err(|error| {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let reason = if missing { "it is not on the PATH".to_owned() } else { error.to_string() };
        refused(source, format!("`{program}` cannot be run: {reason}"), format!("install {program}"))
    })?;
    if is_interrupted(output.status) {
        return Err(Error::Interrupted);
    }
    let stderr: String = String::from_utf8_lossy(&output.stderr)
        .chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c })
        .collect();
    Ok(Said { stdout: output.stdout, stderr: stderr.trim().to_owned(), status: output.status })
}

/// A pack that cannot be had from its source.
pub(super) fn refused(source: &Source, message: impl Into<String>, hint: impl Into<String>) -> Error {
    Error::PackSource { place: source.to_string(), message: message.into(), hint: Some(hint.into()) }
}
