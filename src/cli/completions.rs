//! `mesh-cli completions`.

use clap_complete::Shell as Dialect;

use super::{Outcome, Shell, command};
use crate::error::Result;

/// Print the completion script of a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli completions bash > ~/.local/share/bash-completion/completions/mesh-cli
  mesh-cli completions zsh > ~/.zfunc/_mesh-cli")]
pub(super) struct Args {
    /// The shell
    shell: Dialect,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), env!("CARGO_PKG_NAME"), &mut script);
    shell.data(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Fine)
}
