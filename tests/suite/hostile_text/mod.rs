//! Text is never trusted: whatever a manifest holds, each file parses in its own language and gives the text
//! back, or the manifest is refused with a clear finding.
//!
//! A product is rendered twice: with a harmless mark of its own in every place for text, and with hostile
//! texts. Each file is read by a reader of its language. What the reader finds must be the same, with the
//! hostile texts where the marks are. So no list says which field goes where: places come from the JSON
//! Schema of the manifest, files from the plan, and a new field or a new file is covered by itself.

mod context;
mod fields;
mod nasties;
mod products;
mod readers;
mod rounds;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use mesh_cli::diagnostics::{Finding, Report, Severity, render};
use mesh_cli::manifest::node::{Node, Origin};
use mesh_cli::manifest::{Draft, Manifest, json_schema, resolve};
use mesh_cli::pack::Pack;
use mesh_cli::plan::build;
use proptest::prelude::*;
use regex_lite::{Captures, NoExpand, Regex};
use serde_json::{Value as Json, json};

use self::fields::{Slot, Takes, fill, remove, slots};
use self::readers::{collapse, extension, jinja, read, yaml};

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::builtin().unwrap());
static SCHEMA: LazyLock<Json> = LazyLock::new(json_schema);
/// The mark of the owner's team, as a name in programs.
static TEAM: LazyLock<Regex> = LazyLock::new(|| Regex::new("zqx[0-9]{4}_mark").unwrap());
static MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new("Zqx([0-9]{4})Mark").unwrap());

fn mark(index: usize) -> String {
    format!("Zqx{index:04}Mark")
}

/// A manifest with a mark in every place for text, and what each of its files says.
struct Base {
    name: String,
    manifest: Json,
    /// The places that take any text, and the mark of each.
    slots: Vec<Slot>,
    marked: BTreeMap<String, String>,
    read: BTreeMap<String, Json>,
}

type Files = BTreeMap<String, String>;

fn resolved(manifest: &Json) -> Result<Manifest, Report> {
    let node = Node::from_json(manifest.clone(), &Origin::Prompt);
    resolve(Draft { node, source: None }, &PACK).unwrap().map(|(manifest, _)| manifest)
}

fn files(manifest: &Manifest) -> Result<Files, String> {
    let plan = build(manifest, &PACK).map_err(|error| error.to_string())?;
    plan.files
        .into_iter()
        .map(|(path, file)| {
            String::from_utf8(file.contents).map(|text| (path.to_string(), text)).map_err(|error| error.to_string())
        })
        .collect()
}

/// The manifest with a text in each place; where one is refused, what stood there before.
struct Settled {
    manifest: Manifest,
    json: Json,
    /// For each place, whether its text was taken.
    taken: Vec<bool>,
}

fn settle(original: &Json, slots: &[Slot], text: &dyn Fn(usize) -> String) -> Settled {
    let mut taken = vec![true; slots.len()];
    loop {
        let mut json = original.clone();
        for (index, slot) in slots.iter().enumerate().filter(|(index, _)| taken[*index]) {
            slot.set(&mut json, &text(index));
        }
        let report = match resolved(&json) {
            Ok(manifest) => return Settled { manifest, json, taken },
            Err(report) => report,
        };
        assert_is_clear(&report);
        let mut progress = false;
        for finding in report.findings.iter().filter(|finding| finding.severity == Severity::Error) {
            for index in meant(finding, slots, &taken, text) {
                taken[index] = false;
                progress = true;
            }
        }
        assert!(progress, "no place for text is meant by\n{}", render(&report, false));
    }
}

/// The places that a finding speaks of: there, below, above; else the nearest.
fn meant(finding: &Finding, slots: &[Slot], taken: &[bool], text: &dyn Fn(usize) -> String) -> Vec<usize> {
    let steps = |pointer: &str| pointer.split('/').skip(1).map(str::to_owned).collect::<Vec<_>>();
    let at = steps(&finding.pointer);
    let common: Vec<(usize, usize, bool)> = slots
        .iter()
        .enumerate()
        .filter(|(index, _)| taken[*index])
        .map(|(index, slot)| {
            let place = steps(&slot.place(&text(index)));
            let common = at.iter().zip(&place).take_while(|(a, b)| a == b).count();
            (index, common, common == at.len().min(place.len()))
        })
        .collect();
    let near = common.iter().map(|(_, common, _)| *common).max().unwrap_or_default();
    let there = common.iter().any(|(_, _, there)| *there);
    common.iter().filter(|(_, common, is)| if there { *is } else { *common == near }).map(|(at, ..)| *at).collect()
}

/// Every finding says what is wrong and what to do, and none prints what a terminal would obey.
fn assert_is_clear(report: &Report) {
    for finding in &report.findings {
        assert!(!finding.message.trim().is_empty() && finding.message.chars().count() < 400, "{finding:?}");
        assert!(finding.help.as_ref().is_some_and(|help| !help.trim().is_empty()), "no help: {finding:?}");
    }
    let screen = render(report, false);
    let obeyed = screen.chars().find(|character| character.is_control() && *character != '\n');
    assert_eq!(obeyed, None, "a control character reaches the terminal: {screen:?}");
}

impl Base {
    fn new(name: &str, mut manifest: Json) -> Self {
        let mut added = fill(&SCHEMA, &mut manifest);
        // What does not fit there, such as a principal that the platform would not know, goes again.
        while let Err(report) = resolved(&manifest) {
            let wrong = |pointer: &str| report.findings.iter().any(|finding| finding.pointer.starts_with(pointer));
            let (out, kept): (Vec<_>, Vec<_>) = added.into_iter().partition(|pointer| wrong(pointer));
            assert!(!out.is_empty(), "{name}: {}", render(&report, false));
            for pointer in &out {
                remove(&mut manifest, pointer);
            }
            added = kept;
        }
        let found: Vec<Slot> = slots(&SCHEMA, &manifest)
            .into_iter()
            .filter(|slot| slot.takes != Takes::Grammar && !slot.is_code() && !slot.is_option())
            .collect();
        let marks = settle(&manifest, &found, &mark);
        // A place that does not take a mark has a grammar of its own, such as the options of a kind.
        let slots: Vec<Slot> =
            found.into_iter().zip(&marks.taken).filter(|(_, taken)| **taken).map(|(slot, _)| slot).collect();
        let marks = settle(&manifest, &slots, &mark);
        let marked = files(&marks.manifest).unwrap();
        let read = marked
            .iter()
            .filter(|(path, _)| is_read(path))
            .map(|(path, text)| (path.clone(), read(path, text).unwrap_or_else(|error| panic!("{path}: {error}"))))
            .collect();
        Self { name: name.to_owned(), manifest, slots, marked, read }
    }

    /// Renders the product with the texts, and reads every file.
    fn check(&self, text: &dyn Fn(usize) -> String) -> Result<Settled, String> {
        let settled = settle(&self.manifest, &self.slots, text);
        let texts: Vec<String> = self
            .slots
            .iter()
            .zip(&settled.taken)
            .enumerate()
            .map(|(index, (slot, taken))| if *taken { text(index) } else { slot.get(&self.manifest).to_owned() })
            .collect();
        let files = files(&settled.manifest).map_err(|error| format!("{}: {error}", self.name))?;
        let mut problems = Vec::new();
        let paths = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        if paths(&files) != paths(&self.marked) {
            problems.push("a text changes which files there are".to_owned());
        }
        let team = files.get("dbt/models/groups.yml").and_then(|text| yaml(text).ok());
        let team = team.and_then(|groups| groups.pointer("/groups/0/name")?.as_str().map(str::to_owned));
        let texts = Texts { texts, team: team.unwrap_or_default() };
        if !Regex::new("^[a-z][a-z0-9_]{0,62}$").unwrap().is_match(&texts.team) {
            problems.push(format!("the group is named {:?}", texts.team));
        }
        for (path, contents) in &files {
            problems.extend(self.file(path, contents, &texts).err().map(|error| format!("{path}: {error}")));
        }
        let given = serde_json::to_value(&settled.manifest).unwrap();
        if files.get("data-product.yaml").map(|text| yaml(text)) != Some(Ok(given)) {
            problems.push("data-product.yaml is another manifest".to_owned());
        }
        if problems.is_empty() {
            return Ok(settled);
        }
        problems.truncate(8);
        Err(format!("{}:\n{}", self.name, problems.join("\n")))
    }

    fn file(&self, path: &str, contents: &str, texts: &Texts) -> Result<(), String> {
        let marked = self.marked.get(path).ok_or("is new")?;
        if marked == contents && !marked.contains("Zqx") {
            return Ok(());
        }
        if extension(path) == "sql" {
            return sql(marked, contents, texts);
        }
        let actual = read(path, contents)?;
        let benign = self.read.get(path).ok_or("is new")?;
        if !has_reader(path) && MARK.is_match(&benign.to_string()) {
            return Err("holds text of the manifest, and no reader of its language checks it".into());
        }
        texts.compare(path, benign, &actual, "")
    }
}

fn has_reader(path: &str) -> bool {
    ["yml", "yaml", "avsc", "json", "tf", "hcl", "csv", "md"].contains(&extension(path))
}

fn is_read(path: &str) -> bool {
    extension(path) != "sql"
}

/// How a text is spelt inside a value that is itself text.
type Form = fn(&str) -> String;

/// As it is; inside JSON, inside a nested value of DuckDB, inside both; and each of them in a literal of SQL.
const FORMS: &[Form] = &[
    str::to_owned,
    in_json,
    in_duckdb,
    |text| in_duckdb(&in_json(text)),
    in_sql,
    |text| in_sql(&in_json(text)),
    |text| in_sql(&in_duckdb(text)),
    |text| in_sql(&in_duckdb(&in_json(text))),
];

fn in_json(text: &str) -> String {
    let quoted = json!(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

fn in_duckdb(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

fn in_sql(text: &str) -> String {
    text.replace('\'', "''")
}

/// What stands in the place of each mark, and the name that the team's group has because of it.
struct Texts {
    texts: Vec<String>,
    team: String,
}

impl Texts {
    fn put(&self, marked: &str, form: &dyn Fn(&str) -> String) -> String {
        if !marked.contains("Zqx") && !marked.contains("zqx") {
            return marked.to_owned();
        }
        let text =
            MARK.replace_all(marked, |found: &Captures<'_>| form(&self.texts[found[1].parse::<usize>().unwrap()]));
        TEAM.replace_all(&text, NoExpand(&self.team)).into_owned()
    }

    /// Whether `actual` is what `marked` says, with each text in one of the forms that its place may ask for.
    fn fits(&self, path: &str, pointer: &str, marked: &str, actual: &str) -> bool {
        if extension(path) == "md" {
            // White space is where a line breaks; what matters here is that nothing else is lost or added.
            let dense = |text: &str| text.split_whitespace().collect::<String>();
            return FORMS.iter().any(|form| dense(&self.put(marked, form)) == dense(actual));
        }
        let forms: &[Form] = match path {
            _ if pointer.ends_with("/description") => &[str::to_owned],
            "data-product.yaml" => &[str::to_owned],
            _ if extension(path) == "avsc" => &[str::to_owned, |text| text.trim().to_owned(), in_json],
            _ => FORMS,
        };
        self.follows(marked, actual, forms)
    }

    fn follows(&self, marked: &str, actual: &str, forms: &[Form]) -> bool {
        if !marked.contains("Zqx") {
            return self.put(marked, &str::to_owned) == actual;
        }
        let Some(mark) = MARK.captures(marked) else { return false };
        let place = mark.get(0).unwrap();
        let Some(rest) = actual.strip_prefix(&self.put(&marked[..place.start()], &str::to_owned)) else { return false };
        let text = &self.texts[mark[1].parse::<usize>().unwrap()];
        let spellings: BTreeSet<String> = forms.iter().map(|form| form(text)).collect();
        spellings.iter().any(|spelling| {
            rest.strip_prefix(spelling).is_some_and(|rest| self.follows(&marked[place.end()..], rest, forms))
        })
    }

    fn compare(&self, path: &str, marked: &Json, actual: &Json, pointer: &str) -> Result<(), String> {
        let differs = || Err(format!("{pointer}: expected {}, is {}", short(marked), short(actual)));
        match (marked, actual) {
            (Json::String(marked), Json::String(actual)) if self.fits(path, pointer, marked, actual) => Ok(()),
            (Json::String(text), _) => Err(format!(
                "{pointer}: expected {}, is {}",
                short(&json!(self.put(text, &str::to_owned))),
                short(actual)
            )),
            (Json::Array(items), Json::Array(others)) if items.len() == others.len() => {
                items.iter().zip(others).enumerate().try_for_each(|(index, (item, other))| {
                    self.compare(path, item, other, &format!("{pointer}/{index}"))
                })
            }
            (Json::Object(items), Json::Object(others)) if items.len() == others.len() => {
                items.iter().zip(others).try_for_each(|((key, item), (other_key, other))| {
                    if !self.fits(path, pointer, key, other_key) {
                        return Err(format!("{pointer}: expected the key {key:?}, is {other_key:?}"));
                    }
                    self.compare(path, item, other, &format!("{pointer}/{key}"))
                })
            }
            (marked, actual) if marked == actual => Ok(()),
            _ => differs(),
        }
    }
}

fn short(value: &Json) -> String {
    value.to_string().chars().take(400).collect()
}

/// The string of Jinja that a line turns into a literal of SQL by the project's macro.
fn literal(line: &str) -> Option<&str> {
    line.trim().strip_prefix("{{ sql_text(")?.trim_end_matches(',').strip_suffix(") }}")
}

/// SQL: text stands in comments and literals alone; every other line is the same, and a comment says the text.
fn sql(marked: &str, actual: &str, texts: &Texts) -> Result<(), String> {
    if let Some(at) = actual.find(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']) {
        return Err(format!("holds {:?}", &actual[at..].chars().next()));
    }
    let mut lines = actual.lines();
    for line in marked.lines() {
        if !MARK.is_match(line) {
            let expected = texts.put(line, &str::to_owned);
            let found = lines.next().unwrap_or_default();
            if found != expected {
                return Err(format!("expected {expected:?}, is {found:?}"));
            }
            continue;
        }
        if let Some(marked) = literal(line) {
            let found = lines.next().unwrap_or_default();
            let said = literal(found).ok_or_else(|| format!("{found:?} is no literal"))?;
            let (said, expected) =
                (jinja(&format!("{{{{ {said} }}}}"))?, texts.put(marked.trim_matches('\''), &str::to_owned));
            if said.trim_end() != expected.trim_end() {
                return Err(format!("expected the literal {expected:?}, is {said:?}"));
            }
            continue;
        }
        if !line.starts_with("-- ") {
            return Err(format!("prints text outside of a comment: {line}"));
        }
        let expected = texts.put(line, &|text| text.trim_end().to_owned());
        let mut said = Vec::new();
        for _ in 0..expected.split('\n').count() {
            let found = lines.next().unwrap_or_default();
            said.push(found.strip_prefix("--").ok_or_else(|| format!("{found:?} has left the comment"))?);
        }
        let said = jinja(&said.join("\n"))?;
        if collapse(&said) != collapse(&expected[2..]) {
            return Err(format!("expected the comment {expected:?}, is {said:?}"));
        }
    }
    match lines.next() {
        Some(line) => Err(format!("{line:?} was not expected")),
        None => Ok(()),
    }
}
