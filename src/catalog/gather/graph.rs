//! The drawings of pages.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{Atlas, domain_href, product_href, title};
use crate::catalog::model::Graph;
use crate::mesh::Drawing;
use crate::mesh::drawing::{Card, Line};

/// The most boxes of a drawing: more are no picture any more.
const MOST_AROUND: usize = 30;
const MOST_OF_DOMAIN: usize = 60;
const MOST_OF_MESH: usize = 80;

impl Atlas<'_> {
    /// A product with what is two steps above it and below it, and the systems that it reads.
    pub(super) fn neighbourhood(&self, at: usize, systems: &[String], root: &str) -> Option<Graph> {
        let steps = |next: &dyn Fn(usize) -> Vec<usize>| {
            let first = next(at);
            let second = first.iter().flat_map(|one| next(*one)).collect::<Vec<_>>();
            (first, second)
        };
        let (up, above) = steps(&|at| self.graph.upstream(at));
        let (down, below) = steps(&|at| self.graph.downstream(at));
        // The nearest ones first, so that they are there when there is no room for all.
        let mut known = HashSet::from([at]);
        let near = up.into_iter().chain(down).chain(above).chain(below).filter(|near| known.insert(*near));
        let mut chosen: Vec<usize> = [at].into_iter().chain(near).collect();
        let wanted = chosen.len() + systems.len();
        if wanted == 1 {
            return None;
        }
        chosen.truncate(MOST_AROUND);
        let shown = systems.len().min(MOST_AROUND - chosen.len().min(MOST_AROUND));
        let mut drawing = self.drawing(&chosen, root, |one| if one == at { "product self" } else { "product" });
        drawing.title = title(self.at(at));
        for system in &systems[..shown] {
            drawing.lines.push(Line { from: drawing.boxes.len(), to: 0, label: String::new() });
            drawing.boxes.push(Card {
                id: system.clone(),
                title: system.clone(),
                class: "system".into(),
                ..Card::default()
            });
        }
        Some(Graph { svg: drawing.svg(), boxes: drawing.boxes.len(), hidden: wanted - drawing.boxes.len() })
    }

    /// The products of a domain, with what they read and who reads them.
    pub(super) fn domain_graph(&self, domain: &str, own: &[usize], root: &str) -> Option<Graph> {
        let mut chosen = own.to_vec();
        let mut known: BTreeSet<usize> = own.iter().copied().collect();
        for at in own {
            for near in self.graph.upstream(*at).into_iter().chain(self.graph.downstream(*at)) {
                if known.insert(near) {
                    chosen.push(near);
                }
            }
        }
        let wanted = chosen.len();
        chosen.truncate(MOST_OF_DOMAIN);
        let class = |at: usize| if self.at(at).id.domain.as_str() == domain { "product self" } else { "product" };
        let mut drawing = self.drawing(&chosen, root, class);
        drawing.title = self.domain_title(domain);
        (!drawing.lines.is_empty()).then(|| Graph {
            svg: drawing.svg(),
            boxes: chosen.len(),
            hidden: wanted - chosen.len(),
        })
    }

    /// Every product, or nothing where there are too many for one picture.
    pub(super) fn product_graph(&self, root: &str, name: &str) -> Option<Graph> {
        if self.shown.is_empty() || self.shown.len() > MOST_OF_MESH {
            return None;
        }
        let mut drawing = self.drawing(&self.shown, root, |_| "product");
        name.clone_into(&mut drawing.title);
        Some(Graph { svg: drawing.svg(), boxes: self.shown.len(), hidden: 0 })
    }

    /// Every domain, with how many products of one read another.
    pub(super) fn domains_graph(&self, root: &str, name: &str) -> Option<Graph> {
        let names: Vec<&str> = self.domains.keys().map(String::as_str).take(MOST_OF_MESH).collect();
        let place: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (*name, at)).collect();
        let mut drawing = Drawing { title: name.to_owned(), ..Drawing::default() };
        for name in &names {
            let count = self.domains[*name].len();
            drawing.boxes.push(Card {
                id: (*name).to_owned(),
                title: self.domain_title(name),
                subtitle: crate::diagnostics::plural(count, "product"),
                href: Some(format!("{root}{}", domain_href(name))),
                class: format!("domain hue-{}", self.hue(name)),
            });
        }
        for ((from, to), readers) in self.between_domains() {
            if let (Some(&from), Some(&to)) = (place.get(from), place.get(to)) {
                drawing.lines.push(Line { from, to, label: readers.to_string() });
            }
        }
        let hidden = self.domains.len() - names.len();
        (!names.is_empty()).then(|| Graph { svg: drawing.svg(), boxes: names.len(), hidden })
    }

    /// Which domain reads which, and through how many input ports.
    pub(super) fn between_domains(&self) -> BTreeMap<(&str, &str), usize> {
        let mut between = BTreeMap::new();
        for edge in self.graph.edges() {
            let (from, to) = (self.at(edge.from).id.domain.as_str(), self.at(edge.to).id.domain.as_str());
            if from != to {
                *between.entry((from, to)).or_default() += 1;
            }
        }
        between
    }

    fn drawing(&self, chosen: &[usize], root: &str, class: impl Fn(usize) -> &'static str) -> Drawing {
        let place: BTreeMap<usize, usize> = chosen.iter().enumerate().map(|(place, at)| (*at, place)).collect();
        let boxes = chosen.iter().map(|at| {
            let product = self.at(*at);
            Card {
                id: product.id.to_string(),
                title: title(product),
                subtitle: product.id.to_string(),
                href: Some(format!("{root}{}", product_href(product))),
                class: format!("{} hue-{}", class(*at), self.hue(product.id.domain.as_str())),
            }
        });
        let mut lines = BTreeSet::new();
        for (at, to) in &place {
            lines.extend(self.graph.upstream(*at).into_iter().filter_map(|from| Some((*place.get(&from)?, *to))));
        }
        let lines = lines.into_iter().map(|(from, to)| Line { from, to, label: String::new() });
        Drawing { title: String::new(), boxes: boxes.collect(), lines: lines.collect() }
    }
}
