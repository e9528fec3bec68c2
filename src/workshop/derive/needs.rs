//! Which products a question needs.

use super::offer::Offer;
use crate::workshop::map::Question;
use crate::workshop::words::{Words, singular, spoken};

/// What a question says that it needs, and nobody offers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unknown {
    /// Which of its needs.
    pub index: usize,
}

/// The offers that a question of a domain needs: those that it names, else those that its words mean, and one of the
/// domain's own, which is given once more where the question did not ask for it. The domain's own are first.
pub(super) fn needs(
    domain: &str,
    question: &Question,
    offers: &[Offer],
    words: &Words,
) -> Result<(Vec<usize>, Option<usize>), Unknown> {
    let spoken: Vec<String> = spoken(&question.question).iter().map(|word| singular(word)).collect();
    let meant = |offer: &Offer| spoken.iter().any(|word| words.means_entity(word, &offer.entity));
    let mut needed: Vec<usize> = Vec::new();
    if question.needs.is_empty() {
        let here: Vec<usize> = (0..offers.len()).filter(|&at| !offers[at].events.is_empty()).collect();
        needed.extend(here.iter().filter(|&&at| meant(&offers[at])));
        // A domain that is named and no thing of which is: its first product.
        for &at in &here {
            let named = spoken.iter().any(|word| *word == singular(&offers[at].domain));
            let known = needed.iter().any(|&other| offers[other].domain == offers[at].domain);
            if named && !known {
                needed.push(at);
            }
        }
    }
    for (index, need) in question.needs.iter().enumerate() {
        needed.push(one(domain, need, offers, &meant).ok_or(Unknown { index })?);
    }
    let own = |at: &usize| offers[*at].domain == domain;
    let mut added = None;
    if !needed.iter().any(&own) {
        let mut of_domain = (0..offers.len()).filter(|at| own(at) && !offers[*at].events.is_empty());
        let first = of_domain.clone().find(|&at| meant(&offers[at]));
        added = first.or_else(|| of_domain.next());
        needed.extend(added);
    }
    needed.sort_by_key(|at| (!own(at), *at));
    needed.dedup();
    Ok((needed, added))
}

/// What one need means: a product by its id, a product of the domain by its name, or a domain.
fn one(domain: &str, need: &str, offers: &[Offer], meant: &dyn Fn(&Offer) -> bool) -> Option<usize> {
    let fold = |text: &str| text.to_lowercase().replace('-', "_");
    let need = fold(need);
    let id = if need.contains('.') { need.clone() } else { format!("{}.{need}", fold(domain)) };
    let by_id = offers.iter().position(|offer| fold(&offer.product_id()) == id);
    let mut of_domain = offers.iter().enumerate().filter(|(_, offer)| fold(&offer.domain) == need);
    let first = of_domain.clone().next().map(|(at, _)| at);
    by_id.or_else(|| of_domain.find(|(_, offer)| meant(offer)).map(|(at, _)| at)).or(first)
}
