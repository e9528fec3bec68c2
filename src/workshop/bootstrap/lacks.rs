//! What the team's own files do not know of, after the map gave their product something new.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diagnostics::or_list;
use crate::manifest::Manifest;
use crate::plan::{Plan, ProductPath};
use crate::product::Step;

/// A file of the team, and what the manifest has and the file does not speak of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lack {
    /// The file, in its product.
    pub path: ProductPath,
    /// Columns and values.
    pub words: Vec<String>,
}

impl Lack {
    /// What is to be done.
    pub fn sentence(&self) -> String {
        format!("it was edited by hand, and does not speak of {} yet", or_list(&self.words).replace(" or ", " and "))
    }
}

/// What a first version would say today, did not say when it was last derived, and the team's version does not say.
pub(super) fn of(step: &Step, before: &Plan, touched: &[ProductPath]) -> Vec<Lack> {
    let names = names(&step.manifest);
    let lack = |path: &ProductPath| {
        let words = |contents: &[u8]| -> BTreeSet<String> {
            let text = String::from_utf8_lossy(contents);
            text.split(|c: char| !c.is_alphanumeric() && c != '_').map(str::to_owned).collect()
        };
        let today = words(&step.plan.files.get(path)?.contents);
        let then = words(&before.files.get(path)?.contents);
        let there = words(&step.before.disk.get(path)?.contents);
        let is_new = |word: &&String| today.contains(*word) && !then.contains(*word) && !there.contains(*word);
        let words: Vec<String> = names.iter().filter(is_new).cloned().collect();
        (!words.is_empty()).then(|| Lack { path: path.clone(), words })
    };
    touched.iter().filter_map(lack).collect()
}

/// The columns of a product and the values that they name, in their order.
fn names(manifest: &Manifest) -> Vec<String> {
    let fields = &manifest.spec.schema.fields;
    let symbols = fields.iter().flat_map(|field| &field.accepted);
    fields.iter().map(|field| field.name.to_string()).chain(symbols.map(ToString::to_string)).collect()
}
