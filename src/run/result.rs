//! What a build leaves of each product, for the products below it, the catalog and the report.
//!
//! ```text
//! .mesh/build/<domain>.<name>/v<major>.parquet   what consumers read of a served major version
//!                             sample.json        its first rows
//!                             result.json        how it went
//! ```

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::error::{Error, Result};

/// The folder of what was built, inside a mesh. It belongs to the machine, and is not committed.
pub const FOLDER: &str = ".mesh/build";
/// How a build went.
const RESULT: &str = "result.json";
/// The first rows.
const SAMPLE: &str = "sample.json";

/// Where a mesh keeps what was built of a product: `id` is `<domain>.<name>`.
pub fn folder(mesh: &Path, id: &str) -> PathBuf {
    mesh.join(FOLDER).join(id)
}

/// How the build of one product went.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BuildResult {
    /// The id of the product.
    pub product: String,
    /// How it ended.
    pub status: Status,
    /// How long it took.
    pub seconds: f64,
    /// How many models were built.
    pub models: usize,
    /// How its tests ended.
    pub tests: Tests,
    /// Every test, with what it is about.
    pub checks: Vec<Check>,
    /// Why it failed or was skipped.
    pub failure: Option<String>,
}

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is built, and no test failed.
    Ok,
    /// A model or a test failed.
    Failed,
    /// It was not tried: something above it failed.
    Skipped,
}

/// How many tests ended in each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tests {
    /// All was as it should be.
    pub passed: usize,
    /// A fault that does not stop the build.
    pub warned: usize,
    /// A fault that does.
    pub failed: usize,
    /// Not tried.
    pub skipped: usize,
}

/// One test of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Its name in the dbt project.
    pub name: String,
    /// What it is about.
    pub kind: CheckKind,
    /// How it ended.
    pub status: CheckStatus,
    /// What dbt said of it, where it said something.
    #[serde(default)]
    pub message: Option<String>,
}

/// What a test is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckKind {
    /// The values of the data.
    Quality,
    /// A service level.
    Slo,
    /// What the contract promises of columns and keys.
    Contract,
    /// The logic, on examples.
    Unit,
}

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckStatus {
    /// All is as it should be.
    Passed,
    /// A fault that does not stop the build.
    Warned,
    /// A fault that does.
    Failed,
    /// Not tried.
    Skipped,
}

/// The first rows of a product, by the served major version.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The major version, such as `1` → what a consumer reads of it.
    pub versions: IndexMap<String, VersionSample>,
}

/// The first rows of one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VersionSample {
    /// The columns, in their order.
    pub columns: Vec<Column>,
    /// The rows, each with a value per column.
    pub rows: Vec<Vec<Json>>,
}

/// A column as it was built.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type, as DuckDB spells it.
    #[serde(rename = "type")]
    pub kind: String,
}

impl BuildResult {
    /// How the last build of a product went, if there was one.
    pub fn read(mesh: &Path, id: &str) -> Option<Self> {
        read(&folder(mesh, id).join(RESULT))
    }

    /// Writes it down. Nobody sees half of it.
    pub(super) fn write(&self, mesh: &Path) -> Result<()> {
        let folder = folder(mesh, &self.product);
        let (new, path) = (folder.join("result.new"), folder.join(RESULT));
        let text = serde_json::to_string_pretty(self).map_err(|error| Error::Internal(error.to_string()))?;
        let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&new, text + "\n"));
        written.and_then(|()| fs::rename(&new, &path)).map_err(|source| Error::Write { path, source })
    }

    /// Forgets how the last build of a product went.
    pub(super) fn forget(mesh: &Path, id: &str) -> Result<()> {
        let path = folder(mesh, id).join(RESULT);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::Write { path, source: error }),
            _ => Ok(()),
        }
    }
}

impl Sample {
    /// The first rows of what was built of a product, if anything was.
    pub fn read(mesh: &Path, id: &str) -> Option<Self> {
        read(&folder(mesh, id).join(SAMPLE))
    }
}

/// A record that cannot be read, such as that of another version of this program, is none: the next build writes it anew.
fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}
