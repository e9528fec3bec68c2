//! What the sections of a manifest mean together: one file per group of rules, every finding at once.
//!
//! A rule names its place by a JSON Pointer; where that stands in the file is looked up in one place.

mod access;
mod characters;
mod fields;
mod lineage;
mod mapping;
mod names;
mod options;
mod ports;
mod previous;
mod quality;
mod slo;
mod values;
mod versions;

pub use fields::is_symbol;
pub use names::is_reserved;
pub use values::value_fits;

use super::document::{Field, Manifest};
use super::node::Node;
use crate::diagnostics::{Finding, Rule};
use crate::pack::Pack;

/// Every rule that a manifest can break, in the order of the reference.
pub const RULES: &[&Rule] = &[
    &super::read::ENCODING,
    &super::read::UNREADABLE,
    &super::read::SYNTAX,
    &super::shape::UNKNOWN_KEY,
    &super::shape::MISSING,
    &super::shape::WRONG_TYPE,
    &super::shape::BAD_VALUE,
    &names::RESERVED,
    &names::COLLISION,
    &names::GRAMMAR,
    &versions::MAJOR,
    &previous::MAJOR,
    &previous::DATES,
    &previous::COLUMNS,
    &previous::DERIVED,
    &previous::TABLE,
    &previous::CONSUMER,
    &fields::PRIMARY_KEY,
    &fields::KEY_REQUIRED,
    &fields::PARTS,
    &fields::SYMBOLS,
    &fields::MASK,
    &fields::REFERENCE,
    &values::DEFAULT,
    &values::EXAMPLE,
    &ports::UNKNOWN_ID,
    &options::OPTION,
    &options::SECRET,
    &ports::OPTION,
    &ports::COLUMN,
    &ports::CIRCULAR,
    &slo::ORDER,
    &slo::AGE_COLUMN,
    &quality::UNKNOWN_FIELD,
    &quality::ARGUMENTS,
    &lineage::UNKNOWN_PORT,
    &lineage::UNKNOWN_FIELD,
    &lineage::CIRCULAR,
    &lineage::UPSTREAM,
    &mapping::UNMAPPED,
    &access::DUPLICATE_CONSUMER,
    &access::CONSUMER_DOMAIN,
    &access::PRIVACY_FIELDS,
    &access::PRINCIPAL,
    &access::UNDECLARED,
];

/// Everything that is wrong with a well-formed manifest.
pub fn check(manifest: &Manifest, document: &Node, pack: &Pack) -> Vec<Finding> {
    let mut check = Check { manifest, document, pack, findings: Vec::new() };
    names::check(&mut check);
    versions::check(&mut check);
    previous::check(&mut check);
    fields::check(&mut check);
    values::check(&mut check);
    ports::check(&mut check);
    options::check(&mut check);
    slo::check(&mut check);
    quality::check(&mut check);
    lineage::check(&mut check);
    mapping::check(&mut check);
    access::check(&mut check);
    characters::check(&mut check);
    check.findings
}

/// What a rule sees, and where its findings go.
struct Check<'a> {
    manifest: &'a Manifest,
    document: &'a Node,
    pack: &'a Pack,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    /// Reports a broken rule at the value of `pointer`.
    fn report(
        &mut self,
        rule: &'static Rule,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding::at(rule, self.document, pointer, message).help(help));
    }

    /// Reports a broken rule at the key of `pointer`.
    fn report_key(
        &mut self,
        rule: &'static Rule,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding::at_key(rule, self.document, pointer, message).help(help));
    }

    /// Reports something worth knowing.
    fn warn(
        &mut self,
        rule: &'static Rule,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.findings.push(Finding::at(rule, self.document, pointer, message).help(help).warning());
    }

    /// The product's fields.
    fn fields(&self) -> &'a [Field] {
        &self.manifest.spec.schema.fields
    }

    /// The names (`snake_case`) of the product's fields.
    fn field_names(&self) -> Vec<String> {
        self.fields().iter().map(Field::snake).collect()
    }

    /// The names (`snake_case`) of the columns that the business logic gives.
    fn column_names(&self) -> Vec<String> {
        self.manifest.columns_of_logic().into_iter().map(Field::snake).collect()
    }
}

/// Every field with its pointer, members of structs included, of the product, its earlier versions and its inputs.
fn all_fields(manifest: &Manifest) -> Vec<(String, &Field)> {
    let mut found = Vec::new();
    collect("/spec/schema/fields", &manifest.spec.schema.fields, &mut found);
    for (index, previous) in manifest.spec.schema.previous.iter().enumerate() {
        collect(&format!("/spec/schema/previous/{index}/fields"), &previous.fields, &mut found);
    }
    for (index, port) in manifest.spec.input_ports.iter().enumerate() {
        collect(&format!("/spec/inputPorts/{index}/fields"), &port.fields, &mut found);
    }
    found
}

fn collect<'a>(pointer: &str, fields: &'a [Field], found: &mut Vec<(String, &'a Field)>) {
    for (index, field) in fields.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        collect(&format!("{at}/fields"), &field.fields, found);
        found.push((at, field));
    }
}
