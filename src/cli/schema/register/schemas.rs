//! The files of a product that hold the schemas of its major versions.

use std::path::Path;

use serde_json::Value as Json;

use crate::avro;
use crate::diagnostics::Finding;
use crate::error::Result;
use crate::evolution::avro::Schema;
use crate::evolution::history::of_line;
use crate::manifest::Manifest;
use crate::manifest::node::Node;
use crate::plan::ProductPath;
use crate::product::Step;
use crate::schema_registry::rules::OUT_OF_STEP;
use crate::schema_registry::{DEFAULT_SUBJECT, Named, Wanted};

/// The file with the schema of a major version.
pub(super) struct File {
    /// The major version.
    pub major: u64,
    /// Where it is.
    pub path: ProductPath,
    /// Where the manifest speaks of the version: a JSON Pointer.
    pub pointer: String,
    /// What the registry is to have.
    pub wanted: Wanted,
}

/// A major version that is served.
struct Major {
    number: u64,
    /// The full name of its record.
    record: String,
    pointer: String,
}

/// The schemas of the major versions that are served, the oldest first, or what is wrong with their files.
pub(super) fn of(
    step: &Step,
    namespace: &str,
    pattern: Option<&str>,
    node: &Node,
) -> Result<(Vec<File>, Vec<Finding>)> {
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    let manifest = &step.manifest;
    for Major { number, record, pointer } in majors(manifest, namespace) {
        match file(step, &record) {
            Ok((path, text, schema)) => {
                let metadata = &manifest.metadata;
                let named = Named { domain: &metadata.domain, name: &metadata.name, major: number, record: &record };
                let subject = named.subject(pattern.unwrap_or(DEFAULT_SUBJECT))?;
                let wanted = Wanted { subject, text, schema, mode: manifest.spec.schema.evolution };
                files.push(File { major: number, path, pointer, wanted });
            }
            Err(message) => findings.push(
                Finding::at(&OUT_OF_STEP, node, pointer, format!("version {number}: {message}"))
                    .help("bring the product in step with `mesh-cli generate`, and register what was reviewed"),
            ),
        }
    }
    Ok((files, findings))
}

/// The major versions that are served, the oldest first.
fn majors(manifest: &Manifest, namespace: &str) -> Vec<Major> {
    let previous = (0..manifest.spec.schema.previous.len()).map(Some);
    let major = |previous: Option<usize>| {
        let then = of_line(manifest, previous);
        let record = full_name(&avro::schema(&then, namespace));
        let pointer = previous.map_or("/spec/schema".to_owned(), |index| format!("/spec/schema/previous/{index}"));
        Major { number: then.metadata.version.major(), record, pointer }
    };
    let mut majors: Vec<Major> = previous.chain([None]).map(major).collect();
    majors.sort_by_key(|major| major.number);
    majors
}

/// The name of a record with its namespace.
fn full_name(schema: &Json) -> String {
    let text = |key: &str| schema.get(key).and_then(Json::as_str).filter(|text| !text.is_empty());
    [text("namespace"), text("name")].into_iter().flatten().collect::<Vec<_>>().join(".")
}

/// The file that holds a record, as it is on disk, when that is what is rendered.
fn file(step: &Step, record: &str) -> Result<(ProductPath, String, Schema), String> {
    let is_schema =
        |path: &&ProductPath| Path::new(path.as_str()).extension().is_some_and(|extension| extension == "avsc");
    let holds = |contents: &[u8]| {
        let schema = Schema::parse(std::str::from_utf8(contents).ok()?).ok()?;
        schema.name().is_some_and(|name| name.to_string() == record).then_some(schema)
    };
    let planned = step.plan.files.iter().filter(|(path, _)| is_schema(path));
    let path = planned.filter(|(_, file)| holds(&file.contents).is_some()).map(|(path, _)| path).next();
    let path = path.ok_or_else(|| format!("no file of the product holds the Avro record {record}"))?;
    if step.changes.iter().any(|change| change.path == *path && change.is_out_of_step()) {
        return Err(format!("{path} is not what the manifest and the packs render"));
    }
    let disk = step.before.disk.get(path).ok_or_else(|| format!("{path} is not there"))?;
    let schema = holds(&disk.contents).ok_or_else(|| format!("{path} does not hold the Avro record {record}"))?;
    Ok((path.clone(), String::from_utf8_lossy(&disk.contents).into_owned(), schema))
}
