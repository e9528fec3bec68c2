//! A new product among others: where it goes, and what the mesh offers it.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use crate::diagnostics::{nearest, shown};
use crate::error::Result;
use crate::manifest::Manifest;
use crate::mesh::graph::key;
use crate::mesh::{FILE_NAME, Mesh, Survey, reads};
use crate::pack::Pack;

/// The mesh that a product is made in, where there is one.
pub(super) struct InMesh {
    mesh: Option<Mesh>,
    survey: OnceCell<Survey>,
}

impl InMesh {
    /// The mesh of the folder that the product goes to, else of the one that the user stands in.
    pub(super) fn find(out: Option<&Path>) -> Result<Self> {
        Ok(Self { mesh: Mesh::find(out.unwrap_or(Path::new("")))?, survey: OnceCell::new() })
    }

    /// The domains of the mesh: name, and what is said of each.
    pub(super) fn domains(&self) -> Vec<(String, String)> {
        let about = |settings: &crate::mesh::DomainSettings| {
            let text = settings.description.as_ref().or(settings.title.as_ref());
            text.map(|text| one_line(&text.to_string())).unwrap_or_default()
        };
        let domains = self.mesh.iter().flat_map(|mesh| &mesh.domains);
        domains.map(|(name, settings)| (name.clone(), about(settings))).collect()
    }

    /// The products of the mesh. They are read when they are first asked for.
    pub(super) fn survey(&self) -> Result<Option<&Survey>> {
        let Some(mesh) = &self.mesh else { return Ok(None) };
        if let Some(survey) = self.survey.get() {
            return Ok(Some(survey));
        }
        let survey = Survey::of(&mesh.root)?;
        Ok(Some(self.survey.get_or_init(|| survey)))
    }

    /// Where the product goes when nobody says it: its place in the mesh, else a folder of its name.
    pub(super) fn destination(&self, manifest: &Manifest) -> PathBuf {
        let (domain, name) = (manifest.metadata.domain.as_str(), manifest.metadata.name.as_str());
        let place = self.mesh.as_ref().and_then(|mesh| mesh.place(domain, name));
        let here = std::env::current_dir().unwrap_or_default();
        match place {
            Some(place) => place.strip_prefix(here).map(Path::to_owned).unwrap_or(place),
            None => PathBuf::from(name),
        }
    }

    /// Why a domain is not taken, and what to do: the mesh does not list it, and one of its own is so near that it may be
    /// meant.
    pub(super) fn objection(&self, domain: &str) -> Option<(String, String)> {
        let mesh = self.mesh.as_ref().filter(|mesh| !mesh.domains.contains_key(domain))?;
        let near = nearest(domain, mesh.domains.keys().map(String::as_str))?;
        let own = shown(domain);
        Some((
            format!("{FILE_NAME} lists no domain `{own}`"),
            format!("did you mean `{near}`? If not, add it to {FILE_NAME} first: `domains: {{ {own}: {{}} }}`"),
        ))
    }

    /// Why a name is not taken, and what to do: another product of the mesh is the same one for SQL.
    pub(super) fn twin(&self, domain: &str, name: &str) -> Result<Option<(String, String)>> {
        let id = format!("{domain}.{name}");
        let products = self.survey()?.map(|survey| survey.products.as_slice()).unwrap_or_default();
        let Some(twin) = products.iter().find(|product| key(&product.id.to_string()) == key(&id)) else {
            return Ok(None);
        };
        Ok(Some((
            format!("there is a product `{}` in {} already", twin.id, shown(&twin.place)),
            "give the new one another name, or change the one that is there: what one builds in SQL, the other replaces"
                .to_owned(),
        )))
    }

    /// The products that a new one reads and that are not in the mesh, in the words of a note.
    pub(super) fn unknown(&self, manifest: &Manifest, pack: &Pack) -> Result<Vec<String>> {
        let Some(survey) = self.survey()? else { return Ok(Vec::new()) };
        let ids: Vec<String> = survey.products.iter().map(|product| product.id.to_string()).collect();
        let is_there = |id: &str| ids.iter().any(|known| key(known) == key(id));
        let unknown = reads(manifest, pack)?.into_iter().filter(|reads| !is_there(&reads.product));
        let note = |product: &str| {
            let near = nearest(product, ids.iter().map(String::as_str));
            let near = near.map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
            format!("note: there is no product `{}` in the mesh yet{near}", shown(product))
        };
        Ok(unknown.map(|reads| note(&reads.product)).collect())
    }

    /// What a user should know: `mesh check` asks for every domain of the mesh to be listed.
    pub(super) fn advice(&self, manifest: &Manifest) -> Option<String> {
        let mesh = self.mesh.as_ref()?;
        let domain = manifest.metadata.domain.as_str();
        if mesh.domains.is_empty() || mesh.domains.contains_key(domain) {
            return None;
        }
        Some(format!(
            "note: {FILE_NAME} lists no domain `{}`: add it there, or `mesh check` asks for it",
            shown(domain)
        ))
    }
}

/// What somebody wrote, as it can stand in a list of choices.
pub(super) fn one_line(text: &str) -> String {
    shown(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}
