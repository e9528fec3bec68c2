//! `mesh-cli init`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::in_step::{self, Settings};
use super::pack_choice::{PackArgs, tell};
use super::{Format, Outcome, Shell, interrupt, unfinished, usage};
use crate::diagnostics::plural;
use crate::error::Result;
use crate::manifest::name::Name;
use crate::mesh::scaffold::{self, MeshDomain, MeshPlan};
use crate::mesh::{FILE_NAME, Mesh, absolute};
use crate::pack::Pack;
use crate::plan::Change;
use crate::plan::apply::check_folder;
use crate::product::Comparison;

/// Begin a mesh: mesh.yaml and what a repository with many data products needs
///
/// Run again, it brings these files in step with this version of the program, adds the domains that are named, and keeps
/// what was edited.
///
/// Exits 0 when the files are in step, and 1 when something is left to do.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli init acme --organisation Acme --domain orders --domain billing
  mesh-cli init --domain returns      # one more domain, in the mesh of this folder
  mesh-cli init acme --pack git::https://git.example.com/packs.git//acme?ref=v1.2.0")]
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

    #[command(flatten)]
    settings: Settings,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let root = &args.folder;
    check_folder(root)?;
    refuse_a_mesh_in_a_mesh(root)?;
    let dry = args.settings.dry_run;
    if !unfinished::is_mesh_finished(root, !dry, args.settings.format, shell)? {
        return Ok(Outcome::Findings);
    }
    let pack = args.packs.load(root)?;
    tell(&pack, shell);
    let mesh = plan(args)?;
    let force = &args.settings.force;
    let say = |message: &str| shell.say(message);
    let made = if dry {
        scaffold::compare(root, &mesh, &pack, force)?
    } else {
        scaffold::write(root, &mesh, &pack, force, &interrupt::requested, &say)?
    };
    show(args, &mesh, &made, &pack, shell)?;
    Ok(if made.changes.iter().any(Change::is_finding) { Outcome::Findings } else { Outcome::Fine })
}

/// What the mesh was made from, and what the command line adds.
fn plan(args: &Args) -> Result<MeshPlan> {
    let mut mesh = MeshPlan::of(&args.folder)?;
    if args.organisation.is_some() {
        mesh.organisation.clone_from(&args.organisation);
    }
    for domain in &args.domains {
        let name: Name =
            domain.parse().map_err(|error| usage(format!("--domain: {error}"), "as in --domain orders"))?;
        let title = Some(name.title());
        mesh.domains.entry(name.to_string()).or_insert(MeshDomain { title, ..MeshDomain::default() });
    }
    mesh.add_packs(args.packs.seen_from(&args.folder)?);
    let adds = !args.domains.is_empty() || args.organisation.is_some() || !args.packs.packs.is_empty();
    if mesh.keeps_mesh_file && adds {
        let path = args.folder.join(FILE_NAME);
        return Err(usage(
            format!("{} was written by hand, and is not edited here", path.display()),
            "write the domain, the organisation or the pack into it yourself",
        ));
    }
    Ok(mesh)
}

/// Commands find the nearest mesh: in one inside another, half of the products would be of neither.
pub(super) fn refuse_a_mesh_in_a_mesh(root: &Path) -> Result<()> {
    let above = absolute(root)?.parent().map(Mesh::file_of).transpose()?.flatten();
    match above {
        Some(file) if !root.join(FILE_NAME).is_file() => Err(usage(
            format!("{} is inside the mesh of {}", root.display(), file.display()),
            "a mesh has one mesh.yaml, at its root; choose a folder outside",
        )),
        _ => Ok(()),
    }
}

fn show(args: &Args, mesh: &MeshPlan, made: &Comparison, pack: &Pack, shell: &Shell) -> Result<()> {
    let shown = args.folder.display();
    if args.settings.format == Format::Json {
        return shell.json(&json!({
            "formatVersion": 1,
            "path": shown.to_string(),
            "dryRun": args.settings.dry_run,
            "pack": pack.about.name,
            "domains": mesh.domains.keys().collect::<Vec<_>>(),
            "changes": in_step::changes_json(made, args.settings.diff),
        }));
    }
    if args.settings.diff {
        shell.data(&in_step::diff(made, ""))?;
    }
    let mut out = in_step::list(made);
    let domains = plural(mesh.domains.len(), "domain");
    let _ = write!(out, "the mesh in {shown}, with {domains}");
    if made.changes.iter().any(Change::is_out_of_step) {
        let _ = write!(out, ": {}", in_step::counts(made));
    } else {
        out.push_str(", is in step");
    }
    if args.settings.dry_run {
        out.push_str("\nnothing was written (--dry-run)");
    } else if made.before.known.files.is_empty() {
        out.push_str("\n\nnext:");
        if args.folder != Path::new(".") {
            let _ = write!(out, "\n  cd {shown}");
        }
        out.push_str("\n  mesh-cli create-product   # the first product\n  make demo                 # build it on DuckDB, check the mesh, write the catalog");
    }
    shell.say(&out);
    Ok(())
}
