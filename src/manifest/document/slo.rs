//! The service levels that an owner promises.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::FieldName;
use crate::manifest::value::{Duration, Percentage, Text};

/// The service levels that the owner promises.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Slo {
    /// How old the newest row may be.
    pub freshness: Freshness,
    /// The share of time that the output port answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub availability: Option<Availability>,
    /// The share of upstream rows that arrive whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completeness: Option<Completeness>,
    /// The share of rows that are right, and how that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accuracy: Option<Accuracy>,
}

/// How old the newest row may be. Each bound is at least as long as the one before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Freshness {
    /// The age that is promised.
    pub target: Duration,
    /// The age that warns. One and a half times the target when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<Duration>,
    /// The age that fails. Three times the target when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Duration>,
    /// The field that tells a row's age. The first required timestamp when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<FieldName>,
    /// From which moment to which the age is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Text>,
}

/// The share of time that the output port answers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Availability {
    /// The share that is promised.
    pub target: Percentage,
    /// How it is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Text>,
}

/// The share of upstream rows that arrive whole. Each bound is at most the one before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Completeness {
    /// The share that is promised.
    pub target: Percentage,
    /// The share below which a run warns. The target when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<Percentage>,
    /// The share below which a run fails. The warning bound when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Percentage>,
    /// How it is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Text>,
}

/// The share of rows that are right, and how that is known.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Accuracy {
    /// The share that is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Percentage>,
    /// What validates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub validated_by: Option<Text>,
    /// How often it is validated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Duration>,
    /// How it is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Text>,
}
