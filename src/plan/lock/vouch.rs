//! What a lock can vouch for: where nothing that a render depends on has changed, there is nothing to render.

use super::{Integrity, LockState, TOOL};
use crate::pack::FileOwner;
use crate::pack::source::LockedPack;
use crate::plan::merge::{endings, markers};
use crate::plan::{Digest, Known};

impl LockState {
    /// Whether files were rendered from this text of a manifest, as far as the lock says.
    pub fn knows(&self, manifest: &str) -> bool {
        self.manifests.is_empty() || self.manifests.contains(&Digest::of(manifest.as_bytes()))
    }

    /// Whether every file was rendered from this manifest and these packs, by this program. A lock that git merged,
    /// that somebody edited, or whose files could not all follow, says so of nothing.
    pub fn vouches_for(&self, manifest: &Digest, packs: &[LockedPack]) -> bool {
        self.integrity == Integrity::Intact
            && self.manifests.iter().eq([manifest])
            && self.tools.iter().eq([TOOL])
            && self.packs == packs
    }
}

impl Known {
    /// Whether a file need not be looked at: what became of it is the team's alone.
    pub fn is_the_teams(&self) -> bool {
        self.owner == FileOwner::Once && !self.deleted
    }

    /// Whether a file is in step when its render has not changed. Nothing stands for a file that is not there.
    pub fn is_in_step(&self, contents: Option<&[u8]>) -> bool {
        match contents {
            // The team deleted it.
            None => true,
            // It came back, as an older render perhaps.
            Some(_) if self.deleted => false,
            Some(contents) => {
                endings::has_digest(contents, |digest| self.digests.contains(digest))
                    || match self.owner {
                        FileOwner::Generated => false,
                        FileOwner::Merged => markers(contents, b"").is_empty(),
                        FileOwner::Once => true,
                    }
            }
        }
    }
}
