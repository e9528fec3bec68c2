//! Which of two modes a change is held to.

use crate::evolution::contract::is_transitive;
use crate::manifest::document::Evolution;

/// The mode that asks for what either asks for: a contract cannot be broken by giving up its mode in the same step.
pub(super) fn stricter(old: Evolution, new: Evolution) -> Evolution {
    use Evolution::{Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive, None};
    let any = |of: fn(Evolution) -> bool| of(old) || of(new);
    let backward = any(|mode| matches!(mode, Backward | BackwardTransitive | Full | FullTransitive));
    let forward = any(|mode| matches!(mode, Forward | ForwardTransitive | Full | FullTransitive));
    match (backward, forward, any(is_transitive)) {
        (false, false, _) => None,
        (true, false, false) => Backward,
        (true, false, true) => BackwardTransitive,
        (false, true, false) => Forward,
        (false, true, true) => ForwardTransitive,
        (true, true, false) => Full,
        (true, true, true) => FullTransitive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_either_asks_for_is_given_up() {
        use Evolution::{Backward, ForwardTransitive, Full, FullTransitive, None};
        for (old, new, expected) in [
            (FullTransitive, None, FullTransitive),
            (None, Backward, Backward),
            (Backward, ForwardTransitive, FullTransitive),
            (Full, Backward, Full),
            (None, None, None),
        ] {
            assert_eq!(stricter(old, new), expected);
            assert_eq!(stricter(new, old), expected);
        }
    }
}
