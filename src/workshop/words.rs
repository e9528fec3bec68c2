//! The words of a trade: what a map leaves out, and what its words mean. A file of the pack.

mod english;

use std::collections::BTreeSet;

pub use english::{capital, parts, said, singular, spoken};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::Result;
use crate::manifest::value::LogicalType;
use crate::pack::Pack;

/// Where the words stand in a pack.
const PATH: &str = "workshop/words.yaml";

/// `workshop/words.yaml`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Words {
    systems: Vec<SystemWords>,
    otherwise: String,
    locations: IndexMap<String, IndexMap<String, String>>,
    particles: BTreeSet<String>,
    entities: IndexMap<String, EntityWords>,
    fields: Vec<FieldWords>,
    unsaid: Vec<BTreeSet<String>>,
    /// Words that ask for a share of one thing in another.
    pub rates: Vec<String>,
    /// Words that ask for a mean.
    pub averages: Vec<String>,
    /// Words that ask for a sum.
    #[serde(default)]
    pub sums: Vec<String>,
    /// Words that ask for days.
    pub days: Vec<String>,
    /// Words that ask for months.
    pub months: Vec<String>,
    /// Words behind which a question says what its answer is told apart by.
    pub dimensions: Vec<String>,
    /// Words that lead on to something else: no name ends with one.
    pub leads: Vec<String>,
    owner: OwnerWords,
    /// What the first products promise.
    pub promises: Promises,
}

/// How a domain is reached where nobody said.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnerWords {
    /// The mailbox.
    pub email: String,
    /// Who is called.
    pub on_call: String,
    /// Where to ask.
    pub channel: String,
}

/// What the first products promise, whatever the map says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promises {
    freshness: Vec<Age>,
    /// In how many of a thousand cases a product that reads a source answers.
    pub available: u32,
}

/// How old the newest row may be.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Age {
    /// What is aimed at.
    pub target: String,
    /// What fails.
    pub error: String,
}

impl Promises {
    /// The age of a product that is made of others, which are made of others …: so many deep.
    pub fn age(&self, level: usize) -> Option<&Age> {
        self.freshness.get(level).or(self.freshness.last())
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SystemWords {
    kind: String,
    words: Vec<String>,
}

/// What is known of a thing that events happen to.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EntityWords {
    /// Its plural, where that is not regular.
    pub plural: Option<String>,
    /// The columns that are usually known of it.
    pub carries: Vec<String>,
    /// Words of a question that mean it.
    pub words: Vec<String>,
    /// Words of a system's name that it comes from.
    pub systems: Vec<String>,
}

/// What a column is.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FieldWords {
    names: Vec<String>,
    /// The things of which it is said; all where none is named.
    #[serde(default)]
    of: Vec<String>,
    /// Its type.
    #[serde(rename = "type")]
    pub logical_type: LogicalType,
    /// What it means, with `{thing}`, `{entity}` and `{Words}` in it.
    pub description: String,
    /// Whether it is about a person.
    #[serde(default)]
    pub pii: bool,
    /// Whether it is an amount of money, which can be added up.
    #[serde(default)]
    pub money: bool,
    /// Values as they occur.
    #[serde(default)]
    pub examples: Vec<Json>,
    /// Words of a question that mean it.
    #[serde(default)]
    pub words: Vec<String>,
}

impl Words {
    /// The words of a pack.
    pub fn of(pack: &Pack) -> Result<Self> {
        pack.data(PATH)
    }

    /// The kind of port that a system is read through.
    pub fn kind_of_system(&self, system: &str) -> &str {
        let parts: Vec<&str> = parts(system).collect();
        let fits = |one: &&SystemWords| one.words.iter().any(|word| parts.contains(&word.as_str()));
        self.systems.iter().find(fits).map_or(&self.otherwise, |one| &one.kind)
    }

    /// Where the data of an entity is, in a port of a kind.
    pub fn location(&self, kind: &str, domain: &str, things: &str) -> IndexMap<String, String> {
        let fill = |text: &String| text.replace("{things}", things).replace("{domain}", domain);
        let known = self.locations.get(kind);
        known.into_iter().flatten().map(|(key, text)| (key.clone(), fill(text))).collect()
    }

    /// The thing that an event happened to: every word of its name but the verb's. Nothing when there is only a verb.
    pub fn entity_of_event(&self, event: &str) -> Option<String> {
        let mut words: Vec<&str> = parts(event).collect();
        let last = words.pop()?;
        if self.particles.contains(last) && words.len() > 1 {
            words.pop();
        }
        (!words.is_empty()).then(|| words.join("_"))
    }

    /// Whether a word stands behind a verb.
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// What is known of an entity.
    pub fn entity(&self, entity: &str) -> Option<&EntityWords> {
        self.entities.get(entity)
    }

    /// The plural of an entity's name.
    pub fn plural(&self, entity: &str) -> String {
        self.entity(entity).and_then(|known| known.plural.clone()).unwrap_or_else(|| english::plural(entity))
    }

    /// Whether a word of a question, in the singular, means an entity.
    pub fn means_entity(&self, word: &str, entity: &str) -> bool {
        word == entity
            || parts(entity).next_back() == Some(word)
            || self.entity(entity).is_some_and(|known| known.words.iter().any(|one| one == word))
    }

    /// What a column of this name is, of a thing.
    pub fn field(&self, entity: &str, column: &str) -> Option<&FieldWords> {
        let fits = |name: &String| {
            column.strip_suffix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
        };
        let of = |field: &FieldWords| field.of.is_empty() || field.of.iter().any(|one| one == entity);
        self.fields.iter().find(|field| of(field) && field.names.iter().any(fits))
    }

    /// How a domain is reached where nobody said.
    pub fn owner(&self, domain: &str) -> OwnerWords {
        let fill = |text: &str| text.replace("{domain}", &domain.replace('_', "-"));
        OwnerWords {
            email: fill(&self.owner.email),
            on_call: fill(&self.owner.on_call),
            channel: fill(&self.owner.channel),
        }
    }

    /// Whether a word is no part of a product's name.
    pub fn is_unsaid(&self, word: &str) -> bool {
        self.unsaid.iter().any(|words| words.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::of(&Pack::builtin().unwrap()).unwrap()
    }

    #[test]
    fn an_event_tells_the_thing_it_happened_to() {
        let words = words();
        let entity = |event| words.entity_of_event(event);
        assert_eq!(entity("order_placed").as_deref(), Some("order"));
        assert_eq!(entity("purchase-order_cancelled").as_deref(), Some("purchase_order"));
        assert_eq!(entity("customer_signed_up").as_deref(), Some("customer"));
        assert_eq!(entity("shipped"), None);
    }

    #[test]
    fn a_system_is_read_through_the_port_that_its_name_tells() {
        let words = words();
        assert_eq!(words.kind_of_system("supplier_api_kafka_topic"), "kafka");
        assert_eq!(words.kind_of_system("billing_stripe"), "api");
        assert_eq!(words.kind_of_system("backoffice"), "postgres");
    }
}
