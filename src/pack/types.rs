//! The spellings of logical types: one table per dialect, a file of the pack.
//!
//! No type name of a warehouse stands in Rust or in a template.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Files, read_yaml};
use crate::error::{Error, Result};
use crate::manifest::document::Field;
use crate::manifest::value::LogicalType;

/// Every dialect's table, by its id.
pub struct Dialects(BTreeMap<String, Table>);

/// The spellings of one dialect.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Table {
    /// What the dialect is, and where its types are documented.
    #[serde(rename = "description")]
    _description: String,
    /// Kind of logical type → spelling, with `{precision}`, `{scale}`, `{item}`, `{value}` or `{members}` for its parts.
    types: BTreeMap<String, Spelling>,
    /// The spelling of one member of a struct: `{name} {type}`.
    member: String,
    /// What stands between two members.
    #[serde(default = "comma")]
    separator: String,
}

/// The JSON Schema of a file of `types/`.
pub(super) fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    generator.subschema_for::<Table>()
}

fn comma() -> String {
    ", ".to_owned()
}

/// A spelling, or several of which the first that fits is taken.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Spelling {
    /// For every type of the kind.
    One(String),
    /// For decimals, by their size.
    Cases(Vec<Case>),
}

/// A spelling for decimals up to some size.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    /// The most digits after the point.
    #[serde(default = "any")]
    max_scale: u8,
    /// The most digits before the point.
    #[serde(default = "any")]
    max_integer_digits: u8,
    /// The spelling.
    spelling: String,
}

fn any() -> u8 {
    u8::MAX
}

impl Dialects {
    pub(super) fn load(files: &Files) -> Result<Self> {
        let folder = "types/";
        let tables = files
            .below(folder)
            .filter_map(|(path, _)| Some((path, path.strip_prefix(folder)?.strip_suffix(".yaml")?)))
            .map(|(path, id)| Ok((id.to_owned(), read_yaml(files, path)?)))
            .collect::<Result<_>>()?;
        Ok(Self(tables))
    }

    /// The ids of the dialects.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// How a dialect spells the type of a field.
    pub fn spell(&self, dialect: &str, field: &Field) -> Result<String> {
        let table = self
            .0
            .get(dialect)
            .ok_or_else(|| Error::Pack { message: format!("there is no table types/{dialect}.yaml") })?;
        Self::spell_type(table, dialect, &field.logical_type, &field.fields)
    }

    fn spell_type(table: &Table, dialect: &str, logical: &LogicalType, members: &[Field]) -> Result<String> {
        let kind = logical.kind();
        let missing = || Error::Pack { message: format!("types/{dialect}.yaml has no spelling for `{kind}`") };
        let spelling = match (table.types.get(kind).ok_or_else(missing)?, logical) {
            (Spelling::One(spelling), _) => spelling,
            (Spelling::Cases(cases), LogicalType::Decimal { precision, scale }) => {
                let fits = |case: &&Case| *scale <= case.max_scale && precision - scale <= case.max_integer_digits;
                &cases.iter().find(fits).ok_or_else(missing)?.spelling
            }
            (Spelling::Cases(_), _) => return Err(missing()),
        };
        Ok(match logical {
            LogicalType::Decimal { precision, scale } => {
                spelling.replace("{precision}", &precision.to_string()).replace("{scale}", &scale.to_string())
            }
            LogicalType::Array(item) => spelling.replace("{item}", &Self::spell_type(table, dialect, item, members)?),
            LogicalType::Map(value) => spelling.replace("{value}", &Self::spell_type(table, dialect, value, members)?),
            LogicalType::Struct => {
                let members = members
                    .iter()
                    .map(|member| {
                        let spelled = Self::spell_type(table, dialect, &member.logical_type, &member.fields)?;
                        Ok(table.member.replace("{name}", &member.snake()).replace("{type}", &spelled))
                    })
                    .collect::<Result<Vec<_>>>()?;
                spelling.replace("{members}", &members.join(&table.separator))
            }
            _ => spelling.clone(),
        })
    }
}
