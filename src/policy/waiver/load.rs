//! Where waivers are: in the files of the mesh, of its domains, and of each product.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::document::{FILE_NAME, Waiver};
use super::file::File;
use super::reach::Scope;
use super::{MAXIMUM_DAYS, file};
use crate::diagnostics::{Finding, Report, shown};
use crate::error::Result;
use crate::manifest::shape::BAD_VALUE;
use crate::mesh::{Mesh, PolicySettings};

/// A product that is judged.
#[derive(Debug, Clone, Copy)]
pub struct Product<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its folder.
    pub root: &'a Path,
}

/// The waivers of some products, as they are written.
#[derive(Debug, Default)]
pub struct Waivers {
    pub(super) files: Vec<file::File>,
    pub(super) filed: Vec<Filed>,
    /// What is wrong with `mesh.yaml`.
    pub(super) mesh: Option<Report>,
    maximum: Option<u64>,
    maximum_of: BTreeMap<String, u64>,
}

/// A waiver, and where it is written.
#[derive(Debug)]
pub(super) struct Filed {
    pub waiver: Waiver,
    /// The index of its file.
    pub file: usize,
    /// Where it stands in it: `/waivers/3`.
    pub pointer: String,
}

/// A file that may hold waivers.
struct Place {
    path: PathBuf,
    shown: String,
    scope: Scope,
}

impl Waivers {
    /// Reads the waivers of the mesh and of the products, wherever there are any.
    pub fn load(mesh: Option<&Mesh>, products: &[Product<'_>]) -> Result<Self> {
        let mut waivers = Self::default();
        let mut places = Vec::new();
        if let Some(mesh) = mesh {
            waivers.maximum = maximum(&mesh.policies);
            waivers.maximum_of =
                mesh.domains.iter().filter_map(|(name, of)| Some((name.clone(), maximum(&of.policies)?))).collect();
            places = waivers.places_of(mesh);
        }
        for product in products {
            let path = product.root.join(FILE_NAME);
            let same = |place: &Place| same_file(&place.path, &path);
            // A mesh of one product has one file.
            if !places.iter().filter(|place| !matches!(place.scope, Scope::Product(_))).any(same) && path.is_file() {
                let shown = path.strip_prefix("./").unwrap_or(&path).display().to_string();
                places.push(Place { path, shown, scope: Scope::Product(product.id.to_owned()) });
            }
        }
        let read = places.into_par_iter().map(|place| File::read(&place.path, place.shown, place.scope));
        for (index, read) in read.collect::<Vec<_>>().into_iter().enumerate() {
            let (file, good) = read?;
            waivers.files.push(file);
            waivers.filed.extend(good.into_iter().map(|(number, waiver)| Filed {
                waiver,
                file: index,
                pointer: format!("/waivers/{number}"),
            }));
        }
        Ok(waivers)
    }

    /// The most days that a waiver for products within `scope` may hold.
    pub(super) fn maximum(&self, scope: &Scope) -> u64 {
        let organisation = self.maximum.unwrap_or(MAXIMUM_DAYS);
        let domain = match scope {
            Scope::Mesh => None,
            Scope::Domain(domain) => Some(domain.as_str()),
            Scope::Product(id) => id.split_once('.').map(|(domain, _)| domain),
        };
        // A domain may tighten what the organisation says.
        domain.and_then(|domain| self.maximum_of.get(domain)).map_or(organisation, |of| organisation.min(*of))
    }

    /// The files that `mesh.yaml` names, and the one beside it.
    fn places_of(&mut self, mesh: &Mesh) -> Vec<Place> {
        let folder = Path::new(&mesh.source.path).parent().unwrap_or(Path::new("")).to_owned();
        let place = |name: &str, scope| Place {
            path: mesh.root.join(name),
            shown: folder.join(name.trim_start_matches("./")).display().to_string(),
            scope,
        };
        let mut places = Vec::new();
        let mut findings = Vec::new();
        let mut named = |names: &[String], pointer: &str, scope: &Scope| {
            for (index, name) in names.iter().enumerate() {
                let place = place(name, scope.clone());
                if place.path.is_file() {
                    places.push(place);
                } else {
                    let (message, pointer) =
                        (format!("there is no file `{}`", shown(name)), format!("{pointer}/{index}"));
                    let help = "name a file with waivers, relative to mesh.yaml, or take the line out";
                    findings.push(Finding::at(&BAD_VALUE, &mesh.node, pointer, message).help(help));
                }
            }
        };
        named(&mesh.policies.waivers, "/policies/waivers", &Scope::Mesh);
        for (domain, settings) in &mesh.domains {
            let pointer = format!("/domains/{domain}/policies/waivers");
            named(&settings.policies.waivers, &pointer, &Scope::Domain(domain.clone()));
        }
        let beside = place(FILE_NAME, Scope::Mesh);
        if mesh.policies.waivers.is_empty() && beside.path.is_file() {
            places.insert(0, beside);
        }
        if !findings.is_empty() {
            self.mesh = Some(Report::new(Some(mesh.source.clone()), findings));
        }
        places
    }
}

fn maximum(settings: &PolicySettings) -> Option<u64> {
    settings.max_waiver.as_ref().map(crate::manifest::value::Duration::days)
}

fn same_file(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name()
        && matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
