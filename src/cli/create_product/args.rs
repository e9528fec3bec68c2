//! The arguments of `create-product`, and where each of them goes in a draft.

use std::path::PathBuf;

use super::super::pack_choice::PackArgs;
use super::options::{self, Prepared};
use super::{Format, usage};
use crate::error::Result;
use crate::manifest::Draft;
use crate::manifest::node::{Node, Origin};

/// Create a data product: a manifest and everything that is rendered from it
///
/// Asks for what is missing when run in a terminal. Without one it never asks: it lists what is missing and exits 2.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli create-product
  mesh-cli create-product --domain logistics --name shipment_tracking --yes
  mesh-cli create-product --from order_events.yaml --out products/order_events
  mesh-cli create-product --domain orders --name returns --yes --dry-run \\
      --port bigquery --set spec.outputPorts[0].location.project=example-orders-prod
  mesh-cli create-product --domain orders --name returns --yes \\
      --field return_id:uuid:key --field resolved_at:timestamp:required --freshness 2h")]
pub(crate) struct Args {
    /// The domain that owns the product
    #[arg(long, help_heading = "Answers")]
    pub domain: Option<String>,

    /// The name of the product inside its domain
    #[arg(long, help_heading = "Answers")]
    pub name: Option<String>,

    /// The archetype: source-aligned, aggregate, consumer-aligned, or another of the pack
    #[arg(long, visible_alias = "template", value_name = "ID", help_heading = "Answers")]
    pub archetype: Option<String>,

    /// What one row is, and what the product is for
    #[arg(long, value_name = "TEXT", help_heading = "Answers")]
    pub description: Option<String>,

    /// The team that owns the product
    #[arg(long, value_name = "TEAM", help_heading = "Answers")]
    pub owner_team: Option<String>,

    /// The team's e-mail address
    #[arg(long, value_name = "EMAIL", help_heading = "Answers")]
    pub owner_email: Option<String>,

    /// Who is called when a service level is missed
    #[arg(long, value_name = "ROTATION", help_heading = "Answers")]
    pub owner_on_call: Option<String>,

    /// The team's chat channel
    #[arg(long, value_name = "CHANNEL", help_heading = "Answers")]
    pub owner_channel: Option<String>,

    /// The kind of the output port: duckdb, bigquery, aws, or another of the pack
    #[arg(long, value_name = "KIND", help_heading = "Answers")]
    pub port: Option<String>,

    /// A field, as name:type[:key][:required][:unique][:pii] (can be repeated)
    #[arg(long = "field", value_name = "SPEC", help_heading = "Answers")]
    pub fields: Vec<String>,

    /// The age of the newest row that is promised: 30m, 1 hour
    #[arg(long, value_name = "DURATION", help_heading = "Answers")]
    pub freshness: Option<String>,

    /// How sensitive the data is: public, internal, confidential, restricted
    #[arg(long, value_name = "LEVEL", help_heading = "Answers")]
    pub classification: Option<String>,

    /// For how long the data is kept: 90 days, 7 years
    #[arg(long, value_name = "DURATION", help_heading = "Answers")]
    pub retention: Option<String>,

    /// The provider of continuous integration
    #[arg(long, value_name = "ID", help_heading = "Answers")]
    pub ci: Option<String>,

    /// Any value of the manifest, as path=value with a YAML value (can be repeated)
    #[arg(long = "set", value_name = "PATH=VALUE", help_heading = "Answers")]
    pub set: Vec<String>,

    /// A manifest, or a part of one, to begin with
    #[arg(long, value_name = "FILE", help_heading = "Answers")]
    pub from: Option<PathBuf>,

    /// Take the defaults for everything that is not given
    #[arg(long, short = 'y', help_heading = "Answers")]
    pub yes: bool,

    /// Where the product goes (its place in the mesh, else a folder named after the product)
    #[arg(long, short = 'o', value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Show what would be written, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// With --dry-run: show the text of every file
    #[arg(long, requires = "dry_run")]
    pub diff: bool,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,

    #[command(flatten)]
    pub packs: PackArgs,

    #[arg(skip)]
    pub prepared: Prepared,
}

/// Flags that answer one question, and where the answer goes.
const FLAGS: [(&str, &str); 11] = [
    ("--domain", "metadata.domain"),
    ("--name", "metadata.name"),
    ("--archetype", "spec.archetype"),
    ("--description", "spec.description"),
    ("--owner-team", "metadata.owner.team"),
    ("--owner-email", "metadata.owner.email"),
    ("--owner-on-call", "metadata.owner.onCall"),
    ("--owner-channel", "metadata.owner.channel"),
    ("--freshness", "spec.slo.freshness.target"),
    ("--classification", "spec.access.classification"),
    ("--retention", "spec.access.retention"),
];

impl Args {
    /// Writes what the flags say into a draft, over what a file said.
    pub(crate) fn apply_to(&self, draft: &mut Draft) -> Result<()> {
        let answers = [
            &self.domain,
            &self.name,
            &self.archetype,
            &self.description,
            &self.owner_team,
            &self.owner_email,
            &self.owner_on_call,
            &self.owner_channel,
            &self.freshness,
            &self.classification,
            &self.retention,
        ];
        for ((flag, path), answer) in FLAGS.into_iter().zip(answers) {
            if let Some(answer) = answer {
                set(draft, path, Node::text(answer, Origin::Flag(flag.to_owned())))?;
            }
        }
        if let Some(provider) = &self.ci {
            set(draft, "spec.ci.provider", Node::text(provider, Origin::Flag("--ci".to_owned())))?;
        }
        if let Some(kind) = &self.port {
            let port = serde_json::json!([{ "name": kind, "kind": kind }]);
            set(draft, "spec.outputPorts", Node::from_json(port, &Origin::Flag("--port".to_owned())))?;
        }
        for (index, spec) in self.fields.iter().enumerate() {
            let path = format!("spec.schema.fields[{index}]");
            set(draft, &path, Node::from_json(field(spec)?, &Origin::Flag(format!("--field {spec}"))))?;
        }
        self.prepared.apply_to(draft)?;
        for assignment in &self.set {
            let (path, value) = super::super::assignment::parse(assignment)?;
            set(draft, path, value)?;
        }
        Ok(())
    }
}

pub(super) fn set(draft: &mut Draft, path: &str, value: Node) -> Result<()> {
    draft
        .set(path, value)
        .map_err(|error| usage(error.to_string(), "see `mesh-cli schema manifest` for the keys of a manifest"))
}

/// `name:type[:key][:required][:unique][:pii]`.
fn field(spec: &str) -> Result<serde_json::Value> {
    let wrong = |reason: &str| {
        usage(
            format!("`--field {spec}`: {reason}"),
            "write name:type and then any of key, required, unique, pii, as in --field order_id:uuid:key",
        )
    };
    let mut parts = spec.split(':');
    let name = parts.next().filter(|name| !name.is_empty()).ok_or_else(|| wrong("has no name"))?;
    let kind = parts.next().filter(|kind| !kind.is_empty()).ok_or_else(|| wrong("has no type"))?;
    let mut field = serde_json::json!({ "name": name, "type": kind });
    for mark in parts {
        let keys: &[&str] = match mark {
            "key" => &["required", "primaryKey"],
            "required" => &["required"],
            "unique" => &["unique"],
            "pii" => &["pii"],
            other => return Err(wrong(&format!("`{other}` is none of key, required, unique, pii"))),
        };
        for key in keys {
            field[*key] = true.into();
        }
    }
    Ok(field)
}

/// The flag that answers the question at `path`.
pub(super) fn flag(path: &str) -> String {
    let listed = FLAGS.iter().find(|(_, known)| *known == path).map(|(flag, _)| *flag);
    let flag = match path {
        "spec.schema.fields" => "--field",
        "spec.outputPorts" => "--port",
        "spec.ci.provider" => "--ci",
        _ => listed.unwrap_or("--set, --from"),
    };
    path.strip_prefix("spec.options.").map_or_else(|| flag.to_owned(), options::flag)
}
