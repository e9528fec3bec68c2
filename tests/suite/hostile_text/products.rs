//! The products whose places for text are filled.

use std::fs;
use std::path::Path;

use mesh_cli::manifest::starter;

use super::*;
use crate::support::{examples, packs_of, root};

pub fn parsed(path: &Path) -> Json {
    yaml(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The products of `examples/` made with the built-in pack, one for each kind of port and more.
pub static EXAMPLES: LazyLock<Vec<Base>> = LazyLock::new(|| {
    examples()
        .iter()
        .filter(|folder| packs_of(folder).is_empty())
        .map(|folder| {
            Base::new(&folder.file_name().unwrap().to_string_lossy(), parsed(&folder.join("data-product.yaml")))
        })
        .collect()
});

/// What a new product starts with, for each kind of port, and the manifests of the valid cases.
pub static OTHERS: LazyLock<Vec<Base>> = LazyLock::new(|| {
    let starters = PACK.port_kinds().into_iter().map(|kind| {
        let mut draft = Draft::default();
        let mut set = |path: &str, text: &str| draft.set(path, Node::text(text, Origin::Prompt)).unwrap();
        set("metadata.domain", "logistics");
        set("metadata.name", "shipment_tracking");
        set("spec.outputPorts[0].name", "table");
        set("spec.outputPorts[0].kind", kind);
        if kind == "bigquery" {
            set("spec.outputPorts[0].location.project", "acme-logistics");
        }
        starter(&mut draft, &PACK).unwrap();
        let (manifest, _) = resolve(draft, &PACK).unwrap().unwrap();
        (format!("starter of {kind}"), serde_json::to_value(manifest).unwrap())
    });
    // A case that brings a pack of its own is no manifest for the built-in one.
    let cases = fs::read_dir(root().join("tests/cases/manifest/valid")).unwrap().map(|case| case.unwrap().path());
    let cases = cases.filter(|case| !case.join("pack").exists()).map(|case| {
        (case.file_name().unwrap().to_string_lossy().into_owned(), parsed(&case.join("data-product.yaml")))
    });
    starters.chain(cases).map(|(name, manifest)| Base::new(&name, manifest)).collect()
});
