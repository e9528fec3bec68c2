//! What can be wrong with a schema that is to be registered.

use crate::diagnostics::Rule;

/// What is registered is what the manifest renders.
pub static OUT_OF_STEP: Rule = Rule::new(
    "registry/out-of-step",
    "The file of a schema that is registered is the one that the manifest renders",
    "what is registered stays: consumers would read by a schema that is in no manifest",
);

/// A schema can follow what is registered.
pub static INCOMPATIBLE: Rule = Rule::new(
    "registry/incompatible",
    "A schema can follow the versions that are registered, by the compatibility that the manifest promises",
    "producers and consumers that are deployed read and write by those versions",
);

/// The registry takes the schema.
pub static REFUSED: Rule = Rule::new(
    "registry/refused",
    "The registry accepts the schema",
    "the rules of the organisation that runs the registry count as much as ours",
);

/// Every rule about a schema that is to be registered.
pub const RULES: &[&Rule] = &[&OUT_OF_STEP, &INCOMPATIBLE, &REFUSED];
