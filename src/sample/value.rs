//! One value of one column in one row.

use jiff::SignedDuration;
use serde_json::{Map, Number, Value as Json, json};

use super::pattern;
use crate::manifest::Manifest;
use crate::manifest::document::{Field, InputPort, QualityTest, TestKind};
use crate::manifest::value::{LogicalType, Scalar};
use crate::pack::Pools;

/// A table that gets sample rows: an input port, or the product itself.
pub(super) struct Table<'a> {
    pub(super) manifest: &'a Manifest,
    pub(super) port: Option<&'a InputPort>,
    pub(super) pools: &'a Pools,
}

/// A column of the table.
pub(super) struct Column<'a> {
    pub(super) field: &'a Field,
    pub(super) index: usize,
}

/// One row in so many has no value in an optional column.
const NULL_EVERY: u64 = 7;
/// The row that change data capture marks as deleted, to show that staging drops it.
const DELETED_ROW: u64 = 5;
/// Rows of other tables that point at one row of this one.
const REFERENCES_PER_ROW: u64 = 3;
/// Seconds between two timestamps of one row.
const SECONDS_BETWEEN_COLUMNS: i64 = 10;
/// How deep references between inputs are followed.
const MAX_HOPS: usize = 8;

impl Table<'_> {
    /// The value, or nothing in some rows of an optional column.
    pub(super) fn value(&self, column: &Column<'_>, row: u64) -> Json {
        let optional = !column.field.required && !column.field.primary_key && !self.is_deletion_mark(column.field);
        // Which rows those are depends on the name alone, so that a new column leaves the others as they were.
        if optional && (row + hash(&column.field.snake(), 0)) % NULL_EVERY == NULL_EVERY - 1 {
            return Json::Null;
        }
        self.present(column, row)
    }

    /// The value, never nothing.
    pub(super) fn present(&self, column: &Column<'_>, row: u64) -> Json {
        self.present_within(column, row, 0)
    }

    fn present_within(&self, column: &Column<'_>, row: u64, hops: usize) -> Json {
        let field = column.field;
        if self.is_deletion_mark(field) {
            return json!(row == DELETED_ROW);
        }
        if let Some(value) = self.referenced(field, row, hops) {
            return value;
        }
        let unique = field.primary_key || field.unique;
        if !unique && !field.examples.is_empty() {
            return cycle(&field.examples, row);
        }
        if !field.accepted.is_empty() {
            return symbol(field, row);
        }
        if let Some(test) = self.tests(field, TestKind::AcceptedValues).next().filter(|test| !test.values.is_empty()) {
            return cycle(&test.values, row);
        }
        self.of_type(&field.logical_type, field, column.index, row, unique)
    }

    fn is_deletion_mark(&self, field: &Field) -> bool {
        let mark = self.port.and_then(|port| port.cdc.as_ref()).and_then(|cdc| cdc.deleted_column.as_ref());
        mark.is_some_and(|mark| *mark == field.name)
    }

    /// The value of the row of another input that this row points at.
    fn referenced(&self, field: &Field, row: u64, hops: usize) -> Option<Json> {
        let reference = field.references.as_ref().filter(|_| hops < MAX_HOPS)?;
        let port = self.manifest.spec.input_ports.iter().find(|port| port.name == reference.port)?;
        let (index, target) = self
            .manifest
            .columns(port)
            .into_iter()
            .enumerate()
            .find(|(_, target)| target.snake() == reference.field.snake())?;
        let table = Table { manifest: self.manifest, port: Some(port), pools: self.pools };
        Some(table.present_within(&Column { field: target, index }, self.pointed_at(row), hops + 1))
    }

    /// The row that rows of other tables point at, the same for all columns of a row. Never the deleted one.
    fn pointed_at(&self, row: u64) -> u64 {
        let pointed = row % self.pools.rows.max(1) / REFERENCES_PER_ROW;
        if pointed == DELETED_ROW { 0 } else { pointed }
    }

    /// The quality tests of the product that speak of the same column.
    fn tests<'a>(&'a self, field: &'a Field, kind: TestKind) -> impl Iterator<Item = &'a QualityTest> {
        let tests = self.manifest.spec.quality.tests.iter();
        tests
            .filter(move |test| test.kind == kind && test.named_columns().any(|column| column.snake() == field.snake()))
    }

    fn of_type(&self, logical: &LogicalType, field: &Field, index: usize, row: u64, unique: bool) -> Json {
        let name = self.pool_name(field);
        // Columns that are no key repeat, as foreign keys do.
        let key = if unique { row } else { self.pointed_at(row + hash(&name, 1) % 5) };
        match logical {
            LogicalType::Scalar(scalar) => self.scalar(*scalar, field, &name, index, row, key, unique),
            LogicalType::Decimal { precision, scale } => self.decimal(field, &name, row, *precision, *scale),
            LogicalType::Enum => symbol(field, row),
            LogicalType::Struct => Json::Object(
                field
                    .fields
                    .iter()
                    .enumerate()
                    .map(|(index, member)| (member.snake(), self.value(&Column { field: member, index }, row)))
                    .collect::<Map<_, _>>(),
            ),
            LogicalType::Array(item) => {
                (0..=row % 2).map(|n| self.of_type(item, field, index, row + n, unique)).collect()
            }
            LogicalType::Map(value) => {
                let at = usize::try_from(row).unwrap_or(0) % self.pools.map_keys.len().max(1);
                let key = self.pools.map_keys.get(at).cloned().unwrap_or_default();
                json!({ key: self.of_type(value, field, index, row, unique) })
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn scalar(
        &self,
        scalar: Scalar,
        field: &Field,
        name: &str,
        index: usize,
        row: u64,
        key: u64,
        unique: bool,
    ) -> Json {
        match scalar {
            Scalar::String => self.text(field, name, row, key, unique),
            Scalar::Boolean => json!(!hash(name, row).is_multiple_of(3)),
            Scalar::Int | Scalar::Long => {
                if unique || is_identifier(name) {
                    return json!(1000 + key);
                }
                let (low, high) = self.bounds(field, name, 1.0, 500.0);
                json!(integer_between(low, high, hash(name, row)))
            }
            Scalar::Float | Scalar::Double => {
                let (low, high) = self.bounds(field, name, 0.0, 100.0);
                // Two decimals: exact in print, whatever the platform.
                let hundredths = integer_between(low * 100.0, high * 100.0, hash(name, row));
                decimal_number(hundredths, 2)
            }
            Scalar::Date => json!(self.instant(index, row, true).0),
            Scalar::Time => json!(format!("{:02}:{:02}:00", hash(name, row) % 24, hash(name, row) / 24 % 60)),
            Scalar::Timestamp => {
                let (date, time) = self.instant(index, row, false);
                json!(format!("{date}T{time}Z"))
            }
            Scalar::TimestampNtz => {
                let (date, time) = self.instant(index, row, false);
                json!(format!("{date} {time}"))
            }
            Scalar::Uuid => json!(uuid(name, key)),
            Scalar::Bytes => json!(format!("{:016x}", hash(name, key))),
            Scalar::Json => json!({ "note": format!("sample {row}") }),
        }
    }

    fn text(&self, field: &Field, name: &str, row: u64, key: u64, unique: bool) -> Json {
        let pattern = self.tests(field, TestKind::Regex).find_map(|test| test.pattern.as_deref());
        if let Some(value) = self.pooled(name, row, key, unique).filter(|value| fits(value, pattern)) {
            return value;
        }
        if let Some(text) = pattern.and_then(|pattern| pattern::matching(pattern, hash(name, row))) {
            return json!(text);
        }
        let stem = name.strip_suffix("_id").or_else(|| name.strip_suffix("_key")).unwrap_or(name);
        if is_identifier(name) || unique {
            let prefix: String = stem.chars().filter(char::is_ascii_alphabetic).take(3).collect();
            return json!(format!("{}-{:05}", prefix.to_uppercase(), key + 1));
        }
        json!(format!("{} {}", stem.replace('_', " "), key + 1))
    }

    /// A value of the pool for columns of this name. One that must be unique needs a pool with numbers in it.
    fn pooled(&self, name: &str, row: u64, key: u64, unique: bool) -> Option<Json> {
        let values = self.pools.texts(name)?;
        let numbered = values.iter().any(|value| value.as_str().is_some_and(|text| text.contains("{n}")));
        if unique && !numbered {
            return None;
        }
        let at = if numbered { row } else { hash(name, key) % self.pools.rows };
        let value = cycle(values, at);
        Some(value.as_str().map_or(value.clone(), |text| json!(text.replace("{n}", &(at + 1).to_string()))))
    }

    fn decimal(&self, field: &Field, name: &str, row: u64, precision: u8, scale: u8) -> Json {
        let most = 10f64.powi(i32::from(precision - scale)) - 1.0;
        let (low, high) = self.bounds(field, name, 0.0, 500.0);
        let factor = 10f64.powi(i32::from(scale.min(4)));
        let scaled = integer_between(low.min(most) * factor, high.min(most) * factor, hash(name, row));
        decimal_number(scaled, usize::from(scale.min(4)))
    }

    /// The bounds of a number: those of a quality test, else of a pool, else `low` to `high`.
    fn bounds(&self, field: &Field, name: &str, low: f64, high: f64) -> (f64, f64) {
        let (low, high) = self.pools.range(name).unwrap_or((low, high));
        let Some(test) = self.tests(field, TestKind::Range).next() else { return (low, high) };
        let number = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        match (number(&test.min), number(&test.max)) {
            (Some(min), Some(max)) => (min.max(low.min(max)), max.min(high.max(min))),
            (Some(min), None) => (min.max(low), high.max(min + 1.0)),
            (None, Some(max)) => (low.min(max - 1.0), max.min(high)),
            (None, None) => (low, high),
        }
    }

    /// The name whose pool a column draws from: the key `id` of `orders` is everybody else's `order_id`.
    fn pool_name(&self, field: &Field) -> String {
        let name = field.snake();
        match self.port {
            Some(port) if name == "id" => {
                let entity = port.name.snake();
                format!("{}_id", entity.strip_suffix('s').unwrap_or(&entity))
            }
            _ => name,
        }
    }

    /// Day and time of day of a row: the newest row is at the anchor, each earlier one a step before the next.
    fn instant(&self, index: usize, row: u64, daily: bool) -> (String, String) {
        let age = i64::try_from(self.pools.rows.saturating_sub(row + 1)).unwrap_or(0);
        let step = if daily { 86_400 } else { i64::try_from(self.pools.step_minutes).unwrap_or(60) * 60 };
        let columns = self.port.map_or_else(|| self.manifest.columns_of_logic(), |port| self.manifest.columns(port));
        let later = columns
            .iter()
            .skip(index + 1)
            .filter(|field| matches!(field.logical_type, LogicalType::Scalar(Scalar::Timestamp | Scalar::TimestampNtz)))
            .count();
        let back = if daily { 0 } else { i64::try_from(later).unwrap_or(0) * SECONDS_BETWEEN_COLUMNS };
        let at =
            self.pools.anchor.saturating_sub(SignedDuration::from_secs(age * step + back)).unwrap_or(self.pools.anchor);
        (at.strftime("%Y-%m-%d").to_string(), at.strftime("%H:%M:%S").to_string())
    }
}

/// Whether a text matches a pattern in whole, where there is one.
fn fits(value: &Json, pattern: Option<&str>) -> bool {
    let Some(pattern) = pattern.map(|pattern| regex_lite::Regex::new(&format!("^(?:{pattern})$"))) else { return true };
    pattern.is_ok_and(|pattern| value.as_str().is_some_and(|text| pattern.is_match(text)))
}

fn symbol(field: &Field, row: u64) -> Json {
    let at = usize::try_from(row).unwrap_or(0) % field.accepted.len().max(1);
    field.accepted.get(at).map_or(Json::Null, |symbol| json!(**symbol))
}

fn cycle(values: &[Json], row: u64) -> Json {
    let at = usize::try_from(row).unwrap_or(0) % values.len().max(1);
    values.get(at).cloned().unwrap_or(Json::Null)
}

fn is_identifier(name: &str) -> bool {
    ["id", "key", "number", "no", "ref"]
        .iter()
        .any(|suffix| name.strip_suffix(suffix).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
}

#[allow(clippy::cast_possible_truncation)]
fn integer_between(low: f64, high: f64, hash: u64) -> i64 {
    let (low, high) = (low.ceil() as i64, high.floor() as i64);
    let span = u64::try_from(high.saturating_sub(low).max(0)).unwrap_or(0).saturating_add(1);
    low.saturating_add(i64::try_from(hash % span).unwrap_or(0))
}

/// `1234` with two decimals is `12.34`, a JSON number without rounding.
fn decimal_number(scaled: i64, decimals: usize) -> Json {
    let sign = if scaled < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = decimals + 1);
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let text = if decimals == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    serde_json::from_str(&text).unwrap_or(Json::Null)
}

/// FNV-1a over the name, mixed with the number.
fn hash(name: &str, number: u64) -> u64 {
    let seed = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    mix(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 1
}

/// The finaliser of `SplitMix64`.
pub(super) fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

/// A UUID of version 4's form (RFC 9562, §5.4), from a hash instead of a random number.
fn uuid(name: &str, number: u64) -> String {
    let high = (hash(name, number) & 0xffff_ffff_ffff_0fff) | 0x4000;
    let low = (mix(hash(name, number ^ 0x5555)) & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_the_form_of_version_4() {
        let text = uuid("order_id", 3);
        assert_eq!(text.len(), 36);
        assert_eq!(&text[14..15], "4");
        assert!("89ab".contains(&text[19..20]));
        assert_ne!(text, uuid("order_id", 4));
    }
}
