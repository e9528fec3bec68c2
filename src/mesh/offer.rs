//! What a product offers to those that read it: the versions that are served, and their fields.

use std::borrow::Cow;

use crate::manifest::Manifest;
use crate::manifest::document::{Field, Previous};
use crate::manifest::value::SemanticVersion;

/// A version that a product serves.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    manifest: &'a Manifest,
    previous: Option<&'a Previous>,
}

impl<'a> Offer<'a> {
    /// Every version that is served, the newest first.
    pub fn all(manifest: &'a Manifest) -> Vec<Self> {
        let previous = manifest.previous().into_iter().map(Some);
        [None].into_iter().chain(previous).map(|previous| Self { manifest, previous }).collect()
    }

    /// The version that a consumer reads who asks for one, such as `2` or `2.1.0`; without a wish, the current one.
    pub fn asked(manifest: &'a Manifest, wish: Option<&str>) -> Option<Self> {
        let all = Self::all(manifest);
        match wish {
            None => all.first().copied(),
            Some(wish) => all.into_iter().find(|offer| offer.fulfils(wish)),
        }
    }

    /// The version of its schema.
    pub fn version(&self) -> &'a SemanticVersion {
        self.previous.map_or(&self.manifest.spec.schema.version, |previous| &previous.version)
    }

    /// Whether it has what a consumer of a version builds on: the same major number, and nothing older.
    fn fulfils(&self, wish: &str) -> bool {
        let newest = match self.previous {
            None => self.version().max(&self.manifest.metadata.version),
            Some(_) => self.version(),
        };
        let (major, minor, patch) = newest.release();
        let mut parts = wish.split('.').map(|part| part.parse::<u64>().ok());
        let mut next = |least| parts.next().map_or(Some(least), |part| part);
        let (Some(wished), Some(least), Some(fix)) = (next(major), next(0), next(0)) else { return false };
        wished == major && (least, fix) <= (minor, patch)
    }

    /// Its fields, as they are served now.
    pub fn fields(&self) -> Cow<'a, [Field]> {
        match self.previous {
            None => Cow::Borrowed(&self.manifest.spec.schema.fields),
            Some(previous) => Cow::Owned(previous.served(self.manifest)),
        }
    }

    /// The fields that are made of a column of the business logic, whose name is the current field's.
    pub fn made_of(&self, column: &str) -> Vec<String> {
        use crate::manifest::live::Source;
        let Some(previous) = self.previous else { return vec![column.to_owned()] };
        let made = |field: &&Field| match self.manifest.source(previous, field) {
            Source::Column(source) => source.snake() == column,
            Source::Expression(sql) => sql.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == column),
        };
        previous.fields.iter().filter(made).map(Field::snake).collect()
    }
}
