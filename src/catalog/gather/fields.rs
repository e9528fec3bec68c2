//! Fields of a row, members right after the field they belong to.

use super::{Atlas, html, text};
use crate::catalog::model;
use crate::manifest::Manifest;
use crate::manifest::document::{Classification, Field};
use crate::manifest::value::Text;
use crate::mesh::Surveyed;
use crate::render::context::mask;

/// The most examples that are shown of a field, and the most values that it may have.
const MOST_EXAMPLES: usize = 3;
const MOST_VALUES: usize = 40;

impl Atlas<'_> {
    pub(super) fn fields(&self, product: &Surveyed, fields: &[Field]) -> Vec<model::Field> {
        let mut all = Vec::with_capacity(fields.len());
        self.members(product, fields, "", 0, &mut all);
        all
    }

    fn members(&self, product: &Surveyed, fields: &[Field], above: &str, depth: usize, all: &mut Vec<model::Field>) {
        for field in fields {
            let path = format!("{above}{}", field.name);
            let below = format!("{path}.");
            all.push(self.field(product, field, path, depth));
            self.members(product, &field.fields, &below, depth + 1, all);
        }
    }

    fn field(&self, product: &Surveyed, field: &Field, path: String, depth: usize) -> model::Field {
        let manifest = &product.manifest;
        let pii = holds_pii(field);
        model::Field {
            path,
            name: field.name.to_string(),
            depth,
            logical_type: field.logical_type.to_string(),
            required: field.required,
            primary_key: field.primary_key,
            unique: field.unique,
            pii,
            mask: pii.then(|| mask(field, manifest).as_str()),
            classification: field.classification.map(Classification::as_str),
            description: field.description.as_ref().map(ToString::to_string),
            description_html: field.description.as_deref().map(html::line),
            examples: field.examples.iter().take(MOST_EXAMPLES).map(text::value).collect(),
            accepted: field.accepted.iter().take(MOST_VALUES).map(Text::to_string).collect(),
            default: field.default.as_ref().map(text::value),
            references: field.references.as_ref().map(|reference| model::FieldReference {
                port: reference.port.to_string(),
                field: reference.field.to_string(),
                href: self.read_by(product, reference.port.as_str()),
            }),
        }
    }

    /// The page of the product that an input port reads.
    fn read_by(&self, product: &Surveyed, port: &str) -> Option<String> {
        let ports = &product.manifest.spec.input_ports;
        let reads = product.reads.iter().find(|reads| ports[reads.port].name.as_str() == port)?;
        self.reference(&reads.product).href
    }
}

/// Whether a field or any member of it holds personal data.
fn holds_pii(field: &Field) -> bool {
    field.is_pii() || field.fields.iter().any(holds_pii)
}

/// Whether any field of a product holds personal data.
pub(super) fn has_pii(manifest: &Manifest) -> bool {
    manifest.spec.schema.fields.iter().any(holds_pii)
}
