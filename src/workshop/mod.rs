//! The workshop: from a domain map to a pilot mesh.
//!
//! ```text
//! map.yaml ──read──► DomainMap ─┬─ lint ──► findings
//!                               ├─ canvas ─► pages to print
//!                               └─ derive ─► Pilot ──bootstrap──► a mesh on disk
//! ```

pub mod bootstrap;
pub mod canvas;
pub mod derive;
pub mod interview;
pub mod lint;
pub mod map;
pub mod readiness;
pub mod words;

pub use map::DomainMap;
