//! A product's folder under every kind of misfortune.

mod death;
mod edits;
mod example;
mod meddling;
mod pending;
