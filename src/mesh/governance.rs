//! What `mesh.yaml` may say of policies, of domains, and of the evolution of contracts.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::manifest::document::Classification;
use crate::manifest::value::{Duration, Email, Text};

/// What a layer says of policies.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicySettings {
    /// Folders with policies beyond those of the packs, relative to this file: `<folder>/<category>/<policy>.rego`.
    #[serde(default)]
    pub folders: Vec<String>,
    /// Values for the parameters of policies, by the id of the policy and the name of the parameter.
    #[serde(default)]
    pub parameters: IndexMap<String, IndexMap<String, Json>>,
    /// How bad it is to break a policy, by its id, where that differs from what the policy says.
    #[serde(default)]
    pub severity: IndexMap<String, PolicySeverity>,
    /// Files with waivers, relative to this file. `waivers.yaml` beside it, if there is one, when this is left out.
    #[serde(default)]
    pub waivers: Vec<String>,
    /// The longest time from the day a waiver is created to the day it expires. 180 days when it is left out.
    #[serde(default)]
    pub max_waiver: Option<Duration>,
}

/// How bad it is to break a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum PolicySeverity {
    /// The policy is not judged. Only the organisation can say so.
    Off,
    /// Worth knowing; nothing fails.
    Warning,
    /// The product fails.
    Error,
}

/// What holds for every data product of a domain.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DomainSettings {
    /// The name for people. Derived from the domain's name when it is left out.
    #[serde(default)]
    pub title: Option<Text>,
    /// The business capability that the domain stands for.
    #[serde(default)]
    pub description: Option<Text>,
    /// Who answers for the domain. New products of it begin with this owner; who is on call holds for all that name nobody.
    #[serde(default)]
    pub owner: Option<DomainOwner>,
    /// Whether the domain is known but has no products yet: a consumer outside a pilot.
    #[serde(default)]
    pub planned: bool,
    /// The most sensitive data that the domain may read.
    #[serde(default)]
    pub clearance: Option<Classification>,
    /// What the domain adds to the policies of the organisation: it may tighten them and add its own, and weaken none.
    #[serde(default)]
    pub policies: PolicySettings,
}

/// Who answers for a domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DomainOwner {
    /// The team.
    pub team: Text,
    /// Where to write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Who is called when a service level is missed: a rotation, a pager address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_call: Option<Text>,
    /// Where to ask: a chat channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Text>,
}

/// How contracts change.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvolutionSettings {
    /// The shortest time between the day an old major version is deprecated and the day it is removed. 90 days when it
    /// is left out.
    #[serde(default)]
    pub window: Option<Duration>,
}
