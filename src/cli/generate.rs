//! `mesh-cli generate`.

use std::path::PathBuf;

use super::fleet::{self, Many};
use super::in_step::{self, Mode, Settings, Target};
use super::{Outcome, Shell};
use crate::error::Result;

/// Render a product again from its manifest; edits by hand stay
///
/// Files of the owner `generated` follow the manifest, `merged` files take over what changed and keep your edits,
/// and `once` files are left alone. The pack is the one that the lock names; `mesh-cli update` moves to another.
///
/// Exits 0 when the product is in step, and 1 when something is left to do: a conflict, an edit of a generated file,
/// or with --check any difference.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli generate
  mesh-cli generate orders/order_events --dry-run --diff
  mesh-cli generate --check
  mesh-cli generate --check --all products
  mesh-cli generate --force dbt/models/products/order_events.yml")]
pub(super) struct Args {
    /// The folder of the product, or of the products with --all
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Write nothing; show the differences, and exit 1 when there are any
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,

    #[command(flatten)]
    settings: Settings,

    #[command(flatten)]
    many: Many,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let mode = match (args.check, args.settings.dry_run) {
        (true, _) => Mode::Check,
        (_, true) => Mode::DryRun,
        _ => Mode::Write,
    };
    if args.many.all {
        return fleet::run(&args.path, &args.many, None, mode, &args.settings, &Target::Locked, shell);
    }
    in_step::run(&args.path, mode, &args.settings, &Target::Locked, shell)
}
