//! Who is affected when a product, or a field of it, changes or goes: pure, over the graph of a mesh.
//!
//! A field is followed from input port to input port, through what manifests say of their steps. What says which rows
//! there are, such as a join, affects all of a product.

mod people;
mod reach;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub use people::{Contact, Reader, owner_of, readers, to_tell};

use super::flow::{Use, uses};
use super::graph::{Edge, Graph};
use reach::{all_fields, reached};

/// A field, by the names on the way to it: `address.city`.
pub type Path = Vec<String>;

/// What a change reaches.
#[derive(Debug)]
pub struct Impact {
    /// The product that changes.
    pub product: usize,
    /// The field of it; without one, all of it.
    pub field: Option<Path>,
    /// The other products that it reaches, the nearest first.
    pub affected: Vec<Affected>,
}

/// A product that a change reaches.
#[derive(Debug)]
pub struct Affected {
    /// The product.
    pub product: usize,
    /// Whether all of it is affected: the change decides which rows there are.
    pub whole: bool,
    /// The fields of its contract that are affected. None where it only reads what changes.
    pub fields: BTreeSet<Path>,
    /// The shortest way to it, from the product that changes.
    pub path: Vec<usize>,
    /// The input ports through which the change comes.
    pub through: Vec<Through>,
}

/// An input port through which a change comes.
#[derive(Debug)]
pub struct Through {
    /// The product that is read.
    pub from: usize,
    /// The input port.
    pub port: String,
    /// The version that it asks for.
    pub version: Option<String>,
    /// Each field that is read there, and what becomes of it.
    pub traces: BTreeSet<Trace>,
}

/// A field that is read, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Trace {
    /// The field of the product that is read.
    pub field: Path,
    /// What it is used for.
    pub into: Fate,
}

/// What becomes of a field that is read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is a field of the product.
    Field(Path),
    /// It is part of what makes a field of the product.
    Expression(Path),
    /// It says which rows there are: in `join`, `where`, `groupBy` or `cdc`.
    Rows(&'static str),
    /// It is read, and nothing is made of it.
    Nothing,
}

/// What is known of a product so far.
#[derive(Default)]
struct State {
    whole: bool,
    fields: BTreeSet<Path>,
    first: Option<usize>,
    through: BTreeMap<usize, BTreeSet<Trace>>,
}

/// What a change of a product, or of a field of it, reaches.
pub fn impact(graph: &Graph<'_>, product: usize, field: Option<Path>) -> Impact {
    let mut states: BTreeMap<usize, State> = BTreeMap::new();
    let fields = match &field {
        Some(field) => BTreeSet::from([field.clone()]),
        None => all_fields(&graph.survey().products[product].manifest),
    };
    states.insert(product, State { whole: field.is_none(), fields, ..State::default() });
    let (mut order, mut open) = (Vec::new(), VecDeque::from([product]));
    let mut known: BTreeMap<usize, Vec<Use>> = BTreeMap::new();
    while let Some(at) = open.pop_front() {
        let changed = states.get(&at).map(|state| state.fields.clone()).unwrap_or_default();
        for (number, edge) in graph.numbered_out_of(at) {
            if edge.to == product {
                continue;
            }
            let uses = known.entry(edge.to).or_insert_with(|| uses(&graph.survey().products[edge.to].manifest));
            let traces = traces(graph, edge, &changed, uses);
            if traces.is_empty() {
                continue;
            }
            let is_new = !states.contains_key(&edge.to);
            let state = states.entry(edge.to).or_default();
            if is_new {
                state.first = Some(at);
                order.push(edge.to);
            }
            if take(state, number, traces, || all_fields(&graph.survey().products[edge.to].manifest)) || is_new {
                open.push_back(edge.to);
            }
        }
    }
    let path = |mut at: usize| {
        let mut path = vec![at];
        while let Some(before) = states.get(&at).and_then(|state| state.first) {
            path.insert(0, before);
            at = before;
        }
        path
    };
    let paths: Vec<Vec<usize>> = order.iter().map(|at| path(*at)).collect();
    let affected = order.iter().zip(paths).filter_map(|(at, path)| {
        let State { whole, fields, through, .. } = states.remove(at)?;
        let through = through.into_iter().map(|(edge, traces)| through_edge(&graph.edges()[edge], traces)).collect();
        Some(Affected { product: *at, whole, fields, path, through })
    });
    Impact { product, field, affected: affected.collect() }
}

fn through_edge(edge: &Edge, traces: BTreeSet<Trace>) -> Through {
    Through { from: edge.from, port: edge.port.clone(), version: edge.version.clone(), traces }
}

/// What of these fields is read through an input port, and what becomes of it.
fn traces(graph: &Graph<'_>, edge: &Edge, changed: &BTreeSet<Path>, uses: &[Use]) -> BTreeSet<Trace> {
    let products = &graph.survey().products;
    let (upstream, reader) = (&products[edge.from].manifest, &products[edge.to].manifest);
    changed.iter().flat_map(|field| reached(upstream, reader, edge, field, uses)).collect()
}

/// Takes what comes through an input port. Whether more is affected than before.
fn take(state: &mut State, edge: usize, traces: BTreeSet<Trace>, all: impl FnOnce() -> BTreeSet<Path>) -> bool {
    let before = (state.whole, state.fields.len());
    for trace in &traces {
        match &trace.into {
            Fate::Field(path) | Fate::Expression(path) => drop(state.fields.insert(path.clone())),
            Fate::Rows(_) => state.whole = true,
            Fate::Nothing => {}
        }
    }
    if state.whole {
        state.fields.extend(all());
    }
    state.through.entry(edge).or_default().extend(traces);
    before != (state.whole, state.fields.len())
}
