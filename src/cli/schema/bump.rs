//! `mesh-cli schema bump`.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::check::terms;
use super::compare::{CompareArgs, Compared, Found, Judged, compare};
use crate::cli::as_of::AsOf;
use crate::cli::{Outcome, Shell, interrupt, unfinished, usage};
use crate::diagnostics::Report;
use crate::error::{Error, Result};
use crate::evolution::bump::{Bump, Wish, bump};
use crate::evolution::contract::{Class, Contract};
use crate::manifest::document::Field;
use crate::manifest::node::{Node, Origin};
use crate::manifest::value::{Date, SemanticVersion};
use crate::manifest::{Draft, Manifest, edit, resolve};
use crate::pack::Pack;
use crate::plan::{Digest, Edit, NewFile};
use crate::product::{Product, SharedPacks, packs};

/// Give the product the version that its changes need
///
/// Works out what changed since the branch began, and writes the version into data-product.yaml. A change that breaks
/// somebody opens a new major version: the old one stays beside it, with the fields, the name and a last day, and is made
/// of the same rows. Nothing else in the file changes, and nothing at all where the version is high enough.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema bump
  mesh-cli schema bump --dry-run
  mesh-cli schema bump orders/order_events --to 3.0.0 --deprecate-until 2027-12-31")]
pub(super) struct Args {
    /// The folder of the product, or its manifest
    #[arg(default_value = ".")]
    path: PathBuf,

    /// What to compare with, as in `schema check`
    #[arg(long, value_name = "REF|FILE|DIR")]
    against: Option<String>,

    /// The version to go to; the smallest that will do by default
    #[arg(long, value_name = "VERSION")]
    to: Option<SemanticVersion>,

    /// The last day of the old major version; by default as many days from today as mesh.yaml asks for, or 90
    #[arg(long, value_name = "DATE")]
    deprecate_until: Option<Date>,

    #[command(flatten)]
    as_of: AsOf,

    /// Show what would change in the manifest, and write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let compare_args = CompareArgs::one(&args.path, args.against.as_deref());
    let mesh = compare_args.mesh()?;
    let terms = terms(mesh.as_ref(), None, args.as_of.day());
    let mut compared = compare(&compare_args, mesh.as_ref(), &terms)?;
    let Some(one) = compared.pop() else { return Err(Error::Internal("no product was compared".to_owned())) };
    let judged = match &one.outcome {
        Found::Judged(judged) => judged,
        Found::Wrong(report) => {
            shell.findings(report);
            shell.say("nothing was written");
            return Ok(Outcome::Findings);
        }
    };
    let (Some(last), Some(current)) = (&judged.last, judged.judgement.served.first()) else {
        if !judged.is_new {
            return Err(usage(
                format!("{} is a schema without the contract around it", judged.against),
                "compare with a manifest, a product or a commit: what else changed counts as well",
            ));
        }
        shell.say(&format!(
            "{}: there is no earlier version, so {} is its first",
            one.id, judged.manifest.metadata.version
        ));
        return Ok(Outcome::Fine);
    };
    let packs = SharedPacks::from_environment()?;
    let pack = match packs::of_lock(&Product::read(&one.root)?, &packs)? {
        Ok(pack) => pack,
        Err(report) => {
            shell.findings(&report);
            return Ok(Outcome::Findings);
        }
    };
    let window = u32::try_from(terms.window).unwrap_or(u32::MAX);
    let removed = args.deprecate_until.unwrap_or_else(|| terms.as_of.plus_days(window));
    let to = args.to.as_ref();
    let wish = Wish { to, deprecated: terms.as_of, removed, has_table: has_table(&judged.manifest, &pack) };
    if removed <= wish.deprecated {
        return Err(usage(
            format!("--deprecate-until {removed} is not after {}", wish.deprecated),
            "give consumers a day to move on",
        ));
    }
    let wanted = bump(&judged.manifest, last, &current.comparison, &wish).map_err(|smallest| {
        let asked = args.to.as_ref().map(ToString::to_string).unwrap_or_default();
        usage(
            format!("--to {asked} is too low: the changes since {} need {smallest}", judged.against),
            format!("give {smallest} or a higher one; `mesh-cli schema diff` shows the changes"),
        )
    })?;
    let text = rewritten(&one.source.text, &judged.manifest, &wanted, &one.source.path)?;
    if *text == *one.source.text {
        shell.say(&format!("{}: {} is what its changes since {} need", one.id, wanted.product, judged.against));
        return Ok(Outcome::Fine);
    }
    let (manifest, left) = check(&text, &one, &pack, &wanted)?;
    if args.dry_run {
        let diff = similar::TextDiff::from_lines(&*one.source.text, &*text);
        shell.data(&diff.unified_diff().header(&one.source.path, &one.source.path).to_string())?;
    } else {
        write(&one.root, &one.source.path, &one.source.text, &text, shell)?;
    }
    shell.say(&summary(&one.id, judged, last, &wanted));
    if let Some(manifest) = &manifest {
        let logic = logic(last, manifest);
        if !logic.is_empty() {
            shell.say(&logic);
        }
    }
    shell.say(if args.dry_run { "nothing was written" } else { "next: mesh-cli generate" });
    if let Some(report) = left {
        shell.findings(&report);
    }
    Ok(if manifest.is_some() { Outcome::Fine } else { Outcome::Findings })
}

/// Whether the primary port says under which name consumers read it.
fn has_table(manifest: &Manifest, pack: &Pack) -> bool {
    let kind = manifest.spec.output_ports.first().and_then(|port| pack.port_kind(port.kind.as_str()).ok().flatten());
    kind.is_some_and(|kind| kind.location.iter().any(|option| option.name == "table"))
}

/// The text of the manifest with what the bump says, and every comment as it was.
fn rewritten(text: &str, manifest: &Manifest, wanted: &Bump, path: &str) -> Result<String> {
    let mut text = text.to_owned();
    let mut set = |at: &str, value: Json| -> Result<()> {
        let value = Node::from_json(value, &Origin::Default);
        text = edit::set(&text, at, &value).map_err(|error| Error::Usage {
            message: format!("{path}: {error}"),
            hint: Some("write the version by hand; `mesh-cli schema check` says which".to_owned()),
        })?;
        Ok(())
    };
    if wanted.product != manifest.metadata.version {
        set("metadata.version", wanted.product.to_string().into())?;
    }
    if wanted.schema != manifest.spec.schema.version {
        set("spec.schema.version", wanted.schema.to_string().into())?;
    }
    if let Some(table) = &wanted.table {
        set("spec.outputPorts[0].location.table", table.as_str().into())?;
    }
    if let Some(previous) = &wanted.previous {
        let entry = serde_json::to_value(previous).map_err(|error| Error::Internal(error.to_string()))?;
        match manifest.spec.schema.previous.len() {
            0 => set("spec.schema.previous", Json::Array(vec![entry]))?,
            count => set(&format!("spec.schema.previous[{count}]"), entry)?,
        }
    }
    Ok(text)
}

/// The manifest as it is then, or what the team has yet to say in it.
fn check(text: &str, one: &Compared, pack: &Pack, wanted: &Bump) -> Result<(Option<Manifest>, Option<Report>)> {
    let source = crate::diagnostics::Source::new(one.source.path.clone(), text);
    let document = crate::manifest::read::parse(source.clone());
    let node = document.node.map_err(|finding| Error::Internal(finding.message))?;
    match resolve(Draft::from_file(node, source), pack)? {
        Ok((manifest, report)) if manifest.metadata.version == wanted.product => {
            Ok((Some(manifest), (!report.findings.is_empty()).then_some(report)))
        }
        Ok(_) => Err(usage(
            format!("{}: the version cannot be written into this form of a manifest", one.source.path),
            "write it by hand",
        )),
        Err(report) => Ok((None, Some(report))),
    }
}

fn write(root: &Path, path: &str, before: &str, after: &str, shell: &Shell) -> Result<()> {
    let folder = unfinished::open(root, &|message| shell.say(message))?;
    if folder.pending()?.is_some() {
        return Err(usage(
            "an update of this product is not finished",
            "resolve its conflicts first: `mesh-cli status`",
        ));
    }
    let name = Path::new(path).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = name.parse().map_err(|error| Error::Internal(format!("{error}")))?;
    let edit = Edit {
        path,
        before: Some(Digest::of(before.as_bytes())),
        after: Some(NewFile { contents: after.as_bytes().to_vec(), executable: false }),
    };
    folder.apply(&[edit], None, &interrupt::requested)
}

/// What was done, who has yet to agree, what to tell consumers, and what comes next.
fn summary(id: &str, judged: &Judged, last: &Manifest, wanted: &Bump) -> String {
    let before = &last.metadata.version;
    let mut lines = vec![format!("{id}: {before} → {}, compared with {}", wanted.product, judged.against)];
    if let Some(previous) = &wanted.previous {
        lines.push(format!("  version {} stays beside it until {}", previous.version, previous.removed));
        match (&previous.table, &wanted.table) {
            (Some(old), Some(new)) => {
                lines.push(format!(
                    "  consumers go on reading it as `{old}`, and read version {} as `{new}`",
                    wanted.schema.major()
                ));
            }
            (None, _) => lines.push(format!(
                "  its name changes to `{}_v{}`: the port has one name, and the new version takes it",
                last.table(),
                previous.version.major()
            )),
            (Some(_), None) => {}
        }
        let consumers = Contract::of(last).consumers().to_vec();
        if !consumers.is_empty() {
            lines.push("  still to agree, each with an entry in its `acknowledgedBy`:".to_owned());
            lines.extend(consumers.iter().map(|consumer| format!("    {consumer}")));
        }
    }
    lines.push("for CHANGELOG.md:".to_owned());
    lines.extend(changelog(judged, wanted).into_iter().map(|line| format!("  {line}").trim_end().to_owned()));
    lines.join("\n")
}

/// What the team has to do in the business logic, which is its own.
fn logic(last: &Manifest, next: &Manifest) -> String {
    let names =
        |manifest: &Manifest| -> Vec<String> { manifest.columns_of_logic().into_iter().map(Field::snake).collect() };
    let (before, after) = (names(last), names(next));
    let only_in = |all: &[String], others: &[String]| {
        let new = all.iter().filter(|name| !others.contains(name));
        new.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    };
    let (more, less) = (only_in(&after, &before), only_in(&before, &after));
    let mut lines = Vec::new();
    if !more.is_empty() {
        lines.push(format!("the business logic has to give {more}"));
    }
    if !less.is_empty() {
        lines.push(format!("the business logic may leave out {less}: earlier versions are made without"));
    }
    lines.join("\n")
}

/// What to tell consumers, in the form of the changelog.
fn changelog(judged: &Judged, wanted: &Bump) -> Vec<String> {
    let mut lines = vec![format!("## {}", wanted.product), String::new(), "### Changed".to_owned(), String::new()];
    let changes = judged.judgement.served.first().map(|served| &*served.comparison.changes).unwrap_or_default();
    let told = changes.iter().filter(|change| change.class > Class::Patch);
    lines.extend(told.map(|change| {
        let breaks = if change.class == Class::Major { "**Breaking.** " } else { "" };
        format!("- {breaks}`{}`: {}.", change.path, change.what)
    }));
    if lines.len() == 4 {
        lines.push("- Nothing that a consumer has to know of.".to_owned());
    }
    if let Some(previous) = &wanted.previous {
        lines.extend([String::new(), "### Deprecated".to_owned(), String::new()]);
        lines.push(format!("- Version {}, which is served until {}.", previous.version, previous.removed));
    }
    lines
}
