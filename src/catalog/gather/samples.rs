//! Rows that `mesh build` left, as consumers see them.

use serde_json::Value as Json;

use super::{Atlas, text};
use crate::catalog::model::{Sample, SampleColumn};
use crate::run::{Sample as Built, VersionSample};

/// The most characters of one value.
const MOST_SHOWN: usize = 120;

impl Atlas<'_> {
    /// The rows of every version.
    pub(super) fn samples(&self, at: usize) -> Option<Built> {
        if !self.built {
            return None;
        }
        Built::read(&self.survey.root, &self.at(at).id.to_string())
    }
}

/// The rows of one major version.
pub(super) fn sample(built: Option<&Built>, major: u64) -> Option<Sample> {
    let VersionSample { columns, rows } = built?.versions.get(&major.to_string())?;
    let columns = columns.iter().map(|column| SampleColumn { name: column.name.clone(), kind: column.kind.clone() });
    let rows = rows.iter().map(|row| row.iter().map(cell).collect());
    Some(Sample { columns: columns.collect(), rows: rows.collect() })
}

fn cell(value: &Json) -> Option<String> {
    if value.is_null() {
        return None;
    }
    let text = text::value(value);
    if text.chars().count() <= MOST_SHOWN {
        return Some(text);
    }
    Some(text.chars().take(MOST_SHOWN).chain(['…']).collect())
}
