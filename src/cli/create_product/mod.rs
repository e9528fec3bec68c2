//! `mesh-cli create-product`.

mod args;
mod in_mesh;
mod inherit;
mod interview;
mod missing;
mod options;
mod show;

use std::path::Path;

pub(super) use args::Args;
pub(super) use options::Prepared;

use super::{Format, Outcome, Shell, interrupt, usage};
use crate::cli::foreign::in_our_form;
use crate::cli::pack_choice::tell;
use crate::diagnostics::Report;
use crate::error::{Error, Result};
use crate::manifest::name::Name;
use crate::manifest::{Draft, Manifest, read, resolve, starter};
use crate::pack::Pack;
use crate::plan::{Before, Forced, Labels, apply, reconcile};
use crate::product::fresh;

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let pack = match args.prepared.pack {
        Some(pack) => pack,
        None => Box::leak(Box::new(args.packs.load(args.out.as_deref().unwrap_or(Path::new("")))?)),
    };
    tell(pack, shell);
    // What every product needs of the pack is made ready beside the reading of the manifest.
    std::thread::spawn(|| pack.make_ready());
    let Some(mut draft) = begin(args, pack, shell)? else { return Ok(Outcome::BadInput) };
    args.apply_to(&mut draft)?;
    let mesh = in_mesh::InMesh::find(args.out.as_deref())?;
    if let Some(Ok(domain)) = draft.text("metadata.domain").map(str::parse::<Name>)
        && let Some((message, hint)) = mesh.objection(domain.as_str())
    {
        return Err(usage(message, hint));
    }
    if let Some(out) = &args.out {
        apply::check_destination(out)?;
    }
    let asking = !args.yes && shell.is_interactive() && args.format == Format::Human;
    if asking {
        if let Some(report) = interview::objections(&draft, pack)? {
            return refuse(&report, args, shell);
        }
        interview::ask(&mut draft, pack, &mesh, shell)?;
    } else if args.yes {
        inherit::fill(&mut draft, pack, &mesh)?;
        starter(&mut draft, pack)?;
    }
    match resolve(draft, pack)? {
        Err(report) => refuse(&report, args, shell),
        Ok((manifest, report)) => {
            mesh.advice(&manifest).iter().for_each(|advice| shell.say(advice));
            mesh.unknown(&manifest, pack)?.iter().for_each(|note| shell.say(note));
            let (domain, name) = (&manifest.metadata.domain, &manifest.metadata.name);
            if let Some((message, hint)) = mesh.twin(domain.as_str(), name.as_str())? {
                return Err(usage(message, hint));
            }
            let destination = args.out.clone().unwrap_or_else(|| mesh.destination(&manifest));
            write(args, &manifest, &report, (pack, &destination), asking, shell)
        }
    }
}

/// The draft that a run begins with: the file given by `--from`, or nothing.
fn begin(args: &Args, pack: &Pack, shell: &Shell) -> Result<Option<Draft>> {
    let Some(path) = &args.from else { return Ok(Some(Draft::default())) };
    let document = read::read(path)?;
    match document.node {
        Ok(node) => {
            let node = in_our_form(node, &document.source, pack, shell)?;
            Ok(Some(Draft::from_file(node, document.source)))
        }
        Err(finding) => {
            refuse(&Report::new(Some(document.source), vec![*finding]), args, shell)?;
            Ok(None)
        }
    }
}

fn refuse(report: &Report, args: &Args, shell: &Shell) -> Result<Outcome> {
    match args.format {
        Format::Json => shell.json(&crate::diagnostics::report_json(report))?,
        Format::Human => {
            let (missing, wrong) = missing::split(report);
            shell.findings(&wrong);
            if missing.is_empty() {
                shell.say("nothing was written");
            } else {
                shell.say(&missing::table(&missing, args.yes));
            }
        }
    }
    Ok(Outcome::BadInput)
}

fn write(
    args: &Args,
    manifest: &Manifest,
    report: &Report,
    (pack, destination): (&Pack, &Path),
    asking: bool,
    shell: &Shell,
) -> Result<Outcome> {
    let plan = fresh(manifest, pack, destination)?;
    let changes = reconcile(&plan, &Before::default(), &Forced::default(), &Labels::default());
    apply::check_destination(destination)?;
    let shown = show::Creation {
        manifest,
        plan: &plan,
        changes: &changes,
        destination,
        report,
        dry_run: args.dry_run,
        diff: args.diff,
    };
    if args.format == Format::Human && !report.findings.is_empty() {
        shell.findings(report);
    }
    if args.dry_run {
        shown.print(args.format, shell)?;
        return Ok(Outcome::Fine);
    }
    if asking {
        shell.say(&shown.tree());
        if !interview::confirm(destination, shell)? {
            shell.say("nothing was written");
            return Ok(Outcome::Fine);
        }
    }
    if interrupt::requested() {
        return Err(Error::Interrupted);
    }
    apply::create(&plan, destination, &interrupt::requested)?;
    shown.print(args.format, shell)?;
    Ok(Outcome::Fine)
}
