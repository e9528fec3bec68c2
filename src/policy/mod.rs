//! What is asked of every product: judged alike everywhere, waived in the open.

pub mod baseline;
pub mod score;
pub mod waiver;
