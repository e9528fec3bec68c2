//! `mesh-cli workshop new`.

use std::path::{Path, PathBuf};

use crate::cli::ask::{Ask, Question};
use crate::cli::pack_choice::{PackArgs, tell};
use crate::cli::{Outcome, Shell, interrupt, report_files, usage};
use crate::error::{Error, Result};
use crate::pack::Pack;
use crate::workshop::interview::{Answer, Domain, Interview, Prompt, answered, empty, name};

/// Begin a domain map: an empty one with guidance, or one that is asked for in the terminal
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli workshop new
  mesh-cli workshop new map.yaml --interactive")]
pub(super) struct Args {
    /// The file
    #[arg(default_value = "map.yaml")]
    file: PathBuf,

    /// Ask for the map, one domain after the other; Ctrl-C keeps the answers so far in a draft
    #[arg(long, short)]
    interactive: bool,

    #[command(flatten)]
    packs: PackArgs,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    if args.interactive && !shell.is_interactive() {
        return Err(usage("there is no terminal to ask in", "leave --interactive out, and fill the map in by hand"));
    }
    if args.file.symlink_metadata().is_ok() {
        return Err(Error::Destination {
            path: args.file.clone(),
            reason: "is there already".to_owned(),
            hint: "choose another name, or move the file away".to_owned(),
        });
    }
    let pack = args.packs.load(args.file.parent().unwrap_or(Path::new("")))?;
    tell(&pack, shell);
    let text = if args.interactive { asked(args, &pack, shell)? } else { empty(&pack)? };
    if interrupt::requested() {
        return Err(Error::Interrupted);
    }
    report_files::write_text(&args.file, text)?;
    let file = args.file.display();
    shell.say(&format!("created {file}"));
    shell.say(&format!(
        "{} `mesh-cli workshop lint {file}`",
        if args.interactive { "judge it with" } else { "fill it in, then" }
    ));
    Ok(Outcome::Fine)
}

/// What was answered so far.
#[derive(Default)]
struct Answers {
    organisation: String,
    domains: Vec<Domain>,
}

/// The map that is asked for. Who stops on the way finds the answers in a draft.
fn asked(args: &Args, pack: &Pack, shell: &Shell) -> Result<String> {
    let mut answers = Answers::default();
    let stopped = ask(&mut answers, pack, shell).err();
    let text = answered(&answers.organisation, &answers.domains, pack)?;
    match stopped {
        None => Ok(text),
        Some(error) if answers.organisation.is_empty() && answers.domains.is_empty() => Err(error),
        Some(error) => {
            let draft = draft(&args.file);
            report_files::write_text(&draft, text)?;
            shell.say(&format!("what was answered so far is in {}", draft.display()));
            Err(error)
        }
    }
}

/// A name for a draft that no file has: `map.draft.yaml`.
fn draft(file: &Path) -> PathBuf {
    let names = std::iter::once("draft.yaml".to_owned()).chain((2..).map(|number| format!("draft-{number}.yaml")));
    let free = names.map(|name| file.with_extension(name)).find(|path| path.symlink_metadata().is_err());
    free.unwrap_or_else(|| file.to_owned())
}

/// Asks one domain after the other, and puts each answer down as it is given.
fn ask(answers: &mut Answers, pack: &Pack, shell: &Shell) -> Result<()> {
    let interview = Interview::of(pack)?;
    let ask = Ask::new(shell.has_colour());
    let of = |prompt: &Prompt, check: &dyn Fn(&str) -> std::result::Result<(), String>| {
        let Prompt { prompt, help, empty } = prompt;
        let question = Question { prompt, help, optional: true, empty: empty.as_deref(), ..Question::default() };
        ask.text(&question, check)
    };
    answers.organisation = of(&interview.organisation, &|_| Ok(()))?;
    loop {
        let known: Vec<String> = answers.domains.iter().map(|domain| domain.name.clone()).collect();
        let new = |text: &str| {
            let name = name(text)?;
            if known.contains(&name) { Err(format!("`{name}` is in the map already")) } else { Ok(()) }
        };
        let said = of(&interview.domain, &new)?;
        let Ok(name) = name(&said) else { return Ok(()) };
        ask.section(&name);
        answers.domains.push(Domain { name, answers: Vec::new() });
        for asked in &interview.questions {
            let said = of(&asked.prompt, &|text| asked.kind.value(text).map(drop))?;
            let Some(domain) = answers.domains.last_mut().filter(|_| !said.is_empty()) else { continue };
            if let Ok(value) = asked.kind.value(&said) {
                domain.answers.push(Answer { key: asked.key.clone(), value });
            }
        }
    }
}
