//! What a mesh is made from.

use std::collections::BTreeMap;
use std::path::Path;

use indexmap::IndexMap;
use serde::Serialize;

use crate::error::Result;
use crate::mesh::{FILE_NAME, Mesh};
use crate::plan::{BASE_FOLDER, PlannedFile, ProductPath};
use crate::product;

/// What a mesh is made from.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MeshPlan {
    /// The name of the organisation, for people.
    pub organisation: Option<String>,
    /// What namespaces begin with: `com.example`.
    pub namespace: Option<String>,
    /// The packs that products are made with, relative to the mesh.
    pub packs: Vec<String>,
    /// The domains, by their names.
    pub domains: IndexMap<String, MeshDomain>,
    /// Files beside those of the mesh itself, such as the manifests of its first products: path → contents and owner.
    /// Their `template` names the part of the program that derives them: what it no longer derives, leaves.
    #[serde(skip)]
    pub files: BTreeMap<ProductPath, PlannedFile>,
    /// Whether somebody else wrote `mesh.yaml`, which then stays as it is.
    #[serde(skip)]
    pub keeps_mesh_file: bool,
}

/// A domain, as `mesh.yaml` says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct MeshDomain {
    /// Its name for people.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Who answers for it.
    pub owner: Option<Owner>,
    /// Whether it is known, and has no products yet.
    pub planned: bool,
}

/// Who answers for a domain.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Owner {
    /// The team.
    pub team: String,
    /// Its e-mail address.
    pub email: Option<String>,
    /// Who is called when something is wrong.
    pub on_call: Option<String>,
    /// Its chat channel.
    pub channel: Option<String>,
}

impl MeshPlan {
    /// What the mesh at `root` was made from, as its last render says it; of a mesh that somebody wrote by hand what that
    /// says; nothing where there is no mesh. Who edits `mesh.yaml` keeps the edits: they are no part of what is rendered.
    pub fn of(root: &Path) -> Result<Self> {
        let rendered = root.join(BASE_FOLDER).join(FILE_NAME);
        let written = root.join(FILE_NAME);
        let known =
            FILE_NAME.parse().is_ok_and(|path| product::lock(root).is_ok_and(|lock| lock.files.contains_key(&path)));
        let (path, keeps_mesh_file) = match (known && rendered.is_file(), written.is_file()) {
            (true, _) => (rendered, false),
            (false, true) => (written, !known),
            (false, false) => return Ok(Self::default()),
        };
        let mesh = Mesh::read(&path)?;
        let text = |text: &Option<crate::manifest::value::Text>| text.as_ref().map(ToString::to_string);
        let domains = mesh.domains.iter().map(|(name, settings)| {
            let owner = settings.owner.as_ref().map(|owner| Owner {
                team: owner.team.to_string(),
                email: owner.email.as_ref().map(ToString::to_string),
                on_call: text(&owner.on_call),
                channel: text(&owner.channel),
            });
            let (title, description) = (text(&settings.title), text(&settings.description));
            (name.clone(), MeshDomain { title, description, owner, planned: settings.planned })
        });
        Ok(Self {
            organisation: text(&mesh.organisation.name),
            namespace: text(&mesh.organisation.namespace),
            packs: mesh.packs.iter().map(ToString::to_string).collect(),
            domains: domains.collect(),
            files: BTreeMap::new(),
            keeps_mesh_file,
        })
    }

    /// Adds packs that are not among those of the mesh.
    pub fn add_packs(&mut self, packs: Vec<String>) {
        for pack in packs {
            if !self.packs.contains(&pack) {
                self.packs.push(pack);
            }
        }
    }

    /// The folder of a product in a mesh that is laid out by this program, below its root.
    pub fn place(domain: &str, name: &str) -> String {
        Path::new("domains").join(domain).join(name).display().to_string()
    }
}
