//! Where a finding of a policy is shown: in the manifest, or in another file of the product.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::model::Policy;
use super::outcome::Hit;
use crate::diagnostics::{Finding, Report, Severity, Source};
use crate::manifest::node::{Node, Origin, pointer_tokens};
use crate::manifest::read;
use crate::mesh::PolicySeverity;

/// The files of a product that findings are about.
pub(super) struct Places<'a> {
    root: &'a Path,
    manifest: (Source, Node),
    findings: Vec<Finding>,
    others: BTreeMap<String, (Option<Source>, Node, Vec<Finding>)>,
}

impl<'a> Places<'a> {
    /// The manifest as it was written, with what is found wrong with it beside the policies.
    pub(super) fn new(root: &'a Path, source: Source, node: Node, findings: Vec<Finding>) -> Self {
        Self { root, manifest: (source, node), findings, others: BTreeMap::new() }
    }

    /// Adds what a policy found.
    pub(super) fn add(&mut self, policy: &Policy, hit: Hit) {
        let severity = match policy.severity {
            // As the policy itself says.
            severity if severity == policy.declared.into() => hit.severity,
            PolicySeverity::Error => Severity::Error,
            _ => Severity::Warning,
        };
        let help = hit.help.unwrap_or_else(|| policy.remediation.clone());
        let finding = |origin: Origin| Finding {
            rule: policy.rule.clone(),
            severity,
            pointer: hit.pointer.clone(),
            origin,
            message: hit.message.clone(),
            help: Some(help.clone()),
            suggestion: None,
            waived: None,
        };
        match &hit.file {
            None => self.findings.push(finding(origin(&self.manifest.1, &hit.pointer, hit.key))),
            Some(file) => {
                let root = self.root;
                let (source, node, findings) = self.others.entry(file.clone()).or_insert_with(|| open(root, file));
                let origin = match source {
                    Some(source) if !matches!(node.origin, Origin::File { .. }) => block(&source.text, &hit.pointer),
                    _ => origin(node, &hit.pointer, hit.key),
                };
                findings.push(finding(origin));
            }
        }
    }

    /// The reports: of the manifest, then of other files by their paths.
    pub(super) fn reports(self, product: &str) -> Vec<Report> {
        let root = self.root;
        let named =
            |report: Report| Report { product: Some(product.to_owned()), root: Some(root.to_owned()), ..report };
        let manifest = named(Report::new(Some(self.manifest.0), self.findings));
        let others = self.others.into_iter().map(|(file, (source, _, findings))| {
            let source = source.unwrap_or_else(|| Source::new(shown(root, &file), ""));
            named(Report::new(Some(source), findings))
        });
        std::iter::once(manifest).chain(others).collect()
    }
}

/// Where a value stands; where it is missing, the key of the nearest one around it that is there.
fn origin(document: &Node, pointer: &str, at_key: bool) -> Origin {
    let mut node = document;
    // The whole file is no place: its first key is.
    let first = match &document.value {
        crate::manifest::node::Value::Map(entries) => entries.first().map(|entry| &entry.key_origin),
        _ => None,
    };
    let mut key = first.unwrap_or(&document.origin);
    let mut found = true;
    for token in pointer_tokens(pointer) {
        if let Some(entry) = node.entry(&token) {
            (node, key) = (&entry.node, &entry.key_origin);
        } else if let Some(item) = node.item(&token) {
            (node, key) = (item, &item.origin);
        } else {
            found = false;
            break;
        }
    }
    let whole = pointer.is_empty() || !found || at_key || matches!(node.value, crate::manifest::node::Value::Map(_));
    if whole { key.clone() } else { node.origin.clone() }
}

/// A file of the product.
fn open(root: &Path, file: &str) -> (Option<Source>, Node, Vec<Finding>) {
    let path = PathBuf::from(shown(root, file));
    let has_tree = path.extension().is_some_and(|extension| TREES.iter().any(|known| extension == *known));
    match read::read(&path) {
        Ok(document) if has_tree => (Some(document.source), document.node.unwrap_or_default(), Vec::new()),
        Ok(document) => (Some(document.source), Node::default(), Vec::new()),
        Err(_) => (None, Node::default(), Vec::new()),
    }
}

/// The ends of names of files that are read as a tree; JSON is YAML.
const TREES: [&str; 4] = ["yml", "yaml", "json", "avsc"];

fn shown(root: &Path, file: &str) -> String {
    super::module::from_here(&root.join(file))
}

/// The line of a Terraform block: `resource/aws_s3_bucket/output` is `resource "aws_s3_bucket" "output" {`.
fn block(text: &str, pointer: &str) -> Origin {
    let tokens: Vec<String> = pointer_tokens(pointer).filter(|token| token.parse::<usize>().is_err()).collect();
    let mut best = (0, 0, text.find('\n').unwrap_or(text.len()));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.split(|c: char| c.is_whitespace() || c == '"' || c == '{').filter(|word| !word.is_empty());
        let same = words.zip(&tokens).take_while(|(word, token)| word == token).count();
        if same > best.0 {
            best = (same, at, at + line.trim_end().len());
        }
        at += line.len();
    }
    Origin::File { start: best.1, end: best.2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(pointer: &str, at_key: bool, words: &str) {
        let text = "kind: X\nspec:\n  slo: { target: 3h }\n  list: [a, b]\n";
        let document = read::parse(Source::new("", text)).node.unwrap();
        let Origin::File { start, end } = origin(&document, pointer, at_key) else { panic!("no place") };
        assert_eq!(&text[start..end], words, "{pointer}");
    }

    #[test]
    fn a_value_is_shown_where_it_stands_and_a_missing_one_at_the_key_around_it() {
        case("/spec/slo/target", false, "3h");
        case("/spec/slo/target", true, "target");
        case("/spec/slo/missing", false, "slo");
        case("/spec/slo/missing/deeper", false, "slo");
        case("/spec/list/1", false, "b");
        case("/spec/list/9", false, "list");
        case("/spec", false, "spec");
        case("/metadata", false, "kind");
        case("", false, "kind");
    }

    #[test]
    fn a_block_is_found_by_its_labels() {
        let text =
            "variable \"a\" {\n}\nresource \"aws_s3_bucket\" \"a\" {\n}\nresource \"aws_s3_bucket\" \"b\" {\n}\n";
        let line = |pointer: &str| match block(text, pointer) {
            Origin::File { start, end } => &text[start..end],
            _ => "",
        };
        assert_eq!(line("/resource/aws_s3_bucket/b/bucket"), "resource \"aws_s3_bucket\" \"b\" {");
        assert_eq!(line("/resource/0/aws_s3_bucket"), "resource \"aws_s3_bucket\" \"a\" {");
        assert_eq!(line("/nothing"), "variable \"a\" {");
    }
}
