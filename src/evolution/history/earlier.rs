//! Manifests of before, read as well as they can be.

use std::collections::BTreeSet;

use super::past::{Past, State};
use crate::error::Result;
use crate::evolution::contract::is_transitive;
use crate::interchange::import;
use crate::manifest::document::Evolution;
use crate::manifest::{Draft, Manifest, read, typed};
use crate::pack::Pack;

/// A manifest of before.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// Where it is from: a commit in short, or a file.
    pub place: String,
    /// The manifest.
    pub manifest: Manifest,
}

/// What was there before.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// The manifests, from the oldest to the last: the last state of each version. None for a new product.
    pub earlier: Vec<Earlier>,
    /// The manifests that cannot be read, the newest first: where each is from, and why.
    pub unreadable: Vec<(String, String)>,
}

impl Before {
    /// One manifest, and nothing before it.
    pub fn of(earlier: Earlier) -> Self {
        Self { earlier: vec![earlier], unreadable: Vec::new() }
    }

    /// What git has of a product: the last state, and with a transitive mode those of every version before it.
    ///
    /// `mode` is the one that the product is held to now; the modes of before count as well. The `pack` has the
    /// defaults.
    pub fn of_past(past: &Past, last: &State, mode: Evolution, pack: &Pack) -> Result<Self> {
        let mut before = Self::default();
        before.add(last, pack)?;
        let all = |before: &Self| {
            let modes = before.earlier.iter().map(|earlier| earlier.manifest.spec.schema.evolution);
            modes.chain([mode]).any(is_transitive)
        };
        // Where the last one cannot be read, the one before it is the last that somebody could rely on.
        if before.earlier.is_empty() || all(&before) {
            let mut seen: BTreeSet<String> = before.earlier.iter().map(version).collect();
            for state in past.earlier(last)? {
                if before.earlier.is_empty() || all(&before) {
                    before.add_new(&state, pack, &mut seen)?;
                }
            }
        }
        before.earlier.reverse();
        Ok(before)
    }

    fn add(&mut self, state: &State, pack: &Pack) -> Result<()> {
        match Earlier::read(state.short(), state.document(), pack)? {
            Ok(earlier) => self.earlier.push(earlier),
            Err(why) => self.unreadable.push((state.short().to_owned(), why)),
        }
        Ok(())
    }

    /// Adds the state, when it is the last of its version.
    fn add_new(&mut self, state: &State, pack: &Pack, seen: &mut BTreeSet<String>) -> Result<()> {
        let known = self.earlier.len();
        self.add(state, pack)?;
        if self.earlier.len() > known && !self.earlier.last().is_some_and(|earlier| seen.insert(version(earlier))) {
            self.earlier.truncate(known);
        }
        Ok(())
    }
}

impl Earlier {
    /// Reads a manifest with the defaults filled in. One of an older format is read as it was probably meant; when that
    /// cannot be told, the answer is why.
    pub fn read(place: &str, document: read::Document, pack: &Pack) -> Result<Result<Self, String>> {
        let node = match document.node {
            Ok(node) => node,
            Err(finding) => return Ok(Err(finding.message)),
        };
        let node = import(&node, pack)?.map_or(node, |imported| imported.node);
        let mut draft = Draft::from_file(node, document.source);
        draft.fill(&pack.defaults()?);
        let manifest = match typed(&draft.node) {
            Ok(manifest) => manifest,
            Err((_, Some(meant))) => *meant,
            Err((findings, None)) => {
                let first = findings.first().map(|finding| format!("{}: {}", finding.path(), finding.message));
                return Ok(Err(first.unwrap_or_else(|| "it is no manifest".to_owned())));
            }
        };
        Ok(Ok(Self { place: place.to_owned(), manifest }))
    }
}

fn version(earlier: &Earlier) -> String {
    format!("{} {}", earlier.manifest.metadata.version, earlier.manifest.spec.schema.version)
}
