//! Trying a pack out: products are rendered from it, compared, read, and moved to it from the version before.

mod case;
mod edits;
mod golden;
mod outcome;
mod place;
mod tools;
mod upgrade;

use std::path::Path;

pub use case::{Case, cases};
pub use outcome::{Outcome, Problem, Skipped};
pub use place::RENDER;
pub use upgrade::{Expected, expected};

use super::Pack;
use crate::error::{Error, Result};
use crate::manifest::{Manifest, resolve, starter};
use crate::plan::{build, verify};

/// What is done with every case.
pub struct Trial<'a> {
    /// The folder of the pack.
    pub folder: &'a Path,
    /// The pack, with those below it.
    pub pack: &'a Pack,
    /// The version before, when products are to be moved from it.
    pub before: Option<&'a Pack>,
    /// Which conflicts that may bring.
    pub expected: &'a Expected,
    /// Whether what is rendered becomes what is expected.
    pub bless: bool,
    /// Whether dbt and terraform read the products, where they are installed.
    pub tools: bool,
}

impl Trial<'_> {
    /// Tries one case.
    pub fn run(&self, case: &Case) -> Result<Outcome> {
        let mut outcome = Outcome::new(&case.name);
        let manifest = match rendered_from(case, self.pack)? {
            Ok(manifest) => manifest,
            Err(report) => {
                outcome.reports.push(report);
                return Ok(outcome);
            }
        };
        let plan = match build(&manifest, self.pack) {
            Ok(plan) => plan,
            Err(error) => {
                outcome.reports.push(place::report(error, self.folder)?);
                return Ok(outcome);
            }
        };
        outcome.files = plan.files.len();
        for (path, file) in &plan.files {
            if let Err(fault) = verify(path, &file.contents) {
                outcome.problem("read", &path.to_string(), &file.template, fault.to_string());
            }
        }
        if let Some(expected) = &case.expected {
            golden::check(&plan, expected, self.bless, &mut outcome)?;
        }
        if let Some(before) = self.before {
            upgrade::check(case, before, self, &mut outcome)?;
        }
        if self.tools {
            tools::check(&plan, &mut outcome)?;
        }
        Ok(outcome)
    }
}

/// The manifest of a case: its answers, and the starter of the pack for the rest.
fn rendered_from(case: &Case, pack: &Pack) -> Result<std::result::Result<Manifest, crate::diagnostics::Report>> {
    let mut draft = case.draft.clone();
    starter(&mut draft, pack)?;
    Ok(resolve(draft, pack)?.map(|(manifest, _)| manifest))
}

fn write_error(path: &Path) -> impl FnOnce(std::io::Error) -> Error + use<> {
    let path = path.to_owned();
    |source| Error::Write { path, source }
}
