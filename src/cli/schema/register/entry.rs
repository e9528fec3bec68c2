//! A schema, what the registry had of it, and what became of it.

use serde_json::{Value as Json, json};

use super::schemas::File;
use crate::schema_registry::{Filed, Standing};

/// A schema, what the registry had of it, and what became of it.
pub(super) struct Entry {
    /// The schema.
    pub file: File,
    /// What the registry had of it.
    pub before: Standing,
    /// What became of it, if anything was done.
    pub after: Option<Filed>,
}

impl Entry {
    /// What became of it, or would.
    pub(super) fn sentence(&self) -> String {
        let File { path, wanted, .. } = &self.file;
        let (mode, before) = (wanted.mode.as_str(), self.before.compatibility);
        let done = self.after.is_some();
        let schema = match (&self.before.there, &self.after) {
            (Some(there), _) => format!("{path} is version {} already (id {})", there.version, there.id),
            (None, None) => format!("{path} would be registered, after {} versions", self.before.versions.len()),
            (None, Some(Filed { schema: Ok((id, Some(version))), .. })) => {
                format!("{path} is registered as version {version} (id {id})")
            }
            (None, Some(Filed { schema: Ok((id, None)), .. })) => format!("{path} is registered (id {id})"),
            (None, Some(Filed { schema: Err(_), .. })) => format!("{path} is not registered"),
        };
        let compatibility = match (before, done) {
            (Some(before), _) if before == wanted.mode => format!("compatibility {mode}"),
            (Some(before), true) => format!("compatibility set to {mode}, was {}", before.as_str()),
            (Some(before), false) => format!("compatibility would be set to {mode}, is {}", before.as_str()),
            (None, true) => format!("compatibility set to {mode}"),
            (None, false) => format!("compatibility would be set to {mode}"),
        };
        format!("{}: {schema}; {compatibility}", wanted.subject)
    }

    /// The same for programs.
    pub(super) fn json(&self) -> Json {
        let filed = self.after.as_ref().and_then(|after| after.schema.as_ref().ok().copied());
        let there = self.before.there.as_ref().map(|there| (there.id, Some(there.version)));
        let (id, version) = filed.or(there).map_or((None, None), |(id, version)| (Some(id), version));
        let state = match (&self.before.there, &self.after) {
            (Some(_), _) => "there",
            (None, None) if !self.before.obstacles.is_empty() => "incompatible",
            (None, None) => "absent",
            (None, Some(filed)) if filed.schema.is_ok() => "registered",
            (None, Some(_)) => "refused",
        };
        json!({
            "subject": self.file.wanted.subject.as_str(),
            "major": self.file.major,
            "file": self.file.path.as_str(),
            "state": state,
            "version": version,
            "id": id,
            "versionsBefore": self.before.versions,
            "compatibility": self.file.wanted.mode,
            "compatibilityBefore": self.before.compatibility,
            "compatibilitySet": self.after.as_ref().is_some_and(|after| after.set),
        })
    }
}
