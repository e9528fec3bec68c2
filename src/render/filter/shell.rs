//! Words of a POSIX shell, and text inside a Makefile.

/// Text as one word, quoted where it needs to be.
pub(super) fn word(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_./:@%+,-".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Text inside a Makefile, where `$` and `#` mean something and a line break cannot be written.
pub(super) fn make(text: &str) -> Result<String, String> {
    if text.contains('\n') {
        return Err("a Makefile cannot hold a line break inside a word".to_owned());
    }
    Ok(text.replace('$', "$$").replace('#', "\\#"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stays_one_word() {
        assert_eq!(word("orders/x"), "orders/x");
        assert_eq!(word("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(word(""), "''");
        assert_eq!(make("$(x) # y").unwrap(), "$$(x) \\# y");
        assert!(make("a\nb").is_err());
    }
}
