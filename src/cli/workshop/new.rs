//! `mesh-cli workshop new`.

use std::path::{Path, PathBuf};

use crate::cli::ask::{Ask, Question};
use crate::cli::pack_choice::{PackArgs, tell};
use crate::cli::{Outcome, Shell, interrupt, report_files, usage};
use crate::error::{Error, Result};
use crate::pack::Pack;
use crate::workshop::interview::{Answer, Domain, Interview, answered, empty, name};

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

    /// Ask for the map, one domain after the other
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
    let text = if args.interactive { ask(&pack, shell)? } else { empty(&pack)? };
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

fn ask(pack: &Pack, shell: &Shell) -> Result<String> {
    let interview = Interview::of(pack)?;
    let ask = Ask::new(shell.has_colour());
    let of = |prompt: &'_ str, help: &'_ str, check: &dyn Fn(&str) -> std::result::Result<(), String>| {
        ask.text(&Question { prompt, help, optional: true, ..Question::default() }, check)
    };
    let organisation = of(&interview.organisation.prompt, &interview.organisation.help, &|_| Ok(()))?;
    let mut domains: Vec<Domain> = Vec::new();
    loop {
        let known: Vec<String> = domains.iter().map(|domain| domain.name.clone()).collect();
        let new = |text: &str| {
            let name = name(text)?;
            if known.contains(&name) { Err(format!("`{name}` is in the map already")) } else { Ok(()) }
        };
        let said = of(&interview.domain.prompt, &interview.domain.help, &new)?;
        let Ok(name) = name(&said) else { break };
        ask.section(&name);
        let mut answers = Vec::new();
        for asked in &interview.questions {
            let said = of(&asked.prompt, &asked.help, &|text| asked.kind.value(text).map(drop))?;
            if !said.is_empty()
                && let Ok(value) = asked.kind.value(&said)
            {
                answers.push(Answer { key: asked.key.clone(), value });
            }
        }
        domains.push(Domain { name, answers });
    }
    answered(&organisation, &domains, pack)
}
