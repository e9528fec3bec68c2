//! Ctrl-C: noticed between two steps, so that a run can clean up after itself.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// Begins to watch for Ctrl-C.
pub(super) fn watch() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).map_err(|error| Error::Internal(error.to_string()))
}

/// Whether Ctrl-C was pressed.
pub(super) fn requested() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}
