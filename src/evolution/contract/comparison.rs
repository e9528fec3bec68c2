//! What all changes of a contract need together.

use super::{Change, Class};
use crate::manifest::value::SemanticVersion;

/// How a contract differs from an earlier one, and the version that this needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Every change, in the order of the manifest.
    pub changes: Vec<Change>,
    /// The most that a change needs; nothing where nothing changed.
    pub needed: Option<Class>,
    /// The version of the product; nothing where bare schemas were compared.
    pub product: Option<Step>,
    /// The version of the schema, which changes of the schema alone raise.
    pub schema: Option<Step>,
}

/// From the version of before to the one that is declared now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The version that was compared with.
    pub before: SemanticVersion,
    /// The version that is declared now.
    pub declared: SemanticVersion,
    /// The most that a change needs; nothing where nothing changed.
    pub needed: Option<Class>,
    /// The smallest version that will do.
    pub smallest: SemanticVersion,
}

impl Step {
    /// From one version to the next, with changes that need `needed`.
    pub fn new(before: &SemanticVersion, declared: &SemanticVersion, needed: Option<Class>) -> Self {
        let smallest = smallest(before, needed);
        Self { before: before.clone(), declared: declared.clone(), needed, smallest }
    }

    /// Whether the declared version is high enough. One that is higher than it has to be is.
    pub fn is_enough(&self) -> bool {
        let reaches = self.declared.release() >= self.smallest.release();
        let follows = match self.needed {
            None => self.declared >= self.before,
            Some(_) => self.declared > self.before,
        };
        reaches && follows
    }
}

impl Comparison {
    /// The changes between two versions of a product and its schema, each given as before and declared now.
    pub(super) fn new(
        changes: Vec<Change>,
        product: (&SemanticVersion, &SemanticVersion),
        schema: (&SemanticVersion, &SemanticVersion),
    ) -> Self {
        let needed = changes.iter().map(|change| change.class).max();
        let of_schema = changes.iter().filter(|change| change.of_schema).map(|change| change.class).max();
        let product = Step::new(product.0, product.1, needed);
        let schema = Step::new(schema.0, schema.1, of_schema);
        Self { changes, needed, product: Some(product), schema: Some(schema) }
    }

    /// The changes between two schemas that have no version.
    pub(super) fn bare(changes: Vec<Change>) -> Self {
        let needed = changes.iter().map(|change| change.class).max();
        Self { changes, needed, product: None, schema: None }
    }

    /// The comparison as it is without some of its changes: those that are waived need no version.
    #[must_use]
    pub fn without(&self, is_waived: impl Fn(&Change) -> bool) -> Self {
        let changes: Vec<Change> = self.changes.iter().filter(|change| !is_waived(change)).cloned().collect();
        match (&self.product, &self.schema) {
            (Some(product), Some(schema)) => {
                Self::new(changes, (&product.before, &product.declared), (&schema.before, &schema.declared))
            }
            _ => Self::bare(changes),
        }
    }

    /// The smallest version of the product that will do, where versions are known.
    pub fn smallest(&self) -> Option<&SemanticVersion> {
        self.product.as_ref().map(|step| &step.smallest)
    }

    /// Whether the declared versions are high enough for the changes.
    pub fn is_version_enough(&self) -> bool {
        self.product.iter().chain(&self.schema).all(Step::is_enough)
    }

    /// The changes that break somebody.
    pub fn breaking(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.class == Class::Major)
    }
}

/// The smallest version after `before` that announces a change of a class. In 0.x a breaking change is a minor one.
pub fn smallest(before: &SemanticVersion, needed: Option<Class>) -> SemanticVersion {
    match needed {
        None => before.clone(),
        Some(Class::Patch) => before.next_patch(),
        Some(Class::Major) if before.major() > 0 => before.next_major(),
        Some(Class::Minor | Class::Major) => before.next_minor(),
    }
}

/// Whether consumers of one version can expect to go on with the other: of one major version, and in 0.x of one minor.
pub fn is_same_line(one: &SemanticVersion, other: &SemanticVersion) -> bool {
    let line = |version: &SemanticVersion| (version.major(), if version.major() == 0 { version.minor() } else { 0 });
    line(one) == line(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> SemanticVersion {
        text.parse().unwrap()
    }

    #[test]
    fn the_smallest_version_that_will_do() {
        let rows = [
            ("1.2.3", None, "1.2.3"),
            ("1.2.3", Some(Class::Patch), "1.2.4"),
            ("1.2.3", Some(Class::Minor), "1.3.0"),
            ("1.2.3", Some(Class::Major), "2.0.0"),
            ("0.2.3", Some(Class::Minor), "0.3.0"),
            ("0.2.3", Some(Class::Major), "0.3.0"),
            ("2.0.0-rc.1", Some(Class::Major), "2.0.0"),
            ("2.1.0-rc.1", Some(Class::Major), "3.0.0"),
            ("2.1.0-rc.1", Some(Class::Minor), "2.1.0"),
            ("2.1.1-rc.1", Some(Class::Minor), "2.2.0"),
            ("2.1.1-rc.1", Some(Class::Patch), "2.1.1"),
            ("1.2.3+build.7", Some(Class::Patch), "1.2.4"),
        ];
        for (before, needed, expected) in rows {
            assert_eq!(smallest(&version(before), needed).to_string(), expected, "{before} {needed:?}");
        }
    }

    #[test]
    fn a_version_is_too_low_or_it_will_do() {
        let enough = |before, declared, needed| Step::new(&version(before), &version(declared), needed).is_enough();
        assert!(enough("1.2.3", "1.2.3", None));
        assert!(enough("1.2.3", "4.0.0", None));
        assert!(!enough("1.2.3", "1.2.2", None), "a version goes forward");
        assert!(!enough("1.2.3", "1.2.3", Some(Class::Patch)));
        assert!(enough("1.2.3", "2.0.0", Some(Class::Major)), "a correct bump passes");
        assert!(enough("1.2.3", "3.1.0", Some(Class::Major)), "and so does one that is higher");
        assert!(!enough("1.2.3", "1.99.0", Some(Class::Major)));
        assert!(enough("1.2.3", "2.0.0-rc.1", Some(Class::Major)), "a candidate announces its version");
        assert!(enough("2.0.0-rc.1", "2.0.0-rc.2", Some(Class::Major)), "nobody relies on a candidate");
        assert!(!enough("2.0.0-rc.2", "2.0.0-rc.1", None));
        assert!(enough("0.2.3", "0.3.0", Some(Class::Major)));
        assert!(enough("0.2.3", "1.0.0", Some(Class::Minor)));
    }

    #[test]
    fn a_line_is_a_major_version_and_in_0_x_a_minor_one() {
        let same = |one, other| is_same_line(&version(one), &version(other));
        assert!(same("1.0.0", "1.9.3") && !same("1.0.0", "2.0.0"));
        assert!(same("0.1.0", "0.1.9") && !same("0.1.0", "0.2.0") && !same("0.1.0", "1.1.0"));
    }
}
