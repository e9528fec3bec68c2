//! `mesh-cli workshop readiness`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::map;
use crate::cli::ask::{Ask, Choice, Question as Prompt};
use crate::cli::pack_choice::{PackArgs, tell};
use crate::cli::{Format, Outcome, Shell};
use crate::diagnostics::{Report, report_json};
use crate::error::Result;
use crate::manifest::read;
use crate::workshop::readiness::{Assessment, CHOICES, Kind, Readiness, Verdict};

/// Ask whether a data mesh is worth its price here, and say so when it is overkill
///
/// A domain map answers what it knows. Asks on a terminal what is left; elsewhere --answers gives it.
///
/// Exits 0 when a mesh fits, 1 when it is overkill, too early or not known, and 2 when the input cannot be used.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli workshop readiness
  mesh-cli workshop readiness map.yaml --answers answers.yaml --format json")]
pub(super) struct Args {
    /// The domain map, if there is one; ./map.yaml when none is named
    map: Option<PathBuf>,

    /// A YAML file with the answers: `engineers: 250`
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,

    /// How the result is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let pack = args.packs.load(Path::new(""))?;
    tell(&pack, shell);
    let readiness = Readiness::of(&pack)?;
    let known = match map::here(args.map.as_deref(), shell) {
        None => Vec::new(),
        Some(path) => match map::read(&path)? {
            Ok(map) => readiness.known(&map, &pack)?,
            Err(report) => return refuse(&report, args, shell),
        },
    };
    let given = match &args.answers {
        Some(path) => match readiness.answers(read::read(path)?) {
            Ok(given) => given,
            Err(report) => return refuse(&report, args, shell),
        },
        None if shell.is_interactive() && args.format == Format::Human => ask(&readiness, &known, shell)?,
        None => Vec::new(),
    };
    let assessment = readiness.judge(&given, &known);
    match args.format {
        Format::Json => shell.json(&json!({ "formatVersion": 1, "assessment": assessment }))?,
        Format::Human => {
            shell.data(&told(&assessment))?;
            let open = assessment.answers.iter().find(|answer| answer.verdict == Verdict::Open);
            if let Some(open) = open.filter(|_| args.answers.is_none() && !shell.is_interactive()) {
                shell.say(&format!(
                    "help: write the answers into a file, a line such as `{}: …` for each, and name it with --answers",
                    open.id
                ));
            }
        }
    }
    Ok(match assessment.verdict {
        Verdict::Ready | Verdict::Doubt => Outcome::Fine,
        _ => Outcome::Findings,
    })
}

fn refuse(report: &Report, args: &Args, shell: &Shell) -> Result<Outcome> {
    match args.format {
        Format::Json => shell.json(&report_json(report))?,
        Format::Human => shell.findings(report),
    }
    Ok(Outcome::BadInput)
}

/// Asks what the map does not know.
fn ask(readiness: &Readiness, known: &[(String, Json)], shell: &Shell) -> Result<Vec<(String, Json)>> {
    let ask = Ask::new(shell.has_colour());
    let mut answers = Vec::new();
    for question in readiness.questions.iter().filter(|question| known.iter().all(|(id, _)| *id != question.id)) {
        match question.kind {
            Kind::Number => {
                let prompt = Prompt { prompt: &question.id, help: &question.ask, optional: true, ..Prompt::default() };
                let number =
                    |text: &str| text.parse::<u64>().map(Json::from).map_err(|_| "write a whole number".to_owned());
                let text = ask.text(&prompt, |text| number(text).map(drop))?;
                answers.extend(number(&text).ok().map(|number| (question.id.clone(), number)));
            }
            Kind::Choice => {
                let choices: Vec<Choice> = CHOICES.iter().map(|choice| Choice::new(*choice, "")).collect();
                let unknown = [Choice::new("unknown", "nobody here can say")];
                let choices: Vec<Choice> = choices.into_iter().chain(unknown).collect();
                let answer = ask.choose(&question.id, &question.ask, &choices, None)?;
                if CHOICES.contains(&answer.as_str()) {
                    answers.push((question.id.clone(), answer.into()));
                }
            }
        }
    }
    Ok(answers)
}

fn told(assessment: &Assessment) -> String {
    let mut text = format!("{}\n", assessment.sentence);
    let groups = [
        (Verdict::Overkill, "Overkill, because"),
        (Verdict::NotYet, "Not yet, because"),
        (Verdict::Doubt, "Doubtful, because"),
        (Verdict::Open, "Not answered"),
        (Verdict::Ready, "Speaks for it"),
    ];
    for (verdict, title) in groups {
        let answers: Vec<_> = assessment.answers.iter().filter(|answer| answer.verdict == verdict).collect();
        if answers.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{title}");
        for one in answers {
            if verdict == Verdict::Open {
                let _ = writeln!(text, "  - {} ({})", one.question, one.id);
                continue;
            }
            let answer =
                one.answer.as_ref().map(|answer| answer.as_str().map_or_else(|| answer.to_string(), str::to_owned));
            let from = if one.from_map { ", as the map says" } else { "" };
            let _ = writeln!(text, "  - {} ({}: {}{from})", one.because, one.id, answer.unwrap_or_default());
            if let Some(instead) = &one.instead {
                let _ = writeln!(text, "    → {instead}");
            }
        }
    }
    text
}
