//! The pilot mesh on disk: its own files and the manifests first, all or nothing; then every product of them, side by side.
//!
//! A run that dies between the two leaves manifests, and the next run completes their products.

mod before;
mod lacks;
mod product;

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::derive::{Pilot, derive};
use super::map::DomainMap;
use crate::diagnostics::plural;
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::manifest::document::FILE_NAME;
use crate::mesh::scaffold::{self, MeshPlan};
use crate::pack::{FileOwner, Pack};
use crate::plan::{Action, Change, PlannedFile, ProductPath, build};
use crate::product::{Comparison, SharedPacks, lock};

pub use lacks::Lack;
pub use product::Became;

use product::Bring;

/// What the lock of a mesh names as the template of what is derived from a map.
const DERIVED: &str = "workshop/map";

/// A pilot mesh, and where it goes.
pub struct Bootstrap<'a> {
    /// The folder of the mesh.
    pub root: &'a Path,
    /// The packs that it is made with.
    pub pack: &'a Pack,
    /// What the map makes.
    pub pilot: Pilot,
    mesh: MeshPlan,
    /// The products as they were last derived.
    before: Vec<Manifest>,
    /// Places of products that the map made once and makes no longer.
    pub left: Vec<String>,
}

/// A product of the pilot, and what became of it.
pub struct Product {
    /// Its id.
    pub id: String,
    /// Its folder, below the mesh.
    pub place: String,
    /// What became of it.
    pub became: Became,
    /// What the team's own files do not know of yet.
    pub lacks: Vec<Lack>,
}

impl Product {
    /// Whether a person has to look.
    pub fn is_finding(&self) -> bool {
        self.became.is_finding() || !self.lacks.is_empty()
    }
}

/// What a run did.
pub struct Done {
    /// What happened to the files of the mesh and to the manifests.
    pub mesh: Comparison,
    /// What happened to the products: those of the map, then those that it makes no longer.
    pub products: Vec<Product>,
}

impl<'a> Bootstrap<'a> {
    /// What a map makes in a folder, given what is there. `packs` are those that `mesh.yaml` is to name.
    pub fn new(map: &DomainMap, root: &'a Path, pack: &'a Pack, packs: Vec<String>) -> Result<Self> {
        let lock = lock(root)?;
        let (renders, before) = before::of(root, &lock, pack)?;
        let pilot = derive(map, pack, &before)?;
        let organisation = map.file.organisation.as_ref();
        // What `init` was told, and what an earlier map said, stays where this map says nothing of it.
        let known = MeshPlan::of(root)?;
        let mut domains = pilot.domains.clone();
        for (name, domain) in known.domains {
            domains.entry(name).or_insert(domain);
        }
        let mut mesh = MeshPlan {
            organisation: organisation.map(|one| one.name.to_string()).or(known.organisation),
            namespace: organisation.and_then(|one| one.namespace.as_ref()).map(ToString::to_string).or(known.namespace),
            packs: known.packs,
            domains,
            files: manifests(&pilot.products, pack)?,
            keeps_mesh_file: false,
        };
        mesh.add_packs(packs);
        // What the map no longer makes stays as it is: nobody's work goes because a note did. Only consumers that read it no
        // more are taken out.
        let changed =
            pilot.left.iter().filter(|product| !before.there.iter().any(|known| same_consumers(known, product)));
        mesh.files.extend(manifests(&changed.cloned().collect::<Vec<_>>(), pack)?);
        for (path, file) in renders {
            mesh.files.entry(path).or_insert(file);
        }
        let left = pilot.left.iter().map(place).collect();
        Ok(Self { root, pack, pilot, mesh, before: before.there, left })
    }

    /// What would change in the files of the mesh and in the manifests. Writes nothing.
    pub fn look(&self) -> Result<Comparison> {
        scaffold::compare(self.root, &self.mesh, self.pack, &[])
    }

    /// Writes the mesh. Nothing, where a product whose manifest is to change could not follow it.
    pub fn write(&self, cancelled: &(dyn Fn() -> bool + Sync), say: &dyn Fn(&str)) -> Result<Done> {
        let packs = SharedPacks::from_environment()?;
        self.can_follow(&packs)?;
        let mesh = scaffold::write(self.root, &self.mesh, self.pack, &[], cancelled, say)?;
        self.pack.make_ready();
        let action = |place: &str| {
            let manifest = format!("{place}/{FILE_NAME}");
            mesh.changes.iter().find(|change| change.path.as_str() == manifest).map(|change| change.action)
        };
        let made = self.pilot.products.par_iter().map(|manifest| (manifest, true));
        let products: Vec<Product> = made
            .chain(self.pilot.left.par_iter().map(|manifest| (manifest, false)))
            .map(|(manifest, completes)| {
                let place = place(manifest);
                let action = action(&place).unwrap_or(Action::Unchanged);
                let known = self.before.iter().find(|known| known.id() == manifest.id());
                let bring = Bring { pack: self.pack, shared: &packs, manifest: action, known, completes };
                let (became, lacks) = bring.product(&self.root.join(&place), cancelled)?;
                Ok(Product { id: manifest.id().to_string(), place, became, lacks })
            })
            .collect::<Result<_>>()?;
        Ok(Done { mesh, products })
    }

    /// Refuses to change manifests of products whose packs are not what they were: their files could not follow, and an
    /// update would take the change for one of the packs.
    fn can_follow(&self, packs: &SharedPacks) -> Result<()> {
        let changes = self.look()?.changes;
        let mut behind = Vec::new();
        for manifest in self.pilot.products.iter().chain(&self.pilot.left) {
            let place = place(manifest);
            let file = format!("{place}/{FILE_NAME}");
            let alters = |change: &Change| change.path.as_str() == file && change.action != Action::Unchanged;
            let root = self.root.join(&place);
            if !root.join(FILE_NAME).is_file() || !changes.iter().any(alters) {
                continue;
            }
            let product = crate::product::Product::read(&root)?;
            if !product.lock.files.is_empty() && crate::product::packs::of_lock(&product, packs)?.is_err() {
                behind.push(manifest.id().to_string());
            }
        }
        if behind.is_empty() {
            return Ok(());
        }
        Err(Error::Usage {
            message: format!(
                "another pack than this one made {}: {}",
                plural(behind.len(), "product"),
                behind.join(", ")
            ),
            hint: Some(
                "nothing was written; run `mesh-cli update --all` in the mesh first, and then this again".to_owned(),
            ),
        })
    }
}

/// The folder of a product, below the mesh.
fn place(manifest: &Manifest) -> String {
    MeshPlan::place(manifest.metadata.domain.as_str(), manifest.metadata.name.as_str())
}

fn same_consumers(a: &Manifest, b: &Manifest) -> bool {
    a.id() == b.id() && a.spec.access.consumers.len() == b.spec.access.consumers.len()
}

/// The text of every manifest, at its place.
fn manifests(products: &[Manifest], pack: &Pack) -> Result<BTreeMap<ProductPath, PlannedFile>> {
    pack.make_ready();
    let files: Result<Vec<_>> = products
        .par_iter()
        .map(|manifest| {
            let internal = |message: String| Error::Internal(format!("{}: {message}", manifest.id()));
            let mut plan = build(manifest, pack)?;
            let file = plan.files.iter().find(|(path, _)| path.as_str() == FILE_NAME).map(|(path, _)| path.clone());
            let file = file.and_then(|path| plan.files.remove(&path));
            let contents = file.ok_or_else(|| internal(format!("the pack renders no {FILE_NAME}")))?.contents;
            let path = format!("{}/{FILE_NAME}", place(manifest));
            let path: ProductPath =
                path.parse().map_err(|error: crate::plan::ProductPathError| internal(error.to_string()))?;
            let (owner, template) = (FileOwner::Merged, DERIVED.to_owned());
            Ok((path, PlannedFile { contents, owner, template, was: Vec::new(), executable: false }))
        })
        .collect();
    Ok(files?.into_iter().collect())
}
