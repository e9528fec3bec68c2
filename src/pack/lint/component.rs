//! The parts of a pack that add files: their templates, and the rules about them.

use super::rules::STRAY;
use super::{Lint, PACK_FILE, Whole, paths, whole};
use crate::pack::{CiProvider, FileRule, Pack, PortKind, TEMPLATE_SUFFIX, TEMPLATES};

/// A part of a pack: the pack itself, a port kind, a CI provider.
pub(super) struct Part {
    /// The folder, with a slash at the end; empty for the pack itself.
    pub root: String,
    /// The file whose rules these are, and where they stand in it.
    pub file: String,
    pub rules: Vec<FileRule>,
}

impl Part {
    /// The folder of its templates, with a slash at the end.
    pub(super) fn folder(&self) -> String {
        format!("{}{TEMPLATES}", self.root)
    }
}

/// Every part of the pack, with everything below it.
pub(super) fn parts(whole: &Whole) -> Vec<Part> {
    let mut parts = vec![Part { root: String::new(), file: PACK_FILE.to_owned(), rules: whole.about.files.clone() }];
    for id in whole.files.folders("ports") {
        let file = format!("ports/{id}/port.yaml");
        let kind = whole.files.text(&file).and_then(|text| serde_yaml::from_str::<PortKind>(text).ok());
        let rules = kind.map(|kind| kind.files).unwrap_or_default();
        parts.push(Part { root: format!("ports/{id}/"), file, rules });
    }
    for id in whole.files.folders("ci") {
        let file = format!("ci/{id}/ci.yaml");
        let provider = whole.files.text(&file).and_then(|text| serde_yaml::from_str::<CiProvider>(text).ok());
        let rules = provider.map(|provider| provider.files).unwrap_or_default();
        parts.push(Part { root: format!("ci/{id}/"), file, rules });
    }
    parts
}

pub(super) fn check(lint: &mut Lint<'_>, whole: &Whole) {
    let parts = parts(whole);
    for part in &parts {
        paths::rules(lint, whole, part);
    }
    paths::collisions(lint, whole, &parts);
    strays(lint, &parts);
}

/// The folders of what is made of a whole mesh, and of no product.
const OF_A_MESH: [&str; 4] = ["mesh/", "workshop/", "catalog/", "report/"];

/// Templates that no part renders.
fn strays(lint: &mut Lint<'_>, parts: &[Part]) {
    let kinds = || parts.iter().filter_map(|part| part.root.strip_prefix("ports/"));
    let fragments = kinds().map(|id| Pack::fragment_folder(id.trim_end_matches('/')));
    let catalog = kinds().map(|id| Pack::catalog_folder(id.trim_end_matches('/')));
    let places: Vec<String> = parts.iter().map(Part::folder).chain(fragments).chain(catalog).collect();
    let templates = lint.files.paths().filter(|path| path.ends_with(TEMPLATE_SUFFIX));
    let of_a_mesh = |path: &str| OF_A_MESH.iter().any(|folder| path.starts_with(folder));
    let strays = templates.filter(|path| !of_a_mesh(path) && !places.iter().any(|place| path.starts_with(place)));
    for path in strays.map(str::to_owned).collect::<Vec<_>>() {
        let help = "templates lie below product/, ci/<provider>/product/, or product/, fragments/ or catalog/ of ports/<kind>/";
        lint.add(&path, whole(&STRAY, "nothing renders this template").help(help).warning());
    }
}
