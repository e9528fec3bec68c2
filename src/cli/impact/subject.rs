//! What a user asks about: a product, or a field of it.

use crate::cli::mesh::known_product;
use crate::cli::usage;
use crate::diagnostics::{did_you_mean, shown};
use crate::error::Result;
use crate::manifest::document::{Field, FieldName};
use crate::mesh::Graph;
use crate::mesh::impact::Path;

/// The product and the field that a text names. A field is found however its words are joined.
pub(super) fn subject(text: &str, graph: &Graph<'_>) -> Result<(usize, Option<Path>)> {
    let parts: Vec<&str> = text.split('.').collect();
    let (id, field) = parts.split_at(parts.len().min(2));
    let product = known_product(graph, &id.join("."))?;
    if field.is_empty() {
        return Ok((product, None));
    }
    let found = &graph.survey().products[product];
    let (mut path, mut fields) = (Path::new(), found.manifest.columns_of_logic());
    for name in field {
        let wanted = name.parse::<FieldName>().map(|name| name.snake()).unwrap_or_default();
        let Some(next) = fields.iter().copied().find(|field| field.snake() == wanted) else {
            let outer = path.iter().fold(found.id.to_string(), |outer, name| format!("{outer}.{name}"));
            let names: Vec<String> = fields.iter().map(|field| field.snake()).collect();
            let hint = if names.is_empty() {
                format!("`{outer}` has no fields of its own")
            } else {
                did_you_mean(name, names.iter().map(String::as_str))
            };
            return Err(usage(format!("`{outer}` has no field `{}`", shown(name)), hint));
        };
        path.push(Field::snake(next));
        fields = next.fields.iter().collect();
    }
    Ok((product, Some(path)))
}
