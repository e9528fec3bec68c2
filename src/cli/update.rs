//! `mesh-cli update`.

use std::path::{Path, PathBuf};

use super::fleet::{self, Many, Wave};
use super::in_step::{self, Mode, Settings, Target};
use super::{Outcome, Shell, resolve};
use crate::error::Result;
use crate::product::packs::Wishes;

/// Move a product to another version of its packs, or to changed answers; edits by hand stay
///
/// Without --to, the packs are those that the mesh names in mesh.yaml, or else the product's own in the version that
/// is to be had now. Last render, disk and new render are merged three ways. Conflicts leave labelled markers in the
/// files, are listed, and exit 1: edit the files, then run `mesh-cli resolve`, or put everything back with --abort.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli update
  mesh-cli update --dry-run --diff
  mesh-cli update orders/order_events --to v1.4.0
  mesh-cli update --to git::https://git.example.com/packs.git//acme?ref=v2.0.0
  mesh-cli update --set spec.slo.freshness.target=15m
  mesh-cli update --abort
  mesh-cli update --all products --wave 20
  mesh-cli update --all products --only 'orders.*' --branch update-acme")]
pub(super) struct Args {
    /// The folder of the product, or of the products with --all
    #[arg(default_value = ".")]
    path: PathBuf,

    /// The packs to move to, the lowest first: a tag or commit of the pack in use, or a whole source (can be repeated)
    #[arg(long, value_name = "[NAME=]VERSION|SOURCE")]
    to: Vec<String>,

    /// Any value of the manifest, as path=value with a YAML value; its comments stay (can be repeated)
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,

    /// Accept that a tag names another commit than the lock says
    #[arg(long)]
    accept_moved: bool,

    /// Put back every byte that an update with conflicts replaced
    #[arg(long, conflicts_with_all = ["to", "set", "dry_run", "diff", "all"])]
    abort: bool,

    #[command(flatten)]
    settings: Settings,

    #[command(flatten)]
    many: Many,

    #[command(flatten)]
    wave: Wave,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    if args.abort {
        return resolve::abort(&args.path, &args.settings.force, args.settings.format, shell);
    }
    let mode = if args.settings.dry_run { Mode::DryRun } else { Mode::Write };
    let wishes = Wishes { to: &args.to, from: Path::new("."), accept_moved: args.accept_moved };
    let target = Target::Update { wishes, set: &args.set };
    if args.many.all {
        return fleet::run(&args.path, &args.many, Some(&args.wave), mode, &args.settings, &target, shell);
    }
    in_step::run(&args.path, mode, &args.settings, &target, shell)
}
