//! Quality tests: those that came or went, and those that accept more or less than before.

use std::cmp::Ordering;

use serde_json::Number;

use super::change::value;
use super::fields::Renames;
use super::{Change, ChangeRule, Class, Contract, rules};
use crate::diagnostics::shown;
use crate::manifest::document::{Field, FieldName, QualityTest, TestKind, TestSeverity};
use crate::manifest::value::Percentage;

const ROOT: &str = "/spec/quality/tests";

/// The tests of one contract, with the fields that they speak of.
#[derive(Clone, Copy)]
pub(super) struct Tests<'a> {
    pub tests: &'a [QualityTest],
    pub fields: &'a [Field],
}

impl<'a> Tests<'a> {
    pub(super) fn of(contract: &'a Contract) -> Self {
        Self { tests: &contract.quality.tests, fields: &contract.fields }
    }
}

/// A test as it is told from others.
#[derive(Debug)]
struct Known<'a> {
    index: usize,
    test: &'a QualityTest,
    /// The fields that are checked, under their names of now.
    columns: Vec<String>,
}

pub(super) fn compare(old: Tests<'_>, new: Tests<'_>, renames: &Renames, changes: &mut Vec<Change>) {
    let before = known(old.tests, |name| renames.get(&name).cloned().unwrap_or(name));
    let now = known(new.tests, |name| name);
    let mut left: Vec<&Known<'_>> = before.iter().collect();
    for one in &now {
        let of_name = left.iter().position(|old| old.test.name.is_some() && old.test.name == one.test.name);
        let same = |old: &&Known<'_>| old.test.kind == one.test.kind && old.columns == one.columns;
        if let Some(at) = of_name.or_else(|| left.iter().position(same)) {
            pair(left.remove(at), one, changes);
        } else {
            let what = format!("the test is added{}", warns(one.test));
            changes.push(Change::new(&rules::TEST_ADDED, &one.path(), &one.pointer(), what));
        }
    }
    for old in left {
        // Where the field itself is gone, that is the change.
        let is_there = |name: &String| new.fields.iter().any(|field| field.snake() == *name);
        if (!old.columns.is_empty() && !old.columns.iter().any(is_there)) || old.is_implied(new.fields, &now) {
            continue;
        }
        let what = format!("the test is removed{}", warns(old.test));
        changes.push(by_severity(Change::new(&rules::TEST_REMOVED, &old.path(), ROOT, what), old.test));
    }
}

/// The tests, those on each of several fields taken one by one.
fn known(tests: &[QualityTest], name: impl Fn(String) -> String) -> Vec<Known<'_>> {
    let mut found = Vec::new();
    for (index, test) in tests.iter().enumerate() {
        let mut columns: Vec<String> = test.named_columns().map(FieldName::snake).map(&name).collect();
        columns.sort();
        if test.kind == TestKind::NotNull && test.name.is_none() {
            found.extend(columns.into_iter().map(|column| Known { index, test, columns: vec![column] }));
        } else {
            found.push(Known { index, test, columns });
        }
    }
    found
}

impl Known<'_> {
    fn path(&self) -> String {
        match &self.test.name {
            Some(name) => format!("quality.{name}"),
            None => format!("quality.{}({})", kind(self.test.kind), self.columns.join(", ")),
        }
    }

    fn pointer(&self) -> String {
        format!("{ROOT}/{}", self.index)
    }

    /// Whether the contract promises without the test what the test has checked.
    fn is_implied(&self, fields: &[Field], tests: &[Known<'_>]) -> bool {
        let is = |wanted: fn(&Field) -> bool| {
            let field = |name: &String| fields.iter().find(|field| field.snake() == *name);
            self.columns.iter().all(|name| field(name).is_some_and(wanted))
        };
        match self.test.kind {
            TestKind::NotNull | TestKind::Completeness => is(|field| field.required),
            TestKind::Uniqueness => {
                let subset = |other: &Known<'_>| {
                    other.test.kind == TestKind::Uniqueness
                        && other.columns.iter().all(|name| self.columns.contains(name))
                };
                is(|field| field.unique) || tests.iter().any(subset)
            }
            _ => false,
        }
    }
}

/// A test that only warns promises less.
fn by_severity(change: Change, test: &QualityTest) -> Change {
    if severity(test) == TestSeverity::Error { change } else { change.class(Class::Minor).warn() }
}

fn severity(test: &QualityTest) -> TestSeverity {
    test.severity.unwrap_or(TestSeverity::Error)
}

fn warns(test: &QualityTest) -> &'static str {
    if severity(test) == TestSeverity::Error { "" } else { "; it only warned" }
}

fn pair(old: &Known<'_>, new: &Known<'_>, changes: &mut Vec<Change>) {
    let (before, now) = (old.test, new.test);
    let mut add = |key: &str, order: Option<Ordering>, one: Option<String>, other: Option<String>| {
        let row: &'static ChangeRule = match order {
            Some(Ordering::Equal) => return,
            Some(Ordering::Greater) => &rules::TEST_LOOSENED,
            Some(Ordering::Less) => &rules::TEST_TIGHTENED,
            None => &rules::TEST_CHANGED,
        };
        let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "left out".to_owned());
        let what = format!("`{key}` was {} and is {}", said(&one), said(&other));
        let change = Change::new(row, &new.path(), &format!("{}/{key}", new.pointer()), what).values(one, other);
        let is_loosened = order == Some(Ordering::Greater) && key != "severity";
        changes.push(if is_loosened { by_severity(change, before) } else { change });
    };
    if before.kind != now.kind || old.columns != new.columns {
        let text = |known: &Known<'_>| Some(format!("{}({})", kind(known.test.kind), known.columns.join(", ")));
        add("type", None, text(old), text(new));
    }
    // Greater: more is accepted than before.
    let rank = |test: &QualityTest| u8::from(severity(test) == TestSeverity::Warn);
    let word = |test: &QualityTest| Some(if rank(test) == 1 { "warn" } else { "error" }.to_owned());
    add("severity", Some(rank(now).cmp(&rank(before))), word(before), word(now));
    let number = |value: &Option<Number>| value.as_ref().map(ToString::to_string);
    add(
        "min",
        bound(before.min.as_ref(), now.min.as_ref()).map(Ordering::reverse),
        number(&before.min),
        number(&now.min),
    );
    add("max", bound_above(before.max.as_ref(), now.max.as_ref()), number(&before.max), number(&now.max));
    let (came, gone) = (
        now.values.iter().any(|value| !before.values.contains(value)),
        before.values.iter().any(|value| !now.values.contains(value)),
    );
    let values = |test: &QualityTest| Some(value(&test.values.clone().into()));
    let order = match (came, gone) {
        (false, false) => Some(Ordering::Equal),
        (true, _) => Some(Ordering::Greater),
        (false, true) => Some(Ordering::Less),
    };
    add("values", order, values(before), values(now));
    let age = |test: &QualityTest| test.max_age.as_ref().map(ToString::to_string);
    let seconds =
        |test: &QualityTest| test.max_age.as_ref().map_or(u64::MAX, crate::manifest::value::Duration::seconds);
    add("maxAge", Some(seconds(now).cmp(&seconds(before))), age(before), age(now));
    let share = |test: &QualityTest| test.threshold.as_ref().map(ToString::to_string);
    add("threshold", threshold(before.threshold.as_ref(), now.threshold.as_ref()), share(before), share(now));
    let text = |text: &Option<crate::manifest::value::Text>| text.as_ref().map(|text| shown(text.trim()));
    let condition = match (&before.condition, &now.condition) {
        (None, Some(_)) => Some(Ordering::Greater),
        (Some(_), None) => Some(Ordering::Less),
        (one, other) => (one == other).then_some(Ordering::Equal),
    };
    add("where", condition, text(&before.condition), text(&now.condition));
    let same = |equal: bool| equal.then_some(Ordering::Equal);
    add("pattern", same(before.pattern == now.pattern), text(&before.pattern), text(&now.pattern));
    add("sql", same(before.sql == now.sql), text(&before.sql), text(&now.sql));
    let target = |test: &QualityTest| test.to.as_ref().map(ToString::to_string);
    add("to", same(before.to == now.to), target(before), target(now));
    if before.description != now.description {
        let what = "the description is changed".to_owned();
        changes.push(Change::new(&rules::DOCUMENTATION, &new.path(), &new.pointer(), what));
    }
}

/// How the lower bound of now compares with the one of before; none is below every other.
fn bound(before: Option<&Number>, now: Option<&Number>) -> Option<Ordering> {
    match (before, now) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(_)) => Some(Ordering::Greater),
        (Some(_), None) => Some(Ordering::Less),
        (Some(before), Some(now)) if before == now => Some(Ordering::Equal),
        (Some(before), Some(now)) => now.as_f64()?.partial_cmp(&before.as_f64()?),
    }
}

/// How the upper bound of now compares with the one of before; none is above every other.
fn bound_above(before: Option<&Number>, now: Option<&Number>) -> Option<Ordering> {
    match (before, now) {
        (None, Some(_)) => Some(Ordering::Less),
        (Some(_), None) => Some(Ordering::Greater),
        _ => bound(before, now),
    }
}

/// A smaller share accepts more. Left out, all rows have to pass.
fn threshold(before: Option<&Percentage>, now: Option<&Percentage>) -> Option<Ordering> {
    match (before, now) {
        (None, None) => Some(Ordering::Equal),
        (None, Some(now)) => Some(if now.ratio() == "1" { Ordering::Equal } else { Ordering::Greater }),
        (Some(before), None) => Some(if before.ratio() == "1" { Ordering::Equal } else { Ordering::Less }),
        (Some(before), Some(now)) => before.partial_cmp(now),
    }
}

/// The spelling of a manifest.
fn kind(kind: TestKind) -> String {
    serde_json::to_value(kind).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
