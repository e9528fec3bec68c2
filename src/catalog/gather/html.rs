//! Markdown that people wrote, as HTML that does no harm: no markup of theirs, no picture, no script.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Markdown as HTML. Its headings stand below those of the page; its title is left out, since the page has one. Links lead
/// to the web or to nowhere: what lies beside the file does not lie beside the page.
pub(super) fn safe(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let (mut titles, mut links) = (0_usize, Vec::new());
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
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
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
            let html = safe(hostile);
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
