//! A map that is asked for, one domain after the other: the questions as data, and the map that the answers make.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::error::Result;
use crate::manifest::name::{Name, suggest};
use crate::manifest::value::{Email, Text};
use crate::pack::Pack;

/// Where they stand in a pack.
const QUESTIONS: &str = "workshop/interview.yaml";
const MAP: &str = "workshop/answered.yaml.tera";
const EMPTY: &str = "workshop/map.yaml";

/// `workshop/interview.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// Whose map it is.
    pub organisation: Prompt,
    /// The next domain.
    pub domain: Prompt,
    /// What is asked of a domain.
    pub questions: Vec<Asked>,
}

/// How something is asked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// In a word.
    pub prompt: String,
    /// In a sentence.
    pub help: String,
    /// What an empty answer means, where that is not `none`: `when there is no other`.
    #[serde(default)]
    pub empty: Option<String>,
}

/// A question about a domain.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The key of the map.
    pub key: String,
    /// How it is asked.
    #[serde(flatten)]
    pub prompt: Prompt,
    /// What is answered.
    pub kind: Kind,
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A text.
    Text,
    /// An e-mail address.
    Email,
    /// Texts with commas between them.
    Texts,
    /// Names with commas between them.
    Names,
    /// Questions, each of which ends with its mark.
    Questions,
}

/// A domain that was asked for.
#[derive(Debug, Serialize)]
pub struct Domain {
    /// Its name.
    pub name: String,
    /// What was answered.
    pub answers: Vec<Answer>,
}

/// An answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// The key of the map.
    pub key: String,
    /// The value.
    pub value: Json,
}

impl Interview {
    /// The questions of a pack.
    pub fn of(pack: &Pack) -> Result<Self> {
        pack.data(QUESTIONS)
    }
}

impl Kind {
    /// The value that an answer is, or why it is none.
    pub fn value(self, answer: &str) -> std::result::Result<Json, String> {
        let items = |ends: &[char]| -> Vec<String> {
            answer.split(ends).map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
        };
        match self {
            Self::Text => answer.parse::<Text>().map(|text| json!(text)),
            Self::Email => answer.parse::<Email>().map(|email| json!(email)),
            Self::Texts => items(&[','])
                .iter()
                .map(|item| item.parse::<Text>())
                .collect::<std::result::Result<Vec<_>, _>>()
                .map(|all| json!(all)),
            Self::Names => items(&[','])
                .iter()
                .map(|item| name(item))
                .collect::<std::result::Result<Vec<_>, _>>()
                .map(|all| json!(all)),
            Self::Questions => Ok(json!(
                items(&['?'])
                    .iter()
                    .map(|item| format!("{}?", item.trim_start_matches([',', ' '])))
                    .collect::<Vec<_>>()
            )),
        }
    }
}

/// A name as somebody says it: `Order placed` is `order_placed`.
pub fn name(said: &str) -> std::result::Result<String, String> {
    let exact = said.parse::<Name>().map(|name| name.to_string());
    exact.or_else(|error| suggest(said).map(|name| name.to_string()).ok_or_else(|| error.to_string()))
}

/// The map that answers make.
pub fn answered(organisation: &str, domains: &[Domain], pack: &Pack) -> Result<String> {
    let mut context = tera::Context::new();
    context.insert("organisation", organisation);
    context.insert("domains", domains);
    pack.engine("workshop/")?.render(MAP, &context)
}

/// The map that is filled in by hand.
pub fn empty(pack: &Pack) -> Result<String> {
    pack.text(EMPTY).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_taken_as_they_are_said() {
        assert_eq!(
            Kind::Names.value("Order placed, order_cancelled,").unwrap(),
            json!(["order_placed", "order_cancelled"])
        );
        assert_eq!(Kind::Questions.value("Who pays? When, and why?").unwrap(), json!(["Who pays?", "When, and why?"]));
        assert!(Kind::Names.value("!!").is_err());
        assert!(Kind::Email.value("nobody").is_err());
    }
}
