//! A reader for each language that is written: from a file to a tree of what it says.

use std::sync::LazyLock;

use hcl::structure::{Body, Structure};
use hcl::template::{Element, Template};
use hcl::{Expression, ObjectKey};
use mesh_cli::diagnostics::Source;
use mesh_cli::manifest::read;
use minijinja::{Environment, context};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::{Value as Json, json};

/// What a file says, with every text as its reader sees it.
pub fn read(path: &str, text: &str) -> Result<Json, String> {
    match extension(path) {
        "yml" | "yaml" if path.contains("dbt/") => yaml(text).and_then(|tree| rendered(tree, false)),
        "yml" | "yaml" => yaml(text),
        "avsc" => {
            let tree: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
            apache_avro::Schema::parse(&without_decimal_defaults(&tree)).map_err(|error| error.to_string())?;
            Ok(tree)
        }
        "json" => serde_json::from_str(text).map_err(|error| error.to_string()),
        "tf" | "hcl" => hcl::parse(text).map(|body| self::body(&body)).map_err(|error| error.to_string()),
        "csv" => csv(text).map(|rows| json!(rows)),
        "md" => Ok(json!(markdown(text))),
        // Of all other files a text of the manifest may be no part.
        _ => Ok(json!(text.lines().collect::<Vec<_>>())),
    }
}

/// apache-avro 0.21 knows no default of an optional decimal; fastavro does.
fn without_decimal_defaults(tree: &Json) -> Json {
    match tree {
        Json::Object(entries) => {
            let decimal = entries.get("type").is_some_and(|kind| kind.to_string().contains("\"decimal\""));
            let kept = entries.iter().filter(|(key, _)| !decimal || key.as_str() != "default");
            Json::Object(kept.map(|(key, value)| (key.clone(), without_decimal_defaults(value))).collect())
        }
        Json::Array(items) => items.iter().map(without_decimal_defaults).collect(),
        other => other.clone(),
    }
}

/// What a path ends with, behind its last dot.
pub fn extension(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or_default()
}

/// YAML, by the reader of manifests: duplicate keys, tags and control characters are refused.
pub fn yaml(text: &str) -> Result<Json, String> {
    match read::parse(Source::new("", text)).node {
        Ok(node) => Ok(node.to_json()),
        Err(finding) => Err(finding.message),
    }
}

/// Every text as it is after dbt has rendered it: once, and the SQL of a unit test's rows once more.
fn rendered(tree: Json, twice: bool) -> Result<Json, String> {
    Ok(match tree {
        Json::String(text) => {
            let once = jinja(&text)?;
            Json::String(if twice { jinja(&once)?.trim_end().to_owned() } else { once })
        }
        Json::Array(items) => {
            Json::Array(items.into_iter().map(|item| rendered(item, twice)).collect::<Result<_, _>>()?)
        }
        Json::Object(entries) => {
            let sql = entries.get("format").is_some_and(|format| format == "sql");
            Json::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| {
                        let sql = sql && key == "rows";
                        Ok((key, rendered(value, sql)?))
                    })
                    .collect::<Result<_, String>>()?,
            )
        }
        other => other,
    })
}

/// A text as dbt renders it: only where it holds a mark of Jinja.
pub fn jinja(text: &str) -> Result<String, String> {
    let call = |name: &str| text.trim().starts_with(&format!("{name}(")) && text.trim().ends_with(')');
    let marked = ["{{", "{%", "{#", "}}", "%}", "#}"].iter().any(|mark| text.contains(mark));
    if !marked {
        // dbt calls these in the arguments of tests even without braces; `ref` is the templates' own.
        let called = ["env_var", "var", "source", "doc"].into_iter().find(|name| call(name));
        return called.map_or_else(|| Ok(text.to_owned()), |name| Err(format!("dbt would call {name}: {text}")));
    }
    let context = context! { target => context! { type => "duckdb", schema => "main", database => "dev" } };
    DBT.render_str(text, context).map_err(|error| format!("{error}: {text}"))
}

/// The functions of dbt that the templates call in YAML: each prints its call.
static DBT: LazyLock<Environment<'_>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    for name in ["env_var", "doc", "shift_sample_times", "ref", "source", "var"] {
        environment.add_function(name, move |arguments: minijinja::value::Rest<String>| {
            format!("<{name} {}>", arguments.join(" "))
        });
    }
    environment
});

fn body(body: &Body) -> Json {
    body.iter()
        .map(|structure| match structure {
            Structure::Attribute(attribute) => json!({ attribute.key(): expression(attribute.expr()) }),
            Structure::Block(block) => {
                let labels: Vec<&str> = block.labels().iter().map(hcl::structure::BlockLabel::as_str).collect();
                json!({ block.identifier(): [labels, self::body(block.body())] })
            }
        })
        .collect()
}

fn expression(value: &Expression) -> Json {
    match value {
        Expression::Null => Json::Null,
        Expression::Bool(value) => json!(value),
        Expression::Number(value) => json!(value.to_string()),
        Expression::String(text) => json!(text),
        Expression::Array(items) => items.iter().map(expression).collect(),
        Expression::Object(entries) => entries
            .iter()
            .map(|(key, value)| {
                let key = match key {
                    ObjectKey::Expression(key) => expression(key),
                    other => json!(other.to_string()),
                };
                json!([key, expression(value)])
            })
            .collect(),
        Expression::TemplateExpr(template) => {
            // Only the text of a template; what it would compute is left as it is written.
            let template = Template::from_expr(template).expect("the template was parsed before");
            json!(
                template
                    .elements()
                    .iter()
                    .map(|element| match element {
                        Element::Literal(text) => text.clone(),
                        other => format!("<{other:?}>"),
                    })
                    .collect::<String>()
            )
        }
        Expression::FuncCall(call) => {
            json!([call.name.to_string(), call.args.iter().map(expression).collect::<Vec<_>>()])
        }
        Expression::Parenthesis(inner) => expression(inner),
        Expression::Operation(operation) => match &**operation {
            hcl::Operation::Binary(binary) => {
                json!([expression(&binary.lhs_expr), binary.operator.to_string(), expression(&binary.rhs_expr)])
            }
            hcl::Operation::Unary(unary) => json!([unary.operator.to_string(), expression(&unary.expr)]),
        },
        other => json!(format!("{other:?}")),
    }
}

/// RFC 4180, strictly.
fn csv(text: &str) -> Result<Vec<Vec<String>>, String> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    let mut start = true;
    while let Some(character) = characters.next() {
        match character {
            '"' if start => loop {
                match characters.next() {
                    Some('"') if characters.peek() == Some(&'"') => {
                        characters.next();
                        cell.push('"');
                    }
                    Some('"') => {
                        if !matches!(characters.peek(), Some(',' | '\n')) {
                            return Err("text behind a quoted cell".into());
                        }
                        start = false;
                        break;
                    }
                    Some(other) => cell.push(other),
                    None => return Err("a quoted cell does not end".into()),
                }
            },
            '"' | '\r' => return Err(format!("{character:?} inside a plain cell")),
            ',' => {
                row.push(std::mem::take(&mut cell));
                start = true;
            }
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
                start = true;
            }
            other => {
                cell.push(other);
                start = false;
            }
        }
    }
    if !row.is_empty() || !cell.is_empty() {
        return Err("the last line does not end".into());
    }
    let width = rows.first().map_or(0, Vec::len);
    match rows.iter().find(|row| row.len() != width) {
        Some(row) => Err(format!("a row has {} cells and the header {width}", row.len())),
        None => Ok(rows),
    }
}

/// Markdown as what a browser would show: what opens and closes, and the text between.
///
/// Where one paragraph ends and the next begins is a space here, since text may have paragraphs.
fn markdown(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM;
    let mut out: Vec<String> = Vec::new();
    let mut words = String::new();
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Text(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph) => {
                words.push(' ');
            }
            other => {
                let shown = collapse(&std::mem::take(&mut words));
                if !shown.is_empty() {
                    out.push(shown);
                }
                out.push(format!("<{other:?}>"));
            }
        }
    }
    out.push(collapse(&words));
    out
}

/// Where the links of a Markdown file lead.
pub fn links(text: &str) -> Vec<String> {
    Parser::new(text)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.to_string()),
            _ => None,
        })
        .collect()
}

/// Every run of white space as one space.
pub fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
