//! The tools that a product is for, where they are installed: what they cannot read is wrong.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Outcome, write_error};
use crate::error::Result;
use crate::plan::{Plan, apply};

/// The most lines of a tool's complaint that are shown.
const MOST_LINES: usize = 12;

/// Hands a product to dbt and terraform.
pub(super) fn check(plan: &Plan, outcome: &mut Outcome) -> Result<()> {
    let home = tempfile::tempdir().map_err(write_error(&std::env::temp_dir()))?;
    let root = home.path().join("product");
    apply::create(plan, &root, &|| false)?;
    if root.join("dbt/dbt_project.yml").is_file() {
        let arguments = ["parse", "--project-dir", ".", "--profiles-dir", ".", "--target", "dev", "--no-use-colors"];
        report("dbt parse", run("dbt", &arguments, &root.join("dbt")), outcome);
    }
    if !root.join("terraform").is_dir() {
        return Ok(());
    }
    let folder = root.join("terraform");
    match run("terraform", &["init", "-backend=false", "-input=false", "-no-color"], &folder) {
        // The providers come from a registry, or from a mirror that the user's configuration names.
        Said::Complained(said) => {
            let why = said.lines().find(|line| line.contains("Error")).unwrap_or("it failed").to_owned();
            outcome.skip("terraform validate", format!("`terraform init` cannot get the providers: {why}"));
        }
        Said::Missing => report("terraform validate", Said::Missing, outcome),
        Said::Fine => {
            let said = run("terraform", &["validate", "-no-color"], &folder);
            report("terraform validate", said, outcome);
        }
    }
    Ok(())
}

/// How a tool took it.
enum Said {
    Fine,
    Complained(String),
    Missing,
}

fn report(check: &str, said: Said, outcome: &mut Outcome) {
    match said {
        Said::Fine => outcome.passed.push(check.to_owned()),
        Said::Complained(said) => outcome.problem(check, "", "", said),
        Said::Missing => {
            let program = check.split(' ').next().unwrap_or(check);
            outcome.skip(check, format!("`{program}` is not on the PATH"));
        }
    }
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> Said {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("DBT_SEND_ANONYMOUS_USAGE_STATS", "false")
        .env("DO_NOT_TRACK", "1")
        .env("CHECKPOINT_DISABLE", "1")
        .stdin(Stdio::null())
        .output();
    match output {
        Err(error) if error.kind() == ErrorKind::NotFound => Said::Missing,
        Err(error) => Said::Complained(format!("`{program}` cannot be run: {error}")),
        Ok(output) if output.status.success() => Said::Fine,
        Ok(output) => {
            let said =
                [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
            let harmless = |c: char| if c.is_control() && c != '\n' { ' ' } else { c };
            let lines: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
            let last = lines[lines.len().saturating_sub(MOST_LINES)..].join("\n");
            Said::Complained(last.chars().map(harmless).collect())
        }
    }
}
