//! A client of the Confluent Schema Registry, and of whatever speaks its REST API.
//!
//! ```text
//! Registry ──► Client (attempts, pauses) ──► Answer ──► Reply ─┬─► a value
//!              on the wire                                     ├─► a refusal in the registry's own words
//!                                                              └─► Failure: never taken for an answer
//! ```
//!
//! - [`Address`], [`Subject`]: where a registry is, and the names that it files schemas under.
//! - [`Credentials`]: who we are to it; from the environment alone.
//! - [`Patience`]: how long it is waited for, and how often it is asked again.
//! - [`Named`]: the subject that a product's schema is filed under.
//! - [`Wanted`]: a schema that a registry is to have: what it has now, and filing it.
//! - [`Failure`]: why it gave no answer that can be used.
//!
//! What a registry says is read strictly: an answer in another shape than the documented one is a failure.

mod address;
mod answer;
mod client;
mod credentials;
mod failure;
mod filing;
mod naming;
mod patience;
mod read;
pub mod rules;

pub use address::{Address, Subject};
pub use credentials::{Credentials, PASSWORD, TOKEN, USER};
pub use failure::{Failure, Refusal};
pub use filing::{Filed, Standing, Wanted};
pub use naming::{DEFAULT as DEFAULT_SUBJECT, Named, fault as fault_of_pattern};
pub use patience::Patience;
pub use read::Registered;

use serde_json::{Value as Json, json};
use ureq::http::Method;

use crate::error::Result;
use crate::manifest::document::Evolution;
use answer::Reply;
use client::{Client, Request};

/// A Schema Registry.
#[derive(Debug)]
pub struct Registry(Client);

/// How a registry is spoken to.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// Who we are.
    pub credentials: Credentials,
    /// How long it is waited for.
    pub patience: Patience,
    /// The certificate authorities to trust (PEM), where they are not those of the machine.
    pub authority: Option<Vec<u8>>,
    /// Whether the user wants to stop.
    pub interrupted: Option<fn() -> bool>,
}

/// What a registry made of a schema that it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registration {
    /// It has the schema, under this id.
    Done(u64),
    /// It does not want the schema.
    Refused(Refusal),
}

/// What a registry says of a schema, compared with a version that it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the schema may follow, by the compatibility of the subject.
    pub compatible: bool,
    /// Why not, in the registry's own words.
    pub messages: Vec<String>,
}

impl Registry {
    /// The registry at an address. Nothing is sent yet.
    pub fn new(address: &Address, manner: Manner) -> Result<Self> {
        let Manner { credentials, patience, authority, interrupted } = manner;
        let interrupted = interrupted.unwrap_or(|| false);
        Client::new(address, credentials, patience, authority.as_deref(), interrupted).map(Self)
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        self.0.base()
    }

    /// The versions of a subject, the oldest first; nothing when there is no such subject.
    pub fn versions(&self, subject: &Subject) -> Result<Option<Vec<u32>>> {
        let request = get(format!("/subjects/{}/versions", subject.encoded()));
        self.known(&request, Refusal::is_unknown, read::versions)
    }

    /// One version of a subject.
    pub fn schema(&self, subject: &Subject, version: u32) -> Result<Registered> {
        let request = get(format!("/subjects/{}/versions/{version}", subject.encoded()));
        self.value(&request, |json| read::registered(json).filter(|found| found.version == version))
    }

    /// Every version of a subject, the oldest first; nothing when there is no such subject.
    pub fn history(&self, subject: &Subject) -> Result<Option<Vec<Registered>>> {
        let Some(versions) = self.versions(subject)? else { return Ok(None) };
        versions.into_iter().map(|version| self.schema(subject, version)).collect::<Result<_>>().map(Some)
    }

    /// The version of a subject that is exactly this schema, if there is one.
    pub fn lookup(&self, subject: &Subject, schema: &str) -> Result<Option<Registered>> {
        let request = post(format!("/subjects/{}", subject.encoded()), schema);
        self.known(&request, Refusal::is_unknown, read::registered)
    }

    /// The compatibility of a subject; nothing where it has none of its own, and that of the whole registry counts.
    pub fn compatibility(&self, subject: &Subject) -> Result<Option<Evolution>> {
        let request = get(format!("/config/{}", subject.encoded()));
        self.known(&request, Refusal::is_without_config, |json| read::mode(json, "compatibilityLevel"))
    }

    /// Sets the compatibility of a subject, which need not be there yet.
    pub fn set_compatibility(&self, subject: &Subject, mode: Evolution) -> Result<()> {
        let body = Some(json!({ "compatibility": mode }));
        let request = Request { method: Method::PUT, path: format!("/config/{}", subject.encoded()), body };
        // A registry echoes what it was told.
        self.value(&request, |json| read::mode(json, "compatibility").filter(|set| *set == mode)).map(drop)
    }

    /// Whether a schema may follow a version, by the compatibility that the subject has now.
    pub fn check(&self, subject: &Subject, version: u32, schema: &str) -> Result<Verdict> {
        let path = format!("/compatibility/subjects/{}/versions/{version}?verbose=true", subject.encoded());
        let mut verdict = self.value(&post(path, schema), read::verdict)?;
        verdict.messages.iter_mut().for_each(|message| *message = self.0.quote(message));
        Ok(verdict)
    }

    /// Registers a schema. What is there already is not registered twice.
    pub fn register(&self, subject: &Subject, schema: &str) -> Result<Registration> {
        let request = post(format!("/subjects/{}/versions", subject.encoded()), schema);
        match self.0.ask(&request)? {
            Reply::Refused(refusal) if refusal.is_of_the_schema() => Ok(Registration::Refused(refusal)),
            reply => self.read(&request, reply, read::id).map(Registration::Done),
        }
    }

    /// What was asked for, or nothing where the registry says that there is none.
    fn known<T>(
        &self,
        request: &Request,
        is_nothing: fn(&Refusal) -> bool,
        read: impl Fn(&Json) -> Option<T>,
    ) -> Result<Option<T>> {
        match self.0.ask(request)? {
            Reply::Refused(refusal) if is_nothing(&refusal) => Ok(None),
            reply => self.read(request, reply, read).map(Some),
        }
    }

    fn value<T>(&self, request: &Request, read: impl Fn(&Json) -> Option<T>) -> Result<T> {
        let reply = self.0.ask(request)?;
        self.read(request, reply, read)
    }

    fn read<T>(&self, request: &Request, reply: Reply, read: impl Fn(&Json) -> Option<T>) -> Result<T> {
        let failure = match reply {
            Reply::Refused(refusal) => Failure::Refused(refusal),
            Reply::Value(json) => match read(&json) {
                Some(value) => return Ok(value),
                None => Failure::Garbage { expected: "what was asked for", said: self.0.quote(&json.to_string()) },
            },
        };
        Err(self.0.failed(request, failure, 1))
    }
}

fn get(path: String) -> Request {
    Request { method: Method::GET, path, body: None }
}

/// A schema in a request. Avro is the type of schema where none is named, also for registries that know no other.
fn post(path: String, schema: &str) -> Request {
    Request { method: Method::POST, path, body: Some(json!({ "schema": schema })) }
}
