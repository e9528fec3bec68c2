//! The Python process that runs dbt: started once, asked for one product after another, or for several at one time.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use serde::Deserialize;

use super::job::Job;
use super::result::Check;
use crate::error::{Error, Result};
use crate::mesh::from_here;

/// The program of the process.
const PROGRAM: &str = include_str!("worker.py");
/// How often a run that waits looks whether it was interrupted.
const PATIENCE: Duration = Duration::from_millis(50);

/// What is said of a product once it was worked on.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    /// Its id.
    pub(super) product: String,
    /// How many models were built.
    #[serde(default)]
    pub(super) models: usize,
    /// Every test.
    #[serde(default)]
    pub(super) checks: Vec<Check>,
    /// Why it is not built, where it is not.
    pub(super) failure: Option<String>,
}

/// The first thing that the process says.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Greeting {
    /// It can work.
    Ready(Versions),
    /// A library is missing.
    Missing(String),
}

/// What a product is built with.
#[derive(Debug, Clone, Deserialize)]
pub struct Versions {
    /// The version of dbt.
    pub dbt: String,
    /// The version of DuckDB.
    pub duckdb: String,
    /// The version of Python.
    pub python: String,
}

/// The process. It ends, with all that it began, when this is dropped, and when this program ends.
pub(super) struct Worker {
    child: Child,
    jobs: Option<ChildStdin>,
    lines: Receiver<String>,
    log: PathBuf,
}

impl Worker {
    /// Starts the process with the first of these Pythons that has dbt and DuckDB. `log` takes what it says besides.
    pub(super) fn start(pythons: &[PathBuf], log: &Path, cancelled: &dyn Fn() -> bool) -> Result<(Self, Versions)> {
        let mut reasons = Vec::new();
        for python in pythons {
            match Self::start_one(python, log, cancelled)? {
                Ok(started) => return Ok(started),
                Err(reason) => reasons.push(format!("{} {reason}", python.display())),
            }
        }
        Err(Error::NoPython { reasons: reasons.join("; ") })
    }

    fn start_one(
        python: &Path,
        log: &Path,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<std::result::Result<(Self, Versions), String>> {
        let unwritable = |source| Error::Write { path: log.to_owned(), source };
        let stderr = std::fs::File::create(log).map_err(unwritable)?;
        let mut command = Command::new(python);
        // Nothing of the user's own is imported by chance, and what ends the group ends every process of it.
        command.args(["-I", "-W", "ignore:resource_tracker", "-c", PROGRAM]).process_group(0);
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(stderr).spawn();
        let mut child = match spawned {
            Ok(child) => child,
            Err(error) => return Ok(Err(format!("cannot be started: {error}"))),
        };
        let (sender, lines) = channel();
        let jobs = child.stdin.take();
        if let Some(stdout) = child.stdout.take() {
            std::thread::spawn(move || {
                BufReader::new(stdout).lines().map_while(std::io::Result::ok).try_for_each(|line| sender.send(line))
            });
        }
        let worker = Self { child, jobs, lines, log: log.to_owned() };
        Ok(match worker.line(cancelled)?.map(|line| serde_json::from_str(&line)) {
            Some(Ok(Greeting::Ready(versions))) => Ok((worker, versions)),
            Some(Ok(Greeting::Missing(library))) => Err(format!("has no dbt for DuckDB ({library})")),
            _ => Err(format!("does not run dbt; {} says why", from_here(log))),
        })
    }

    /// Asks for a product.
    pub(super) fn ask(&mut self, job: &Job) -> Result<()> {
        let line = serde_json::to_string(job).map_err(|error| Error::Internal(error.to_string()))?;
        let sent = self.jobs.as_mut().map(|jobs| writeln!(jobs, "{line}").and_then(|()| jobs.flush()));
        if matches!(sent, Some(Ok(()))) { Ok(()) } else { Err(self.ended()) }
    }

    /// Waits for what is said of the next product that is done.
    pub(super) fn answer(&self, cancelled: &dyn Fn() -> bool) -> Result<Answer> {
        let line = self.line(cancelled)?.ok_or_else(|| self.ended())?;
        serde_json::from_str(&line).map_err(|error| Error::Internal(format!("the Python process said {line}: {error}")))
    }

    /// The next line; nothing when there will be none.
    fn line(&self, cancelled: &dyn Fn() -> bool) -> Result<Option<String>> {
        loop {
            if cancelled() {
                return Err(Error::Interrupted);
            }
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => return Ok(Some(line)),
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn ended(&self) -> Error {
        Error::Tool { message: format!("the Python process that runs dbt ended; {} says why", from_here(&self.log)) }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let _ = self.child.wait();
    }
}
