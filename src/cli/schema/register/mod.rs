//! `mesh-cli schema register`.

mod entry;
mod schemas;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::registry::{address, connect};
use crate::cli::{Format, Outcome, Shell, usage};
use crate::diagnostics::{Finding, Report, Source, report_json};
use crate::error::Result;
use crate::manifest::node::Node;
use crate::mesh::Mesh;
use crate::product::{self, Product, SharedPacks, packs, rules as product_rules};
use crate::schema_registry::{Registry, rules};
use entry::Entry;
use schemas::File;

/// Register the schemas of a product with a Schema Registry
///
/// Each major version that is served has a subject of its own, with the compatibility that the manifest promises. All of
/// them are compared with what is registered first; when one may not follow, nothing is written. What is there already
/// stays as it is.
///
/// The URL is that of --registry, of SCHEMA_REGISTRY_URL, or of mesh.yaml. Credentials come from the environment alone:
/// SCHEMA_REGISTRY_USER and SCHEMA_REGISTRY_PASSWORD, or SCHEMA_REGISTRY_TOKEN. SCHEMA_REGISTRY_CA_FILE names the
/// certificate authority.
///
/// Exits 0 when the registry has the schemas, 1 when one may not be registered, and 3 when the registry gives no answer
/// that can be used.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli schema register --registry https://registry.example.com
  mesh-cli schema register orders/order_events --dry-run
  SCHEMA_REGISTRY_TOKEN=$TOKEN mesh-cli schema register --format json")]
pub(super) struct Args {
    /// The folder of the product
    #[arg(default_value = ".")]
    path: PathBuf,

    /// The URL of the registry
    #[arg(long, value_name = "URL")]
    registry: Option<String>,

    /// Ask the registry, and write nothing
    #[arg(long)]
    dry_run: bool,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let root = product::find(&args.path)?;
    let mesh = Mesh::find(&root)?;
    let address = address(args.registry.as_deref(), mesh.as_ref())?;
    if address.subject.is_some() {
        return Err(usage(
            "the URL names a subject, and each product has its own",
            format!("name the registry alone: {}; `registry.subject` in mesh.yaml names subjects", address.base),
        ));
    }
    let registry = connect(&address, mesh.as_ref())?;
    let mut run = Run { args, shell, registry: &registry, product: None, entries: Vec::new() };
    let report = match files(&root, mesh.as_ref())? {
        Files::Wrong(report, outcome) => return run.end(&report, outcome),
        Files::Found { product, source, node, files, findings } => {
            run.product = Some(product);
            let findings = if findings.is_empty() { run.register(files, &node)? } else { findings };
            Report::new(Some(source), findings)
        }
    };
    let outcome = if report.errors() > 0 { Outcome::Findings } else { Outcome::Fine };
    run.end(&report, outcome)
}

/// The schemas of a product on disk.
enum Files {
    /// There they are; or findings say what is wrong with them.
    Found { product: String, source: Source, node: Box<Node>, files: Vec<File>, findings: Vec<Finding> },
    /// The product itself cannot be used.
    Wrong(Report, Outcome),
}

fn files(root: &Path, mesh: Option<&Mesh>) -> Result<Files> {
    let product = Product::read(root)?;
    if let Some(report) = product_rules::lock_edited(&product, &[]) {
        return Ok(Files::Wrong(report, Outcome::Findings));
    }
    let pack = match packs::of_lock(&product, &SharedPacks::from_environment()?)? {
        Ok(pack) => pack,
        Err(report) => return Ok(Files::Wrong(report, Outcome::Findings)),
    };
    let source = product.manifest.source.clone();
    let node = product.manifest.node.as_ref().cloned().unwrap_or_default();
    let step = match product::step(product, &pack, &[])? {
        Ok(step) => step,
        Err(report) => return Ok(Files::Wrong(report, Outcome::BadInput)),
    };
    let pattern = mesh.and_then(|mesh| mesh.registry.subject.as_deref());
    let (files, findings) = schemas::of(&step, &pack.about.organisation.namespace, pattern, &node)?;
    Ok(Files::Found { product: step.manifest.id().to_string(), source, node: Box::new(node), files, findings })
}

struct Run<'a> {
    args: &'a Args,
    shell: &'a Shell,
    registry: &'a Registry,
    product: Option<String>,
    entries: Vec<Entry>,
}

impl Run<'_> {
    /// Looks at all of the schemas, and files them when nothing is in the way of any.
    fn register(&mut self, files: Vec<File>, node: &Node) -> Result<Vec<Finding>> {
        let mut findings = Vec::new();
        for file in files {
            let before = file.wanted.look(self.registry)?;
            let help = "raise the major version with `mesh-cli schema bump`: it gets a subject of its own";
            findings.extend(before.obstacles.iter().map(|obstacle| {
                let message = format!("{} cannot follow what is registered: {obstacle}", file.wanted.subject);
                Finding::at(&rules::INCOMPATIBLE, node, file.pointer.as_str(), message).help(help)
            }));
            self.entries.push(Entry { file, before, after: None });
        }
        if self.args.dry_run || !findings.is_empty() {
            return Ok(findings);
        }
        for entry in &mut self.entries {
            let Entry { file, before, .. } = entry;
            let done = file.wanted.file(self.registry, before)?;
            if let Err(refusal) = &done.schema {
                let message = format!("the registry refuses {}: {}", file.wanted.subject, refusal.message);
                let finding = Finding::at(&rules::REFUSED, node, file.pointer.as_str(), message);
                findings.push(finding.help("the registry's own message says what it wants"));
            }
            entry.after = Some(done);
        }
        Ok(findings)
    }

    fn end(&self, report: &Report, outcome: Outcome) -> Result<Outcome> {
        match self.args.format {
            Format::Json => self.shell.json(&json!({
                "formatVersion": 1,
                "product": self.product,
                "registry": self.registry.url(),
                "dryRun": self.args.dry_run,
                "subjects": self.entries.iter().map(Entry::json).collect::<Vec<_>>(),
                "findings": report_json(report)["findings"],
            }))?,
            Format::Human => {
                self.shell.findings(report);
                let refused = report.errors() > 0;
                for entry in self.entries.iter().filter(|entry| !refused || entry.after.is_some()) {
                    self.shell.say(&entry.sentence());
                }
                if refused && self.entries.iter().all(|entry| entry.after.is_none()) {
                    self.shell.say("nothing was registered");
                }
            }
        }
        Ok(outcome)
    }
}
