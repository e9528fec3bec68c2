//! The product and its owner.

use schemars::JsonSchema;
use serde::Serialize;

use crate::manifest::Manifest;
use crate::manifest::document::Owner;
use crate::manifest::name::{MAX_LENGTH, Name};

/// One name in the form of each language.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Forms {
    /// As it was written.
    pub as_written: String,
    /// `order_events`.
    pub snake: String,
    /// `order-events`.
    pub kebab: String,
    /// `OrderEvents`.
    pub pascal: String,
    /// `orderEvents`.
    pub camel: String,
    /// `ORDER_EVENTS`.
    pub upper: String,
    /// `Order Events`.
    #[schemars(extend("x-text" = true))]
    pub title: String,
}

impl Forms {
    /// Every form of a name.
    pub fn of(name: &Name) -> Self {
        Self {
            as_written: name.to_string(),
            snake: name.snake(),
            kebab: name.kebab(),
            pascal: name.pascal(),
            camel: name.camel(),
            upper: name.upper(),
            title: name.title(),
        }
    }
}

/// The product: its names, versions and description.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProductView {
    /// `orders.order_events`.
    pub id: String,
    /// The name as it was written.
    pub name: String,
    /// The domain as it was written.
    pub domain: String,
    /// The domain in every form.
    pub domain_names: Forms,
    /// The name in `snake_case`; also the dbt model and the file of the schema.
    pub snake: String,
    /// The name in kebab-case.
    pub kebab: String,
    /// The name in `PascalCase`.
    pub pascal: String,
    /// The name in `camelCase`.
    pub camel: String,
    /// The name in `UPPER_CASE`.
    pub upper: String,
    /// `orders-order-events`.
    pub slug: String,
    /// `orders_order_events`.
    pub ident: String,
    /// The dbt model of the product layer, without its version.
    pub model: String,
    /// The name for people.
    #[schemars(extend("x-text" = true))]
    pub title: String,
    /// The version of the product.
    pub version: String,
    /// The major version.
    pub major: u64,
    /// The version of the schema.
    pub schema_version: String,
    /// The compatibility mode of the schema.
    pub evolution: String,
    /// What one row is, what the product is for.
    #[schemars(extend("x-text" = true))]
    pub description: String,
    /// The archetype's id.
    pub archetype: String,
    /// Words to find the product by.
    pub tags: Vec<String>,
    /// The product's page in the data catalog.
    #[schemars(extend("x-text" = true))]
    pub catalog_url: Option<String>,
}

impl ProductView {
    pub(super) fn new(manifest: &Manifest) -> Self {
        let metadata = &manifest.metadata;
        let name = &metadata.name;
        let evolution = serde_json::to_value(manifest.spec.schema.evolution).ok();
        Self {
            id: manifest.id().to_string(),
            name: name.to_string(),
            domain: metadata.domain.to_string(),
            domain_names: Forms::of(&metadata.domain),
            snake: name.snake(),
            kebab: name.kebab(),
            pascal: name.pascal(),
            camel: name.camel(),
            upper: name.upper(),
            slug: format!("{}-{}", metadata.domain.kebab(), name.kebab()),
            ident: format!("{}_{}", metadata.domain.snake(), name.snake()),
            model: name.snake(),
            title: metadata.title.as_ref().map_or_else(|| name.title(), ToString::to_string),
            version: metadata.version.to_string(),
            major: metadata.version.major(),
            schema_version: manifest.spec.schema.version.to_string(),
            evolution: evolution.and_then(|mode| mode.as_str().map(str::to_owned)).unwrap_or_default(),
            description: manifest.spec.description.to_string(),
            archetype: manifest.spec.archetype.to_string(),
            tags: metadata.tags.iter().map(ToString::to_string).collect(),
            catalog_url: metadata.catalog_url.as_ref().map(ToString::to_string),
        }
    }
}

/// Who answers for the product.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OwnerView {
    /// The team.
    #[schemars(extend("x-text" = true))]
    pub team: String,
    /// The team in `snake_case`, for names in programs.
    pub team_snake: String,
    /// Where to write to.
    pub email: String,
    /// Who is called.
    #[schemars(extend("x-text" = true))]
    pub on_call: Option<String>,
    /// Where to ask.
    #[schemars(extend("x-text" = true))]
    pub channel: Option<String>,
}

impl OwnerView {
    pub(super) fn new(owner: &Owner) -> Self {
        Self {
            team: owner.team.to_string(),
            team_snake: identifier(&owner.team),
            email: owner.email.to_string(),
            on_call: owner.on_call.as_ref().map(ToString::to_string),
            channel: owner.channel.as_ref().map(ToString::to_string),
        }
    }
}

/// A text as a name in programs: the letters and digits that every language takes, no longer than a name may be.
fn identifier(team: &str) -> String {
    use heck::ToSnakeCase;
    let ascii: String = team.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let snake = ascii.to_snake_case();
    let named = snake.starts_with(|c: char| c.is_ascii_lowercase());
    let whole = if named { snake } else { format!("team_{snake}") };
    whole.chars().take(MAX_LENGTH).collect::<String>().trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_has_a_name_in_programs_whatever_it_is_called() {
        assert_eq!(identifier("Order Experience"), "order_experience");
        assert_eq!(identifier("42 \u{5E2}"), "team_42");
        assert_eq!(identifier("{{ }}"), "team");
        assert_eq!(identifier(&"word ".repeat(2000)).len(), MAX_LENGTH);
    }
}
