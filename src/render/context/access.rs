//! Access: who reads, for how long data is kept, how it is protected.

use heck::ToSnakeCase;
use schemars::JsonSchema;
use serde::Serialize;

use crate::manifest::Manifest;
use crate::manifest::document::Mask;

/// Classification, retention, roles and masking.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AccessView {
    /// How sensitive the data is.
    pub classification: String,
    /// For how long the data is kept.
    pub retention: RetentionView,
    /// Roles of the platform.
    pub roles: Vec<RoleView>,
    /// How personal fields are shown, unless a field says otherwise.
    pub masking: String,
}

/// For how long data is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RetentionView {
    /// In days, rounded up.
    pub days: u64,
    /// As it was written.
    #[schemars(extend("x-text" = true))]
    pub text: String,
}

/// A role of the platform.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RoleView {
    /// The name in `snake_case`.
    pub name: String,
    /// `SELECT`, `INSERT`, `UPDATE`, `DELETE`.
    pub permissions: Vec<String>,
}

/// A consumer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConsumerView {
    /// The product, or the domain where no product is named.
    pub id: String,
    /// A name in `snake_case` that no other consumer has.
    pub snake: String,
    /// The domain.
    pub domain: String,
    /// The product's id.
    pub product: Option<String>,
    /// The role that is granted.
    pub role: String,
    /// What the data is used for.
    #[schemars(extend("x-text" = true))]
    pub purpose: Option<String>,
    /// Who is granted access.
    #[schemars(extend("x-text" = true))]
    pub principal: Option<String>,
    /// Whom to tell about a change.
    pub contact: Option<String>,
}

/// The role of a consumer that names none.
const READER: &str = "reader";

impl AccessView {
    pub(super) fn new(manifest: &Manifest) -> Self {
        let access = &manifest.spec.access;
        let masking = access.privacy.as_ref().and_then(|privacy| privacy.masking).unwrap_or(Mask::Hash);
        Self {
            classification: access.classification.as_str().to_owned(),
            retention: RetentionView { days: access.retention.days(), text: access.retention.to_string() },
            roles: access
                .roles
                .iter()
                .map(|role| RoleView {
                    name: role.name.snake(),
                    permissions: role
                        .permissions
                        .iter()
                        .filter_map(|permission| serde_json::to_value(permission).ok()?.as_str().map(str::to_owned))
                        .collect(),
                })
                .collect(),
            masking: masking.as_str().to_owned(),
        }
    }
}

/// The declared consumers, then the products downstream that none of them covers.
pub(super) fn consumers(manifest: &Manifest) -> Vec<ConsumerView> {
    let mut consumers: Vec<ConsumerView> = manifest
        .spec
        .access
        .consumers
        .iter()
        .map(|consumer| {
            let product = consumer.product.as_ref().map(ToString::to_string);
            let id = product.clone().unwrap_or_else(|| consumer.domain.to_string());
            ConsumerView {
                snake: id.to_snake_case(),
                id,
                domain: consumer.domain.to_string(),
                product,
                role: consumer.role.as_ref().map_or_else(|| READER.to_owned(), crate::manifest::name::Name::snake),
                purpose: consumer.purpose.as_ref().map(ToString::to_string),
                principal: consumer.principal.as_ref().map(ToString::to_string),
                contact: consumer.contact.as_ref().map(ToString::to_string),
            }
        })
        .collect();
    for downstream in &manifest.spec.lineage.downstream {
        let id = downstream.product.to_string();
        if consumers.iter().all(|consumer| consumer.id != id) {
            consumers.push(ConsumerView {
                snake: id.to_snake_case(),
                domain: downstream.product.domain.to_string(),
                product: Some(id.clone()),
                id,
                role: READER.to_owned(),
                purpose: downstream.description.as_ref().map(ToString::to_string),
                principal: None,
                contact: None,
            });
        }
    }
    consumers
}
