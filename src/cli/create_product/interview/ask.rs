//! Single questions on a terminal.

use console::{Style, Term};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Select};

use crate::error::{Error, Result};

/// Asks on standard error, and restores the terminal when the user stops.
pub(super) struct Ask {
    theme: Box<dyn Theme>,
    term: Term,
    dim: Style,
}

/// Something to choose, with a word about it.
pub(super) struct Choice {
    id: String,
    about: String,
}

impl Choice {
    /// A choice.
    pub(super) fn new(id: impl Into<String>, about: impl Into<String>) -> Self {
        Self { id: id.into(), about: about.into() }
    }
}

impl Ask {
    /// Questions with or without colour.
    pub(super) fn new(colour: bool) -> Self {
        let theme: Box<dyn Theme> = if colour { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
        Self { theme, term: Term::stderr(), dim: Style::new().for_stderr().dim().force_styling(colour) }
    }

    /// Says something between two questions.
    pub(super) fn note(&self, text: &str) {
        // A terminal that cannot be written to fails at the next question.
        let _ = self.term.write_line(&self.dim.apply_to(format!("  {text}")).to_string());
    }

    /// A text that passes `check`; an empty one when the question is optional.
    pub(super) fn text(
        &self,
        prompt: &str,
        help: &str,
        default: Option<&str>,
        optional: bool,
        check: fn(&str) -> std::result::Result<(), String>,
    ) -> Result<String> {
        self.note(help);
        let mut input = Input::<String>::with_theme(self.theme.as_ref()).with_prompt(prompt).allow_empty(optional);
        if let Some(default) = default {
            input = input.default(default.to_owned());
        }
        let input = input
            .validate_with(move |text: &String| if optional && text.is_empty() { Ok(()) } else { check(text.trim()) });
        self.answer(input.interact_text_on(&self.term)).map(|text| text.trim().to_owned())
    }

    /// The id of one of the choices.
    pub(super) fn choose(&self, prompt: &str, help: &str, choices: &[Choice], default: Option<&str>) -> Result<String> {
        self.note(help);
        let width = choices.iter().map(|choice| choice.id.len()).max().unwrap_or(0);
        let items: Vec<String> = choices
            .iter()
            .map(|choice| format!("{:<width$}  {}", choice.id, choice.about).trim_end().to_owned())
            .collect();
        let default = default.and_then(|id| choices.iter().position(|choice| choice.id == id)).unwrap_or(0);
        let select =
            Select::with_theme(self.theme.as_ref()).with_prompt(prompt).items(&items).default(default).report(false);
        let index = self.answer(select.interact_on(&self.term))?;
        let id = choices.get(index).map(|choice| choice.id.clone()).unwrap_or_default();
        let _ = self.term.write_line(&format!("  {prompt}: {id}"));
        Ok(id)
    }

    /// Yes or no.
    pub(super) fn yes(&self, prompt: &str, default: bool) -> Result<bool> {
        self.answer(
            Confirm::with_theme(self.theme.as_ref()).with_prompt(prompt).default(default).interact_on(&self.term),
        )
    }

    fn answer<T>(&self, answer: dialoguer::Result<T>) -> Result<T> {
        answer.map_err(|dialoguer::Error::IO(error)| {
            // A menu hides the cursor while it is open.
            let _ = self.term.show_cursor();
            let _ = self.term.write_line("");
            match error.kind() {
                std::io::ErrorKind::Interrupted | std::io::ErrorKind::UnexpectedEof => Error::Interrupted,
                _ => Error::Terminal(error),
            }
        })
    }
}
