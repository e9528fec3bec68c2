//! The pages of a product.

use std::path::Path;

use super::ports::{Served, Settings};
use super::{Atlas, access, build, domain_href, fields, folder, html, product_href, promises, samples, text, title};
use crate::catalog::model::{ProductPage, Version, VersionPage};
use crate::error::Result;
use crate::manifest::document::{self, Previous};
use crate::mesh::Surveyed;
use crate::run::Sample;

/// The most bytes of a change log that are shown.
const MOST_CHANGES: usize = 32 * 1024;
/// A product's change log.
const CHANGELOG: &str = "CHANGELOG.md";

/// The pages of a product: its own, and one for each major version that is served.
pub struct ProductPages {
    /// Its own.
    pub product: ProductPage,
    /// Its versions, the current one first.
    pub versions: Vec<VersionPage>,
}

impl Atlas<'_> {
    /// The pages of a product. `root` leads from its own page to the root of the site.
    pub fn product(&self, at: usize, root: &str) -> Result<ProductPages> {
        let product = self.at(at);
        let manifest = &product.manifest;
        let (metadata, spec) = (&manifest.metadata, &manifest.spec);
        let domain = metadata.domain.as_str();
        let built = self.samples(at);
        let fields = self.fields(product, &spec.schema.fields);
        let locations = self.locations(product)?;
        let outputs = self.outputs(product, &locations, &Served { table: None, major: None, fields: &fields })?;
        let current = current(product);
        let sample = samples::sample(built.as_ref(), current.major);
        let mut versions = vec![VersionPage {
            version: current,
            fields: fields.clone(),
            outputs: outputs.clone(),
            sample: sample.clone(),
            acknowledged: Vec::new(),
        }];
        for previous in manifest.previous() {
            if versions.iter().all(|known| known.version.major != previous.version.major()) {
                versions.push(self.earlier(product, &locations, previous, built.as_ref())?);
            }
        }
        let consumers = self.consumers(at);
        let product = ProductPage {
            id: product.id.to_string(),
            name: metadata.name.to_string(),
            title: title(product),
            domain: domain.to_owned(),
            domain_title: self.domain_title(domain),
            domain_href: domain_href(domain),
            hue: self.hue(domain),
            href: product_href(product),
            summary: text::summary(&spec.description),
            description: spec.description.trim().to_owned(),
            description_html: html::prose(&spec.description),
            version: metadata.version.to_string(),
            archetype: spec.archetype.to_string(),
            tags: metadata.tags.iter().map(ToString::to_string).collect(),
            owner: self.owner(at),
            catalog_url: metadata.catalog_url.as_ref().map(ToString::to_string),
            manifest: format!("{}/{}", product.place, document::FILE_NAME).trim_start_matches("./").to_owned(),
            schema_version: spec.schema.version.to_string(),
            evolution: spec.schema.evolution.as_str().to_owned(),
            pii: fields::has_pii(manifest),
            fields,
            promises: promises::promises(manifest),
            tests: promises::tests(manifest),
            inputs: self.inputs(product)?,
            outputs,
            lineage: self.provenance(at, root),
            readers: consumers.len(),
            consumers: access::shown(consumers),
            access: access::access(product),
            sample,
            versions: versions.iter().map(|page| page.version.clone()).collect(),
            changelog_html: changes(&product.root),
            build: self.result(at).map(build::build),
            policies: self.verdicts.get(&at).cloned(),
        };
        Ok(ProductPages { product, versions })
    }

    fn earlier(
        &self,
        product: &Surveyed,
        locations: &[Settings],
        previous: &Previous,
        built: Option<&Sample>,
    ) -> Result<VersionPage> {
        let major = previous.version.major();
        let fields = self.fields(product, &previous.served(&product.manifest));
        let table = previous.table.as_ref().map(ToString::to_string);
        let outputs = self.outputs(product, locations, &Served { table, major: Some(major), fields: &fields })?;
        let acknowledged = previous.acknowledged_by.iter().map(|word| self.reference(&word.consumer.to_string()));
        let version = Version {
            version: previous.version.to_string(),
            major,
            href: version_href(product, major),
            current: false,
            deprecated: Some(previous.deprecated.to_string()),
            removed: Some(previous.removed.to_string()),
            note_html: previous.note.as_deref().map(html::line),
        };
        let sample = samples::sample(built, major);
        Ok(VersionPage { version, fields, outputs, sample, acknowledged: acknowledged.collect() })
    }
}

fn current(product: &Surveyed) -> Version {
    let version = &product.manifest.spec.schema.version;
    let major = version.major();
    Version {
        version: version.to_string(),
        major,
        href: version_href(product, major),
        current: true,
        deprecated: None,
        removed: None,
        note_html: None,
    }
}

fn version_href(product: &Surveyed, major: u64) -> String {
    format!("{}v{major}/index.html", folder(product))
}

/// The change log of a product, if it has one. Of a very long one, the newest part. A link could show any file of this
/// machine.
fn changes(root: &Path) -> Option<String> {
    let path = root.join(CHANGELOG);
    let is_ours = std::fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file());
    let text = is_ours.then(|| std::fs::read_to_string(path).ok())??;
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at > MOST_CHANGES).unwrap_or(text.len());
    let shown = html::safe(&text[..end]);
    (!shown.trim().is_empty()).then_some(shown)
}
