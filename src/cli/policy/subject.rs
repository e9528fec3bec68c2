//! The policies that a command shows: those that judge a product, or those of a mesh.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::pack_choice::PackArgs;
use crate::cli::usage;
use crate::diagnostics::Report;
use crate::error::Result;
use crate::manifest::document;
use crate::policy::{Policy, Set, Sets, Subject};

/// Whose policies are meant.
#[derive(Debug, clap::Args)]
pub(super) struct Whose {
    /// A product, or a folder of a mesh
    #[arg(default_value = ".", value_name = "PATH")]
    pub path: PathBuf,

    /// The policies as they judge the products of this domain
    #[arg(long, value_name = "DOMAIN")]
    pub domain: Option<String>,

    #[command(flatten)]
    pub packs: PackArgs,
}

impl Whose {
    /// All policies of the place.
    pub(super) fn set(&self) -> Result<Arc<Set>> {
        if !self.path.exists() {
            let message = format!("{} does not exist", self.path.display());
            return Err(usage(message, "name a product, or a folder of a mesh"));
        }
        let root = if self.path.is_file() { self.path.parent().unwrap_or(Path::new("")) } else { &self.path };
        Sets::new(self.packs.named()?.map(Arc::new))?.of(root)
    }

    /// Those of them that are meant, in the order of their ids, and what is wrong with those that could not be read.
    pub(super) fn policies(&self) -> Result<(Vec<Arc<Policy>>, Vec<Report>)> {
        let set = self.set()?;
        let manifest = if self.path.is_file() { self.path.clone() } else { self.path.join(document::FILE_NAME) };
        if self.domain.is_none() && manifest.is_file() {
            let subject = Subject::read_file(&manifest)?;
            return Ok((set.judging(&subject)?, set.reports(subject.domain.as_deref())?));
        }
        Ok((set.policies(self.domain.as_deref())?, set.reports(self.domain.as_deref())?))
    }
}
