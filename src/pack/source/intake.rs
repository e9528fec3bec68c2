//! What a pack may hold, wherever it comes from: files with plain paths, not too many, not too large.

use std::borrow::Cow;

use crate::pack::Files;
use crate::plan::{ProductPath, ProductPathError};

/// The most bytes that one file of a pack may have.
const MAX_FILE_BYTES: u64 = 16 * 1024 * 1024;
/// The most bytes that all files of a pack may have.
pub(super) const MAX_PACK_BYTES: u64 = 256 * 1024 * 1024;
/// The most files that a pack may have.
const MAX_FILES: usize = 10_000;

/// The files of a pack, as they come in.
#[derive(Default)]
pub(super) struct Intake {
    files: Files,
    announced: usize,
    bytes: u64,
}

impl Intake {
    /// Announces a file, before a byte of it is read; else says why it is one too many, or too large.
    pub(super) fn announce(&mut self, bytes: u64) -> Result<(), &'static str> {
        self.announced += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        if bytes > MAX_FILE_BYTES {
            return Err("the file is larger than 16 MiB");
        }
        if self.bytes > MAX_PACK_BYTES {
            return Err("with this file the pack is larger than 256 MiB");
        }
        if self.announced > MAX_FILES {
            return Err("the pack has more than 10,000 files");
        }
        Ok(())
    }

    /// Takes a file. A path that leads out of the pack is refused.
    pub(super) fn take(&mut self, path: &str, contents: Vec<u8>) -> Result<(), String> {
        let path: ProductPath = path.parse().map_err(|error: ProductPathError| error.to_string())?;
        if self.files.get(path.as_str()).is_some() {
            return Err("the pack holds the file twice".to_owned());
        }
        self.files.add(path.to_string(), Cow::Owned(contents));
        Ok(())
    }

    /// All files.
    pub(super) fn files(self) -> Files {
        self.files
    }
}
