//! `mesh-cli init`.

use std::path::{Path, PathBuf};

use super::pack_choice::{PackArgs, tell};
use super::{Outcome, Shell, interrupt, usage};
use crate::error::Result;
use crate::manifest::name::Name;
use crate::mesh::scaffold::{self, MeshDomain, MeshPlan};

/// Begin a mesh: mesh.yaml and what a repository with many data products needs
///
/// Run again, it brings these files in step and keeps what was edited.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli init acme --organisation Acme --domain orders --domain billing
  cd acme && mesh-cli create-product")]
pub(super) struct Args {
    /// The folder of the mesh
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,

    /// The name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,

    /// A domain (can be repeated)
    #[arg(long = "domain", value_name = "NAME")]
    domains: Vec<String>,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let pack = args.packs.load(&args.folder)?;
    tell(&pack, shell);
    let mut mesh = MeshPlan { organisation: args.organisation.clone(), ..MeshPlan::default() };
    for domain in &args.domains {
        let name: Name =
            domain.parse().map_err(|error| usage(format!("--domain: {error}"), "as in --domain orders"))?;
        mesh.domains.insert(name.to_string(), MeshDomain::default());
    }
    let say = |message: &str| shell.say(message);
    let made = scaffold::write(&args.folder, &mesh, &pack, &[], &interrupt::requested, &say)?;
    shell.say(&format!("the mesh is in {}: {} files", shown(&args.folder), made.plan.files.len()));
    Ok(Outcome::Fine)
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}
