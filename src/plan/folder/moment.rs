//! The moments at which a run can die. Tests let it die at each of them.

/// The disk is about to be changed.
#[cfg(not(test))]
pub(super) fn before_change() {}

#[cfg(test)]
pub(super) use testing::before_change;

#[cfg(test)]
pub(super) mod testing {
    use std::cell::Cell;

    thread_local! {
        static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
    }

    /// What a run dies of.
    pub(in super::super) struct Death;

    /// Lets the thread die before the given change of the disk; the first is 0.
    pub(in super::super) fn die_before(change: Option<u32>) {
        LEFT.set(change);
    }

    pub(in super::super) fn before_change() {
        match LEFT.get() {
            Some(0) => {
                LEFT.set(None);
                std::panic::resume_unwind(Box::new(Death));
            }
            Some(left) => LEFT.set(Some(left - 1)),
            None => {}
        }
    }
}
