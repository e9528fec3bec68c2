//! Free text, and e-mail addresses.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use serde::Serialize;

use super::{Format, text_value};

/// The most bytes one text may have; a description longer than this belongs in a document of its own.
const MAX_BYTES: usize = 64 * 1024;

/// Any text a person writes: letters, punctuation, line breaks, tabs, emoji.
///
/// Control characters are refused, because no YAML, Avro, SQL or Terraform file can carry all of
/// them: YAML 1.2 (§5.1) excludes them from its printable characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Text(String);

text_value!(Text, "text", "Text");

/// The grammar of a [`Text`].
pub(super) const FORMAT: Format = Format {
    name: "text",
    check: |text| text.parse::<Text>().map(drop),
    grammar: "any text that is not empty, line breaks and emoji included; control characters are refused; at most 64 KiB",
    examples: "`One row per order event`",
};

impl FromStr for Text {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() > MAX_BYTES {
            return Err(format!("the text has {} bytes; at most {MAX_BYTES} are accepted", text.len()));
        }
        if text.trim().is_empty() {
            return Err("the text is empty".into());
        }
        match unprintable(text) {
            Some(character) => Err(format!(
                "the text holds the character U+{:04X}, which no generated file could carry",
                u32::from(character)
            )),
            None => Ok(Self(text.to_owned())),
        }
    }
}

/// The first character that no generated file could carry.
pub(in crate::manifest) fn unprintable(text: &str) -> Option<char> {
    text.chars().find(|&character| !is_printable(character))
}

/// Whether a character is printable in YAML 1.2 (§5.1), carriage return and byte order mark excepted:
/// readers normalise the first and drop the second, so neither would come back as it was.
fn is_printable(character: char) -> bool {
    matches!(character,
        '\t' | '\n' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
        && character != '\u{FEFF}'
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An e-mail address: one `@` between a local part and a domain name, without white space or quotes.
///
/// Narrower than RFC 5321, on purpose: a team's address is shown in files of many languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Email(String);

text_value!(Email, "email", "An e-mail address");

/// The grammar of an [`Email`].
pub(super) const EMAIL_FORMAT: Format = Format {
    name: "email",
    check: |text| text.parse::<Email>().map(drop),
    grammar: "an e-mail address",
    examples: "`orders-data@example.com`",
};

impl FromStr for Email {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shown = || text.chars().take(80).collect::<String>().escape_debug().to_string();
        let local_ok =
            |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._+-".contains(&b));
        let domain_ok = |part: &str| {
            part.contains('.')
                && part.split('.').all(|label| {
                    !label.is_empty()
                        && !label.starts_with('-')
                        && !label.ends_with('-')
                        && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                })
        };
        match text.split_once('@') {
            Some((local, domain)) if text.len() <= 254 && local_ok(local) && domain_ok(domain) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(format!("`{}` is no e-mail address", shown())),
        }
    }
}

impl Email {
    /// Whether it is one of an example's, which reach nobody (RFC 2606): what a starter and a workshop fill in where no
    /// address was given.
    pub fn is_a_stand_in(&self) -> bool {
        let host = self.0.rsplit_once('@').map_or("", |(_, host)| host).to_ascii_lowercase();
        ["example.com", "example.org", "example.net"]
            .iter()
            .any(|known| host.strip_suffix(known).is_some_and(|sub| sub.is_empty() || sub.ends_with('.')))
    }
}

impl fmt::Display for Email {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The address of a web page: `https://` or `http://`, then no white space, quotes or angle brackets.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Url(String);

text_value!(Url, "url", "The address of a web page");

/// The grammar of a [`Url`].
pub(super) const URL_FORMAT: Format = Format {
    name: "url",
    check: |text| text.parse::<Url>().map(drop),
    grammar: "an address that begins with `https://` or `http://`",
    examples: "`https://catalog.example.com/products/orders/order_events`",
};

impl FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let allowed = |b: u8| b.is_ascii_graphic() && !b"\"'<>`\\{}|^".contains(&b);
        match rest {
            Some(rest) if !rest.is_empty() && text.len() <= 2048 && rest.bytes().all(allowed) => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(format!("`{}` is no web address", text.chars().take(80).collect::<String>().escape_debug())),
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_may_hold_anything_a_file_can_carry() {
        for text in ["a\nb\tc", "${x} {{ y }} <{ z }> %} */ # ---", "\\ \" ' `", "\u{202E}עברית", "🚚"] {
            assert_eq!(&*text.parse::<Text>().unwrap(), text);
        }
        for text in ["", " \n", "\0", "\u{1b}[31m", "\r\n", "\u{FEFF}x", "\u{FFFF}"] {
            assert!(text.parse::<Text>().is_err(), "{text:?}");
        }
        assert!("x".repeat(MAX_BYTES + 1).parse::<Text>().is_err());
    }

    #[test]
    fn an_address_has_a_local_part_and_a_domain() {
        assert!("order-experience@example.com".parse::<Email>().is_ok());
        for text in ["", "a", "a@b", "a@b..c", "a b@c.de", "@c.de", "a@-b.de", "\"a\"@b.de", "a@b.de\n", "a%c@b.de"] {
            assert!(text.parse::<Email>().is_err(), "{text:?}");
        }
    }
}
