//! The products of a mesh, and which of them reads which: pure, over a [`Survey`].

mod circle;
mod draw;

use std::collections::{BTreeMap, BTreeSet};

use super::Survey;

/// Which product reads which. Numbers are indexes into the products of the survey.
pub struct Graph<'a> {
    survey: &'a Survey,
    /// The first product of each id.
    exact: BTreeMap<String, usize>,
    /// The first product of each name, as SQL sees it.
    known: BTreeMap<String, usize>,
    edges: Vec<Edge>,
    /// The edges that lead to each product, and those that lead from it.
    into: Vec<Vec<usize>>,
    out_of: Vec<Vec<usize>>,
}

/// An input port of one product that reads another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The product that is read.
    pub from: usize,
    /// The product that reads.
    pub to: usize,
    /// The input port that it reads through.
    pub port: String,
    /// The index of that input port.
    pub port_index: usize,
    /// The version that it asks for.
    pub version: Option<String>,
}

/// A product by the name that SQL knows it by: `customer.customer-360` is `customer.customer_360`.
pub fn key(id: &str) -> String {
    id.replace('-', "_").to_lowercase()
}

impl<'a> Graph<'a> {
    /// The graph of all products of a survey. What an input port names and nobody offers is no edge.
    pub fn of(survey: &'a Survey) -> Self {
        let (mut exact, mut known) = (BTreeMap::new(), BTreeMap::new());
        for (at, product) in survey.products.iter().enumerate() {
            let id = product.id.to_string();
            known.entry(key(&id)).or_insert(at);
            exact.entry(id).or_insert(at);
        }
        let count = survey.products.len();
        let mut graph = Self {
            survey,
            exact,
            known,
            edges: Vec::new(),
            into: vec![Vec::new(); count],
            out_of: vec![Vec::new(); count],
        };
        for (to, product) in survey.products.iter().enumerate() {
            for reads in &product.reads {
                let Some(from) = graph.find(&reads.product) else { continue };
                graph.into[to].push(graph.edges.len());
                graph.out_of[from].push(graph.edges.len());
                graph.edges.push(Edge {
                    from,
                    to,
                    port: product.manifest.spec.input_ports[reads.port].name.to_string(),
                    port_index: reads.port,
                    version: reads.version.clone(),
                });
            }
        }
        graph
    }

    /// What the graph is of.
    pub fn survey(&self) -> &'a Survey {
        self.survey
    }

    /// The product with an id; where there is none, the one with the same words, however they are joined.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.exact.get(id).or_else(|| self.known.get(&key(id))).copied()
    }

    /// Every input port that reads a product of the mesh, in the order of the readers.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The input ports of a product that read others.
    pub fn edges_into(&self, at: usize) -> impl Iterator<Item = &Edge> {
        self.into[at].iter().map(|edge| &self.edges[*edge])
    }

    /// The input ports of others that read a product.
    pub fn edges_out_of(&self, at: usize) -> impl Iterator<Item = &Edge> {
        self.out_of[at].iter().map(|edge| &self.edges[*edge])
    }

    /// The same, each with its index in [`edges`](Self::edges).
    pub fn numbered_out_of(&self, at: usize) -> impl Iterator<Item = (usize, &Edge)> {
        self.out_of[at].iter().map(|edge| (*edge, &self.edges[*edge]))
    }

    /// The products that a product reads, each once.
    pub fn upstream(&self, at: usize) -> Vec<usize> {
        once(self.edges_into(at).map(|edge| edge.from))
    }

    /// The products that read a product, each once.
    pub fn downstream(&self, at: usize) -> Vec<usize> {
        once(self.edges_out_of(at).map(|edge| edge.to))
    }

    /// Every product that a product is made from, however far away. It is among them where it is made from itself.
    pub fn above(&self, at: usize) -> Vec<usize> {
        reached(at, |at| self.upstream(at))
    }

    /// Every product that is made from a product, however far away.
    pub fn below(&self, at: usize) -> Vec<usize> {
        reached(at, |at| self.downstream(at))
    }

    /// The products in the order in which they can be built: those of one level read only those of the levels before.
    /// Where products wait for each other, the circles.
    pub fn levels(&self) -> Result<Vec<Vec<usize>>, Vec<Vec<usize>>> {
        let mut waits: Vec<usize> = (0..self.into.len()).map(|at| self.upstream(at).len()).collect();
        let mut level: Vec<usize> = (0..waits.len()).filter(|at| waits[*at] == 0).collect();
        let (mut levels, mut done) = (Vec::new(), 0);
        while !level.is_empty() {
            let mut next = Vec::new();
            for below in level.iter().flat_map(|at| self.downstream(*at)) {
                waits[below] -= 1;
                if waits[below] == 0 {
                    next.push(below);
                }
            }
            next.sort_unstable();
            done += level.len();
            levels.push(std::mem::replace(&mut level, next));
        }
        if done == waits.len() { Ok(levels) } else { Err(self.circles()) }
    }
}

/// Every number that can be reached from one, in order.
fn reached(at: usize, next: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut open = next(at);
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            open.extend(next(at));
        }
    }
    seen.into_iter().collect()
}

/// Each number once, in order.
fn once(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    numbers.collect::<BTreeSet<_>>().into_iter().collect()
}
