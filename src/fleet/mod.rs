//! Many products at once: found below a folder, chosen, and worked on beside each other.
//!
//! ```text
//! folder ──find──► Vec<Member> ──Choice──► Vec<Member> ──in_line──► one result each, decided in the order of the ids
//! ```

mod choice;
mod find;
mod line;
mod workshop;

pub use choice::Choice;
pub use find::{Member, Roots, find, roots};
pub use line::{Line, in_line};
pub use workshop::{Workshop, leads_out};
