//! The files of a pack, or of several laid over each other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

static BUILTIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Path inside the pack (with `/`) → contents, in the order of the paths: of one pack, or of several laid over each other.
#[derive(Clone, Default)]
pub struct Files {
    entries: BTreeMap<String, File>,
    /// `<layer>:<path>` → what the layer, or one below it, has at a path that a layer above replaced.
    replaced: BTreeMap<String, Cow<'static, [u8]>>,
    /// What a layer above took away.
    removed: BTreeSet<String>,
    /// The names of the packs, the lowest first.
    layers: Vec<String>,
}

#[derive(Clone)]
struct File {
    contents: Cow<'static, [u8]>,
    /// Which of the packs it comes from.
    layer: usize,
}

impl Files {
    /// The files built into the binary.
    pub fn builtin() -> Self {
        let mut files = Self::default();
        files.collect(&BUILTIN);
        files
    }

    fn collect(&mut self, dir: &'static Dir<'static>) {
        for file in dir.files() {
            if let Some(path) = file.path().to_str() {
                self.add(path.replace('\\', "/"), Cow::Borrowed(file.contents()));
            }
        }
        for dir in dir.dirs() {
            self.collect(dir);
        }
    }

    pub(super) fn add(&mut self, path: String, contents: Cow<'static, [u8]>) {
        self.entries.insert(path, File { contents, layer: 0 });
    }

    /// The same files, each without the folder (given with a slash at the end) that all of them are below.
    pub(super) fn moved_up(self, folder: &str) -> Self {
        let mut files = Self::default();
        for (path, file) in self.entries {
            files.add(path.strip_prefix(folder).unwrap_or(&path).to_owned(), file.contents);
        }
        files
    }

    /// The same files without those below a folder.
    #[must_use]
    pub(super) fn without(mut self, folder: &str) -> Self {
        let below = |path: &str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.entries.retain(|path, _| !below(path));
        self
    }

    /// Lays the files of a pack over these: the same path replaces, a new path adds. What is replaced stays there for
    /// templates that extend it, as `<layer>:<path>`: the name of any layer below says what the path holds up to there.
    pub fn lay(&mut self, name: &str, pack: Self) {
        let layer = self.layers.len();
        self.layers.push(name.to_owned());
        for (path, file) in pack.entries {
            if let Some(below) = self.entries.get(&path) {
                for name in &self.layers[below.layer..layer] {
                    self.replaced.insert(format!("{name}:{path}"), below.contents.clone());
                }
            }
            self.removed.remove(&path);
            self.entries.insert(path, File { contents: file.contents, layer });
        }
    }

    /// Takes a file away. It stays there for templates that extend it, as a replaced one does.
    pub(super) fn take_away(&mut self, path: &str) {
        if let Some(file) = self.entries.remove(path) {
            for name in &self.layers[file.layer..] {
                self.replaced.insert(format!("{name}:{path}"), file.contents.clone());
            }
            self.removed.insert(path.to_owned());
        }
    }

    /// The paths that a layer above took away.
    pub fn removed(&self) -> impl Iterator<Item = &str> {
        self.removed.iter().map(String::as_str)
    }

    /// The contents of a file, or of a replaced one by `<layer>:<path>`.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        let contents = self.entries.get(path).map(|file| &file.contents);
        contents.or_else(|| self.replaced.get(path)).map(AsRef::as_ref)
    }

    /// The name of the pack that a file comes from.
    pub fn layer(&self, path: &str) -> Option<&str> {
        self.layers.get(self.entries.get(path)?.layer).map(String::as_str)
    }

    /// The replaced files below a folder (given with a slash at the end), each as `<layer>:<path>`.
    pub fn replaced_below(&self, folder: &str) -> impl Iterator<Item = (&str, &[u8])> + use<'_> {
        let folder = folder.to_owned();
        self.replaced
            .iter()
            .filter(move |(name, _)| name.split_once(':').is_some_and(|(_, path)| path.starts_with(&folder)))
            .map(|(name, contents)| (name.as_str(), contents.as_ref()))
    }

    /// The paths, in their order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The contents of a file, when they are UTF-8.
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.get(path)?).ok()
    }

    /// The files below a folder (given with a slash at the end), with their full paths.
    pub fn below(&self, folder: &str) -> impl Iterator<Item = (&str, &[u8])> + use<'_> {
        let folder = folder.to_owned();
        self.entries
            .range(folder.clone()..)
            .take_while(move |(path, _)| path.starts_with(&folder))
            .map(|(path, file)| (path.as_str(), file.contents.as_ref()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The names of the folders directly below `folder`, in alphabetical order.
    pub fn folders(&self, folder: &str) -> Vec<&str> {
        let start = folder.len() + 1;
        let mut names: Vec<&str> = self
            .entries
            .range(format!("{folder}/")..)
            .take_while(|(path, _)| path.starts_with(folder) && path.as_bytes().get(folder.len()) == Some(&b'/'))
            .filter_map(|(path, _)| path[start..].split_once('/').map(|(name, _)| name))
            .collect();
        names.dedup();
        names
    }

    /// The digest of what renders products: two packs with one digest render them alike. Policies render nothing: a new one
    /// judges every product at once, and makes none of them out of date. Neither does a new look of the catalog.
    pub fn digest(&self) -> String {
        Self::digest_of(self.all().filter(|(path, _)| is_of_products(path)))
    }

    /// The digest of all files.
    pub fn whole_digest(&self) -> String {
        Self::digest_of(self.all())
    }

    /// SHA-256 over every path and its contents.
    pub fn digest_of<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
        let mut hasher = Sha256::new();
        for (path, contents) in files {
            hasher.update((path.len() as u64).to_le_bytes());
            hasher.update(path);
            hasher.update((contents.len() as u64).to_le_bytes());
            hasher.update(contents);
        }
        crate::plan::digest::hex(&hasher.finalize())
    }

    fn all(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.entries.iter().map(|(path, file)| (path.as_str(), file.contents.as_ref()))
    }
}

/// Whether what a product renders to depends on a file of a pack.
fn is_of_products(path: &str) -> bool {
    let mut steps = path.split('/');
    match steps.next() {
        Some(crate::policy::FOLDER | "catalog" | "mesh" | "report" | "workshop") => steps.next().is_none(),
        Some("ports") => steps.nth(1) != Some("catalog"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_products_are_rendered_from_counts() {
        for path in ["product/README.md.tera", "ports/duckdb/port.yaml", "pack.yaml", "inputs/catalog/input.yaml"] {
            assert!(is_of_products(path), "{path}");
        }
        for path in ["policies/slo/slo_001.rego", "catalog/index.html.tera", "ports/duckdb/catalog/query.sql.tera"] {
            assert!(!is_of_products(path), "{path}");
        }
    }
}
