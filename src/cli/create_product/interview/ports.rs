//! Input and output ports.

use serde_json::{Map, Value as Json, json};

use super::Interview;
use super::check::{different, name};
use crate::cli::ask::{Choice, Question};
use crate::error::Result;

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
        let port_name = self.ask.text(
            &Question {
                prompt: "Port name",
                help: "what the source holds, such as orders",
                default: port_name.as_deref(),
                optional: false,
            },
            |text| name(text).and_then(|()| different(text, before)),
        )?;
        let product_from = about.and_then(|kind| kind.product_from.clone());
        let system = if product_from.is_some() {
            String::new()
        } else {
            let question = Question {
                prompt: "Source system",
                help: "the system that owns the source, such as orders-service",
                default: system.as_deref(),
                optional: true,
            };
            self.ask.text(&question, name)?
        };
        let own = format!(
            "{}.{}",
            self.draft.text("metadata.domain").unwrap_or_default(),
            self.draft.text("metadata.name").unwrap_or_default()
        );
        let specs = about.map(|kind| kind.location.clone()).unwrap_or_default();
        let at = usual.filter(|usual| *usual == kind).map(|_| format!("spec.inputPorts[{}].location", before.len()));
        let location = self.location(&specs, at.as_deref(), |spec, value| {
            if product_from.as_ref() == Some(&spec.name) && value.as_str() == Some(&own) {
                return Err("a product cannot read from itself".to_owned());
            }
            Ok(())
        })?;
        Ok(port(&port_name, &kind, &system, location))
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
