//! What a pack takes away from those below it.

use globset::{GlobBuilder, GlobMatcher};

use super::{Files, PackFile, TEMPLATE_SUFFIX};
use crate::diagnostics::{nearest, shown};
use crate::error::{Error, Result};

impl Files {
    /// Removes what a pack says to, from the files of the packs below it. What names nothing is an error: it would be
    /// forgotten there for ever.
    pub(super) fn remove(&mut self, about: &PackFile) -> Result<()> {
        about.remove.iter().try_for_each(|text| {
            self.remove_one(text).map_err(|reason| Error::Pack {
                message: format!("pack.yaml of `{}`: `remove: {}` {reason}", about.name, shown(text)),
            })
        })
    }

    /// Removes what one text names, or says why it cannot.
    pub(super) fn remove_one(&mut self, text: &str) -> Result<(), String> {
        let pattern = Pattern::new(text).map_err(|error| format!("is no path: {error}"))?;
        let found: Vec<String> = self.paths().filter(|path| pattern.names(path)).map(str::to_owned).collect();
        if found.is_empty() {
            let near = self.nearest(text).map(|near| format!("; did you mean `{near}`?"));
            return Err(format!("names nothing of the packs below{}", near.unwrap_or_default()));
        }
        for path in found {
            self.take_away(&path);
        }
        Ok(())
    }

    /// The file or folder whose path is most like a text.
    fn nearest(&self, text: &str) -> Option<String> {
        let folders = self.paths().flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..end]));
        nearest(text, self.paths().chain(folders)).map(str::to_owned)
    }
}

/// A path of a file, with or without `.tera`, or of a folder; with `*` for any part of a name.
struct Pattern(GlobMatcher);

impl Pattern {
    fn new(text: &str) -> Result<Self, globset::Error> {
        let text = text.trim_end_matches('/');
        Ok(Self(GlobBuilder::new(text).literal_separator(true).build()?.compile_matcher()))
    }

    fn names(&self, path: &str) -> bool {
        let plain = path.strip_suffix(TEMPLATE_SUFFIX).unwrap_or(path);
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        self.0.is_match(path) || self.0.is_match(plain) || folders.any(|folder| self.0.is_match(folder))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_a_file_a_template_or_a_folder() {
        let names = |pattern: &str, path: &str| Pattern::new(pattern).unwrap().names(path);
        assert!(names("product/README.md", "product/README.md.tera"));
        assert!(names("product/README.md.tera", "product/README.md.tera"));
        assert!(names("ports/aws", "ports/aws/product/terraform/main.tf"));
        assert!(names("ports/aws/", "ports/aws/port.yaml"));
        assert!(names("product/dbt/tests/generic/*", "product/dbt/tests/generic/row_count.sql"));
        assert!(!names("ports/aw", "ports/aws/port.yaml") && !names("README.md", "product/README.md.tera"));
        assert!(!names("product/*.sql", "product/dbt/x.sql"));
    }
}
