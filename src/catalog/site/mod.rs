//! Pages, and how a site is written.

mod folder;
mod keep;
mod pages;
mod write;

use std::collections::HashMap;
use std::path::Path;

pub use folder::MARKER;
pub use pages::Pages;
pub use write::Stage;

use super::gather::Atlas;
use super::model::PolicyVerdict;
use crate::error::Result;
use crate::mesh::{Graph, Survey};

/// How a site is built.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The address that the site will have, with a slash at the end.
    pub base_url: Option<String>,
    /// Whether it is served by this program: then pages load the script that reloads them.
    pub served: bool,
    /// What policies say, by the index of the product; nothing where they were not judged.
    pub verdicts: Option<HashMap<usize, PolicyVerdict>>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// How many products have a page.
    pub products: usize,
    /// How many domains.
    pub domains: usize,
    /// How many pages there are.
    pub pages: usize,
    /// The places of what could not be read.
    pub broken: usize,
}

/// Builds the site of a survey in the folder `out`: all of it, or nothing.
pub fn build(survey: &Survey, out: &Path, settings: Settings, cancelled: &(dyn Fn() -> bool + Sync)) -> Result<Built> {
    let stage = Stage::begin(out)?;
    let graph = Graph::of(survey);
    let judged = settings.verdicts.is_some();
    let atlas = Atlas::new(survey, &graph, settings.verdicts.unwrap_or_default())?;
    let site = atlas.site(settings.served, judged);
    let pages = Pages::new(&survey.pack, &stage, site, settings.base_url)?;
    let built = pages.write(&atlas, cancelled)?;
    stage.finish()?;
    Ok(built)
}
