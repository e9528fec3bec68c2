//! What may not be done to a contract that others rely on, whatever the change itself is.

use crate::diagnostics::Rule;

/// The version announces what changed.
pub(super) static VERSION: Rule = Rule::new(
    "evolution/version-too-low",
    "The version is at least the one that the changes need",
    "a consumer decides by the version whether it can take over a change",
);
/// The old major version is still served.
pub(super) static NOT_SERVED: Rule = Rule::new(
    "evolution/not-served",
    "A new major version stands beside the old one for a time",
    "consumers of the old version break on the day it is gone, unless they had time to move on",
);
/// The time to move on is long enough.
pub(super) static WINDOW: Rule = Rule::new(
    "evolution/window",
    "A deprecated version is served for as long as the mesh promises",
    "teams plan their work by the time that they are promised (`evolution.window` of mesh.yaml, 90 days by default)",
);
/// A deprecation is announced on the day that it begins.
pub(super) static BACKDATED: Rule = Rule::new(
    "evolution/backdated",
    "A deprecation begins when it is announced",
    "the time to move on begins for a consumer with the day on which it can read of it",
);
/// The consumers know of it.
pub(super) static UNACKNOWLEDGED: Rule = Rule::new(
    "evolution/unacknowledged",
    "Every declared consumer has agreed before a new major version opens",
    "a consumer that does not know of a change breaks on the day the old version is removed",
);
/// What was promised is kept.
pub(super) static DROPPED: Rule = Rule::new(
    "evolution/dropped-early",
    "A deprecated version is served until the day that was announced",
    "consumers that still have time by the announcement would break today",
);
/// The announced day stays.
pub(super) static SHORTENED: Rule = Rule::new(
    "evolution/shortened",
    "The day on which a deprecated version is removed is not moved ahead",
    "teams plan their work by the day that was announced",
);
/// A version whose time is over goes.
pub(super) static OVERDUE: Rule = Rule::new(
    "evolution/overdue",
    "A deprecated version is removed when its time is over",
    "it costs to run, and who still reads it was told that it is gone",
);
/// Earlier manifests can be read.
pub static UNREADABLE: Rule = Rule::new(
    "evolution/unreadable",
    "The manifests that are compared with can be read",
    "what cannot be read cannot be compared with, and a consumer may rely on it",
);
/// Data of a schema that is used can be read.
pub(super) static INCOMPATIBLE: Rule = Rule::new(
    "evolution/incompatible-schema",
    "The Avro schema is compatible with the one that is named",
    "readers with one of the two schemas fail on data that was written with the other",
);

/// The rules about the history of a contract.
pub static RULES: &[&Rule] = &[
    &VERSION,
    &NOT_SERVED,
    &WINDOW,
    &BACKDATED,
    &UNACKNOWLEDGED,
    &DROPPED,
    &SHORTENED,
    &OVERDUE,
    &UNREADABLE,
    &INCOMPATIBLE,
];

/// Those that no waiver lets stand: a version can always be raised, and what cannot be read cannot be judged.
pub static FIRM: &[&Rule] = &[&VERSION, &UNREADABLE, &INCOMPATIBLE];
