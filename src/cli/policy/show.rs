//! `mesh-cli policy show`.

use super::describe::{page, whole};
use super::subject::Whose;
use crate::cli::{Outcome, Shell, usage};
use crate::diagnostics::{nearest, shown};
use crate::error::Result;

/// Show all of a policy: what it asks for, why, what to do, its parameters and its examples
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli policy show SLO-001
  mesh-cli policy show SLO-001 --format markdown")]
pub(super) struct Args {
    /// The id of the policy
    id: String,

    #[command(flatten)]
    whose: Whose,

    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: PageFormat,
}

/// How a policy is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum PageFormat {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
    /// For a page
    Markdown,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let (policies, faults) = args.whose.policies()?;
    shell.all_findings(&faults);
    let Some(policy) = policies.iter().find(|policy| policy.id.eq_ignore_ascii_case(&args.id)) else {
        let near = nearest(&args.id, policies.iter().map(|policy| policy.id.as_str()));
        let hint = near.map(|near| format!("did you mean `{near}`? "));
        let hint = hint.unwrap_or_default() + "`mesh-cli policy list` shows the ids of all policies";
        return Err(usage(format!("there is no policy `{}`", shown(&args.id)), hint));
    };
    match args.format {
        PageFormat::Json => shell.json(&whole(policy))?,
        PageFormat::Human => shell.data(&page(policy, false))?,
        PageFormat::Markdown => shell.data(&page(policy, true))?,
    }
    Ok(Outcome::Fine)
}
