//! The files of a product, and those of them that policies read as data.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use regorus::Value;
use serde_json::Value as Json;

use super::{Object, put, value};
use crate::diagnostics::{Finding, Report, Source};
use crate::manifest::node::{Node, Origin, Value as Said};
use crate::manifest::read;
use crate::policy::module::from_here;
use crate::policy::rules;
use crate::policy::walk::Walk;

/// Folders that hold what tools make, and nothing that anybody wrote.
const PASSED_OVER: [&str; 9] =
    [".git", ".mesh", ".terraform", ".venv", "venv", "target", "dbt_packages", "node_modules", "__pycache__"];
/// The file that makes a folder a dbt project.
const DBT_PROJECT: &str = "dbt_project.yml";

/// The files of a product, and what is wrong with those that were read.
pub(super) struct Files<'a> {
    root: &'a Path,
    /// The paths in the product, with `/`, in their order.
    paths: Vec<String>,
    pub(super) reports: Vec<Report>,
}

impl<'a> Files<'a> {
    /// The files in the folder of a product.
    pub(super) fn of(root: &'a Path) -> Self {
        let walk = Walk::of(root, &|name| PASSED_OVER.contains(&name));
        let mut files = Self { root, paths: walk.files, reports: Vec::new() };
        for (folder, error) in walk.unread {
            files.unread(&folder, &error);
        }
        files
    }

    /// A file or folder that cannot be read, and so cannot be judged.
    fn unread(&mut self, path: &Path, error: &io::Error) {
        let finding = Finding::at(&rules::ARTEFACT, &Node::default(), "", format!("it cannot be read: {error}"));
        let source = Source::new(from_here(path), "");
        self.reports.push(Report::new(Some(source), vec![finding]));
    }

    /// `input.files`.
    pub(super) fn paths(&self) -> Value {
        Value::from(self.paths.iter().map(|path| Value::from(path.as_str())).collect::<Vec<_>>())
    }

    /// `input.artefacts.avro`: path → schema.
    pub(super) fn avro(&mut self) -> Value {
        self.each(".avsc", |text| {
            serde_json::from_str::<Json>(text)
                .map_err(|error| (at_line(text, error.line(), error.column()), error.to_string()))
        })
    }

    /// `input.artefacts.terraform`: path → body.
    pub(super) fn terraform(&mut self) -> Value {
        self.each(".tf", |text| {
            let body = hcl::parse(text).map_err(|error| match error {
                hcl::Error::Parse(error) => {
                    let place = error.location();
                    (at_line(text, place.line(), place.column()), error.message().to_owned())
                }
                other => (0, other.to_string()),
            })?;
            serde_json::to_value(hcl::Value::from(body)).map_err(|error| (0, error.to_string()))
        })
    }

    fn each(&mut self, end: &str, parse: impl Fn(&str) -> Result<Json, (usize, String)>) -> Value {
        let mut all = Object::new();
        for path in self.paths.clone().iter().filter(|path| path.ends_with(end)) {
            let full = self.root.join(path);
            let text = match fs::read_to_string(&full) {
                Ok(text) => text,
                Err(error) => {
                    self.unread(&full, &error);
                    continue;
                }
            };
            match parse(&text) {
                Ok(json) => put(&mut all, path, Value::from(json)),
                Err((start, message)) => {
                    let finding = Finding::at(&rules::ARTEFACT, &Node::default(), "", message);
                    let finding = Finding { origin: Origin::File { start, end: start }, ..finding };
                    self.reports.push(Report::new(Some(Source::new(from_here(&full), text)), vec![finding]));
                }
            }
        }
        Value::from(all)
    }

    /// `input.artefacts.dbt`: `project`, and of each kind of resource a list with `properties`, `file` and `path`.
    pub(super) fn dbt(&mut self) -> Value {
        let mut kinds: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        let mut dbt = Object::new();
        let named = |path: &String| path == DBT_PROJECT || path.ends_with(&format!("/{DBT_PROJECT}"));
        let projects: Vec<String> = self.paths.iter().filter(|path| named(path)).cloned().collect();
        for project in &projects {
            let folder = project.strip_suffix(DBT_PROJECT).unwrap_or_default();
            let inside = |path: &&String| path.starts_with(folder) && is_yaml(path);
            for path in self.paths.clone().iter().filter(inside) {
                let full = self.root.join(path);
                let bytes = match fs::read(&full) {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        self.unread(&full, &error);
                        continue;
                    }
                };
                let document = read::from_bytes(from_here(&full), bytes);
                let node = match document.node {
                    Ok(node) => node,
                    Err(finding) => {
                        self.reports.push(Report::new(Some(document.source), vec![*finding]));
                        continue;
                    }
                };
                if path == project {
                    put(&mut dbt, "project", value(&node));
                    continue;
                }
                let Said::Map(entries) = &node.value else { continue };
                for entry in entries {
                    let Said::List(items) = &entry.node.value else { continue };
                    let list = kinds.entry(entry.key.clone()).or_default();
                    list.extend(items.iter().enumerate().map(|(index, item)| resource(path, &entry.key, index, item)));
                }
            }
        }
        for (kind, list) in kinds {
            put(&mut dbt, &kind, list);
        }
        Value::from(dbt)
    }
}

fn is_yaml(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "yml" || extension == "yaml")
}

fn resource(file: &str, kind: &str, index: usize, properties: &Node) -> Value {
    let mut resource = Object::new();
    put(&mut resource, "properties", value(properties));
    put(&mut resource, "file", file);
    put(&mut resource, "path", vec![Value::from(kind), Value::from(index)]);
    Value::from(resource)
}

/// The byte at a line and a column, both from 1.
fn at_line(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    (start + column.saturating_sub(1)).min(text.len())
}
