//! Whether a change of the contract breaks somebody who relies on it.

pub mod avro;
