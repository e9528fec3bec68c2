//! The commands, from the definition of the command line.

use std::fmt::Write as _;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use mesh_cli::markdown::{anchor, code, codes, sentence, table};

const INTRODUCTION: &str = "\
# Commands

`mesh-cli --help` lists the commands, and `--help` after a command explains it. `mesh-cli --version` names the version of
the program and of its built-in pack.

Data goes to standard output; words for people, findings included, go to standard error. `NO_COLOR` switches
colours off.

| exit code | meaning |
| --- | --- |
| 0 | done, and nothing is wrong |
| 1 | something was found: errors by `validate`, a conflict, a hand edit of a generated file, a product out of step |
| 2 | the command line or the input cannot be used: an answer is missing, a manifest has errors, a folder is taken |
| 3 | the program could not do its work: a file cannot be written, a pack or a template is broken |
| 130 | stopped by Ctrl-C |

A command that ends with 2 or 3 has created and changed no product. One that ends with 1 has done what could be done, and
lists the rest.

";

pub fn page() -> String {
    let mut command = mesh_cli::cli::command();
    command.build();
    let mut page = INTRODUCTION.to_owned();
    for child in command.get_subcommands() {
        describe(child, "mesh-cli", &mut page);
    }
    page
}

fn describe(command: &Command, parent: &str, page: &mut String) {
    if command.get_name() == "help" {
        return;
    }
    let name = format!("{parent} {}", command.get_name());
    let about = command.get_long_about().or_else(|| command.get_about());
    let _ = writeln!(page, "## `{name}`\n\n{}\n", paragraphs(about));
    if let Some(other) = same_as(command, &name) {
        let _ = writeln!(page, "The same command as [`{other}`](#{}), with the same arguments.\n", anchor(&other));
        return;
    }
    let children: Vec<&Command> = command.get_subcommands().filter(|child| child.get_name() != "help").collect();
    if children.is_empty() {
        let usage = command.clone().render_usage().to_string();
        let _ = writeln!(page, "```text\n{}\n```\n", usage.trim_start_matches("Usage: "));
        arguments(command, page);
        examples(command, page);
    }
    for child in children {
        describe(child, &name, page);
    }
}

/// `product create` is `create-product` by another name.
fn same_as(command: &Command, name: &str) -> Option<String> {
    let root = mesh_cli::cli::command();
    let ids = |command: &Command| -> Vec<String> {
        command.get_arguments().map(|argument| argument.get_id().to_string()).filter(|id| id != "help").collect()
    };
    root.get_subcommands()
        .find(|other| !ids(command).is_empty() && ids(other) == ids(command))
        .map(|other| format!("mesh-cli {}", other.get_name()))
        .filter(|other| other != name)
}

fn arguments(command: &Command, page: &mut String) {
    let mut headings: Vec<Option<&str>> = Vec::new();
    for argument in command.get_arguments() {
        if !headings.contains(&argument.get_help_heading()) {
            headings.push(argument.get_help_heading());
        }
    }
    for heading in headings {
        let rows: Vec<Vec<String>> = command
            .get_arguments()
            .filter(|argument| argument.get_help_heading() == heading && argument.get_id() != "help")
            .map(|argument| vec![code(&spelling(argument)), meaning(argument)])
            .collect();
        if !rows.is_empty() {
            let title = heading.unwrap_or("Arguments");
            let _ = writeln!(page, "{}", table(&[title, "Meaning"], &rows));
        }
    }
}

/// `-o, --out <DIR>`.
fn spelling(argument: &Arg) -> String {
    let value = argument
        .get_value_names()
        .and_then(|names| names.first())
        .map_or_else(|| argument.get_id().to_string().to_uppercase(), ToString::to_string);
    let Some(long) = argument.get_long() else {
        return if argument.is_required_set() { format!("<{value}>") } else { format!("[{value}]") };
    };
    let short = argument.get_short().map(|short| format!("-{short}, ")).unwrap_or_default();
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    format!("{short}--{long}{}", if takes_value { format!(" <{value}>") } else { String::new() })
}

fn meaning(argument: &Arg) -> String {
    let mut text = sentence(&argument.get_help().map(StyledStr::to_string).unwrap_or_default());
    let values: Vec<_> = argument.get_possible_values();
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    if takes_value && !values.is_empty() {
        let _ = write!(text, " One of {}.", codes(values.iter().map(clap::builder::PossibleValue::get_name)));
    }
    let defaults: Vec<String> =
        argument.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if takes_value && !defaults.is_empty() {
        let _ = write!(text, " Default: {}.", codes(defaults.iter().map(String::as_str)));
    }
    for alias in argument.get_visible_aliases().unwrap_or_default() {
        let _ = write!(text, " Also written `--{alias}`.");
    }
    text
}

fn examples(command: &Command, page: &mut String) {
    let after = command.get_after_help().map(StyledStr::to_string).unwrap_or_default();
    if let Some(lines) = after.strip_prefix("Examples:\n") {
        let lines: Vec<&str> = lines.lines().map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
        let _ = writeln!(page, "```sh\n{}\n```\n", lines.join("\n"));
    }
}

fn paragraphs(text: Option<&StyledStr>) -> String {
    text.map(|text| text.to_string().split("\n\n").map(sentence).collect::<Vec<_>>().join("\n\n")).unwrap_or_default()
}
