//! The formats of a report: each read back by a reader of its own, with hostile text in every place.

mod document;
mod files;
mod hostile;

use std::fs;
use std::sync::LazyLock;

use mesh_cli::diagnostics::output::Output;
use serde_json::Value as Json;

use crate::support::{blessing, root};

/// The official schema of SARIF, with its formats.
static SARIF: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = fs::read_to_string(root().join("tests/cases/output/sarif-schema-2.1.0.json")).unwrap();
    // One pattern of it, for a language's name, has a bracket too many.
    let schema: Json = serde_json::from_str(&text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$")).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

#[track_caller]
fn is_sarif(text: &str) -> Json {
    let log: Json = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        SARIF.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
    log
}

#[test]
fn every_format_is_as_it_was_reviewed() {
    document::example(|document| {
        for output in Output::ALL {
            let path = root().join("tests/cases/output").join(format!("report.{}", output.name()));
            let written = document.written(*output);
            if blessing() {
                fs::write(&path, written).unwrap();
                continue;
            }
            let reviewed = fs::read_to_string(&path).unwrap();
            assert_eq!(written, reviewed, "{} is out of date: run `make bless`", path.display());
        }
    });
}

#[test]
fn sarif_fits_its_schema_and_says_what_code_hosts_need() {
    document::example(|document| {
        let log = is_sarif(&document.written(Output::Sarif));
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
            assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].is_u64());
        }
        let suppressed: Vec<bool> =
            run["results"].as_array().unwrap().iter().map(|r| r.get("suppressions").is_some()).collect();
        assert_eq!(suppressed, [false, false, true, false]);
        let uris: Vec<&str> = run["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap())
            .collect();
        assert_eq!(uris[0], "mesh/orders%20%26%20more/data-product.yaml");
    });
}

#[test]
fn the_schema_of_sarif_refuses_what_is_none() {
    let bad = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": {} }, "results": [] }] });
    assert!(!SARIF.is_valid(&bad));
    let bad = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": { "driver": { "name": "x", "informationUri": "no uri" } } }] });
    assert!(!SARIF.is_valid(&bad), "formats are not looked at");
}

#[test]
fn junit_has_a_suite_per_product_and_a_case_per_rule() {
    document::example(|document| {
        let read = quick_junit::Report::deserialize_from_str(&document.written(Output::Junit)).unwrap();
        let suites: Vec<(&str, usize, usize, usize)> = read
            .test_suites
            .iter()
            .map(|suite| (suite.name.as_str(), suite.tests, suite.failures, suite.skipped))
            .collect();
        assert_eq!(suites, [("orders.events", 4, 1, 1), ("orders.clean", 4, 0, 0)]);
    });
}
