//! How a field of one product reaches another.

use std::collections::BTreeSet;

use super::{Fate, Path, Trace};
use crate::manifest::Manifest;
use crate::manifest::document::Field;
use crate::mesh::flow::{Into, Use};
use crate::mesh::graph::Edge;
use crate::mesh::offer::Offer;

/// The fields that the business logic of a product gives.
pub(super) fn all_fields(manifest: &Manifest) -> BTreeSet<Path> {
    manifest.columns_of_logic().into_iter().map(|field| vec![field.snake()]).collect()
}

/// What becomes of a field in a product that reads it; nothing where it does not.
pub(super) fn reached(upstream: &Manifest, reader: &Manifest, edge: &Edge, field: &Path, uses: &[Use]) -> Vec<Trace> {
    let Some((first, members)) = field.split_first() else { return Vec::new() };
    // A version that is not served is a fault of its own; the reader is affected by the current one.
    let offer = Offer::asked(upstream, edge.version.as_deref()).or_else(|| Offer::asked(upstream, None));
    let names = offer.map(|offer| offer.made_of(first)).unwrap_or_default();
    let mut traces = Vec::new();
    for name in names {
        let Some(staged) = staged(reader, edge.port_index, &name, members) else { continue };
        let column: Path = [staged].into_iter().chain(members.iter().cloned()).collect();
        let source: Path = [name].into_iter().chain(members.iter().cloned()).collect();
        let of_port = uses.iter().filter(|one| one.port == edge.port_index);
        let fates: BTreeSet<Fate> = of_port.filter_map(|one| fate(one, &column)).collect();
        let fates = if fates.is_empty() { BTreeSet::from([Fate::Nothing]) } else { fates };
        traces.extend(fates.into_iter().map(|into| Trace { field: source.clone(), into }));
    }
    traces
}

/// What staging calls a column, where the input port reads it: members that are not listed are not read.
fn staged(reader: &Manifest, port: usize, name: &str, members: &[String]) -> Option<String> {
    let port = reader.spec.input_ports.get(port)?;
    if port.fields.is_empty() {
        let read = reader.columns_of_logic().into_iter().any(|field| field.snake() == name);
        return read.then(|| name.to_owned());
    }
    let field = port.fields.iter().find(|field| field.name.snake() == name)?;
    has(field, members).then(|| field.snake())
}

fn has(field: &Field, members: &[String]) -> bool {
    let Some((first, rest)) = members.split_first() else { return true };
    field.fields.is_empty() || field.fields.iter().any(|member| member.name.snake() == *first && has(member, rest))
}

/// What a use makes of a column: nothing where it is of another one, or of another member.
fn fate(one: &Use, column: &Path) -> Option<Fate> {
    let shared = one.path.len().min(column.len());
    if one.path[..shared] != column[..shared] {
        return None;
    }
    Some(match &one.into {
        Into::Field(name) => Fate::Field([name.clone()].into_iter().chain(column[shared..].iter().cloned()).collect()),
        Into::Value(name) | Into::Expression(name) => Fate::Expression(vec![name.clone()]),
        Into::Rows(place) => Fate::Rows(place),
    })
}
