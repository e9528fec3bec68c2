//! What is asked of waivers.

use crate::diagnostics::Rule;

/// The policy exists.
pub(super) static UNKNOWN_POLICY: Rule = Rule::new(
    "waiver/unknown-policy",
    "A waiver names a policy that there is",
    "a misspelt id would let nothing stand, and nobody would know why the product fails",
);
/// The policy can be waived.
pub(super) static NOT_WAIVABLE: Rule = Rule::new(
    "waiver/not-waivable",
    "A waiver names a policy that can be waived",
    "the platform team keeps some policies without exception, `waivable: false`",
);
/// The days are in order.
pub(super) static DATES: Rule = Rule::new(
    "waiver/dates",
    "A waiver expires on or after the day it was created",
    "a waiver that ends before it begins holds on no day",
);
/// The time is not too long.
pub(super) static TOO_LONG: Rule = Rule::new(
    "waiver/too-long",
    "A waiver holds no longer than `policies.maxWaiver` allows",
    "an exception without an end in sight is a change of the policy, and belongs there",
);
/// Two people.
pub(super) static FOUR_EYES: Rule = Rule::new(
    "waiver/four-eyes",
    "The approver of a waiver is not its owner",
    "nobody grants an exception to themselves",
);
/// The products it reaches.
pub(super) static PRODUCTS: Rule = Rule::new(
    "waiver/products",
    "A waiver names the products it reaches, and they are within the reach of its file",
    "the file of a product speaks of that product alone, and the file of a domain of the domain's products",
);
/// The place it reaches.
pub(super) static PATH: Rule = Rule::new(
    "waiver/path",
    "The path of a waiver can be read, and names the items of lists by their names",
    "an index would point at another item as soon as one is added before it",
);
/// One id each.
pub(super) static DUPLICATE: Rule = Rule::new(
    "waiver/duplicate",
    "Each waiver has an id of its own",
    "a finding names the waiver that lets it stand, and there must be one of that name",
);
/// Some days are left.
pub(super) static EXPIRES_SOON: Rule = Rule::new(
    "waiver/expires-soon",
    "A waiver in use does not expire within the next 14 days",
    "on the day after, what it lets stand is an error again",
);
/// It is in use.
pub(super) static UNUSED: Rule = Rule::new(
    "waiver/unused",
    "A waiver lets something stand",
    "what nothing needs any more would let the same fault in again, unseen",
);
/// It has begun.
pub(super) static NOT_YET: Rule = Rule::new(
    "waiver/not-yet",
    "A waiver was created before the day it is looked at",
    "it holds from the day it was granted, and no earlier",
);

/// All of them, in the order of the reference.
pub const RULES: &[&Rule] = &[
    &UNKNOWN_POLICY,
    &NOT_WAIVABLE,
    &DATES,
    &TOO_LONG,
    &FOUR_EYES,
    &PRODUCTS,
    &PATH,
    &DUPLICATE,
    &NOT_YET,
    &EXPIRES_SOON,
    &UNUSED,
];
