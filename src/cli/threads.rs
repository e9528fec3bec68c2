//! The threads that many products are worked on by.

use rayon::ThreadPoolBuilder;

/// The stack of a thread. A file may nest 64 deep, and a thread that reads one may have been about other products meanwhile:
/// the 2 MB that threads have otherwise are too few for both.
const STACK: usize = 16 * 1024 * 1024;

/// As many threads as are asked for; with 0 as many as the machine has.
pub(super) fn builder(threads: usize) -> ThreadPoolBuilder {
    ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK)
}

/// Starts the threads of all commands. Where the machine gives none, a command that needs them says so.
pub(super) fn start() {
    let _ = builder(0).build_global();
}
