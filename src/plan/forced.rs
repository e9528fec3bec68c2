//! The paths that a user names: to have them written over, put back, decided.

use std::collections::BTreeSet;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::ProductPath;
use crate::diagnostics;
use crate::error::{Error, Result};

/// Paths that a user named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forced(BTreeSet<ProductPath>);

impl Forced {
    /// Those of `candidates` that a pattern names: a path, a folder, or a glob. A pattern that names none is an error,
    /// which says that it is no `kind`.
    pub fn select<'a>(
        patterns: &[String],
        candidates: impl IntoIterator<Item = &'a ProductPath>,
        kind: &str,
    ) -> Result<Self> {
        let candidates: Vec<&ProductPath> = candidates.into_iter().collect();
        let mut forced = BTreeSet::new();
        for pattern in patterns {
            let named = Named::parse(pattern)?;
            let mut paths = candidates.iter().filter(|path| named.is(path.as_str())).peekable();
            if paths.peek().is_none() {
                return Err(nothing(pattern, &candidates, kind));
            }
            forced.extend(paths.map(|path| (*path).clone()));
        }
        Ok(Self(forced))
    }

    /// Whether a path is named.
    pub fn names(&self, path: &ProductPath) -> bool {
        self.0.contains(path)
    }
}

fn nothing(pattern: &str, candidates: &[&ProductPath], kind: &str) -> Error {
    let ends_with = |path: &&&ProductPath| {
        pattern.ends_with(&format!("/{path}")) || path.as_str().ends_with(&format!("/{pattern}"))
    };
    let nearest = match candidates.iter().find(ends_with) {
        Some(path) => Some(path.as_str()),
        None => diagnostics::nearest(pattern, candidates.iter().map(|path| path.as_str())),
    };
    Error::Usage {
        message: format!("`{pattern}` names no {kind}"),
        hint: Some(match nearest {
            Some(path) => format!("did you mean `{path}`? Paths begin in the folder of the product"),
            None => "name a file, a folder or a glob; paths begin in the folder of the product".to_owned(),
        }),
    }
}

impl FromIterator<ProductPath> for Forced {
    fn from_iter<T: IntoIterator<Item = ProductPath>>(paths: T) -> Self {
        Self(paths.into_iter().collect())
    }
}

/// What one pattern names.
struct Named<'a> {
    plain: &'a str,
    globs: GlobSet,
}

impl<'a> Named<'a> {
    fn parse(pattern: &'a str) -> Result<Self> {
        let plain = pattern.trim_start_matches("./").trim_end_matches('/');
        let failed = |error: globset::Error| Error::Usage { message: format!("--force: {error}"), hint: None };
        let mut globs = GlobSetBuilder::new();
        for text in [plain.to_owned(), format!("{plain}/**")] {
            globs.add(GlobBuilder::new(&text).literal_separator(true).build().map_err(failed)?);
        }
        Ok(Self { plain, globs: globs.build().map_err(failed)? })
    }

    fn is(&self, path: &str) -> bool {
        let below = |rest: &str| rest.is_empty() || rest.starts_with('/');
        path.strip_prefix(self.plain).is_some_and(below) || self.globs.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn select(patterns: &[&str]) -> Result<Vec<String>> {
        let paths = ["README.md", "dbt/a.sql", "dbt/models/b.sql", "x[1].txt"].map(|path| path.parse().unwrap());
        let patterns: Vec<String> = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        let forced = Forced::select(&patterns, &paths, "file of the product")?;
        Ok(paths.iter().filter(|path| forced.names(path)).map(ToString::to_string).collect())
    }

    #[test]
    fn a_path_a_folder_and_a_glob_name_files() {
        assert_eq!(select(&["README.md", "./README.md"]).unwrap(), ["README.md"]);
        assert_eq!(select(&["dbt"]).unwrap(), ["dbt/a.sql", "dbt/models/b.sql"]);
        assert_eq!(select(&["dbt/"]).unwrap(), ["dbt/a.sql", "dbt/models/b.sql"]);
        assert_eq!(select(&["dbt/*.sql"]).unwrap(), ["dbt/a.sql"]);
        assert_eq!(select(&["**/*.sql"]).unwrap(), ["dbt/a.sql", "dbt/models/b.sql"]);
        assert_eq!(select(&["x[1].txt"]).unwrap(), ["x[1].txt"]);
        assert!(select(&[]).unwrap().is_empty());
    }

    #[test]
    fn what_names_no_file_is_an_error_with_the_nearest_one() {
        let error = select(&["dbt", "REDME.md"]).unwrap_err();
        assert_eq!(error.to_string(), "`REDME.md` names no file of the product");
        assert_eq!(error.hint(), Some("did you mean `README.md`? Paths begin in the folder of the product"));
        // Named from where the shell stands.
        for elsewhere in ["products/a/dbt/a.sql", "a.sql"] {
            let hint = select(&[elsewhere]).unwrap_err().hint().unwrap().to_owned();
            assert!(hint.starts_with("did you mean `dbt/a.sql`?"), "{hint}");
        }
        assert!(select(&["[z-a"]).is_err());
    }
}
