//! One request after another, each tried again within bounds.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use ureq::http::{HeaderValue, Method, Request as HttpRequest, Response, header};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig};
use ureq::{Agent, Body, Proxy};

use super::answer::{Answer, Reply, on_one_line, reply};
use super::failure::Failure;
use super::patience::{Patience, retry_after};
use super::{Address, Credentials};
use crate::error::{Error, Result};

/// The documented form of bodies, and what is accepted besides.
const MEDIA_TYPE: &str = "application/vnd.schemaregistry.v1+json";
const ACCEPTED: &str = "application/vnd.schemaregistry.v1+json, application/vnd.schemaregistry+json, application/json";

/// The most bytes of an answer: many times the largest schema that registries take.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// How often it is looked whether the user wants to stop.
const TICK: Duration = Duration::from_millis(50);

/// What a run sends to one registry.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    base: String,
    credentials: Credentials,
    patience: Patience,
    interrupted: fn() -> bool,
}

/// One request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub method: Method,
    /// The path below the registry, with a query.
    pub path: String,
    pub body: Option<Json>,
}

impl Client {
    pub(super) fn new(
        address: &Address,
        credentials: Credentials,
        patience: Patience,
        authority: Option<&[u8]>,
        interrupted: fn() -> bool,
    ) -> Result<Self> {
        if credentials.are_given() && !address.is_private() {
            return Err(Error::Usage {
                message: format!(
                    "{}: the credentials would be sent where everybody on the way can read them",
                    address.base
                ),
                hint: Some("use the https:// URL of the registry, or unset the credentials".to_owned()),
            });
        }
        let roots = match authority {
            Some(pem) => RootCerts::from(certificates(pem)?),
            None => RootCerts::PlatformVerifier,
        };
        let config = Agent::config_builder()
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            // What is said to this machine is for nobody else, whatever proxy there is.
            .proxy(if address.is_local() { None } else { Proxy::try_from_env() })
            .timeout_global(Some(patience.timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("mesh-cli/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { agent: config.into(), base: address.base.clone(), credentials, patience, interrupted })
    }

    /// Where the registry is.
    pub(super) fn base(&self) -> &str {
        &self.base
    }

    /// What the registry replies.
    pub(super) fn ask(&self, request: &Request) -> Result<Reply> {
        let mut attempt = 1;
        loop {
            let failure = match self.once(request)?.and_then(|answer| reply(&answer, &self.credentials)) {
                Ok(reply) => return Ok(reply),
                Err(failure) => failure,
            };
            let pause = self.patience.pause(attempt, failure.wait()).filter(|_| failure.may_pass());
            let Some(pause) = pause else { return Err(self.failed(request, failure, attempt)) };
            self.rest(pause)?;
            attempt += 1;
        }
    }

    /// The error for a failure, which names the request.
    pub(super) fn failed(&self, request: &Request, failure: Failure, attempts: u32) -> Error {
        let request = format!("{} {}", request.method, request.path);
        Error::Registry { registry: self.base.clone(), request, failure: Box::new(failure), attempts }
    }

    /// Words of the registry, for a message.
    pub(super) fn quote(&self, text: &str) -> String {
        on_one_line(&self.credentials.without_secrets(text))
    }

    /// One attempt, on a thread of its own: what waits for a registry cannot notice Ctrl-C.
    fn once(&self, request: &Request) -> Result<Result<Answer, Failure>> {
        let (sender, receiver) = channel();
        let (agent, timeout, request) = (self.agent.clone(), self.patience.timeout, self.http(request)?);
        std::thread::spawn(move || {
            // Nobody may be left who listens.
            let _ = sender.send(exchange(&agent, request, timeout));
        });
        loop {
            match receiver.recv_timeout(TICK) {
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Timeout) if (self.interrupted)() => return Err(Error::Interrupted),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Error::Internal("a request to the registry ended without a result".to_owned()));
                }
            }
        }
    }

    fn http(&self, request: &Request) -> Result<HttpRequest<String>> {
        let mut builder = HttpRequest::builder()
            .method(request.method.clone())
            .uri(format!("{}{}", self.base, request.path))
            .header(header::ACCEPT, ACCEPTED);
        if request.body.is_some() {
            builder = builder.header(header::CONTENT_TYPE, MEDIA_TYPE);
        }
        let wrong = |error: String| Error::Internal(format!("a request to the registry: {error}"));
        if let Some(authorization) = self.credentials.header() {
            let mut value = HeaderValue::from_str(&authorization).map_err(|error| wrong(error.to_string()))?;
            value.set_sensitive(true);
            builder = builder.header(header::AUTHORIZATION, value);
        }
        let body = request.body.as_ref().map(Json::to_string).unwrap_or_default();
        builder.body(body).map_err(|error| wrong(error.to_string()))
    }

    fn rest(&self, pause: Duration) -> Result<()> {
        let end = Instant::now() + pause;
        loop {
            if (self.interrupted)() {
                return Err(Error::Interrupted);
            }
            match end.saturating_duration_since(Instant::now()) {
                Duration::ZERO => return Ok(()),
                left => std::thread::sleep(left.min(TICK)),
            }
        }
    }
}

fn exchange(agent: &Agent, request: HttpRequest<String>, timeout: Duration) -> Result<Answer, Failure> {
    let failure = |error| failure(error, timeout);
    // A GET has no body, not even an empty one.
    let response = if request.method() == Method::GET { agent.run(request.map(|_| ())) } else { agent.run(request) };
    let mut response = response.map_err(failure)?;
    let body = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().map_err(failure)?;
    Ok(answer(&response, &body))
}

fn answer(response: &Response<Body>, body: &[u8]) -> Answer {
    let header = |name| response.headers().get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    Answer {
        status: response.status().as_u16(),
        location: header(header::LOCATION).map(str::to_owned),
        retry_after: header(header::RETRY_AFTER).and_then(|value| retry_after(value, header(header::DATE))),
        body: String::from_utf8_lossy(body).into_owned(),
    }
}

fn failure(error: ureq::Error, timeout: Duration) -> Failure {
    use std::io::ErrorKind;
    match error {
        ureq::Error::Timeout(_) => Failure::TimedOut(timeout),
        ureq::Error::BodyExceedsLimit(_) | ureq::Error::LargeResponseHeader(..) => Failure::TooLarge,
        ureq::Error::Rustls(error) => Failure::Untrusted(error.to_string()),
        ureq::Error::Tls(reason) => Failure::Untrusted(reason.to_owned()),
        ureq::Error::Io(error) if error.kind() == ErrorKind::InvalidData => Failure::Untrusted(error.to_string()),
        ureq::Error::Io(error) if error.kind() == ErrorKind::UnexpectedEof => {
            Failure::Unreachable("the connection was closed before the answer was whole".to_owned())
        }
        ureq::Error::Io(error) => Failure::Unreachable(error.to_string()),
        ureq::Error::HostNotFound => Failure::Unreachable("no such host".to_owned()),
        ureq::Error::ConnectProxyFailed(reason) => Failure::Unreachable(format!("the proxy refuses: {reason}")),
        ureq::Error::Protocol(error) => Failure::Garbage { expected: "HTTP", said: error.to_string() },
        error => Failure::Unreachable(error.to_string()),
    }
}

/// The certificates of a file of certificate authorities.
fn certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>> {
    let wrong = |message: &str| Error::Usage {
        message: format!("the file with the certificate authority {message}"),
        hint: Some("write certificates in PEM: `-----BEGIN CERTIFICATE-----`".to_owned()),
    };
    let mut found = Vec::new();
    for item in ureq::tls::parse_pem(pem) {
        if let PemItem::Certificate(certificate) = item.map_err(|_| wrong("cannot be read"))? {
            found.push(certificate);
        }
    }
    if found.is_empty() { Err(wrong("holds no certificate")) } else { Ok(found) }
}
