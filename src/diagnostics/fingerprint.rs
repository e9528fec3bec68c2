//! What a finding is about, said so that it stays the same while lines, indexes and wordings change.
//!
//! A baseline and a code-scanning service recognise a finding of yesterday by it.

use std::collections::HashMap;
use std::path::Path;

use super::Report;
use super::place::Places;
use crate::plan::digest;

/// The digits of a fingerprint: half of those of a SHA-256 digest.
const DIGITS: usize = 32;

/// What a finding is about: its product, rule, file and place, and nothing that changes with the lines around it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// The id of the product, where the file belongs to one.
    pub product: Option<String>,
    /// The id of the rule.
    pub rule: String,
    /// The file, with `/`: below the folder of the product, where it belongs to one.
    pub file: String,
    /// The place in the file, items of lists by their names: `spec.schema.fields[email].pii`.
    pub path: String,
    /// Which of the findings with the rule at the place: 1 for the first.
    pub number: usize,
}

impl Identity {
    /// The identity in 32 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let product = self.product.as_deref().unwrap_or_default();
        let parts = [product, &self.rule, &self.file, &self.path, &self.number.to_string()];
        let mut digits = digest::sha256(parts.join("\0").as_bytes());
        digits.truncate(DIGITS);
        digits
    }
}

/// What each finding of a report is about, in their order.
pub fn identities(report: &Report) -> Vec<Identity> {
    let places = Places::of(report);
    let file = file(report);
    let mut seen: HashMap<(&str, String), usize> = HashMap::new();
    let mut identities = Vec::with_capacity(report.findings.len());
    for finding in &report.findings {
        let path = places.at(finding).to_string();
        let number = seen.entry((&finding.rule.id, path.clone())).or_default();
        *number += 1;
        let (product, rule) = (report.product.clone(), finding.rule.id.to_string());
        identities.push(Identity { product, rule, file: file.clone(), path, number: *number });
    }
    identities
}

/// The fingerprint of each finding of a report, in their order.
pub fn fingerprints(report: &Report) -> Vec<String> {
    identities(report).iter().map(Identity::fingerprint).collect()
}

/// The file of a report, named alike from wherever the program is run.
fn file(report: &Report) -> String {
    let path = Path::new(report.source.as_ref().map_or("", |source| &source.path));
    let plain = |path| Path::strip_prefix(path, ".").unwrap_or(path);
    let path = plain(path);
    let below = match (&report.root, &report.product) {
        (Some(root), _) => path.strip_prefix(plain(root)).ok(),
        // A file of a product whose folder is not known.
        (None, Some(_)) => path.file_name().map(Path::new),
        (None, None) => None,
    };
    let below = below.unwrap_or(path);
    below.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Finding, Rule, Source};
    use crate::manifest::read;

    static RULE: Rule = Rule::new("a/rule", "Something holds", "it must");

    /// What the findings at some places of a text are about.
    fn of(text: &str, pointers: &[&str]) -> Vec<Identity> {
        let source = Source::new("orders/data-product.yaml", text);
        let node = read::parse(source.clone()).node.unwrap_or_default();
        let findings = pointers.iter().map(|pointer| Finding::at(&RULE, &node, *pointer, "m")).collect();
        let product = Some("orders.events".to_owned());
        identities(&Report { product, root: Some("orders".into()), ..Report::new(Some(source), findings) })
    }

    fn paths(text: &str, pointers: &[&str]) -> Vec<String> {
        of(text, pointers).into_iter().map(|identity| identity.path).collect()
    }

    #[test]
    fn items_have_their_names() {
        let text = "fields: [{ name: id }, { name: email, fields: [{ id: x }] }]\nkey: [a, b]\n\
                    tests: [{ type: unique, columns: [a, b] }, { type: unique, columns: [a, b] }, [1], 3]\n";
        let pointers = [
            "/fields/1/pii",
            "/fields/1/fields/0/type",
            "/key/1",
            "/tests/0",
            "/tests/1",
            "/tests/2/0",
            "/tests/3",
            "/fields/7/x",
            "",
            "/a~1b/0",
        ];
        let expected = [
            "fields[email].pii",
            "fields[email].fields[x].type",
            "key[b]",
            "tests[unique a b]",
            "tests[unique a b#2]",
            "tests[2][1]",
            "tests[3]",
            "fields[7].x",
            "",
            "a/b[0]",
        ];
        // Findings are put in the order of the file.
        let one = |pointer: &&str| paths(text, &[pointer]).remove(0);
        assert_eq!(pointers.iter().map(one).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_fingerprint_outlives_moved_lines_and_indexes_and_no_change_of_what_it_is_about() {
        let print = |text: &str, pointer: &str| of(text, &[pointer])[0].fingerprint();
        let before = print("fields: [{ name: email }]\n", "/fields/0/pii");
        assert_eq!(before.len(), 32);
        assert_eq!(before, print("# a line\nfields:\n- name: id\n- name: email\n  type: string\n", "/fields/1/pii"));
        assert_ne!(before, print("fields: [{ name: mail }]\n", "/fields/0/pii"));
        assert_ne!(before, print("fields: [{ name: email }]\n", "/fields/0/type"));
    }

    #[test]
    fn findings_at_one_place_are_told_apart() {
        let both = of("a: 1\n", &["/a", "/a"]);
        assert_eq!(both.iter().map(|identity| identity.number).collect::<Vec<_>>(), [1, 2]);
        assert_ne!(both[0].fingerprint(), both[1].fingerprint());
    }

    #[test]
    fn a_text_that_cannot_be_read_keeps_its_indexes() {
        assert_eq!(paths("a: [", &["/a/0/b"]), ["a[0].b"]);
    }

    #[test]
    fn a_file_has_one_name_from_wherever_the_program_runs() {
        let name = |path: &str, product: Option<&str>, root: Option<&str>| {
            let source = Source::new(path.to_owned(), "");
            let product = product.map(str::to_owned);
            file(&Report { product, root: root.map(Into::into), ..Report::new(Some(source), Vec::new()) })
        };
        assert_eq!(name("mesh/orders/models/a.yml", Some("o.e"), Some("mesh/orders")), "models/a.yml");
        assert_eq!(name("models/a.yml", Some("o.e"), Some("")), "models/a.yml");
        assert_eq!(name("./models/a.yml", Some("o.e"), Some(".")), "models/a.yml");
        assert_eq!(name("orders/models/a.yml", Some("o.e"), Some("./orders")), "models/a.yml");
        assert_eq!(name("mesh/orders/data-product.yaml", Some("o.e"), None), "data-product.yaml");
        assert_eq!(name("./packs/a/pack.yaml", None, None), "packs/a/pack.yaml");
        assert_eq!(file(&Report::default()), "");
    }
}
