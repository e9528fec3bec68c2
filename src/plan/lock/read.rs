//! A lock is read line by line: it may be two locks that git put together, with or without its conflict markers.

use super::line::{self, Line};
use super::{FORMAT_VERSION, Integrity, Known, LockState, LockedFile};
use crate::pack::source::LockedPack;
use crate::plan::{Digest, ProductPath};

/// A lock that a newer version of the program wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("was written by {}; its format {format} is newer than this program", tool.as_deref().unwrap_or("a newer version"))]
pub struct NewerLock {
    /// The version of its format.
    pub format: u32,
    /// The program that wrote it.
    pub tool: Option<String>,
}

/// What git writes around two versions of the same lines.
const MARKERS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

impl LockState {
    /// Reads a lock. Lines that cannot be read are passed over, and the lock counts as edited.
    pub fn parse(text: &str) -> Result<Self, NewerLock> {
        let mut reader = Reader::default();
        for (number, line) in text.lines().enumerate() {
            reader.line(number + 1, line);
        }
        reader.finish()
    }

    /// What is known of a path, for a file that has one render more.
    fn add(&mut self, path: ProductPath, file: LockedFile) {
        let LockedFile { owner, template, digest, deleted } = file;
        let known = self.files.entry(path).or_insert_with(|| Known {
            owner,
            template: String::new(),
            digests: [].into(),
            deleted: false,
        });
        (known.owner, known.template) = (owner, template);
        known.digests.insert(digest);
        known.deleted |= deleted;
    }
}

#[derive(Default)]
struct Reader {
    state: LockState,
    /// The lines so far, as their writer sealed them.
    above: String,
    format: Option<u32>,
    /// How many seals there are, and whether the last of them fits.
    seals: usize,
    fits: bool,
    markers: bool,
    unreadable: Option<usize>,
    old_pack: [Option<String>; 3],
}

impl Reader {
    fn line(&mut self, number: usize, text: &str) {
        if MARKERS.iter().any(|marker| text.starts_with(marker)) {
            self.markers = true;
            return;
        }
        let line = line::read(text);
        if let Some(Line::Seal(seal)) = line {
            self.seals += 1;
            self.fits = Digest::of(self.above.as_bytes()) == seal;
            return;
        }
        self.fits = false;
        self.above.push_str(text);
        self.above.push('\n');
        match line {
            Some(line) => self.take(line),
            None => self.unreadable = self.unreadable.or(Some(number)),
        }
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Nothing | Line::Seal(_) => {}
            Line::Format(format) => self.format = self.format.max(Some(format)),
            Line::Tool(tool) => drop(self.state.tools.insert(tool)),
            Line::Manifest(digest) => drop(self.state.manifests.insert(digest)),
            Line::Pack(pack) => self.pack(pack),
            Line::OldPack(key, value) => self.old_pack(&key, value),
            Line::File(path, file) => self.state.add(path, file),
        }
    }

    fn pack(&mut self, pack: LockedPack) {
        if !self.state.packs.contains(&pack) {
            self.state.packs.push(pack);
        }
    }

    /// The first format knew one pack, in three lines, and not where it came from.
    fn old_pack(&mut self, key: &str, value: String) {
        let Some(at) = ["name", "version", "digest"].iter().position(|name| *name == key) else { return };
        self.old_pack[at] = Some(value);
        if let [Some(name), Some(version), Some(digest)] = &self.old_pack {
            let (name, version, digest) = (name.clone(), version.clone(), digest.clone());
            let source = if name == "standard" { "builtin" } else { "" }.to_owned();
            self.pack(LockedPack { name, version, source, revision: None, digest });
        }
    }

    fn finish(mut self) -> Result<LockState, NewerLock> {
        if let Some(format) = self.format.filter(|format| *format > FORMAT_VERSION) {
            return Err(NewerLock { format, tool: self.state.tools.pop_first() });
        }
        let unsealed_format = self.format == Some(1);
        self.state.integrity = match self.unreadable {
            None if self.markers || self.seals > 1 => Integrity::Merged,
            None if self.fits || (unsealed_format && self.seals == 0) => Integrity::Intact,
            unreadable => Integrity::Edited { unreadable },
        };
        Ok(self.state)
    }
}
