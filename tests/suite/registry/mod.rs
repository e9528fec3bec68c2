//! The client of the Schema Registry, against a server on this machine.

mod check;
mod failures;
mod register;
pub mod server;
mod state;
mod tls;
