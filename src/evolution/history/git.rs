//! Git, asked about a repository. Nothing is changed in it, and none of its hooks or settings has a say.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, Result};
use crate::tool;

/// A repository, by the folder that git is asked in.
pub(super) struct Git {
    folder: PathBuf,
    reader: Mutex<Option<Reader>>,
}

/// One process that hands out the contents of objects, for all who ask.
struct Reader {
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Git {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), reader: Mutex::default() }
    }

    fn command(&self) -> Command {
        let mut command = tool::git();
        // The messages are looked at, so they are in one language.
        command.arg("-C").arg(&self.folder).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        command
    }

    /// What git prints, without the line end; nothing when it says no.
    pub(super) fn ask(&self, arguments: &[&str]) -> Result<Option<String>> {
        let output = self.command().args(arguments).output().map_err(|error| self.failed(arguments, &error))?;
        match output.status.code() {
            Some(0) => Ok(Some(String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned())),
            Some(1) => Ok(None),
            _ if tool::is_interrupted(output.status) => Err(Error::Interrupted),
            _ => Err(self.failed(arguments, &String::from_utf8_lossy(&output.stderr).trim())),
        }
    }

    /// What git prints.
    pub(super) fn tell(&self, arguments: &[&str]) -> Result<String> {
        self.ask(arguments)?.ok_or_else(|| self.failed(arguments, &"it failed"))
    }

    /// The commit that a name stands for.
    pub(super) fn commit(&self, name: &str) -> Result<Option<String>> {
        self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")])
    }

    /// The contents of an object: by its id, or of a file as `<commit>:<path>`. Nothing when there is no such file.
    pub(super) fn contents(&self, object: &str) -> Result<Option<Vec<u8>>> {
        if object.contains('\n') {
            return Err(Error::Usage {
                message: format!("the path {} has a line end", object.escape_debug()),
                hint: Some("give the file another name".to_owned()),
            });
        }
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = match &mut *reader {
            Some(reader) => reader,
            none => none.insert(self.reader()?),
        };
        reader.contents(object).map_err(|error| self.failed(&["cat-file"], &error))
    }

    fn reader(&self) -> Result<Reader> {
        let failed = |error: &dyn std::fmt::Display| self.failed(&["cat-file"], error);
        let mut command = self.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(|error| failed(&error))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(questions), Some(answers)) => Ok(Reader { child, questions, answers: BufReader::new(answers) }),
            _ => Err(failed(&"it has no streams")),
        }
    }

    fn failed(&self, arguments: &[&str], reason: &dyn std::fmt::Display) -> Error {
        let command = arguments.first().unwrap_or(&"");
        Error::Tool { message: format!("`git {command}` in {}: {reason}", self.folder.display()) }
    }
}

impl Reader {
    fn contents(&mut self, object: &str) -> std::io::Result<Option<Vec<u8>>> {
        writeln!(self.questions, "{object}")?;
        self.questions.flush()?;
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        // `<id> blob <size>`, or `<what was asked> missing`.
        let mut words = head.trim_end().rsplit(' ');
        let (last, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let Ok(size) = last.parse::<u64>() else {
            let no_answer = || std::io::Error::other("it said nothing of an object");
            return if last == "missing" { Ok(None) } else { Err(no_answer()) };
        };
        let mut contents = Vec::new();
        (&mut self.answers).take(size + 1).read_to_end(&mut contents)?;
        contents.pop();
        Ok((kind == "blob").then_some(contents))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It waits for questions only.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
