//! The policy that `policy new` makes: whole, and its tests pass.

use super::metadata::{is_category, is_id};
use super::model::package_of;

/// A file of a new policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScaffoldFile {
    /// The path in the folder of policies: `naming/naming_007.rego`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// A policy and its test; nothing when the id is none. The category is the first word of the id, unless it is given.
pub fn scaffold(id: &str, category: Option<&str>) -> Option<Vec<ScaffoldFile>> {
    if !is_id(id) || category.is_some_and(|category| !is_category(category)) {
        return None;
    }
    let first = id.split('-').next().unwrap_or_default().to_lowercase();
    let category = category.unwrap_or(&first);
    let package = package_of(id);
    let name = package.trim_start_matches("policies.");
    let file = |end: &str, template: &str| ScaffoldFile {
        path: format!("{category}/{name}{end}.rego"),
        text: template
            .replace("{{ID}}", id)
            .replace("{{CATEGORY}}", category)
            .replace("{{PACKAGE}}", &package)
            .replace("{{NAME}}", name),
    };
    Some(vec![file("", include_str!("policy.rego")), file("_test", include_str!("policy_test.rego"))])
}
