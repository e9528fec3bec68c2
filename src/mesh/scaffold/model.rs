//! What a mesh is made from.

use std::collections::BTreeMap;
use std::path::Path;

use indexmap::IndexMap;
use serde::Serialize;

use crate::plan::{PlannedFile, ProductPath};

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
    /// The folder of a product in a mesh that is laid out by this program, below its root.
    pub fn place(domain: &str, name: &str) -> String {
        Path::new("domains").join(domain).join(name).display().to_string()
    }
}
