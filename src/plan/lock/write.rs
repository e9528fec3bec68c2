//! The lock as text: one line per file, so that merges of two branches stay small.

use std::fmt::Write as _;

use super::{FORMAT_VERSION, Lock, LockedFile};
use crate::pack::source::LockedPack;
use crate::plan::Digest;
use crate::render::filter::yaml_scalar as scalar;

const HEADER: &str = "# Written by mesh-cli; do not edit. It tells your edits from what was rendered.\n";

impl Lock {
    /// The lock as YAML. Its last line seals the others.
    pub fn to_yaml(&self) -> String {
        let mut out = HEADER.to_owned();
        let _ = writeln!(out, "formatVersion: {FORMAT_VERSION}\ntool: {}", scalar(&self.tool));
        if let Some(manifest) = &self.manifest {
            let _ = writeln!(out, "manifest: {manifest}");
        }
        out.push_str("packs:\n");
        for pack in &self.packs {
            write_pack(&mut out, pack);
        }
        out.push_str("files:\n");
        for (path, file) in &self.files {
            let _ = write!(out, "  {}: ", scalar(path.as_str()));
            write_file(&mut out, file);
        }
        let seal = Digest::of(out.as_bytes());
        let _ = writeln!(out, "seal: {seal}");
        out
    }
}

fn write_pack(out: &mut String, pack: &LockedPack) {
    let (name, version, source) = (scalar(&pack.name), scalar(&pack.version), scalar(&pack.source));
    let _ = write!(out, "  - {{ name: {name}, version: {version}, source: {source}");
    if let Some(revision) = &pack.revision {
        let _ = write!(out, ", revision: {}", scalar(revision));
    }
    let _ = writeln!(out, ", digest: {} }}", pack.digest);
}

fn write_file(out: &mut String, file: &LockedFile) {
    let (owner, template) = (file.owner.as_str(), scalar(&file.template));
    let _ = write!(out, "{{ owner: {owner}, template: {template}, digest: {}", file.digest);
    out.push_str(if file.deleted { ", deleted: true }\n" } else { " }\n" });
}
