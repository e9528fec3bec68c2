//! What `create-product` prints: the tree, the text of the files, the names, and what to do next.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;
use similar::TextDiff;

use super::{Format, Shell};
use crate::diagnostics::{Report, plural, report_json};
use crate::error::Result;
use crate::manifest::Manifest;
use crate::plan::{BASE_FOLDER, Change, Plan};

/// A product that was created, or would be.
pub(super) struct Creation<'a> {
    pub manifest: &'a Manifest,
    pub plan: &'a Plan,
    pub changes: &'a [Change],
    pub destination: &'a Path,
    pub report: &'a Report,
    pub dry_run: bool,
    pub diff: bool,
}

impl Creation<'_> {
    /// Prints the result in the format asked for.
    pub(super) fn print(&self, format: Format, shell: &Shell) -> Result<()> {
        match format {
            Format::Json => shell.json(&self.json()),
            Format::Human if self.dry_run && self.diff => shell.data(&self.texts()),
            Format::Human if self.dry_run => {
                shell.data(&self.tree())?;
                shell.say("nothing was written (--dry-run)");
                Ok(())
            }
            Format::Human => {
                shell.say(&self.summary());
                Ok(())
            }
        }
    }

    fn json(&self) -> serde_json::Value {
        let changes: Vec<_> = self
            .changes
            .iter()
            .map(|change| {
                let file = &self.plan.files[&change.path];
                let mut entry = json!({ "path": change.path.as_str(), "action": change.action, "owner": file.owner.as_str(), "bytes": file.contents.len() });
                if self.diff {
                    entry["text"] = String::from_utf8_lossy(&file.contents).into();
                }
                entry
            })
            .collect();
        json!({
            "formatVersion": 1,
            "product": self.manifest.id().to_string(),
            "path": self.destination.display().to_string(),
            "dryRun": self.dry_run,
            "names": self.names(),
            "changes": changes,
            "findings": report_json(self.report)["findings"],
        })
    }

    /// The forms that the name takes in each language.
    fn names(&self) -> BTreeMap<&'static str, String> {
        let name = &self.manifest.metadata.name;
        BTreeMap::from([
            ("written", name.to_string()),
            ("sql", name.snake()),
            ("avro", name.pascal()),
            ("url", name.kebab()),
        ])
    }

    /// The files as a tree, each folder once.
    pub(super) fn tree(&self) -> String {
        let mut out = format!("{}/\n", self.destination.display());
        let mut open: Vec<&str> = Vec::new();
        let (kept, shown): (Vec<&Change>, Vec<&Change>) =
            self.changes.iter().partition(|change| change.path.as_str().starts_with(BASE_FOLDER));
        if !kept.is_empty() {
            let count = plural(kept.len(), "file");
            let _ = writeln!(out, "  {BASE_FOLDER}/  (the last render of {count}, for merges)");
        }
        for change in shown {
            let parts: Vec<&str> = change.path.as_str().split('/').collect();
            let folders = &parts[..parts.len() - 1];
            let shared = open.iter().zip(folders).take_while(|(a, b)| a == b).count();
            for (depth, folder) in folders.iter().enumerate().skip(shared) {
                let _ = writeln!(out, "{}{folder}/", "  ".repeat(depth + 1));
            }
            open = folders.to_vec();
            let owner = self.plan.files[&change.path].owner.as_str();
            let _ = writeln!(out, "{}{}  ({owner})", "  ".repeat(parts.len()), parts[parts.len() - 1]);
        }
        let _ = writeln!(out, "{}", plural(self.changes.len(), "file"));
        out
    }

    fn texts(&self) -> String {
        let mut out = String::new();
        for change in self.changes {
            let text = String::from_utf8_lossy(&self.plan.files[&change.path].contents).into_owned();
            let diff = TextDiff::from_lines("", text.as_str());
            let _ = write!(out, "{}", diff.unified_diff().header("/dev/null", &format!("b/{}", change.path)));
        }
        out
    }

    fn summary(&self) -> String {
        let id = self.manifest.id();
        let name = &self.manifest.metadata.name;
        let mut out =
            format!("created {id} in {}/ ({})\n", self.destination.display(), plural(self.changes.len(), "file"));
        let forms: Vec<String> = [("SQL", name.snake()), ("Avro", name.pascal()), ("URLs", name.kebab())]
            .into_iter()
            .map(|(language, form)| format!("{form} in {language}"))
            .collect();
        let _ = writeln!(out, "`{name}` is {}", forms.join(", "));
        let _ = writeln!(out, "\nnext:");
        if self.destination != Path::new(".") {
            let _ = writeln!(out, "  cd {}", self.destination.display());
        }
        let _ = write!(
            out,
            "  make build      # dbt on DuckDB with sample data, no account needed\n  $EDITOR {}",
            crate::manifest::document::FILE_NAME
        );
        out
    }
}
