//! `schema check` and `schema diff`: contracts compared with those that git knows.

mod check;
mod gate;
mod past;
mod product;
mod repository;
mod table;
