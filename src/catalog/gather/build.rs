//! What `mesh build` left of a product.

use super::Atlas;
use crate::catalog::model::{Build, Check, TestCounts};
use crate::run::{BuildResult, CheckKind, CheckStatus, Status};

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
    let checks = result.checks.into_iter().map(|check| Check {
        name: check.name,
        kind: match check.kind {
            CheckKind::Quality => "quality",
            CheckKind::Slo => "slo",
            CheckKind::Contract => "contract",
            CheckKind::Unit => "unit",
        }
        .to_owned(),
        status: match check.status {
            CheckStatus::Passed => "passed",
            CheckStatus::Warned => "warned",
            CheckStatus::Failed => "failed",
            CheckStatus::Skipped => "skipped",
        }
        .to_owned(),
        message: check.message,
    });
    Build {
        status: status(result.status).to_owned(),
        took: format!("{:.1} s", result.seconds),
        tests: TestCounts {
            passed: result.tests.passed,
            warned: result.tests.warned,
            failed: result.tests.failed,
            skipped: result.tests.skipped,
        },
        checks: checks.collect(),
        failure: result.failure,
    }
}

pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Ok => "ok",
        Status::Failed => "failed",
        Status::Skipped => "skipped",
    }
}
