//! The products below a folder.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostics::output::plain;
use crate::error::{Error, Result};
use crate::manifest::{document, read};
use crate::mesh::Mesh;

/// A product among many.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// Its id; its place where the manifest does not say one.
    pub id: String,
    /// Where it is, below the folder that was searched, with `/`.
    pub place: String,
    /// Its folder.
    pub root: PathBuf,
}

/// Every product below a folder, in the order of their ids; where the folder is in a mesh, those that it lists.
///
/// Hidden folders, links, packs and sites of the catalog are passed over, and so is what lies inside a product.
pub fn find(folder: &Path) -> Result<Vec<Member>> {
    let Roots { roots, unreadable } = roots(folder, Mesh::find(folder)?.as_ref())?;
    // Whoever judges every product is not told that all of them are fine where one may be hidden.
    if let Some(error) = unreadable.into_iter().next() {
        return Err(error);
    }
    let mut members = roots.into_par_iter().map(|root| member(folder, root)).collect::<Result<Vec<_>>>()?;
    members.sort();
    Ok(members)
}

/// The folders of products.
#[derive(Debug, Default)]
pub struct Roots {
    /// The folders.
    pub roots: Vec<PathBuf>,
    /// Why folders on the way could not be looked into.
    pub unreadable: Vec<Error>,
}

/// The folders of those products. The folder itself can be read.
pub fn roots(folder: &Path, mesh: Option<&Mesh>) -> Result<Roots> {
    let mut found = Roots::default();
    walk(folder, &mut found)?;
    if let Some(mesh) = mesh {
        found.roots.retain(|root| {
            let absolute = std::path::absolute(root);
            absolute.is_ok_and(|root| plain(&root).strip_prefix(&mesh.root).is_ok_and(|place| mesh.lists(place)))
        });
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut Roots) -> Result<()> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    if folder.join(document::FILE_NAME).is_file() {
        found.roots.push(folder.to_owned());
        return Ok(());
    }
    if folder.join("pack.yaml").is_file() {
        return Ok(());
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name() == crate::catalog::site::MARKER {
            return Ok(());
        }
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !hidden && entry.file_type().map_err(failed)?.is_dir() {
            folders.push(entry.path());
        }
    }
    for folder in folders {
        if let Err(error) = walk(&folder, found) {
            found.unreadable.push(error);
        }
    }
    Ok(())
}

fn member(folder: &Path, root: PathBuf) -> Result<Member> {
    let below = root.strip_prefix(folder).unwrap_or(&root);
    let place = match below.to_str() {
        Some("") => ".".to_owned(),
        _ => below.to_string_lossy().into_owned(),
    };
    let manifest = read::read(&root.join(document::FILE_NAME))?;
    let text = |pointer| manifest.node.as_ref().ok()?.text_at(pointer);
    let id = match (text("/metadata/domain"), text("/metadata/name")) {
        (Some(domain), Some(name)) => format!("{domain}.{name}"),
        _ => place.clone(),
    };
    Ok(Member { id, place, root })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(root: &Path, place: &str, text: &str) {
        fs::create_dir_all(root.join(place)).unwrap();
        fs::write(root.join(place).join(document::FILE_NAME), text).unwrap();
    }

    #[test]
    fn products_are_found_in_the_order_of_their_ids_and_nothing_inside_them() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        product(root, "z", "metadata: { domain: a, name: first }\n");
        product(root, "a/deep", "metadata: { domain: b, name: second }\n");
        product(root, "broken", "metadata: [\n");
        for passed_over in ["z/inside", ".hidden/x", "pack/tests/case/expected"] {
            product(root, passed_over, "metadata: { domain: no, name: no }\n");
        }
        fs::write(root.join("pack/pack.yaml"), "").unwrap();
        std::os::unix::fs::symlink(root.join("z"), root.join("link")).unwrap();
        let found: Vec<_> = find(root).unwrap().into_iter().map(|member| (member.id, member.place)).collect();
        let expected = [("a.first", "z"), ("b.second", "a/deep"), ("broken", "broken")];
        assert_eq!(found, expected.map(|(id, place)| (id.to_owned(), place.to_owned())));
    }

    #[test]
    fn a_mesh_says_where_products_are() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for place in ["domains/a/x", "domains/b/y", "drafts/z"] {
            product(root, place, "metadata: { domain: a, name: b }\n");
        }
        fs::write(root.join("mesh.yaml"), "apiVersion: datamesh.io/v1\nkind: Mesh\nproducts: [domains/*/*]\n").unwrap();
        let places = |folder: &str| -> Vec<String> {
            find(&root.join(folder)).unwrap().into_iter().map(|member| member.place).collect()
        };
        assert_eq!(places("."), ["domains/a/x", "domains/b/y"]);
        assert_eq!(places("domains/b"), ["y"]);
        assert_eq!(places("drafts"), Vec::<String>::new());
    }

    #[test]
    fn a_folder_that_is_a_product_is_its_only_one() {
        let folder = tempfile::tempdir().unwrap();
        product(folder.path(), ".", "metadata: { domain: a, name: b }\n");
        let found = find(folder.path()).unwrap();
        assert_eq!(found.iter().map(|member| member.place.as_str()).collect::<Vec<_>>(), ["."]);
    }
}
