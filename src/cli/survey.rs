//! The products of a mesh, as commands read them.

use std::path::Path;

use super::{Shell, usage};
use crate::diagnostics::plural;
use crate::error::Result;
use crate::mesh::Survey;

/// Every product of the mesh that a folder is in. A mesh without any is wrong use.
pub(super) fn survey(folder: &Path, shell: &Shell) -> Result<Survey> {
    if !folder.exists() {
        return Err(usage(format!("{} does not exist", folder.display()), "name a folder of the mesh"));
    }
    let survey = Survey::of(folder)?;
    survey.notes.iter().for_each(|note| shell.say(&format!("note: {note}")));
    if survey.products.is_empty() && survey.broken.is_empty() {
        return Err(usage(
            format!("there is no product below {}", survey.root.display()),
            "name a folder of a mesh, or make a product with `mesh-cli create-product`",
        ));
    }
    Ok(survey)
}

/// Says which products could not be read, where a command shows the others.
pub(super) fn tell_broken(survey: &Survey, shell: &Shell) {
    for broken in &survey.broken {
        let errors = plural(broken.report.errors(), "error");
        let first = broken.report.lines().into_iter().next().unwrap_or_default();
        shell.say(&format!("warning: left out {}, whose manifest has {errors}: {first}", broken.place));
    }
}
