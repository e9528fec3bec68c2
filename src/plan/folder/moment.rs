//! The moments at which a run can die. Tests let it die at each of them.

/// The disk is about to be changed.
#[cfg(not(test))]
pub(super) fn before_change() {}

#[cfg(test)]
pub(super) use testing::before_change;

#[cfg(test)]
pub(super) mod testing {
    use std::cell::{Cell, RefCell};

    thread_local! {
        static PLANS: RefCell<Vec<Plan>> = const { RefCell::new(Vec::new()) };
        static SIMPLE_DISK: Cell<bool> = const { Cell::new(false) };
    }

    struct Plan {
        left: u32,
        what: Box<dyn FnOnce()>,
    }

    /// What a run dies of.
    pub(in super::super) struct Death;

    /// Lets something happen in this thread before the given change of the disk; the first is 0.
    pub(in super::super) fn plan(change: u32, what: impl FnOnce() + 'static) {
        PLANS.with_borrow_mut(|plans| plans.push(Plan { left: change, what: Box::new(what) }));
    }

    /// Forgets what has not happened yet, and says whether there was any.
    pub(in super::super) fn forget() -> bool {
        PLANS.with_borrow_mut(|plans| !std::mem::take(plans).is_empty())
    }

    /// Whether the disk of this thread cannot exchange two files.
    pub(in super::super) fn is_simple_disk() -> bool {
        SIMPLE_DISK.get()
    }

    /// Gives this thread a disk that cannot exchange two files.
    pub(in super::super) fn use_simple_disk(simple: bool) {
        SIMPLE_DISK.set(simple);
    }

    pub(in super::super) fn before_change() {
        let due = PLANS.with_borrow_mut(|plans| {
            let (due, later): (Vec<Plan>, Vec<Plan>) = plans.drain(..).partition(|plan| plan.left == 0);
            plans.extend(later.into_iter().map(|plan| Plan { left: plan.left - 1, ..plan }));
            due
        });
        for plan in due {
            (plan.what)();
        }
    }
}
