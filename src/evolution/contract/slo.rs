//! Service levels and retention: what is promised, when an alarm rings, and how it is measured.

use std::cmp::Ordering;
use std::fmt::Display;

use super::fields::Renames;
use super::{Change, ChangeRule, Contract, rules};
use crate::diagnostics::shown;
use crate::manifest::document::{Completeness, Field, FieldName, Freshness, Slo};
use crate::manifest::value::{Duration, LogicalType, Scalar, Text};

/// Which of two values of a service level asks for more.
#[derive(Debug, Clone, Copy)]
enum Better {
    Less,
    More,
}

/// The service levels of one contract, with the fields that they speak of.
#[derive(Clone, Copy)]
pub(super) struct Levels<'a> {
    pub slo: &'a Slo,
    pub fields: &'a [Field],
}

impl<'a> Levels<'a> {
    pub(super) fn of(contract: &'a Contract) -> Self {
        Self { slo: &contract.slo, fields: &contract.fields }
    }
}

pub(super) fn compare(old: Levels<'_>, new: Levels<'_>, renames: &Renames, changes: &mut Vec<Change>) {
    let (before, now) = (old.slo, new.slo);
    let target = |slo: &Slo| Some(slo.freshness.target.clone());
    changes.extend(level("freshness.target", Better::Less, target(before), target(now)));
    let target = |slo: &Slo| slo.availability.as_ref().map(|level| level.target.clone());
    changes.extend(level("availability.target", Better::More, target(before), target(now)));
    let target = |slo: &Slo| slo.completeness.as_ref().map(|level| level.target.clone());
    changes.extend(level("completeness.target", Better::More, target(before), target(now)));
    let target = |slo: &Slo| slo.accuracy.as_ref().and_then(|level| level.target.clone());
    changes.extend(level("accuracy.target", Better::More, target(before), target(now)));
    alarms(before, now, changes);
    measured(before, now, changes);
    let column = age_column(old, Some(renames)) != age_column(new, None);
    if column {
        let (before, now) = (age_column(old, None), age_column(new, None));
        changes.push(differently("freshness.column", before, now));
    }
}

/// A level that is promised, or no longer, or for the first time.
fn level<T: PartialOrd + Display>(key: &str, better: Better, before: Option<T>, now: Option<T>) -> Option<Change> {
    let (row, what): (&'static ChangeRule, String) = match (&before, &now) {
        (None, None) => return None,
        (None, Some(now)) => (&rules::SLO_TIGHTENED, format!("{now} is promised from now on")),
        (Some(before), None) => (&rules::SLO_LOOSENED, format!("{before} is no longer promised")),
        (Some(before), Some(now)) => {
            let row = match (now.partial_cmp(before)?, better) {
                (Ordering::Equal, _) => return None,
                (Ordering::Less, Better::Less) | (Ordering::Greater, Better::More) => &rules::SLO_TIGHTENED,
                _ => &rules::SLO_LOOSENED,
            };
            (row, format!("{before} was promised, and {now} is"))
        }
    };
    let text = |value: Option<T>| value.map(|value| value.to_string());
    let pointer = format!("/spec/slo/{}", key.replace('.', "/"));
    Some(Change::new(row, &format!("slo.{key}"), &pointer, what).values(text(before), text(now)))
}

fn alarms(before: &Slo, now: &Slo, changes: &mut Vec<Change>) {
    let warn = |level: &Freshness| level.warn.as_ref().map_or(level.target.seconds() * 3 / 2, Duration::seconds);
    let error = |level: &Freshness| level.error.as_ref().map_or(level.target.seconds() * 3, Duration::seconds);
    let (one, other) = (&before.freshness, &now.freshness);
    let later = warn(other) > warn(one);
    changes.extend(alarm("freshness.warn", one.warn.as_ref(), other.warn.as_ref(), later));
    let later = error(other) > error(one);
    changes.extend(alarm("freshness.error", one.error.as_ref(), other.error.as_ref(), later));
    // Without the level before or now, the level itself is what changed.
    let (Some(one), Some(other)) = (&before.completeness, &now.completeness) else { return };
    let warn = |level: &Completeness| level.warn.clone().unwrap_or_else(|| level.target.clone());
    let error = |level: &Completeness| level.error.clone().unwrap_or_else(|| warn(level));
    changes.extend(alarm("completeness.warn", one.warn.as_ref(), other.warn.as_ref(), warn(other) < warn(one)));
    changes.extend(alarm("completeness.error", one.error.as_ref(), other.error.as_ref(), error(other) < error(one)));
}

/// A bound that is written down in another way than before.
fn alarm<T: PartialEq + Display>(key: &str, before: Option<&T>, now: Option<&T>, later: bool) -> Option<Change> {
    if before == now {
        return None;
    }
    let text = |value: Option<&T>| value.map(ToString::to_string);
    let (before, now) = (text(before), text(now));
    let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "left out".to_owned());
    let what = format!("the bound was {} and is {}", said(&before), said(&now));
    let pointer = format!("/spec/slo/{}", key.replace('.', "/"));
    let mut change = Change::new(&rules::ALARM_CHANGED, &format!("slo.{key}"), &pointer, what).values(before, now);
    if !later {
        (change.warning, change.producer) = (false, None);
    }
    Some(change)
}

fn measured(before: &Slo, now: &Slo, changes: &mut Vec<Change>) {
    let mut compare = |key: &str, before: Option<&Text>, now: Option<&Text>| {
        if before != now {
            let text = |text: Option<&Text>| text.map(|text| shown(text.trim()));
            changes.push(differently(key, text(before), text(now)));
        }
    };
    let (one, other) = (&before.freshness, &now.freshness);
    compare("freshness.measurement", one.measurement.as_ref(), other.measurement.as_ref());
    // Without the level before or now, the level itself is what changed.
    if let (Some(one), Some(other)) = (&before.availability, &now.availability) {
        compare("availability.measurement", one.measurement.as_ref(), other.measurement.as_ref());
    }
    if let (Some(one), Some(other)) = (&before.completeness, &now.completeness) {
        compare("completeness.measurement", one.measurement.as_ref(), other.measurement.as_ref());
    }
    let (Some(one), Some(other)) = (&before.accuracy, &now.accuracy) else { return };
    compare("accuracy.measurement", one.measurement.as_ref(), other.measurement.as_ref());
    compare("accuracy.validatedBy", one.validated_by.as_ref(), other.validated_by.as_ref());
    if one.frequency != other.frequency {
        let text = |frequency: Option<&Duration>| frequency.map(ToString::to_string);
        changes.push(differently("accuracy.frequency", text(one.frequency.as_ref()), text(other.frequency.as_ref())));
    }
}

fn differently(key: &str, before: Option<String>, now: Option<String>) -> Change {
    let said =
        |value: &Option<String>| value.as_ref().map_or_else(|| "left out".to_owned(), |text| format!("`{text}`"));
    let what = format!("it was {} and is {}", said(&before), said(&now));
    let pointer = format!("/spec/slo/{}", key.replace('.', "/"));
    Change::new(&rules::MEASURED_DIFFERENTLY, &format!("slo.{key}"), &pointer, what).values(before, now)
}

/// The field that tells a row's age: as it is named, or the first required timestamp, under the name that it has now.
fn age_column(levels: Levels<'_>, renames: Option<&Renames>) -> Option<String> {
    let named = levels.slo.freshness.column.as_ref().map(FieldName::snake);
    let timestamp = |field: &&Field| field.logical_type == LogicalType::Scalar(Scalar::Timestamp);
    let first = || {
        let mut timestamps = levels.fields.iter().filter(timestamp);
        timestamps.clone().find(|field| field.required).or_else(|| timestamps.next()).map(Field::snake)
    };
    let name = named.or_else(first)?;
    Some(renames.and_then(|renames| renames.get(&name).cloned()).unwrap_or(name))
}

/// The time for which data is kept.
pub(super) fn retention(before: &Duration, now: &Duration, changes: &mut Vec<Change>) {
    let (row, adverb): (&'static ChangeRule, _) = match now.partial_cmp(before) {
        Some(Ordering::Less) => (&rules::RETENTION_SHORTENED, "only "),
        Some(Ordering::Greater) => (&rules::RETENTION_LENGTHENED, ""),
        _ => return,
    };
    let what = format!("data was kept for {before}, and is kept for {adverb}{now}");
    let change = Change::new(row, "access.retention", "/spec/access/retention", what);
    changes.push(change.values(Some(before.to_string()), Some(now.to_string())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::value::Percentage;

    #[test]
    fn a_level_is_compared_and_not_its_spelling() {
        let share = |text: &str| Some(text.parse::<Percentage>().unwrap());
        assert_eq!(level("availability.target", Better::More, share("99.9%"), share("0.999")), None);
        let loosened = level("availability.target", Better::More, share("99.9%"), share("99%")).unwrap();
        assert_eq!(loosened.rule.id, rules::SLO_LOOSENED.rule.id);
        let span = |text: &str| Some(text.parse::<Duration>().unwrap());
        assert_eq!(level("freshness.target", Better::Less, span("60m"), span("1 hour")), None);
        let tightened = level("freshness.target", Better::Less, span("1 hour"), span("30m")).unwrap();
        assert_eq!(tightened.rule.id, rules::SLO_TIGHTENED.rule.id);
    }
}
