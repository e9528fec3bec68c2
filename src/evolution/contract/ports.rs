//! Output ports: those that came, went, moved, or are read in another way.

use std::collections::BTreeSet;

use super::{Change, rules};
use crate::diagnostics::shown;
use crate::manifest::document::OutputPort;

const ROOT: &str = "/spec/outputPorts";

pub(super) fn compare(old: &[OutputPort], new: &[OutputPort], changes: &mut Vec<Change>) {
    for (index, port) in new.iter().enumerate() {
        let pointer = format!("{ROOT}/{index}");
        if let Some(before) = old.iter().find(|old| old.name == port.name) {
            pair(&pointer, before, port, changes);
        } else {
            let what = format!("the port is added, of the kind `{}`", port.kind);
            changes.push(Change::new(&rules::PORT_ADDED, &path(port), &pointer, what));
        }
    }
    for port in old.iter().filter(|port| new.iter().all(|new| new.name != port.name)) {
        let mut change = Change::new(&rules::PORT_REMOVED, &path(port), ROOT, "the port is removed".to_owned());
        let same = |new: &&OutputPort| (&new.kind, &new.location) == (&port.kind, &port.location);
        if let Some(new) = new.iter().find(same) {
            change.what = format!("the port is called `{}` from now on", new.name);
            change.after = Some(new.name.to_string());
        }
        changes.push(change);
    }
    let primary = |ports: &[OutputPort]| ports.first().map(|port| port.name.clone());
    if let (Some(before), Some(now)) = (primary(old), primary(new))
        && before != now
        && new.iter().any(|port| port.name == before)
    {
        let what = format!("the primary port was `{before}` and is `{now}`");
        let change = Change::new(&rules::PRIMARY_PORT_CHANGED, "outputPorts", &format!("{ROOT}/0"), what);
        changes.push(change.values(Some(before.to_string()), Some(now.to_string())));
    }
}

fn pair(pointer: &str, old: &OutputPort, new: &OutputPort, changes: &mut Vec<Change>) {
    if old.kind != new.kind {
        let what = format!("the port was of the kind `{}` and is of `{}`", old.kind, new.kind);
        let change = Change::new(&rules::PORT_MOVED, &format!("{}.kind", path(new)), &format!("{pointer}/kind"), what);
        // The options of another kind mean another thing: there is nothing to compare.
        return changes.push(change.values(Some(old.kind.to_string()), Some(new.kind.to_string())));
    }
    let options: BTreeSet<&String> = old.location.keys().chain(new.location.keys()).collect();
    for option in options {
        let value = |port: &OutputPort| {
            let value = port.location.get(option)?;
            Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        };
        let (before, now) = (value(old).as_deref().map(shown), value(new).as_deref().map(shown));
        if before == now {
            continue;
        }
        let what = match (&before, &now) {
            (Some(before), Some(now)) => format!("`{option}` was `{before}` and is `{now}`"),
            (None, Some(now)) => format!("`{option}` is `{now}`; nothing was said before"),
            _ => format!("`{option}` is no longer said"),
        };
        let place = format!("{pointer}/location/{}", option.replace('~', "~0").replace('/', "~1"));
        let change = Change::new(&rules::PORT_MOVED, &format!("{}.location.{option}", path(new)), &place, what);
        changes.push(change.values(before, now));
    }
    let mode = |port: &OutputPort| port.access_mode.as_ref().map(ToString::to_string);
    let (before, now) = (mode(old), mode(new));
    if before != now {
        let said =
            |mode: &Option<String>| mode.as_ref().map_or_else(|| "left out".to_owned(), |mode| format!("`{mode}`"));
        let what = format!("the access mode was {} and is {}", said(&before), said(&now));
        let path = format!("{}.accessMode", path(new));
        let change = Change::new(&rules::PORT_ACCESS_CHANGED, &path, &format!("{pointer}/accessMode"), what);
        changes.push(change.values(before, now));
    }
}

fn path(port: &OutputPort) -> String {
    format!("outputPorts.{}", port.name)
}
