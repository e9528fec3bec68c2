//! One filter per language. Whatever string a manifest holds, the file that a filter prints it
//! into parses in its own language and gives the same string back.

mod comment;
mod hcl;
mod jinja;
mod json;
pub(crate) mod markdown;
mod python;
mod shell;
mod sql;
mod yaml;

pub use yaml::{block as yaml_block, flow as yaml_flow, scalar as yaml_scalar};

use serde_json::{Value as Json, json};
use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

/// What a filter does, for the reference of templates.
pub struct About {
    /// The filter's name.
    pub name: &'static str,
    /// What it prints.
    pub prints: &'static str,
}

/// Every filter, in alphabetical order.
pub const FILTERS: &[About] = &[
    About { name: "comment", prints: "text as comment lines; `prefix` is what each line begins with (`-- `, `# `)" },
    About { name: "hcl", prints: "any value as an HCL literal (Terraform)" },
    About {
        name: "jinja",
        prints: "text that a Jinja render gives back unchanged; to be followed by the filter of the file",
    },
    About { name: "jinja_str", prints: "text as a string literal inside a Jinja expression" },
    About {
        name: "json",
        prints: "any value as JSON; `pretty=true` indents it, `indent` shifts the lines after the first",
    },
    About { name: "make", prints: "text inside a Makefile; to be used after `sh`" },
    About { name: "md", prints: "text inside a line of Markdown, a table cell included" },
    About { name: "md_block", prints: "text as paragraphs of Markdown" },
    About { name: "py", prints: "any value as a Python literal" },
    About { name: "sh", prints: "text as one word of a POSIX shell" },
    About { name: "sql", prints: "text as a string literal of standard SQL, inert for Jinja" },
    About { name: "yaml", prints: "any value as YAML on one line" },
    About {
        name: "yaml_block",
        prints: "any value as YAML in block style; `indent` shifts every line, `key` puts the value under a key",
    },
];

/// The most that a filter puts before each line.
const MOST_INDENT: usize = 64;

/// Registers every filter.
pub fn register(tera: &mut Tera) {
    tera.register_filter("comment", |value: Value, kwargs: Kwargs, _: &State<'_>| {
        let prefix: String = kwargs.must_get("prefix")?;
        if prefix.len() > MOST_INDENT {
            return Err(Error::message(format!("`prefix` has at most {MOST_INDENT} bytes")));
        }
        text(&value, "comment").map(|text| safe(&comment::lines(&text, &prefix)))
    });
    tera.register_filter("hcl", |value: Value, _: Kwargs, _: &State<'_>| {
        data(&value).map(|data| safe(&hcl::literal(&data)))
    });
    // Not safe on its own: the filter of the file comes after it.
    tera.register_filter("jinja", |value: Value, _: Kwargs, _: &State<'_>| {
        data(&value).map(|data| Value::from_serializable(&jinja::inert_value(data)))
    });
    tera.register_filter("jinja_str", |value: Value, _: Kwargs, _: &State<'_>| {
        text(&value, "jinja_str").map(|text| safe(&jinja::string(&text)))
    });
    tera.register_filter("json", |value: Value, kwargs: Kwargs, _: &State<'_>| {
        let pretty = kwargs.get::<bool>("pretty")?.unwrap_or(false);
        let indent = indent(&kwargs)?;
        data(&value).map(|data| safe(&json::document(&data, pretty, indent)))
    });
    tera.register_filter("make", |value: Value, _: Kwargs, _: &State<'_>| {
        text(&value, "make").and_then(|text| shell::make(&text).map(|text| safe(&text)).map_err(Error::message))
    });
    tera.register_filter("md", |value: Value, _: Kwargs, _: &State<'_>| {
        text(&value, "md").map(|text| safe(&markdown::inline(&text)))
    });
    tera.register_filter("md_block", |value: Value, _: Kwargs, _: &State<'_>| {
        text(&value, "md_block").map(|text| safe(&markdown::block(&text)))
    });
    tera.register_filter("py", |value: Value, _: Kwargs, _: &State<'_>| {
        data(&value).map(|data| safe(&python::literal(&data)))
    });
    tera.register_filter("sh", |value: Value, _: Kwargs, _: &State<'_>| {
        text(&value, "sh").map(|text| safe(&shell::word(&text)))
    });
    tera.register_filter("sql", |value: Value, _: Kwargs, _: &State<'_>| {
        text(&value, "sql").map(|text| safe(&sql::string(&text)))
    });
    tera.register_filter("yaml", |value: Value, _: Kwargs, _: &State<'_>| {
        data(&value).map(|data| safe(&yaml::flow(&data)))
    });
    tera.register_filter("yaml_block", |value: Value, kwargs: Kwargs, _: &State<'_>| {
        let indent = indent(&kwargs)?;
        let key = kwargs.get::<String>("key")?;
        let data = data(&value)?;
        Ok(safe(&yaml::block(&key.map_or_else(|| data.clone(), |key| json!({ key: data })), indent)))
    });
}

/// How far a filter shifts lines to the right.
fn indent(kwargs: &Kwargs) -> TeraResult<usize> {
    match kwargs.get::<usize>("indent")?.unwrap_or(0) {
        indent if indent > MOST_INDENT => Err(Error::message(format!("`indent` is at most {MOST_INDENT}"))),
        indent => Ok(indent),
    }
}

fn safe(text: &str) -> Value {
    Value::safe_string(text)
}

fn data(value: &Value) -> TeraResult<Json> {
    serde_json::to_value(value).map_err(|error| Error::message(error.to_string()))
}

fn text(value: &Value, filter: &str) -> TeraResult<String> {
    match data(value)? {
        Json::String(text) => Ok(text),
        other @ (Json::Number(_) | Json::Bool(_)) => Ok(other.to_string()),
        _ => Err(Error::message(format!("`{filter}` wants text"))),
    }
}
