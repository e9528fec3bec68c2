//! Findings: what is wrong with a user's file, where, why, and what to do about it.
//!
//! A finding is not an error. An [`Error`](crate::Error) means that the tool could not do its
//! work; a finding is the work.

mod finding;
mod fingerprint;
mod human;
mod json;
pub mod output;
mod place;
mod similar;
mod source;

pub use finding::{Finding, Report, Rule, Severity, Waived};
pub use fingerprint::{Identity, fingerprints, identities};
pub use human::{plural, render};
pub use json::{report_json, reports_json};
pub use place::{Place, Places, Step};
pub use similar::{did_you_mean, nearest, one_of, or_list, shown};
pub use source::Source;
