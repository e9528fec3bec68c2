//! Asking a git repository, and fetching one commit of it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::Reference;
use crate::diagnostics::did_you_mean;
use crate::error::{Error, Result};
use crate::pack::source::place::real;
use crate::pack::source::tool::{Said, refused, run};
use crate::pack::source::{GitSource, Source};
use crate::tool;

/// All branches and tags.
const EVERYTHING: [&str; 2] = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
/// What git says of a commit or a reference that a repository does not serve.
const NOT_SERVED: [&str; 3] = ["not our ref", "unadvertised object", "couldn't find remote ref"];
/// What to do when a repository cannot be read.
const REACH: &str = "check the URL, the network and git's credentials; `git ls-remote` with the same URL must work";

/// A repository that is asked and fetched from.
pub(super) struct Remote<'a> {
    pub source: &'a Source,
    /// What git is given: a URL, or an absolute path.
    pub url: String,
}

impl<'a> Remote<'a> {
    pub(super) fn new(source: &'a Source, git: &GitSource, from: &Path) -> Result<Self> {
        let url = if git.is_path() {
            let path = from.join(&git.url);
            let path = real(&path).map_err(|error| Error::Read { path, source: error })?;
            path.into_os_string().into_string().map_err(|_| refused(source, "the path is not UTF-8", "rename it"))?
        } else {
            git.url.clone()
        };
        Ok(Self { source, url })
    }

    /// The references of the repository and their commits, as git lists them.
    pub(super) fn list(&self) -> Result<String> {
        let mut command = git();
        command.args(["ls-remote", "--quiet", "--", &self.url]);
        let said = run(command, self.source)?.or(|said| refused(self.source, unreadable(said), REACH))?;
        Ok(String::from_utf8_lossy(&said).into_owned())
    }

    /// The commit that a reference means, the default branch's where there is none. A tag goes before a branch.
    pub(super) fn pick(&self, listed: &str, reference: Option<&str>) -> Result<(String, Reference)> {
        let commit = |wanted: &str| {
            let mut lines = listed.lines().filter_map(|line| line.split_once('\t'));
            lines.find(|(_, name)| *name == wanted).map(|(commit, _)| commit.to_owned())
        };
        let Some(reference) = reference else {
            let empty = || refused(self.source, "the repository has no commits", "push the pack to it");
            return Ok((commit("HEAD").ok_or_else(empty)?, Reference::Branch));
        };
        // An annotated tag is an object of its own, and `^{}` the commit that it names.
        let tag = commit(&format!("refs/tags/{reference}^{{}}")).or_else(|| commit(&format!("refs/tags/{reference}")));
        let branch = || commit(&format!("refs/heads/{reference}"));
        if let Some(found) = tag.map(|tag| (tag, Reference::Tag)).or_else(|| Some((branch()?, Reference::Branch))) {
            return Ok(found);
        }
        let names = listed.lines().filter_map(|line| {
            let name = line.split_once('\t')?.1;
            name.strip_prefix("refs/tags/").or_else(|| name.strip_prefix("refs/heads/"))
        });
        let mut names: Vec<&str> = names.filter(|name| !name.ends_with("^{}")).collect();
        // The newest version is the one that is wanted most often.
        names.sort_unstable();
        names.reverse();
        names.truncate(20);
        Err(refused(
            self.source,
            format!("the repository has no tag or branch `{reference}`"),
            format!("{}; a commit is named by all of its digits", did_you_mean(reference, names)),
        ))
    }
}

/// A repository of our own that holds one commit, until it is dropped.
pub(super) struct Repository<'a> {
    pub source: &'a Source,
    folder: TempDir,
}

impl<'a> Repository<'a> {
    /// Fetches a commit: by its id, by the reference that named it, and, where neither is served, with everything.
    pub(super) fn fetch(remote: &Remote<'a>, commit: &str, reference: Option<&str>) -> Result<Self> {
        let source = remote.source;
        let failed = |error| Error::Write { path: std::env::temp_dir(), source: error };
        let repository = Self { source, folder: tempfile::tempdir().map_err(failed)? };
        let format = if commit.len() == 64 { "sha256" } else { "sha1" };
        let format = format!("--object-format={format}");
        repository
            .git(&["init", "--quiet", "--bare", "--template=", &format], None)?
            .or(|said| refused(source, unreadable(said), REACH))?;
        // A server may serve no commit by its id, and the reference may have moved on.
        let names = reference.map(|name| [format!("refs/tags/{name}"), format!("refs/heads/{name}")]);
        let one = |name: &str| (true, vec![name.to_owned()]);
        let everything = (false, EVERYTHING.map(str::to_owned).to_vec());
        let attempts = [one(commit)].into_iter().chain(names.iter().flatten().map(|name| one(name)));
        for (shallow, wanted) in attempts.chain([everything]) {
            let mut arguments = vec!["fetch", "--quiet", "--no-tags", "--no-write-fetch-head"];
            // What was fetched before it must not keep a deep fetch shallow.
            arguments.push(if shallow { "--depth=1" } else { "--depth=2147483647" });
            arguments.extend(["--", remote.url.as_str()]);
            arguments.extend(wanted.iter().map(String::as_str));
            let said = repository.git(&arguments, None)?;
            if said.status.success() && repository.holds(commit)? {
                return Ok(repository);
            }
            if !said.status.success() && !NOT_SERVED.iter().any(|words| said.stderr.contains(words)) {
                return Err(refused(source, unreadable(&said.stderr), REACH));
            }
        }
        Err(refused(
            source,
            format!("the repository no longer holds the commit {commit}"),
            "its history was rewritten: move the product to another version with `mesh-cli update`",
        ))
    }

    fn holds(&self, commit: &str) -> Result<bool> {
        Ok(self.git(&["cat-file", "-e", &format!("{commit}^{{commit}}")], None)?.status.success())
    }

    /// Runs git in the repository; `input` is a file that it reads.
    pub(super) fn git(&self, arguments: &[&str], input: Option<std::fs::File>) -> Result<Said> {
        let mut command = git();
        command.arg("--git-dir").arg(self.folder.path()).args(arguments.iter().map(OsStr::new));
        if let Some(input) = input {
            command.stdin(input);
        }
        run(command, self.source)
    }
}

/// Git, which fetches what it is asked for and nothing else.
fn git() -> Command {
    let mut command = tool::git();
    command
        .args(["-c", "fetch.recurseSubmodules=false"])
        .env("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh")
        .env("GIT_NO_LAZY_FETCH", "1");
    command
}

fn unreadable(said: &str) -> String {
    format!("git cannot read the repository: {said}")
}
