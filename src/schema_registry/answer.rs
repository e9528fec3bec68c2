//! What a registry answered: the value that was asked for, a refusal, or nothing that can be used.

use std::time::Duration;

use serde_json::Value as Json;

use super::Credentials;
use super::failure::{Failure, Refusal};

/// The most characters of a registry's words that a message repeats.
const MOST_SAID: usize = 400;

/// An answer as it came over the wire.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    /// The status.
    pub status: u16,
    /// The place that a redirect names.
    pub location: Option<String>,
    /// How long the registry asks to be left alone.
    pub retry_after: Option<Duration>,
    /// The body, as text.
    pub body: String,
}

/// An answer that a registry gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reply {
    /// What was asked for.
    Value(Json),
    /// A refusal in the registry's own words.
    Refused(Refusal),
}

/// Tells an answer of a registry from everything else.
pub(super) fn reply(answer: &Answer, credentials: &Credentials) -> Result<Reply, Failure> {
    let json: Option<Json> = serde_json::from_str(&answer.body).ok();
    let quote = |text: &str| on_one_line(&credentials.without_secrets(text));
    let message = json.as_ref().and_then(|json| json.get("message")).and_then(Json::as_str);
    let said = || quote(message.unwrap_or(&answer.body));
    let code = json.as_ref().and_then(|json| json.get("error_code")).and_then(Json::as_u64);
    let status = answer.status;
    match status {
        200 => match json {
            Some(json) => Ok(Reply::Value(json)),
            None => Err(Failure::Garbage { expected: "JSON", said: said() }),
        },
        300..=399 => Err(Failure::Redirected(quote(answer.location.as_deref().unwrap_or("nowhere")))),
        401 => Err(Failure::Unauthorized { given: credentials.are_given() }),
        403 => Err(Failure::Forbidden(said())),
        // A web server that knows no such page knows no such code either.
        404 if code.is_some_and(|code| (40400..40500).contains(&code)) => {
            Ok(Reply::Refused(Refusal { status, code: code.unwrap_or_default(), message: said() }))
        }
        404 | 405 => Err(Failure::NoRegistry),
        409 | 422 => Ok(Reply::Refused(Refusal { status, code: code.unwrap_or(u64::from(status)), message: said() })),
        429 => Err(Failure::Busy { wait: answer.retry_after }),
        500..=599 => Err(Failure::Broken { status, wait: answer.retry_after, said: said() }),
        _ => Err(Failure::Unexpected { status, said: said() }),
    }
}

/// Words of somebody else: on one line, harmless to a terminal, and not for pages.
pub(super) fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split(|character: char| character.is_whitespace() || is_harmful(character)).collect();
    let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST_SAID) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Characters that a terminal would follow: control characters, and those that turn the direction of a line.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, body: &str) -> Result<Reply, Failure> {
        reply(&Answer { status, body: body.to_owned(), ..Answer::default() }, &Credentials::None)
    }

    #[test]
    fn a_value_is_json_with_status_200() {
        assert_eq!(of(200, "[1,2]"), Ok(Reply::Value(serde_json::json!([1, 2]))));
        assert!(matches!(of(200, "<html>login</html>"), Err(Failure::Garbage { .. })));
        assert!(matches!(of(200, ""), Err(Failure::Garbage { .. })));
        assert!(matches!(of(204, ""), Err(Failure::Unexpected { status: 204, .. })));
    }

    #[test]
    fn only_a_registry_says_that_it_does_not_know_a_subject() {
        let unknown = of(404, r#"{"error_code":40401,"message":"Subject 'a' not found."}"#);
        assert!(matches!(unknown, Ok(Reply::Refused(refusal)) if refusal.is_unknown()));
        assert_eq!(of(404, r#"{"error_code":404,"message":"HTTP 404 Not Found"}"#), Err(Failure::NoRegistry));
        assert_eq!(of(404, "<html>"), Err(Failure::NoRegistry));
        assert_eq!(of(405, ""), Err(Failure::NoRegistry));
    }

    #[test]
    fn a_refusal_keeps_its_code_and_its_words() {
        let refusal =
            |code, message: &str| Ok(Reply::Refused(Refusal { status: 422, code, message: message.to_owned() }));
        assert_eq!(of(422, r#"{"error_code":42201,"message":"Invalid\n schema"}"#), refusal(42201, "Invalid schema"));
        assert_eq!(of(422, "no"), refusal(422, "no"));
    }

    #[test]
    fn what_may_pass_is_tried_again_and_nothing_else() {
        for (status, again) in
            [(401, false), (403, false), (429, true), (500, true), (501, false), (503, true), (302, false)]
        {
            assert_eq!(of(status, "").unwrap_err().may_pass(), again, "{status}");
        }
    }

    #[test]
    fn words_are_harmless_and_short() {
        assert_eq!(on_one_line(" a\r\n\u{1b}[31mb\u{202e}c\u{0}"), "a [31mb c");
        assert_eq!(on_one_line(&"x".repeat(1000)).chars().count(), MOST_SAID + 1);
    }
}
