//! `CommonMark` with the tables of GitHub Flavored Markdown.

/// Text inside a line: line breaks become spaces, and nothing in it is markup.
pub(super) fn inline(text: &str) -> String {
    let escaped = escape(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    // At the end of a heading it would be taken for the heading's own (CommonMark 0.31, §4.2).
    match escaped.strip_suffix('#') {
        Some(before) => format!("{before}\\#"),
        None => escaped,
    }
}

/// Text as paragraphs: line breaks stay, and nothing in it is markup.
pub(super) fn block(text: &str) -> String {
    text.trim_end().lines().map(|line| guard_start(&escape(line.trim()))).collect::<Vec<_>>().join("\n")
}

/// Text in which nothing is markup, wherever in a line it stands.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let characters: Vec<char> = text.chars().collect();
    for (at, &character) in characters.iter().enumerate() {
        let word_before = at > 0 && characters[at - 1].is_alphanumeric();
        let word_after = characters.get(at + 1).is_some_and(|next| next.is_alphanumeric());
        match character {
            // Inside a word an underscore is no emphasis (CommonMark 0.31, §6.2).
            '_' if word_before && word_after => out.push('_'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '<' | '>' | '$' | '!' | ':'
                if character != ':' || (!word_before && is_emoji_code(&characters, at)) =>
            {
                out.push('\\');
                out.push(character);
            }
            '&' => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// `:smile:` would become a picture on some hosts.
fn is_emoji_code(characters: &[char], at: usize) -> bool {
    characters[at + 1..].iter().take_while(|c| c.is_ascii_alphanumeric() || "_+-:".contains(**c)).any(|c| *c == ':')
}

/// What would open a heading, list, quote, rule or code block at the start of a line is escaped.
fn guard_start(line: &str) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    if line.starts_with(['#', '-', '+', '=']) { format!("\\{line}") } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(inline("a | b\n*c* order_events _d_"), "a \\| b \\*c\\* order_events \\_d\\_");
        assert_eq!(inline("<script> & [x](y)"), "\\<script\\> &amp; \\[x\\](y)");
        assert_eq!(inline("at 12:30"), "at 12:30");
        assert_eq!(inline("C #"), "C \\#");
        assert_eq!(block("# no\n1. no\n- no"), "\\# no\n1\\. no\n\\- no");
    }
}
