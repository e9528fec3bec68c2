//! The rules of a mesh as a whole.

use crate::diagnostics::{Rule, Severity};

/// A rule, and how bad it is to break it.
pub struct MeshRule {
    /// The rule.
    pub rule: Rule,
    /// How bad it is to break it.
    pub severity: Severity,
    /// Whether a waiver can let it be broken for a time.
    pub waivable: bool,
}

/// Whether a rule can be waived: what a product promises, protects and declares can be, what cannot work cannot.
const WAIVABLE: bool = true;
const FIRM: bool = false;

const fn error(waivable: bool, id: &'static str, summary: &'static str, why: &'static str) -> MeshRule {
    MeshRule { rule: Rule::new(id, summary, why), severity: Severity::Error, waivable }
}

const fn warning(waivable: bool, id: &'static str, summary: &'static str, why: &'static str) -> MeshRule {
    MeshRule { rule: Rule::new(id, summary, why), severity: Severity::Warning, waivable }
}

pub(super) static DUPLICATE: MeshRule = error(
    FIRM,
    "mesh/duplicate-id",
    "No two products of a mesh have the same id, also once their words are joined alike",
    "`customer-360` and `customer_360` are one table: what one of them builds, the other replaces",
);
pub(super) static UNKNOWN_PRODUCT: MeshRule = error(
    FIRM,
    "mesh/unknown-product",
    "What is read, and what lineage names, is a product of the mesh",
    "an input that nobody offers never arrives",
);
pub(super) static UNKNOWN_PORT: MeshRule = error(
    FIRM,
    "mesh/unknown-port",
    "An input port names an output port that its product has",
    "consumers reach data through output ports, and through nothing else",
);
pub(super) static UNKNOWN_VERSION: MeshRule = error(
    FIRM,
    "mesh/unknown-version",
    "An input port asks for a version that its product serves",
    "a version that is not served any more, or not yet, has no table to read",
);
pub(super) static UNKNOWN_FIELD: MeshRule = error(
    FIRM,
    "mesh/unknown-field",
    "An input port asks for fields that its product has in that version",
    "the query of a column that is not there fails, and so does every product below",
);
pub(super) static UNKNOWN_CONSUMER: MeshRule = error(
    WAIVABLE,
    "mesh/unknown-consumer",
    "Declared consumers are domains and products of the mesh",
    "a consumer that is nowhere is told of no change, and whoever was meant has no access",
);
pub(super) static UNDECLARED_CONSUMER: MeshRule = error(
    WAIVABLE,
    "mesh/undeclared-consumer",
    "A product that reads another is declared as a consumer there",
    "the owner promises nothing to readers that are not known, and tells them of no change",
);
pub(super) static IDLE_CONSUMER: MeshRule = warning(
    WAIVABLE,
    "mesh/idle-consumer",
    "A product or a domain that is declared as a consumer reads the product",
    "access that nobody needs is a risk, and a consumer that is gone holds up changes",
);
pub(super) static CIRCLE: MeshRule = error(
    FIRM,
    "mesh/circle",
    "No product is made from itself, through whatever other products",
    "products that wait for each other are never built",
);
pub(super) static CLASSIFICATION: MeshRule = error(
    WAIVABLE,
    "mesh/classification",
    "Data is classified at least as high as what it is made from",
    "access follows the classification: a copy with a lower one opens what its owner has closed",
);
pub(super) static PERSONAL_DATA: MeshRule = error(
    WAIVABLE,
    "mesh/personal-data",
    "A personal field that is passed on is personal there as well",
    "masking follows the tag: without it the next product shows what this one hides",
);
pub(super) static FRESHNESS: MeshRule = error(
    WAIVABLE,
    "mesh/freshness",
    "No product promises to be fresher than the products that it reads",
    "data is at least as old as what it is made from: the promise is broken from the first day",
);
pub(super) static AVAILABILITY: MeshRule = error(
    WAIVABLE,
    "mesh/availability",
    "No product promises to be available more often than all the products that it reads together",
    "when one of its inputs is down, a product cannot keep up with its promise",
);
pub(super) static ON_CALL: MeshRule = warning(
    WAIVABLE,
    "mesh/no-on-call",
    "Somebody is called when a service level of a product is missed",
    "consumers of other domains depend on the product, and cannot mend it themselves",
);
pub(super) static EMPTY_DOMAIN: MeshRule = warning(
    FIRM,
    "mesh/empty-domain",
    "A domain of the mesh has products, or is marked `planned: true`",
    "a domain without products is a name that was forgotten, or is misspelt elsewhere",
);
pub(super) static UNKNOWN_DOMAIN: MeshRule = error(
    FIRM,
    "mesh/unknown-domain",
    "Where the mesh lists its domains, every product belongs to one of them",
    "what holds for the domain, its owner, its clearance, its policies, would not hold for the product",
);
pub(super) static SHARED_OUTPUT: MeshRule = error(
    FIRM,
    "mesh/shared-output",
    "No two output ports write to the same place",
    "whichever is written last replaces the data of the other",
);

/// Every rule.
pub static RULES: [&MeshRule; 17] = [
    &DUPLICATE,
    &UNKNOWN_PRODUCT,
    &UNKNOWN_PORT,
    &UNKNOWN_VERSION,
    &UNKNOWN_FIELD,
    &UNKNOWN_CONSUMER,
    &UNDECLARED_CONSUMER,
    &IDLE_CONSUMER,
    &CIRCLE,
    &CLASSIFICATION,
    &PERSONAL_DATA,
    &FRESHNESS,
    &AVAILABILITY,
    &ON_CALL,
    &EMPTY_DOMAIN,
    &UNKNOWN_DOMAIN,
    &SHARED_OUTPUT,
];
