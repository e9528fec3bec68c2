//! What can be wrong with policies themselves, and with what is said of them.

use crate::diagnostics::Rule;

/// A policy file is Rego.
pub static SYNTAX: Rule = Rule::new(
    "policy/syntax",
    "A policy is well-formed Rego (v1), and speaks only of what is there",
    "a policy that cannot be read judges nothing, and must not look as if nothing were wrong",
);
/// A policy file says what it is.
pub static METADATA: Rule = Rule::new(
    "policy/metadata",
    "A policy begins with `# METADATA` that says its id, severity, reason, remedy and examples",
    "people are shown what the metadata says, and nobody follows a rule that gives no reason",
);
/// One id is one policy.
pub static CONFLICT: Rule = Rule::new(
    "policy/conflict",
    "The id of a policy is used once: no lower layer defines it anew",
    "what the organisation decided would not hold where a domain could decide it otherwise",
);
/// Settings speak of policies that are there.
pub static UNKNOWN: Rule = Rule::new(
    "policy/unknown",
    "Settings name policies and parameters that exist",
    "a setting for a policy that is not there does nothing, and looks as if it did",
);
/// A parameter has a value of its type.
pub static PARAMETER: Rule = Rule::new(
    "policy/parameter",
    "The value of a parameter has the type that the policy declares",
    "a bound that is no bound would judge nothing",
);
/// A lower layer tightens.
pub static WEAKENED: Rule = Rule::new(
    "policy/weakened",
    "A domain or a product may tighten a policy of a layer above, and never weaken it",
    "standards are set once for all, so that a consumer can rely on them whichever domain a product is from",
);
/// A policy can be judged by.
pub static FAILED: Rule = Rule::new(
    "policy/failed",
    "A policy comes to a result for every product, and in time",
    "a policy that breaks off judges nothing, and must not look as if nothing were wrong",
);
/// What a policy finds has a shape.
pub static RESULT: Rule = Rule::new(
    "policy/result",
    "What a policy finds is a set of objects with `msg`, and with `path`, `file`, `key`, `help` where they help",
    "a finding that cannot be shown would be lost",
);

/// What policies read can be read.
pub static ARTEFACT: Rule = Rule::new(
    "policy/artefact",
    "The files that policies read are well-formed",
    "a file that cannot be read cannot be judged, and must not look as if nothing were wrong",
);

/// Every rule about policies.
pub static RULES: &[&Rule] =
    &[&SYNTAX, &METADATA, &CONFLICT, &UNKNOWN, &PARAMETER, &WEAKENED, &FAILED, &RESULT, &ARTEFACT];
