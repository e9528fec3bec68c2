//! `mesh-cli pack new`.

use std::path::{Path, PathBuf};

use super::{Outcome, Shell, usage};
use crate::cli::interrupt;
use crate::error::Result;
use crate::manifest::name::Name;
use crate::pack::source::{Cache, Source};
use crate::pack::{Pack, scaffold};
use crate::plan::apply;

/// Begin a pack: a folder that is laid over another pack
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack new acme
  mesh-cli pack new acme --out packs/acme
  mesh-cli pack new orders --extends packs/acme --out packs/orders")]
pub(super) struct Args {
    /// The pack's name: lower-case letters, digits and hyphens
    name: String,

    /// The pack that it is laid over
    #[arg(long, value_name = "SOURCE", default_value = "standard")]
    extends: Source,

    /// The folder to make. The pack's name, when it is left out
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let below = Pack::load(std::slice::from_ref(&args.extends), Path::new("."), &Cache::from_environment()?)?;
    let name = args.name.parse::<Name>().ok().filter(|name| name.kebab() == args.name);
    let taken = below.layers().iter().any(|layer| layer.about.name == args.name);
    if name.is_none() || taken || args.name == "builtin" {
        return Err(usage(
            format!("`{}` cannot be the name of a pack", crate::diagnostics::shown(&args.name)),
            "use lower-case letters, digits and hyphens, as in `acme` or `acme-orders`, and no name of a pack below",
        ));
    }
    let folder = args.out.clone().unwrap_or_else(|| PathBuf::from(&args.name));
    let plan = scaffold::new(&args.name, &below)?;
    apply::create(&plan, &folder, &interrupt::requested)?;
    let shown = folder.display();
    shell.say(&format!(
        "created the pack {} in {shown}/\n\nnext:\n  cd {shown}\n  $EDITOR pack.yaml\n  mesh-cli pack test\n  mesh-cli pack eject product/Makefile.tera   \
         # copy a file of `{}`, to change it",
        args.name, below.about.name
    ));
    Ok(Outcome::Fine)
}
