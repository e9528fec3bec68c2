//! Fields, of the product and of its inputs.

use std::collections::BTreeMap;

use heck::{ToLowerCamelCase, ToUpperCamelCase};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value as Json;

use crate::error::Result;
use crate::manifest::Manifest;
use crate::manifest::check::is_reserved;
use crate::manifest::document::{Field, InputPort, Mask, Reference};
use crate::manifest::value::{LogicalType, Scalar};
use crate::pack::Pack;

/// One field.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[allow(clippy::struct_excessive_bools)] // Each is a property of its own, named as in the manifest.
pub struct FieldView {
    /// The name as it was written; in an input, the source's column.
    pub name: String,
    /// In an input: the source's column. In the product: the same as `snake`.
    pub column: String,
    /// Whether the column's name has to be quoted in SQL.
    pub quoted: bool,
    /// The name in `snake_case`: in SQL, in dbt, in Avro.
    pub snake: String,
    /// The name in `camelCase`.
    pub camel: String,
    /// The name in `PascalCase`.
    pub pascal: String,
    /// The logical type: `decimal(12,2)`.
    #[serde(rename = "type")]
    #[schemars(extend("x-text" = true))]
    pub logical_type: String,
    /// The outermost constructor of the type: `decimal`, `struct`, `array`.
    pub kind: String,
    /// Whether every row has a value.
    pub required: bool,
    /// Whether a row may have none.
    pub nullable: bool,
    /// Whether the field is part of the primary key.
    pub primary_key: bool,
    /// Whether no two rows share a value.
    pub unique: bool,
    /// Whether the field holds personal data.
    pub pii: bool,
    /// The classification, where it is higher than the product's.
    pub classification: Option<String>,
    /// How consumers see the field: `hash`, `null`, `redact`, or nothing when it is shown as it is.
    pub mask: Option<String>,
    /// What the field means.
    #[schemars(extend("x-text" = true))]
    pub description: Option<String>,
    /// Values as they really occur.
    #[schemars(extend("x-text" = true))]
    pub examples: Vec<Json>,
    /// The symbols of an enum, or the accepted values of a text.
    #[serde(rename = "enum")]
    #[schemars(extend("x-text" = true))]
    pub accepted: Vec<String>,
    /// Whether readers assume a value where a row has none.
    pub has_default: bool,
    /// That value.
    #[schemars(extend("x-text" = true))]
    pub default: Option<Json>,
    /// The field of an input port that every value occurs in.
    pub references: Option<ReferenceView>,
    /// Dialect → its spelling of the type.
    #[schemars(extend("x-text" = true))]
    pub types: BTreeMap<String, String>,
    /// The members of a struct.
    pub fields: Vec<FieldView>,
    /// In an earlier version: what the field is made of.
    pub made_of: Option<MadeOfView>,
}

/// What a field of an earlier version is made of.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct MadeOfView {
    /// The column of the business logic (`snake_case`).
    pub column: Option<String>,
    /// The expression (SQL) over such columns, where one column is not enough.
    #[schemars(extend("x-text" = true))]
    pub expression: Option<String>,
    /// Whether the column has another type than the field.
    pub cast: bool,
    /// The values that the version knows, where the column may have others.
    #[schemars(extend("x-text" = true))]
    pub known: Vec<String>,
    /// What stands for a value that the version does not know; nothing where no value does.
    pub unknown: Option<String>,
}

/// The field of an input port that every value of another field occurs in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReferenceView {
    /// The input port.
    pub port: String,
    /// The staging model of the port.
    pub model: String,
    /// The field, by the name that staging gives to it.
    pub field: String,
}

impl ReferenceView {
    /// A reference, with the staging model of its port.
    pub(super) fn of(reference: &Reference, manifest: &Manifest, pack: &Pack) -> Result<Self> {
        Ok(Self {
            port: reference.port.to_string(),
            model: super::inputs::staging_model(manifest, &reference.port, pack)?,
            field: reference.field.snake(),
        })
    }
}

impl FieldView {
    /// Whether the field or any member of it holds personal data.
    pub fn holds_pii(&self) -> bool {
        self.pii || self.fields.iter().any(Self::holds_pii)
    }
}

/// The views of fields, in their order.
pub fn fields<'a>(
    fields: impl IntoIterator<Item = &'a Field>,
    manifest: &Manifest,
    pack: &Pack,
) -> Result<Vec<FieldView>> {
    fields.into_iter().map(|field| view(field, manifest, pack)).collect()
}

/// The views of an input's columns, under the names of the source.
pub(super) fn source_columns(port: &InputPort, manifest: &Manifest, pack: &Pack) -> Result<Vec<FieldView>> {
    let columns = manifest.columns(port);
    let mut views = fields(columns.iter().copied(), manifest, pack)?;
    for (view, field) in views.iter_mut().zip(columns) {
        view.column = port.column_name(field);
        view.quoted = !is_plain_identifier(&view.column);
    }
    Ok(views)
}

/// Whether every warehouse takes a name as it is, without quotes.
fn is_plain_identifier(name: &str) -> bool {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.bytes().all(letters) && !is_reserved(name)
}

fn view(field: &Field, manifest: &Manifest, pack: &Pack) -> Result<FieldView> {
    let dialects = pack.dialects()?;
    let snake = field.snake();
    let types = dialects.ids().map(|id| Ok((id.to_owned(), dialects.spell(id, field)?))).collect::<Result<_>>()?;
    let members = self::fields(&field.fields, manifest, pack)?;
    let hidden = field.is_pii() || members.iter().any(FieldView::holds_pii);
    Ok(FieldView {
        name: field.name.to_string(),
        quoted: false,
        column: snake.clone(),
        camel: snake.to_lower_camel_case(),
        pascal: snake.to_upper_camel_case(),
        logical_type: field.logical_type.to_string(),
        kind: field.logical_type.kind().to_owned(),
        required: field.required,
        nullable: !field.required,
        primary_key: field.primary_key,
        unique: field.unique,
        pii: hidden,
        classification: field.classification.map(|classification| classification.as_str().to_owned()),
        mask: hidden.then(|| mask(field, manifest).as_str().to_owned()),
        description: field.description.as_ref().map(ToString::to_string),
        examples: field.examples.clone(),
        accepted: field.accepted.iter().map(ToString::to_string).collect(),
        has_default: field.default.is_some(),
        default: field.default.clone(),
        references: field
            .references
            .as_ref()
            .map(|reference| ReferenceView::of(reference, manifest, pack))
            .transpose()?,
        types,
        fields: members,
        made_of: None,
        snake,
    })
}

/// How a personal field is shown: what the field says, else what the manifest says, where the type allows it.
pub(crate) fn mask(field: &Field, manifest: &Manifest) -> Mask {
    let is_text = matches!(field.logical_type, LogicalType::Scalar(Scalar::String));
    let wanted = field
        .mask
        .or_else(|| manifest.spec.access.privacy.as_ref().and_then(|privacy| privacy.masking))
        .unwrap_or(Mask::Hash);
    if is_text { wanted } else { Mask::Null }
}
