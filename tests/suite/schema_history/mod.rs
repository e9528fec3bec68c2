//! `schema check` and `schema diff`: contracts compared with those that git knows.

mod past;
mod repository;
