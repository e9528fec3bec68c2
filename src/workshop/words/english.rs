//! Names and sentences, word by word.

/// The words of a name.
pub fn parts(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.split(['_', '-']).filter(|part| !part.is_empty())
}

/// The words of a sentence, in small letters.
pub fn spoken(sentence: &str) -> Vec<String> {
    let words = sentence.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '\'');
    words.map(|word| word.trim_matches('\'').to_lowercase()).filter(|word| !word.is_empty()).collect()
}

/// `categories` is `category`.
pub fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["ches", "shes", "sses", "xes"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return format!("{stem}{}", &ending[..ending.len() - 2]);
        }
    }
    let plural = word.len() > 2 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    if plural { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}

pub(super) fn plural(word: &str) -> String {
    let vowel = |c: char| "aeiou".contains(c);
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(vowel) => format!("{stem}ies"),
        _ if ["s", "x", "ch", "sh"].iter().any(|ending| word.ends_with(ending)) => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// `order_total` for people: `order total`.
pub fn said(name: &str) -> String {
    name.replace(['_', '-'], " ")
}

/// With a capital letter in front.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_go_there_and_back() {
        for word in ["order", "category", "address", "box", "branch"] {
            assert_eq!(singular(&plural(word)), word);
        }
        assert_eq!(singular("status"), "status");
        assert_eq!(spoken("What's our SKU, by day?"), ["what's", "our", "sku", "by", "day"]);
    }
}
