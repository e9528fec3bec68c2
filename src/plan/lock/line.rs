//! One line of a lock. Each stands for itself, so that two locks put together by git can be read.

use std::str::FromStr;

use super::LockedFile;
use crate::pack::FileOwner;
use crate::pack::source::LockedPack;
use crate::plan::{Digest, ProductPath};

/// What a line says.
pub(super) enum Line {
    /// Nothing: a comment, or the name of a section.
    Nothing,
    /// The version of the format.
    Format(u32),
    /// The program.
    Tool(String),
    /// The digest of the manifest.
    Manifest(Digest),
    /// A pack.
    Pack(LockedPack),
    /// One entry of the pack in the first format.
    OldPack(String, String),
    /// A file.
    File(ProductPath, LockedFile),
    /// The digest of the lines above.
    Seal(Digest),
}

/// Reads a line; nothing where it is none of a lock.
pub(super) fn read(line: &str) -> Option<Line> {
    if line.is_empty() || line.starts_with('#') || matches!(line, "packs:" | "files:" | "pack:") {
        return Some(Line::Nothing);
    }
    if let Some(entries) = line.strip_prefix("  - ") {
        return pack(&mapping(entries)?).map(Line::Pack);
    }
    let (indented, line) = line.strip_prefix("  ").map_or((false, line), |rest| (true, rest));
    let (key, rest) = scalar(line, ": ")?;
    let value = rest.strip_prefix(": ")?;
    if indented && value.starts_with('{') {
        return Some(Line::File(key.parse().ok()?, file(&mapping(value)?)?));
    }
    let (value, "") = scalar(value, "\n")? else { return None };
    Some(match (indented, key.as_str()) {
        (true, _) => Line::OldPack(key, value),
        (false, "formatVersion") => Line::Format(value.parse().ok()?),
        (false, "tool") => Line::Tool(value),
        (false, "manifest") => Line::Manifest(value.parse().ok()?),
        (false, "seal") => Line::Seal(value.parse().ok()?),
        _ => return None,
    })
}

/// The entries of a mapping on one line.
type Entries = Vec<(String, String)>;

fn mapping(text: &str) -> Option<Entries> {
    let mut rest = text.strip_prefix("{ ")?;
    let mut entries = Vec::new();
    loop {
        let (key, behind) = scalar(rest, ": ")?;
        let (value, behind) = scalar(behind.strip_prefix(": ")?, ", ")?;
        entries.push((key, value));
        match behind.strip_prefix(", ") {
            Some(next) => rest = next,
            None => return (behind == " }").then_some(entries),
        }
    }
}

/// The scalar that a text begins with, and what follows it: `end`, the end of the mapping, or nothing.
fn scalar<'a>(text: &'a str, end: &str) -> Option<(String, &'a str)> {
    if text.starts_with('"') {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<String>();
        let value = values.next()?.ok()?;
        return Some((value, &text[values.byte_offset()..]));
    }
    let length = text.find(end).or_else(|| text.find(" }")).unwrap_or(text.len());
    let (value, rest) = text.split_at(length);
    (!value.is_empty()).then(|| (value.to_owned(), rest))
}

fn get<'a>(entries: &'a Entries, key: &str) -> Option<&'a str> {
    entries.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
}

fn pack(entries: &Entries) -> Option<LockedPack> {
    let text = |key| get(entries, key).map(str::to_owned);
    Some(LockedPack {
        name: text("name")?,
        version: text("version")?,
        source: text("source")?,
        revision: text("revision"),
        digest: text("digest")?,
    })
}

fn file(entries: &Entries) -> Option<LockedFile> {
    Some(LockedFile {
        owner: FileOwner::from_str(get(entries, "owner")?).ok()?,
        template: get(entries, "template").unwrap_or_default().to_owned(),
        digest: get(entries, "digest")?.parse().ok()?,
        deleted: get(entries, "deleted") == Some("true"),
    })
}
