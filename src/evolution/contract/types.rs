//! Whether the values of one type can be read as those of another, and what that makes of a change.

use super::{ChangeRule, Class, Directions, rules};
use crate::evolution::avro::{Direction, Incompatibility, Reason};

/// Who can read whose data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The new schema reads what was written with the old one.
    pub backward: bool,
    /// The old schema reads what is written with the new one.
    pub forward: bool,
}

impl Verdict {
    /// Each reads the other.
    pub(super) const BOTH: Self = Self { backward: true, forward: true };
    /// Old readers cannot read new data.
    pub(super) const ONLY_BACKWARD: Self = Self { backward: true, forward: false };
    /// New readers cannot read old data.
    pub(super) const ONLY_FORWARD: Self = Self { backward: false, forward: true };

    /// What was found of two schemas, in both directions.
    pub(super) fn of(found: &[Incompatibility]) -> Self {
        let reads = |direction| found.iter().all(|one| one.direction != direction);
        Self { backward: reads(Direction::Backward), forward: reads(Direction::Forward) }
    }

    /// What a change needs of which this is the verdict.
    ///
    /// Where neither reads the other, tables and queries break too, and the mode has no say. Where each reads the
    /// other (`string` and `bytes`), programs that hold the values still see another type.
    pub(super) fn class(self, protected: Directions) -> Class {
        let breaks = match (self.backward, self.forward) {
            (false, false) => true,
            (true, false) => protected.forward,
            (false, true) => protected.backward,
            (true, true) => protected.backward && protected.forward,
        };
        if breaks { Class::Major } else { Class::Minor }
    }
}

/// The row of the table for a type that became another, of which this was found in both directions.
pub(super) fn rule(found: &[Incompatibility]) -> &'static ChangeRule {
    let is_logical = |one: &Incompatibility| matches!(one.reason, Reason::LogicalType { .. });
    let is_size = |one: &Incompatibility| matches!(one.reason, Reason::Size { .. });
    let is_decimal = |one: &Incompatibility| match &one.reason {
        Reason::LogicalType { reader: Some(reader), writer: Some(writer) } => {
            reader.starts_with("decimal(") && writer.starts_with("decimal(")
        }
        _ => false,
    };
    match Verdict::of(found) {
        Verdict { backward: true, .. } => &rules::TYPE_WIDENED,
        Verdict { forward: true, .. } => &rules::TYPE_NARROWED,
        _ if found.iter().all(is_decimal) => &rules::DECIMAL_CHANGED,
        _ if found.iter().all(is_logical) => &rules::LOGICAL_TYPE_CHANGED,
        _ if found.iter().all(is_size) => &rules::FIXED_SIZE_CHANGED,
        _ => &rules::TYPE_CHANGED,
    }
}
