//! YAML: every document of the file, no key twice.

use serde::de::IgnoredAny;
use serde_yaml::{DuplicateKeyPolicy, Error};

use super::Fault;

pub(super) fn read(text: &str) -> Result<(), Fault> {
    let options = serde_yaml::options! { duplicate_keys: DuplicateKeyPolicy::Error, with_snippet: false };
    match serde_yaml::from_multiple_with_options::<IgnoredAny>(text, options) {
        Ok(_) => Ok(()),
        Err(error) => Err(fault(&error, text)),
    }
}

fn fault(error: &Error, text: &str) -> Fault {
    let message = match error.without_snippet() {
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("the key `{key}` is given twice"),
        other => {
            let message = other.to_string();
            message.split(" at line ").next().unwrap_or(&message).to_owned()
        }
    };
    let number = |number: u64| usize::try_from(number).unwrap_or(1).max(1);
    match error.location() {
        Some(place) => Fault { line: number(place.line()), column: number(place.column()), message },
        None => Fault::at(text, 0, message),
    }
}
