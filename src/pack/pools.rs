//! Believable values by the name of a column: a file of the pack.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value as Json;

/// `samples.yaml`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pools {
    /// How many rows every input gets.
    pub rows: u64,
    /// The instant of the newest row (RFC 3339, UTC): the dbt project shifts it to now.
    #[schemars(with = "String")]
    pub anchor: jiff::Timestamp,
    /// Minutes between two rows.
    pub step_minutes: u64,
    /// Keys of maps, in turn.
    pub map_keys: Vec<String>,
    /// Pools by name; the first that fits is taken.
    pub pools: Vec<Pool>,
}

/// Values for columns of some names.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pool {
    /// The names: a column fits that has one of these names, or ends with `_` and one of them.
    pub names: Vec<String>,
    /// Text values, in turn. `{n}` stands for the number of the row.
    #[serde(default)]
    pub values: Vec<Json>,
    /// Numbers from here…
    #[serde(default)]
    pub min: Option<f64>,
    /// … to here.
    #[serde(default)]
    pub max: Option<f64>,
}

impl Pools {
    /// Text values for a column of this name.
    pub fn texts(&self, column: &str) -> Option<&[Json]> {
        self.pools.iter().find(|pool| !pool.values.is_empty() && pool.fits(column)).map(|pool| pool.values.as_slice())
    }

    /// The range of numbers for a column of this name.
    pub fn range(&self, column: &str) -> Option<(f64, f64)> {
        let pool = self.pools.iter().find(|pool| pool.min.is_some() && pool.fits(column))?;
        Some((pool.min?, pool.max?))
    }
}

impl Pool {
    fn fits(&self, column: &str) -> bool {
        self.names
            .iter()
            .any(|name| column.strip_suffix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
    }
}
