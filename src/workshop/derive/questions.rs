//! The questions of a map, and the products that answer them.

use super::amount::carried_by_none;
use super::answer::{Answer, answer};
use super::grain::carried_by_nobody;
use super::needs::{Guess, needs};
use super::offer::{ANSWER_TIME, Offer};
use super::thing::Column;
use super::{Origin, Sketch};
use crate::diagnostics::{Finding, Rule, did_you_mean, or_list, shown};
use crate::manifest::name::{self, Name};
use crate::workshop::map::{DomainMap, Question};
use crate::workshop::words::{Words, spoken};

/// What a question needs is there.
pub static UNKNOWN_NEED: Rule = Rule::new(
    "workshop/unknown-need",
    "What a question needs is a domain of the map, or a product that the map makes",
    "a question whose data nobody offers is answered by nobody",
);
/// What a question needs can be joined.
pub static NO_COMMON_KEY: Rule = Rule::new(
    "workshop/no-common-key",
    "The products that a question needs have a key in common",
    "rows that share no id cannot be put beside each other, and a join on anything else is a guess",
);
/// What a question asks by is known.
pub static NOT_CARRIED: Rule = Rule::new(
    "workshop/not-carried",
    "What a question asks by is carried by an event",
    "what tells rows of the answer apart has to stand in each row that it is made of",
);
/// What a question asks the mean of is known.
pub static NO_AMOUNT: Rule = Rule::new(
    "workshop/no-amount",
    "A question that asks for a mean or a sum reads an event that carries an amount",
    "events can be counted as they are; a mean needs a number that each of them brings along",
);
/// Which product of a domain a question needs is said.
pub static FIRST_OF_DOMAIN: Rule = Rule::new(
    "workshop/first-of-domain",
    "A question says which of a domain's products it needs, in its words or its needs",
    "a domain has several things, and an answer made of the wrong one is a number that nobody doubts",
);
/// Two products have two names.
pub static SAME_NAME: Rule = Rule::new(
    "workshop/same-name",
    "No two products of a domain have one name",
    "the second would take the place of the first",
);

/// The longest name that is made of a question.
const LONGEST_NAME: usize = 48;

struct Asked<'a> {
    domain: &'a str,
    place: String,
    question: &'a Question,
    name: String,
}

/// Makes a product of every question that needs several domains, and notes the others at the first product of their domain.
/// Questions that need the answers of others come after them.
pub(super) fn answer_all(
    map: &DomainMap,
    words: &Words,
    offers: &mut Vec<Offer>,
    sketches: &mut Vec<Sketch>,
) -> Vec<Finding> {
    let mut waiting: Vec<Asked<'_>> = Vec::new();
    for (domain, one) in &map.file.domains {
        for (index, question) in one.analytical_questions.iter().enumerate() {
            let place = format!("/domains/{domain}/analyticalQuestions/{index}");
            waiting.push(Asked { domain, place, question, name: name_of(question, words) });
        }
    }
    let mut findings = Vec::new();
    while !waiting.is_empty() {
        let others: Vec<String> = waiting.iter().map(|asked| format!("{}.{}", asked.domain, asked.name)).collect();
        let ready = waiting.iter().position(|asked| {
            let needed = asked.question.needs.iter().map(|need| fold(asked.domain, need));
            needed.into_iter().all(|need| others.iter().all(|other| fold("", other) != need))
        });
        // Loops between named questions are findings of the map; what is left waits for a name that the words made.
        let asked = waiting.remove(ready.unwrap_or(0));
        one(&asked, map, words, offers, sketches, &mut findings);
    }
    findings
}

/// Whether a question of the map is to be answered by a product with this id.
fn is_asked(map: &DomainMap, id: &str, words: &Words) -> bool {
    let asks = |domain: &str, question: &Question| fold(domain, &name_of(question, words)) == id;
    map.file.domains.iter().any(|(domain, one)| one.analytical_questions.iter().any(|question| asks(domain, question)))
}

fn fold(domain: &str, need: &str) -> String {
    let full = if need.contains('.') { need.to_owned() } else { format!("{domain}.{need}") };
    full.to_lowercase().replace('-', "_")
}

fn one(
    asked: &Asked<'_>,
    map: &DomainMap,
    words: &Words,
    offers: &mut Vec<Offer>,
    sketches: &mut Vec<Sketch>,
    findings: &mut Vec<Finding>,
) {
    let (needed, added) = match needs(asked.domain, asked.question, offers, words) {
        Ok(needed) => {
            findings.extend(needed.guesses.iter().map(|guess| guessed(guess, asked, map, offers)));
            (needed.offers, needed.added)
        }
        Err(unknown) => {
            let need = &asked.question.needs[unknown.index];
            let message = format!("nobody offers `{}`", shown(need));
            let ids: Vec<String> = offers.iter().map(Offer::product_id).collect();
            let known = map.file.domains.keys().chain(&ids).map(String::as_str);
            let place = format!("{}/needs/{}", asked.place, unknown.index);
            let help = if is_asked(map, &fold(asked.domain, need), words) {
                "the map asks for it, and it has no answer: mend what is said of that question first".to_owned()
            } else {
                did_you_mean(need, known)
            };
            findings.push(Finding::at(&UNKNOWN_NEED, &map.node, place, message).help(help));
            return;
        }
    };
    if needed.is_empty() {
        // That nothing happens in a domain is told there; a question with a name is meant to be a product.
        if asked.question.name.is_some() {
            let message = format!("nothing in the map answers it: `{}` has no event", asked.domain);
            let help = "say in `needs` which domains have the answer, or give the domain an event";
            findings.push(Finding::at(&UNKNOWN_NEED, &map.node, asked.place.clone(), message).help(help).warning());
        }
        return;
    }
    let read: Vec<Offer> = needed.iter().map(|&at| offers[at].clone()).collect();
    findings.extend(amount(asked, map, &read, words));
    for phrase in carried_by_nobody(&asked.question.question, &read, words) {
        let ids: Vec<String> = read.iter().map(Offer::product_id).collect();
        let ids = or_list(&ids).replace(" or ", " and ");
        let message = format!("the question asks by `{}`, which no row of {ids} carries", shown(&phrase));
        let help = format!(
            "let an event carry it, as in `carries: [{}]`; the answer is not told apart by it until then",
            phrase.replace(' ', "_")
        );
        findings.push(Finding::at(&NOT_CARRIED, &map.node, asked.place.clone(), message).help(help).warning());
    }
    let own = |at: &usize| offers[*at].domain == asked.domain;
    if needed.iter().all(own) && asked.question.name.is_none() {
        sketches[needed[0]].questions.push(asked.question.question.to_string());
        return;
    }
    if sketches.iter().any(|sketch| sketch.domain == asked.domain && sketch.name == asked.name) {
        let message = format!("there is a product `{}.{}` already", asked.domain, asked.name);
        let finding = Finding::at(&SAME_NAME, &map.node, asked.place.clone(), message);
        findings.push(finding.help("give the question another `name`"));
        return;
    }
    let whole = |needed: &[usize]| {
        let read: Vec<Offer> = needed.iter().map(|&at| offers[at].clone()).collect();
        answer(&asked.question.question, &read, words).map_err(|left| (left, read))
    };
    // What the domain knows itself takes part where it can.
    let named: Vec<usize> = needed.iter().copied().filter(|at| Some(*at) != added).collect();
    let (needed, answered) = match whole(&needed) {
        Err(_) if added.is_some() && !named.is_empty() => (named.clone(), whole(&named)),
        answered => (needed, answered),
    };
    match answered {
        Ok(answer) => {
            offers.push(offered(asked, &answer));
            sketches.push(Sketch {
                place: asked.place.clone(),
                domain: asked.domain.to_owned(),
                name: asked.name.clone(),
                origin: Origin::Answer { question: asked.question.question.to_string(), answer: Box::new(answer) },
                reads: needed,
                readers: Vec::new(),
                questions: Vec::new(),
            });
        }
        Err((left, read)) => {
            let apart: Vec<String> = left.iter().map(|&at| read[at].product_id()).collect();
            let all: Vec<String> = read.iter().map(Offer::product_id).filter(|id| !apart.contains(id)).collect();
            let message = format!("{} shares no key with {}", or_list(&apart), or_list(&all));
            let help = "let one of the events carry the id of the other's thing, in `carries`; or leave the product out of `needs`";
            findings.push(Finding::at(&NO_COMMON_KEY, &map.node, asked.place.clone(), message).help(help).warning());
        }
    }
}

/// A mean was asked for, and there is nothing to take it of.
fn amount(asked: &Asked<'_>, map: &DomainMap, read: &[Offer], words: &Words) -> Option<Finding> {
    let none = carried_by_none(&asked.question.question, read, words)?;
    let ids: Vec<String> = read.iter().map(Offer::product_id).collect();
    let ids = or_list(&ids).replace(" or ", " and ");
    let message = format!("the question asks for the `{}`, and no row of {ids} carries an amount", shown(&none.word));
    let help =
        format!("let an event carry it, as in `{}`; the answer counts events alone until then", none.carried(words));
    Some(Finding::at(&NO_AMOUNT, &map.node, asked.place.clone(), message).help(help).warning())
}

/// The first product of a domain was taken, for want of a word.
fn guessed(guess: &Guess, asked: &Asked<'_>, map: &DomainMap, offers: &[Offer]) -> Finding {
    let (taken, other) = (&offers[guess.taken], offers[guess.other].product_id());
    let message = format!(
        "no word of the question says which product of `{}` it needs: `{}` was taken",
        taken.domain,
        taken.product_id()
    );
    let help = format!(
        "`needs: [{}]` decides it, or another product of the domain, as in `needs: [{other}]`",
        taken.product_id()
    );
    let place = guess.need.map_or_else(|| asked.place.clone(), |need| format!("{}/needs/{need}", asked.place));
    Finding::at(&FIRST_OF_DOMAIN, &map.node, place, message).help(help).warning()
}

/// An answer, as another question reads it.
fn offered(asked: &Asked<'_>, answer: &Answer) -> Offer {
    let keys: Vec<_> = answer.fields.iter().filter(|field| field.primary_key).collect();
    let id = match keys[..] {
        [only] if only.name.ends_with("_id") => Some(only.name.clone()),
        _ => None,
    };
    let columns = answer.fields.iter().filter(|field| field.name != ANSWER_TIME).map(|field| Column {
        name: field.name.clone(),
        logical_type: field.logical_type.clone(),
        required: field.required,
        pii: false,
        mask: None,
        description: field.description.clone(),
        examples: Vec::new(),
        money: false,
        words: Vec::new(),
    });
    Offer {
        domain: asked.domain.to_owned(),
        product: asked.name.clone(),
        entity: asked.name.clone(),
        things: asked.name.clone(),
        id,
        events: Vec::new(),
        time: ANSWER_TIME,
        columns: columns.collect(),
    }
}

/// The name of the product that answers a question: as it says, else its words but those that say nothing.
pub fn name_of(question: &Question, words: &Words) -> String {
    if let Some(name) = &question.name {
        return name.to_string();
    }
    let spoken = spoken(&question.question);
    let said = |word: &&String| !words.is_unsaid(word) && word.chars().any(char::is_alphabetic);
    let mut name = String::new();
    for word in spoken.iter().filter(said).filter_map(|word| name::suggest(word)) {
        if !name.is_empty() && name.len() + word.as_str().len() >= LONGEST_NAME {
            break;
        }
        name.push_str(if name.is_empty() { "" } else { "_" });
        name.push_str(&word.snake());
    }
    // No name ends with a word that leads on.
    let mut ends: Vec<&str> = name.split('_').collect();
    while ends.len() > 1
        && ends.last().is_some_and(|last| words.leads.iter().chain(&words.dimensions).any(|one| one == last))
    {
        ends.pop();
    }
    let name = ends.join("_");
    name.parse::<Name>().map_or_else(|_| "answer".to_owned(), |name| name.to_string())
}
