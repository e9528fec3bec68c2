//! The words of a template.

use super::Unreadable;
use super::tree::Span;

/// A word, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: Word,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Word {
    /// Text outside of any tag.
    Content,
    /// `<{` and `<%`
    Open(Tag),
    /// `}>` and `%>`
    Close,
    Name(String),
    Text(String),
    Number,
    /// An operator or a bracket.
    Sign(&'static str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Print,
    Statement,
}

/// The signs, longer ones first.
const SIGNS: &[&str] = &[
    "...", "//", "**", "==", "!=", ">=", "<=", "</", "?.", "?[", "+", "-", "*", "/", "%", "!", ".", ",", ":", "~", "|",
    "=", ">", "<", "(", ")", "[", "]", "{", "}", "@",
];

/// The words of a whole template.
pub(super) fn template(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut reader = Reader { text, at: 0, tokens: Vec::new() };
    while reader.at < text.len() {
        reader.outside()?;
    }
    Ok(reader.tokens)
}

/// The words of an expression that stands alone.
pub(super) fn expression(text: &str) -> Result<Vec<Token>, Unreadable> {
    let mut reader = Reader { text, at: 0, tokens: Vec::new() };
    loop {
        reader.skip_space();
        if reader.at == text.len() {
            return Ok(reader.tokens);
        }
        reader.word()?;
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Word, length: usize) {
        let span = self.at..self.at + length;
        self.at = span.end;
        self.tokens.push(Token { kind, span });
    }

    fn fail<T>(&self, message: &str) -> Result<T, Unreadable> {
        Err(Unreadable {
            span: self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8),
            message: message.to_owned(),
        })
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
    }

    /// Text up to the next tag, and that tag.
    fn outside(&mut self) -> Result<(), Unreadable> {
        let rest = self.rest();
        // One look at each byte: a search for each mark would go through the rest of the text for one that is not there.
        let start = rest.as_bytes().windows(2).position(|mark| mark[0] == b'<' && b"{%#".contains(&mark[1]));
        let text = start.unwrap_or(rest.len());
        if text > 0 {
            self.push(Word::Content, text);
        }
        if start.is_none() {
            return Ok(());
        }
        match &self.rest()[..2] {
            "<#" => match self.rest().find("#>") {
                Some(end) => self.at += end + 2,
                None => return self.fail("the comment has no end"),
            },
            "<%" if self.raw().is_some() => self.skip_raw()?,
            "<%" => self.tag(Tag::Statement, "%>")?,
            _ => self.tag(Tag::Print, "}>")?,
        }
        Ok(())
    }

    /// The length of `<% raw %>`, when that stands here.
    fn raw(&self) -> Option<usize> {
        bare_tag(self.rest(), "raw")
    }

    fn skip_raw(&mut self) -> Result<(), Unreadable> {
        self.at += self.raw().unwrap_or_default();
        let rest = self.rest();
        let end = rest.match_indices("<%").find_map(|(at, _)| Some((at, bare_tag(&rest[at..], "endraw")?)));
        let Some((text, tag)) = end else { return self.fail("the raw text has no end") };
        self.push(Word::Content, text);
        self.at += tag;
        Ok(())
    }

    fn tag(&mut self, tag: Tag, close: &'static str) -> Result<(), Unreadable> {
        let dash = self.rest().as_bytes().get(2) == Some(&b'-');
        self.push(Word::Open(tag), 2 + usize::from(dash));
        loop {
            self.skip_space();
            let rest = self.rest();
            if rest.is_empty() {
                return self.fail("the tag has no end");
            }
            let dash = usize::from(rest.starts_with('-'));
            if rest[dash..].starts_with(close) {
                self.push(Word::Close, dash + 2);
                return Ok(());
            }
            self.word()?;
        }
    }

    fn word(&mut self) -> Result<(), Unreadable> {
        let rest = self.rest();
        let first = rest.as_bytes()[0];
        if matches!(first, b'"' | b'\'' | b'`') {
            return self.quoted(char::from(first));
        }
        if first.is_ascii_digit() {
            let mut point = false;
            let part_of = |c: char| c.is_ascii_digit() || (c == '.' && !std::mem::replace(&mut point, true));
            let length = rest.len() - rest.trim_start_matches(part_of).len();
            self.push(Word::Number, length);
        } else if first.is_ascii_alphabetic() || first == b'_' {
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let name = rest[..length].to_owned();
            self.push(Word::Name(name), length);
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            self.push(Word::Sign(sign), sign.len());
        } else {
            return self.fail("this character means nothing in a template");
        }
        Ok(())
    }

    fn quoted(&mut self, quote: char) -> Result<(), Unreadable> {
        let mut text = String::new();
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\\' => text.extend(letters.next().map(|(_, escaped)| match escaped {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    other => other,
                })),
                _ if letter == quote => {
                    self.push(Word::Text(text), at + 1);
                    return Ok(());
                }
                _ => text.push(letter),
            }
        }
        self.fail("the text has no end")
    }
}

/// The length of a tag that holds one word, `<%- word -%>`, when the text begins with it.
fn bare_tag(text: &str, word: &str) -> Option<usize> {
    let space = |text: &'_ str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
    let mut at = 2;
    at += usize::from(text[at..].starts_with('-'));
    at += space(&text[at..]);
    at += text[at..].starts_with(word).then_some(word.len())?;
    at += space(&text[at..]);
    at += usize::from(text[at..].starts_with('-'));
    text[at..].starts_with("%>").then_some(at + 2)
}
