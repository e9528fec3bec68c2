//! Why a registry gave no answer that can be used, and what to do about it.

use std::fmt;
use std::time::Duration;

/// The code for an operation that is not permitted, such as a write to a subject in the mode READONLY.
const READ_ONLY: u64 = 42205;

/// Why a registry gave no answer that can be used. None of these is ever taken for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// There is no connection, or it broke.
    Unreachable(String),
    /// No whole answer came in time.
    TimedOut(Duration),
    /// The other side cannot prove that it is who it should be.
    Untrusted(String),
    /// The credentials are not accepted, or there are none (401).
    Unauthorized {
        /// Whether any were sent.
        given: bool,
    },
    /// The credentials do not allow it (403).
    Forbidden(String),
    /// Nothing is at this place, not even a registry that says so (404, 405).
    NoRegistry,
    /// Another place is named instead. Nothing is sent there: it could be anybody's.
    Redirected(String),
    /// Too many requests (429).
    Busy {
        /// How long the registry asks to be left alone.
        wait: Option<Duration>,
    },
    /// The registry refuses what was asked, and says why (404, 409, 422).
    Refused(Refusal),
    /// The registry failed (5xx).
    Broken {
        /// The status.
        status: u16,
        /// How long the registry asks to be left alone.
        wait: Option<Duration>,
        /// What it said.
        said: String,
    },
    /// A status that no registry should answer with.
    Unexpected {
        /// The status.
        status: u16,
        /// What it said.
        said: String,
    },
    /// What came is no answer of a registry.
    Garbage {
        /// What is expected.
        expected: &'static str,
        /// How what came begins.
        said: String,
    },
    /// More came than any honest answer has.
    TooLarge,
}

/// What a registry refuses, with its own code: `42201` for an invalid schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// The code of the registry.
    pub code: u64,
    /// What it says, on one line.
    pub message: String,
}

impl Refusal {
    /// The registry does not know the subject, the version, or the schema in it.
    pub(super) fn is_unknown(&self) -> bool {
        matches!(self.code, 40401..=40403)
    }

    /// The subject has no compatibility of its own: older registries say that they do not know the subject.
    pub(super) fn is_without_config(&self) -> bool {
        matches!(self.code, 40401 | 40408)
    }

    /// The registry does not want this schema: it breaks readers (409), or it is no valid one (42201).
    pub(super) fn is_of_the_schema(&self) -> bool {
        self.status == 409 || self.code == 42201
    }
}

impl Failure {
    /// Whether it may go well the next time.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Unreachable(_) | Self::TimedOut(_) | Self::Busy { .. } => true,
            Self::Broken { status, .. } => matches!(status, 500 | 502..=504),
            _ => false,
        }
    }

    /// How long the registry asks to be left alone.
    pub(super) fn wait(&self) -> Option<Duration> {
        match self {
            Self::Busy { wait } | Self::Broken { wait, .. } => *wait,
            _ => None,
        }
    }

    /// What to do about it.
    pub(crate) fn hint(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "check the URL, the network, and the proxy that HTTPS_PROXY and NO_PROXY name",
            Self::TimedOut(_) => "try again later, or raise `registry.timeout` in mesh.yaml",
            Self::Untrusted(_) => {
                "name the file with its certificate authority: `registry.caFile` in mesh.yaml, or SCHEMA_REGISTRY_CA_FILE"
            }
            Self::Unauthorized { given: false } => {
                "set SCHEMA_REGISTRY_USER and SCHEMA_REGISTRY_PASSWORD, or SCHEMA_REGISTRY_TOKEN"
            }
            Self::Unauthorized { given: true } => {
                "check SCHEMA_REGISTRY_USER and SCHEMA_REGISTRY_PASSWORD, or SCHEMA_REGISTRY_TOKEN: they may have expired"
            }
            Self::Forbidden(_) => "ask whoever runs the registry for the right to do this to the subject",
            Self::NoRegistry | Self::Garbage { .. } | Self::Unexpected { .. } | Self::TooLarge => {
                "check that the URL is that of a Schema Registry, with its whole path"
            }
            Self::Redirected(_) => "use the new URL if you trust it; credentials do not follow a redirect",
            Self::Refused(refusal) if refusal.code == READ_ONLY => {
                "the subject or the registry is read-only: ask whoever runs it"
            }
            Self::Refused(_) => "the registry's own message says what it wants",
            Self::Busy { .. } => "try again later",
            Self::Broken { .. } => "try again later; the log of the registry says more",
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(reason) => write!(out, "it cannot be reached: {reason}"),
            Self::TimedOut(after) => {
                write!(out, "no whole answer came within {}", humantime::format_duration(*after))
            }
            Self::Untrusted(reason) => write!(out, "its certificate is not trusted: {reason}"),
            Self::Unauthorized { given: true } => write!(out, "it does not accept the credentials (401)"),
            Self::Unauthorized { given: false } => write!(out, "it asks for credentials (401)"),
            Self::Forbidden(said) => write!(out, "the credentials do not allow this (403){}", after_colon(said)),
            Self::NoRegistry => write!(out, "there is no Schema Registry at this place (404)"),
            Self::Redirected(to) => write!(out, "it sends us to {to}"),
            Self::Busy { wait: Some(wait) } => {
                let wait = humantime::format_duration(*wait);
                write!(out, "it has had too many requests (429), and asks to be left alone for {wait}")
            }
            Self::Busy { wait: None } => write!(out, "it has had too many requests (429)"),
            Self::Refused(Refusal { status, code, message }) if u64::from(*status) == *code => {
                write!(out, "it refuses ({status}){}", after_colon(message))
            }
            Self::Refused(Refusal { status, code, message }) => {
                write!(out, "it refuses ({status}, error {code}){}", after_colon(message))
            }
            Self::Broken { status, said, .. } => write!(out, "it failed ({status}){}", after_colon(said)),
            Self::Unexpected { status, said } => {
                write!(out, "it answers as no Schema Registry does ({status}){}", after_colon(said))
            }
            Self::Garbage { expected, said } => {
                write!(out, "its answer is not {expected}, as a Schema Registry's is{}", after_colon(said))
            }
            Self::TooLarge => write!(out, "its answer is larger than any schema is"),
        }
    }
}

fn after_colon(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(": {said}") }
}
