//! Texts as pages want them.

use serde_json::Value as Json;

use super::html;

/// The most characters of a summary.
const SUMMARY: usize = 180;

/// The paragraphs of a text: what blank lines part.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in text.lines().map(str::trim) {
        match paragraphs.last_mut() {
            Some(last) if line.is_empty() && !last.is_empty() => paragraphs.push(String::new()),
            Some(last) if !line.is_empty() => {
                if !last.is_empty() {
                    last.push('\n');
                }
                last.push_str(line);
            }
            _ => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// The beginning of a description, on one line and without markup: its first sentences, as many as there is room for.
pub(in crate::catalog) fn summary(text: &str) -> String {
    let paragraph = paragraphs(text).into_iter().next().unwrap_or_default();
    let line = html::plain(&paragraph);
    if line.chars().count() <= SUMMARY {
        return line;
    }
    let head: String = line.chars().take(SUMMARY).collect();
    if let Some(at) = head.rfind(". ") {
        return head[..=at].to_owned();
    }
    let end = head.rfind(' ').unwrap_or(head.len());
    format!("{}…", head[..end].trim_end_matches([',', ';', ':']))
}

/// A value of data as text.
pub(super) fn value(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_ends_with_a_sentence_or_a_word() {
        assert_eq!(summary("One row\nper order.\n\nMore."), "One row per order.");
        let long = format!("Short. {}", "word ".repeat(60));
        assert_eq!(summary(&long), "Short.");
        let words = "word ".repeat(60);
        assert!(summary(&words).ends_with("word…") && summary(&words).chars().count() <= SUMMARY);
        assert_eq!(summary(&"x".repeat(500)).chars().count(), SUMMARY + 1);
        assert_eq!(summary(" \n "), "");
        assert_eq!(summary("One row per `order_id` of *all*."), "One row per order_id of all.");
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(paragraphs("a\n b\n\n\n c\n"), ["a\nb", "c"]);
        assert!(paragraphs("\n \n").is_empty());
    }
}
