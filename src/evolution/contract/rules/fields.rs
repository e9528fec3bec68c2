//! Changes of the schema.

use super::super::ChangeRule;
use super::super::Class::{Major, Minor, Patch};

pub(in super::super) static FIELD_ADDED: ChangeRule = ChangeRule::new(
    "evolution/field-added",
    Minor,
    "A field is added",
    "readers that do not know a field skip it; readers of older data take its default",
)
.unless("major where it is required, has no default, and the mode lets new readers read old data");

pub(in super::super) static FIELD_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/field-removed",
    Major,
    "A field is removed",
    "a default lets Avro readers go on, but with a value that nobody wrote; every query that names the field fails",
)
.consumers("queries that name the field fail; readers of the old schema take its default for every row, or stop")
.producer("what was written before can no longer be read by the field's name");

pub(in super::super) static FIELD_RENAMED: ChangeRule = ChangeRule::new(
    "evolution/field-renamed",
    Major,
    "A field is renamed, and `renamedFrom` says so",
    "the alias lets new readers read old data; readers that are already deployed look for the old name",
)
.consumers("queries that name the old field fail; readers of the old schema take its default, or stop")
.producer("the old name stays in `renamedFrom` for a major version, so that older data can be read");

pub(in super::super) static ALIAS_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/alias-removed",
    Major,
    "An old name is dropped from `renamedFrom`",
    "data that was written under the old name is no longer found; the next major version may drop it",
)
.unless("minor where the mode does not let new readers read old data")
.consumers("readers of the new schema do not find the field in older data");

pub(in super::super) static TYPE_WIDENED: ChangeRule = ChangeRule::new(
    "evolution/type-widened",
    Major,
    "A type is promoted: int to long, float to double, …",
    "new readers read old data; readers that are deployed cannot read the wider values",
)
.unless("minor where the mode does not let old readers read new data")
.consumers("readers of the old schema stop at the wider type; columns of the old type overflow");

pub(in super::super) static TYPE_NARROWED: ChangeRule = ChangeRule::new(
    "evolution/type-narrowed",
    Major,
    "A type is narrowed: long to int, double to float, …",
    "old readers read new data; new readers cannot read the wider values that were written before",
)
.unless("minor where the mode does not let new readers read old data")
.consumers("readers of the new schema stop at older data")
.producer("values that do not fit are cut off, or fail the run");

pub(in super::super) static TYPE_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/type-changed",
    Major,
    "A type is replaced by another one",
    "neither schema reads what the other writes",
)
.consumers("readers of either schema stop at the data of the other; queries fail, or compare unlike things");

pub(in super::super) static LOGICAL_TYPE_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/logical-type-changed",
    Major,
    "A logical type is added, removed or changed",
    "the bytes can be read, and mean something else: a number becomes a moment, milliseconds become microseconds",
)
.consumers("readers go on and see wrong values, which is worse than a failure");

pub(in super::super) static DECIMAL_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/decimal-changed",
    Major,
    "Precision or scale of a decimal is changed",
    "a decimal is written without its scale: read with another one, it is another number",
)
.consumers("readers of the old schema see amounts that are wrong by powers of ten, or stop");

pub(in super::super) static FIXED_SIZE_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/fixed-size-changed",
    Major,
    "The size of a fixed type is changed",
    "a reader takes as many bytes as its own schema says",
)
.consumers("readers of either schema stop at the data of the other");

pub(in super::super) static FIELD_OPTIONAL: ChangeRule = ChangeRule::new(
    "evolution/field-optional",
    Major,
    "A required field becomes optional",
    "readers that are deployed have no place for a missing value",
)
.unless("minor where the mode does not let old readers read new data")
.consumers("readers of the old schema stop at the first row without a value; joins on the field lose rows");

pub(in super::super) static FIELD_REQUIRED: ChangeRule = ChangeRule::new(
    "evolution/field-required",
    Major,
    "An optional field becomes required",
    "new readers cannot read rows of before that have no value",
)
.unless("minor where the mode does not let new readers read old data")
.consumers("readers of the new schema stop at older rows without a value")
.producer("a row without a value fails the run from now on");

pub(in super::super) static DEFAULT_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/default-changed",
    Minor,
    "A default is given, changed or taken away",
    "rows from before the field existed are read with another value than yesterday",
)
.consumers("rows that lack the field are read with the new default")
.producer("without a default, readers of data from before the field existed stop")
.warning();

pub(in super::super) static SYMBOL_ADDED: ChangeRule = ChangeRule::new(
    "evolution/symbol-added",
    Minor,
    "A symbol is added to an enum",
    "readers that do not know the symbol fall back to the default of their enum",
)
.unless("major where the older enum has no default symbol, and the mode lets old readers read new data")
.consumers("readers of the old schema see the default symbol; code that names every symbol needs one more branch");

pub(in super::super) static SYMBOL_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/symbol-removed",
    Major,
    "A symbol is removed from an enum",
    "rows that hold it cannot be told apart any more",
)
.consumers("queries that look for the symbol find nothing; readers of the new schema see the default in older data");

pub(in super::super) static VALUE_ADDED: ChangeRule = ChangeRule::new(
    "evolution/value-added",
    Minor,
    "A value is added to those that a text may hold",
    "any text can be read, but not every reader is prepared for it",
)
.consumers("code that names every value needs one more branch")
.warning();

pub(in super::super) static VALUE_REMOVED: ChangeRule = ChangeRule::new(
    "evolution/value-removed",
    Major,
    "A value is removed from those that a text may hold",
    "as with the symbol of an enum: whoever looks for the value finds nothing, and is not told",
)
.consumers("queries that look for the value find nothing");

pub(in super::super) static VALUES_OPENED: ChangeRule = ChangeRule::new(
    "evolution/values-opened",
    Major,
    "The list of values that a text may hold is taken away",
    "it was a promise that no other value occurs",
)
.consumers("any value may occur from now on");

pub(in super::super) static VALUES_CLOSED: ChangeRule = ChangeRule::new(
    "evolution/values-closed",
    Minor,
    "A text may hold the values of a list alone",
    "less may occur than before, which nobody has to prepare for",
)
.producer("a row with another value fails the run from now on");

pub(in super::super) static KEY_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/key-changed",
    Major,
    "The primary key is changed",
    "the key says what a row is: joins, merges and deduplication are built on it",
)
.consumers("joins and merges on the old key multiply rows, or lose them")
.producer("incremental models merge by the new key and have to be built afresh");

pub(in super::super) static UNIQUE_DROPPED: ChangeRule = ChangeRule::new(
    "evolution/unique-dropped",
    Major,
    "Values of a field need no longer be unique",
    "it was a promise that joins rely on",
)
.consumers("joins on the field multiply rows");

pub(in super::super) static UNIQUE_ADDED: ChangeRule =
    ChangeRule::new("evolution/unique-added", Minor, "Values of a field are unique", "it is one more promise")
        .producer("two rows with one value fail the run from now on");

pub(in super::super) static REFERENCE_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/reference-changed",
    Minor,
    "A reference to an input is added, changed or removed",
    "it says where values come from, which is checked by a test and shown in the lineage",
)
.consumers("where a reference is gone, values may occur that have no counterpart")
.warning();

pub(in super::super) static SEMANTICS_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/semantics-changed",
    Major,
    "Values are declared to mean something else",
    "no schema shows it, and every result that is computed from the values changes",
)
.consumers("results are wrong until the code is adapted to the new meaning")
.producer("rows of before and of now must not stand side by side");

pub(in super::super) static RECORD_RENAMED: ChangeRule = ChangeRule::new(
    "evolution/record-renamed",
    Major,
    "A record, an enum or a fixed type is renamed",
    "Avro matches such types by name; an alias helps new readers alone",
)
.consumers("readers of the old schema stop; classes that are generated from it have another name");

pub(in super::super) static NAMESPACE_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/namespace-changed",
    Minor,
    "The namespace of the schema is changed",
    "Avro matches types by their name without the namespace",
)
.consumers("for those who generate classes from the schema it is a major change: they have another package")
.warning();

pub(in super::super) static AVRO_INCOMPATIBLE: ChangeRule = ChangeRule::new(
    "evolution/avro-incompatible",
    Major,
    "The data cannot be read any more",
    "by Avro's rules of schema resolution one of the two schemas cannot read what the other writes",
)
.consumers("readers stop, or see something else than was written");

pub(in super::super) static MODE_WEAKENED: ChangeRule = ChangeRule::new(
    "evolution/mode-weakened",
    Major,
    "The compatibility mode promises less than before",
    "whoever relies on the stricter promise breaks by a change that is allowed from now on",
)
.consumers("changes that break them are no longer refused within a major version");

pub(in super::super) static MODE_STRENGTHENED: ChangeRule = ChangeRule::new(
    "evolution/mode-strengthened",
    Minor,
    "The compatibility mode promises more than before",
    "it is one more promise",
)
.producer("changes that were allowed are refused from now on");

pub(in super::super) static ORDER_CHANGED: ChangeRule = ChangeRule::new(
    "evolution/order-changed",
    Patch,
    "Fields or symbols stand in another order",
    "readers find them by name",
);
