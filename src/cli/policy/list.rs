//! `mesh-cli policy list`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value as Json, json};

use super::describe::{self, layer, severity};
use super::subject::Whose;
use crate::cli::{Format, Outcome, Shell};
use crate::error::Result;
use crate::policy::{Layer, Policy};

/// List the policies that judge a product, with their layer and the parameters that count
///
/// Exits 1 when there are policies that cannot be read, which are told.
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

/// The most characters of a line that shows a parameter.
const WIDEST: usize = 80;

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let (policies, faults) = args.whose.policies()?;
    match args.format {
        Format::Json => {
            let policies: Vec<_> = policies.iter().map(|policy| describe::summary(policy)).collect();
            shell.json(&json!({ "formatVersion": 1, "policies": policies }))?;
        }
        Format::Human => {
            shell.data(&screen(&policies))?;
        }
    }
    // What cannot be read is in no list, and must not look as if it were not there.
    shell.all_findings(&faults);
    Ok(if faults.iter().any(|report| report.errors() > 0) { Outcome::Findings } else { Outcome::Fine })
}

/// The policies of each layer, the uppermost first.
fn screen(policies: &[Arc<Policy>]) -> String {
    let mut layers: BTreeMap<&Layer, Vec<&Policy>> = BTreeMap::new();
    for policy in policies {
        layers.entry(&policy.layer).or_default().push(policy);
    }
    let width = policies.iter().map(|policy| policy.id.len()).max().unwrap_or_default();
    let mut out = String::new();
    for (of, policies) in layers {
        let _ = writeln!(out, "{}{}", if out.is_empty() { "" } else { "\n" }, layer(of));
        for policy in policies {
            let _ = writeln!(out, "{:<width$}  {:<7}  {}", policy.id, severity(policy), policy.title);
            for (name, parameter) in &policy.parameters {
                let set = if parameter.value == parameter.default { "" } else { "   (set)" };
                let begin = format!("{:width$}  {name} = ", "");
                let room = WIDEST.saturating_sub(begin.chars().count() + set.len());
                let _ = writeln!(out, "{begin}{}{set}", brief(&parameter.value, room));
            }
        }
    }
    let counted = if policies.len() == 1 { "1 policy".to_owned() } else { format!("{} policies", policies.len()) };
    let _ = writeln!(out, "\n{counted}; `mesh-cli policy show ID` tells all of one");
    out
}

/// A value on the rest of a line. What has no room is left to `policy show`: a list says how much that is.
fn brief(value: &Json, room: usize) -> String {
    let whole = value.to_string();
    if whole.chars().count() <= room {
        return whole;
    }
    let cut = |room: usize| whole.chars().take(room).collect::<String>();
    let Json::Array(items) = value else { return format!("{}…", cut(room.saturating_sub(1))) };
    let mut shown: Vec<String> = Vec::new();
    for item in items {
        shown.push(item.to_string());
        let more = format!(" and {} more", items.len());
        if shown.join(",").chars().count() + more.len() + 2 > room {
            shown.pop();
            break;
        }
    }
    format!("[{}] and {} more", shown.join(","), items.len() - shown.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_long_value_is_cut_to_its_room_and_says_so() {
        assert_eq!(brief(&json!(["a", "b"]), 9), r#"["a","b"]"#);
        assert_eq!(brief(&json!(["aaaa", "bbbb", "cccc", "dddd"]), 25), r#"["aaaa"] and 3 more"#);
        assert_eq!(brief(&json!(["aaaa", "bbbb"]), 3), "[] and 2 more");
        assert_eq!(brief(&json!("abcdef"), 5), r#""abc…"#);
        assert_eq!(brief(&json!(90), 5), "90");
    }
}
