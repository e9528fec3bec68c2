//! The components of one kind, each a folder of the pack; its description is read when it is asked for, once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::{Files, read_yaml};
use crate::error::Result;

/// Id → description, for every folder that holds one.
pub(super) struct Registry<T>(BTreeMap<String, Entry<T>>);

struct Entry<T> {
    path: String,
    parsed: OnceLock<T>,
}

impl<T: DeserializeOwned> Registry<T> {
    /// The folders directly below `folder` that hold a `file`.
    pub(super) fn new(files: &Files, folder: &str, file: &str) -> Self {
        let ids = files.folders(folder).into_iter();
        let described = ids.map(|id| (id.to_owned(), format!("{folder}/{id}/{file}")));
        Self(
            described
                .filter(|(_, path)| files.get(path).is_some())
                .map(|(id, path)| (id, Entry { path, parsed: OnceLock::new() }))
                .collect(),
        )
    }

    /// The ids, in alphabetical order.
    pub(super) fn ids(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// The description of the component with this id.
    pub(super) fn get(&self, files: &Files, id: &str) -> Result<Option<&T>> {
        let Some(entry) = self.0.get(id) else { return Ok(None) };
        if let Some(parsed) = entry.parsed.get() {
            return Ok(Some(parsed));
        }
        let parsed = read_yaml(files, &entry.path)?;
        Ok(Some(entry.parsed.get_or_init(|| parsed)))
    }
}
