//! The rendered tree, in memory.

use std::collections::BTreeMap;

use super::ProductPath;
use crate::pack::FileOwner;

/// A whole product: path → contents and owner, in the order of the paths.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The files.
    pub files: BTreeMap<ProductPath, PlannedFile>,
}

/// One rendered file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedFile {
    /// Its contents.
    pub contents: Vec<u8>,
    /// Who owns it.
    pub owner: FileOwner,
    /// The template that it was rendered from, inside the pack.
    pub template: String,
    /// Where earlier versions of the pack wrote this file.
    pub was: Vec<ProductPath>,
    /// Whether the file is made executable when it is created.
    pub executable: bool,
}

/// A file as it is to stand on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its contents.
    pub contents: Vec<u8>,
    /// Whether it can be run as a program.
    pub executable: bool,
}
