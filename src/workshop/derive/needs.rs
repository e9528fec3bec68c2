//! Which products a question needs.

use super::offer::Offer;
use super::thing::Column;
use crate::workshop::map::Question;
use crate::workshop::words::{Words, parts, singular, spoken};

/// What a question says that it needs, and nobody offers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// Which of its needs.
    pub index: usize,
}

/// What a question needs.
#[derive(Debug, Default)]
pub(super) struct Needed {
    /// The offers; those of the question's own domain first.
    pub offers: Vec<usize>,
    /// The one of its own domain that the question did not ask for.
    pub added: Option<usize>,
    /// Those that no word of the question tells from others of their domain.
    pub guesses: Vec<Guess>,
}

/// The first product of a domain, where no word of the question says which one it needs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Guess {
    /// Which of the needs names the domain; none where a word of the question does.
    pub need: Option<usize>,
    /// The one that was taken.
    pub taken: usize,
    /// One that could have been.
    pub other: usize,
}

/// The offers that a question of a domain needs: those that it names, else those that its words mean, and one of the
/// domain's own.
pub(super) fn needs(domain: &str, question: &Question, offers: &[Offer], words: &Words) -> Result<Needed, Unknown> {
    let spoken: Vec<String> = spoken(&question.question).iter().map(|word| singular(word)).collect();
    let heard = Heard { spoken: &spoken, offers, words };
    let mut needed = Needed::default();
    if question.needs.is_empty() {
        let here: Vec<usize> = (0..offers.len()).filter(|&at| !offers[at].events.is_empty()).collect();
        needed.offers.extend(here.iter().filter(|&&at| heard.means(at)));
        for &at in &here {
            let of = &offers[at].domain;
            let named = spoken.iter().any(|word| *word == singular(of));
            if named && !needed.offers.iter().any(|&other| offers[other].domain == *of) {
                let things: Vec<usize> = here.iter().copied().filter(|&other| offers[other].domain == *of).collect();
                needed.take(&heard, &things, None);
            }
        }
        // Of its own domain it asks as a whole.
        needed.guesses.retain(|guess| offers[guess.taken].domain != domain);
    }
    for (index, need) in question.needs.iter().enumerate() {
        match named(domain, need, offers) {
            Named::Product(at) => needed.offers.push(at),
            Named::Domain(all) => needed.take(&heard, &all, Some(index)),
            Named::Nothing => return Err(Unknown { index }),
        }
    }
    let own = |at: &usize| offers[*at].domain == domain;
    if !needed.offers.iter().any(&own) {
        let mut of_domain = (0..offers.len()).filter(|at| own(at) && !offers[*at].events.is_empty());
        let first = of_domain.clone().find(|&at| heard.means(at));
        needed.added = first.or_else(|| of_domain.next());
        needed.offers.extend(needed.added);
    }
    needed.offers.sort_by_key(|at| (!own(at), *at));
    needed.offers.dedup();
    Ok(needed)
}

/// What one need means.
enum Named {
    Product(usize),
    Domain(Vec<usize>),
    Nothing,
}

/// A product by its id, a product of the domain by its name, or a domain.
fn named(domain: &str, need: &str, offers: &[Offer]) -> Named {
    let fold = |text: &str| text.to_lowercase().replace('-', "_");
    let need = fold(need);
    let id = if need.contains('.') { need.clone() } else { format!("{}.{need}", fold(domain)) };
    if let Some(at) = offers.iter().position(|offer| fold(&offer.product_id()) == id) {
        return Named::Product(at);
    }
    let all: Vec<usize> = (0..offers.len()).filter(|&at| fold(&offers[at].domain) == need).collect();
    if all.is_empty() { Named::Nothing } else { Named::Domain(all) }
}

impl Needed {
    /// Takes what the question speaks of among the products of a domain, else the first.
    fn take(&mut self, heard: &Heard<'_>, all: &[usize], need: Option<usize>) {
        let taken = heard.among(all);
        if let (true, [first, rest @ ..]) = (taken.is_empty(), all) {
            let is_answer = |at: usize| heard.offers[at].events.is_empty();
            let other = rest.iter().find(|&&at| is_answer(at) == is_answer(*first));
            self.guesses.extend(other.map(|&other| Guess { need, taken: *first, other }));
            self.offers.push(*first);
        }
        self.offers.extend(taken);
    }
}

/// The words of a question, in the singular, and what they may mean.
struct Heard<'a> {
    spoken: &'a [String],
    offers: &'a [Offer],
    words: &'a Words,
}

impl Heard<'_> {
    /// Whether a word means the thing of an offer.
    fn means(&self, at: usize) -> bool {
        self.spoken.iter().any(|word| self.words.means_entity(word, &self.offers[at].entity))
    }

    /// Those that the question speaks of: the things that its words mean, else an answer; and for a column that none of
    /// these carries, the thing that does.
    fn among(&self, all: &[usize]) -> Vec<usize> {
        let (things, answers): (Vec<usize>, Vec<usize>) =
            all.iter().partition(|&&at| !self.offers[at].events.is_empty());
        let mut taken: Vec<usize> = things.iter().copied().filter(|&at| self.means(at)).collect();
        if taken.is_empty() {
            taken.extend(answers.into_iter().find(|&at| self.means(at)));
        }
        let mut columns: Vec<(usize, usize, &str)> = Vec::new();
        for &at in &things {
            let said = self.offers[at].columns.iter().filter(|column| !column.is_key());
            let said = said.map(|column| (column.said_by(self.spoken, self.words), at, head(column)));
            columns.extend(said.filter(|(fit, ..)| *fit > 0));
        }
        columns.sort_by_key(|(fit, ..)| std::cmp::Reverse(*fit));
        for &(_, at, last) in &columns {
            if !columns.iter().any(|&(_, other, known)| known == last && taken.contains(&other)) {
                taken.push(at);
            }
        }
        taken
    }
}

/// What a column is, in a word: a `repair_cost` is a cost.
fn head(column: &Column) -> &str {
    parts(&column.name).next_back().unwrap_or_default()
}
