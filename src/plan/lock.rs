//! `.mesh/lock.yaml`: which pack rendered the product, and the digest of each file as last rendered.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{Plan, digest};
use crate::pack::{FileOwner, Pack};
use crate::render::{Context, filter};

/// Where the lock is, inside a product.
pub const LOCK_PATH: &str = ".mesh/lock.yaml";
/// Where the last render of merged files is kept, inside a product.
pub const BASE_FOLDER: &str = ".mesh/base";

/// The version of the lock's format.
const FORMAT_VERSION: u32 = 1;

/// The lock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// The version of this format.
    pub format_version: u32,
    /// The program that rendered the product.
    pub tool: String,
    /// The pack that it was rendered with.
    pub pack: LockedPack,
    /// Path → what was rendered there.
    pub files: BTreeMap<String, LockedFile>,
}

/// The pack that a product was rendered with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LockedPack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The digest of all its files.
    pub digest: String,
}

/// A file as last rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LockedFile {
    /// Who owns it.
    pub owner: FileOwner,
    /// The digest of its contents.
    pub digest: String,
}

impl Lock {
    /// The lock of a plan. The kept renders of merged files are not listed: their digests are those of the files.
    pub fn new(plan: &Plan, pack: &Pack, context: &Context) -> Self {
        let files = plan
            .files
            .iter()
            .filter(|(path, _)| !path.as_str().starts_with(BASE_FOLDER))
            .map(|(path, file)| {
                (path.to_string(), LockedFile { owner: file.owner, digest: prefixed(&digest::sha256(&file.contents)) })
            })
            .collect();
        Self {
            format_version: FORMAT_VERSION,
            tool: format!("{} {}", context.tool.name, context.tool.version),
            pack: LockedPack {
                name: context.pack.name.clone(),
                version: context.pack.version.clone(),
                digest: prefixed(pack.digest()),
            },
            files,
        }
    }

    /// The lock as YAML, one line per file, so that merges of two branches stay small.
    pub fn to_yaml(&self) -> String {
        let plain = filter::yaml_scalar;
        let mut out = String::from("# Written by mesh-cli; do not edit. It tells your edits from what was rendered.\n");
        let _ = writeln!(out, "formatVersion: {}\ntool: {}\npack:", self.format_version, plain(&self.tool));
        for (key, value) in [("name", &self.pack.name), ("version", &self.pack.version), ("digest", &self.pack.digest)]
        {
            let _ = writeln!(out, "  {key}: {}", plain(value));
        }
        let _ = writeln!(out, "files:");
        for (path, file) in &self.files {
            let (path, owner, digest) = (plain(path), file.owner.as_str(), plain(&file.digest));
            let _ = writeln!(out, "  {path}: {{ owner: {owner}, digest: {digest} }}");
        }
        out
    }
}

fn prefixed(digest: &str) -> String {
    format!("sha256:{digest}")
}
