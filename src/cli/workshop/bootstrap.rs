//! `mesh-cli workshop bootstrap`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::map;
use crate::cli::init::refuse_a_mesh_in_a_mesh;
use crate::cli::pack_choice::{PackArgs, tell};
use crate::cli::{Format, Outcome, Shell, interrupt, unfinished};
use crate::diagnostics::{Report, plural, report_json};
use crate::error::Result;
use crate::mesh::reads;
use crate::plan::Action;
use crate::plan::apply::check_folder;
use crate::workshop::DomainMap;
use crate::workshop::bootstrap::{Became, Bootstrap, Done, Product};
use crate::workshop::lint::lint;

/// Make the pilot mesh of a domain map: its domains, and their first products, wired to each other
///
/// Products of events for each thing that a domain's events happen to; a product for each question that needs several
/// domains. Run again after the map changed, it adds what is new, merges what it derived, and keeps what people did.
///
/// Exits 0 when the mesh is as the map says, 1 when something needs a person, and 2 when the map cannot be used.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli workshop bootstrap examples/workshop/shop.yaml --out pilot
  cd pilot && make demo")]
pub(super) struct Args {
    /// The domain map; ./map.yaml when none is named
    map: Option<PathBuf>,

    /// The folder of the mesh
    #[arg(long, short, value_name = "DIR", default_value = ".")]
    out: PathBuf,

    /// Write nothing; show what would be made
    #[arg(long)]
    dry_run: bool,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let file = map::chosen(args.map.as_deref(), shell)?;
    let map = match map::read(&file)? {
        Ok(map) => map,
        Err(report) => return refuse(&report, args, shell),
    };
    check_folder(&args.out)?;
    refuse_a_mesh_in_a_mesh(&args.out)?;
    if !unfinished::is_mesh_finished(&args.out, !args.dry_run, args.format, shell)? {
        return Ok(Outcome::Findings);
    }
    let pack = args.packs.load(&args.out)?;
    tell(&pack, shell);
    let bootstrap = Bootstrap::new(&map, &args.out, &pack, args.packs.seen_from(&args.out)?)?;
    let report = Report::new(Some(map.source.clone()), bootstrap.pilot.left_out.clone());
    if report.errors() > 0 {
        return refuse(&report, args, shell);
    }
    if args.dry_run {
        return dry(&bootstrap, &report, args, shell);
    }
    let done = bootstrap.write(&interrupt::requested, &|message| shell.say(message))?;
    let conflicts = done.mesh.changes.iter().any(crate::plan::Change::is_finding);
    let wrong = conflicts || done.products.iter().any(Product::is_finding);
    match args.format {
        Format::Json => shell.json(&as_json(&bootstrap, &done, &report))?,
        Format::Human => {
            if !report.findings.is_empty() {
                shell.findings(&report);
            }
            shell.say(&told(&map, &bootstrap, &done, &args.out)?);
            let doubts = lint(&map, &pack)?.findings.len().saturating_sub(report.findings.len());
            if doubts > 0 {
                let place = if report.findings.is_empty() { "doubtful place" } else { "more doubtful place" };
                shell.say(&format!("the map has {}: mesh-cli workshop lint {}", plural(doubts, place), file.display()));
            }
        }
    }
    Ok(if wrong { Outcome::Findings } else { Outcome::Fine })
}

fn refuse(report: &Report, args: &Args, shell: &Shell) -> Result<Outcome> {
    match args.format {
        Format::Json => shell.json(&report_json(report))?,
        Format::Human => {
            shell.findings(report);
            shell.say("nothing was written");
        }
    }
    Ok(Outcome::BadInput)
}

fn dry(bootstrap: &Bootstrap<'_>, report: &Report, args: &Args, shell: &Shell) -> Result<Outcome> {
    let changes = bootstrap.look()?.changes;
    let changes: Vec<_> = changes.iter().filter(|change| change.action != Action::Unchanged).collect();
    match args.format {
        Format::Json => shell.json(&json!({
            "formatVersion": 1,
            "products": bootstrap.pilot.products.iter().map(|one| one.id().to_string()).collect::<Vec<_>>(),
            "changes": changes.iter().map(|change| json!({ "path": change.path, "action": change.action.as_str() })).collect::<Vec<_>>(),
            "findings": report_json(report)["findings"],
        }))?,
        Format::Human => {
            if !report.findings.is_empty() {
                shell.findings(report);
            }
            for change in &changes {
                shell.data(&format!("{:<8} {}\n", change.action.as_str(), change.path))?;
            }
            shell.say(&format!("{}; nothing was written", plural(bootstrap.pilot.products.len(), "product")));
        }
    }
    Ok(Outcome::Fine)
}

/// What was made, as a tree of domains and products, and what to do next.
fn told(map: &DomainMap, bootstrap: &Bootstrap<'_>, done: &Done, out: &Path) -> Result<String> {
    let mut text = String::new();
    let is_here = out == Path::new(".");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for domain in map.file.domains.keys() {
        let _ = writeln!(text, "{domain}");
        for (manifest, product) in bootstrap.pilot.products.iter().zip(&done.products) {
            if manifest.metadata.domain.as_str() != domain {
                continue;
            }
            *counts.entry(product.became.as_str()).or_default() += 1;
            let upstream = reads(manifest, bootstrap.pack)?.into_iter().map(|reads| reads.product);
            let upstream: Vec<String> = upstream.collect();
            let reads = if upstream.is_empty() { String::new() } else { format!("  ← {}", upstream.join(", ")) };
            let note = match &product.became {
                Became::Made | Became::Same => String::new(),
                Became::Changed(files) => format!("  (changed: {})", plural(*files, "file")),
                Became::Deleted => "  (deleted by hand, and left so)".to_owned(),
                Became::Conflict => "  (needs you: both sides of a conflict are in its files)".to_owned(),
                Became::Wrong(report) => format!("  (cannot be rendered)\n{}", report.lines().join("\n")),
            };
            let _ = writeln!(text, "  {}{reads}{note}", manifest.metadata.name);
            for lack in &product.lacks {
                let _ = writeln!(text, "    {} needs you: {}", lack.path, lack.sentence());
            }
        }
    }
    for change in done.mesh.changes.iter().filter(|change| change.is_finding()) {
        let _ = writeln!(text, "{} needs you: {}", change.path, change.sentence());
    }
    if done.mesh.changes.iter().any(|change| change.action == Action::Conflict) {
        let place = if is_here { String::new() } else { format!(" --product {}", out.display()) };
        let _ =
            writeln!(text, "resolve it: keep what is right, and remove the markers; then `mesh-cli resolve{place}`");
    }
    // Those that the map makes no longer come behind its own.
    for (place, product) in bootstrap.left.iter().zip(&done.products[bootstrap.pilot.products.len()..]) {
        let kept = match &product.became {
            Became::Changed(_) => "left as it is, but for consumers that read it no more",
            Became::Conflict => "needs you: both sides of a conflict are in its files",
            _ => "left as it is",
        };
        let _ = writeln!(text, "{place} is no longer in the map: {kept}");
    }
    let _ = write!(text, "the mesh is in {}: {}", out.display(), plural(done.products.len(), "product"));
    if counts.is_empty() {
        text.push_str("\nnothing happens in the map yet: add `businessEvents` to a domain, and run this again");
    } else {
        let counted: Vec<String> = counts.iter().map(|(word, count)| format!("{count} {word}")).collect();
        let _ = write!(text, " ({})", counted.join(", "));
    }
    if counts.contains_key("made") {
        let go = if is_here { String::new() } else { format!("cd {} && ", out.display()) };
        let _ = write!(text, "\nrun it: {go}make demo");
    }
    Ok(text)
}

fn as_json(bootstrap: &Bootstrap<'_>, done: &Done, report: &Report) -> serde_json::Value {
    let products = done
        .products
        .iter()
        .map(|product| json!({ "id": product.id, "path": product.place, "became": product.became.as_str(),
            "lacks": product.lacks.iter().map(|lack| json!({ "path": lack.path, "words": lack.words })).collect::<Vec<_>>() }));
    let changes = done.mesh.changes.iter().filter(|change| change.action != Action::Unchanged);
    json!({
        "formatVersion": 1,
        "path": bootstrap.root.display().to_string(),
        "products": products.collect::<Vec<_>>(),
        "changes": changes.map(|change| json!({ "path": change.path, "action": change.action.as_str() })).collect::<Vec<_>>(),
        "noLongerInTheMap": bootstrap.left,
        "findings": report_json(report)["findings"],
    })
}
