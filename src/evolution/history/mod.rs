//! The contracts that a product had before: read from git, from files and from registries, and what they forbid now.
//!
//! ```text
//! git ──Past──► State ──┐
//! file ─────────────────┼──► Before ──judge(manifest, terms)──► Judgement: changes of each version served, findings
//! ```
//!
//! - [`Past`]: the manifests of a repository at the commit that is compared with, and before it. It only reads.
//! - [`Before`]: what was there before, as manifests; those of older formats are read as well as they can be.
//! - [`judge`]: whether the product may change as it does: the version, the time to move on, the consumers' word. Pure.
//! - [`judge_avro`]: the same where a bare schema is all that is known of before.

mod bare;
mod base;
mod deprecation;
mod earlier;
mod gate;
mod git;
mod log;
mod mode;
mod past;
mod rules;
mod served;

pub use bare::{Line, judge_avro, of_line};
pub use earlier::{Before, Earlier};
pub use gate::{Judgement, Terms, judge};
pub use past::{Past, State};
pub use rules::{FIRM, RULES, UNREADABLE};
pub use served::Served;

/// The days between the deprecation and the removal of a version, where the mesh says nothing.
pub const WINDOW_DAYS: u64 = 90;
