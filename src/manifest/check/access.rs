//! Access: consumers once each, and personal fields that the schema knows of.

use std::collections::HashSet;

use super::Check;
use crate::diagnostics::{Rule, did_you_mean};

/// Consumers are unique.
pub(super) static DUPLICATE_CONSUMER: Rule = Rule::new(
    "access/duplicate-consumer",
    "A consumer is declared once",
    "two entries for one consumer could say different things",
);
/// A consumer's product belongs to the consumer.
pub(super) static CONSUMER_DOMAIN: Rule = Rule::new(
    "access/consumer-domain",
    "The product of a consumer belongs to the consumer's domain",
    "it must be clear whom access is granted to",
);
/// The list of personal fields agrees with the schema.
pub(super) static PRIVACY_FIELDS: Rule = Rule::new(
    "access/privacy-fields",
    "The personal fields of the privacy section exist, and are marked in the schema",
    "masking follows the schema; a field that is only listed here would be shown in clear",
);
/// Principals are named as the platform names them.
pub(super) static PRINCIPAL: Rule = Rule::new(
    "access/principal",
    "A principal is named as the platform of the primary output port names it",
    "the grant is made by Terraform, which would fail on it much later, or grant nobody",
);
/// Who builds on the product is declared as a consumer.
pub(super) static UNDECLARED: Rule = Rule::new(
    "access/undeclared-consumer",
    "A product downstream is declared as a consumer",
    "nobody is told about a change who is not declared",
);

pub(super) fn check(check: &mut Check<'_>) {
    let manifest = check.manifest;
    let access = &manifest.spec.access;
    principals(check);
    let mut seen = HashSet::new();
    for (index, consumer) in access.consumers.iter().enumerate() {
        let id = consumer.product.as_ref().map_or_else(|| consumer.domain.to_string(), ToString::to_string);
        if !seen.insert(id.replace('-', "_")) {
            check.report(
                &DUPLICATE_CONSUMER,
                format!("/spec/access/consumers/{index}"),
                format!("`{id}` is declared as a consumer twice"),
                "keep one entry",
            );
        }
        if let Some(product) = consumer.product.as_ref().filter(|product| product.domain != consumer.domain) {
            let message = format!("`{product}` does not belong to the domain `{}`", consumer.domain);
            check.report(
                &CONSUMER_DOMAIN,
                format!("/spec/access/consumers/{index}/product"),
                message,
                format!("make it `domain: {}`", product.domain),
            );
        }
    }
    if let Some(privacy) = &access.privacy {
        for (index, name) in privacy.pii_fields.iter().flatten().enumerate() {
            let at = format!("/spec/access/privacy/piiFields/{index}");
            match check.fields().iter().find(|field| field.snake() == name.snake()) {
                None => {
                    let known = check.field_names();
                    check.report(
                        &PRIVACY_FIELDS,
                        at,
                        format!("there is no field `{name}`"),
                        did_you_mean(name.as_str(), known.iter().map(String::as_str)),
                    );
                }
                Some(field) if !field.is_pii() && field.fields.iter().all(|member| !member.is_pii()) => {
                    check.report(
                        &PRIVACY_FIELDS,
                        at,
                        format!("`{name}` is not marked as personal in the schema"),
                        "add `pii: true` to the field",
                    );
                }
                Some(_) => {}
            }
        }
    }
    for (index, downstream) in manifest.spec.lineage.downstream.iter().enumerate() {
        let product = &downstream.product;
        if product.domain != manifest.metadata.domain
            && access.consumers.iter().all(|consumer| consumer.domain != product.domain)
        {
            let at = format!("/spec/lineage/downstream/{index}/product");
            check.warn(
                &UNDECLARED,
                at,
                format!("`{product}` builds on this product and its domain is no declared consumer"),
                format!("add `- domain: {}` to `access.consumers`, with the purpose", product.domain),
            );
        }
    }
}

fn principals(check: &mut Check<'_>) {
    let spec = &check.manifest.spec;
    let Some(port) = spec.output_ports.first() else { return };
    let Ok(Some(kind)) = check.pack.port_kind(port.kind.as_str()) else { return };
    let Some(principal) = &kind.principal else { return };
    for (index, consumer) in spec.access.consumers.iter().enumerate() {
        let Some(name) = &consumer.principal else { continue };
        if let Err(reason) = principal.check(&serde_json::Value::String(name.to_string())) {
            let at = format!("/spec/access/consumers/{index}/principal");
            check.report(&PRINCIPAL, at, format!("{reason} on the port kind `{}`", port.kind), principal.help.trim());
        }
    }
}
