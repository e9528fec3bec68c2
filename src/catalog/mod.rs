//! The catalog: a static site over the products of a mesh, and an index of them for programs.
//!
//! ```text
//! Survey + Graph + results ──gather──► model ──templates/catalog──► pages ─┐
//!                                        └──► catalog.json, search index ──┴─► staged, and swapped in whole
//! ```
//!
//! - [`model`]: what the templates of `templates/catalog/` see, page by page.
//! - [`gather`]: from a survey to that.
//! - [`site`]: pages, and how a site is written.
//! - [`index`], [`search`]: what programs and the search of the browser read.
//! - [`serve`]: the site in the browser of this machine, built again when a manifest changes.
//!
//! All links between pages are relative and name their `index.html`, so that the site works from a folder, from any web
//! server, and below any path.

pub mod gather;
pub mod index;
pub mod model;
pub mod search;
pub mod serve;
pub mod site;
