//! What the rows of an answer stand for.

use super::offer::Offer;
use super::thing::Column;
use crate::workshop::words::{Words, parts, singular, spoken};

/// How long the time is that a row stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Span {
    /// A day.
    Day,
    /// A month.
    Month,
}

/// What the rows of an answer stand for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grain {
    /// The product that the rows come from.
    pub from: usize,
    /// The time that a row stands for, if any.
    pub span: Option<Span>,
    /// The columns that tell rows apart: which offer, and which of its columns.
    pub columns: Vec<(usize, String)>,
}

impl Grain {
    /// Whether a row stands for one thing of the product that it comes from.
    pub(super) fn is_thing(&self, offers: &[Offer]) -> bool {
        self.span.is_none()
            && matches!(&self.columns[..], [(at, name)] if *at == self.from && offers[*at].id.as_ref() == Some(name))
    }
}

/// The grain of a question: the time that it speaks of, what stands behind `by` and `per`, else the thing that it asks for,
/// else the thing that most of the products are about.
pub(super) fn grain(question: &str, offers: &[Offer], words: &Words) -> Grain {
    let spoken = heard(question);
    let says = |known: &[String]| spoken.iter().any(|word| known.contains(word));
    let asked = asked_by(&spoken, offers, words);
    let behind = |word: &str| asked.iter().any(|(phrase, column)| column.is_none() && phrase == word);
    let span = match (says(&words.months) || behind("month"), says(&words.days) || behind("day")) {
        (true, _) => Some(Span::Month),
        (_, true) => Some(Span::Day),
        _ => None,
    };
    let dimensions: Vec<(usize, String)> = asked.into_iter().filter_map(|one| one.1).collect();
    if span.is_some() {
        return Grain { from: finest(offers), span, columns: dimensions };
    }
    if let Some((first, _)) = dimensions.first() {
        let held = |at: usize| dimensions.iter().filter(|(other, _)| *other == at).count();
        let from = (0..offers.len()).rev().max_by_key(|&at| (held(at), parents_of(at, offers))).unwrap_or(*first);
        return Grain { from, span, columns: dimensions };
    }
    let asked = spoken.iter().find_map(|word| asked_for(word, offers));
    let (from, column) = asked.unwrap_or_else(|| {
        let most = (0..offers.len()).rev().max_by_key(|&at| parents_of(at, offers)).unwrap_or_default();
        (most, offers[most].id.clone().unwrap_or_default())
    });
    Grain { from, span, columns: vec![(from, column)] }
}

/// The words of a question, in the singular. A comma is an `and`: by ward, daily.
fn heard(question: &str) -> Vec<String> {
    spoken(&question.replace(',', " and ")).iter().map(|word| singular(word)).collect()
}

/// What a question asks by, and none of the products carries.
pub(super) fn carried_by_nobody(question: &str, offers: &[Offer], words: &Words) -> Vec<String> {
    let spoken = heard(question);
    let is_time = |phrase: &str| {
        ["day", "month"].contains(&phrase) || words.days.iter().chain(&words.months).any(|one| one == phrase)
    };
    let asked = asked_by(&spoken, offers, words).into_iter();
    asked.filter(|(phrase, column)| column.is_none() && !is_time(phrase)).map(|(phrase, _)| phrase).collect()
}

/// What stands behind `by` and `per`, told apart by `and`; each with the column that it means, and which offer has it.
fn asked_by(spoken: &[String], offers: &[Offer], words: &Words) -> Vec<(String, Option<(usize, String)>)> {
    let Some(start) = spoken.iter().position(|word| words.dimensions.contains(word)) else { return Vec::new() };
    let mut found: Vec<(String, Option<(usize, String)>)> = Vec::new();
    for phrase in spoken[start + 1..].split(|word| word == "and" || words.dimensions.contains(word)) {
        // By ward in the last month: what leads on says no more of what it is told apart by. By line of business does.
        let end = phrase.iter().position(|word| words.leads.contains(word));
        let phrase = end.map_or(phrase, |end| &phrase[..end.max(named_across(end, phrase, offers))]);
        let Some(head) = phrase.last() else { continue };
        let mut best: Option<((usize, bool), usize, &str)> = None;
        for (at, offer) in offers.iter().enumerate() {
            for column in offer.columns.iter().filter(|column| tells_apart(column)) {
                // The id of a ward stands for the ward, where nothing says more of it.
                let id = column.name.strip_suffix("_id");
                let ends = parts(id.unwrap_or(&column.name)).next_back() == Some(head) || column.words.contains(head);
                let said = parts(&column.name).filter(|part| phrase.iter().any(|word| word == part)).count();
                let fit = (said, id.is_none() || column.words.contains(head));
                if ends && best.is_none_or(|(most, ..)| fit > most) {
                    best = Some((fit, at, &column.name));
                }
            }
        }
        let best = best.map(|(_, at, name)| (at, name.to_owned()));
        let known = |name: &str| found.iter().any(|(_, one)| one.as_ref().is_some_and(|(_, known)| known == name));
        if best.as_ref().is_none_or(|(_, name)| !known(name)) {
            found.push((phrase.join(" "), best));
        }
    }
    found
}

/// Where a column ends that a phrase names with all of its words, the one that leads on among them: `line of business`.
fn named_across(lead: usize, phrase: &[String], offers: &[Offer]) -> usize {
    let end = |column: &Column| {
        let name: Vec<String> = parts(&column.name).map(singular).collect();
        let start = phrase.windows(name.len().max(1)).position(|words| words == name)?;
        (start < lead).then_some(start + name.len())
    };
    offers
        .iter()
        .flat_map(|offer| offer.columns.iter().filter(|column| tells_apart(column)))
        .filter_map(end)
        .max()
        .unwrap_or_default()
}

/// Whether rows are told apart by a column: no person can be known by it.
fn tells_apart(column: &Column) -> bool {
    !column.pii && column.logical_type == "string"
}

/// The thing that a word asks for: that of a product, or one that rows carry the key of.
fn asked_for(word: &str, offers: &[Offer]) -> Option<(usize, String)> {
    let own = offers.iter().position(|offer| offer.id.is_some() && offer.entity == *word);
    if let Some(at) = own {
        return Some((at, offers[at].id.clone()?));
    }
    offers.iter().enumerate().find_map(|(at, offer)| {
        let key = offer.columns.iter().find(|column| column.is_key() && column.words.iter().any(|one| one == word))?;
        Some((at, key.name.clone()))
    })
}

/// How many of the other products are details of this one.
fn parents_of(at: usize, offers: &[Offer]) -> usize {
    offers.iter().filter(|other| other.is_detail_of(&offers[at]).is_some()).count()
}

/// The product whose rows meet one row at most of the most others.
fn finest(offers: &[Offer]) -> usize {
    let ups = |at: usize| offers.iter().filter(|other| offers[at].is_detail_of(other).is_some()).count();
    (0..offers.len()).rev().max_by_key(|&at| ups(at)).unwrap_or_default()
}
