//! SARIF 2.1.0, as code-scanning services read it.

use fluent_uri::Uri;
use serde_json::{Value as Json, json};

use super::place::{self, File};
use super::{Document, Judged};
use crate::diagnostics::{Finding, Report, Severity, fingerprints};
use crate::markdown::sentence;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Where more is said about the program, once it has such a place.
const HOME: &str = env!("CARGO_PKG_HOMEPAGE");
/// The name of the repository's root in the locations.
const ROOT: &str = "%SRCROOT%";

/// The document as a SARIF log of one run.
pub(super) fn log(document: &Document<'_>) -> Json {
    let rules = document.all_rules();
    let results: Vec<Json> = document.reports.iter().flat_map(|report| results(document, report, &rules)).collect();
    let mut driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(rule).collect::<Vec<_>>(),
    });
    if !HOME.is_empty() {
        driver["informationUri"] = HOME.into();
    }
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "automationDetails": { "id": category(document) },
            "invocations": [{ "executionSuccessful": true }],
            "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository." } } },
            "columnKind": "unicodeCodePoints",
            "results": results,
            "properties": document.sections.iter()
                .map(|section| (section.key.to_owned(), section.json.clone())).collect::<serde_json::Map<_, _>>(),
        }],
    })
}

/// What a service keeps apart from other runs: the command, and the product if it is about one.
fn category(document: &Document<'_>) -> String {
    let command = document.command.replace(' ', "-");
    match document.only_product() {
        Some(product) => format!("{}/{command}/{product}/", env!("CARGO_PKG_NAME")),
        None => format!("{}/{command}/", env!("CARGO_PKG_NAME")),
    }
}

fn rule(judged: &Judged) -> Json {
    let rule = &judged.rule;
    let remedy = judged.remedy.as_deref().unwrap_or_default();
    let help: Vec<String> = [&*rule.why, remedy].into_iter().filter(|text| !text.is_empty()).map(sentence).collect();
    let mut json = json!({
        "id": rule.id,
        "shortDescription": { "text": words(&rule.summary) },
        "fullDescription": { "text": words(&sentence(&rule.why)) },
        "help": {
            "text": words(&help.join("\n\n")),
            "markdown": help.iter().map(|text| super::markdown::text(text)).collect::<Vec<_>>().join("\n\n"),
        },
        "defaultConfiguration": { "level": level(judged.severity) },
    });
    if let Some(uri) = rule.help_uri.as_deref().filter(|uri| is_web(uri)) {
        json["helpUri"] = uri.into();
    }
    if let Some(category) = &judged.category {
        json["properties"] = json!({ "category": category, "tags": [category] });
    }
    json
}

fn results(document: &Document<'_>, report: &Report, rules: &[Judged]) -> Vec<Json> {
    let prints = fingerprints(report);
    let one = |(finding, print): (&Finding, String)| {
        let index = rules.iter().position(|judged| judged.rule.id == finding.rule.id);
        let text = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.message),
            None => finding.message.clone(),
        };
        let mut json = json!({
            "ruleId": finding.rule.id,
            "ruleIndex": index,
            "level": level(finding.severity),
            "message": { "text": words(&text) },
            "locations": location(document, report, finding).into_iter().collect::<Vec<_>>(),
            // The one name that code hosts look at, and ours.
            "partialFingerprints": { "primaryLocationLineHash": &print, "meshCli/v1": &print },
        });
        if let Some(waived) = &finding.waived {
            json["suppressions"] = json!([{
                "kind": "external",
                "status": "accepted",
                "justification": super::told(waived),
            }]);
        }
        if let Some(product) = &report.product {
            json["properties"] = json!({ "product": product });
        }
        json
    };
    report.findings.iter().zip(prints).map(one).collect()
}

fn location(document: &Document<'_>, report: &Report, finding: &Finding) -> Option<Json> {
    let mut json = json!({});
    if let Some(file) = place::file(&document.base, report) {
        json["physicalLocation"] = json!({
            "artifactLocation": artefact(&file),
            // Code hosts show nothing that has no line.
            "region": { "startLine": 1 },
        });
    }
    if let Some(region) = place::region(report, finding) {
        json["physicalLocation"]["region"] = json!({
            "startLine": region.line,
            "startColumn": region.column,
            "endLine": region.end_line,
            "endColumn": region.end_column,
            "snippet": { "text": region.text },
        });
        json["physicalLocation"]["contextRegion"] =
            json!({ "startLine": region.line, "snippet": { "text": region.whole_line } });
    }
    if !finding.pointer.is_empty() {
        json["logicalLocations"] = json!([{ "fullyQualifiedName": finding.path() }]);
    }
    (json != json!({})).then_some(json)
}

fn artefact(file: &File) -> Json {
    match file {
        File::Inside(path) => json!({ "uri": encoded(path), "uriBaseId": ROOT }),
        File::Outside(path) if path.starts_with('/') => json!({ "uri": format!("file://{}", encoded(path)) }),
        File::Outside(path) => json!({ "uri": encoded(path) }),
    }
}

/// The path as a URI reference (RFC 3986): what is not unreserved is percent-encoded, but for the slashes.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
    uri
}

fn digit(half: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(half)])
}

/// A text as a message: what reads like a link to another place of the log is none (SARIF 2.1.0, §3.11.6).
fn words(text: &str) -> String {
    let text = if text.is_empty() { "-" } else { text };
    if text.contains("](") {
        text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
    } else {
        text.to_owned()
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Whether a text can be a link: a URL of the web (RFC 3986), with a host.
pub(super) fn is_web(uri: &str) -> bool {
    let Ok(uri) = Uri::parse(uri) else { return false };
    ["https", "http"].contains(&uri.scheme().as_str()) && uri.authority().is_some_and(|at| !at.host().is_empty())
}

#[cfg(test)]
mod tests {
    use super::is_web;

    #[test]
    fn a_link_is_a_url_of_the_web_that_every_reader_takes() {
        for good in ["https://example.com", "http://example.com:8080/a(b)?q=1#x", "https://[::1]/a"] {
            assert!(is_web(good), "{good}");
        }
        for bad in ["https://evil.examplek@@@/@", "https://", "ftp://example.com", "https://a b", "example.com", ""] {
            assert!(!is_web(bad), "{bad}");
        }
    }
}
