//! `mesh-cli policy list`.

use std::fmt::Write as _;

use serde_json::json;

use super::describe::{self, layer, severity};
use super::subject::Whose;
use crate::cli::{Format, Outcome, Shell};
use crate::error::Result;

/// List the policies that judge a product, with their layer and the parameters that count
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli policy list
  mesh-cli policy list orders/order_events
  mesh-cli policy list --domain logistics --format json")]
pub(super) struct Args {
    #[command(flatten)]
    whose: Whose,

    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let policies = args.whose.policies()?;
    match args.format {
        Format::Json => {
            let policies: Vec<_> = policies.iter().map(|policy| describe::summary(policy)).collect();
            shell.json(&json!({ "formatVersion": 1, "policies": policies }))?;
        }
        Format::Human => {
            let width = policies.iter().map(|policy| policy.id.len()).max().unwrap_or_default();
            let category = policies.iter().map(|policy| policy.category.len()).max().unwrap_or_default();
            let mut out = String::new();
            for policy in &policies {
                let (id, group, level) = (&policy.id, &policy.category, severity(policy));
                let _ = writeln!(
                    out,
                    "{id:<width$}  {level:<7}  {group:<category$}  {} ({})",
                    policy.title,
                    layer(&policy.layer)
                );
                for (name, parameter) in &policy.parameters {
                    let set = if parameter.value == parameter.default { "" } else { "   (set)" };
                    let _ = writeln!(out, "{:width$}  {name} = {}{set}", "", parameter.value);
                }
            }
            shell.data(&out)?;
        }
    }
    Ok(Outcome::Fine)
}
