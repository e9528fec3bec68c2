//! Every commit in the first-parent history of a branch that has changed a manifest.

use std::collections::{BTreeSet, HashMap};

use super::git::Git;
use crate::error::Result;

/// What happened to the manifests of a repository, the newest first.
pub(super) struct Log {
    events: Vec<Event>,
    /// The path of a file → its events.
    by_path: HashMap<String, Vec<usize>>,
    /// The commit → its events.
    by_commit: HashMap<String, Vec<usize>>,
}

/// A commit that changed a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// The place of the commit: the last one has 0.
    pub order: usize,
    pub commit: String,
    pub path: String,
    /// The contents before it, by their id; nothing where the commit added the file.
    pub before: Option<String>,
    /// The contents after it; nothing where the commit removed the file.
    pub after: Option<String>,
}

impl Log {
    /// The history that leads to a commit, of the files that the patterns name.
    pub(super) fn read(git: &Git, commit: &str, patterns: &BTreeSet<String>) -> Result<Self> {
        let mut arguments = vec!["-c", "log.showRoot=true", "log", "--first-parent", "--diff-merges=first-parent"];
        arguments.extend(["--raw", "-z", "--no-renames", "--no-relative", "--no-abbrev", "--no-show-signature"]);
        arguments.extend(["--no-notes", "--no-mailmap", "--no-color", "--format=tformat:commit %H", commit, "--"]);
        arguments.extend(patterns.iter().map(String::as_str));
        Ok(Self::parse(&git.tell(&arguments)?))
    }

    fn parse(text: &str) -> Self {
        let mut log = Self { events: Vec::new(), by_path: HashMap::new(), by_commit: HashMap::new() };
        let (mut commit, mut commits) = ("", 0);
        let mut words = text.split('\0').map(|word| word.trim_start_matches('\n'));
        while let Some(word) = words.next() {
            if let Some(name) = word.strip_prefix("commit ") {
                (commit, commits) = (name, commits + 1);
            } else if let Some(record) = word.strip_prefix(':') {
                let columns: Vec<&str> = record.split(' ').collect();
                let ([mode_before, mode_after, before, after, _], Some(path)) = (&columns[..], words.next()) else {
                    continue;
                };
                let contents = |mode: &str, id: &str| mode.starts_with("100").then(|| id.to_owned());
                log.add(Event {
                    order: usize::saturating_sub(commits, 1),
                    commit: commit.to_owned(),
                    path: path.to_owned(),
                    before: contents(mode_before, before),
                    after: contents(mode_after, after),
                });
            }
        }
        log
    }

    fn add(&mut self, event: Event) {
        let index = self.events.len();
        self.by_path.entry(event.path.clone()).or_default().push(index);
        self.by_commit.entry(event.commit.clone()).or_default().push(index);
        self.events.push(event);
    }

    /// The events of one file, the newest first.
    pub(super) fn of_path<'a>(&'a self, path: &str) -> impl Iterator<Item = &'a Event> + use<'a> {
        self.by_path.get(path).into_iter().flatten().map(|&index| &self.events[index])
    }

    /// What one commit did.
    pub(super) fn of_commit<'a>(&'a self, commit: &str) -> impl Iterator<Item = &'a Event> + use<'a> {
        self.by_commit.get(commit).into_iter().flatten().map(|&index| &self.events[index])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_raw_format_of_git_is_read() {
        let raw = "commit c2\0\n:100644 000000 aa 00 D\0a/x.yaml\0:000000 100644 00 bb A\0b/x.yaml\0commit c1\0\n\
                   :000000 100644 00 aa A\0a/x.yaml\0";
        let log = Log::parse(raw);
        let events: Vec<_> = log.of_path("a/x.yaml").collect();
        assert_eq!(events.iter().map(|event| event.order).collect::<Vec<_>>(), [0, 1]);
        assert_eq!((&events[0].before, &events[0].after), (&Some("aa".to_owned()), &None));
        assert_eq!((&*events[1].commit, &events[1].before), ("c1", &None));
        assert_eq!(log.of_commit("c2").count(), 2);
    }
}
