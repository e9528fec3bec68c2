//! The arguments of every command that reports findings: how they are printed, and what is written to files.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::Shell;
use super::report_files::{self, ReportFile};
use crate::diagnostics::output::{Base, Document, Output};
use crate::error::Result;

/// How findings are given.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ReportArgs {
    /// How findings are printed; what is not for people goes to standard output
    #[arg(long, value_enum, default_value_t)]
    format: Output,

    /// Write the report to a file as well, in any of the formats; may be given several times
    #[arg(long = "output", value_name = "FORMAT=FILE")]
    files: Vec<ReportFile>,
}

impl ReportArgs {
    /// Whether the report is printed for people.
    pub(super) fn is_human(&self) -> bool {
        self.format == Output::Human
    }

    /// Prints the report, and writes it to the files that were asked for: all of them, or none.
    pub(super) fn give(&self, document: &Document<'_>, shell: &Shell) -> Result<()> {
        self.print(document, shell, |text| {
            shell.say(text);
            Ok(())
        })
    }

    /// The same where the sections are what was asked for: they go to standard output, and findings do not.
    pub(super) fn show(&self, document: &Document<'_>, shell: &Shell) -> Result<()> {
        self.print(document, shell, |text| shell.data(&format!("{text}\n")))
    }

    fn print(&self, document: &Document<'_>, shell: &Shell, section: impl Fn(&str) -> Result<()>) -> Result<()> {
        let here = std::env::current_dir().unwrap_or_default();
        let document = &document.clone().based(Base::of(&here));
        report_files::write(&self.files, document)?;
        if !self.is_human() {
            return shell.data(&document.written(self.format));
        }
        shell.all_findings(document.reports);
        let told = document.sections.iter().filter(|section| !section.text.is_empty());
        told.map(|one| one.text.trim_end()).try_for_each(section)
    }
}

impl ValueEnum for Output {
    fn value_variants<'a>() -> &'a [Self] {
        Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.purpose()))
    }
}
