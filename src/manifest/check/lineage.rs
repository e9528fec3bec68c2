//! Lineage: steps that name ports and fields that exist, and products that are not on both sides.

use super::Check;
use crate::diagnostics::{Rule, did_you_mean, shown};
use crate::manifest::document::Transformation;
use crate::manifest::name::Name;

/// Steps read from input ports.
pub(super) static UNKNOWN_PORT: Rule = Rule::new(
    "lineage/unknown-port",
    "A transformation reads from input ports of the product",
    "the intermediate model is rendered from it",
);
/// Steps make fields of the product.
pub(super) static UNKNOWN_FIELD: Rule = Rule::new(
    "lineage/unknown-field",
    "A transformation makes fields of the product",
    "a column that the contract does not know would be dropped without a word",
);
/// Upstream is something.
pub(super) static UPSTREAM: Rule = Rule::new(
    "lineage/upstream",
    "What is upstream names a system or a product",
    "lineage that names nothing leads nobody to the cause of a problem",
);
/// Upstream is not downstream.
pub(super) static CIRCULAR: Rule = Rule::new(
    "lineage/circular",
    "No product is both upstream and downstream, and none is the product itself",
    "products that wait for each other never finish",
);

pub(super) fn check(check: &mut Check<'_>) {
    let manifest = check.manifest;
    for (index, step) in manifest.spec.lineage.transformations.iter().enumerate() {
        transformation(check, &format!("/spec/lineage/transformations/{index}"), step);
    }
    for (index, upstream) in manifest.spec.lineage.upstream.iter().enumerate() {
        if upstream.system.is_none() && upstream.product.is_none() {
            check.report(
                &UPSTREAM,
                format!("/spec/lineage/upstream/{index}"),
                "an upstream names neither a system nor a product",
                "add `system: …` or `product: …`",
            );
        }
    }
    let own = manifest.id();
    let upstream: Vec<String> = manifest
        .spec
        .lineage
        .upstream
        .iter()
        .filter_map(|upstream| upstream.product.as_ref().map(ToString::to_string))
        .chain(manifest.spec.input_ports.iter().filter_map(|port| {
            let option = check.pack.input_kind(port.kind.as_str()).ok()??.product_from.as_ref()?;
            port.location.get(option)?.as_str().map(str::to_owned)
        }))
        .collect();
    for (index, downstream) in manifest.spec.lineage.downstream.iter().enumerate() {
        let at = format!("/spec/lineage/downstream/{index}/product");
        if downstream.product == own {
            check.report(&CIRCULAR, at, format!("`{own}` is downstream of itself"), "remove it");
        } else if upstream.contains(&downstream.product.to_string()) {
            check.report(
                &CIRCULAR,
                at,
                format!("`{}` is both upstream and downstream", downstream.product),
                "remove it from one side",
            );
        }
    }
}

fn transformation(check: &mut Check<'_>, at: &str, step: &Transformation) {
    let manifest = check.manifest;
    let ports: Vec<&str> = manifest.spec.input_ports.iter().map(|port| port.name.as_str()).collect();
    let unknown = |name: &Name| {
        (!ports.contains(&name.as_str())).then(|| {
            let help = did_you_mean(name.as_str(), ports.iter().copied());
            (format!("there is no input port `{name}`"), help)
        })
    };
    let port = |check: &mut Check<'_>, pointer: String, name: &Name| {
        if let Some((message, help)) = unknown(name) {
            check.report(&UNKNOWN_PORT, pointer, message, help);
        }
    };
    if let Some(from) = &step.from {
        port(check, format!("{at}/from"), from);
    } else if !step.columns.is_empty() || !step.joins.is_empty() || !step.examples.is_empty() {
        check.report(
            &UNKNOWN_PORT,
            at,
            format!("`{}` does not say which input port it reads from", step.name),
            "add `from: <input port>`",
        );
    }
    for (index, join) in step.joins.iter().enumerate() {
        port(check, format!("{at}/joins/{index}/port"), &join.port);
    }
    let fields = check.column_names();
    for name in step.columns.keys() {
        if !fields.contains(&name.snake()) {
            check.report_key(
                &UNKNOWN_FIELD,
                format!("{at}/columns/{name}"),
                format!("the product has no field `{name}`"),
                did_you_mean(name.as_str(), fields.iter().map(String::as_str)),
            );
        }
    }
    for (index, example) in step.examples.iter().enumerate() {
        for name in example.given.keys() {
            if let Some((message, help)) = unknown(name) {
                check.report_key(&UNKNOWN_PORT, format!("{at}/examples/{index}/given/{name}"), message, help);
            }
        }
        for (row, expected) in example.expect.iter().enumerate() {
            for key in expected.keys().filter(|key| !fields.contains(key)) {
                let token = key.replace('~', "~0").replace('/', "~1");
                let pointer = format!("{at}/examples/{index}/expect/{row}/{token}");
                check.report_key(
                    &UNKNOWN_FIELD,
                    pointer,
                    format!("the product has no field `{}`", shown(key)),
                    did_you_mean(key, fields.iter().map(String::as_str)),
                );
            }
        }
    }
}
