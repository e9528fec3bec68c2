//! How each figure is computed.

use std::collections::BTreeSet;

use super::{Evidence, Value};
use crate::diagnostics::plural;
use crate::manifest::document::Field;
use crate::mesh::Surveyed;
use crate::mesh::graph::{Graph, key};
use crate::run::{BuildResult, CheckKind, CheckStatus, Status};

/// What a figure is; nothing where it cannot be known from what is there.
pub(super) fn value(id: &str, graph: &Graph<'_>, evidence: &Evidence) -> Option<Value> {
    let products = &graph.survey().products;
    match id {
        "domains_onboarded" => domains_onboarded(graph),
        "data_products_published" => published(products),
        "slo_compliance" => {
            let judged = evidence.results.iter().filter(|result| of(result, CheckKind::Slo).next().is_some());
            let kept = |result: &BuildResult| of(result, CheckKind::Slo).all(|status| status == CheckStatus::Passed);
            share(judged.map(|result| result.status != Status::Skipped && kept(result)))
        }
        "data_quality_score" => quality(&evidence.results),
        "documentation_completeness" => {
            share(products.iter().map(|product| product.manifest.spec.schema.fields.iter().all(is_described)))
        }
        "data_product_consumers" => {
            let consumers: usize = (0..products.len()).map(|at| consumers(graph, at)).sum();
            average(consumers, products.len())
        }
        "cross_domain_products" => {
            let count = products.iter().filter(|product| domains_of(product).len() > 1).count();
            (!products.is_empty()).then(|| Value { number: whole(count), text: count.to_string() })
        }
        "deployment_frequency" => evidence
            .changes
            .map(|count| Value { number: whole(count), text: format!("{count} since {}", evidence.since) }),
        _ => None,
    }
}

/// Without a list of domains nobody knows how many there are.
fn domains_onboarded(graph: &Graph<'_>) -> Option<Value> {
    let survey = graph.survey();
    let mesh = survey.mesh.as_ref().filter(|mesh| !mesh.domains.is_empty())?;
    let publishing: BTreeSet<&str> = survey.products.iter().map(|product| product.id.domain.as_str()).collect();
    share(mesh.domains.keys().map(|domain| publishing.contains(domain.as_str())))
}

fn published(products: &[Surveyed]) -> Option<Value> {
    let domains: BTreeSet<&str> = products.iter().map(|product| product.id.domain.as_str()).collect();
    let per_domain = average(products.len(), domains.len())?.text;
    let of_domains = plural(domains.len(), "domain");
    let text = format!("{} in {of_domains}, {per_domain} in each", products.len());
    Some(Value { number: whole(products.len()), text })
}

fn quality(results: &[BuildResult]) -> Option<Value> {
    let scores: Vec<f64> = results
        .iter()
        .filter_map(|result| {
            let tried = || of(result, CheckKind::Quality).chain(of(result, CheckKind::Contract));
            let tests = tried().filter(|status| *status != CheckStatus::Skipped).count();
            let passed = tried().filter(|status| *status == CheckStatus::Passed).count();
            (tests > 0).then(|| 100.0 * whole(passed) / whole(tests))
        })
        .collect();
    let number = scores.iter().sum::<f64>() / whole(scores.len());
    (!scores.is_empty())
        .then(|| Value { number, text: format!("{number:.0} over {}", plural(scores.len(), "product")) })
}

/// How the tests of one kind ended.
fn of(result: &BuildResult, kind: CheckKind) -> impl Iterator<Item = CheckStatus> {
    result.checks.iter().filter(move |check| check.kind == kind).map(|check| check.status)
}

fn is_described(field: &Field) -> bool {
    field.description.is_some()
}

/// Who reads a product: the products of the mesh that do, and the declared consumers that are none of these.
fn consumers(graph: &Graph<'_>, at: usize) -> usize {
    let products = &graph.survey().products;
    let readers: Vec<&Surveyed> = graph.downstream(at).into_iter().map(|reader| &products[reader]).collect();
    let declared = &products[at].manifest.spec.access.consumers;
    let others: BTreeSet<String> = declared
        .iter()
        .filter(|consumer| match &consumer.product {
            Some(product) => readers.iter().all(|reader| key(&reader.id.to_string()) != key(&product.to_string())),
            None => readers.iter().all(|reader| reader.id.domain != consumer.domain),
        })
        .map(|consumer| consumer.product.as_ref().map_or(consumer.domain.to_string(), ToString::to_string))
        .collect();
    readers.len() + others.len()
}

/// The domains that the data of a product comes from: those of the products that it reads, its own for other inputs.
fn domains_of(product: &Surveyed) -> BTreeSet<String> {
    let read = product.reads.iter().filter_map(|reads| Some(reads.product.split_once('.')?.0.to_owned()));
    let own = product.manifest.spec.input_ports.len() > product.reads.len();
    read.chain(own.then(|| product.id.domain.to_string())).collect()
}

/// How many of all hold, in percent.
fn share(all: impl Iterator<Item = bool>) -> Option<Value> {
    let (mut held, mut count) = (0, 0);
    for holds in all {
        held += usize::from(holds);
        count += 1;
    }
    let number = 100.0 * whole(held) / whole(count);
    (count > 0).then(|| Value { number, text: format!("{held} of {count} ({number:.0}%)") })
}

fn average(sum: usize, count: usize) -> Option<Value> {
    let number = whole(sum) / whole(count);
    (count > 0).then(|| Value { number, text: format!("{number:.1}") })
}

#[allow(clippy::cast_precision_loss)] // Nobody has 2^52 products.
fn whole(count: usize) -> f64 {
    count as f64
}
