//! `mesh-cli policy input`.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

use crate::cli::as_of::AsOf;
use crate::cli::pack_choice::PackArgs;
use crate::cli::{Outcome, Shell};
use crate::error::Result;
use crate::policy::{Sets, Subject};
use crate::product;

/// Print the document that policies judge a product by, for `opa` and `conftest`
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli policy input orders/order_events > input.json
  mesh-cli policy input --data > data.json
  conftest test -p policies --data data.json input.json")]
pub(super) struct Args {
    /// The product, or a manifest that stands alone
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    /// Print the parameters that the layers set, which policies read as `data.parameters`
    #[arg(long)]
    data: bool,

    #[command(flatten)]
    as_of: AsOf,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let subject =
        if args.path.is_file() { Subject::read_file(&args.path)? } else { Subject::read(&product::find(&args.path)?)? };
    let set = Sets::new(args.packs.named()?.map(Arc::new))?.of(&subject.root)?;
    if args.data {
        let mut all = Map::new();
        for policy in set.judging(&subject)? {
            let values: Map<String, Json> =
                policy.parameters.iter().map(|(name, parameter)| (name.clone(), parameter.value.clone())).collect();
            if !values.is_empty() {
                all.insert(policy.id.clone(), Json::Object(values));
            }
        }
        shell.json(&json!({ "parameters": all }))?;
    } else {
        shell.json(&set.input(&subject, args.as_of.day())?)?;
    }
    Ok(Outcome::Fine)
}
