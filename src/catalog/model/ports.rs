//! Where data comes from, and how consumers reach it.

use serde::Serialize;

use super::ProductRef;

/// An input port.
#[derive(Debug, Clone, Serialize)]
pub struct Input {
    /// The name.
    pub name: String,
    /// The kind's id.
    pub kind: String,
    /// The kind for people.
    pub kind_title: String,
    /// The system that the data comes from.
    pub system: Option<String>,
    /// What the source holds, as safe HTML on one line.
    pub description_html: Option<String>,
    /// The product that is read.
    pub product: Option<ProductRef>,
    /// The version that it is built on, where it says.
    pub version: Option<String>,
    /// Where the data is.
    pub location: Vec<Setting>,
    /// The names of the columns that are read, where they are declared.
    pub columns: Vec<String>,
    /// What captures changes of the source.
    pub cdc: Option<String>,
}

/// An output port.
#[derive(Debug, Clone, Serialize)]
pub struct Output {
    /// The name.
    pub name: String,
    /// The kind's id.
    pub kind: String,
    /// The kind for people.
    pub kind_title: String,
    /// What a port of this kind is.
    pub kind_description: String,
    /// How consumers read.
    pub access_mode: String,
    /// Where the data is.
    pub location: Vec<Setting>,
    /// How to read it, in each language that the kind has a sample of.
    pub queries: Vec<Query>,
    /// How access is given on this platform, as safe HTML.
    pub access_html: Option<String>,
}

/// One setting of a location.
#[derive(Debug, Clone, Serialize)]
pub struct Setting {
    /// The option.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A way to read a product.
#[derive(Debug, Clone, Serialize)]
pub struct Query {
    /// The language, by its file extension: `sql`, `py`, `sh`.
    pub language: String,
    /// The text.
    pub text: String,
}
