//! `mesh-cli mesh graph`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::{Value as Json, json};

use crate::cli::survey::{survey, tell_broken};
use crate::cli::{Outcome, Shell, usage};
use crate::diagnostics::{did_you_mean, nearest, one_of, shown};
use crate::error::Result;
use crate::mesh::graph::key;
use crate::mesh::{Graph, Survey, from_here};

/// Draw the products of a mesh, and which of them reads which
///
/// The drawing goes to standard output; the same mesh gives the same text.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  mesh-cli mesh graph
  mesh-cli mesh graph --format svg > mesh.svg
  mesh-cli mesh graph --domain orders --format dot | dot -Tpdf > orders.pdf
  mesh-cli mesh graph --product orders.order_events")]
pub(super) struct Args {
    /// A folder of the mesh
    #[arg(default_value = ".", value_name = "PATH")]
    path: PathBuf,

    /// Only the products of this domain, and those that they read or are read by
    #[arg(long, value_name = "DOMAIN", conflicts_with = "product")]
    domain: Option<String>,

    /// Only this product, and all that it is made from or that is made from it
    #[arg(long, value_name = "ID")]
    product: Option<String>,

    /// How the graph is given
    #[arg(long, value_enum, default_value_t)]
    format: GraphFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum GraphFormat {
    /// A flowchart for Markdown
    #[default]
    Mermaid,
    /// For Graphviz
    Dot,
    /// For programs
    Json,
    /// A picture, for light and dark screens
    Svg,
}

pub(super) fn run(args: &Args, shell: &Shell) -> Result<Outcome> {
    let survey = survey(&args.path, shell)?;
    let graph = Graph::of(&survey);
    let chosen = chosen(args, &survey, &graph)?;
    let drawing = graph.drawing(&chosen, title(args, &survey));
    match args.format {
        GraphFormat::Mermaid => shell.data(&drawing.mermaid())?,
        GraphFormat::Dot => shell.data(&drawing.dot())?,
        GraphFormat::Svg => shell.data(&drawing.svg_file())?,
        GraphFormat::Json => shell.json(&data(&graph, &chosen))?,
    }
    tell_broken(&survey, shell);
    Ok(if survey.broken.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

fn title(args: &Args, survey: &Survey) -> String {
    let organisation = survey.mesh.as_ref().and_then(|mesh| mesh.organisation.name.as_ref());
    match (&args.domain, &args.product, organisation) {
        (Some(domain), ..) => format!("Data products of {domain}"),
        (_, Some(product), _) => format!("Lineage of {product}"),
        (.., Some(name)) => format!("Data products of {}", &**name),
        _ => "Data products".to_owned(),
    }
}

fn chosen(args: &Args, survey: &Survey, graph: &Graph<'_>) -> Result<BTreeSet<usize>> {
    if let Some(id) = &args.product {
        let at = known_product(graph, id)?;
        return Ok(graph.above(at).into_iter().chain([at]).chain(graph.below(at)).collect());
    }
    let Some(domain) = &args.domain else { return Ok((0..survey.products.len()).collect()) };
    known_domain(survey, domain)?;
    let of_domain = (0..survey.products.len()).filter(|at| survey.products[*at].id.domain.as_str() == domain);
    Ok(of_domain.flat_map(|at| graph.upstream(at).into_iter().chain([at]).chain(graph.downstream(at))).collect())
}

/// The product that an argument names.
pub(in crate::cli) fn known_product(graph: &Graph<'_>, id: &str) -> Result<usize> {
    graph.find(id).ok_or_else(|| {
        if let Some(broken) = graph.survey().broken.iter().find(|broken| broken.may_be(id)) {
            let message = format!("the manifest of `{}` cannot be read", shown(id));
            return usage(message, format!("`mesh-cli validate {}` shows why", from_here(&broken.root)));
        }
        let hint =
            hint(graph, id).unwrap_or_else(|| "`mesh-cli mesh list` shows the products that there are".to_owned());
        usage(format!("there is no product `{}` in the mesh", shown(id)), hint)
    })
}

/// What may be meant by words that are the id of no product: a name without its domain, a domain, or a near id.
fn hint(graph: &Graph<'_>, id: &str) -> Option<String> {
    let products = &graph.survey().products;
    let (first, rest) = id.split_once('.').unwrap_or((id, ""));
    let named = products.iter().find(|product| key(product.id.name.as_str()) == key(first));
    if let Some(product) = named {
        let whole = [product.id.to_string(), rest.to_owned()].join(".");
        return Some(format!("did you mean `{}`?", shown(whole.trim_end_matches('.'))));
    }
    let of_domain = products.iter().filter(|product| rest.is_empty() && key(product.id.domain.as_str()) == key(first));
    let of_domain: Vec<String> = of_domain.map(|product| product.id.to_string()).collect();
    if !of_domain.is_empty() {
        return Some(format!("`{}` is a domain: {}", shown(first), one_of(of_domain.iter().map(String::as_str))));
    }
    if rest.is_empty() {
        let near = nearest(first, products.iter().map(|product| product.id.name.as_str()));
        let product = products.iter().find(|product| Some(product.id.name.as_str()) == near)?;
        return Some(format!("did you mean `{}`?", product.id));
    }
    let ids: Vec<String> = products.iter().map(|product| product.id.to_string()).collect();
    nearest(id, ids.iter().map(String::as_str)).map(|near| format!("did you mean `{near}`?"))
}

/// Whether an argument names a domain that has products, or that the mesh lists.
pub(super) fn known_domain(survey: &Survey, domain: &str) -> Result<()> {
    let of_products = survey.products.iter().map(|product| product.id.domain.as_str());
    let listed = survey.mesh.iter().flat_map(|mesh| mesh.domains.keys().map(String::as_str));
    let known: BTreeSet<&str> = of_products.chain(listed).collect();
    if known.contains(domain) {
        return Ok(());
    }
    let message = format!("there is no domain `{}` in the mesh", shown(domain));
    Err(usage(message, did_you_mean(domain, known)))
}

fn data(graph: &Graph<'_>, chosen: &BTreeSet<usize>) -> Json {
    let products = &graph.survey().products;
    let nodes = chosen.iter().map(|at| {
        let product = &products[*at];
        json!({
            "id": product.id,
            "place": product.place,
            "title": product.manifest.metadata.title,
            "archetype": product.manifest.spec.archetype,
            "classification": product.manifest.spec.access.classification,
        })
    });
    let inside = graph.edges().iter().filter(|edge| chosen.contains(&edge.from) && chosen.contains(&edge.to));
    let edges = inside.map(|edge| {
        json!({ "from": products[edge.from].id, "to": products[edge.to].id, "port": edge.port, "version": edge.version })
    });
    json!({ "formatVersion": 1, "products": nodes.collect::<Vec<_>>(), "edges": edges.collect::<Vec<_>>() })
}
