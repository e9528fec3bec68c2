//! Which packs a command works with.

use std::path::Path;

use super::Shell;
use crate::error::Result;
use crate::pack::Pack;
use crate::pack::source::{Cache, Source};

/// The packs that a command line names.
#[derive(Debug, clap::Args)]
pub(crate) struct PackArgs {
    /// A pack laid over the built-in one: a folder, a git repository or an archive (can be repeated)
    #[arg(long = "pack", value_name = "SOURCE")]
    pub packs: Vec<Source>,
}

impl PackArgs {
    /// The packs named here, else the built-in one.
    pub(crate) fn load(&self) -> Result<Pack> {
        if self.packs.is_empty() {
            return Pack::builtin();
        }
        Pack::load(&self.packs, Path::new("."), &Cache::from_environment()?)
    }
}

/// Says what a user should know of how a pack was found.
pub(crate) fn tell(pack: &Pack, shell: &Shell) {
    pack.notes().for_each(|note| shell.say(&format!("note: {note}")));
}
