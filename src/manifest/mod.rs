//! The manifest: from a draft in which everything is optional to a typed, total value.
//!
//! ```text
//! flags ┐
//! file  ├─► Draft ──resolve──► Manifest
//! prompt┘
//! ```

pub mod check;
pub mod document;
mod draft;
pub mod edit;
pub mod live;
pub mod name;
pub mod node;
pub mod read;
mod recover;
mod resolve;
pub(crate) mod shape;
mod syntax;
mod typed;
pub mod value;

pub use document::Manifest;
pub use draft::{Draft, PathError};
pub use resolve::{Resolved, resolve, starter};
pub use typed::{json_schema, typed};
