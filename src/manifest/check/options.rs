//! Answers to what a pack asks: the options of every product, and those of a port's location.

use serde_json::Value as Json;

use super::Check;
use crate::diagnostics::{Finding, Rule, did_you_mean, nearest, or_list, shown};
use crate::manifest::node::Origin;
use crate::manifest::shape::MISSING;
use crate::pack::{Answer, Given, OptionSpec, answers};

/// Options are those of the pack, and answered as it asks.
pub(super) static OPTION: Rule = Rule::new(
    "pack/option",
    "`spec.options` answers the options that the pack declares",
    "the templates of the pack are rendered from the answers",
);
/// No secret stands in a manifest.
pub(super) static SECRET: Rule = Rule::new(
    "pack/secret",
    "The answer to a secret option is the name of an environment variable",
    "a manifest is read by many and kept for ever, and so is no place for a secret",
);

/// Whose options are answered where.
pub(super) struct Asked<'a> {
    /// The rule that a wrong answer breaks.
    pub rule: &'static Rule,
    /// The rule that a missing answer breaks.
    pub missing: &'static Rule,
    /// The place of the answers as a JSON Pointer.
    pub at: &'a str,
    /// The key of the answers, which is what conditions call them.
    pub scope: &'static str,
    /// Who asks: `the pack`, `an output port of kind …`.
    pub who: String,
    /// The questions.
    pub specs: &'a [OptionSpec],
}

pub(super) fn check(check: &mut Check<'_>) {
    let pack = check.pack;
    let Ok(specs) = pack.options() else { return };
    let who = format!("the pack `{}`", pack.about.name);
    let asked = Asked { rule: &OPTION, missing: &MISSING, at: "/spec/options", scope: "options", who, specs };
    check_answers(check, &asked, &check.manifest.spec.options);
}

/// Holds the answers that were given against the questions.
pub(super) fn check_answers(check: &mut Check<'_>, asked: &Asked<'_>, given: &Given) {
    let names: Vec<&str> = asked.specs.iter().map(|spec| spec.name.as_str()).collect();
    let pointer = |key: &str| format!("{}/{}", asked.at, key.replace('~', "~0").replace('/', "~1"));
    for key in given.keys().filter(|key| !names.contains(&key.as_str())) {
        let message = format!("{} has no option `{}`", asked.who, shown(key));
        let help = match names.as_slice() {
            [] => "remove the key, or name the pack that has the option with --pack".to_owned(),
            names => did_you_mean(key, names.iter().copied()),
        };
        check.report_key(asked.rule, pointer(key), message, help);
    }
    let metadata = &check.manifest.metadata;
    match answers(asked.specs, given, asked.scope, &metadata.domain, &metadata.name) {
        Err(error) => check.report(asked.rule, asked.at, error.to_string(), "ask the owners of the pack to mend it"),
        Ok(answers) => {
            for answer in &answers {
                one(check, asked, answer, given.get(&answer.spec.name), &pointer(&answer.spec.name));
            }
            for answer in answers.iter().filter(|answer| answer.applies) {
                missing(check, asked, answer.spec, given, &names);
            }
        }
    }
}

fn one(check: &mut Check<'_>, asked: &Asked<'_>, answer: &Answer<'_>, given: Option<&Json>, pointer: &str) {
    let Answer { spec, applies, .. } = *answer;
    let Some(value) = given else { return };
    if let (false, Some(condition)) = (applies, &spec.when) {
        let message = format!("`{}` is no question here: {} asks for it when {condition}", spec.name, asked.who);
        check.report_key(asked.rule, pointer, message, "remove the answer");
        return;
    }
    match spec.check(value) {
        Ok(()) => {}
        Err(reason) if spec.secret => secret(check, asked, pointer, reason),
        Err(reason) => {
            // `version: 1` is a number, and `version: "1"` is what was meant.
            let in_quotes = !value.is_string() && spec.check(&Json::String(value.to_string())).is_ok();
            let quoted = || format!("write it in quotes: `{}: \"{value}\"`", spec.name);
            check.report(asked.rule, pointer, reason, if in_quotes { quoted() } else { advice(spec) });
        }
    }
}

/// A finding shows the line that it is about. What may be a secret is not shown: the finding is about the key above it.
fn secret(check: &mut Check<'_>, asked: &Asked<'_>, pointer: &str, reason: String) {
    let help = "write the name of a variable such as SERVICE_TOKEN, and give the secret to the program that runs; \
                a secret that was committed is to be replaced";
    let mut finding = Finding::at(&SECRET, check.document, pointer, reason).help(help);
    finding.origin = match finding.origin {
        Origin::File { .. } => Finding::at_key(&SECRET, check.document, asked.at, "").origin,
        Origin::Flag(flag) => Origin::Flag(flag.split('=').next().unwrap_or_default().to_owned()),
        other => other,
    };
    check.findings.push(finding);
}

fn missing(check: &mut Check<'_>, asked: &Asked<'_>, spec: &OptionSpec, given: &Given, names: &[&str]) {
    let misspelt =
        |key: &String| !names.contains(&key.as_str()) && nearest(key, names.iter().copied()) == Some(&spec.name);
    if spec.required && spec.default.is_none() && !given.contains_key(&spec.name) && !given.keys().any(misspelt) {
        check.report(
            asked.missing,
            format!("{}/{}", asked.at, spec.name),
            format!("{} needs `{}.{}`", asked.who, asked.scope, spec.name),
            format!("add `{}`: {}", spec.name, spec.hint()),
        );
    }
}

fn advice(spec: &OptionSpec) -> String {
    let hint = spec.hint();
    let begin = if hint.is_empty() { String::new() } else { format!("{hint}; ") };
    if !spec.choices.is_empty() {
        let choices: Vec<String> = spec.choices.iter().map(OptionSpec::write).collect();
        format!("{begin}use {}", or_list(&choices))
    } else if let Some(pattern) = &spec.pattern {
        format!("{begin}it matches {pattern}")
    } else if hint.is_empty() {
        "give another value".to_owned()
    } else {
        hint
    }
}
