//! Input ports, as dbt sources with sample data.

use heck::ToSnakeCase;
use schemars::JsonSchema;
use serde::Serialize;

use super::FieldView;
use super::fields::source_columns;
use crate::error::Result;
use crate::manifest::Manifest;
use crate::manifest::document::{Field, InputPort, Location};
use crate::manifest::name::Name;
use crate::manifest::value::{Duration, LogicalType, Scalar};
use crate::pack::{InputKind, Pack, RelationStyle};

/// An input port.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InputView {
    /// The port's name as it was written.
    pub name: String,
    /// The port's name in `snake_case`.
    pub snake: String,
    /// The kind's id.
    pub kind: String,
    /// The kind for people.
    #[schemars(extend("x-text" = true))]
    pub kind_title: String,
    /// The system that the data comes from.
    pub system: String,
    /// The dbt source.
    pub source: String,
    /// The dbt source's table: the port's name.
    pub entity: String,
    /// The staging model.
    pub stg: String,
    /// The seed with the sample data.
    pub seed: String,
    /// The database of the source's relation, where the location says.
    pub database: Option<String>,
    /// The schema of the source's relation, where the location says.
    pub schema: Option<String>,
    /// The table of the source's relation.
    pub table: String,
    /// The location, by the options of the kind.
    pub location: Location,
    /// What the source holds.
    #[schemars(extend("x-text" = true))]
    pub description: Option<String>,
    /// Change data capture.
    pub cdc: Option<CdcView>,
    /// How stale the source may become.
    pub freshness: Option<FreshnessView>,
    /// The upstream data product's id.
    pub product: Option<String>,
    /// The columns.
    pub fields: Vec<FieldView>,
    /// Whether the manifest names the columns; else they are the product's fields.
    pub declared: bool,
    /// The names (as staging gives them) of the columns of the primary key.
    pub primary_key: Vec<String>,
    /// Whether the intermediate model reads the port.
    pub used: bool,
    /// Sample rows.
    pub sample: SampleView,
    /// The source's columns (as the source names them) that hold instants.
    pub timestamp_columns: Vec<String>,
    /// The source's columns (as the source names them) that hold days.
    pub date_columns: Vec<String>,
}

/// Change data capture.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CdcView {
    /// The tool.
    #[schemars(extend("x-text" = true))]
    pub tool: String,
    /// The column that marks a deleted row, as staging names it.
    pub deleted_column: Option<String>,
}

/// How stale a source may become.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FreshnessView {
    /// The source's column, as the source names it.
    pub column: String,
    /// The age that warns.
    pub warn: Option<PeriodView>,
    /// The age that fails.
    pub error: Option<PeriodView>,
}

/// A span of time as dbt writes it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PeriodView {
    /// How many.
    pub count: u64,
    /// `minute`, `hour` or `day`.
    pub period: String,
}

/// Sample rows as text, ready for a CSV file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SampleView {
    /// The source's columns.
    pub columns: Vec<String>,
    /// The rows; an empty text is no value.
    #[schemars(extend("x-text" = true))]
    pub rows: Vec<Vec<String>>,
    /// The whole as CSV (RFC 4180), with `\n` at the end of each line.
    #[schemars(extend("x-text" = true))]
    pub csv: String,
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

impl PeriodView {
    fn of(duration: &Duration) -> Self {
        let seconds = duration.seconds();
        let (count, period) = if seconds.is_multiple_of(DAY) {
            (seconds / DAY, "day")
        } else if seconds.is_multiple_of(HOUR) {
            (seconds / HOUR, "hour")
        } else {
            (seconds.div_ceil(MINUTE), "minute")
        };
        Self { count, period: period.to_owned() }
    }
}

/// Where a port's data lands in the warehouse, and what dbt calls it.
struct Place {
    source: String,
    database: Option<String>,
    schema: Option<String>,
    table: Option<String>,
    /// The upstream data product's id.
    product: Option<String>,
    kind_title: String,
}

/// The places of all ports. Ports of one system that land in different schemas get sources of their own.
fn places(manifest: &Manifest, pack: &Pack) -> Result<Vec<Place>> {
    let mut places = Vec::new();
    for port in &manifest.spec.input_ports {
        let kind = pack.input_kind(port.kind.as_str())?;
        let option = |name: Option<&str>| name.and_then(|name| port.location.get(name)?.as_str().map(str::to_owned));
        let product = option(kind.and_then(|kind| kind.product_from.as_deref()));
        let (database, schema, table) = relation(port, kind);
        let source = match (&product, &port.system) {
            (Some(product), _) => product.split('.').next().unwrap_or(product).to_snake_case(),
            (None, Some(system)) => system.snake(),
            (None, None) => manifest.metadata.domain.snake(),
        };
        let kind_title = kind.map(|kind| kind.title.clone()).unwrap_or_default();
        places.push(Place { source, database, schema, table, product, kind_title });
    }
    let landed = |place: &Place| (place.database.clone(), place.schema.clone());
    let split: Vec<bool> = places
        .iter()
        .map(|place| places.iter().any(|other| other.source == place.source && landed(other) != landed(place)))
        .collect();
    for (place, _) in places.iter_mut().zip(split).filter(|(_, split)| *split) {
        for part in [&place.database, &place.schema].into_iter().flatten() {
            place.source = format!("{}_{}", place.source, part.to_snake_case());
        }
    }
    Ok(places)
}

fn staging(place: &Place, port: &InputPort) -> String {
    format!("stg_{}__{}", place.source, port.name.snake())
}

/// The staging model of the port with this name.
pub(super) fn staging_model(manifest: &Manifest, name: &Name, pack: &Pack) -> Result<String> {
    let places = places(manifest, pack)?;
    let found = manifest.spec.input_ports.iter().zip(&places).find(|(port, _)| port.name == *name);
    Ok(found.map(|(port, place)| staging(place, port)).unwrap_or_default())
}

/// The views of all input ports.
pub(super) fn inputs(manifest: &Manifest, pack: &Pack) -> Result<Vec<InputView>> {
    let samples = crate::sample::inputs(manifest, pack)?;
    let ports = manifest.spec.input_ports.iter().zip(places(manifest, pack)?).zip(samples);
    ports.map(|((port, place), sample)| view(manifest, port, place, sample, pack)).collect()
}

fn view(manifest: &Manifest, port: &InputPort, place: Place, sample: SampleView, pack: &Pack) -> Result<InputView> {
    let entity = port.name.snake();
    let columns = manifest.columns(port);
    let of_type = |wanted: &[Scalar]| {
        let is =
            |field: &&&Field| matches!(&field.logical_type, LogicalType::Scalar(scalar) if wanted.contains(scalar));
        columns.iter().filter(is).map(|field| port.column_name(field)).collect::<Vec<_>>()
    };
    Ok(InputView {
        name: port.name.to_string(),
        snake: entity.clone(),
        kind: port.kind.to_string(),
        stg: staging(&place, port),
        kind_title: place.kind_title,
        system: port.system.as_ref().map_or_else(|| place.source.clone(), ToString::to_string),
        seed: format!("{}__{entity}", place.source),
        database: place.database,
        schema: place.schema,
        table: place.table.unwrap_or_else(|| entity.clone()),
        location: port.location.clone(),
        description: port.description.as_ref().map(ToString::to_string),
        cdc: port.cdc.as_ref().map(|cdc| CdcView {
            tool: cdc.tool.to_string(),
            deleted_column: cdc.deleted_column.as_ref().map(crate::manifest::document::FieldName::snake),
        }),
        freshness: port.freshness.as_ref().map(|freshness| FreshnessView {
            column: freshness.column.to_string(),
            warn: freshness.warn.as_ref().map(PeriodView::of),
            error: freshness.error.as_ref().map(PeriodView::of),
        }),
        product: place.product,
        fields: source_columns(port, manifest, pack)?,
        used: is_used(manifest, port),
        declared: !port.fields.is_empty(),
        primary_key: columns.iter().filter(|field| field.primary_key).map(|field| field.snake()).collect(),
        sample,
        timestamp_columns: of_type(&[Scalar::Timestamp, Scalar::TimestampNtz]),
        date_columns: of_type(&[Scalar::Date]),
        source: place.source,
        entity,
    })
}

/// Whether a transformation reads the port; without transformations, whether it is the first.
fn is_used(manifest: &Manifest, port: &InputPort) -> bool {
    let mut steps = manifest.spec.lineage.transformations.iter().filter(|step| step.from.is_some()).peekable();
    if steps.peek().is_none() {
        return manifest.spec.input_ports.first().is_some_and(|first| first.name == port.name);
    }
    steps.any(|step| step.from.as_ref() == Some(&port.name) || step.joins.iter().any(|join| join.port == port.name))
}

/// A dbt source: the input ports of one system.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SourceView {
    /// The source's name.
    pub name: String,
    /// The system.
    pub system: String,
    /// What brings the data.
    #[schemars(extend("x-text" = true))]
    pub loader: Option<String>,
    /// The database of the source's relations, where the locations say.
    pub database: Option<String>,
    /// The schema of the source's relations, where the locations say.
    pub schema: Option<String>,
    /// The input ports.
    pub inputs: Vec<InputView>,
}

/// The sources, in the order of their first ports.
pub(super) fn sources(inputs: &[InputView]) -> Vec<SourceView> {
    let mut sources: Vec<SourceView> = Vec::new();
    for input in inputs {
        match sources.iter_mut().find(|source| source.name == input.source) {
            Some(source) => source.inputs.push(input.clone()),
            None => sources.push(SourceView {
                name: input.source.clone(),
                system: input.system.clone(),
                loader: input.cdc.as_ref().map(|cdc| cdc.tool.clone()),
                database: input.database.clone(),
                schema: input.schema.clone(),
                inputs: vec![input.clone()],
            }),
        }
    }
    sources
}

fn relation(port: &InputPort, kind: Option<&InputKind>) -> (Option<String>, Option<String>, Option<String>) {
    let Some(kind) = kind else { return (None, None, None) };
    let text =
        kind.relation_from.as_deref().and_then(|option| port.location.get(option)).and_then(|value| value.as_str());
    let Some(text) = text else { return (None, None, None) };
    match kind.relation_style {
        RelationStyle::Dotted => {
            let mut parts = text.rsplit('.').map(str::to_owned);
            let table = parts.next();
            let schema = parts.next();
            (parts.next(), schema, table)
        }
        RelationStyle::Name => (None, None, Some(text.to_snake_case())),
        RelationStyle::Path => {
            let file = text.rsplit('/').next().unwrap_or(text);
            (None, None, Some(file.split('.').next().unwrap_or(file).to_snake_case()))
        }
    }
}
