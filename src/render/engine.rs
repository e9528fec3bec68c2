//! Tera, set up for files that are full of braces: its own delimiters, strict variables, and an
//! escape function that refuses what no filter has made safe.

use std::collections::BTreeSet;
use std::io::Write;
use std::ops::Range;

use tera::{Delimiters, ErrorKind, Tera};

use super::{fault, filter, guard, syntax};
use crate::error::{Error, Result};

/// A template engine with the filters of every language.
pub struct Engine {
    tera: Tera,
    /// The templates as they were written, where they are not trusted: for what is wrong with them.
    written: Option<Vec<(String, String)>>,
}

impl Engine {
    /// An engine without templates, for single expressions.
    pub fn empty() -> Result<Self> {
        let mut tera = Tera::default();
        tera.set_delimiters(delimiters()).map_err(|error| Error::Internal(error.to_string()))?;
        // Every template is "escaped": by a function that lets harmless text through and fails on the rest.
        tera.autoescape_on([""]);
        tera.set_escape_fn(refuse_unfiltered);
        filter::register(&mut tera);
        guard::register(&mut tera);
        Ok(Self { tera, written: None })
    }

    /// An engine with the given templates: name and text.
    pub fn with_templates<'a>(templates: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self> {
        let mut engine = Self::empty()?;
        let templates: Vec<_> = templates.into_iter().collect();
        if let Err(error) = engine.tera.add_raw_templates(templates.clone()) {
            return Err(fault::of(&templates, &error)?);
        }
        Ok(engine)
    }

    /// An engine for pages of HTML: whatever a template prints is escaped, and nothing is refused.
    pub fn html(templates: &[(&str, &str)], trusted: bool) -> Result<Self> {
        let mut engine = Self::empty()?;
        engine.tera.set_escape_fn(tera::escape_html);
        let prepared = if trusted { None } else { Some(guard::prepare_all(templates)?) };
        let added = match &prepared {
            None => engine.tera.add_raw_templates(templates.iter().copied()),
            Some(prepared) => engine.tera.add_raw_templates(prepared.iter().map(|(name, text)| (*name, text.as_str()))),
        };
        match added {
            Ok(()) => Ok(engine),
            Err(error) => {
                Err(Self::with_templates(templates.iter().copied()).err().unwrap_or(template_error("", &error)))
            }
        }
    }

    /// An engine with templates that are not trusted: a render that goes on for too long or takes too much is stopped.
    pub fn guarded(templates: &[(&str, &str)]) -> Result<Self> {
        let mut engine = Self::empty()?;
        engine.written = Some(templates.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect());
        let prepared = guard::prepare_all(templates)?;
        let texts = prepared.iter().map(|(name, text)| (*name, text.as_str()));
        match engine.tera.add_raw_templates(texts) {
            Ok(()) => Ok(engine),
            Err(error) => {
                Err(Self::with_templates(templates.iter().copied()).err().unwrap_or_else(|| template_error("", &error)))
            }
        }
    }

    /// Adds one template.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), tera::Error> {
        self.tera.add_raw_template(name, text)
    }

    /// The names that a template reads and does not set, those of the templates it includes or extends among them.
    pub fn variables(&self, template: &str) -> Result<BTreeSet<String>> {
        let names = self.tera.get_template_variables(template).map_err(|error| template_error(template, &error))?;
        Ok(names.into_iter().map(str::to_owned).collect())
    }

    /// What is wrong with the grammar of a template, if anything is. What it names is not looked at.
    pub fn fault(&self, text: &str) -> Option<Fault> {
        if let Some(fault) = syntax::template(text).err().filter(syntax::Unreadable::is_too_deep) {
            return Some(fault.into());
        }
        let mut tera = Tera::default();
        tera.set_delimiters(delimiters()).ok()?;
        match tera.add_raw_template("", text).err()?.kind() {
            ErrorKind::SyntaxError(report) => Some(Fault {
                span: report.span().range.clone(),
                // The engine speaks of the braces that it has by itself.
                message: [
                    ("`{{`", "`<{`"),
                    ("`}}`", "`}>`"),
                    ("`{%`", "`<%`"),
                    ("`%}`", "`%>`"),
                    ("expected }}", "expected `}>`"),
                    ("expected %}", "expected `%>`"),
                ]
                .iter()
                .fold(report.message().to_owned(), |message, (theirs, ours)| message.replace(theirs, ours)),
            }),
            _ => None,
        }
    }

    /// Whether there is a filter, a test or a function of this name.
    pub fn knows(&self, what: &str, name: &str) -> bool {
        let text = match what {
            "filter" => format!("<{{ x | {name} }}>"),
            "test" => format!("<% if x is {name} %><% endif %>"),
            _ => format!("<{{ {name}() }}>"),
        };
        let mut tera = self.tera.clone();
        tera.add_raw_template("", &text).is_ok()
    }

    /// Renders a template.
    pub fn render(&self, template: &str, context: &tera::Context) -> Result<String> {
        guard::begin();
        let mut output = guard::Output::default();
        match self.tera.render_to(template, context, &mut output) {
            Ok(()) => output.text(template),
            Err(error) => Err(stopped(template, &error).unwrap_or_else(|| {
                // The same error again, at the place where it stands in the template as it was written.
                let as_written = self.as_written().and_then(|engine| engine.tera.render(template, context).err());
                template_error(template, &as_written.unwrap_or(error))
            })),
        }
    }

    /// Renders a text that is no file of its own, such as a path.
    pub fn render_text(&self, name: &str, text: &str, context: &tera::Context) -> Result<String> {
        if self.written.is_none() {
            return self.tera.render_str(text, context, true).map_err(|error| template_error(name, &error));
        }
        let prepared = guard::prepare(name, text)?;
        guard::begin();
        let mut output = guard::Output::default();
        match self.tera.render_str_to(&prepared, context, true, &mut output) {
            Ok(()) => output.text(name),
            Err(error) => Err(stopped(name, &error).unwrap_or_else(|| {
                let as_written = self.tera.render_str(text, context, true).err();
                template_error(name, &as_written.unwrap_or(error))
            })),
        }
    }

    /// An engine with the templates as they were written.
    fn as_written(&self) -> Option<Self> {
        let written = self.written.as_ref()?;
        Self::with_templates(written.iter().map(|(name, text)| (name.as_str(), text.as_str()))).ok()
    }

    /// Whether an expression over the context holds; `name` is what a message calls it.
    pub fn holds(&self, name: &str, expression: &str, context: &tera::Context) -> Result<bool> {
        let text = format!("<% if {expression} %>yes<% endif %>");
        Ok(self.render_text(name, &text, context)? == "yes")
    }
}

/// What is wrong with a template, and the bytes where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl From<super::syntax::Unreadable> for Fault {
    fn from(fault: super::syntax::Unreadable) -> Self {
        Self { span: fault.span, message: fault.message }
    }
}

fn delimiters() -> Delimiters {
    Delimiters {
        block_start: "<%".into(),
        block_end: "%>".into(),
        variable_start: "<{".into(),
        variable_end: "}>".into(),
        comment_start: "<#".into(),
        comment_end: "#>".into(),
    }
}

/// The error of a render that was stopped, with the line at which it was.
fn stopped(template: &str, error: &tera::Error) -> Option<Error> {
    let reason = guard::stopped()?;
    let place = fault::position(error).map(|place| format!("\n --> {place}")).unwrap_or_default();
    Some(Error::Template { template: template.to_owned(), message: format!("{reason}{place}") })
}

pub(super) fn template_error(template: &str, error: &tera::Error) -> Error {
    use std::error::Error as _;
    let mut message = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        message.push_str(": ");
        message.push_str(&cause.to_string());
        source = cause.source();
    }
    // The program says `error` once, before all of it.
    let message = message.strip_prefix("error: ").unwrap_or(&message).trim_end().to_owned();
    Error::Template { template: template.to_owned(), message }
}

/// Whether a text means nothing in any language: it is printed without a filter.
pub fn is_harmless(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.@:/+-".contains(&byte))
}

fn refuse_unfiltered(text: &str, output: &mut dyn Write) -> std::io::Result<()> {
    if is_harmless(text) {
        return output.write_all(text.as_bytes());
    }
    let shown: String = text.chars().take(40).collect();
    Err(std::io::Error::other(format!(
        "`{}` is printed without a filter for the language of this file, such as `| yaml`",
        shown.escape_debug()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(value: &str) -> tera::Context {
        let mut context = tera::Context::new();
        context.insert("text", value);
        context
    }

    #[test]
    fn text_without_a_filter_is_refused_and_with_one_is_printed() {
        let engine = Engine::empty().unwrap();
        let hostile = context("a \"b\" ${c}");
        let error = engine.render_text("x", "<{ text }>", &hostile).unwrap_err().to_string();
        assert!(error.contains("without a filter"), "{error}");
        assert_eq!(engine.render_text("x", "<{ text | json }>", &hostile).unwrap(), r#""a \"b\" ${c}""#);
        assert_eq!(
            engine.render_text("x", "<{ text }>", &context("orders.order_events")).unwrap(),
            "orders.order_events"
        );
    }

    #[test]
    fn braces_of_other_languages_are_text() {
        let engine = Engine::empty().unwrap();
        let text = "{{ ref('x') }} {% if y %} ${{ github.ref }} ${var.z} {# no #}";
        assert_eq!(engine.render_text("x", text, &tera::Context::new()).unwrap(), text);
    }

    #[test]
    fn a_template_with_a_fault_is_named() {
        let templates = [("good", "<{ name }>"), ("bad", "<{ name")];
        let Err(Error::Template { template, .. }) = Engine::with_templates(templates) else { panic!() };
        assert_eq!(template, "bad");
    }

    #[test]
    fn an_undefined_variable_is_an_error() {
        let engine = Engine::empty().unwrap();
        assert!(engine.render_text("x", "<{ nothing }>", &tera::Context::new()).is_err());
        assert!(engine.render_text("x", "<{ text.nothing }>", &context("a")).is_err());
    }
}
