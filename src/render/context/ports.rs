//! Output ports.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use crate::error::{Error, Result};
use crate::manifest::Manifest;
use crate::manifest::document::OutputPort;
use crate::pack::{Dbt, Pack, PortKind};

/// An output port, with its kind.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PortView {
    /// The port's name as it was written.
    pub name: String,
    /// The port's name in `snake_case`.
    pub snake: String,
    /// The kind's id.
    pub kind: String,
    /// The kind for people.
    #[schemars(extend("x-text" = true))]
    pub title: String,
    /// What a port of this kind is.
    #[schemars(extend("x-text" = true))]
    pub description: String,
    /// The dialect of the warehouse.
    pub dialect: String,
    /// Whether the kind brings Terraform.
    pub terraform: bool,
    /// How consumers read.
    pub access_mode: String,
    /// The location: every option of the kind, with its default where the manifest says nothing.
    pub location: BTreeMap<String, Json>,
    /// How dbt reaches the warehouse.
    pub dbt: Option<Dbt>,
    /// What the kind adds to files of the pack: fragment → text.
    #[schemars(extend("x-text" = true))]
    pub fragments: BTreeMap<String, String>,
}

impl PortView {
    pub(super) fn new(port: &OutputPort, manifest: &Manifest, pack: &Pack) -> Result<Self> {
        let kind = pack
            .port_kind(port.kind.as_str())?
            .ok_or_else(|| Error::Internal(format!("port kind `{}` was not checked", port.kind)))?;
        let dialect = &kind.dialect;
        if pack.dialects()?.ids().all(|known| known != dialect) {
            let message =
                format!("ports/{}/port.yaml: there is no table types/{dialect}.yaml for its dialect", port.kind);
            return Err(Error::Pack { message });
        }
        Ok(Self {
            name: port.name.to_string(),
            snake: port.name.snake(),
            kind: port.kind.to_string(),
            location: location(port, kind, manifest)?,
            access_mode: port
                .access_mode
                .as_ref()
                .map(ToString::to_string)
                .or_else(|| kind.access_modes.first().cloned())
                .unwrap_or_default(),
            title: kind.title.clone(),
            description: kind.description.clone(),
            dialect: kind.dialect.clone(),
            terraform: kind.terraform,
            dbt: kind.dbt.clone(),
            fragments: BTreeMap::new(),
        })
    }
}

fn location(port: &OutputPort, kind: &PortKind, manifest: &Manifest) -> Result<BTreeMap<String, Json>> {
    let (domain, name) = (&manifest.metadata.domain, &manifest.metadata.name);
    let answers = crate::pack::answers(&kind.location, &port.location, "location", domain, name)?;
    Ok(answers.into_iter().map(|answer| (answer.spec.name.clone(), answer.value)).collect())
}
