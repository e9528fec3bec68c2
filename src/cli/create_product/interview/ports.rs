//! Input and output ports.

use serde_json::{Map, Value as Json, json};

use super::check::{different, name};
use super::{ANOTHER, Interview};
use crate::cli::ask::{Choice, Question};
use crate::cli::create_product::in_mesh::one_line;
use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::pack::OptionSpec;

/// The option of a location that says which version of a product is read.
const VERSION: &str = "version";

/// A product of the mesh, as an input port reads it.
struct Offered {
    name: String,
    location: Map<String, Json>,
    fields: Json,
}

impl Interview<'_> {
    /// Where the data comes from: as many ports as wanted.
    pub(super) fn inputs(&mut self) -> Result<()> {
        if self.draft.has("spec.inputPorts") {
            return Ok(());
        }
        self.ask.section("Where the data comes from");
        let mut kinds = Vec::new();
        for id in self.pack.input_kinds() {
            kinds.push(Choice::new(id, self.pack.input_kind(id)?.map(|kind| kind.title.clone()).unwrap_or_default()));
        }
        let mut ports: Vec<Json> = Vec::new();
        loop {
            let port = self.input(&kinds, &ports)?;
            ports.push(port);
            if !self.ask.yes("Another input port?", false)? {
                return self.set_json("spec.inputPorts", Json::Array(ports));
            }
        }
    }

    fn input(&mut self, kinds: &[Choice], before: &[Json]) -> Result<Json> {
        let suggested =
            |key: &str| self.suggested.text(&format!("spec.inputPorts[{}].{key}", before.len())).map(str::to_owned);
        let (usual, port_name, system) = (suggested("kind"), suggested("name"), suggested("system"));
        let kind = self.ask.choose("Input port", "what kind of source it is", kinds, usual.as_deref())?;
        // What is suggested for one kind of source fits no other.
        let fitting = |default: Option<String>| default.filter(|_| usual.as_ref() == Some(&kind));
        let (port_name, system) = (fitting(port_name), fitting(system));
        let about = self.pack.input_kind(&kind)?;
        let product_from = about.and_then(|kind| kind.product_from.clone());
        let specs = about.map(|kind| kind.location.clone()).unwrap_or_default();
        let offered = match &product_from {
            Some(option) => self.product(option, &specs)?,
            None => None,
        };
        let port_name = port_name.or_else(|| Some(offered.as_ref()?.name.clone()));
        let port_name = self.ask.text(
            &Question {
                prompt: "Port name",
                help: "what the source holds, such as orders",
                default: port_name.as_deref(),
                ..Question::default()
            },
            |text| name(text).and_then(|()| different(text, before)),
        )?;
        if let Some(Offered { location, fields, .. }) = offered {
            let mut port = port(&port_name, &kind, "", location);
            port["fields"] = fields;
            return Ok(port);
        }
        let system = if product_from.is_some() {
            String::new()
        } else {
            let question = Question {
                prompt: "Source system",
                help: "the system that owns the source, such as orders-service",
                default: system.as_deref(),
                optional: true,
                ..Question::default()
            };
            self.ask.text(&question, name)?
        };
        let own = format!(
            "{}.{}",
            self.draft.text("metadata.domain").unwrap_or_default(),
            self.draft.text("metadata.name").unwrap_or_default()
        );
        let at = usual.filter(|usual| *usual == kind).map(|_| format!("spec.inputPorts[{}].location", before.len()));
        let location = self.location(&specs, at.as_deref(), |spec, value| {
            if product_from.as_ref() == Some(&spec.name) && value.as_str() == Some(&own) {
                return Err("a product cannot read from itself".to_owned());
            }
            Ok(())
        })?;
        Ok(port(&port_name, &kind, &system, location))
    }

    /// One of the products of the mesh, with all that can be read of it. Nothing when another is meant.
    fn product(&mut self, option: &str, specs: &[OptionSpec]) -> Result<Option<Offered>> {
        let text = |path: &str| self.draft.text(path).unwrap_or_default();
        let own = format!("{}.{}", text("metadata.domain"), text("metadata.name"));
        let Some(survey) = self.mesh.survey()? else { return Ok(None) };
        let others = survey.products.iter().map(|product| (product.id.to_string(), product));
        let others: Vec<_> = others.filter(|(id, _)| *id != own).collect();
        if others.is_empty() {
            return Ok(None);
        }
        let about = |manifest: &Manifest| one_line(&manifest.spec.description.to_string());
        let mut choices: Vec<Choice> =
            others.iter().map(|(id, product)| Choice::new(id, about(&product.manifest))).collect();
        choices.push(Choice::new(ANOTHER, "a product of another mesh"));
        let chosen = self.ask.choose("Product", "the product of the mesh that is read", &choices, None)?;
        let Some((id, product)) = others.into_iter().find(|(id, _)| *id == chosen) else { return Ok(None) };
        let schema = &product.manifest.spec.schema;
        let mut location = Map::from_iter([(option.to_owned(), id.into())]);
        if specs.iter().any(|spec| spec.name == VERSION) {
            location.insert(VERSION.to_owned(), schema.version.major().to_string().into());
        }
        let fields = serde_json::to_value(&schema.fields).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Some(Offered { name: product.manifest.metadata.name.to_string(), location, fields }))
    }

    /// How consumers reach the data.
    pub(super) fn outputs(&mut self) -> Result<()> {
        if self.draft.has("spec.outputPorts[0].location")
            || (self.draft.has("spec.outputPorts") && self.draft.source.is_some())
        {
            return Ok(());
        }
        self.ask.section("How consumers reach the data");
        let chosen = self.draft.text("spec.outputPorts[0].kind").map(str::to_owned);
        let kind = if let Some(kind) = chosen {
            kind
        } else {
            let mut kinds = Vec::new();
            for id in self.pack.port_kinds() {
                kinds
                    .push(Choice::new(id, self.pack.port_kind(id)?.map(|kind| kind.title.clone()).unwrap_or_default()));
            }
            let default = self.suggested.text("spec.outputPorts[0].kind").map(str::to_owned);
            self.ask.choose("Output port", "the platform on which consumers read", &kinds, default.as_deref())?
        };
        let Some(about) = self.pack.port_kind(&kind)? else { return Ok(()) };
        let location = self.location(&about.location, None, |_, _| Ok(()))?;
        let mut port = port(&kind, &kind, "", location);
        if about.access_modes.len() > 1 {
            let modes: Vec<Choice> = about.access_modes.iter().map(|mode| Choice::new(mode, "")).collect();
            port["accessMode"] = self.ask.choose("Access mode", "how consumers read", &modes, None)?.into();
        }
        self.set_json("spec.outputPorts", json!([port]))
    }
}

fn port(name: &str, kind: &str, system: &str, location: Map<String, Json>) -> Json {
    let mut port = json!({ "name": name, "kind": kind });
    if !system.is_empty() {
        port["system"] = system.into();
    }
    if !location.is_empty() {
        port["location"] = location.into();
    }
    port
}
