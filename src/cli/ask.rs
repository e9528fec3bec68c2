//! Single questions on a terminal.

use console::{Style, Term, measure_text_width, truncate_str};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Select};

use super::interrupt;
use crate::error::{Error, Result};

/// What is answered where an optional question has a default, and the answer is nothing.
const NONE: &str = "-";

/// Asks on standard error, and restores the terminal when the user stops.
pub(super) struct Ask {
    theme: Box<dyn Theme>,
    term: Term,
    dim: Style,
    bold: Style,
}

/// A question with a text for an answer.
#[derive(Default)]
pub(super) struct Question<'a> {
    pub prompt: &'a str,
    pub help: &'a str,
    pub default: Option<&'a str>,
    pub optional: bool,
    /// What an empty answer means, where that is not `none`.
    pub empty: Option<&'a str>,
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
        let style = || Style::new().for_stderr().force_styling(colour);
        Self { theme, term: Term::stderr(), dim: style().dim(), bold: style().bold() }
    }

    /// Begins a group of questions.
    pub(super) fn section(&self, title: &str) {
        // A terminal that cannot be written to fails at the next question.
        let _ = self.term.write_line(&format!("\n{}", self.bold.apply_to(title)));
    }

    /// Says something between two questions.
    pub(super) fn note(&self, text: &str) {
        let text = wrapped(text, self.width().saturating_sub(2)).replace('\n', "\n  ");
        let _ = self.term.write_line(&self.dim.apply_to(format!("  {text}")).to_string());
    }

    fn width(&self) -> usize {
        usize::from(self.term.size().1)
    }

    /// A text that passes `check`; an empty one when the question is optional.
    pub(super) fn text(
        &self,
        question: &Question<'_>,
        check: impl Fn(&str) -> std::result::Result<(), String>,
    ) -> Result<String> {
        let Question { prompt, help, default, optional, empty } = *question;
        let none = |text: &str| optional && (text.is_empty() || default.is_some() && text == NONE);
        match (optional, default) {
            (true, Some(_)) => self.note(&format!("{help}; `{NONE}` for none")),
            (true, None) => self.note(&format!("{help}; empty {}", empty.unwrap_or("for none"))),
            (false, _) => self.note(help),
        }
        let mut input = Input::<String>::with_theme(self.theme.as_ref()).with_prompt(prompt).allow_empty(optional);
        if let Some(default) = default {
            input = input.default(default.to_owned());
        }
        // What does not fit on the line would stay behind when the question is asked again.
        let room = self.width().saturating_sub("error: ".len() + 1);
        let input = input.validate_with(|text: &String| {
            if none(text.trim()) { Ok(()) } else { check(text.trim()).map_err(|reason| wrapped(&reason, room)) }
        });
        let text = self.answer(|| input.interact_text_on(&self.term))?.trim().to_owned();
        Ok(if none(&text) { String::new() } else { text })
    }

    /// The id of one of the choices.
    pub(super) fn choose(&self, prompt: &str, help: &str, choices: &[Choice], default: Option<&str>) -> Result<String> {
        self.note(help);
        let width = choices.iter().map(|choice| choice.id.len()).max().unwrap_or(0);
        // A line that wraps could not be cleared again.
        let room = self.width().saturating_sub(4).max(width);
        let items: Vec<String> = choices
            .iter()
            .map(|choice| format!("{:<width$}  {}", choice.id, choice.about))
            .map(|item| truncate_str(item.trim_end(), room, "…").into_owned())
            .collect();
        let default = default.and_then(|id| choices.iter().position(|choice| choice.id == id)).unwrap_or(0);
        let select =
            Select::with_theme(self.theme.as_ref()).with_prompt(prompt).items(&items).default(default).report(false);
        let index = self.answer(|| select.interact_on(&self.term))?;
        let id = choices.get(index).map(|choice| choice.id.clone()).unwrap_or_default();
        let mut line = String::new();
        let _ = self.theme.format_select_prompt_selection(&mut line, prompt, &id);
        let _ = self.term.write_line(&line);
        Ok(id)
    }

    /// Yes or no.
    pub(super) fn yes(&self, prompt: &str, default: bool) -> Result<bool> {
        let confirm = Confirm::with_theme(self.theme.as_ref()).with_prompt(prompt).default(default);
        self.answer(|| confirm.interact_on(&self.term))
    }

    fn answer<T>(&self, ask: impl FnOnce() -> dialoguer::Result<T>) -> Result<T> {
        // Ctrl-C between two questions counts as well.
        if interrupt::requested() {
            return Err(Error::Interrupted);
        }
        let answer = ask().map_err(|dialoguer::Error::IO(error)| {
            // A menu hides the cursor while it is open.
            let _ = self.term.show_cursor();
            let _ = self.term.write_line("");
            match error.kind() {
                std::io::ErrorKind::Interrupted | std::io::ErrorKind::UnexpectedEof => Error::Interrupted,
                _ => Error::Terminal(error),
            }
        })?;
        if interrupt::requested() { Err(Error::Interrupted) } else { Ok(answer) }
    }
}

/// The text in lines of at most `width` columns, broken between words.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = measure_text_width(word);
        if column > 0 && column + 1 + length > width {
            lines.push('\n');
            column = 0;
        } else if column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines.push_str(word);
        column += length;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_words() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree");
        assert_eq!(wrapped("incomprehensibilities are long", 5), "incomprehensibilities\nare\nlong");
        assert_eq!(wrapped("", 5), "");
    }
}
