//! Who may read the product, and what roles may do.

use super::{Change, Class, rules};
use crate::diagnostics::shown;
use crate::manifest::document::{Access, Consumer, Permission, Role};

pub(super) fn compare(old: &Access, new: &Access, changes: &mut Vec<Change>) {
    consumers(&old.consumers, &new.consumers, changes);
    roles(&old.roles, &new.roles, changes);
}

/// The name of a consumer: its product, or its domain where no product is named.
pub(super) fn name(consumer: &Consumer) -> String {
    consumer.product.as_ref().map_or_else(|| consumer.domain.to_string(), ToString::to_string)
}

fn consumers(old: &[Consumer], new: &[Consumer], changes: &mut Vec<Change>) {
    let root = "/spec/access/consumers";
    for (index, consumer) in new.iter().enumerate() {
        let pointer = format!("{root}/{index}");
        if let Some(before) = old.iter().find(|old| name(old) == name(consumer)) {
            pair(&pointer, before, consumer, changes);
        } else {
            let what = "the consumer is declared".to_owned();
            changes.push(Change::new(&rules::CONSUMER_ADDED, &path(consumer), &pointer, what));
        }
    }
    for consumer in old.iter().filter(|consumer| new.iter().all(|new| name(new) != name(consumer))) {
        let what = "the consumer is no longer declared".to_owned();
        let mut change = Change::new(&rules::CONSUMER_REMOVED, &path(consumer), root, what);
        change.affected = vec![name(consumer)];
        changes.push(change);
    }
}

fn pair(pointer: &str, old: &Consumer, new: &Consumer, changes: &mut Vec<Change>) {
    let principal = |consumer: &Consumer| consumer.principal.as_ref().map(|text| shown(text));
    let role = |consumer: &Consumer| consumer.role.as_ref().map(ToString::to_string);
    for (key, before, now) in [("principal", principal(old), principal(new)), ("role", role(old), role(new))] {
        let (row, what) = match (&before, &now) {
            (None, Some(now)) => (&rules::CONSUMER_ADDED, format!("access is granted: the {key} is `{now}`")),
            (Some(before), None) => {
                (&rules::CONSUMER_MOVED, format!("access is no longer granted: the {key} was `{before}`"))
            }
            (Some(before), Some(now)) if before != now => {
                (&rules::CONSUMER_MOVED, format!("the {key} was `{before}` and is `{now}`"))
            }
            _ => continue,
        };
        let mut change = Change::new(row, &format!("{}.{key}", path(new)), &format!("{pointer}/{key}"), what);
        if change.class == Class::Major {
            change.affected = vec![name(new)];
        }
        changes.push(change.values(before, now));
    }
    let words = |consumer: &Consumer| (consumer.purpose.clone(), consumer.contact.clone());
    if words(old) != words(new) {
        let what = "the purpose or the contact is changed".to_owned();
        changes.push(Change::new(&rules::DOCUMENTATION, &path(new), pointer, what));
    }
}

fn path(consumer: &Consumer) -> String {
    format!("access.consumers.{}", name(consumer))
}

fn roles(old: &[Role], new: &[Role], changes: &mut Vec<Change>) {
    let root = "/spec/access/roles";
    let may = |roles: &[Role], name: &Role| -> Vec<Permission> {
        let of_name = roles.iter().filter(|role| role.name == name.name);
        of_name.flat_map(|role| role.permissions.iter().copied()).collect()
    };
    let mut seen = Vec::new();
    for role in new.iter().chain(old) {
        if seen.contains(&&role.name) {
            continue;
        }
        seen.push(&role.name);
        let (before, now) = (may(old, role), may(new, role));
        let lost: Vec<Permission> = before.iter().filter(|one| !now.contains(one)).copied().collect();
        let won: Vec<Permission> = now.iter().filter(|one| !before.contains(one)).copied().collect();
        let path = format!("access.roles.{}", role.name);
        let index = new.iter().position(|other| other.name == role.name);
        let pointer = index.map_or_else(|| root.to_owned(), |index| format!("{root}/{index}"));
        if !lost.is_empty() {
            let what = format!("the role may no longer {}", list(&lost));
            changes.push(Change::new(&rules::ACCESS_NARROWED, &path, &pointer, what).values(Some(list(&lost)), None));
        }
        if !won.is_empty() {
            let what = format!("the role may {} from now on", list(&won));
            changes.push(Change::new(&rules::ACCESS_WIDENED, &path, &pointer, what).values(None, Some(list(&won))));
        }
    }
}

fn list(permissions: &[Permission]) -> String {
    let words: Vec<&str> = permissions
        .iter()
        .map(|permission| match permission {
            Permission::Select => "SELECT",
            Permission::Insert => "INSERT",
            Permission::Update => "UPDATE",
            Permission::Delete => "DELETE",
        })
        .collect();
    words.join(", ")
}
