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
mod readers;
mod templates;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use mesh_cli::diagnostics::{Finding, Report, Severity, render};
use mesh_cli::manifest::node::{Node, Origin};
use mesh_cli::manifest::{Draft, Manifest, json_schema, resolve, starter};
use mesh_cli::pack::{OptionType, Pack};
use mesh_cli::plan::build;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use regex_lite::{Captures, NoExpand, Regex};
use serde_json::{Value as Json, json};

use self::fields::{CODE, Slot, Takes, all_ids, fill, remove, slots};
use self::nasties::{CARRIED, REFUSED, long};
use self::readers::{collapse, extension, jinja, links, read, yaml};
use crate::support::{examples, packs_of, root};
use crate::tools::passes;

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

fn parsed(path: &Path) -> Json {
    yaml(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The products of `examples/` made with the built-in pack, one for each kind of port and more.
static EXAMPLES: LazyLock<Vec<Base>> = LazyLock::new(|| {
    examples()
        .iter()
        .filter(|folder| packs_of(folder).is_empty())
        .map(|folder| {
            Base::new(&folder.file_name().unwrap().to_string_lossy(), parsed(&folder.join("data-product.yaml")))
        })
        .collect()
});

/// What a new product starts with, for each kind of port, and the manifests of the valid cases.
static OTHERS: LazyLock<Vec<Base>> = LazyLock::new(|| {
    let starters = PACK.port_kinds().into_iter().map(|kind| {
        let mut draft = Draft::default();
        let mut set = |path: &str, text: &str| draft.set(path, Node::text(text, Origin::Prompt)).unwrap();
        set("metadata.domain", "logistics");
        set("metadata.name", "shipment_tracking");
        set("spec.outputPorts[0].name", "table");
        set("spec.outputPorts[0].kind", kind);
        if kind == "bigquery" {
            set("spec.outputPorts[0].location.project", "acme-logistics");
        }
        starter(&mut draft, &PACK).unwrap();
        let (manifest, _) = resolve(draft, &PACK).unwrap().unwrap();
        (format!("starter of {kind}"), serde_json::to_value(manifest).unwrap())
    });
    // A case that brings a pack of its own is no manifest for the built-in one.
    let cases = fs::read_dir(root().join("tests/cases/manifest/valid")).unwrap().map(|case| case.unwrap().path());
    let cases = cases.filter(|case| !case.join("pack").exists()).map(|case| {
        (case.file_name().unwrap().to_string_lossy().into_owned(), parsed(&case.join("data-product.yaml")))
    });
    starters.chain(cases).map(|(name, manifest)| Base::new(&name, manifest)).collect()
});

/// Every text of the list in every place: a round for each shift of the list against the places, shared by the examples.
#[test]
fn every_nasty_text_comes_back_from_every_file() {
    let long = long();
    let texts: Vec<&str> = CARRIED.iter().copied().chain(long.iter().map(String::as_str)).collect();
    let mut failures = Vec::new();
    for (first, base) in EXAMPLES.iter().enumerate() {
        for round in (first..texts.len()).step_by(EXAMPLES.len()) {
            failures.extend(base.check(&|slot| texts[(slot + round) % texts.len()].to_owned()).err());
        }
    }
    for base in OTHERS.iter() {
        for round in 0..3 {
            failures.extend(base.check(&|slot| texts[(slot + round * 40) % texts.len()].to_owned()).err());
        }
    }
    failures.truncate(12);
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

/// Any text at all, a different one in each place.
#[test]
fn any_text_comes_back_from_every_file() {
    let pieces = prop_oneof![
        3 => "\\PC{0,12}",
        2 => any::<String>(),
        4 => prop::sample::select(CARRIED).prop_map(str::to_owned),
        3 => "[ \n\t\"'\\\\{}%#$<>&|`*_:!~^=@,;()\\[\\]?+-]{0,8}",
    ];
    let text = prop::collection::vec(pieces, 1..4).prop_map(|pieces| pieces.concat());
    let cases = (0..EXAMPLES.len(), prop::collection::vec(text, 40).prop_map(distinct));
    let config = Config { cases: 24, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&cases, |(base, texts)| {
            let told = EXAMPLES[base].check(&|slot| texts[slot % texts.len()].clone());
            told.map(drop).map_err(TestCaseError::fail)
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// The texts, none of them twice: two keys of one map that are the same are one key.
fn distinct(texts: Vec<String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let other =
        |(index, text): (usize, String)| if seen.insert(text.clone()) { text } else { format!("{text}{index}") };
    texts.into_iter().enumerate().map(other).collect()
}

/// Every place of the schema that takes any text is in one of the manifests above, and refuses what none could carry.
#[test]
fn every_place_for_text_is_covered_and_refuses_what_no_file_could_carry() {
    let mut covered: BTreeSet<String> = CODE.iter().map(|(id, _)| (*id).to_owned()).collect();
    for base in EXAMPLES.iter().chain(OTHERS.iter()) {
        for (index, slot) in base.slots.iter().enumerate() {
            if !covered.insert(slot.id.clone()) {
                continue;
            }
            for text in REFUSED {
                // A value may be blank where a description may not.
                if slot.takes == Takes::Value && text.trim().is_empty() {
                    continue;
                }
                let mut manifest = base.manifest.clone();
                slot.set(&mut manifest, text);
                let Err(report) = resolved(&manifest) else { panic!("{} {text:?} at {}", base.name, slot.pointer) };
                assert_is_clear(&report);
                let there =
                    report.findings.iter().any(|finding| base.slots[index].place(text).starts_with(&finding.pointer));
                assert!(there, "{} {text:?} at {}:\n{}", base.name, slot.pointer, render(&report, false));
            }
        }
    }
    let all = all_ids(&SCHEMA);
    // What these hold is for the kind and for the pack to say.
    let by_others = |id: &str| id.ends_with(".location") || id == "Spec.options";
    let missing: Vec<_> = all.difference(&covered).filter(|id| !by_others(id)).collect();
    assert!(missing.is_empty(), "in no manifest of the tests, so add them to an example or a valid case: {missing:?}");
    let gone: Vec<_> = CODE.iter().filter(|(id, _)| !all.contains(*id)).collect();
    assert!(gone.is_empty(), "not in the schema any more: {gone:?}");
}

/// Names, addresses, spans of time: what does not follow the grammar is refused, and what does is harmless.
#[test]
fn text_with_a_grammar_is_refused_or_harmless() {
    let almost = [
        "https://example.com/a)b(c*d_e[f]!$&~#@:%",
        "a%b+c_d-e.f@example.com",
        "a\n",
        "a b",
        "no",
        "\u{202E}a",
        "../a",
        "{{a}}",
        "a\"",
        "\u{1B}[31m",
    ];
    let mut seen = BTreeSet::new();
    for base in EXAMPLES.iter() {
        for slot in slots(&SCHEMA, &base.manifest) {
            if !(slot.takes == Takes::Grammar || slot.is_option())
                || !seen.insert((slot.id.clone(), slot.format.clone()))
            {
                continue;
            }
            for text in almost {
                let mut manifest = base.manifest.clone();
                slot.set(&mut manifest, text);
                match resolved(&manifest) {
                    Err(report) => assert_is_clear(&report),
                    Ok(manifest) => {
                        for (path, contents) in files(&manifest).unwrap() {
                            if is_read(&path) && base.marked.get(&path) != Some(&contents) {
                                let told = read(&path, &contents);
                                assert!(told.is_ok(), "{} is {text:?}: {path}: {told:?}", slot.pointer);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What other readers of the same languages make of it: PyYAML, jinja2, dbt, fastavro, terraform.
#[test]
fn readers_that_share_no_code_with_us_read_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let long = long();
    let texts: Vec<&str> = CARRIED.iter().copied().chain(long.iter().map(String::as_str)).collect();
    for (first, base) in EXAMPLES.iter().enumerate() {
        for round in (first * 3..texts.len()).step_by(9) {
            let settled = base.check(&|slot| texts[(slot + round) % texts.len()].to_owned()).unwrap();
            let name = format!("{}-{round}", base.name);
            for (path, contents) in files(&settled.manifest).unwrap() {
                let path = folder.path().join(&name).join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, contents).unwrap();
            }
            fs::write(folder.path().join(format!("{name}.json")), settled.json.to_string()).unwrap();
        }
    }
    passes("hostile_text.py", "venv", &[folder.path()]);
}

/// A pattern is code, and it is data of the test that checks it.
#[test]
fn a_pattern_comes_back_as_it_was_given() {
    let pattern = r#"([{]{2}|%}|\{\{)["'#: -]{1,3}\\$[a-z]{2}"#;
    let mut tested = 0;
    for base in OTHERS.iter() {
        for slot in slots(&SCHEMA, &base.manifest).iter().filter(|slot| slot.id == "QualityTest.pattern") {
            let mut manifest = base.manifest.clone();
            slot.set(&mut manifest, pattern);
            let files = files(&resolved(&manifest).unwrap()).unwrap();
            let found = files.iter().filter(|(path, _)| path.starts_with("dbt/models/products/") && is_read(path));
            let quoted = json!({ "pattern": pattern }).to_string();
            let quoted = &quoted[1..quoted.len() - 1];
            tested += found.filter(|(path, text)| read(path, text).unwrap().to_string().contains(quoted)).count();
        }
    }
    assert!(tested > 0);
}

/// An address may hold what ends a link in Markdown.
#[test]
fn an_address_is_a_whole_link() {
    let address = "https://example.com/a)b(c*d_e_[f]!$&~#@:%;x".to_owned();
    let mut manifest = EXAMPLES[0].manifest.clone();
    manifest["metadata"]["catalogUrl"] = address.as_str().into();
    let files = files(&resolved(&manifest).unwrap()).unwrap();
    assert!(links(&files["README.md"]).contains(&address), "{:?}", links(&files["README.md"]));
}

/// An option of a port that took any text would end up in shells, programs and SQL.
#[test]
fn every_option_of_a_port_has_a_grammar() {
    let ports = PACK.port_kinds().into_iter().map(|kind| PACK.port_kind(kind).unwrap().unwrap().location.clone());
    let inputs = PACK.input_kinds().into_iter().map(|kind| PACK.input_kind(kind).unwrap().unwrap().location.clone());
    for option in ports.chain(inputs).flatten() {
        if option.kind != OptionType::String || !option.choices.is_empty() {
            continue;
        }
        assert!(option.pattern.is_some(), "the option `{}` has no pattern", option.name);
        for text in CARRIED.iter().filter(|text| !text.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
            let taken = option.check(&json!(text)).is_ok();
            let harmless = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./:*=@+,-".contains(&byte));
            assert!(!taken || harmless, "the option `{}` takes {text:?}", option.name);
        }
    }
}
