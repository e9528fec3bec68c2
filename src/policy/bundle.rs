//! Which policies judged: so that whoever reads a report can tell, and find the same ones again.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::Layer;
use super::module::{FOLDER, Module};
use crate::pack::{Files, Pack};

/// The policies of one pack, or of one folder, with what pins them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bundle {
    /// Whose they are.
    #[serde(flatten)]
    pub layer: Layer,
    /// The version, where they are of a pack.
    pub version: Option<String>,
    /// The commit, where the pack is of a git repository.
    pub revision: Option<String>,
    /// The digest of their files: `sha256:…`.
    pub digest: String,
}

/// The bundles of the packs of a stack, the lowest first.
pub(super) fn of_pack(pack: &Pack) -> Vec<Bundle> {
    let folder = format!("{FOLDER}/");
    let with_policies = pack.layers().iter().filter(|layer| layer.files().below(&folder).next().is_some());
    let bundle = |layer: &crate::pack::Layer| Bundle {
        layer: Layer::Organisation(layer.about.name.clone()),
        version: Some(layer.about.version.clone()),
        revision: layer.revision.clone(),
        digest: format!("sha256:{}", Files::digest_of(layer.files().below(&folder))),
    };
    with_policies.map(bundle).collect()
}

/// The bundles of folders, in the order of their names.
pub(super) fn of_folders(modules: &[Module], layer: impl Fn(&str) -> Layer) -> Vec<Bundle> {
    let mut folders: BTreeMap<&str, Vec<(&str, &[u8])>> = BTreeMap::new();
    for module in modules {
        folders.entry(&module.owner).or_default().push((&module.place, module.source.text.as_bytes()));
    }
    let bundle = |(owner, files): (&str, Vec<(&str, &[u8])>)| {
        let digest = format!("sha256:{}", Files::digest_of(files.into_iter()));
        Bundle { layer: layer(owner), version: None, revision: None, digest }
    };
    folders.into_iter().map(bundle).collect()
}
