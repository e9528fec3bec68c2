//! The options of a pack as flags: `cost_center` is `--cost-center`.

use std::ffi::OsString;
use std::path::Path;

use clap::builder::PossibleValue;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _};

use super::args::{Args, set};
use crate::cli::pack_choice::PackArgs;
use crate::error::Result;
use crate::manifest::Draft;
use crate::manifest::node::{Node, Origin};
use crate::pack::{OptionSpec, OptionType, Pack};

/// The pack that the flags come from, and what they say. It is loaded before the command line can be read.
#[derive(Default)]
pub(crate) struct Prepared {
    /// The pack. It lives as long as the process: to free its templates at the end would only take time.
    pub pack: Option<&'static Pack>,
    /// An option's path in a manifest, and the answer.
    answers: Vec<(String, Node)>,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Prepared").field("answers", &self.answers).finish_non_exhaustive()
    }
}

impl Prepared {
    /// Loads the pack that a command line names, or that holds where the product goes, before the rest of it is read.
    pub(crate) fn load(arguments: &[OsString]) -> Result<Self> {
        let mut named = vec![OsString::new()];
        let mut out = OsString::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.to_str() {
                Some("--") => break,
                Some("--out" | "-o") => out = rest.next().cloned().unwrap_or_default(),
                Some(text) if text.starts_with("--out=") => out = text["--out=".len()..].into(),
                Some(text) if text.starts_with("-o") => out = text["-o".len()..].into(),
                Some("--pack") => named.extend([Some(argument), rest.next()].into_iter().flatten().cloned()),
                Some(text) if text.starts_with("--pack=") => named.push(argument.clone()),
                _ => {}
            }
        }
        // What is wrong with the command line is said when all of it is read.
        let matches = PackArgs::augment_args(Command::new("")).try_get_matches_from(named);
        let Some(packs) = matches.ok().and_then(|matches| PackArgs::from_arg_matches(&matches).ok()) else {
            return Ok(Self::default());
        };
        let pack: &'static Pack = Box::leak(Box::new(packs.load(Path::new(&out))?));
        pack.options()?;
        Ok(Self { pack: Some(pack), answers: Vec::new() })
    }

    /// The command with a flag for each option of the pack.
    pub(crate) fn add_flags(&self, command: Command) -> Command {
        let Some(pack) = self.pack else { return command };
        let heading = format!("Options of the pack {}", pack.about.name);
        let flags = pack.options().unwrap_or_default().iter().map(|spec| argument(spec).help_heading(&heading));
        command.args(flags)
    }

    /// Takes the answers that the flags give.
    pub(crate) fn read(&mut self, matches: &ArgMatches) {
        for spec in self.pack.and_then(|pack| pack.options().ok()).unwrap_or_default() {
            if matches.value_source(&id(spec)) == Some(ValueSource::CommandLine) {
                let texts: Vec<&str> =
                    matches.get_many::<String>(&id(spec)).unwrap_or_default().map(String::as_str).collect();
                let answer = Node::from_json(spec.read(&texts.join(",")), &Origin::Flag(flag(&spec.name)));
                self.answers.push((format!("spec.options.{}", spec.name), answer));
            }
        }
    }

    /// Writes the answers into a draft.
    pub(super) fn apply_to(&self, draft: &mut Draft) -> Result<()> {
        self.answers.iter().try_for_each(|(path, answer)| set(draft, path, answer.clone()))
    }
}

fn argument(spec: &OptionSpec) -> Arg {
    let argument = Arg::new(id(spec)).long(flag(&spec.name).trim_start_matches('-').to_owned()).help(help(spec));
    match spec.kind {
        OptionType::Boolean => argument
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .value_name("BOOL")
            .value_parser(["true", "false"].map(PossibleValue::new)),
        OptionType::List => argument.action(ArgAction::Append).value_name("ITEMS"),
        OptionType::Integer => argument.value_name("NUMBER").allow_negative_numbers(true),
        OptionType::String if spec.secret => argument.value_name("VARIABLE"),
        OptionType::String => argument.value_name("TEXT"),
    }
}

fn id(spec: &OptionSpec) -> String {
    format!("option:{}", spec.name)
}

/// The flag of an option. A flag of the command goes before an option of the same name, which then has a longer one.
pub(super) fn flag(name: &str) -> String {
    let flag = name.replace('_', "-");
    let command = Args::augment_args(Command::new(""));
    let taken = command.get_arguments().any(|argument| {
        argument.get_long() == Some(&flag)
            || argument.get_all_aliases().is_some_and(|aliases| aliases.contains(&flag.as_str()))
    });
    if taken || flag == "help" { format!("--option-{flag}") } else { format!("--{flag}") }
}

fn help(spec: &OptionSpec) -> String {
    let words = [spec.title.clone().unwrap_or_default(), spec.hint()];
    let text = words.iter().filter(|word| !word.is_empty()).map(String::as_str).collect::<Vec<_>>().join(": ");
    let mut more = Vec::new();
    if !spec.choices.is_empty() {
        more.push(spec.choices.iter().map(OptionSpec::write).collect::<Vec<_>>().join(", "));
    }
    more.extend(spec.when.as_ref().map(|condition| format!("when {condition}")));
    match &spec.default {
        Some(default) => more.push(format!("default: {}", OptionSpec::write(default))),
        None if spec.required => more.push("required".to_owned()),
        None => {}
    }
    if more.is_empty() { text } else { format!("{text} [{}]", more.join("; ")).trim_start().to_owned() }
}
