//! What `mesh build` left of a product.

use super::Atlas;
use crate::catalog::model::Build;
use crate::run::BuildResult;

impl Atlas<'_> {
    /// How a product was built.
    pub(super) fn result(&self, at: usize) -> Option<BuildResult> {
        if !self.built {
            return None;
        }
        BuildResult::read(&self.survey.root, &self.at(at).id.to_string())
    }
}

pub(super) fn build(result: BuildResult) -> Build {
    let BuildResult { status, seconds, tests, checks, failure, .. } = result;
    Build { status, took: format!("{seconds:.1} s"), tests, checks, failure }
}
