//! How the products that a question needs meet.
//!
//! ```text
//! campaign ◄─detail─ visit ─shared─ order        `from` on the left, one join for each arrow
//! ```
//!
//! A detail carries the id of its parent, so that many of it meet one. A parent takes part with the one event that its
//! thing begins with: it stands for the thing. Products that only have a key in common meet many to many.

use super::offer::Offer;

/// How a product was joined to one that was there before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// The one that the rows come from.
    From,
    /// One row at most for each row that is there.
    Parent,
    /// Any number of rows for each thing that is there.
    Detail,
    /// Any number of rows on both sides.
    Shared,
}

/// A product in the join.
#[derive(Debug, Clone)]
pub(super) struct Joined {
    /// Which of the offers.
    pub offer: usize,
    /// How it was joined.
    pub relation: Relation,
    /// Which of the joined ones it was joined to, and by which column.
    pub to: usize,
    /// The column.
    pub key: String,
}

/// The joined products, in the order of their joins.
#[derive(Debug)]
pub(super) struct Tree {
    /// The products.
    pub joined: Vec<Joined>,
}

impl Tree {
    /// Joins all offers to one of them. Those that cannot be joined are given back.
    pub(super) fn of(offers: &[Offer], from: usize) -> Result<Self, Vec<usize>> {
        let mut joined = vec![Joined { offer: from, relation: Relation::From, to: 0, key: String::new() }];
        let mut left: Vec<usize> = (0..offers.len()).filter(|&at| at != from).collect();
        while !left.is_empty() {
            let next = [Relation::Parent, Relation::Detail, Relation::Shared]
                .into_iter()
                .find_map(|relation| left.iter().find_map(|&offer| attach(offers, &joined, offer, relation)));
            let Some(next) = next else { return Err(left) };
            left.retain(|&offer| offer != next.offer);
            joined.push(next);
        }
        Ok(Self { joined })
    }

    /// Whether a product stands for its things: it takes part with the event that they begin with alone.
    pub(super) fn stands_for_things(&self, at: usize) -> bool {
        self.joined[at].relation == Relation::Parent
            || self.joined.iter().any(|other| other.relation == Relation::Detail && other.to == at)
    }

    /// Whether each row of a product takes part once, so that its values can be added up.
    pub(super) fn rows_take_part_once(&self, at: usize) -> bool {
        let mut seen = vec![at];
        let mut next = vec![at];
        while let Some(here) = next.pop() {
            let up = self.joined.iter().enumerate().filter_map(|(index, other)| match other.relation {
                Relation::Parent if other.to == here => Some(index),
                Relation::Detail if index == here => Some(other.to),
                _ => None,
            });
            for index in up.collect::<Vec<_>>() {
                if !seen.contains(&index) {
                    seen.push(index);
                    next.push(index);
                }
            }
        }
        seen.len() == self.joined.len()
    }
}

/// The way in which an offer can be joined to those that are there, the last of them first. What is a detail of a thing and
/// of its parent hangs on the thing: a repair on the vehicle, and not on every vehicle of the depot.
fn attach(offers: &[Offer], joined: &[Joined], offer: usize, relation: Relation) -> Option<Joined> {
    let new = &offers[offer];
    let is_parent = |at: &usize| relation == Relation::Detail && joined[*at].relation == Relation::Parent;
    let (parents, others): (Vec<usize>, Vec<usize>) = (0..joined.len()).rev().partition(is_parent);
    others.into_iter().chain(parents).find_map(|to| {
        let there = &offers[joined[to].offer];
        let key = match relation {
            Relation::Parent => there.is_detail_of(new),
            Relation::Detail => new.is_detail_of(there),
            Relation::Shared => new.shares(there),
            Relation::From => None,
        }?;
        Some(Joined { offer, relation, to, key: key.to_owned() })
    })
}
