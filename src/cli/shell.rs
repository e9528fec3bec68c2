//! All output goes through here: data to stdout, words for people to stderr.

use std::io::{IsTerminal, Write};

use serde_json::Value as Json;

use crate::diagnostics::{Report, plural, render};
use crate::error::{Error, Result};

/// The two streams, and whether they may be coloured.
#[derive(Debug)]
pub struct Shell {
    colour: bool,
    interactive: bool,
}

impl Shell {
    /// Colour on a terminal, unless `NO_COLOR` says otherwise (<https://no-color.org>).
    pub fn from_environment() -> Self {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            colour: std::io::stderr().is_terminal() && !no_colour && !dumb,
            interactive: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        }
    }

    /// Whether questions can be asked.
    pub fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// Whether words for people may be coloured.
    pub fn has_colour(&self) -> bool {
        self.colour
    }

    /// Prints data. A reader that has gone away is no error.
    pub fn data(&self, text: &str) -> Result<()> {
        let mut stdout = std::io::stdout().lock();
        match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
                Err(Error::Write { path: "standard output".into(), source: error })
            }
            _ => Ok(()),
        }
    }

    /// Prints JSON as data.
    pub fn json(&self, value: &Json) -> Result<()> {
        self.data(&format!("{value:#}\n"))
    }

    /// Tells a person something.
    pub fn say(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// Shows the findings of a report, and counts them.
    pub fn findings(&self, report: &Report) {
        self.all_findings(std::slice::from_ref(report));
    }

    /// Shows the findings of several files, and counts them together.
    pub fn all_findings(&self, reports: &[Report]) {
        let mut stderr = std::io::stderr().lock();
        for report in reports {
            let _ = write!(stderr, "{}", render(report, self.colour));
        }
        drop(stderr);
        let errors = reports.iter().map(Report::errors).sum::<usize>();
        let warnings = reports.iter().map(Report::warnings).sum::<usize>();
        let waived = reports.iter().map(Report::waived).sum::<usize>();
        let counts: Vec<String> = [(errors, plural(errors, "error")), (warnings, plural(warnings, "warning"))]
            .into_iter()
            .chain([(waived, format!("{waived} waived"))])
            .filter(|(count, _)| *count > 0)
            .map(|(_, words)| words)
            .collect();
        if !counts.is_empty() {
            self.say(&counts.join(", "));
        }
    }

    /// Shows an error and what to do about it.
    pub fn error(&self, error: &Error) {
        if let Error::Mesh(report) = error {
            self.findings(report);
        }
        let paint = |text: &str, style: console::Style| style.force_styling(self.colour).apply_to(text).to_string();
        self.say(&format!("{}: {error}", paint("error", console::Style::new().red().bold())));
        if let Some(hint) = error.hint() {
            self.say(&format!("{}: {hint}", paint("help", console::Style::new().cyan().bold())));
        }
    }
}
