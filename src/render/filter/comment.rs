//! Text as comment lines.

use super::jinja;

/// Each line of the text behind `prefix`. What some reader takes for a line break becomes one, or a space;
/// and a Jinja render gives the lines back unchanged, since dbt renders comments too.
pub(super) fn lines(text: &str, prefix: &str) -> String {
    let text = jinja::inert(text.trim_end());
    text.lines()
        .map(|line| {
            let line = line.replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], " ");
            format!("{prefix}{line}").trim_end().to_owned()
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_leaves_the_comment() {
        assert_eq!(lines("a\nb\u{2028}c {{ d }}\n", "-- "), "-- a\n-- b c {{ '{' }}{ d }}");
        assert_eq!(lines("a\n\nb", "# "), "# a\n#\n# b");
    }
}
