//! Whatever a finding repeats, each format is whole, and gives the text back.

use mesh_cli::diagnostics::output::{Base, Document, Output};
use mesh_cli::diagnostics::{Finding, Report, Source};
use mesh_cli::manifest::node::{Node, Origin};
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::document::{rule, waived};
use super::is_sarif;

/// Text as it comes, and text that some format would take for its own.
fn text() -> impl Strategy<Value = String> {
    let nasty = [
        "::error file=x::",
        "%0A",
        "]]>",
        "<!--",
        "-->",
        "</details>",
        "`",
        "``",
        "|",
        "\\",
        "\\|",
        "@octocat",
        "#12",
        "GH-1",
        "https://evil.example",
        "www.evil.example",
        "@@",
        "x` a`",
        "](https://evil.example)",
        "[x][y]",
        "{0}",
        "\u{1b}[31m",
        "\0",
        "\u{feff}",
        "\u{fffe}",
        "\r\n",
        "\n\n",
        "&lt;",
        "&#8203;",
        "<script>",
        "*",
        "_",
        "~~",
        "$x$",
        ":smile:",
        "é",
        "\u{202e}",
        "🙂",
        ": ,",
        "- ",
        "# ",
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(
            prop_oneof![prop::sample::select(nasty.to_vec()).prop_map(str::to_owned), "[a-z @/]{0,4}"],
            0..9
        )
        .prop_map(|parts| parts.concat()),
    ]
}

prop_compose! {
    fn reports()(texts in prop::array::uniform8(text()), spans in prop::collection::vec((0..60usize, 0..60usize), 1..4)) -> Vec<Report> {
        let [message, help, path, contents, product, pointer, reason, summary] = texts;
        let mut findings = Vec::new();
        for (at, (start, length)) in spans.into_iter().enumerate() {
            let mut rule = rule("a/rule", Some(&summary));
            rule.summary = summary.clone().into();
            let mut finding = Finding::at(rule, &Node::default(), format!("/{pointer}"), message.clone()).help(help.clone());
            finding.origin = Origin::File { start, end: start + length };
            finding.waived = (at == 1).then(|| waived(&reason));
            findings.push(finding);
        }
        vec![Report { product: Some(product), ..Report::new(Some(Source::new(path, contents)), findings) }]
    }
}

const ESCAPE: char = '\u{1b}';

/// What XML 1.0 cannot hold, however it is written.
fn is_no_xml(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// What undoes the escaping of workflow commands.
fn unescaped(text: &str) -> String {
    text.replace("%3A", ":").replace("%2C", ",").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
}

/// Without control characters but line breaks, which a log shows harmlessly.
fn harmless(text: &str) -> String {
    text.chars()
        .flat_map(
            |c| if c.is_control() && c != '\n' && c != '\r' { c.escape_debug().collect::<Vec<_>>() } else { vec![c] },
        )
        .collect()
}

/// The cells of the one table of a comment, and the markup that is in it.
fn table(markdown: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let (mut rows, mut markup) = (Vec::<Vec<String>>::new(), Vec::new());
    let mut inside = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Table(_)) => inside = true,
            Event::End(TagEnd::Table) => inside = false,
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new())
                }
            }
            Event::Text(text) => {
                if let Some(cell) = rows.last_mut().filter(|_| inside).and_then(|row| row.last_mut()) {
                    cell.push_str(&text)
                }
            }
            Event::InlineHtml(html) if &*html == "<br>" => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push('\n')
                }
            }
            Event::InlineHtml(html) if ["<code>", "</code>"].contains(&&*html) => {}
            Event::Html(html) if html.starts_with("<!-- mesh-cli:") => {}
            Event::Start(Tag::Link { dest_url, .. }) => assert!(dest_url.starts_with("http"), "{dest_url}"),
            Event::Html(html) | Event::InlineHtml(html) => markup.push(html.to_string()),
            Event::Code(code) => markup.push(code.to_string()),
            Event::Start(
                tag @ (Tag::Emphasis
                | Tag::Strikethrough
                | Tag::Image { .. }
                | Tag::List(_)
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)),
            ) => {
                markup.push(format!("{tag:?}"));
            }
            _ => {}
        }
    }
    (rows, markup)
}

/// A text as a cell shows it: on one line, and what stands between backticks as code.
fn shown(text: &str) -> String {
    words(&if text.matches('`').count().is_multiple_of(2) { text.replace('`', "") } else { text.to_owned() })
}

fn words(text: &str) -> String {
    text.replace('\u{200b}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sarif(reports in reports()) {
        let log = is_sarif(&Document::new("validate", &reports).written(Output::Sarif));
        let results = log["runs"][0]["results"].as_array().unwrap();
        prop_assert_eq!(results.len(), reports[0].findings.len());
        let message = results[0]["message"]["text"].as_str().unwrap();
        let finding = &reports[0].findings[0];
        let whole = format!("{}\n{}", finding.message, finding.help.clone().unwrap());
        prop_assert!(message == whole || whole.contains("]("));
    }

    #[test]
    fn junit(reports in reports()) {
        let text = Document::new("validate", &reports).written(Output::Junit);
        prop_assert_eq!(text.chars().find(|c| is_no_xml(*c)), None);
        let read = quick_junit::Report::deserialize_from_str(&text).unwrap();
        prop_assert_eq!(read.failures, 1);
        prop_assert_eq!(read.tests, 1);
    }

    #[test]
    fn github(reports in reports()) {
        let text = Document::new("validate", &reports).based(Base::new("/repo", "/repo")).written(Output::Github);
        let lines: Vec<&str> = text.lines().collect();
        prop_assert_eq!(lines.len(), reports[0].findings.len());
        for (line, finding) in lines.iter().zip(&reports[0].findings) {
            let (properties, message) = line[2..].split_once("::").unwrap();
            let level = if finding.waived.is_some() { "notice" } else { "error" };
            prop_assert!(properties.starts_with(&format!("{level} file=")), "{}", line);
            prop_assert_eq!(properties.matches(',').count(), 5);
            let whole = format!("{}\n{}", finding.message, finding.help.clone().unwrap());
            prop_assert!(unescaped(message).starts_with(&harmless(&whole)), "{}", line);
            prop_assert_eq!(line.find(ESCAPE), None);
        }
    }

    #[test]
    fn markdown(reports in reports()) {
        let text = Document::new("validate", &reports).written(Output::Markdown);
        let (rows, markup) = table(&text);
        prop_assert!(markup.is_empty(), "{:?}\n{}", markup, text);
        for alive in ["@octocat", "#12", "GH-1", "://evil.example", "www.evil"] {
            prop_assert!(rows.iter().all(|row| !row[3].contains(alive)), "{} in {}", alive, text);
        }
        prop_assert_eq!(rows.len(), reports[0].findings.len(), "{}", text);
        for (row, finding) in rows.iter().zip(&reports[0].findings) {
            let mut lines = row[3].split('\n');
            prop_assert_eq!(words(lines.next().unwrap()), shown(&finding.message));
            prop_assert_eq!(words(lines.next().unwrap()), shown(finding.help.as_ref().unwrap()));
        }
    }
}
