//! Products that wait for each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::Graph;

impl Graph<'_> {
    /// Circles, each in the direction of the data and beginning with its first product. Every product that lies on a
    /// circle is in one of these.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let mut graph = DiGraph::<(), ()>::with_capacity(self.into.len(), self.edges.len());
        for _ in &self.into {
            graph.add_node(());
        }
        for edge in &self.edges {
            graph.add_edge(NodeIndex::new(edge.from), NodeIndex::new(edge.to), ());
        }
        let mut circles = Vec::new();
        for knot in kosaraju_scc(&graph) {
            let knot: BTreeSet<usize> = knot.into_iter().map(NodeIndex::index).collect();
            let mut open = knot.clone();
            while let Some(first) = open.pop_first() {
                let Some(circle) = self.shortest_circle(first, &knot) else { continue };
                open.retain(|at| !circle.contains(at));
                circles.push(from_the_first(circle));
            }
        }
        circles.sort();
        circles
    }

    /// The shortest way from a product back to itself.
    fn shortest_circle(&self, first: usize, knot: &BTreeSet<usize>) -> Option<Vec<usize>> {
        let mut came_from = BTreeMap::new();
        let mut open = VecDeque::from([first]);
        while let Some(at) = open.pop_front() {
            for next in self.downstream(at) {
                if next == first {
                    let mut circle = vec![at];
                    while let Some(before) = circle.last().and_then(|at| came_from.get(at)) {
                        circle.push(*before);
                    }
                    circle.reverse();
                    return Some(circle);
                }
                if knot.contains(&next) && !came_from.contains_key(&next) {
                    came_from.insert(next, at);
                    open.push_back(next);
                }
            }
        }
        None
    }
}

/// The same circle, begun with its smallest number.
fn from_the_first(mut circle: Vec<usize>) -> Vec<usize> {
    let smallest = circle.iter().enumerate().min_by_key(|(_, at)| **at).map_or(0, |(index, _)| index);
    circle.rotate_left(smallest);
    circle
}
