//! Waivers: what is let stand for a time, in the open.
//!
//! ```text
//! mesh.yaml, products ──load──► Waivers ──settle(reports, terms)──► reports with `Finding::waived` + reports on the files
//! ```
//!
//! A waived finding stays in its report and is no error. One whose waiver has expired is an error again and names it.

mod check;
mod document;
mod file;
mod load;
mod reach;
mod rules;
mod settle;
mod standing;

use std::collections::{BTreeMap, BTreeSet};

pub use document::{FILE_NAME, Kind, Waiver, WaiverFile, json_schema};
pub use load::{Product, Waivers};
pub use reach::Scope;
pub use rules::RULES;
pub use settle::Settled;
pub use standing::{Standing, of_evolution, of_mesh};

use crate::manifest::value::Date;

/// The days before its end on which a waiver that is in use is warned of.
pub const DAYS_OF_NOTICE: i32 = 14;

/// The longest time that a waiver may hold, where the mesh does not say.
pub const MAXIMUM_DAYS: u64 = 180;

/// What a run knows, by which waivers are judged.
#[derive(Debug, Clone)]
pub struct Terms<'a> {
    /// The day that the run takes for today.
    pub as_of: Date,
    /// The rules that can come up in a waiver, by id.
    pub rules: &'a BTreeMap<String, Standing>,
    /// Whether those are all that there are, so that another id is a mistake.
    pub all_known: bool,
    /// The products that were judged, by id.
    pub products: &'a BTreeSet<String>,
    /// Whether those are all of the mesh, so that a waiver for others is for none.
    pub whole_mesh: bool,
}
