//! What a pack offers and nothing uses.

use super::reads::Reads;
use super::rules::{UNUSED_FRAGMENT, UNUSED_OPTION};
use super::{Lint, PACK_FILE, whole};
use crate::diagnostics::shown;
use crate::manifest::node::{Node, Value};

pub(super) fn check(lint: &mut Lint<'_>, reads: &Reads) {
    options(lint, reads);
    fragments(lint, reads);
}

fn options(lint: &mut Lint<'_>, reads: &Reads) {
    let Some(document) = lint.documents.get(PACK_FILE) else { return };
    let Some(Node { value: Value::List(items), .. }) = document.node.get("options") else { return };
    let conditions: Vec<&str> = items.iter().filter_map(|item| item.text_at("/when")).collect();
    let mut findings = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(name) = item.text_at("/name") else { continue };
        let path = format!("options.{name}");
        let asked = conditions.iter().any(|condition| condition.contains(&path));
        if !asked && !reads.has(&path) {
            let message = format!("no template and no rule reads `{}`", shown(&path));
            let finding = document.at(&UNUSED_OPTION, &format!("/options/{index}/name"), message);
            findings.push(finding.help("remove the option, or use it").warning());
        }
    }
    for finding in findings {
        lint.add(PACK_FILE, finding);
    }
}

fn fragments(lint: &mut Lint<'_>, reads: &Reads) {
    let fragment = |path: &str| {
        let (_, rest) = path.strip_prefix("ports/")?.split_once("/fragments/")?;
        Some((path.to_owned(), rest.strip_suffix(".tera")?.to_owned()))
    };
    let own: Vec<(String, String)> = lint.files.paths().filter_map(fragment).collect();
    for (path, name) in own {
        // The port has them, and so has each live version, in files that there is one of for each.
        if ["port", "item"].iter().all(|owner| !reads.has(&format!("{owner}.fragments.{name}"))) {
            let message = format!("no template prints `port.fragments.{}`", shown(&name));
            let finding = whole(&UNUSED_FRAGMENT, message);
            lint.add(&path, finding.help("print it in a template, or remove the file").warning());
        }
    }
}
