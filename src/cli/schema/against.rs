//! What a contract is compared with.

use std::path::{Path, PathBuf};

use super::registry;
use crate::cli::usage;
use crate::diagnostics::Finding;
use crate::error::{Error, Result};
use crate::evolution::avro::Schema;
use crate::evolution::history::{Line, UNREADABLE, of_line};
use crate::manifest::Manifest;
use crate::manifest::node::Node;
use crate::mesh::Mesh;
use crate::pack::Pack;
use crate::schema_registry::{Address, DEFAULT_SUBJECT, Named, Registered, Registry, Subject};

/// What a contract is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Against {
    /// A commit of git; without a name what the work tree has in common with the default branch.
    Git(Option<String>),
    /// A manifest.
    Manifest(PathBuf),
    /// The folder of a product, or of many.
    Folder(PathBuf),
    /// An Avro schema.
    Avro(PathBuf),
    /// A Schema Registry, a subject or a version in it.
    Registry(Box<Address>),
}

impl Against {
    /// What the words of the command line mean: a URL, a path where there is one, else a name of git.
    pub(super) fn of(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self::Git(None)) };
        if text.contains("://") {
            return registry::address(Some(text), None).map(Box::new).map(Self::Registry);
        }
        let path = Path::new(text);
        Ok(match path.metadata() {
            Ok(found) if found.is_dir() => Self::Folder(path.to_owned()),
            Ok(_) if path.extension().is_some_and(|extension| extension == "avsc") => Self::Avro(path.to_owned()),
            Ok(_) => Self::Manifest(path.to_owned()),
            Err(_) => Self::Git(Some(text.to_owned())),
        })
    }
}

/// Reads an Avro schema.
pub(super) fn avro(path: &Path) -> Result<Schema> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Schema::parse(&text).map_err(|problems| {
        let first = problems.first().map(|problem| format!("{}: {}", problem.pointer, problem.message));
        usage(
            format!("{} is no Avro schema: {}", path.display(), first.unwrap_or_default()),
            "name an .avsc file, as `schemas/<name>_v<major>.avsc` of a product",
        )
    })
}

/// A Schema Registry that products are compared with.
pub(super) struct Subjects {
    registry: Registry,
    /// The subject that was named, and the version of it.
    named: Option<(Subject, Option<u32>)>,
    pattern: String,
}

/// The schemas of a registry that a product is held against, and what is wrong with others.
pub(super) type Filed = (Vec<Line>, Vec<Finding>);

impl Subjects {
    /// The registry at an address, as the environment and the mesh speak to it.
    pub(super) fn open(address: &Address, mesh: Option<&Mesh>) -> Result<Self> {
        let pattern = mesh.and_then(|mesh| mesh.registry.subject.clone());
        Ok(Self {
            registry: registry::connect(address, mesh)?,
            named: address.subject.clone().map(|subject| (subject, address.version)),
            pattern: pattern.unwrap_or_else(|| DEFAULT_SUBJECT.to_owned()),
        })
    }

    /// Whether one subject was named, which is that of one product.
    pub(super) fn is_one(&self) -> bool {
        self.named.is_some()
    }

    /// Where the registry is.
    pub(super) fn url(&self) -> &str {
        self.registry.url()
    }

    /// What the registry has of a product: of each major version that is served, or of the subject that was named.
    pub(super) fn of(&self, manifest: &Manifest, node: &Node, pack: &Pack) -> Result<Filed> {
        let (mut lines, mut findings) = (Vec::new(), Vec::new());
        if let Some((subject, version)) = &self.named {
            let schemas = self.schemas(subject, *version)?.ok_or_else(|| {
                usage(
                    format!("{} has no subject {}", self.url(), subject.as_str()),
                    "name the registry alone, and the subjects of the product are looked up",
                )
            })?;
            for schema in readable(schemas, node, &mut findings) {
                match Line::of(manifest, node, schema) {
                    Ok(line) => add(&mut lines, line),
                    Err(finding) => findings.push(*finding),
                }
            }
            return Ok((lines, findings));
        }
        let previous = 0..manifest.spec.schema.previous.len();
        for previous in std::iter::once(None).chain(previous.map(Some)) {
            let subject = self.subject(&of_line(manifest, previous), pack)?;
            if let Some(schemas) = self.schemas(&subject, None)? {
                lines.push(Line { previous, schemas: readable(schemas, node, &mut findings) });
            }
        }
        Ok((lines, findings))
    }

    fn subject(&self, manifest: &Manifest, pack: &Pack) -> Result<Subject> {
        let schema = crate::avro::schema(manifest, &pack.about.organisation.namespace);
        let text = |key: &str| schema.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
        let record = format!("{}.{}", text("namespace"), text("name"));
        let metadata = &manifest.metadata;
        let (domain, name, major) = (&metadata.domain, &metadata.name, metadata.version.major());
        Named { domain, name, major, record: record.trim_start_matches('.') }.subject(&self.pattern)
    }

    fn schemas(&self, subject: &Subject, version: Option<u32>) -> Result<Option<Vec<Registered>>> {
        match version {
            Some(version) => self.registry.schema(subject, version).map(|schema| Some(vec![schema])),
            None => self.registry.history(subject),
        }
    }
}

/// The schemas that can be compared; the others are findings, and never passed over.
fn readable(schemas: Vec<Registered>, node: &Node, findings: &mut Vec<Finding>) -> Vec<Schema> {
    let read = |schema: Registered| match schema.avro() {
        Ok(schema) => Some(schema),
        Err(why) => {
            let help = "compare with a manifest or an .avsc file instead, or name one version of the subject";
            findings.push(Finding::at(&UNREADABLE, node, "/spec/schema", why).help(help));
            None
        }
    };
    schemas.into_iter().filter_map(read).collect()
}

/// Adds a schema to those of the same version.
fn add(lines: &mut Vec<Line>, line: Option<Line>) {
    let Some(line) = line else { return };
    match lines.iter_mut().find(|known| known.previous == line.previous) {
        Some(known) => known.schemas.extend(line.schemas),
        None => lines.push(line),
    }
}
