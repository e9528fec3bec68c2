//! The heart: the rendered tree in memory, what differs from the disk, and how it is written.
//!
//! ```text
//! Manifest ──build──► Plan ──reconcile(before)──► Vec<Change> ─┬─► show
//!                     path → bytes                             └─► apply (atomic) + records: lock, last renders
//! ```
//!
//! `build`, `reconcile` and `records` are pure: no disk, no clock, no environment, no network.

pub mod apply;
mod before;
mod build;
mod change;
mod collision;
pub mod digest;
pub mod folder;
mod forced;
pub mod lock;
mod merge;
mod path;
mod reconcile;
mod records;
mod stage;
mod tree;
mod verify;

pub use before::{Before, DiskFile, Obstacle};
pub use build::build;
pub use change::{Action, Change, Reason};
pub use digest::Digest;
pub use folder::{Edit, ProductFolder};
pub use forced::Forced;
pub use lock::{Integrity, Known, LOCK_PATH, Lock, LockState, LockedFile};
pub use merge::{Labels, both_sides, leftovers, markers, one_side};
pub use path::{ProductPath, ProductPathError};
pub use reconcile::reconcile;
pub use records::{BASE_FOLDER, INCOMING_FOLDER, Records, Stamp, incoming, records};
pub use stage::Stage;
pub use tree::{NewFile, Plan, PlannedFile};
pub use verify::{Fault, verify};
