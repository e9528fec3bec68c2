//! What has to happen on disk so that it matches a plan.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Plan, ProductPath};

/// Path → contents of what is on disk.
pub type Disk = BTreeMap<ProductPath, Vec<u8>>;

/// What happens to one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Action {
    /// It is not there: it is written.
    Create,
    /// It is there with the same contents: it is taken over.
    Adopt,
    /// Something else that nobody here wrote is in its place: nothing is written.
    Refuse,
}

/// What happens to one file, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file.
    pub path: ProductPath,
    /// What happens to it.
    pub action: Action,
}

/// Compares a plan with the disk, for a product that has no lock yet.
pub fn reconcile(plan: &Plan, disk: &Disk) -> Vec<Change> {
    plan.files
        .iter()
        .map(|(path, file)| {
            let action = match disk.get(path) {
                None => Action::Create,
                Some(contents) if *contents == file.contents => Action::Adopt,
                Some(_) => Action::Refuse,
            };
            Change { path: path.clone(), action }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::FileOwner;
    use crate::plan::PlannedFile;

    #[test]
    fn without_a_lock_a_file_is_created_adopted_or_refused() {
        let path = |text: &str| text.parse::<ProductPath>().unwrap();
        let file = |text: &str| PlannedFile {
            contents: text.into(),
            owner: FileOwner::Generated,
            template: String::new(),
            was: Vec::new(),
            executable: false,
        };
        let plan = Plan { files: ["a", "b", "c"].map(|name| (path(name), file("A"))).into() };
        let disk = Disk::from([(path("b"), b"A".to_vec()), (path("c"), b"B".to_vec()), (path("d"), b"D".to_vec())]);
        let actions: Vec<_> =
            reconcile(&plan, &disk).into_iter().map(|change| (change.path.to_string(), change.action)).collect();
        assert_eq!(
            actions,
            [("a".to_owned(), Action::Create), ("b".to_owned(), Action::Adopt), ("c".to_owned(), Action::Refuse)]
        );
    }
}
