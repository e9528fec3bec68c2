//! Checks of single answers: what is refused at once would otherwise be refused at the end.

use serde_json::Value as Json;

use crate::diagnostics::did_you_mean;
use crate::manifest::check::{is_reserved, is_symbol, value_fits};
use crate::manifest::document::Field;
use crate::manifest::name::{Name, suggest};
use crate::manifest::value::LogicalType;

/// Whether an answer is good, and why not.
pub(super) type Checked = Result<(), String>;

/// A check by parsing into a type.
pub(super) fn parses<T: std::str::FromStr<Err = E>, E: std::fmt::Display>(text: &str) -> Checked {
    text.parse::<T>().map(drop).map_err(|error| error.to_string())
}

/// A name, or why it is none and which one would be.
pub(super) fn name(text: &str) -> Checked {
    parses::<Name, _>(text).map_err(|reason| match suggest(text) {
        Some(near) => format!("{reason}; did you mean `{near}`?"),
        None => reason,
    })
}

/// A name that consumers can write without quotes.
pub(super) fn unreserved(text: &str) -> Checked {
    name(text)?;
    let snake = text.replace('-', "_");
    if is_reserved(&snake) {
        return Err(format!("`{text}` is a reserved word of SQL; add a word that says which: `{snake}_id`"));
    }
    Ok(())
}

/// A name that none of `others` has, however it is written.
pub(super) fn different(text: &str, others: &[Json]) -> Checked {
    let normal = |text: &str| text.replace('-', "_");
    let taken = others.iter().filter_map(|other| other["name"].as_str()).find(|other| normal(other) == normal(text));
    taken.map_or(Ok(()), |other| Err(format!("there is `{other}` already")))
}

/// A type that needs no members: structs are written in the manifest.
pub(super) fn flat_type(text: &str) -> Checked {
    match text.parse::<LogicalType>() {
        Ok(logical) if *logical.leaf() == LogicalType::Struct => {
            Err("write structs in the manifest, where their members have room".to_owned())
        }
        Ok(_) => Ok(()),
        Err(reason) => Err(match LogicalType::meant(text) {
            Some(meant) => format!("{reason}; did you mean `{meant}`?"),
            None => format!("{reason}; {}", did_you_mean(text, LogicalType::known())),
        }),
    }
}

/// The symbols of an enum, separated by commas.
pub(super) fn symbols(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).filter(|symbol| !symbol.is_empty()).collect()
}

/// Symbols that every language can spell.
pub(super) fn are_symbols(text: &str) -> Checked {
    let symbols = symbols(text);
    if symbols.is_empty() {
        return Err("an enum has at least one symbol".to_owned());
    }
    for (index, symbol) in symbols.iter().enumerate() {
        if !is_symbol(symbol) {
            return Err(format!("`{}` is no symbol: use letters, digits and `_`", symbol.escape_debug()));
        }
        if symbols[..index].contains(symbol) {
            return Err(format!("the symbol `{symbol}` stands twice"));
        }
    }
    Ok(())
}

/// A default as the field's type reads it: `7` is a number for an `int`, and a text for a `string`.
pub(super) fn typed_default(field: &Json, text: &str) -> Json {
    match field["type"].as_str() {
        Some("string" | "text" | "enum") => text.into(),
        _ => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
    }
}

/// A default that the field can have.
pub(super) fn fits(field: &Json, text: &str) -> Checked {
    let value = typed_default(field, text);
    let field: Field = serde_json::from_value(field.clone()).map_err(|error| error.to_string())?;
    value_fits(&field, &value).map_err(|reason| format!("it {reason}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_that_would_be_refused_at_the_end_is_refused_at_once() {
        assert!(name("Bad Name").unwrap_err().ends_with("did you mean `bad_name`?"));
        assert!(unreserved("order").unwrap_err().contains("reserved"));
        assert!(different("order-id", &[json!({ "name": "order_id" })]).unwrap_err().contains("`order_id` already"));
        assert!(flat_type("datetime").unwrap_err().contains("`timestamp`"));
        assert!(flat_type("array<struct>").unwrap_err().contains("in the manifest"));
        assert!(are_symbols("OPEN, in transit").unwrap_err().contains("`in transit`"));
        assert!(are_symbols("OPEN,OPEN").unwrap_err().contains("twice"));
        assert!(fits(&json!({ "name": "n", "type": "int" }), "many").is_err());
        assert!(fits(&json!({ "name": "n", "type": "enum", "enum": ["A"] }), "B").is_err());
    }

    #[test]
    fn a_good_answer_is_taken() {
        assert!(unreserved("order-id").is_ok() && different("a", &[]).is_ok() && flat_type("array<string>").is_ok());
        assert_eq!(symbols(" OPEN ,CLOSED, "), ["OPEN", "CLOSED"]);
        assert!(are_symbols("OPEN, CLOSED").is_ok());
        for (kind, text) in [("int", "7"), ("string", "7"), ("boolean", "true"), ("decimal(4,2)", "1.25")] {
            assert!(fits(&json!({ "name": "n", "type": kind }), text).is_ok(), "{kind}");
        }
    }
}
