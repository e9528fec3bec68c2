//! A mesh that runs: every product's dbt project on DuckDB, each consumer reading what its upstreams really built.

mod result;

pub use result::{
    BuildResult, Check, CheckKind, CheckStatus, Column, FOLDER, Sample, Status, Tests, VersionSample, folder,
};
