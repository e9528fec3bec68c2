//! The amounts that a question asks for the mean or the sum of.

use super::offer::Offer;
use super::thing::Column;
use crate::workshop::words::{Words, singular, spoken};

/// What a question says of the mean or the sum that it asks for.
pub(super) struct Asked {
    /// The word that asks for it: `average`.
    pub word: String,
    /// What it is the mean of, as the name of a column: `repair_cost`. Empty where the question does not say.
    pub subject: String,
}

/// The mean or the sum that a question asks for, if any.
pub(super) fn asked(spoken: &[String], words: &Words) -> Option<Asked> {
    let at = spoken.iter().position(|word| words.averages.contains(word) || words.sums.contains(word))?;
    let leads = |word: &&String| words.leads.contains(word) || words.is_unsaid(word);
    let ends = |word: &&String| leads(word) || words.dimensions.contains(word);
    let subject: Vec<&str> =
        spoken[at + 1..].iter().skip_while(leads).take_while(|word| !ends(word)).map(String::as_str).collect();
    Some(Asked { word: spoken[at].clone(), subject: subject.join("_") })
}

/// Whether a column is added up for a question: an amount of money, and any number whose mean or sum is asked for.
pub(super) fn is_amount(column: &Column, spoken: &[String], words: &Words) -> bool {
    column.money || column.is_number() && asked(spoken, words).is_some() && column.said_by(spoken, words) > 0
}

/// The mean or the sum that a question asks for, where no event of the offers carries an amount.
pub(super) fn carried_by_none(question: &str, offers: &[Offer], words: &Words) -> Option<Asked> {
    let spoken: Vec<String> = spoken(question).iter().map(|word| singular(word)).collect();
    let has = |offer: &Offer| {
        // The numbers of an answer are added up in any case.
        let is_answer = offer.events.is_empty();
        offer.columns.iter().any(|column| is_amount(column, &spoken, words) || is_answer && column.is_number())
    };
    asked(&spoken, words).filter(|_| !offers.iter().any(has))
}

impl Asked {
    /// How an event would carry it.
    pub(super) fn carried(&self, words: &Words) -> String {
        let known = words.field("", &self.subject).map(|known| known.logical_type.to_string());
        match (self.subject.as_str(), known) {
            ("", _) => "carries: [amount]".to_owned(),
            (name, Some(known)) if known == "int" || known.starts_with("decimal") => format!("carries: [{name}]"),
            (name, _) => format!("carries: [{{ name: {name}, type: \"decimal(12,2)\" }}]"),
        }
    }
}
