//! mesh-cli turns one manifest into everything a data product needs, and keeps it in step for life.
//!
//! ```text
//! flags ┐
//! file  ├─► Draft ──resolve──► Manifest ──build──► Plan ──reconcile(disk)──► Vec<Change> ─┬─► show
//! prompt┘   all optional       typed, total       path → bytes                            └─► apply (atomic) + lock
//! ```
//!
//! - [`manifest`]: from a draft in which everything is optional to a typed, total manifest, or to
//!   every finding about it at once.
//! - [`interchange`]: manifests of other forms, read as ours.
//! - [`mesh`]: what holds for every product of a repository or an organisation.
//! - [`pack`]: what platform teams own: templates, port kinds, archetypes, defaults. Data, not Rust.
//! - [`render`]: the template engine, the documented context, one filter per language.
//! - [`plan`]: the rendered tree in memory, what differs from the disk, and how it is written.
//! - [`product`]: a product that is on disk, and what brings it in step.
//! - [`fleet`]: many products in one run.
//! - [`evolution`]: whether a change of the contract breaks a consumer.
//! - [`schema_registry`]: what a Schema Registry has of a contract.
//! - [`catalog`]: a static site over the products of a mesh.
//! - [`policy`]: rules for data products, written in Rego, in layers.
//! - [`run`]: a mesh that runs on one machine: every product built on DuckDB.
//! - [`workshop`]: from a domain map to a pilot mesh.
//! - [`diagnostics`]: findings, for people and for programs.
//! - [`cli`]: one file per command.
//!
//! Everything between a draft and the changes is pure: no disk, no clock, no environment, no network.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, missing_docs))]

pub mod avro;
pub mod catalog;
pub mod cli;
pub mod diagnostics;
mod error;
pub mod evolution;
pub mod fleet;
pub mod interchange;
pub mod manifest;
pub mod markdown;
pub mod mesh;
pub mod pack;
pub mod plan;
pub mod policy;
pub mod product;
pub mod render;
pub mod run;
pub mod sample;
pub mod schema_registry;
mod tool;
pub mod workshop;

pub use error::{Error, Result};
