//! In which order products are built, and what a failure stops.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// What is left to build. Numbers stand for products; each waits for those that it reads.
#[derive(Debug)]
pub struct Order {
    waits: Vec<usize>,
    below: Vec<Vec<usize>>,
    /// How many products stand in the longest line below each: the longest line is worked on first.
    heights: Vec<usize>,
    ready: BinaryHeap<(usize, Reverse<usize>)>,
    open: BTreeSet<usize>,
}

impl Order {
    /// Begins with the products `open`; `upstream(at)` are those that `at` reads. Whoever is not open is there already.
    pub fn new(open: BTreeSet<usize>, upstream: impl Fn(usize) -> Vec<usize>) -> Self {
        let count = open.last().map_or(0, |last| last + 1);
        let mut order = Self {
            waits: vec![0; count],
            below: vec![Vec::new(); count],
            heights: vec![0; count],
            ready: BinaryHeap::new(),
            open,
        };
        for at in &order.open {
            for above in upstream(*at).into_iter().filter(|above| order.open.contains(above)) {
                order.waits[*at] += 1;
                order.below[above].push(*at);
            }
        }
        order.measure();
        let free = order.open.iter().filter(|at| order.waits[**at] == 0);
        order.ready = free.map(|at| (order.heights[*at], Reverse(*at))).collect();
        order
    }

    /// The heights, from the products that nobody reads upwards.
    fn measure(&mut self) {
        let mut waits = self.waits.clone();
        let mut line: Vec<usize> = self.open.iter().copied().filter(|at| waits[*at] == 0).collect();
        let mut next = 0;
        while let Some(at) = line.get(next).copied() {
            next += 1;
            for below in &self.below[at] {
                waits[*below] -= 1;
                if waits[*below] == 0 {
                    line.push(*below);
                }
            }
        }
        for at in line.into_iter().rev() {
            self.heights[at] = self.below[at].iter().map(|below| self.heights[*below] + 1).max().unwrap_or(0);
        }
    }

    /// The next product whose upstreams are all built.
    pub fn take(&mut self) -> Option<usize> {
        self.ready.pop().map(|(_, Reverse(at))| at)
    }

    /// A product is built: what waited for it alone is ready.
    pub fn done(&mut self, at: usize) {
        self.open.remove(&at);
        for below in &self.below[at] {
            self.waits[*below] -= 1;
            if self.waits[*below] == 0 && self.open.contains(below) {
                self.ready.push((self.heights[*below], Reverse(*below)));
            }
        }
    }

    /// A product is not built: nothing that is made from it can be. Those are given, in their order.
    pub fn failed(&mut self, at: usize) -> BTreeSet<usize> {
        self.open.remove(&at);
        let mut lost = BTreeSet::new();
        let mut line = self.below[at].clone();
        while let Some(at) = line.pop() {
            if self.open.remove(&at) {
                lost.insert(at);
                line.extend(&self.below[at]);
            }
        }
        lost
    }

    /// Those that were neither built nor lost, the ones that wait for themselves among them.
    pub fn left(&self) -> &BTreeSet<usize> {
        &self.open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `(reader, read)`.
    fn order(count: usize, edges: &[(usize, usize)]) -> Order {
        Order::new((0..count).collect(), |at| {
            edges.iter().filter(|(reader, _)| *reader == at).map(|(_, read)| *read).collect()
        })
    }

    #[test]
    fn the_longest_line_goes_first_and_nobody_before_what_it_reads() {
        // 0 is alone; 1 → 2 → 3; 4 reads 0 and 2.
        let mut order = order(5, &[(2, 1), (3, 2), (4, 0), (4, 2)]);
        assert_eq!((order.take(), order.take(), order.take()), (Some(1), Some(0), None));
        order.done(1);
        assert_eq!((order.take(), order.take()), (Some(2), None));
        order.done(2);
        assert_eq!((order.take(), order.take()), (Some(3), None));
        order.done(0);
        assert_eq!(order.take(), Some(4));
    }

    #[test]
    fn a_failure_loses_all_below_it_and_nothing_else() {
        let mut order = order(5, &[(1, 0), (2, 1), (4, 3), (2, 3)]);
        assert_eq!((order.take(), order.take(), order.take()), (Some(0), Some(3), None));
        assert_eq!(order.failed(0), [1, 2].into());
        order.done(3);
        assert_eq!((order.take(), order.take()), (Some(4), None));
        order.done(4);
        assert!(order.left().is_empty());
    }

    #[test]
    fn products_that_wait_for_each_other_are_left() {
        let mut order = order(4, &[(0, 1), (1, 0), (2, 1)]);
        assert_eq!((order.take(), order.take()), (Some(3), None));
        order.done(3);
        assert_eq!(*order.left(), [0, 1, 2].into());
    }

    #[test]
    fn what_is_not_open_is_there_already() {
        let mut order = Order::new([2].into(), |at| if at == 2 { vec![0, 1] } else { Vec::new() });
        assert_eq!(order.take(), Some(2));
    }
}
