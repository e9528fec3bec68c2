//! Functions that call themselves. OPA refuses them; the engine would run until the stack is full.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostics::{Finding, Source};
use crate::manifest::node::{Node, Origin};

use super::rules;

/// A function: the package and its name.
type Name = (String, String);

/// For each function that calls itself, directly or through others, the file and the finding.
pub(super) fn findings<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Vec<(&'a Source, Finding)> {
    let mut functions: BTreeMap<Name, Vec<(&Source, Range<usize>)>> = BTreeMap::new();
    let mut calls: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
    for source in sources {
        scan(source, &mut functions, &mut calls);
    }
    let mut found = Vec::new();
    for (name, places) in &functions {
        if reaches(&calls, name) {
            for (source, place) in places.iter().take(1) {
                let message = format!("the function `{}` calls itself, and Rego knows no recursion", name.1);
                let finding = Finding::at(&rules::SYNTAX, &Node::default(), "", message)
                    .help("`walk`, `graph.reachable` and comprehensions do what recursion does elsewhere");
                let origin = Origin::File { start: place.start, end: place.end };
                found.push((*source, Finding { origin, ..finding }));
            }
        }
    }
    found
}

fn reaches(calls: &BTreeMap<Name, BTreeSet<Name>>, start: &Name) -> bool {
    let mut seen = BTreeSet::new();
    let mut left: Vec<&Name> = calls.get(start).into_iter().flatten().collect();
    while let Some(name) = left.pop() {
        if name == start {
            return true;
        }
        if seen.insert(name) {
            left.extend(calls.get(name).into_iter().flatten());
        }
    }
    false
}

/// Finds the functions of a file, and which functions each calls. A rule begins at the start of a line.
fn scan<'a>(
    source: &'a Source,
    functions: &mut BTreeMap<Name, Vec<(&'a Source, Range<usize>)>>,
    calls: &mut BTreeMap<Name, BTreeSet<Name>>,
) {
    let code = without_text(&source.text);
    let mut package = String::new();
    let mut imports: BTreeMap<&str, &str> = BTreeMap::new();
    let mut inside: Option<Name> = None;
    let mut at = 0;
    for line in code.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some(name) = line.strip_prefix("package ") {
            name.trim().clone_into(&mut package);
        } else if let Some(import) = line.strip_prefix("import ") {
            let (path, alias) = import.trim().split_once(" as ").unwrap_or((import.trim(), ""));
            let path = path.trim().strip_prefix("data.").unwrap_or(path);
            let last = path.rsplit('.').next().unwrap_or(path);
            imports.insert(if alias.is_empty() { last } else { alias.trim() }, path);
        } else {
            let begins = line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
            let head = line.find(|c: char| !is_word(c)).unwrap_or(line.len());
            let mut body = line;
            if begins && &line[..head] != "else" {
                let is_function = line[head..].starts_with('(');
                inside = is_function.then(|| (package.clone(), line[..head].to_owned()));
                if let Some(name) = &inside {
                    functions.entry(name.clone()).or_default().push((source, start..start + head));
                    body = &line[head..];
                }
            }
            if let Some(name) = &inside {
                calls.entry(name.clone()).or_default().extend(called(body, &package, &imports));
            }
        }
    }
}

/// The functions that a line calls: `f(`, `lib.f(`, `data.policies.lib.f(`.
fn called(line: &str, package: &str, imports: &BTreeMap<&str, &str>) -> Vec<Name> {
    let mut names = Vec::new();
    for (open, _) in line.match_indices('(') {
        let path = |c: char| is_word(c) || c == '.';
        let start = line[..open].rfind(|c: char| !path(c)).map_or(0, |at| at + 1);
        let called = &line[start..open];
        let name = match called.rsplit_once('.') {
            None => (package.to_owned(), called.to_owned()),
            Some((path, name)) => {
                let (first, rest) = path.split_once('.').unwrap_or((path, ""));
                let path = match (first, imports.get(first)) {
                    ("data", _) => rest.to_owned(),
                    (_, Some(import)) if rest.is_empty() => (*import).to_owned(),
                    (_, Some(import)) => format!("{import}.{rest}"),
                    _ => path.to_owned(),
                };
                (path, name.to_owned())
            }
        };
        names.push(name);
    }
    names
}

/// Whether a character is part of a name.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The text with comments and the insides of strings blanked, each byte in its place.
pub(super) fn without_text(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut until: Option<char> = None;
    let mut escaped = false;
    for c in text.chars() {
        let ends = match until {
            None => false,
            Some('\n') => c == '\n',
            Some('`') => c == '`',
            Some(_) => c == '"' && !escaped,
        };
        escaped = until == Some('"') && c == '\\' && !escaped;
        if until.is_some() || matches!(c, '#' | '"' | '`') {
            code.extend(std::iter::repeat_n(if c == '\n' { '\n' } else { ' ' }, c.len_utf8()));
        } else {
            code.push(c);
        }
        until = match (until, c) {
            (Some(_), _) if ends => None,
            (None, '#') => Some('\n'),
            (None, '"' | '`') => Some(c),
            (until, _) => until,
        };
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(texts: &[&str], names: &[&str]) {
        let sources: Vec<Source> = texts.iter().map(|text| Source::new("a.rego", *text)).collect();
        let found: Vec<String> = findings(&sources)
            .into_iter()
            .map(|(_, finding)| finding.message.split('`').nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(found, names);
    }

    #[test]
    fn functions_that_call_themselves_are_found() {
        case(&["package a\nf(n) := f(n + 1)\n"], &["f"]);
        case(&["package a\nf(n) := x if {\n  x := g(n)\n}\ng(n) := f(n)\n"], &["f", "g"]);
        case(&["package a\nimport data.b.c\nf(n) := c.g(n)\n", "package b.c\ng(n) := data.a.f(n)\n"], &["f", "g"]);
        case(&["package a\nimport data.b.c as d\nf(n) := 1 if n\n\nelse := d.f(n)\n", "package b.c\nf(n) := n\n"], &[]);
        case(&["package a\nf(n) := sprintf(\"f(%d) \\\"f(\", [n]) # f(n)\nx := f(1)\ng := `f(`\n"], &[]);
    }
}
