//! Two parts of a pack that want one place in a product.

use std::collections::BTreeMap;

use super::{Plan, PlannedFile, ProductPath};
use crate::error::{Error, Result};
use crate::pack::part;

/// Two templates that write the same file.
pub(super) fn same_path(path: &str, one: &PlannedFile, other: &PlannedFile) -> Error {
    refused(one, &format!("writes `{path}`, which {} writes too", other.template), other)
}

/// Says so when a file stands where another needs a folder, or when two paths differ by case alone: on some file
/// systems they are one.
pub(super) fn check(plan: &Plan) -> Result<()> {
    let mut folded: BTreeMap<String, &ProductPath> = BTreeMap::new();
    for (path, file) in &plan.files {
        for (end, _) in path.as_str().match_indices('/') {
            if let Some(other) = path.as_str()[..end].parse().ok().and_then(|above: ProductPath| plan.files.get(&above))
            {
                let message = format!("writes `{path}` below `{}`, which is a file", &path.as_str()[..end]);
                return Err(refused(file, &message, other));
            }
        }
        if let Some(other) = folded.insert(path.as_str().to_lowercase(), path) {
            let message = format!("writes `{path}`, which differs from `{other}` by upper and lower case alone");
            return Err(refused(file, &message, &plan.files[other]));
        }
    }
    Ok(())
}

fn refused(file: &PlannedFile, message: &str, other: &PlannedFile) -> Error {
    let (one, two) = (part(&file.template), part(&other.template));
    let whose = if one == two { format!("both are of {one}") } else { format!("one is of {one}, the other of {two}") };
    Error::Template {
        template: file.template.clone(),
        message: format!(
            "{message}: {whose}; give one of them another path with `to`, or take it away with `remove`{}",
            if file.template == other.template { ", or make the path differ for each element" } else { "" }
        ),
    }
}
