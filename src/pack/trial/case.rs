//! The cases of a pack: folders with answers, and the combinations of a matrix.

use std::fs;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::diagnostics::{Finding, Report, Source};
use crate::error::{Error, Result};
use crate::manifest::node::{Node, Origin};
use crate::manifest::{Draft, read};
use crate::pack::TESTS;
use crate::pack::lint::{YAML, typed};

/// The file of a case that says what the product is.
const ANSWERS: &str = "answers.yaml";
/// The folder of a case with the product that is expected.
const EXPECTED: &str = "expected";
/// The file with a matrix.
const MATRIX: &str = "matrix.yaml";
/// The most combinations that are rendered.
const MOST: usize = 1000;

/// A product that is rendered to try a pack out.
#[derive(Debug)]
pub struct Case {
    /// The name.
    pub name: String,
    /// What is said about the product; the starter of the pack says the rest.
    pub draft: Draft,
    /// Where the product stands that is expected.
    pub expected: Option<PathBuf>,
}

/// `tests/matrix.yaml`: products that differ in some answers.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Matrix {
    /// What all products have in common, as a manifest says it.
    #[serde(default)]
    answers: Json,
    /// Paths such as `spec.outputPorts[0].kind`, each with its values: every combination is rendered once.
    #[serde(default)]
    vary: IndexMap<String, Vec<Json>>,
}

/// The cases of the pack in a folder, or what is wrong with the files that describe them.
pub fn cases(folder: &Path) -> Result<std::result::Result<Vec<Case>, Vec<Report>>> {
    let tests = folder.join(TESTS);
    let mut cases = Vec::new();
    let mut reports = Vec::new();
    for name in folders(&tests)? {
        let place = tests.join(&name);
        let path = place.join(ANSWERS);
        if !path.is_file() {
            continue;
        }
        let document = read::read(&path)?;
        match document.node {
            Ok(node) => {
                let draft = Draft::from_file(node, document.source);
                cases.push(Case { name, draft, expected: Some(place.join(EXPECTED)) });
            }
            Err(finding) => reports.push(Report::new(Some(document.source), vec![*finding])),
        }
    }
    let path = tests.join(MATRIX);
    if path.is_file() {
        match matrix(&path)? {
            Ok(more) => cases.extend(more),
            Err(report) => reports.push(report),
        }
    }
    Ok(if reports.is_empty() { Ok(cases) } else { Err(reports) })
}

/// The folders below a folder, in alphabetical order.
fn folders(folder: &Path) -> Result<Vec<String>> {
    let failed = |source| Error::Read { path: folder.to_owned(), source };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    Ok(names)
}

fn matrix(path: &Path) -> Result<std::result::Result<Vec<Case>, Report>> {
    let document = read::read(path)?;
    let all = |findings| Ok(Err(Report::new(Some(document.source.clone()), findings)));
    let refuse = |finding: Finding| all(vec![finding]);
    let node = match document.node {
        Ok(node) => node,
        Err(finding) => return refuse(*finding),
    };
    let matrix: Matrix = match typed(&node) {
        Ok(matrix) => matrix,
        Err(findings) => return all(findings),
    };
    let count = matrix.vary.values().try_fold(1, |count: usize, values| count.checked_mul(values.len()));
    if count.is_none_or(|count| count == 0 || count > MOST) {
        let message = match count {
            Some(0) => "a path of the matrix has no values".to_owned(),
            _ => format!("the matrix has more than {MOST} combinations"),
        };
        return refuse(Finding::at(&YAML, &node, "/vary", message).help("give every path the values that matter"));
    }
    let mut combinations: Vec<Vec<(&str, &Json)>> = vec![Vec::new()];
    for (path, values) in &matrix.vary {
        let mut longer = Vec::new();
        for combination in &combinations {
            for value in values {
                let mut combination = combination.clone();
                combination.push((path, value));
                longer.push(combination);
            }
        }
        combinations = longer;
    }
    let mut cases = Vec::new();
    for combination in combinations {
        match case(&matrix.answers, &combination, &document.source) {
            Ok(case) => cases.push(case),
            Err((path, reason)) => {
                let pointer = format!("/vary/{}", path.replace('~', "~0").replace('/', "~1"));
                return refuse(Finding::at_key(&YAML, &node, pointer, reason).help("write it as after --set"));
            }
        }
    }
    Ok(Ok(cases))
}

/// One combination, or the path that cannot be set.
fn case(answers: &Json, combination: &[(&str, &Json)], source: &Source) -> Result<Case, (String, String)> {
    let mut draft = Draft::default();
    if answers.is_object() {
        draft.node = Node::from_json(answers.clone(), &Origin::Flag(format!("{}: answers", source.path)));
    }
    let mut words = Vec::new();
    for (path, value) in combination {
        let origin = Origin::Flag(format!("{}: {path}={value}", source.path));
        let node = Node::from_json((*value).clone(), &origin);
        draft.set(path, node).map_err(|error| ((*path).to_owned(), error.to_string()))?;
        words.push(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    let name = if words.is_empty() { "matrix".to_owned() } else { format!("matrix: {}", words.join(", ")) };
    Ok(Case { name, draft, expected: None })
}
