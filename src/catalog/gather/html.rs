//! Markdown that people wrote, as HTML that does no harm: no markup of theirs, no picture, no script.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// What stands before a line, so that nothing in it begins a block; an `;` before a word does not join it.
const BEFORE: &str = "&#x2060;";
const BEFORE_SHOWN: char = '\u{2060}';

/// A change log as HTML. Its headings stand below those of the page; its title is left out, since the page has one. Links lead
/// to the web or to nowhere: what lies beside the file does not lie beside the page.
pub(super) fn safe(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut titles = 0_usize;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
            titles += 1;
            None
        }
        Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
            titles -= 1;
            None
        }
        _ if titles > 0 => None,
        Event::Start(Tag::Heading { level, classes, .. }) => {
            Some(Event::Start(Tag::Heading { level: below(level), id: None, classes, attrs: Vec::new() }))
        }
        Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(below(level)))),
        other => Some(other),
    });
    written(events)
}

/// A description of several paragraphs as HTML: its lists, code, emphasis and links. A heading is a paragraph.
pub(super) fn prose(markdown: &str) -> String {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Start(Tag::Heading { .. }) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Paragraph),
        other => other,
    });
    written(events).trim_end().to_owned()
}

/// A description on one line as HTML: its code, emphasis and links.
pub(super) fn line(markdown: &str) -> String {
    let text = on_one_line(markdown);
    let html = written(inside(&text));
    html.strip_prefix(BEFORE_SHOWN).unwrap_or(&html).to_owned()
}

/// A message of this program as HTML: what it quotes is code. Nothing else in it is markup.
pub fn quoted(message: &str) -> String {
    let escaped = crate::mesh::drawing::xml(message);
    let mut parts = escaped.split('`');
    let mut out = parts.next().unwrap_or_default().to_owned();
    while let Some(inside) = parts.next() {
        match parts.next() {
            Some(after) => out.extend(["<code>", inside, "</code>", after]),
            // It is not closed.
            None => out.extend(["`", inside]),
        }
    }
    out
}

/// The same without any markup.
pub(super) fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    for event in inside(&on_one_line(markdown)) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => out.push_str(&text),
            _ => {}
        }
    }
    out.strip_prefix(BEFORE_SHOWN).unwrap_or(&out).to_owned()
}

fn on_one_line(text: &str) -> String {
    let mut line = BEFORE.to_owned();
    for (at, word) in text.split_whitespace().enumerate() {
        line.push_str(if at > 0 { " " } else { "" });
        line.push_str(word);
    }
    line
}

/// What stands in the paragraph that a line is.
fn inside(line: &str) -> impl Iterator<Item = Event<'_>> {
    let is_paragraph =
        |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph));
    Parser::new(line).filter(move |event| !is_paragraph(event))
}

/// What does no harm of Markdown, as HTML.
fn written<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let mut links = Vec::new();
    let events = events.filter_map(|event| match event {
        Event::Start(Tag::Link { link_type, dest_url, .. }) => {
            let kept = leads_to_the_web(&dest_url);
            links.push(kept);
            let title = CowStr::Borrowed("");
            kept.then_some(Event::Start(Tag::Link { link_type, dest_url, title, id: CowStr::Borrowed("") }))
        }
        Event::End(TagEnd::Link) => links.pop().unwrap_or(false).then_some(Event::End(TagEnd::Link)),
        // What a picture shows, in words.
        Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::End(TagEnd::Image | TagEnd::HtmlBlock) => None,
        // What was meant as markup is shown as it was written.
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        other => Some(other),
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

fn leads_to_the_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The level on a page where such headings stand below a title and the title of a section.
fn below(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 | HeadingLevel::H2 => HeadingLevel::H3,
        HeadingLevel::H3 => HeadingLevel::H4,
        HeadingLevel::H4 => HeadingLevel::H5,
        HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_shown_below_the_headings_of_the_page() {
        let html =
            safe("# Changelog\n\nEvery *change*.\n\n## 1.0.0\n\n### Added\n\n- [Docs](https://example.com/a?b=c&d)\n");
        assert!(!html.contains("Changelog"), "{html}");
        for part in ["<em>change</em>", "<h3>1.0.0</h3>", "<h4>Added</h4>", "href=\"https://example.com/a?b=c&amp;d\""]
        {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn nothing_that_runs_or_loads_comes_through() {
        for hostile in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,AA)",
            "![x](https://example.com/x.png)",
            "[x](//example.com)",
            "<a href=\"https://example.com\" onclick=\"x()\">x</a>",
            "[x](https://example.com \"a\\\" onmouseover=\\\"x()\")",
            "<javascript:alert(1)>",
            "# <svg onload=x()>\n\n## <svg onload=x()>",
        ] {
            for html in [safe(hostile), prose(hostile), line(hostile)] {
                let tags: Vec<&str> = html.split('<').skip(1).collect();
                for tag in tags {
                    let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
                    assert!(["p", "a", "h3"].contains(&name), "{hostile}: {html}");
                    let open = tag.split('>').next().unwrap();
                    assert!(
                        !open.contains(" on") && (name != "a" || open == "/a" || open.starts_with("a href=\"http")),
                        "{html}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_line_is_one_whatever_it_begins_with() {
        for (text, html) in [
            ("One row per `order_id`.", "One row per <code>order_id</code>."),
            ("_Always_ **bold**, and a_b_c", "<em>Always</em> <strong>bold</strong>, and a_b_c"),
            ("*\"quoted\"* & more", "<em>\"quoted\"</em> &amp; more"),
            ("# of orders", "# of orders"),
            ("> 0, or - none\n---\n- of them", "&gt; 0, or - none --- - of them"),
            ("    1. no list", "1. no list"),
            ("[x]: https://example.com", "[x]: https://example.com"),
            ("<https://example.com/a>", "<a href=\"https://example.com/a\">https://example.com/a</a>"),
            ("<div>x</div>", "&lt;div&gt;x&lt;/div&gt;"),
            ("", ""),
        ] {
            assert_eq!(line(text), html, "{text}");
        }
        assert_eq!(plain("`a` *b* [c](https://d.example) <b>e</b> &amp; ![f](g)"), "a b c <b>e</b> & f");
    }

    #[test]
    fn what_a_message_quotes_is_code() {
        let html = "<code>a&lt;b</code> has no <code>*c*</code>, and ` &amp; *d*";
        assert_eq!(quoted("`a<b` has no `*c*`, and ` & *d*"), html);
        assert_eq!(quoted("plain"), "plain");
    }

    #[test]
    fn prose_has_paragraphs_and_lists() {
        let html = prose("# One `row`\nper order.\n\n- a\n- b\n");
        assert_eq!(html, "<p>One <code>row</code></p>\n<p>per order.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>");
    }
}
