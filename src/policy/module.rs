//! The Rego files of a layer.

use std::fs;
use std::path::Path;

use crate::diagnostics::{Finding, Report, Source};
use crate::error::{Error, Result};
use crate::manifest::node::{Node, Origin};
use crate::pack::{Layer, Pack};

use super::rules;
use super::walk::Walk;

/// The folder of policies, in a pack and in a product.
pub const FOLDER: &str = "policies";
/// The folder of what policies share, inside the folder of policies.
const HELPERS: &str = "lib/";
/// The end of the name of a file with tests.
const TEST: &str = "_test.rego";

/// A Rego file.
#[derive(Debug, Clone)]
pub(super) struct Module {
    /// Its text, with the path as messages name it.
    pub source: Source,
    /// Its path in the folder of policies: `slo/slo_003.rego`.
    pub place: String,
    /// Whose it is: the name of a pack, or a folder.
    pub owner: String,
    /// What it is there for.
    pub role: Role,
}

/// What a Rego file is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It is a policy.
    Policy,
    /// Policies share it.
    Helper,
    /// It tests a policy.
    Test,
}

impl Role {
    fn of(place: &str) -> Self {
        match place {
            place if place.ends_with(TEST) => Self::Test,
            place if place.starts_with(HELPERS) => Self::Helper,
            _ => Self::Policy,
        }
    }
}

/// The Rego files of the packs of a stack: where two have the same path, the upper one's.
pub(super) fn of_pack(pack: &Pack) -> (Vec<Module>, Vec<Report>) {
    let folder = format!("{FOLDER}/");
    let mut found = (Vec::new(), Vec::new());
    for (path, bytes) in pack.files().below(&folder).filter(|(path, _)| is_rego(path)) {
        let owner = pack.files().layer(path).unwrap_or_default();
        let layer = pack.layers().iter().find(|layer| layer.about.name == owner);
        let folder_of_pack = layer.and_then(Layer::folder);
        let shown = folder_of_pack.map_or_else(|| format!("{owner}/{path}"), |folder| from_here(&folder.join(path)));
        collect(&mut found, shown, path.strip_prefix(&folder).unwrap_or(path), owner, bytes.to_vec());
    }
    found
}

/// The Rego files below a folder.
pub(super) fn of_folder(folder: &Path) -> Result<(Vec<Module>, Vec<Report>)> {
    let mut found = (Vec::new(), Vec::new());
    let owner = from_here(folder);
    let walk = Walk::of(folder, &|name| name.starts_with('.'));
    if let Some((path, source)) = walk.unread.into_iter().next() {
        return Err(Error::Read { path, source });
    }
    for place in walk.files.iter().filter(|place| is_rego(place)) {
        let path = folder.join(place);
        let bytes = fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
        collect(&mut found, from_here(&path), place, &owner, bytes);
    }
    Ok(found)
}

fn is_rego(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rego")
}

fn collect(found: &mut (Vec<Module>, Vec<Report>), path: String, place: &str, owner: &str, bytes: Vec<u8>) {
    match String::from_utf8(bytes) {
        Ok(text) => {
            found.0.push(Module {
                source: Source::new(path, text),
                owner: owner.to_owned(),
                place: place.to_owned(),
                role: Role::of(place),
            });
        }
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let finding = Finding::at(&rules::SYNTAX, &Node::default(), "", "the file is not UTF-8");
            let origin = Origin::File { start: 0, end: 0 };
            let finding = Finding { origin, ..finding }.help("save the file as UTF-8");
            found.1.push(Report::new(Some(Source::new(path, text)), vec![finding]));
        }
    }
}

/// A path as a message shows it: below the folder that the program runs in, where it is.
pub(super) fn from_here(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    path.strip_prefix("./").unwrap_or(path).display().to_string()
}
