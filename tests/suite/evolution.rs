//! What a change of the contract needs, case by case: a case is a folder below `tests/cases/evolution/`.
//!
//! `manifest/<case>/` holds `change.yaml`: what is changed in `base.yaml` to get the contract of before and of now (JSON
//! Pointer → value; `null` removes, `/-` appends), and the mode where it is not FULL_TRANSITIVE. `avro/<case>/` holds
//! `before.avsc` and `after.avsc`. Both hold `expected.txt`: the version that the change needs, and each change in a
//! line. `BLESS=1` rewrites what is expected; the review is the git diff.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json};

use mesh_cli::evolution::avro::Schema;
use mesh_cli::evolution::contract::{
    Change, Class, Comparison, Contract, RULES, compare, compare_avro, compare_history,
};
use mesh_cli::manifest::Manifest;
use mesh_cli::manifest::document::Evolution;

use crate::support::{blessing, root};

fn folder() -> PathBuf {
    root().join("tests/cases/evolution")
}

fn cases(kind: &str) -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(folder().join(kind)).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

fn yaml(path: &Path) -> Json {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn base() -> Json {
    yaml(&folder().join("base.yaml"))
}

/// Sets what stands at each pointer.
pub(crate) fn changed(mut json: Json, changes: &Json) -> Json {
    for (pointer, value) in changes.as_object().into_iter().flatten() {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or_else(|| panic!("{pointer} is no pointer"));
        let parent = json.pointer_mut(parent).unwrap_or_else(|| panic!("there is no {pointer}"));
        match parent {
            Json::Object(map) if value.is_null() => {
                map.remove(key).unwrap_or_else(|| panic!("there is no {pointer}"));
            }
            Json::Object(map) => {
                map.insert(key.to_owned(), value.clone());
            }
            Json::Array(items) if key == "-" => items.extend(value.as_array().cloned().unwrap_or(vec![value.clone()])),
            Json::Array(items) if value.is_null() => {
                items.remove(key.parse().unwrap());
            }
            Json::Array(items) => items[key.parse::<usize>().unwrap()] = value.clone(),
            _ => panic!("{pointer} is inside a scalar"),
        }
    }
    json
}

pub(crate) fn contract(json: &Json) -> Contract {
    Contract::of(&<Manifest as serde::Deserialize>::deserialize(json).unwrap_or_else(|error| panic!("{error}")))
}

/// What a comparison says: the version that is needed, then each change.
fn said(comparison: &Comparison) -> String {
    let mut said = match (comparison.needed, &comparison.product) {
        (None, _) => "nothing changed\n".to_owned(),
        (Some(class), None) => format!("needs {class}\n"),
        (Some(class), Some(step)) => {
            let verdict = if comparison.is_version_enough() { "will do" } else { "is too low" };
            format!("needs {class}: {} ({} {verdict})\n", step.smallest, step.declared)
        }
    };
    for change in &comparison.changes {
        let since = change.since.as_ref().map(|version| format!(" since {version}")).unwrap_or_default();
        let flag = if change.error {
            " error"
        } else if change.warning {
            " warning"
        } else {
            ""
        };
        said += &format!(
            "{}{flag}{since} {} at {}\n",
            change.class,
            &change.to_string()[change.class.as_str().len() + 2..],
            change.pointer
        );
    }
    said
}

/// A case of the table: the states of a manifest, and the mode that it is held to.
pub(crate) struct Case {
    pub name: String,
    /// The states before the last, from the oldest.
    pub earlier: Vec<Json>,
    pub before: Json,
    pub after: Json,
    /// The mode, where it is not the default.
    pub mode: Option<Json>,
    /// The version that is needed, and each change in a line.
    pub expected: String,
}

impl Case {
    pub fn read(case: &Path) -> Self {
        let mut change = yaml(&case.join("change.yaml"));
        let known = ["shows", "mode", "before", "after", "earlier"];
        let strangers: Vec<&String> =
            change.as_object().unwrap().keys().filter(|key| !known.contains(&key.as_str())).collect();
        assert!(strangers.is_empty() && change["shows"].is_string(), "{}: {strangers:?}", case.display());
        let before = changed(base(), &change["before"]);
        // Each by what it changes in the last one before.
        let earlier = change["earlier"].as_array().into_iter().flatten();
        Self {
            name: case.file_name().unwrap().to_str().unwrap().to_owned(),
            earlier: earlier.map(|one| changed(before.clone(), one)).collect(),
            after: changed(before.clone(), &change["after"]),
            mode: Some(change["mode"].take()).filter(|mode| !mode.is_null()),
            before,
            expected: fs::read_to_string(case.join("expected.txt")).unwrap_or_default(),
        }
    }

    fn compare(&self) -> Comparison {
        let mode = self.mode.clone().map_or(Evolution::FullTransitive, |mode| serde_json::from_value(mode).unwrap());
        let history: Vec<Contract> = self.earlier.iter().chain([&self.before]).map(contract).collect();
        compare_history(&history, &contract(&self.after), mode).unwrap()
    }
}

/// Every case about manifests.
pub(crate) fn table() -> Vec<Case> {
    cases("manifest").iter().map(|case| Case::read(case)).collect()
}

#[test]
fn every_change_has_its_class_and_names_its_rule() {
    let mut failures = Vec::new();
    for case in cases("manifest") {
        check(&case, &said(&Case::read(&case).compare()), &mut failures);
    }
    assert!(failures.is_empty(), "{}\n`BLESS=1 cargo test` rewrites what is expected", failures.join("\n"));
}

#[test]
fn bare_schemas_are_compared_as_well() {
    let mut failures = Vec::new();
    for case in cases("avro") {
        let schema = |file: &str| {
            let text = fs::read_to_string(case.join(file)).unwrap();
            Schema::parse(&text).unwrap_or_else(|problems| panic!("{}/{file}: {problems:?}", case.display()))
        };
        let (before, after) = (schema("before.avsc"), schema("after.avsc"));
        let mut actual = String::new();
        for mode in [Evolution::Backward, Evolution::Forward, Evolution::Full, Evolution::None] {
            let comparison = compare_avro(&before, &after, mode);
            actual += &format!("== {mode:?}\n{}", said(&comparison));
            assert_eq!(compare_avro(&after, &after, mode).changes, [], "{}", case.display());
        }
        check(&case, &actual, &mut failures);
    }
    assert!(failures.is_empty(), "{}\n`BLESS=1 cargo test` rewrites what is expected", failures.join("\n"));
}

/// Compares what is said of a case with its `expected.txt`, or rewrites that.
fn check(case: &Path, actual: &str, failures: &mut Vec<String>) {
    let path = case.join("expected.txt");
    if blessing() {
        fs::write(path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != actual {
        failures.push(format!("== {}\nexpected:\n{expected}actual:\n{actual}", case.display()));
    }
}

#[test]
fn every_row_of_the_table_has_a_case() {
    let of = |kind: &str| -> String {
        cases(kind).iter().map(|case| fs::read_to_string(case.join("expected.txt")).unwrap()).collect()
    };
    let said = of("manifest") + &of("avro");
    let without: Vec<&str> =
        RULES.iter().map(|row| row.rule.id.as_ref()).filter(|id| !said.contains(&format!("[{id}]"))).collect();
    assert!(without.is_empty(), "no case shows {without:?}");
}

#[test]
fn rows_have_an_id_of_their_own_and_say_why() {
    let ids: BTreeSet<&str> = RULES.iter().map(|row| row.rule.id.as_ref()).collect();
    assert_eq!(ids.len(), RULES.len(), "two rows have one id");
    for row in RULES {
        let rule = &row.rule;
        assert!(
            rule.id.starts_with("evolution/") && !rule.summary.ends_with('.') && !rule.why.is_empty(),
            "{}",
            rule.id
        );
        assert!(row.class < Class::Major || !row.consumers.is_empty(), "{}: who breaks, and how?", rule.id);
    }
}

/// What a change says must be true whatever else changes beside it, and where nothing changes there is nothing to say.
#[test]
fn changes_beside_each_other_need_what_the_greatest_of_them_needs() {
    let cases: Vec<Json> = cases("manifest").iter().map(|case| yaml(&case.join("change.yaml"))).collect();
    // Those that begin at the base, and set what is there or append: two of them can be taken together.
    let simple: Vec<&Map<String, Json>> = cases
        .iter()
        .filter(|case| case["before"].is_null() && case["mode"].is_null() && case["earlier"].is_null())
        .filter_map(|case| case["after"].as_object())
        .filter(|after| after.values().all(|value| !value.is_null()))
        .collect();
    let old = base();
    let compared = |after: &Json| {
        let now = changed(old.clone(), after);
        let (now, before) = (contract(&now), contract(&old));
        assert_eq!(compare(&now, &now, Evolution::FullTransitive).changes, []);
        compare(&before, &now, Evolution::FullTransitive)
    };
    assert!(simple.len() > 20);
    let alone: Vec<Option<Class>> = simple.iter().map(|one| compared(&Json::from((*one).clone())).needed).collect();
    let touches = |one: &str, other: &str| one.starts_with(other) || other.starts_with(one);
    let mut pairs = 0;
    for (first, one) in simple.iter().enumerate() {
        for (second, other) in simple.iter().enumerate().skip(first + 1) {
            // A sample: every pair would take a minute.
            let is_sampled = (first * 31 + second) % 17 == 0;
            if !is_sampled || one.keys().any(|key| other.keys().any(|with| touches(key, with))) {
                continue;
            }
            let both: Map<String, Json> = one.iter().chain(other.iter()).map(|(k, v)| (k.clone(), v.clone())).collect();
            let (both, least) = (compared(&both.into()).needed, alone[first].max(alone[second]));
            assert!(both >= least, "{one:?} and {other:?}: {both:?} and not {least:?}");
            pairs += 1;
        }
    }
    assert!(pairs > 100, "{pairs}");
}

/// Whoever is told of a break is a declared consumer.
#[test]
fn those_who_are_concerned_are_named() {
    let after = serde_json::json!({ "/spec/schema/fields/3": null, "/spec/access/consumers/1": null });
    let comparison = compare(&contract(&base()), &contract(&changed(base(), &after)), Evolution::FullTransitive);
    let affected = |rule: &str| -> Vec<&[String]> {
        let of_rule = |change: &&Change| change.rule.id == rule;
        comparison.changes.iter().filter(of_rule).map(|change| change.affected.as_slice()).collect()
    };
    assert_eq!(affected("evolution/field-removed"), [["finance.revenue_daily".to_owned(), "marketing".to_owned()]]);
    assert_eq!(affected("evolution/consumer-removed"), [["marketing".to_owned()]]);
    let rest = comparison.without(|change| change.rule.id == "evolution/field-removed");
    assert_eq!(rest.changes.len(), comparison.changes.len() - 1, "a waived change needs no version");
    assert_eq!(rest.schema.unwrap().needed, None);
}
