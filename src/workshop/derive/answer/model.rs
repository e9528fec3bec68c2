//! What an answer is made of, as the draft of its manifest sees it.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value as Json;

use crate::workshop::derive::cases::Case;

/// What answers a question.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::workshop::derive) struct Answer {
    /// The products that are read.
    pub inputs: Vec<Input>,
    /// The columns.
    pub fields: Vec<AnswerField>,
    /// The product that the rows come from.
    pub from: String,
    /// How the others are joined to it.
    pub joins: Vec<Join>,
    /// Which rows take part.
    #[serde(rename = "where")]
    pub condition: Option<String>,
    /// What the rows are grouped by.
    pub group_by: Vec<String>,
    /// Column → expression.
    pub columns: IndexMap<String, String>,
    /// Cases that show what the SQL does.
    pub cases: Vec<Case>,
    /// What a row stands for: `customer`, `day and channel`.
    pub row: String,
}

/// A product that is read.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::workshop::derive) struct Input {
    /// The name of the port.
    pub port: String,
    /// The id of the product.
    pub product: String,
    /// Its domain.
    pub domain: String,
    /// The column that says when a row happened.
    pub time: String,
    /// The columns that are read.
    pub fields: Vec<InputField>,
}

/// A column that is read.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::workshop::derive) struct InputField {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub logical_type: String,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether it tells rows apart.
    pub primary_key: bool,
    /// What it means.
    pub description: String,
    /// The symbols of an enum.
    #[serde(rename = "enum")]
    pub symbols: Vec<String>,
    /// Values as they occur.
    pub examples: Vec<Json>,
}

/// A column of the answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::workshop::derive) struct AnswerField {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub logical_type: String,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether it is part of the key.
    pub primary_key: bool,
    /// What it means.
    pub description: String,
    /// The least value, of a number.
    pub min: Option<u8>,
    /// The greatest value, of a share.
    pub max: Option<u8>,
}

/// A product that is joined.
#[derive(Debug, Serialize)]
pub(in crate::workshop::derive) struct Join {
    /// The port.
    pub port: String,
    /// The condition.
    pub on: String,
}
