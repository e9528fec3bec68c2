//! Maps in other words: the keys of the workshop's own notes, domains without a frame, and items that are given by their
//! names alone. All of it is read as one form, and every value still knows where it stands in the file.

use crate::manifest::node::{Entry, Node, Value};

/// How the notes of a workshop call what we call otherwise.
const KEYS: &[(&str, &str)] = &[
    ("source_systems", "sourceSystems"),
    ("business_events", "businessEvents"),
    ("analytical_questions", "analyticalQuestions"),
    ("analytical_questions_owned", "analyticalQuestions"),
    ("analyticalQuestionsOwned", "analyticalQuestions"),
    ("on_call", "onCall"),
    ("oncall", "onCall"),
];

/// The lists whose items may be given by one text, and what that text is.
const SHORT: &[(&str, &str)] =
    &[("sourceSystems", "name"), ("businessEvents", "name"), ("analyticalQuestions", "question")];

/// The keys of a map that say that it is framed.
const FRAME: [&str; 3] = ["apiVersion", "kind", "domains"];

/// The same map in our words.
pub(super) fn in_our_words(node: Node) -> Node {
    let mut map = framed(node);
    if let Some(Value::Map(domains)) = child(&mut map, "domains") {
        for domain in domains {
            domain_in_our_words(&mut domain.node);
        }
    }
    without_nulls(&mut map);
    map
}

/// A mapping of domains alone is a map without a frame.
fn framed(node: Node) -> Node {
    let bare = match &node.value {
        Value::Map(entries) => {
            // A domain of which nothing is known yet is a name alone.
            let domain = |entry: &Entry| matches!(entry.node.value, Value::Map(_) | Value::Null);
            !entries.is_empty() && entries.iter().all(|entry| domain(entry) && !FRAME.contains(&entry.key.as_str()))
        }
        _ => false,
    };
    if !bare {
        return node;
    }
    let origin = node.origin.clone();
    let entry = |key: &str, node| Entry { key: key.to_owned(), key_origin: origin.clone(), node };
    let text = |text: &str| Node::text(text, origin.clone());
    let frame =
        vec![entry("apiVersion", text("datamesh.io/v1")), entry("kind", text("DomainMap")), entry("domains", node)];
    Node { value: Value::Map(frame), origin }
}

fn domain_in_our_words(domain: &mut Node) {
    let Value::Map(entries) = &mut domain.value else { return };
    for at in 0..entries.len() {
        let ours = KEYS.iter().find(|(theirs, _)| *theirs == entries[at].key).map(|(_, ours)| *ours);
        // Two spellings of one key: the second is left as it is, and is then unknown.
        if let Some(ours) = ours.filter(|ours| entries.iter().all(|entry| entry.key != *ours)) {
            ours.clone_into(&mut entries[at].key);
        }
    }
    for (list, key) in SHORT {
        if let Some(Value::List(items)) = child(domain, list) {
            for item in items {
                long(item, key);
            }
        }
    }
    if let Some(Value::List(events)) = child(domain, "businessEvents") {
        for event in events {
            if let Some(Value::List(carried)) = child(event, "carries") {
                for item in carried {
                    long(item, "name");
                }
            }
        }
    }
}

/// An item that is one text, written out.
fn long(item: &mut Node, key: &str) {
    if let Value::String(text) = &item.value {
        let origin = item.origin.clone();
        let node = Node::text(text.clone(), origin.clone());
        item.value = Value::Map(vec![Entry { key: key.to_owned(), key_origin: origin, node }]);
    }
}

fn child<'a>(node: &'a mut Node, key: &str) -> Option<&'a mut Value> {
    match &mut node.value {
        Value::Map(entries) => entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node.value),
        _ => None,
    }
}

/// A key with nothing after it says nothing yet: a map is filled in from top to bottom. A domain is there by its name.
fn without_nulls(map: &mut Node) {
    let Value::Map(entries) = &mut map.value else { return };
    entries.retain(|entry| entry.node.value != Value::Null);
    for entry in entries {
        if entry.key == "domains" {
            let Value::Map(domains) = &mut entry.node.value else { continue };
            for domain in domains {
                if domain.node.value == Value::Null {
                    domain.node.value = Value::Map(Vec::new());
                }
                nulls_of_domain(&mut domain.node);
            }
        } else {
            nulls_of_domain(&mut entry.node);
        }
    }
}

fn nulls_of_domain(node: &mut Node) {
    match &mut node.value {
        Value::Map(entries) => {
            entries.retain(|entry| entry.node.value != Value::Null);
            for entry in entries {
                nulls_of_domain(&mut entry.node);
            }
        }
        Value::List(items) => items.iter_mut().for_each(nulls_of_domain),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::node::Origin;

    fn read(text: &str) -> String {
        let node: Node = serde_yaml::from_str(text).unwrap();
        in_our_words(node).to_json().to_string()
    }

    #[test]
    fn notes_without_a_frame_are_a_map() {
        assert_eq!(
            read("orders:\n  source_systems: [pg]\n  analytical_questions_owned:\n"),
            r#"{"apiVersion":"datamesh.io/v1","kind":"DomainMap","domains":{"orders":{"sourceSystems":[{"name":"pg"}]}}}"#
        );
    }

    #[test]
    fn a_key_in_two_spellings_is_left_for_the_shape_to_refuse() {
        assert!(read("domains: {a: {on_call: x, onCall: y}}").contains("on_call"));
    }

    #[test]
    fn a_misspelt_frame_is_no_domain() {
        assert!(!read("apiversion: x\ndomain: {}\n").contains("DomainMap"));
    }

    #[test]
    fn values_keep_their_places() {
        let text = "orders:\n  business_events: [order_placed]\n";
        let node = in_our_words(serde_yaml::from_str(text).unwrap());
        let Origin::File { start, end } = node.nearest("/domains/orders/businessEvents/0/name").origin else {
            panic!()
        };
        assert_eq!(&text[start..end], "order_placed");
    }
}
