//! How the columns of input ports become the fields of a product: by what the manifest says of its steps.
//!
//! SQL is not parsed: a column is used where its name stands. So nothing that is used is missed.

mod keep;

use crate::manifest::Manifest;
use crate::manifest::document::{InputPort, Transformation};

/// A use of a column of an input port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The index of the input port.
    pub port: usize,
    /// The column, by the name that staging gives to it, and the members of it that are named.
    pub path: Vec<String>,
    /// What it is used for.
    pub into: Into,
}

/// What a column is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Into {
    /// It is a field of the product, as it is.
    Field(String),
    /// It is in a field of the product with another look: `lower(email)`.
    Value(String),
    /// It is part of the expression that makes a field of the product.
    Expression(String),
    /// It says which rows there are: in `join`, `where`, `groupBy` or `cdc`.
    Rows(&'static str),
}

/// Every use of a column of an input port.
pub fn uses(manifest: &Manifest) -> Vec<Use> {
    let spec = &manifest.spec;
    let mut uses = Vec::new();
    for (port, input) in spec.input_ports.iter().enumerate() {
        if let Some(deleted) = input.cdc.as_ref().and_then(|cdc| cdc.deleted_column.as_ref()) {
            uses.push(Use { port, path: vec![deleted.snake()], into: Into::Rows("cdc") });
        }
    }
    let mut steps = spec.lineage.transformations.iter().filter(|step| step.from.is_some()).peekable();
    if steps.peek().is_none() && !spec.input_ports.is_empty() {
        let fields = manifest.columns_of_logic().into_iter().map(crate::manifest::document::Field::snake);
        uses.extend(fields.map(|field| Use { port: 0, path: vec![field.clone()], into: Into::Field(field) }));
    }
    for step in steps {
        of_step(manifest, step, &mut uses);
    }
    uses
}

fn of_step(manifest: &Manifest, step: &Transformation, uses: &mut Vec<Use>) {
    let ports = &manifest.spec.input_ports;
    let joined = step.joins.iter().map(|join| &join.port);
    let names: Vec<String> = step.from.iter().chain(joined).map(crate::manifest::name::Name::snake).collect();
    let taking_part: Vec<(usize, &String)> = names
        .iter()
        .filter_map(|name| Some((ports.iter().position(|port| port.name.snake() == *name)?, name)))
        .collect();
    let mentioned = |uses: &mut Vec<Use>, sql: &str, into: &dyn Fn(bool) -> Into| {
        let paths = paths(sql);
        let bare = is_bare(sql, &paths);
        for path in paths {
            let of_port = taking_part.iter().find(|(_, name)| path.len() > 1 && path[0] == **name);
            match of_port {
                Some((port, _)) => uses.push(Use { port: *port, path: path[1..].to_vec(), into: into(bare) }),
                // Whose column it is cannot be told: it may be that of any of them.
                None => uses.extend(taking_part.iter().map(|(port, _)| Use {
                    port: *port,
                    path: path.clone(),
                    into: into(bare),
                })),
            }
        }
    };
    for join in &step.joins {
        mentioned(uses, &join.on, &|_| Into::Rows("join"));
    }
    if let Some(condition) = &step.condition {
        mentioned(uses, condition, &|_| Into::Rows("where"));
    }
    for group in &step.group_by {
        mentioned(uses, group, &|_| Into::Rows("groupBy"));
    }
    for field in manifest.columns_of_logic() {
        let name = field.snake();
        match step.columns.iter().find(|(column, _)| column.snake() == name) {
            Some((_, sql)) => {
                let is_column = |path: &[String]| match path {
                    [name] => taking_part.iter().any(|(port, _)| has_column(&ports[*port], name)),
                    [port, ..] => taking_part.iter().any(|(_, name)| *name == port),
                    [] => false,
                };
                let kept = keep::keeps_values(sql, &is_column);
                let into = |bare| match (bare, kept) {
                    (true, _) => Into::Field(name.clone()),
                    (_, true) => Into::Value(name.clone()),
                    _ => Into::Expression(name.clone()),
                };
                mentioned(uses, sql, &into);
            }
            None => {
                if let Some((port, _)) = taking_part.first() {
                    uses.push(Use { port: *port, path: vec![name.clone()], into: Into::Field(name) });
                }
            }
        }
    }
}

/// Whether an expression is a name, and nothing else.
fn is_bare(sql: &str, paths: &[Vec<String>]) -> bool {
    paths.len() == 1 && paths[0].join(".").len() == sql.trim().len()
}

fn has_column(port: &InputPort, name: &str) -> bool {
    port.fields.iter().any(|field| field.snake() == name)
}

/// What begins and ends a comment of SQL or of a template.
const COMMENTS: [(&str, &str); 3] = [("--", "\n"), ("/*", "*/"), ("{#", "#}")];

/// The names in an expression, those with dots between them together: `o.address.city`. What stands in quotes is a text;
/// but inside `{{ … }}` it is SQL that is handed to a macro.
fn paths(sql: &str) -> Vec<Vec<String>> {
    let mut paths: Vec<Vec<String>> = Vec::new();
    let (mut rest, mut in_template) = (sql, false);
    while let Some(first) = rest.chars().next() {
        if let Some((mark, end)) = COMMENTS.iter().find(|(mark, _)| rest.starts_with(mark)) {
            let inside = &rest[mark.len()..];
            rest = inside.find(end).map_or("", |at| &inside[at + end.len()..]);
        } else if ["{{", "{%", "}}", "%}"].iter().any(|mark| rest.starts_with(mark)) {
            in_template = first == '{';
            rest = &rest[2..];
        } else if first == '\'' && !in_template {
            rest = rest[1..].find('\'').map_or("", |at| &rest[at + 2..]);
        } else if first == '"' && !in_template {
            // A name in quotes may hold anything, also what would begin a text.
            let (name, after) = rest[1..].split_once('"').unwrap_or((&rest[1..], ""));
            let words = name.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty());
            for word in words.map(|word| vec![word.to_lowercase()]) {
                if !paths.contains(&word) {
                    paths.push(word);
                }
            }
            rest = after;
        } else if first.is_ascii_digit() {
            rest = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '.' || c == '_');
        } else if first == '_' || first.is_alphabetic() {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
            let path = rest[..end].trim_end_matches('.').split('.').map(str::to_lowercase).collect();
            if !paths.contains(&path) {
                paths.push(path);
            }
            rest = &rest[end..];
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_texts_are_not() {
        let found = |sql: &str| paths(sql).into_iter().map(|path| path.join(".")).collect::<Vec<_>>();
        assert_eq!(found("O.Amount * 1.2e3"), ["o.amount"]);
        assert_eq!(found("case when a.b.c = 'x.y ''z' then _d end"), ["case", "when", "a.b.c", "then", "_d", "end"]);
        assert_eq!(found("a\n.b"), ["a", "b"]);
        assert_eq!(found("'open"), [""; 0]);
        assert_eq!(found("a -- it's a b\n + c"), ["a", "c"]);
        assert_eq!(found("a /* it's\n b */ + c {# it's d #} + e"), ["a", "c", "e"]);
        assert_eq!(found("'--' || a || '/*' || b"), ["a", "b"]);
        assert_eq!(found("o.\"It's\" + c - -d"), ["o", "it", "s", "c", "d"]);
        assert_eq!(found("a /* open"), ["a"]);
        assert_eq!(found("{{ f(['o.id', \"'x'\"]) }} || 'y' || z"), ["f", "o.id", "x", "z"]);
    }
}
