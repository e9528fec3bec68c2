//! Who we are to a registry. Secrets come from the environment, and are never printed.

use std::ffi::OsString;
use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::error::{Error, Result};

/// The variable with the user, or the key of an API key.
pub const USER: &str = "SCHEMA_REGISTRY_USER";
/// The variable with the password, or the secret of an API key.
pub const PASSWORD: &str = "SCHEMA_REGISTRY_PASSWORD";
/// The variable with a bearer token.
pub const TOKEN: &str = "SCHEMA_REGISTRY_TOKEN";

/// What stands in a text instead of a secret.
const HIDDEN: &str = "***";

/// Who we are to a registry.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Credentials {
    /// Nobody.
    #[default]
    None,
    /// A user and a password.
    Basic {
        /// The user.
        user: String,
        /// The password.
        password: String,
    },
    /// The bearer of a token.
    Bearer(String),
}

impl Credentials {
    /// The credentials of an environment, whose variables `lookup` knows.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        let value = |name: &str| {
            let Some(value) = lookup(name).filter(|value| !value.is_empty()) else { return Ok(None) };
            match value.into_string() {
                Ok(text) if text.bytes().all(|byte| matches!(byte, 0x20..=0x7e | 0x80..)) => Ok(Some(text)),
                _ => Err(wrong(format!("{name} holds a character that no request can carry"), "write it on one line")),
            }
        };
        match (value(USER)?, value(PASSWORD)?, value(TOKEN)?) {
            (None, None, None) => Ok(Self::None),
            (None, None, Some(token)) => Ok(Self::Bearer(token)),
            (Some(user), Some(password), None) => Ok(Self::Basic { user, password }),
            (_, _, Some(_)) => Err(wrong(
                format!("both {TOKEN} and {USER} or {PASSWORD} are set"),
                "unset what this registry does not use",
            )),
            (Some(_), None, None) => Err(wrong(format!("{USER} is set, and {PASSWORD} is not"), "set both or neither")),
            (None, Some(_), None) => Err(wrong(format!("{PASSWORD} is set, and {USER} is not"), "set both or neither")),
        }
    }

    /// Whether there are any.
    pub fn are_given(&self) -> bool {
        *self != Self::None
    }

    /// The value of the header `Authorization`.
    pub(super) fn header(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Basic { user, password } => {
                Some(format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))))
            }
            Self::Bearer(token) => Some(format!("Bearer {token}")),
        }
    }

    /// A text of somebody else, in which no secret of ours stands.
    pub(super) fn without_secrets(&self, text: &str) -> String {
        let secrets = match self {
            Self::None => Vec::new(),
            Self::Basic { password, .. } => {
                vec![self.header().unwrap_or_default().replace("Basic ", ""), password.clone()]
            }
            Self::Bearer(token) => vec![token.clone()],
        };
        secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), HIDDEN))
    }
}

fn wrong(message: String, hint: &str) -> Error {
    Error::Usage { message, hint: Some(hint.to_owned()) }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "None",
            Self::Basic { .. } => "Basic(***)",
            Self::Bearer(_) => "Bearer(***)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Credentials> {
        let find = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value));
        Credentials::from_environment(find)
    }

    #[test]
    fn the_environment_says_who_we_are() {
        assert_eq!(from(&[]).unwrap().header(), None);
        assert_eq!(from(&[(TOKEN, "")]).unwrap().header(), None);
        assert_eq!(from(&[(TOKEN, "abc")]).unwrap().header().unwrap(), "Bearer abc");
        // RFC 7617, section 2.
        let basic = from(&[(USER, "Aladdin"), (PASSWORD, "open sesame")]).unwrap();
        assert_eq!(basic.header().unwrap(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    #[test]
    fn half_a_pair_and_two_ways_at_once_are_wrong_use() {
        for variables in [
            &[(USER, "ana")][..],
            &[(PASSWORD, "hunter2")],
            &[(TOKEN, "hunter2"), (USER, "ana"), (PASSWORD, "hunter2")],
            &[(TOKEN, "hunter2\nX-Evil: 1")],
        ] {
            let error = from(variables).unwrap_err();
            assert_eq!(error.exit_code(), 2);
            assert!(!format!("{error} {error:?}").contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn no_secret_is_shown() {
        let basic = from(&[(USER, "ana"), (PASSWORD, "hunter2")]).unwrap();
        assert_eq!(format!("{basic:?}"), "Basic(***)");
        assert_eq!(basic.without_secrets("ana:hunter2, YW5hOmh1bnRlcjI="), "ana:***, ***");
        assert_eq!(from(&[(TOKEN, "abc")]).unwrap().without_secrets("Bearer abc"), "Bearer ***");
    }
}
