//! Packs that were fetched, kept for the next run and for runs without a network.

use std::path::PathBuf;

use etcetera::BaseStrategy as _;

use crate::error::{Error, Result};

/// The variable that says where the cache is.
const VARIABLE: &str = "MESH_CLI_CACHE";

/// The folder of packs that were fetched.
#[derive(Debug, Clone)]
pub struct Cache {
    root: PathBuf,
}

impl Cache {
    /// The cache in `MESH_CLI_CACHE`, else in the platform's folder for caches.
    pub fn from_environment() -> Result<Self> {
        if let Some(folder) = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
            return Ok(Self::at(folder));
        }
        let strategy = etcetera::choose_base_strategy().map_err(|error| Error::Usage {
            message: format!("there is no folder for the cache: {error}"),
            hint: Some(format!("set {VARIABLE} to a folder")),
        })?;
        Ok(Self::at(strategy.cache_dir().join("mesh-cli")))
    }

    /// The cache in a folder, which is made when something is kept.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    pub fn root(&self) -> &std::path::Path {
        &self.root
    }
}
