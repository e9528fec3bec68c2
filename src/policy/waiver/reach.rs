//! What a waiver reaches: products by their ids, and places in them.

use globset::{Glob, GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};

use crate::diagnostics::{Place, shown};

/// Whose products the waivers of a file can reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Those of every domain.
    Mesh,
    /// Those of one domain, by its name.
    Domain(String),
    /// One, by its id.
    Product(String),
}

impl Scope {
    /// Whether a product is within reach, by its id.
    pub fn reaches(&self, product: &str) -> bool {
        match self {
            Self::Mesh => true,
            Self::Domain(domain) => product.split_once('.').is_some_and(|(of, _)| of == domain),
            Self::Product(id) => id == product,
        }
    }
}

/// A pattern of product ids: `orders.*`.
pub(super) fn product_pattern(text: &str) -> Result<Glob, String> {
    GlobBuilder::new(text).build().map_err(|error| error.kind().to_string())
}

/// All the patterns together.
pub(super) fn products(patterns: Vec<Glob>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(pattern);
    }
    set.build().unwrap_or_default()
}

/// Whether a pattern of ids is one id.
pub(super) fn is_literal(pattern: &str) -> bool {
    !pattern.contains(['*', '?', '[', '{', '\\'])
}

/// A pattern of places: `spec.schema.fields[*_email]`, `**.pii`.
#[derive(Debug, Clone)]
pub(super) struct PathPattern(GlobMatcher);

impl PathPattern {
    /// Reads a pattern, or says why it is none.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let steps = steps(text)?;
        if let Some(index) = steps.iter().find(|step| step.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(format!("`{}` names an item by its index, `{index}`", shown(text)));
        }
        let pattern = steps.iter().map(|step| neutral(step)).collect::<Vec<_>>().join("/");
        let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
        glob.map(|glob| Self(glob.compile_matcher())).map_err(|error| format!("`{}`: {}", shown(text), error.kind()))
    }

    /// Whether a place is one of the pattern's, or lies below one.
    pub(super) fn reaches(&self, place: &Place) -> bool {
        let mut way = String::new();
        place.steps().iter().any(|step| {
            if !way.is_empty() {
                way.push('/');
            }
            way.push_str(&neutral(step.name()));
            self.0.is_match(&way)
        })
    }
}

/// A name without the sign that separates steps.
fn neutral(name: &str) -> String {
    name.replace('/', "|")
}

/// The steps of a path: `a.b[c.d].e` is `a`, `b`, `c.d`, `e`.
fn steps(text: &str) -> Result<Vec<&str>, String> {
    let wrong = |what: &str| format!("`{}` is no path: {what}", shown(text));
    let mut steps = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(item) = rest.strip_prefix('[') {
            let (name, after) = item.split_once(']').ok_or_else(|| wrong("a bracket is not closed"))?;
            steps.push(name);
            rest = after;
            if !(rest.is_empty() || rest.starts_with(['.', '['])) {
                return Err(wrong("a `.` is missing after a bracket"));
            }
            rest = rest.strip_prefix('.').map_or(rest, |after| if after.is_empty() { rest } else { after });
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            steps.push(&rest[..end]);
            rest = match rest[end..].strip_prefix('.') {
                Some("") => return Err(wrong("it ends with a `.`")),
                Some(after) => after,
                None => &rest[end..],
            };
        }
    }
    if steps.iter().any(|step| step.is_empty()) {
        return Err(wrong("a name is missing"));
    }
    Ok(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{Finding, Places, Report, Rule, Source};
    use crate::manifest::read;

    static RULE: Rule = Rule::new("a/rule", "s", "w");
    const TEXT: &str = "spec: { fields: [{ name: id }, { name: work_email, pii: true, fields: [{ name: a.b }] }] }\n";

    fn place(pointer: &str) -> Place {
        let source = Source::new("", TEXT);
        let node = read::parse(source.clone()).node.unwrap();
        let report = Report::new(Some(source), vec![Finding::at(&RULE, &node, pointer, "m")]);
        Places::of(&report).at(&report.findings[0])
    }

    #[test]
    fn a_path_reaches_a_place_and_all_below_it() {
        let email = place("/spec/fields/1/pii");
        for path in [
            "spec.fields[work_email].pii",
            "spec.fields.work_email",
            "spec",
            "spec.fields[*]",
            "spec.fields[*_email].*",
            "**.pii",
            "**[work_email]",
        ] {
            assert!(PathPattern::read(path).unwrap().reaches(&email), "{path}");
        }
        for path in ["spec.fields[id]", "spec.field", "fields", "spec.*.pii", "spec.fields[email]", "**.name"] {
            assert!(!PathPattern::read(path).unwrap().reaches(&email), "{path}");
        }
        assert!(
            PathPattern::read("spec.fields[work_email].fields[a.b]")
                .unwrap()
                .reaches(&place("/spec/fields/1/fields/0"))
        );
        assert!(!PathPattern::read("**").unwrap().reaches(&place("")));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for (path, why) in [
            ("spec.fields[0].pii", "by its index, `0`"),
            ("spec..x", "a name is missing"),
            (".x", "a name is missing"),
            ("x.", "ends with a `.`"),
            ("a[b", "not closed"),
            ("a[b]c", "a `.` is missing"),
            ("a[b].", "ends with a `.`"),
            ("a[]", "a name is missing"),
            ("a{b", "unclosed"),
        ] {
            let error = PathPattern::read(path).unwrap_err();
            assert!(error.contains(why), "{path}: {error}");
        }
    }

    #[test]
    fn a_file_reaches_the_products_of_its_owner() {
        assert!(Scope::Mesh.reaches("orders.events"));
        assert!(Scope::Domain("orders".into()).reaches("orders.events"));
        assert!(!Scope::Domain("order".into()).reaches("orders.events"));
        assert!(!Scope::Product("orders.events".into()).reaches("orders.events_v2"));
    }
}
