//! What policies read of `data`. What is not there is undefined in Rego, and a policy that waits for it finds nothing, ever.

use std::collections::BTreeSet;

use crate::diagnostics::{Finding, Source};
use crate::manifest::node::{Node, Origin};

use super::recursion::{is_word, without_text};
use super::rules;

/// What is there beside the packages of the files.
const GIVEN: &str = "parameters";

/// For each package that a file names and that is none of the files', the file and the finding.
pub(super) fn findings<'a>(sources: impl Iterator<Item = &'a Source> + Clone) -> Vec<(&'a Source, Finding)> {
    let mut known = BTreeSet::from([GIVEN.to_owned()]);
    known.extend(sources.clone().filter_map(|source| package(&source.text)));
    let finding = |source: &'a Source, path: &str, start: usize| {
        let message = format!("`data.{path}` is not there");
        let finding = Finding::at(&rules::SYNTAX, &Node::default(), "", message)
            .help("a policy can read `data.parameters`, what is shared in `lib/`, and the policies of its own layer");
        let origin = Origin::File { start, end: start + "data.".len() + path.len() };
        (source, Finding { origin, ..finding })
    };
    let mut found = Vec::new();
    for source in sources {
        let code = without_text(&source.text);
        let strange = named(&code).filter(|(path, _)| !known.iter().any(|known| meet(known, path)));
        found.extend(strange.map(|(path, start)| finding(source, path, start)));
    }
    found
}

/// The package of a file, without `data.`.
fn package(text: &str) -> Option<String> {
    text.lines().find_map(|line| line.strip_prefix("package ")).map(|name| name.trim().to_owned())
}

/// Each path after `data.`, and where it begins.
fn named(code: &str) -> impl Iterator<Item = (&str, usize)> {
    let part_of_name = |c: char| is_word(c) || c == '.';
    code.match_indices("data.").filter_map(move |(start, word)| {
        let rest = &code[start + word.len()..];
        let path = rest[..rest.find(|c: char| !part_of_name(c)).unwrap_or(rest.len())].trim_end_matches('.');
        (!path.is_empty() && !code[..start].ends_with(part_of_name)).then_some((path, start))
    })
}

/// Whether one path leads to the other, or through it.
fn meet(one: &str, other: &str) -> bool {
    let through =
        |one: &str, other: &str| other.strip_prefix(one).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    through(one, other) || through(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(texts: &[&str], messages: &[&str]) {
        let sources: Vec<Source> = texts.iter().map(|text| Source::new("a.rego", *text)).collect();
        let found: Vec<String> = findings(sources.iter()).into_iter().map(|(_, finding)| finding.message).collect();
        assert_eq!(found, messages);
    }

    #[test]
    fn what_is_not_there_is_found() {
        case(&["package p.a\nx := data.p.b.deny\n"], &["`data.p.b.deny` is not there"]);
        case(&["package p.a\nimport data.p.lib\n", "package p.lib\nx := data.parameters[\"data.no\"]\n"], &[]);
        case(&["package p.a\n# data.no\nx := data.p\ny := metadata.no\nz := input.data.no\n"], &[]);
        case(&["package p.ab\nx := data.p.a.y\n"], &["`data.p.a.y` is not there"]);
    }
}
