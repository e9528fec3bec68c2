//! A repository of a test's own, by real git.

use std::path::PathBuf;
use std::process::Command;

use crate::sandbox::{Run, Sandbox};

/// A repository on the branch `main`.
pub struct Repository(Sandbox);

impl Repository {
    pub fn new() -> Self {
        let repository = Self(Sandbox::in_memory());
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// A clone of this one, made with these arguments of `git clone`.
    pub fn clone_with(&self, arguments: &[&str]) -> Self {
        let clone = Self(Sandbox::in_memory());
        let url = format!("file://{}", self.0.path().display());
        clone.git(&[&["clone", "--quiet"], arguments, &[&url, "."]].concat());
        clone
    }

    pub fn join(&self, path: &str) -> PathBuf {
        // As git knows the folder: temporary folders are links on some machines.
        self.0.path().canonicalize().unwrap().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        self.0.write(path, text);
    }

    /// Runs git as a stranger's machine has it.
    #[track_caller]
    pub fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .current_dir(self.0.path())
            .args(["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "advice.detachedHead=false"])
            .args(arguments)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// Writes a file and commits everything; the id of the commit.
    pub fn commit(&self, path: &str, text: &str) -> String {
        self.write(path, text);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", path]);
        self.git(&["rev-parse", "HEAD"])
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.0.run(arguments)
    }
}
