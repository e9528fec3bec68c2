//! The steps from the inputs to the product, and what lies upstream.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use super::InputView;
use crate::manifest::Manifest;
use crate::manifest::document::Field;
use crate::manifest::document::{JoinKind, Transformation};
use crate::sample;

/// A step that selects rows of one input.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TransformationView {
    /// The name as it was written.
    pub name: String,
    /// The name in `snake_case`.
    pub snake: String,
    /// What the step does, and why.
    #[schemars(extend("x-text" = true))]
    pub description: Option<String>,
    /// The input port (`snake_case`) that the rows come from.
    pub from: String,
    /// The input ports joined to it.
    pub joins: Vec<JoinView>,
    /// Which rows take part (SQL).
    #[serde(rename = "where")]
    #[schemars(extend("x-text" = true))]
    pub condition: Option<String>,
    /// What the rows are grouped by (SQL).
    #[schemars(extend("x-text" = true))]
    pub group_by: Vec<String>,
    /// Every column of the business logic, in its order, with the expression (SQL) that makes it.
    pub columns: Vec<ColumnView>,
    /// Cases that show what the step does.
    pub examples: Vec<ExampleView>,
}

/// An input port joined to another.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct JoinView {
    /// The input port (`snake_case`).
    pub port: String,
    /// `inner` or `left`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The condition (SQL).
    #[schemars(extend("x-text" = true))]
    pub on: String,
}

/// A column of the business logic, and the expression (SQL) that makes it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ColumnView {
    /// The field (`snake_case`).
    pub name: String,
    /// The expression.
    #[schemars(extend("x-text" = true))]
    pub expression: String,
}

/// A case: rows of the inputs, and the rows that come of them.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExampleView {
    /// The name in `snake_case`.
    pub name: String,
    /// The rows of each input that the case speaks of, in the order of the inputs.
    pub given: Vec<GivenView>,
    /// The rows that come out.
    #[schemars(extend("x-text" = true))]
    pub expect: Vec<IndexMap<String, Json>>,
}

/// The rows of one input in a case.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct GivenView {
    /// The staging model.
    pub model: String,
    /// The rows.
    #[schemars(extend("x-text" = true))]
    pub rows: Vec<IndexMap<String, Json>>,
}

/// The steps that select rows; those that only document work done elsewhere are left out.
pub(super) fn transformations(manifest: &Manifest, inputs: &[InputView]) -> Vec<TransformationView> {
    manifest.spec.lineage.transformations.iter().filter_map(|step| view(step, manifest, inputs)).collect()
}

fn view(step: &Transformation, manifest: &Manifest, inputs: &[InputView]) -> Option<TransformationView> {
    let from = step.from.as_ref()?.snake();
    let expression = |field: &str| {
        step.columns
            .iter()
            .find(|(name, _)| name.snake() == field)
            .map_or_else(|| format!("{from}.{field}"), |(_, sql)| sql.to_string())
    };
    Some(TransformationView {
        name: step.name.to_string(),
        snake: step.name.snake(),
        description: step.description.as_ref().map(ToString::to_string),
        joins: step
            .joins
            .iter()
            .map(|join| JoinView {
                port: join.port.snake(),
                kind: match join.kind {
                    Some(JoinKind::Inner) => "inner".to_owned(),
                    Some(JoinKind::Left) | None => "left".to_owned(),
                },
                on: join.on.to_string(),
            })
            .collect(),
        condition: step.condition.as_ref().map(ToString::to_string),
        group_by: step.group_by.iter().map(ToString::to_string).collect(),
        columns: manifest
            .columns_of_logic()
            .into_iter()
            .map(|field| ColumnView { expression: expression(&field.snake()), name: field.snake() })
            .collect(),
        examples: step
            .examples
            .iter()
            .map(|example| ExampleView {
                name: example.name.snake(),
                given: manifest
                    .spec
                    .input_ports
                    .iter()
                    .zip(inputs)
                    .filter_map(|(port, input)| {
                        let (_, rows) = example.given.iter().find(|(name, _)| **name == port.name)?;
                        let rows = rows.iter().map(|row| cells(row, &manifest.columns(port))).collect();
                        Some(GivenView { model: input.stg.clone(), rows })
                    })
                    .collect(),
                expect: example.expect.iter().map(|row| cells(row, &manifest.columns_of_logic())).collect(),
            })
            .collect(),
        from,
    })
}

/// A row of a case, with lists, maps and structs as text that `DuckDB` casts to the column's type.
fn cells(row: &IndexMap<String, Json>, fields: &[&Field]) -> IndexMap<String, Json> {
    let cell = |name: &str, value: &Json| {
        let field = fields.iter().find(|field| field.snake() == name);
        match field {
            Some(field) if value.is_array() || value.is_object() => sample::cell(field, value).into(),
            _ => value.clone(),
        }
    };
    row.iter().map(|(name, value)| (name.clone(), cell(name, value))).collect()
}

/// An upstream system or product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UpstreamView {
    /// The system or product.
    pub name: String,
    /// `system` or `product`.
    pub kind: String,
    /// What comes from there.
    #[schemars(extend("x-text" = true))]
    pub description: Option<String>,
}

/// What lies upstream, beyond the input ports.
pub(super) fn upstream(manifest: &Manifest) -> Vec<UpstreamView> {
    manifest
        .spec
        .lineage
        .upstream
        .iter()
        .filter_map(|upstream| {
            let (name, kind) = match (&upstream.product, &upstream.system) {
                (Some(product), _) => (product.to_string(), "product"),
                (None, Some(system)) => (system.to_string(), "system"),
                (None, None) => return None,
            };
            Some(UpstreamView {
                name,
                kind: kind.to_owned(),
                description: upstream.description.as_ref().map(ToString::to_string),
            })
        })
        .collect()
}
