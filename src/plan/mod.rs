//! The heart: the rendered tree in memory, what differs from the disk, and how it is written.
//!
//! ```text
//! Manifest ──build──► Plan ──reconcile(disk, lock)──► Vec<Change> ─┬─► show
//!                                                                  └─► apply (atomic) + lock
//! ```
//!
//! `build` and `reconcile` are pure: no disk, no clock, no environment, no network.

pub mod apply;
mod build;
pub mod digest;
pub mod folder;
mod lock;
mod path;
mod reconcile;
mod tree;
mod verify;

pub use build::build;
pub use folder::{Edit, ProductFolder};
pub use lock::{BASE_FOLDER, LOCK_PATH, Lock};
pub use path::{ProductPath, ProductPathError};
pub use reconcile::{Action, Change, Disk, reconcile};
pub use tree::{NewFile, Plan, PlannedFile};
pub use verify::{Fault, verify};
