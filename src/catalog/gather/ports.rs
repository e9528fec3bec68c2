//! Input ports and output ports, by what the pack says of their kinds.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;

use super::{Atlas, html, text};
use crate::catalog::model::{Input, Output, Query, Setting};
use crate::error::Result;
use crate::manifest::document::{InputPort, Location, OutputPort};
use crate::mesh::{Survey, Surveyed};
use crate::pack::{Pack, PortKind, TEMPLATE_SUFFIX, answers};
use crate::render::{Engine, Forms};

/// Where an output port is: option → value.
pub(super) type Settings = BTreeMap<String, Json>;

/// What the catalog says of each kind of output port: templates in the folder `catalog` of the kind.
pub(super) struct Kinds(BTreeMap<String, Kind>);

/// The templates of one kind.
struct Kind {
    engine: Arc<Engine>,
    /// Language → template.
    queries: Vec<(String, String)>,
    access: Option<String>,
}

/// What these templates see. It is part of the book's reference of packs.
#[derive(Serialize)]
struct Context<'a> {
    /// `orders.order_events`.
    id: String,
    /// The domain in every form.
    domain: Forms,
    /// The product's name in every form.
    name: Forms,
    /// The port's location, with the defaults of the kind.
    location: &'a BTreeMap<String, Json>,
    /// The name under which consumers read the version.
    table: &'a str,
    /// The names (`snake_case`) of the fields.
    fields: Vec<String>,
    /// The names of those that hold personal data.
    pii_fields: Vec<String>,
}

impl Kinds {
    pub(super) fn of(survey: &Survey) -> Result<Self> {
        let pack = &survey.pack;
        let mut kinds = BTreeMap::new();
        for id in pack.port_kinds() {
            let folder = Pack::catalog_folder(id);
            let names = pack.files().below(&folder).map(|(path, _)| path.to_owned());
            let (mut queries, mut access) = (Vec::new(), None);
            for path in names.filter(|path| path.ends_with(TEMPLATE_SUFFIX)) {
                let name = path[folder.len()..].trim_end_matches(TEMPLATE_SUFFIX);
                match name.split_once('.') {
                    Some(("query", language)) => queries.push((language.to_owned(), path.clone())),
                    Some(("access", "md")) => access = Some(path.clone()),
                    _ => {}
                }
            }
            kinds.insert(id.to_owned(), Kind { engine: pack.engine(&folder)?, queries, access });
        }
        Ok(Self(kinds))
    }
}

/// A version of a product, as an output port serves it.
pub(super) struct Served<'a> {
    /// Behind the name of the table of an earlier version; nothing for the current one.
    pub(super) table: Option<String>,
    /// The major number, of an earlier version.
    pub(super) major: Option<u64>,
    /// The fields.
    pub(super) fields: &'a [crate::catalog::model::Field],
}

impl Atlas<'_> {
    pub(super) fn inputs(&self, product: &Surveyed) -> Result<Vec<Input>> {
        let ports = product.manifest.spec.input_ports.iter().enumerate();
        ports.map(|(index, port)| self.input(product, index, port)).collect()
    }

    fn input(&self, product: &Surveyed, index: usize, port: &InputPort) -> Result<Input> {
        let kind = self.survey.pack.input_kind(port.kind.as_str())?;
        let reads = product.reads.iter().find(|reads| reads.port == index);
        let shown = |name: &str| reads.is_none_or(|reads| reads.option != name && name != "version");
        Ok(Input {
            name: port.name.to_string(),
            kind: port.kind.to_string(),
            kind_title: kind.map_or_else(|| port.kind.to_string(), |kind| kind.title.clone()),
            system: port.system.as_ref().map(ToString::to_string),
            description_html: port.description.as_deref().map(html::line),
            product: reads.map(|reads| self.reference(&reads.product)),
            version: reads.and_then(|reads| reads.version.clone()),
            location: settings(&port.location).filter(|setting| shown(&setting.name)).collect(),
            columns: port.fields.iter().map(|field| field.name.to_string()).collect(),
            cdc: port.cdc.as_ref().map(|cdc| cdc.tool.to_string()),
        })
    }

    /// Where the output ports are, with the defaults of their kinds: the same for every version.
    pub(super) fn locations(&self, product: &Surveyed) -> Result<Vec<Settings>> {
        let ports = product.manifest.spec.output_ports.iter();
        ports.map(|port| location(product, port, self.survey.pack.port_kind(port.kind.as_str())?)).collect()
    }

    pub(super) fn outputs(
        &self,
        product: &Surveyed,
        locations: &[Settings],
        served: &Served<'_>,
    ) -> Result<Vec<Output>> {
        let ports = product.manifest.spec.output_ports.iter().zip(locations);
        ports.map(|(port, location)| self.output(product, port, location, served)).collect()
    }

    fn output(
        &self,
        product: &Surveyed,
        port: &OutputPort,
        location: &Settings,
        served: &Served<'_>,
    ) -> Result<Output> {
        let kind = self.survey.pack.port_kind(port.kind.as_str())?;
        let mode = port.access_mode.as_ref().map(ToString::to_string);
        let (queries, access_html) = self.templates(product, port, location, served);
        Ok(Output {
            name: port.name.to_string(),
            kind: port.kind.to_string(),
            kind_title: kind.map_or_else(|| port.kind.to_string(), |kind| kind.title.clone()),
            kind_description: kind.map(|kind| kind.description.clone()).unwrap_or_default(),
            access_mode: mode.or_else(|| kind?.access_modes.first().cloned()).unwrap_or_default(),
            location: location
                .iter()
                .map(|(name, value)| Setting { name: name.clone(), value: text::value(value) })
                .collect(),
            queries,
            access_html,
        })
    }

    /// What the kind of a port says of reading it. A template that cannot print what the manifest says is left out: the
    /// manifest has faults that `validate` shows.
    fn templates(
        &self,
        product: &Surveyed,
        port: &OutputPort,
        location: &Settings,
        served: &Served<'_>,
    ) -> (Vec<Query>, Option<String>) {
        let Some(kind) = self.kinds.0.get(port.kind.as_str()) else { return (Vec::new(), None) };
        if kind.queries.is_empty() && kind.access.is_none() {
            return (Vec::new(), None);
        }
        let metadata = &product.manifest.metadata;
        let current = location.get("table").map_or_else(|| metadata.name.snake(), text::value);
        let earlier = || served.major.map(|major| format!("{current}_v{major}"));
        let table = served.table.clone().or_else(earlier).unwrap_or_else(|| current.clone());
        let columns = || served.fields.iter().filter(|field| field.depth == 0);
        let context = Context {
            id: product.id.to_string(),
            domain: Forms::of(&metadata.domain),
            name: Forms::of(&metadata.name),
            location,
            table: &table,
            fields: columns().map(|field| field.name.clone()).collect(),
            pii_fields: columns().filter(|field| field.pii).map(|field| field.name.clone()).collect(),
        };
        let Ok(context) = tera::Context::from_serialize(&context) else { return (Vec::new(), None) };
        let render = |template: &str| kind.engine.render(template, &context).ok();
        let queries = kind.queries.iter().filter_map(|(language, template)| {
            Some(Query { language: language.clone(), text: render(template)?.trim().to_owned() })
        });
        let access = kind.access.as_ref().and_then(|template| render(template)).map(|markdown| html::safe(&markdown));
        (queries.collect(), access)
    }
}

/// Where a port is, with the defaults of its kind; only what the manifest says where there is no such kind.
fn location(product: &Surveyed, port: &OutputPort, kind: Option<&PortKind>) -> Result<Settings> {
    let Some(kind) = kind else {
        return Ok(port.location.iter().map(|(name, value)| (name.clone(), value.clone())).collect());
    };
    let (domain, name) = (&product.manifest.metadata.domain, &product.manifest.metadata.name);
    let answers = answers(&kind.location, &port.location, "location", domain, name)?;
    let known = answers.into_iter().filter(|answer| !answer.value.is_null());
    Ok(known.map(|answer| (answer.spec.name.clone(), answer.value)).collect())
}

fn settings(location: &Location) -> impl Iterator<Item = Setting> {
    location.iter().map(|(name, value)| Setting { name: name.clone(), value: text::value(value) })
}
