//! Versions that must agree.

use super::Check;
use crate::diagnostics::Rule;

/// One major version for the product and its schema.
pub(super) static MAJOR: Rule = Rule::new(
    "version/major",
    "The product and its schema have the same major version",
    "the major version stands in the schema's namespace and in the model's name, and tells consumers that something breaks",
);

pub(super) fn check(check: &mut Check<'_>) {
    let product = &check.manifest.metadata.version;
    let schema = &check.manifest.spec.schema.version;
    if product.major() != schema.major() {
        let message =
            format!("the schema is at major version {} and the product at {}", schema.major(), product.major());
        check.report(
            &MAJOR,
            "/spec/schema/version",
            message,
            format!("give both the same major version: {product} is the product's"),
        );
    }
}
