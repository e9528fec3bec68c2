//! Moving products of the version before to this one, with a team's edits in them: none may be lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;

use super::edits::{Edited, edit};
use super::{Case, Outcome, Trial, rendered_from, write_error};
use crate::diagnostics::{Report, plural};
use crate::error::Result;
use crate::manifest::read;
use crate::pack::lint::typed;
use crate::pack::{FileOwner, Pack, TESTS};
use crate::plan::{Action, Change, ProductPath, apply, verify};
use crate::product::{self, Product, Step};

/// `tests/upgrade.yaml`: what an upgrade may bring.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The files that may have a conflict, by their paths in the product.
    #[serde(default)]
    pub conflicts: Vec<String>,
}

/// What `tests/upgrade.yaml` of a pack says, or what is wrong with it.
pub fn expected(folder: &Path) -> Result<std::result::Result<Expected, Report>> {
    let path = folder.join(TESTS).join("upgrade.yaml");
    if !path.is_file() {
        return Ok(Ok(Expected::default()));
    }
    let document = read::read(&path)?;
    let source = document.source;
    let read = document.node.map_err(|finding| vec![*finding]).and_then(|node| typed(&node));
    Ok(read.map_err(|findings| Report::new(Some(source), findings)))
}

/// Creates the product with the version before, edits it, and moves it to the new one.
pub(super) fn check(case: &Case, before: &Pack, trial: &Trial<'_>, outcome: &mut Outcome) -> Result<()> {
    let manifest = match rendered_from(case, before)? {
        Ok(manifest) => manifest,
        Err(report) => {
            let why = report.findings.first().map(|finding| finding.message.clone()).unwrap_or_default();
            outcome.skip("upgrade", format!("the version before cannot make this product: {why}"));
            return Ok(());
        }
    };
    let home = tempfile::tempdir().map_err(write_error(&std::env::temp_dir()))?;
    let root = home.path().join("product");
    let plan = product::fresh(&manifest, before, &root)?;
    apply::create(&plan, &root, &|| false)?;
    let mut edited = BTreeMap::new();
    for (path, file) in plan.files.iter().filter(|(_, file)| file.owner != FileOwner::Generated) {
        match edit(path, file) {
            Some(edit) => {
                let place = path.below(&root);
                fs::write(&place, &edit.contents).map_err(write_error(&place))?;
                edited.insert(path.clone(), edit);
            }
            None => outcome.skip("upgrade", format!("{path} was not edited: its language has no comments")),
        }
    }
    let step = match product::step(Product::read(&root)?, trial.pack, &[])? {
        Ok(step) => step,
        Err(mut report) => {
            // The folder is gone when somebody reads this.
            if let Some(source) = &mut report.source {
                source.path = format!("{} (after the upgrade)", crate::manifest::document::FILE_NAME);
            }
            outcome.reports.push(report);
            return Ok(());
        }
    };
    let wrong = outcome.problems.len();
    judge(&step, &edited, &trial.expected.conflicts, outcome);
    if outcome.problems.len() == wrong {
        let top = before.about.version.as_str();
        outcome.passed.push(format!("moved from {top} with edits in {}", plural(edited.len(), "file")));
    }
    Ok(())
}

fn judge(step: &Step, edited: &BTreeMap<ProductPath, Edited>, conflicts: &[String], outcome: &mut Outcome) {
    let template = |path: &ProductPath| step.plan.files.get(path).map(|file| file.template.clone()).unwrap_or_default();
    for change in &step.changes {
        let path = change.path.as_str();
        let may = conflicts.iter().any(|expected| expected == path);
        match change.action {
            Action::Conflict if !may => {
                let message = "an edit of the team and the new version change the same lines; where that cannot be \
                               helped, list the file in tests/upgrade.yaml under `conflicts`";
                outcome.problem("upgrade", path, &template(&change.path), message);
            }
            Action::Refuse => outcome.problem("upgrade", path, &template(&change.path), change.sentence()),
            Action::Conflict => {}
            _ => {
                let after = change.after.as_ref().map(|after| verify(&change.path, &after.contents));
                if let Some(Err(fault)) = after {
                    outcome.problem("upgrade", path, &template(&change.path), fault.to_string());
                }
            }
        }
    }
    for (path, edit) in edited {
        let change = step.changes.iter().find(|change| change.path == *path || change.from.as_ref() == Some(path));
        let lost = match change {
            Some(Change { action: Action::Delete, .. }) => vec!["the whole file"],
            Some(Change { after: Some(after), .. }) => edit.lost_in(&after.contents),
            _ => Vec::new(),
        };
        for line in lost {
            let message = format!("an edit of the team is lost: {}", line.trim());
            outcome.problem("upgrade", path.as_str(), &template(path), message);
        }
    }
}
