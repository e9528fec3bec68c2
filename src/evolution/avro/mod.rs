//! Whether consumers can read what a product writes after its schema has changed.
//!
//! ```text
//! .avsc ──parse──► Schema ┐
//!                         ├──resolve (R reads W), in the directions of the mode──► Vec<Incompatibility>
//! .avsc ──parse──► Schema ┘
//! ```
//!
//! - [`Schema`]: a schema whose names are resolved; parsing tells every [`Problem`] at once.
//! - `resolve`: the rules of schema resolution of the Avro 1.12 specification, for one reader `R` and one
//!   writer `W`. Stricter in one point, on purpose: a logical type that is added, removed or changed is
//!   incompatible, because the bytes would be read and mean something else.
//! - [`incompatibilities`]: the rules applied in the directions that a mode of the contract asks for.

mod default;
mod matching;
mod name;
mod parse;
mod reason;
mod resolve;
mod schema;

pub use name::FullName;
pub use parse::Problem;
pub use reason::{Direction, Incompatibility, Reason};
pub use schema::Schema;
pub(super) use schema::{Definition, Field, Kind, Named, Type};

use crate::manifest::document::Evolution;

/// Why a new schema may not follow the earlier ones. `earlier` goes from the oldest to the last; the
/// modes that are not transitive look at the last alone.
pub fn incompatibilities(new: &Schema, earlier: &[Schema], mode: Evolution) -> Vec<Incompatibility> {
    let (backward, forward, transitive) = match mode {
        Evolution::None => return Vec::new(),
        Evolution::Backward => (true, false, false),
        Evolution::BackwardTransitive => (true, false, true),
        Evolution::Forward => (false, true, false),
        Evolution::ForwardTransitive => (false, true, true),
        Evolution::Full => (true, true, false),
        Evolution::FullTransitive => (true, true, true),
    };
    let first = if transitive { 0 } else { earlier.len().saturating_sub(1) };
    let mut found = Vec::new();
    for (version, old) in earlier.iter().enumerate().skip(first) {
        let mut add = |direction, mismatches: Vec<resolve::Mismatch>| {
            found.extend(mismatches.into_iter().map(|mismatch| mismatch.among(version, direction)));
        };
        if backward {
            add(Direction::Backward, resolve::read(new, old));
        }
        if forward {
            add(Direction::Forward, resolve::read(old, new));
        }
    }
    found
}
