//! A user's own words in a message, and the nearest known word to a misspelt one.

/// The most characters of a user's text that a message repeats.
const MOST_SHOWN: usize = 80;

/// A user's text as a message shows it: on one line, harmless to a terminal, and not for pages.
pub fn shown(text: &str) -> String {
    let mut shown: String = text.chars().take(MOST_SHOWN).collect::<String>().escape_debug().to_string();
    if text.chars().nth(MOST_SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// The most words that are named to choose from.
const MOST_NAMED: usize = 16;

/// The known word nearest to `word`, when one is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    known
        .into_iter()
        .map(|candidate| {
            let other = fold(candidate);
            let score = strsim::jaro_winkler(&folded, &other);
            let contained =
                folded.len() >= 4 && other.len() >= 4 && (folded.starts_with(&other) || other.starts_with(&folded));
            (candidate, if contained { score.max(0.9) } else { score })
        })
        .filter(|(_, score)| *score >= 0.82)
        .max_by(|(_, a), (_, b)| a.total_cmp(b))
        .map(|(candidate, _)| candidate)
}

/// `primary_key`, `primaryKey` and `primary-key` are one word.
fn fold(word: &str) -> String {
    word.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).take(80).collect()
}

/// "did you mean `x`?" when a known word is near, else "one of `a`, `b` or `c`".
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{}`?", shown(near)),
        None if known.is_empty() => "nothing is known here".to_owned(),
        None => one_of(known),
    }
}

/// "use `a`, `b` or `c`"; of very many words the first.
pub fn one_of<'a>(known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if known.len() <= MOST_NAMED {
        return format!("use {}", or_list(&known));
    }
    let named: Vec<String> = known[..MOST_NAMED].iter().map(|word| format!("`{}`", shown(word))).collect();
    format!("use {}, or one of {} others", named.join(", "), known.len() - MOST_NAMED)
}

/// "`a`, `b` or `c`".
pub fn or_list<S: AsRef<str>>(words: &[S]) -> String {
    let ticked: Vec<String> = words.iter().map(|word| format!("`{}`", shown(word.as_ref()))).collect();
    match ticked.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_or_hostile_text_is_shown_short_and_harmless() {
        assert_eq!(shown("a b"), "a b");
        assert_eq!(shown("a\nb\u{1b}[31m"), r"a\nb\u{1b}[31m");
        assert_eq!(shown(&"x".repeat(10_000)), format!("{}…", "x".repeat(80)));
    }

    #[test]
    fn a_near_word_is_offered_and_a_far_one_is_not() {
        let known = ["primaryKey", "required", "description"];
        assert_eq!(nearest("primary_key", known), Some("primaryKey"));
        assert_eq!(nearest("reqired", known), Some("required"));
        assert_eq!(nearest("desc", known), Some("description"));
        assert_eq!(nearest("zebra", known), None);
        assert_eq!(did_you_mean("zebra", ["a", "b"]), "use `a` or `b`");
    }

    #[test]
    fn of_very_many_words_some_are_named_and_the_others_counted() {
        let words: Vec<String> = (0..=MOST_NAMED).map(|number| format!("q{number}")).collect();
        let known = |count: usize| words[..count].iter().map(String::as_str);
        let all = did_you_mean("zebra", known(MOST_NAMED));
        assert!(all.ends_with("`q14` or `q15`"), "{all}");
        let more = did_you_mean("zebra", known(MOST_NAMED + 1));
        assert!(more.ends_with("`q15`, or one of 1 others") && !more.contains("`q16`"), "{more}");
    }
}
