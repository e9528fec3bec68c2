//! Who may see a product, and who reads it.

use serde::Serialize;

use super::ProductRef;

/// Who may see the data, and for how long it is kept.
#[derive(Debug, Clone, Serialize)]
pub struct Access {
    /// `public`, `internal`, `confidential` or `restricted`.
    pub classification: &'static str,
    /// For how long the data is kept.
    pub retention: String,
    /// Roles of the platform.
    pub roles: Vec<Role>,
}

/// A role of the platform.
#[derive(Debug, Clone, Serialize)]
pub struct Role {
    /// The name.
    pub name: String,
    /// `SELECT`, `INSERT`, `UPDATE`, `DELETE`.
    pub permissions: Vec<String>,
}

/// Somebody who reads the product.
#[derive(Debug, Clone, Serialize)]
pub struct Consumer {
    /// The product, or the domain where no product is named.
    pub who: ProductRef,
    /// What the data is used for, as safe HTML on one line.
    pub purpose_html: Option<String>,
    /// The role that is granted.
    pub role: Option<String>,
    /// Who is granted access.
    pub principal: Option<String>,
    /// Whom to tell about a change: an address that is safe behind `mailto:`.
    pub contact: Option<String>,
    /// The team that answers for it, where the mesh knows it.
    pub team: Option<String>,
    /// Whether the manifest declares it.
    pub declared: bool,
    /// Whether a product of the mesh really reads it.
    pub reads: bool,
}
