//! Where a finding is, for readers that know the repository and not the folder that the program ran in.

use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use crate::diagnostics::human::span;
use crate::diagnostics::{Finding, Report, Source};
use crate::manifest::node::Origin;

/// The root of a repository, and the folder in it that paths are relative to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base {
    root: PathBuf,
    here: PathBuf,
}

/// The path of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum File {
    /// Below the root, with `/`.
    Inside(String),
    /// Anywhere else, as it was given.
    Outside(String),
}

/// What is underlined: lines and columns from 1, columns in characters, the last one after the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
    /// The text of it.
    pub(super) text: String,
    /// The line it is on.
    pub(super) whole_line: String,
}

impl Base {
    /// Paths are relative to `here`, which is `root` or a folder below it.
    pub fn new(root: impl Into<PathBuf>, here: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), here: here.into() }
    }

    /// The repository that a folder is in: the nearest folder above it that git knows, else the folder itself.
    pub fn of(here: &Path) -> Self {
        let root = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(here);
        Self::new(root, here)
    }

    pub(super) fn file(&self, path: &str) -> File {
        match plain(&self.here.join(path)).strip_prefix(&self.root) {
            Ok(inside) if !inside.has_root() && !inside.starts_with("..") => File::Inside(with_slashes(inside)),
            _ => File::Outside(path.to_owned()),
        }
    }
}

impl File {
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Inside(path) | Self::Outside(path) => path,
        }
    }
}

/// The file of a report.
pub(super) fn file(base: &Base, report: &Report) -> Option<File> {
    report.source.as_ref().map(|source| base.file(&source.path))
}

/// What of its file a finding is about; nothing when it is about the whole, or about no file.
pub(super) fn region(report: &Report, finding: &Finding) -> Option<Region> {
    let (Some(source), Origin::File { start, end }) = (&report.source, &finding.origin) else { return None };
    let mut span = span(&source.text, *start, *end);
    let whole_line = line_at(source, span.start);
    if span.is_empty() {
        // A block of YAML begins where its first key does, and has no end of its own.
        span.end = whole_line.end;
    }
    let (line, column) = source.position(span.start);
    let (end_line, end_column) = source.position(span.end);
    let text = |range: Range<usize>| source.text[range].to_owned();
    Some(Region { line, column, end_line, end_column, text: text(span), whole_line: text(whole_line) })
}

/// The place in a line: `orders/data-product.yaml:12:3`, or what there is of it.
pub(super) fn line(base: &Base, report: &Report, finding: &Finding) -> String {
    match (file(base, report), region(report, finding), &finding.origin) {
        (Some(file), Some(region), _) => format!("{}:{}:{}", file.path(), region.line, region.column),
        (_, _, Origin::Flag(flag)) => flag.clone(),
        (Some(file), None, _) => file.path().to_owned(),
        (None, _, _) => finding.path(),
    }
}

/// The line that an offset is on.
fn line_at(source: &Source, offset: usize) -> Range<usize> {
    let start = source.text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = source.text[offset..].find(['\r', '\n']).map_or(source.text.len(), |at| offset + at);
    start..end
}

/// The path without `.` and, where there is something to leave, `..`.
pub(crate) fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            component => plain.push(component),
        }
    }
    plain
}

fn with_slashes(path: &Path) -> String {
    path.components().map(|component| component.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_told_from_the_root_of_the_repository() {
        let base = Base::new("/repo", "/repo/orders");
        let inside = |path: &str| File::Inside(path.to_owned());
        assert_eq!(base.file("data-product.yaml"), inside("orders/data-product.yaml"));
        assert_eq!(base.file("./a/../b.yaml"), inside("orders/b.yaml"));
        assert_eq!(base.file("../mesh.yaml"), inside("mesh.yaml"));
        assert_eq!(base.file("/repo/x/y.yaml"), inside("x/y.yaml"));
        assert_eq!(base.file("../../etc/passwd"), File::Outside("../../etc/passwd".to_owned()));
        assert_eq!(base.file("/etc/passwd"), File::Outside("/etc/passwd".to_owned()));
        assert_eq!(Base::default().file("a/./b.yaml"), inside("a/b.yaml"));
        assert_eq!(Base::default().file("../b.yaml"), File::Outside("../b.yaml".to_owned()));
        assert_eq!(Base::default().file("/b.yaml"), File::Outside("/b.yaml".to_owned()));
    }
}
