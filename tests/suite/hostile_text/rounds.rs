//! The texts in every place of every product, a round after the other.

use std::fs;

use mesh_cli::pack::OptionType;
use proptest::test_runner::{Config, TestRunner};

use super::fields::{CODE, all_ids};
use super::nasties::{CARRIED, REFUSED, long};
use super::products::{EXAMPLES, OTHERS};
use super::readers::links;
use super::*;
use crate::tools::passes;

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
