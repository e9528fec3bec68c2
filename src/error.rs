//! Errors: the tool could not do its work. What is wrong with a user's manifest is a
//! [`Finding`](crate::diagnostics::Finding) instead.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// The result of anything that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the tool could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A file or folder could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A folder where a file was expected.
    #[error("{} is a folder, and a file is meant", path.display())]
    IsDirectory {
        /// The folder.
        path: PathBuf,
    },
    /// A file larger than any honest manifest.
    #[error("{} has {bytes} bytes; a manifest has at most {limit}", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The most that is accepted.
        limit: u64,
    },
    /// The command line asks for something that cannot be.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A place cannot be written to: something else is there.
    #[error("{} {reason}", path.display())]
    Destination {
        /// The place.
        path: PathBuf,
        /// What is in the way.
        reason: String,
        /// What to do.
        hint: String,
    },
    /// Another run is at work on the same product, and does not end.
    #[error("another run of mesh-cli is at work in {}", path.display())]
    Busy {
        /// The product's folder.
        path: PathBuf,
    },
    /// A file is no longer what it was when the run looked at it.
    #[error("{} was changed while this run was preparing its files", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The record of a run cannot be used.
    #[error("{}: {message}", path.display())]
    Journal {
        /// The record.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// A run failed and was undone, but for files that somebody wrote meanwhile.
    #[error("{source}; {} was edited meanwhile and left as it is", list(rescued))]
    EditedMeanwhile {
        /// Why the run failed.
        source: Box<Error>,
        /// The files. What stood there before the run is in `.mesh/rescued`.
        rescued: Vec<PathBuf>,
    },
    /// A run failed, and so did the undoing of it.
    #[error("{source}; what was written before could not be undone: {undo}")]
    HalfDone {
        /// Why the run failed.
        source: Box<Error>,
        /// Why it could not be undone.
        undo: Box<Error>,
    },
    /// A `mesh.yaml` has findings.
    #[error("{} cannot be used", .0.source.as_ref().map_or(crate::mesh::FILE_NAME, |source| &source.path))]
    Mesh(Box<crate::diagnostics::Report>),
    /// A pack cannot be used.
    #[error("pack: {message}")]
    Pack {
        /// What is wrong, with the file of the pack.
        message: String,
    },
    /// A pack cannot be had from where it is said to be.
    #[error("pack {place}: {message}")]
    PackSource {
        /// Where it is said to be.
        place: String,
        /// What is wrong.
        message: String,
        /// What to do.
        hint: Option<String>,
    },
    /// A template cannot be rendered.
    #[error("template {template}: {message}")]
    Template {
        /// The template's path inside the pack.
        template: String,
        /// What is wrong, with line and column.
        message: String,
    },
    /// An error that several products share.
    #[error(transparent)]
    Shared(#[from] Arc<Error>),
    /// A Schema Registry gave no answer that can be used.
    #[error("the Schema Registry {registry}: {failure} ({request}{})", tries(*attempts))]
    Registry {
        /// Where it is.
        registry: String,
        /// What it was asked.
        request: String,
        /// Why there is no answer.
        failure: Box<crate::schema_registry::Failure>,
        /// How often it was asked.
        attempts: u32,
    },
    /// A program that is needed could not do its work.
    #[error("{message}")]
    Tool {
        /// Which, and what it said.
        message: String,
    },
    /// No Python of those that may run dbt has what it needs.
    #[error("no Python runs dbt on DuckDB: {reasons}")]
    NoPython {
        /// Each, and what is wrong with it.
        reasons: String,
    },
    /// Some of many products could not be worked on; each of them was reported.
    #[error("{} failed", crate::diagnostics::plural(*failed, "product"))]
    Products {
        /// How many.
        failed: usize,
    },
    /// The user stopped the run.
    #[error("interrupted")]
    Interrupted,
    /// The terminal could not be used.
    #[error("cannot talk to the terminal: {0}")]
    Terminal(io::Error),
    /// Something that should not happen.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// What to do about it, where that is known.
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Usage { hint, .. } | Self::PackSource { hint, .. } => hint.as_deref(),
            Self::Destination { hint, .. } => Some(hint),
            Self::Busy { .. } => Some("wait until it has ended, or end it"),
            Self::Changed { .. } => Some("nothing was written; run the command again"),
            Self::Journal { .. } => {
                Some("the folder beside it keeps what the run replaced; take from there what you miss, then remove it")
            }
            Self::EditedMeanwhile { .. } => Some("what stood there before is in .mesh/rescued; run the command again"),
            Self::HalfDone { .. } => {
                Some("nothing is lost: mend the cause, and the next run completes or undoes this one")
            }
            Self::Pack { .. } | Self::Template { .. } => {
                Some("`mesh-cli pack lint` shows all that is wrong with a pack, each fault with its place")
            }
            Self::Shared(error) => error.hint(),
            Self::Registry { failure, .. } => Some(failure.hint()),
            Self::NoPython { .. } => {
                Some("run `make setup` in the mesh, or name a Python that has dbt-duckdb with --python PATH")
            }
            Self::Internal(_) => Some("this is a bug in mesh-cli: please report it with the command and the manifest"),
            _ => None,
        }
    }

    /// The exit code: 2 for wrong use or bad input, 3 when the tool failed, 130 when it was interrupted.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Read { .. }
            | Self::Mesh(_)
            | Self::IsDirectory { .. }
            | Self::TooLarge { .. }
            | Self::Usage { .. }
            | Self::Destination { .. } => 2,
            Self::Busy { .. }
            | Self::Changed { .. }
            | Self::Journal { .. }
            | Self::EditedMeanwhile { .. }
            | Self::HalfDone { .. }
            | Self::Write { .. }
            | Self::Pack { .. }
            | Self::PackSource { .. }
            | Self::Template { .. }
            | Self::Registry { .. }
            | Self::Tool { .. }
            | Self::NoPython { .. }
            | Self::Products { .. }
            | Self::Terminal(_)
            | Self::Internal(_) => 3,
            Self::Shared(error) => error.exit_code(),
            Self::Interrupted => 130,
        }
    }
}

fn tries(attempts: u32) -> String {
    if attempts == 1 { String::new() } else { format!(", tried {attempts} times") }
}

fn list(paths: &[PathBuf]) -> String {
    let shown: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    shown.join(", ")
}
