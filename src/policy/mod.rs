//! Policies: rules that an organisation, a domain or a product sets for its data products, written in Rego.
//!
//! ```text
//! packs, mesh.yaml ─► organisation ─► domain ─► product      each layer adds and tightens, and weakens nothing
//!                          └──────────────┴──────────┴─► Set ──check(Subject)──► Evaluation
//! ```
//!
//! The files run unchanged under `opa` and `conftest`. Here they are judged in the program, by the `regorus` crate: the
//! files of a layer are compiled once, and each product is one input document.

pub mod baseline;
mod bench;
mod bounds;
mod bundle;
mod fault;
mod input;
mod judge;
mod load;
pub mod metadata;
mod model;
mod module;
mod outcome;
mod parameter;
mod place;
pub mod product_file;
mod recursion;
mod references;
pub mod rules;
mod scaffold;
pub mod score;
mod set;
mod sets;
mod settings;
mod subject;
mod trial;
pub mod waiver;
mod walk;

pub use bundle::Bundle;
pub use metadata::{Examples, Reads};
pub use model::{Evaluation, Layer, Parameter, Policy, PolicyResult};
pub use module::FOLDER;
pub use parameter::{Direction, ParameterSpec, ParameterType, Tighten};
pub use scaffold::{ScaffoldFile, scaffold};
pub use set::Set;
pub use sets::Sets;
pub use subject::Subject;
pub use trial::{Trial, Trials};
