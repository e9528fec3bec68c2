//! `mesh-cli pack new`.

use std::path::PathBuf;

use super::{Outcome, Shell, usage};
use crate::cli::interrupt;
use crate::error::Result;
use crate::manifest::name::Name;
use crate::pack::{Pack, scaffold};
use crate::plan::apply;

/// Begin a pack: a folder that is laid over another pack
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli pack new acme
  mesh-cli pack new acme --out packs/acme")]
pub(super) struct Args {
    /// The pack's name: lower-case letters, digits and hyphens
    name: String,

    /// The pack that it is laid over
    #[arg(long, value_name = "PACK", default_value = "standard")]
    extends: String,

    /// The folder to make. The pack's name, when it is left out
    #[arg(long, short, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let below = Pack::builtin()?;
    let name = args.name.parse::<Name>().ok().filter(|name| name.kebab() == args.name);
    if name.is_none() || args.name == below.about.name || args.name == "builtin" {
        return Err(usage(
            format!("`{}` cannot be the name of a pack", crate::diagnostics::shown(&args.name)),
            "use lower-case letters, digits and hyphens, as in `acme` or `acme-orders`",
        ));
    }
    if args.extends != below.about.name {
        return Err(usage(
            format!("there is no pack `{}` to lay it over", crate::diagnostics::shown(&args.extends)),
            format!("use `--extends {}`", below.about.name),
        ));
    }
    let folder = args.out.clone().unwrap_or_else(|| PathBuf::from(&args.name));
    let plan = scaffold::new(&args.name, &below)?;
    apply::create(&plan, &folder, &interrupt::requested)?;
    let shown = folder.display();
    shell.say(&format!(
        "created the pack {} in {shown}/\n\nnext:\n  cd {shown}\n  $EDITOR pack.yaml\n  mesh-cli pack test\n  mesh-cli pack eject product/Makefile.tera   \
         # copy a file of `{}`, to change it",
        args.name, args.extends
    ));
    Ok(Outcome::Fine)
}
