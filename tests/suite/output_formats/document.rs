//! A document to write: two products, an error, a warning, a waived finding, and one about a whole file.

use mesh_cli::diagnostics::output::{Base, Document, Judged, Section};
use mesh_cli::diagnostics::{Finding, Report, Rule, Severity, Source, Waived};
use mesh_cli::manifest::read;
use serde_json::json;

const TEXT: &str = "\
metadata:
  name: events
spec:
  slo:
    freshness:
      target: 3h
  schema:
    fields:
      - name: kundenüberblick
        type: string
";

pub fn rule(id: &str, uri: Option<&str>) -> Rule {
    Rule {
        id: id.to_owned().into(),
        summary: format!("What {id} asks for").into(),
        why: "consumers rely on it".into(),
        help_uri: uri.map(|uri| uri.to_owned().into()),
    }
}

pub fn waived(text: &str) -> Waived {
    Waived {
        id: "W-1".to_owned(),
        reason: text.to_owned(),
        approver: "data-office@example.com".to_owned(),
        ticket: "GOV-12".to_owned(),
        expires: "2026-12-31".to_owned(),
    }
}

/// The same document for each test.
pub fn example(look: impl Fn(&Document<'_>)) {
    let source = Source::new("orders & more/data-product.yaml", TEXT);
    let node = read::parse(source.clone()).node.unwrap();
    let slo = rule("SLO-001", Some("https://example.com/policies/SLO-001"));
    let pii = rule("PRIVACY-001", None);
    let error = Finding::at(
        slo.clone(),
        &node,
        "/spec/slo/freshness/target",
        "`3h` is more than `120m`, the most that is allowed",
    )
    .help("write `target: 2h` or less");
    let warning =
        Finding::at_key(rule("DOC-001", None), &node, "/spec/schema/fields/0/name", "no description").warning();
    let mut stands = Finding::at(pii.clone(), &node, "/spec/schema/fields/0", "no `classification`");
    stands.waived = Some(waived("the field is removed in 3.0"));
    let whole = Finding::at(slo.clone(), &Default::default(), "", "the file is not there").warning();
    let about = |path: &str| Source::new(path.to_owned(), "");
    let of = |product: &str, report: Report| Report {
        product: Some(product.to_owned()),
        root: Some("orders & more".into()),
        ..report
    };
    let reports = [
        of("orders.events", Report::new(Some(source), vec![error, warning, stands])),
        of("orders.events", Report::new(Some(about("orders & more/waivers.yaml")), vec![whole])),
        of("orders.clean", Report::new(Some(about("clean/data-product.yaml")), Vec::new())),
    ];
    let judged = |rule: Rule, severity, category: &str, remedy: Option<&str>| Judged {
        rule: rule.into(),
        severity,
        category: Some(category.to_owned()),
        remedy: remedy.map(str::to_owned),
    };
    let rules = [
        judged(slo, Severity::Error, "slo", Some("promise what you measure")),
        judged(pii, Severity::Error, "privacy", None),
        judged(rule("OWN-001", None), Severity::Warning, "ownership", None),
    ];
    let score = Section {
        key: "score",
        title: "Score".to_owned(),
        headings: vec!["Category", "Score"],
        rows: vec![vec!["slo".to_owned(), "50 (D)".to_owned()], vec!["privacy".to_owned(), "100 (A)".to_owned()]],
        json: json!({ "slo": 50, "privacy": 100 }),
        text: "slo      50 (D)\nprivacy 100 (A)\n".to_owned(),
    };
    let document =
        Document::new("policy check", &reports).judged_by(rules).section(score).based(Base::new("/repo", "/repo/mesh"));
    look(&document);
}
