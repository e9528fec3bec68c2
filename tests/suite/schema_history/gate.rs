//! What may be done to a contract: the version, the time to move on, the consumers' word.

use mesh_cli::avro;
use mesh_cli::diagnostics::Severity;
use mesh_cli::evolution::avro::Schema;
use mesh_cli::evolution::history::{Before, Earlier, Line, RULES, Terms, judge, judge_avro};
use mesh_cli::manifest::document::Evolution;
use mesh_cli::manifest::node::Node;
use mesh_cli::manifest::{Manifest, read};
use mesh_cli::pack::Pack;

use super::product::{BASE, at, serving, with, with_colour, without_price};

const TODAY: &str = "2026-03-01";
const WINDOW: [&str; 2] = [TODAY, "2026-06-01"];
const BOTH: [&str; 2] = ["finance", "marketing"];

fn manifest(text: &str) -> Manifest {
    let source = mesh_cli::diagnostics::Source::new("x", text);
    Earlier::read("x", read::parse(source), &Pack::builtin().unwrap()).unwrap().unwrap().manifest
}

fn node(text: &str) -> Node {
    read::parse(mesh_cli::diagnostics::Source::new("x", text)).node.unwrap()
}

/// What is said of a change: the rule of each finding and where it stands; warnings with a `?`.
fn said(earlier: &[&str], new: &str, as_of: &str, mode: Option<Evolution>) -> Vec<String> {
    let earlier = earlier.iter().map(|text| Earlier { place: "before".to_owned(), manifest: manifest(text) }).collect();
    let before = Before { earlier, unreadable: Vec::new() };
    let terms = Terms { mode, window: 90, as_of: as_of.parse().unwrap() };
    let judgement = judge(&manifest(new), &node(new), &before, &terms);
    let line = |finding: &mesh_cli::diagnostics::Finding| {
        let mark = if finding.severity == Severity::Warning { "?" } else { "" };
        format!("{}{mark} {}", finding.rule.id.trim_start_matches("evolution/"), finding.path())
    };
    judgement.findings.iter().map(line).collect()
}

#[track_caller]
fn case(old: &str, new: &str, expected: &[&str]) {
    assert_eq!(said(&[old], new, TODAY, None), expected);
}

const TOO_LOW: [&str; 2] = ["version-too-low metadata.version", "version-too-low spec.schema.version"];

#[test]
fn a_version_follows_the_changes() {
    case(BASE, BASE, &[]);
    case(BASE, &with_colour(BASE), &TOO_LOW);
    case(BASE, &at(&with_colour(BASE), "1.2.1"), &TOO_LOW);
    case(BASE, &at(&with_colour(BASE), "1.3.0"), &[]);
    case(BASE, &at(&with_colour(BASE), "1.9.0"), &[]);
    case(BASE, &at(BASE, "1.1.9"), &TOO_LOW);
    // What is not of the schema raises the version of the product.
    let longer = with(BASE, "retention: 7 years", "retention: 8 years");
    let said = said(&[BASE], &longer, TODAY, None);
    assert!(said.iter().all(|line| line.ends_with("metadata.version")), "{said:?}");
}

#[test]
fn a_break_is_an_error_until_the_major_version_opens_beside_the_old_one() {
    let broken = without_price(BASE);
    let removed = "field-removed spec.schema.fields";
    case(BASE, &broken, &[removed, TOO_LOW[0], TOO_LOW[1]]);
    case(BASE, &at(&broken, "1.3.0"), &[removed, TOO_LOW[0], TOO_LOW[1]]);
    let two = at(&broken, "2.0.0");
    case(BASE, &two, &["not-served spec.schema.previous"]);
    let acknowledged = "unacknowledged spec.schema.previous[0].acknowledgedBy";
    case(BASE, &serving(&two, "1.2.0", WINDOW, true, &[]), &[acknowledged, acknowledged]);
    case(BASE, &serving(&two, "1.2.0", WINDOW, true, &["finance.revenue_daily"]), &[acknowledged]);
    // The word of one product is not that of its domain, and the word of a domain is that of its products.
    case(BASE, &serving(&two, "1.2.0", WINDOW, true, &["finance", "marketing.campaigns"]), &[acknowledged]);
    case(BASE, &serving(&two, "1.2.0", WINDOW, true, &BOTH), &[]);
    case(BASE, &serving(&two, "1.2.0", WINDOW, true, &["finance.revenue_daily", "marketing"]), &[]);
    // Somebody who is no longer listed relied on it all the same.
    let unlisted = with(&two, "      - { domain: marketing, purpose: Campaigns }\n", "");
    assert!(
        said(&[BASE], &serving(&unlisted, "1.2.0", WINDOW, true, &["finance"]), TODAY, None)
            .contains(&acknowledged.to_owned())
    );
}

#[test]
fn consumers_have_the_time_that_the_mesh_promises() {
    let two = |days| serving(&at(&without_price(BASE), "2.0.0"), "1.2.0", days, true, &BOTH);
    let window = "window spec.schema.previous[0].removed";
    case(BASE, &two([TODAY, "2026-05-29"]), &[window]);
    case(BASE, &two([TODAY, "2026-05-30"]), &[]);
    // A deprecation that nobody could read of is none.
    let backdated = "backdated spec.schema.previous[0].deprecated";
    case(BASE, &two(["2025-01-01", "2026-03-02"]), &[backdated]);
    case(BASE, &two(["2026-02-01", "2026-06-01"]), &[]);
    // What was announced stays: a day later, and not a day earlier.
    let announced = two(WINDOW);
    let shortened = "shortened spec.schema.previous[0].removed";
    let next = |days| at(&two(days), "2.1.0");
    case(&announced, &next([TODAY, "2026-05-31"]), &[shortened]);
    case(&announced, &announced, &[]);
    case(&announced, &next([TODAY, "2026-07-01"]), &[]);
}

#[test]
fn a_deprecated_version_stays_until_its_day_and_goes_afterwards() {
    let two = at(&without_price(BASE), "2.0.0");
    let both = serving(&two, "1.2.0", WINDOW, true, &BOTH);
    let next = at(&two, "2.0.1");
    let dropped = |as_of| said(&[&both], &next, as_of, None).iter().any(|line| line.starts_with("dropped-early"));
    assert!(dropped(TODAY) && dropped("2026-06-01"));
    assert!(!dropped("2026-06-02"));
    assert_eq!(said(&[&both], &both, "2026-06-01", None), Vec::<String>::new());
    assert_eq!(said(&[&both], &both, "2026-06-02", None), ["overdue? spec.schema.previous[0].removed"]);
}

#[test]
fn a_deprecated_version_is_a_contract_too() {
    let two = at(&without_price(BASE), "2.0.0");
    let both = serving(&two, "1.2.0", WINDOW, true, &BOTH);
    // Its fields are those that it had: neither on the day it is deprecated nor later may one go.
    let broken = ["field-removed spec.schema.previous[0].fields", "version-too-low spec.schema.previous[0].version"];
    case(BASE, &serving(&two, "1.2.0", WINDOW, false, &BOTH), &broken);
    case(&both, &serving(&two, "1.2.0", WINDOW, false, &BOTH), &broken);
}

const RESTORED: &str = "type-changed spec.schema.fields[2].type";

/// The manifest with another type of price.
fn restored() -> String {
    with(BASE, "name: price, type: long", "name: price, type: boolean")
}

#[test]
fn every_earlier_version_counts_where_the_mode_is_transitive() {
    // A break that slipped in once is not held against the next change, which is judged by what it breaks itself: a field
    // that comes again with another type.
    let slipped = at(&without_price(BASE), "1.3.0");
    let against_both = |next: &str, mode| said(&[BASE, &slipped], next, TODAY, mode);
    assert_eq!(against_both(&at(&slipped, "1.3.1"), None), Vec::<String>::new());
    let restored = at(&restored(), "1.4.0");
    assert_eq!(against_both(&restored, None), [RESTORED, TOO_LOW[0], TOO_LOW[1]]);
    assert_eq!(against_both(&restored, Some(Evolution::Full)), Vec::<String>::new());
}

#[test]
fn a_mode_is_not_given_up_in_the_step_that_needs_it() {
    let slipped = at(&without_price(BASE), "1.3.0");
    let weaker = at(&with(&restored(), "FULL_TRANSITIVE", "NONE"), "1.4.0");
    let breaks = |mode| said(&[BASE, &slipped], &weaker, TODAY, mode).contains(&RESTORED.to_owned());
    assert!(breaks(None));
    assert!(!breaks(Some(Evolution::None)));
}

/// The same where bare schemas are all that is known of before, as with a registry.
#[test]
fn what_broke_between_two_registered_schemas_is_not_broken_anew() {
    let colour = at(&with_colour(BASE), "1.3.0");
    let schema = |text: &str| Schema::from_json(&avro::schema(&manifest(text), "com.example")).unwrap();
    let judged = |schemas: &[&str]| -> Vec<String> {
        let schemas = schemas.iter().map(|text| schema(text)).collect();
        let lines = [Line { previous: None, schemas }];
        let judgement = judge_avro(&manifest(BASE), &node(BASE), &lines, "com.example", None);
        judgement.findings.into_iter().map(|finding| finding.message).collect()
    };
    assert_eq!(judged(&[&colour, BASE]), Vec::<String>::new());
    assert_eq!(judged(&[BASE, &colour]), ["schema.colour: the field is removed"]);
}

#[test]
fn nothing_is_promised_in_0_x() {
    let old = at(BASE, "0.4.0");
    case(&old, &at(&without_price(&old), "0.5.0"), &[]);
    case(&old, &at(&without_price(&old), "1.0.0"), &[]);
    assert!(said(&[&old], &at(&without_price(&old), "0.4.1"), TODAY, None).contains(&TOO_LOW[0].to_owned()));
}

#[test]
fn a_new_product_has_nothing_to_break() {
    assert_eq!(said(&[], BASE, TODAY, None), Vec::<String>::new());
}

#[test]
fn every_rule_has_an_id_of_its_own() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| &*rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len());
    assert!(ids.iter().all(|id| id.starts_with("evolution/")));
}
