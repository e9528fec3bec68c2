//! Live major versions: the current one, and earlier ones that are served until their last day.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use super::fields::{FieldView, MadeOfView, fields};
use super::ports::PortView;
use crate::avro;
use crate::error::Result;
use crate::manifest::Manifest;
use crate::manifest::document::{Field, Previous};
use crate::manifest::live::Source;
use crate::manifest::value::LogicalType;
use crate::pack::Pack;

/// A major version that consumers can read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VersionView {
    /// The version of its schema.
    pub version: String,
    /// The major version.
    pub major: u64,
    /// Whether it is the current one.
    pub current: bool,
    /// The name under which consumers read it.
    pub table: String,
    /// The name under which the macro `contract_types` knows its columns.
    pub types: String,
    /// The day (`YYYY-MM-DD`) on which consumers were told to move on; nothing for the current version.
    pub deprecated: Option<String>,
    /// The last day (`YYYY-MM-DD`) on which it is served; nothing for the current version.
    pub removed: Option<String>,
    /// What consumers have to do to move on.
    #[schemars(extend("x-text" = true))]
    pub note: Option<String>,
    /// The fields of one row.
    pub fields: Vec<FieldView>,
    /// The names (`snake_case`) of the fields of the primary key.
    pub primary_key: Vec<String>,
    /// Whether any field holds personal data.
    pub has_pii: bool,
    /// The Avro schema of a row, ready to be printed as JSON.
    #[schemars(extend("x-text" = true))]
    pub avro: Json,
    /// What the port kind adds to files of this version: fragment → text.
    #[schemars(extend("x-text" = true))]
    pub fragments: BTreeMap<String, String>,
}

/// The live versions, newest first.
pub(super) fn versions(
    manifest: &Manifest,
    current: &[FieldView],
    port: &PortView,
    pack: &Pack,
) -> Result<Vec<VersionView>> {
    let model = manifest.metadata.name.snake();
    let table = port.location.get("table").and_then(Json::as_str).unwrap_or(&model).to_owned();
    let namespace = &pack.about.organisation.namespace;
    let schema = &manifest.spec.schema;
    let mut versions = vec![VersionView {
        version: schema.version.to_string(),
        major: schema.version.major(),
        current: true,
        types: model.clone(),
        deprecated: None,
        removed: None,
        note: None,
        primary_key: key(current),
        has_pii: current.iter().any(FieldView::holds_pii),
        avro: avro::schema(manifest, namespace),
        fragments: BTreeMap::new(),
        fields: current.to_vec(),
        table: table.clone(),
    }];
    for previous in manifest.previous() {
        let major = previous.version.major();
        let fields = previous_fields(previous, manifest, pack)?;
        versions.push(VersionView {
            version: previous.version.to_string(),
            major,
            current: false,
            table: previous.table.as_ref().map_or_else(|| format!("{table}_v{major}"), ToString::to_string),
            types: format!("{model}_v{major}"),
            deprecated: Some(previous.deprecated.to_string()),
            removed: Some(previous.removed.to_string()),
            note: previous.note.as_ref().map(ToString::to_string),
            primary_key: key(&fields),
            has_pii: fields.iter().any(FieldView::holds_pii),
            avro: avro::previous(manifest, previous, namespace),
            fragments: BTreeMap::new(),
            fields,
        });
    }
    Ok(versions)
}

impl VersionView {
    /// The field that a column of the business logic has become in this version.
    pub(super) fn field_of(&self, column: &str) -> Option<&FieldView> {
        let made =
            |field: &&FieldView| field.made_of.as_ref().is_some_and(|made| made.column.as_deref() == Some(column));
        self.fields.iter().find(made)
    }
}

fn key(fields: &[FieldView]) -> Vec<String> {
    fields.iter().filter(|field| field.primary_key).map(|field| field.snake.clone()).collect()
}

fn previous_fields(previous: &Previous, manifest: &Manifest, pack: &Pack) -> Result<Vec<FieldView>> {
    let served = previous.served(manifest);
    let mut views = fields(&served, manifest, pack)?;
    for (view, field) in views.iter_mut().zip(&previous.fields) {
        let made_of = made_of(manifest, previous, field);
        view.accepted.extend(made_of.unknown.clone().filter(|unknown| !view.accepted.contains(unknown)));
        view.made_of = Some(made_of);
    }
    Ok(views)
}

fn made_of(manifest: &Manifest, previous: &Previous, field: &Field) -> MadeOfView {
    match manifest.source(previous, field) {
        Source::Expression(expression) => {
            MadeOfView { expression: Some(expression.to_string()), cast: true, ..MadeOfView::default() }
        }
        Source::Column(column) => {
            let is_new = |value| !field.accepted.contains(value);
            let narrower =
                !field.accepted.is_empty() && (column.accepted.is_empty() || column.accepted.iter().any(is_new));
            let known = if narrower { field.accepted.iter().map(ToString::to_string).collect() } else { Vec::new() };
            let unknown = narrower && field.logical_type == LogicalType::Enum;
            MadeOfView {
                column: Some(column.snake()),
                expression: None,
                cast: column.logical_type != field.logical_type,
                known,
                unknown: unknown.then(|| avro::UNKNOWN.to_owned()),
            }
        }
    }
}
