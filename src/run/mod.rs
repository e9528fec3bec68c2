//! A mesh that runs: every product's dbt project on DuckDB, each consumer reading what its upstreams really built.
//!
//! ```text
//! Survey ──► Graph ──choose──► Chosen ──build──► Vec<BuildResult>
//!                                        │ order: who is next        job: what the worker is told
//!                                        └ worker: one Python process, which forks for each product
//! ```

mod build;
mod choice;
mod job;
mod order;
mod result;
mod worker;

pub use build::{Settings, Watch, build};
pub use choice::{Chosen, choose, with_upstreams};
pub use order::Order;
pub use result::{
    BuildResult, Check, CheckKind, CheckStatus, Column, FOLDER, Sample, Status, Tests, VersionSample, folder,
};
pub use worker::Versions;

/// Where `make setup` puts the Python that runs dbt, inside a mesh.
const VENV: &str = ".venv";
