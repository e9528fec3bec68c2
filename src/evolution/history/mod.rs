//! The contracts that a product had before: read from git, from files and from registries, and what they forbid now.

mod base;
mod git;
mod log;
mod past;

pub use past::{Past, State};
