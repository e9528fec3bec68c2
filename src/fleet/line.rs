//! Work on many things beside each other, in which each has its turn to be decided, in their order.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

/// Work on one thing after another, each in three steps.
///
/// The first and the last step of several things go on at one time. The middle one is one thing's at a time, in the
/// order of the things, so that what is decided does not hang on which of them was faster.
pub trait Line: Sync {
    /// What is worked on.
    type Item: Sync;
    /// What the first step makes.
    type Prepared;
    /// What the decisions of the second step depend on, beside the thing itself.
    type State: Send;
    /// What is decided.
    type Decision;
    /// What is left at the end.
    type Done: Send;

    /// Everything that needs no decision.
    fn prepare(&self, item: &Self::Item) -> Self::Prepared;
    /// What is to be done, given what was decided for all before it.
    fn decide(&self, item: &Self::Item, prepared: &mut Self::Prepared, state: &mut Self::State) -> Self::Decision;
    /// Doing it.
    fn finish(&self, item: &Self::Item, prepared: Self::Prepared, decision: Self::Decision) -> Self::Done;
}

/// Works on all the items, on every thread of the pool, and gives what is left of each, in their order.
///
/// As many are in work at one time as there are threads, so memory does not grow with their number.
pub fn in_line<L: Line>(line: &L, items: &[L::Item], state: L::State) -> Vec<L::Done> {
    let turns = Turns { begun: AtomicUsize::new(0), turn: Mutex::new((0, state)), passed: Condvar::new() };
    let parts = rayon::broadcast(|_| {
        let mut done = Vec::new();
        loop {
            let number = turns.begun.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            let pass = Pass { turns: &turns, number };
            let mut prepared = line.prepare(item);
            let decision = pass.take(|state| line.decide(item, &mut prepared, state));
            drop(pass);
            done.push((number, line.finish(item, prepared, decision)));
        }
    });
    let mut done: Vec<_> = parts.into_iter().flatten().collect();
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, done)| done).collect()
}

/// Whose turn it is.
struct Turns<S> {
    begun: AtomicUsize,
    turn: Mutex<(usize, S)>,
    passed: Condvar,
}

/// The right to one turn. It is passed on when it is dropped, also by a thread that panics: nobody waits for ever.
struct Pass<'a, S> {
    turns: &'a Turns<S>,
    number: usize,
}

impl<S> Pass<'_, S> {
    /// Waits for the turn, and takes it.
    fn take<D>(&self, decide: impl FnOnce(&mut S) -> D) -> D {
        decide(&mut self.wait().1)
    }

    fn wait(&self) -> std::sync::MutexGuard<'_, (usize, S)> {
        let turn = self.turns.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.turns.passed.wait_while(turn, |(turn, _)| *turn != self.number).unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S> Drop for Pass<'_, S> {
    fn drop(&mut self) {
        self.wait().0 += 1;
        self.turns.passed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Decides by what was decided before: at most three even numbers.
    struct Evens;

    impl Line for Evens {
        type Item = u64;
        type Prepared = bool;
        type State = Vec<u64>;
        type Decision = bool;
        type Done = Option<u64>;

        fn prepare(&self, item: &u64) -> bool {
            // The later ones are the faster ones.
            std::thread::sleep(Duration::from_micros(500 / (item + 1)));
            assert_ne!(*item, 1000, "an item that breaks");
            item.is_multiple_of(2)
        }

        fn decide(&self, item: &u64, even: &mut bool, chosen: &mut Vec<u64>) -> bool {
            let takes = *even && chosen.len() < 3;
            if takes {
                chosen.push(*item);
            }
            takes
        }

        fn finish(&self, item: &u64, _: bool, takes: bool) -> Option<u64> {
            takes.then_some(*item)
        }
    }

    fn pool() -> rayon::ThreadPool {
        rayon::ThreadPoolBuilder::new().num_threads(8).build().unwrap()
    }

    #[test]
    fn decisions_come_in_order_however_fast_each_is() {
        let items: Vec<u64> = (1..200).collect();
        let done = pool().install(|| in_line(&Evens, &items, Vec::new()));
        assert_eq!(done.len(), items.len());
        assert_eq!(done.into_iter().flatten().collect::<Vec<_>>(), [2, 4, 6]);
    }

    #[test]
    fn a_panic_is_passed_on_and_nobody_waits_for_ever() {
        let items = [1, 1000, 2, 3, 4, 5, 6, 7, 8, 9];
        let outcome = std::panic::catch_unwind(|| pool().install(|| in_line(&Evens, &items, Vec::new())));
        assert!(outcome.is_err());
    }
}
