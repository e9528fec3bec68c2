//! Input and output ports.

use serde_json::{Map, Value as Json, json};

use super::ask::Choice;
use super::{Interview, parses};
use crate::error::Result;
use crate::manifest::name::Name;

impl Interview<'_> {
    /// Where the data comes from: as many ports as wanted.
    pub(super) fn inputs(&mut self) -> Result<()> {
        if self.draft.has("spec.inputPorts") {
            return Ok(());
        }
        let mut kinds = Vec::new();
        for id in self.pack.input_kinds() {
            kinds.push(Choice::new(id, self.pack.input_kind(id)?.map(|kind| kind.title).unwrap_or_default()));
        }
        let mut ports: Vec<Json> = Vec::new();
        loop {
            let suggested =
                |key: &str| self.suggested.text(&format!("spec.inputPorts[{}].{key}", ports.len())).map(str::to_owned);
            let (kind, name, system) = (suggested("kind"), suggested("name"), suggested("system"));
            let kind = self.ask.choose("Input port", "where the data comes from", &kinds, kind.as_deref())?;
            let name = self.ask.text(
                "Port name",
                "what the source holds, such as orders",
                name.as_deref(),
                false,
                parses::<Name, _>,
            )?;
            let system = self.ask.text(
                "Source system",
                "the system that owns the source; leave it empty for none",
                system.as_deref(),
                true,
                parses::<Name, _>,
            )?;
            let specs = self.pack.input_kind(&kind)?.map(|kind| kind.location).unwrap_or_default();
            let location = self.location(&specs)?;
            ports.push(port(&name, &kind, &system, location));
            if !self.ask.yes("Another input port?", false)? {
                return self.set_json("spec.inputPorts", Json::Array(ports));
            }
        }
    }

    /// How consumers reach the data.
    pub(super) fn outputs(&mut self) -> Result<()> {
        if self.draft.has("spec.outputPorts[0].location")
            || (self.draft.has("spec.outputPorts") && self.draft.source.is_some())
        {
            return Ok(());
        }
        let chosen = self.draft.text("spec.outputPorts[0].kind").map(str::to_owned);
        let kind = if let Some(kind) = chosen {
            kind
        } else {
            let mut kinds = Vec::new();
            for id in self.pack.port_kinds() {
                kinds.push(Choice::new(id, self.pack.port_kind(id)?.map(|kind| kind.title).unwrap_or_default()));
            }
            let default = self.suggested.text("spec.outputPorts[0].kind").map(str::to_owned);
            self.ask.choose("Output port", "the platform on which consumers read", &kinds, default.as_deref())?
        };
        let Some(about) = self.pack.port_kind(&kind)? else { return Ok(()) };
        let location = self.location(&about.location)?;
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
