//! What a product is expected to be, compared byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fs_extra::dir::{CopyOptions, move_dir};
use similar::TextDiff;

use super::{Outcome, write_error};
use crate::diagnostics::plural;
use crate::error::{Error, Result};
use crate::plan::{Plan, apply};

/// The most lines of a difference that are shown.
const MOST_LINES: usize = 20;

/// Compares a product with what is expected, or makes it what is expected.
pub(super) fn check(plan: &Plan, expected: &Path, bless: bool, outcome: &mut Outcome) -> Result<()> {
    if bless {
        return write(plan, expected, outcome);
    }
    if !expected.is_dir() {
        outcome.skip("expected", "nothing is expected yet: `--bless` writes it down");
        return Ok(());
    }
    let before = outcome.problems.len();
    let mut golden = BTreeMap::new();
    read(expected, "", &mut golden)?;
    for (path, file) in &plan.files {
        match golden.remove(path.as_str()) {
            None => outcome.problem("expected", path.as_str(), &file.template, "is rendered, and not expected"),
            Some(contents) if contents != file.contents => {
                let message = format!("is not what is expected\n{}", difference(&contents, &file.contents));
                outcome.problem("expected", path.as_str(), &file.template, message);
            }
            Some(_) => {}
        }
    }
    for path in golden.keys() {
        outcome.problem("expected", path, "", "is expected, and not rendered");
    }
    if outcome.problems.len() == before {
        outcome.passed.push("as expected".to_owned());
    }
    Ok(())
}

fn write(plan: &Plan, expected: &Path, outcome: &mut Outcome) -> Result<()> {
    let stage = tempfile::tempdir().map_err(write_error(expected))?;
    let name = expected.file_name().unwrap_or_default();
    apply::create(plan, &stage.path().join(name), &|| false)?;
    if expected.exists() {
        fs::remove_dir_all(expected).map_err(write_error(expected))?;
    }
    let home = expected.parent().unwrap_or(expected);
    // The stage may lie on another file system.
    move_dir(stage.path().join(name), home, &CopyOptions::new())
        .map_err(|error| write_error(expected)(std::io::Error::other(error)))?;
    outcome.passed.push(format!("wrote down {}", plural(plan.files.len(), "file")));
    Ok(())
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> Result<()> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Read { path, source }
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let path = entry.path();
        let key = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().map_err(failed(&path))?.is_dir() {
            read(&path, &format!("{key}/"), files)?;
        } else {
            files.insert(key, fs::read(&path).map_err(failed(&path))?);
        }
    }
    Ok(())
}

/// The first lines that differ.
fn difference(expected: &[u8], actual: &[u8]) -> String {
    let [expected, actual] = [expected, actual].map(String::from_utf8_lossy);
    let diff = TextDiff::from_lines(&*expected, &*actual);
    let diff = diff.unified_diff().header("expected", "rendered").to_string();
    let mut lines: Vec<&str> = diff.lines().take(MOST_LINES).collect();
    if diff.lines().count() > MOST_LINES {
        lines.push("…");
    }
    lines.join("\n")
}
