//! The table of changes: what each needs, why, and who has to mind.

use super::ChangeRule;
use super::Class::{Major, Minor};

/// Every row of the table, in the order of the reference.
pub static RULES: &[&ChangeRule] = &[&FIELD_REMOVED, &FIELD_ADDED, &AVRO_INCOMPATIBLE];

pub(super) static FIELD_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/field-removed",
    Major,
    "A field is removed",
    "a default lets Avro readers go on, but every query that names the field fails",
)
.consumers("queries that name the field fail; readers of the old schema see its default, or stop")
.producer("what was written before cannot be read by the field's name any more");

pub(super) static FIELD_ADDED: ChangeRule = ChangeRule::new(
    "evolution/field-added",
    Minor,
    "A field is added",
    "readers that do not know a field skip it; readers of older data take its default",
)
.unless("major where it is required and has no default, and the mode protects readers of older data");

pub(super) static AVRO_INCOMPATIBLE: ChangeRule = ChangeRule::new(
    "evolution/avro-incompatible",
    Major,
    "The data cannot be read any more",
    "by Avro's rules of schema resolution one of the two schemas cannot read what the other writes",
)
.consumers("readers stop, or see something else than was written");
