//! Which products a build is about.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use super::job::is_built;
use super::result::{BuildResult, Status};
use crate::error::Result;
use crate::fleet::{Choice, Member};
use crate::mesh::{Graph, Survey};

/// The products of a build.
#[derive(Debug, Default)]
pub struct Chosen {
    /// Those that are built, the upstreams that come along among them.
    pub products: BTreeSet<usize>,
    /// Those that come along because the others read them.
    pub along: BTreeSet<usize>,
    /// Those that are read as they were built before.
    pub as_before: BTreeSet<usize>,
}

/// The products that patterns name, and of those that they are made from the ones that are not built yet. All products
/// when there is no pattern.
pub fn choose(graph: &Graph<'_>, patterns: &[String]) -> Result<Chosen> {
    let survey = graph.survey();
    let members = survey.products.iter().map(|product| Member {
        id: product.id.to_string(),
        place: product.place.clone(),
        root: product.root.clone(),
    });
    let named = Choice::new(patterns)?.of(members.collect())?;
    let at: HashMap<&Path, usize> =
        survey.products.iter().enumerate().map(|(at, product)| (product.root.as_path(), at)).collect();
    let named = named.iter().filter_map(|member| at.get(member.root.as_path()).copied());
    Ok(with_upstreams(graph, named.collect()))
}

/// These products, and of those that they are made from the ones that are not built yet.
pub fn with_upstreams(graph: &Graph<'_>, products: BTreeSet<usize>) -> Chosen {
    let survey = graph.survey();
    let mut chosen = Chosen { products, ..Chosen::default() };
    let mut line: Vec<usize> = chosen.products.iter().copied().collect();
    while let Some(at) = line.pop() {
        for above in graph.upstream(at).into_iter().filter(|above| !chosen.products.contains(above)).collect::<Vec<_>>()
        {
            if was_built(survey, above) {
                chosen.as_before.insert(above);
            } else {
                chosen.products.insert(above);
                chosen.along.insert(above);
                line.push(above);
            }
        }
    }
    chosen
}

fn was_built(survey: &Survey, at: usize) -> bool {
    let product = &survey.products[at];
    let result = BuildResult::read(&survey.root, &product.id.to_string());
    result.is_some_and(|result| result.status == Status::Ok) && is_built(survey, product)
}
