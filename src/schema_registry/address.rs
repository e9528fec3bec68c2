//! Where a registry is, and the names that it files schemas under.

use std::fmt;
use std::str::FromStr;

use ureq::http::Uri;

/// The URL of a registry, or of a subject or a version in it, as `--against` and `--registry` take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The registry itself, without a slash at the end.
    pub base: String,
    /// The subject, where the URL names one: `…/subjects/orders.order_events-v2`.
    pub subject: Option<Subject>,
    /// The version, where the URL names one: `…/subjects/orders.order_events-v2/versions/3`.
    pub version: Option<u32>,
    host: String,
    encrypted: bool,
}

/// The name that a registry files the versions of a schema under.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject(String);

impl Address {
    /// Whether what is sent stays on this machine.
    pub(super) fn is_local(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
    }

    /// Whether nobody on the way can read what is sent.
    pub(super) fn is_private(&self) -> bool {
        self.encrypted || self.is_local()
    }
}

impl FromStr for Address {
    type Err = String;

    // The text is never repeated where it may hold a password.
    fn from_str(text: &str) -> Result<Self, String> {
        let uri: Uri = text.parse().map_err(|error| format!("the URL of the registry is none: {error}"))?;
        let scheme = uri.scheme_str().unwrap_or_default();
        if !matches!(scheme, "http" | "https") {
            return Err("the URL of a registry begins with `https://` or `http://`".to_owned());
        }
        let authority = uri.authority().map_or("", |authority| authority.as_str());
        if authority.contains('@') {
            return Err("the URL of a registry holds no user and no password: set them in the environment".to_owned());
        }
        if uri.query().is_some() || text.contains('#') {
            return Err("the URL of a registry has no `?` and no `#`".to_owned());
        }
        let path = uri.path().trim_end_matches('/');
        let (prefix, subject, version) = match path.split_once("/subjects/") {
            None => (path.strip_suffix("/subjects").unwrap_or(path), None, None),
            Some((prefix, rest)) => {
                let (subject, version) = rest
                    .split_once("/versions")
                    .map_or((rest, ""), |(subject, more)| (subject, more.trim_start_matches('/')));
                (prefix, Some(decoded(subject)?.parse()?), number(version)?)
            }
        };
        let base = format!("{scheme}://{authority}{prefix}");
        let host = uri.host().unwrap_or_default().to_owned();
        Ok(Self { base, subject, version, host, encrypted: scheme == "https" })
    }
}

/// The version at the end of a URL. No version, `latest` and `-1` are the last one.
fn number(text: &str) -> Result<Option<u32>, String> {
    match text {
        "" | "latest" => Ok(None),
        _ => match text.parse() {
            Ok(number) if number > 0 => Ok(Some(number)),
            _ => Err(format!("`{}` is no version of a subject: a number from 1, or `latest`", text.escape_debug())),
        },
    }
}

impl Subject {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name as one step of a path.
    pub(super) fn encoded(&self) -> String {
        let step = |byte: u8| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        };
        self.0.bytes().map(step).collect()
    }
}

/// `%2F` is `/`.
fn decoded(text: &str) -> Result<String, String> {
    let bad = || format!("`{}` is no subject in a URL", text.escape_debug());
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16)).ok_or_else(bad);
        bytes.push(match byte {
            b'%' => u8::try_from(hex(rest.next())? * 16 + hex(rest.next())?).map_err(|_| bad())?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| bad())
}

impl FromStr for Subject {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.chars().find(|character| character.is_control() || character.is_whitespace()) {
            _ if text.is_empty() => Err("a subject has a name".to_owned()),
            _ if matches!(text, "." | "..") => Err(format!("`{text}` is no name of a subject")),
            Some(bad) => Err(format!("a subject has no `{}` in its name", bad.escape_debug())),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn read(text: &str, base: &str, subject: Option<&str>, version: Option<u32>) {
        let address: Address = text.parse().unwrap();
        let found = (address.base.as_str(), address.subject.as_ref().map(Subject::as_str), address.version);
        assert_eq!(found, (base, subject, version), "{text}");
    }

    #[track_caller]
    fn refused(text: &str, words: &str) {
        let error = text.parse::<Address>().unwrap_err();
        assert!(error.contains(words) && !error.contains("hunter2"), "{text}: {error}");
    }

    #[test]
    fn a_url_is_a_registry_a_subject_or_a_version() {
        read("http://localhost:8081", "http://localhost:8081", None, None);
        read("https://host/api/ccompat/v7/", "https://host/api/ccompat/v7", None, None);
        read("https://host/subjects", "https://host", None, None);
        read("https://host/subjects/orders.order_events", "https://host", Some("orders.order_events"), None);
        read("https://host/sr/subjects/a%2Fb/versions", "https://host/sr", Some("a/b"), None);
        read("https://host/subjects/a/versions/latest", "https://host", Some("a"), None);
        read("https://host/subjects/a/versions/3", "https://host", Some("a"), Some(3));
    }

    #[test]
    fn what_is_no_registry_is_refused_and_a_password_never_repeated() {
        refused("registry", "begins with `https://`");
        refused("ftp://registry", "begins with `https://`");
        refused("https://ana:hunter2@host", "set them in the environment");
        refused("https://host/?token=hunter2", "no `?`");
        refused("https://host/#hunter2", "no `#`");
        refused("https://host/subjects/a%zz", "is no subject");
        refused("https://host/subjects/a/versions/0", "is no version");
        refused("https://ho st/", "is none");
    }

    #[test]
    fn only_this_machine_and_tls_are_private() {
        let private = |text: &str| text.parse::<Address>().unwrap().is_private();
        assert!(private("https://host") && private("http://localhost:8081") && private("http://127.0.0.2"));
        assert!(private("http://[::1]:8081"));
        assert!(!private("http://host") && !private("http://localhost.example.com") && !private("http://10.0.0.1"));
    }

    #[test]
    fn a_subject_is_one_step_of_a_path() {
        let encoded = |text: &str| text.parse::<Subject>().unwrap().encoded();
        assert_eq!(encoded("orders.order_events-v2"), "orders.order_events-v2");
        assert_eq!(encoded(":.prod:a/b?c"), "%3A.prod%3Aa%2Fb%3Fc");
        assert_eq!(encoded("é"), "%C3%A9");
        assert!(
            "".parse::<Subject>().is_err() && "..".parse::<Subject>().is_err() && "a b".parse::<Subject>().is_err()
        );
    }
}
