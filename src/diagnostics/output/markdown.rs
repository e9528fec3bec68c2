//! Markdown, fit for the comment on a pull request: the summary first, harmless whatever the findings repeat.

use super::{Document, Section, counts, place, sarif, told};
use crate::diagnostics::{Finding, Report, Severity};
use crate::render::filter::markdown::escape;

/// The most bytes of a document. A comment on GitHub has at most 65,536 characters, and may hold two.
const MOST: usize = 30_000;
/// The most rows of a table that is not folded.
const UNFOLDED: usize = 12;
/// Between two characters, it keeps them from being read as one.
const NOTHING: &str = "&#8203;";

/// The document as a comment; the first line, which is not shown, finds it again.
pub(super) fn comment(document: &Document<'_>) -> String {
    let mut comment = Comment { text: heading(document), left_out: 0 };
    for section in document.sections.iter().filter(|section| !section.headings.is_empty()) {
        comment.section(section);
    }
    for report in document.reports.iter().filter(|report| !report.findings.is_empty()) {
        comment.findings(document, report);
    }
    comment.finished()
}

fn heading(document: &Document<'_>) -> String {
    let (errors, warnings, _) = counts(document.reports);
    let mark = match (errors, warnings) {
        (0, 0) => "✅",
        (0, _) => "⚠️",
        _ => "❌",
    };
    let command = document.command;
    format!("<!-- mesh-cli:{} -->\n## {mark} {command}: {}\n", command.replace(' ', "-"), document.summary())
}

struct Comment {
    text: String,
    left_out: usize,
}

impl Comment {
    fn add(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
    }

    fn section(&mut self, section: &Section) {
        self.add(format!("\n### {}\n\n", text(&section.title)));
        if section.rows.is_empty() {
            self.add("Nothing.\n");
            return;
        }
        let rows = section.rows.iter().map(|row| row.iter().map(|cell| text(cell)).collect());
        self.folded(section.rows.len(), "All of it", |comment| comment.table(&section.headings, rows));
    }

    fn findings(&mut self, document: &Document<'_>, report: &Report) {
        if self.text.len() > MOST {
            self.left_out += report.findings.len();
            return;
        }
        let file = place::file(&document.base, report).map(|file| file.path().to_owned());
        let named: Vec<String> = report.product.iter().cloned().chain(file).collect();
        self.add(format!("\n### {}\n\n", text(&named.join(", "))));
        let rows = report.findings.iter().map(|finding| row(document, report, finding));
        let summary = super::summary(std::slice::from_ref(report));
        self.folded(report.findings.len(), &summary, |comment| {
            comment.table(&["", "Rule", "Place", "What is wrong"], rows);
        });
    }

    /// What has many rows is opened by who wants to see it.
    fn folded(&mut self, rows: usize, summary: &str, write: impl FnOnce(&mut Self)) {
        let folded = rows > UNFOLDED;
        if folded {
            self.add(format!("<details>\n<summary>{summary}</summary>\n\n"));
        }
        write(self);
        if folded {
            self.add("\n</details>\n");
        }
    }

    fn table(&mut self, headings: &[&str], rows: impl Iterator<Item = Vec<String>>) {
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let headings: Vec<String> = headings.iter().map(|heading| text(heading)).collect();
        self.add(line(&headings));
        self.add(format!("|{}\n", "---|".repeat(headings.len())));
        for row in rows {
            let row = line(&row);
            if self.text.len() + row.len() > MOST {
                self.left_out += 1;
            } else {
                self.add(row);
            }
        }
    }

    fn finished(mut self) -> String {
        if self.left_out > 0 {
            let rows = if self.left_out == 1 { "row is" } else { "rows are" };
            self.add(format!(
                "\n{} more {rows} left out here; every other format of this report has all of them.\n",
                self.left_out
            ));
        }
        self.text
    }
}

fn row(document: &Document<'_>, report: &Report, finding: &Finding) -> Vec<String> {
    let level = match (&finding.waived, finding.severity) {
        (Some(_), _) => "waived",
        (None, Severity::Error) => "**error**",
        (None, Severity::Warning) => "warning",
    };
    let id = text(&finding.rule.id);
    let rule = match finding.rule.help_uri.as_deref().filter(|uri| sarif::is_web(uri)) {
        Some(uri) => format!("[{id}](<{uri}>)"),
        None => id,
    };
    let more = finding.help.iter().cloned().chain(finding.waived.as_ref().map(told));
    let what: Vec<String> = std::iter::once(finding.message.clone()).chain(more).map(|line| text(&line)).collect();
    let place = place::line(&document.base, report, finding);
    vec![level.to_owned(), rule, code(&plain(&one_line(&place))), what.join("<br>")]
}

/// A text of a user inside a line: nothing in it is markup, calls a person, or links. What stands between backticks,
/// as the program's own words have it, is code.
pub(super) fn text(text: &str) -> String {
    let text = one_line(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return plain(&text);
    }
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        match at % 2 {
            0 => out.push_str(&plain(part)),
            _ => out.push_str(&code(&plain(part))),
        }
    }
    out
}

/// Not with backticks: what it holds may begin or end with one.
fn code(markup: &str) -> String {
    format!("<code>{markup}</code>")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(text: &str) -> String {
    let escaped = escape(text);
    let mut out = String::with_capacity(escaped.len());
    let mut before = None;
    let mut rest = escaped.chars().peekable();
    while let Some(character) = rest.next() {
        out.push(character);
        let next = rest.peek().copied();
        let joins = match character {
            // @person, but not name@host.
            '@' => next.is_some_and(char::is_alphanumeric),
            // #12 and GH-12 are issues.
            '#' => next.is_some_and(|next| next.is_ascii_digit()),
            '-' => before == Some('H') && next.is_some_and(|next| next.is_ascii_digit()),
            // https://…
            ':' => next == Some('/'),
            // www.…
            'w' | 'W' => next == Some('.'),
            _ => false,
        };
        if joins {
            out.push_str(NOTHING);
        }
        before = Some(character);
    }
    out
}
