//! What commands that judge products do with waivers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostics::Report;
use crate::error::Result;
use crate::manifest::value::Date;
use crate::mesh::Mesh;
use crate::policy::waiver::{Product, Settled, Standing, Terms, Waivers};

/// A run, as far as waivers ask about it.
pub(super) struct Run<'a> {
    /// The day that it takes for today.
    pub as_of: Date,
    /// The rules that can come up in a waiver, by id.
    pub rules: &'a BTreeMap<String, Standing>,
    /// Whether those are all that there are.
    pub all_known: bool,
    /// The folders below which every product was judged.
    pub whole: &'a [PathBuf],
}

/// Marks the findings that waivers let stand: each product has those of its mesh and its own.
pub(super) fn settle(products: &[Product<'_>], reports: &mut [Report], run: &Run<'_>) -> Result<Settled> {
    let mut meshes: BTreeMap<Option<PathBuf>, Vec<Product<'_>>> = BTreeMap::new();
    for product in products {
        meshes.entry(Mesh::file_of(product.root)?).or_default().push(*product);
    }
    let mut all = Settled::default();
    for (file, products) in meshes {
        let mesh = file.map(|file| Mesh::read(&file)).transpose()?;
        let ids: BTreeSet<String> = products.iter().map(|product| product.id.to_owned()).collect();
        let whole_mesh = mesh.as_ref().is_some_and(|mesh| is_below(&mesh.root, run.whole));
        let Run { as_of, rules, all_known, .. } = *run;
        let terms = Terms { as_of, rules, all_known, products: &ids, whole_mesh };
        let settled = Waivers::load(mesh.as_ref(), &products)?.settle(reports, &terms);
        all.reports.extend(settled.reports);
        all.lapsed.extend(settled.lapsed);
    }
    Ok(all)
}

fn is_below(folder: &Path, above: &[PathBuf]) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    above.iter().any(|above| above.canonicalize().is_ok_and(|above| folder.starts_with(above)))
}
