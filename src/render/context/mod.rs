//! What a template sees: a public, documented, serialisable value, derived from the manifest and the pack.
//!
//! Every template of every component gets the same context. Names are safe in any language;
//! whatever a user wrote needs a filter.

mod access;
mod fields;
mod inputs;
mod ports;
mod product;
mod slo;
mod tests;
mod transformations;
mod versions;

pub use access::{AccessView, ConsumerView, RetentionView, RoleView};
pub(crate) use fields::mask;
pub use fields::{FieldView, MadeOfView, fields};
pub use inputs::{CdcView, FreshnessView, InputView, PeriodView, SampleView, SourceView};
pub use ports::PortView;
pub use product::{Forms, OwnerView, ProductView};
pub use slo::{AccuracyView, AvailabilityView, CompletenessView, DurationView, FreshnessSloView, PercentView, SloView};
pub use tests::TestView;
pub use transformations::{ExampleView, JoinView, TransformationView, UpstreamView};
pub use versions::VersionView;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::pack::Pack;

/// The root of the context.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Context {
    /// This program.
    pub tool: Versioned,
    /// The pack that the templates come from.
    pub pack: Versioned,
    /// The organisation that the product belongs to.
    pub organisation: crate::pack::Organisation,
    /// The product: its names, versions and description.
    pub product: ProductView,
    /// Who answers for it.
    pub owner: OwnerView,
    /// The fields of one row, in the order consumers see them.
    pub fields: Vec<FieldView>,
    /// The names (`snake_case`) of the fields of the primary key.
    pub primary_key: Vec<String>,
    /// The names (`snake_case`) of the fields that hold personal data.
    pub pii_fields: Vec<String>,
    /// Whether any field holds personal data.
    pub has_pii: bool,
    /// The major versions that consumers can read, newest first: the current one, then those of `previous`.
    pub versions: Vec<VersionView>,
    /// Earlier major versions that are served beside the current one until their last day, newest first.
    pub previous: Vec<VersionView>,
    /// The columns that the business logic gives: the fields, then those that only earlier versions need.
    pub columns: Vec<FieldView>,
    /// Columns that every product's table carries for its operators, beyond the contract.
    pub header: Vec<FieldView>,
    /// A row of sample values, by column of the business logic (`snake_case`), as text that `DuckDB` reads into the field's type.
    #[schemars(extend("x-text" = true))]
    pub sample_cells: BTreeMap<String, String>,
    /// The instant of the newest sample row (RFC 3339, UTC).
    pub sample_anchor: String,
    /// The dbt sources: the input ports by system.
    pub sources: Vec<SourceView>,
    /// The input ports.
    pub inputs: Vec<InputView>,
    /// The output ports.
    pub outputs: Vec<PortView>,
    /// The primary output port: the first one.
    pub port: PortView,
    /// The service levels.
    pub slo: SloView,
    /// The quality tests.
    pub tests: Vec<TestView>,
    /// The steps from the inputs to the product.
    pub transformations: Vec<TransformationView>,
    /// Upstream systems and products.
    pub upstream: Vec<UpstreamView>,
    /// Who reads the product: the declared consumers, then other products downstream.
    pub consumers: Vec<ConsumerView>,
    /// The consumers that are granted access: those with a principal.
    pub granted_consumers: Vec<ConsumerView>,
    /// Classification, retention, roles and masking.
    pub access: AccessView,
    /// Continuous integration.
    pub ci: CiView,
    /// The options of the pack: every option, with its default where the manifest says nothing, and null where there is
    /// none or where the option is no question.
    pub options: BTreeMap<String, Json>,
    /// The Avro schema of a row, ready to be printed as JSON.
    pub avro: Json,
    /// The whole manifest, as a value.
    pub manifest: Json,
}

/// Something with a name and a version.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Versioned {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
}

/// Continuous integration.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CiView {
    /// The provider's id.
    pub provider: String,
}

impl Context {
    /// Derives the context of a manifest. The fragments of the port kind are rendered on the way.
    pub fn new(manifest: &Manifest, pack: &Pack) -> Result<Self> {
        let product = ProductView::new(manifest);
        let fields = fields(&manifest.spec.schema.fields, manifest, pack)?;
        let inputs = inputs::inputs(manifest, pack)?;
        let outputs = manifest
            .spec
            .output_ports
            .iter()
            .map(|port| PortView::new(port, manifest, pack))
            .collect::<Result<Vec<_>>>()?;
        let port =
            outputs.first().cloned().ok_or_else(|| Error::Internal("a product without an output port".into()))?;
        let consumers = access::consumers(manifest);
        let organisation = pack.about.organisation.clone();
        let versions = versions::versions(manifest, &fields, &port, pack)?;
        let names = |pick: fn(&FieldView) -> bool| {
            fields.iter().filter(|field| pick(field)).map(|field| field.snake.clone()).collect::<Vec<_>>()
        };
        let mut context = Self {
            tool: Versioned { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
            pack: Versioned { name: pack.about.name.clone(), version: pack.about.version.clone() },
            avro: crate::avro::schema(manifest, &organisation.namespace),
            options: options(manifest, pack)?,
            organisation,
            primary_key: names(|field| field.primary_key),
            pii_fields: names(|field| field.pii),
            has_pii: fields.iter().any(FieldView::holds_pii),
            previous: versions.iter().filter(|version| !version.current).cloned().collect(),
            versions,
            columns: self::fields::fields(manifest.columns_of_logic(), manifest, pack)?,
            header: self::fields::fields(&pack.about.header, manifest, pack)?,
            sample_cells: crate::sample::cells(manifest, pack)?,
            sample_anchor: pack.pools()?.anchor.to_string(),
            sources: inputs::sources(&inputs),
            tests: tests::tests(manifest, pack)?,
            transformations: transformations::transformations(manifest, &inputs),
            upstream: transformations::upstream(manifest),
            granted_consumers: consumers.iter().filter(|consumer| consumer.principal.is_some()).cloned().collect(),
            consumers,
            slo: SloView::new(manifest),
            access: AccessView::new(manifest),
            ci: CiView { provider: manifest.spec.ci.provider.to_string() },
            manifest: serde_json::to_value(manifest).map_err(|error| Error::Internal(error.to_string()))?,
            product,
            owner: OwnerView::new(&manifest.metadata.owner),
            fields,
            inputs,
            outputs,
            port,
        };
        context.render_fragments(pack)?;
        Ok(context)
    }

    fn render_fragments(&mut self, pack: &Pack) -> Result<()> {
        let fragments = pack.fragments(&self.port.kind);
        let engine = pack.engine(&Pack::fragment_folder(&self.port.kind))?;
        let context = self.to_tera()?;
        for (name, path) in &fragments {
            self.port.fragments.insert(name.clone(), engine.render(path, &context)?);
        }
        for version in self.versions.iter_mut().chain(&mut self.previous) {
            if version.current {
                version.fragments = self.port.fragments.clone();
                continue;
            }
            // Fragments speak of columns: here, of those of the earlier version.
            let mut slo = self.slo.clone();
            slo.freshness.column =
                slo.freshness.column.and_then(|column| Some(version.field_of(&column)?.snake.clone()));
            let mut context = context.clone();
            context.insert("fields", &version.fields);
            context.insert("primary_key", &version.primary_key);
            context.insert("has_pii", &version.has_pii);
            context.insert("slo", &slo);
            for (name, path) in &fragments {
                version.fragments.insert(name.clone(), engine.render(path, &context)?);
            }
        }
        Ok(())
    }

    /// The JSON Schema of the context: every variable, with its meaning.
    pub fn json_schema() -> Json {
        let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
        settings.into_generator().into_root_schema_for::<Self>().to_value()
    }

    /// The context in the form that the engine reads.
    pub fn to_tera(&self) -> Result<tera::Context> {
        tera::Context::from_serialize(self).map_err(|error| Error::Internal(error.to_string()))
    }
}

/// The value of every option of the pack.
fn options(manifest: &Manifest, pack: &Pack) -> Result<BTreeMap<String, Json>> {
    let (domain, name) = (&manifest.metadata.domain, &manifest.metadata.name);
    let answers = crate::pack::answers(pack.options()?, &manifest.spec.options, "options", domain, name)?;
    Ok(answers.into_iter().map(|answer| (answer.spec.name.clone(), answer.value)).collect())
}
