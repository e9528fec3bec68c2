//! What is wrong with a pack: all of it at once, each with its place.
//!
//! A pack is looked at together with the packs below it, and what is said is about its own files alone.

mod about;
mod component;
mod context;
mod document;
mod filters;
mod language;
mod paths;
mod reads;
mod relatives;
mod rules;
mod starters;
mod template;
mod types;
mod unused;
mod value;
mod walk;

pub(crate) use document::typed;
pub use rules::RULES;
pub(crate) use rules::YAML;

use std::collections::BTreeMap;
use std::path::Path;

use super::{Files, Pack, PackFile};
use crate::diagnostics::{Finding, Report, Source};
use crate::error::Result;
use crate::manifest::node::Origin;
use document::{Document, finding};

/// The file that makes a folder a pack.
const PACK_FILE: &str = "pack.yaml";

/// Checks the pack in a folder, laid over the pack `below`; the built-in one lies over none.
pub fn lint(folder: &Path, below: Option<&Pack>) -> Result<Vec<Report>> {
    let (files, refused) = Files::look(folder)?;
    let mut lint = Lint::new(folder, &files, below);
    for (path, reason) in refused {
        lint.add(&path, whole(&rules::FILE, reason).help("put a copy of the file there"));
    }
    about::check(&mut lint);
    let whole = lint.whole();
    component::check(&mut lint, &whole);
    let reads = template::check(&mut lint, &whole);
    starters::check(&mut lint);
    unused::check(&mut lint, &reads);
    Ok(lint.reports())
}

/// The variables of the context that the templates and rules of a pack read, each with its meaning.
pub fn variables(pack: &Pack) -> BTreeMap<String, String> {
    let nothing = Files::default();
    let mut lint = Lint::new(Path::new(""), &nothing, Some(pack));
    let whole = Whole { files: pack.files().clone(), about: pack.about.clone() };
    let reads = template::check(&mut lint, &whole);
    let schema = context::schema(&whole, "");
    let known = reads.paths().filter_map(|path| context::meaning(path, &schema));
    known.map(|(path, meaning)| (path.to_owned(), meaning)).collect()
}

/// The packs below a pack, and the pack itself as far as it could be read.
struct Whole {
    files: Files,
    about: PackFile,
}

/// A pack while it is looked at.
struct Lint<'a> {
    folder: &'a Path,
    /// The pack's own files.
    files: &'a Files,
    below: Option<&'a Pack>,
    /// Its YAML files that could be read.
    documents: BTreeMap<String, Document>,
    /// What its `pack.yaml` says, when that could be read.
    about: Option<PackFile>,
    /// What was found, by the file that it is about.
    findings: BTreeMap<String, Vec<Finding>>,
}

impl<'a> Lint<'a> {
    fn new(folder: &'a Path, files: &'a Files, below: Option<&'a Pack>) -> Self {
        let documents = BTreeMap::new();
        Self { folder, files, below, documents, about: None, findings: BTreeMap::new() }
    }

    fn add(&mut self, path: &str, finding: Finding) {
        self.findings.entry(path.to_owned()).or_default().push(finding);
    }

    /// Reads a YAML file of the pack, once.
    fn read(&mut self, path: &str) {
        let Some(text) = self.files.text(path) else {
            return self.add(path, whole(&rules::YAML, "the file is not UTF-8").help("save the file as UTF-8"));
        };
        match Document::read(text) {
            Ok(document) => drop(self.documents.insert(path.to_owned(), document)),
            Err(finding) => self.add(path, *finding),
        }
    }

    /// The pack with everything below it: what a product would be rendered from.
    fn whole(&mut self) -> Whole {
        let mut files = self.below.map(|pack| pack.files().clone()).unwrap_or_default();
        self.remove(&mut files);
        let name = self.about.as_ref().map_or("", |about| about.name.as_str());
        files.lay(name, self.files.clone());
        let about = match (self.below, self.about.clone()) {
            (Some(below), Some(about)) => below.about.clone().overlaid(about),
            (Some(below), None) => below.about.clone(),
            (None, Some(about)) => about,
            (None, None) => PackFile::default(),
        };
        Whole { files, about }
    }

    /// Takes away what the pack removes from those below.
    fn remove(&mut self, files: &mut Files) {
        let removed = self.about.iter().flat_map(|about| about.remove.clone()).enumerate();
        for (index, text) in removed.collect::<Vec<_>>() {
            let document = self.documents.get(PACK_FILE);
            if let (Err(reason), Some(document)) = (files.remove_one(&text), document) {
                let message = format!("`{}` {reason}", crate::diagnostics::shown(&text));
                let finding = document.at(&rules::REMOVE, &format!("/remove/{index}"), message);
                self.add(PACK_FILE, finding.help("name a file or a folder by its path inside the pack below"));
            }
        }
    }

    /// One report for each file with findings, in the order of their paths.
    fn reports(self) -> Vec<Report> {
        let (folder, files) = (self.folder, self.files);
        let report = |(path, findings): (String, Vec<Finding>)| {
            let shown = folder.join(&path).components().collect::<std::path::PathBuf>().display().to_string();
            let text = files.text(&path).unwrap_or_default().to_owned();
            Report::new(Some(Source::new(shown, text)), findings)
        };
        self.findings.into_iter().map(report).collect()
    }
}

/// A finding about a whole file.
fn whole(rule: &'static crate::diagnostics::Rule, message: impl Into<String>) -> Finding {
    Finding { origin: Origin::Default, ..finding(rule, &(0..0), message) }
}
