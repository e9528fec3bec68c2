//! Whether a change of the contract breaks somebody who relies on it.
//!
//! - [`avro`]: the rules of Avro's schema resolution, for one reader and one writer.
//! - [`bump`]: the next version, and the old major beside the new one.
//! - [`contract`]: what a change of anything that consumers rely on means for them, and the version that it needs.
//! - [`history`]: the contracts that a product had before, and what may not be done to them.

pub mod avro;
pub mod bump;
pub mod contract;
pub mod history;
