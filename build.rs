//! Rebuilds the crate when a file of the built-in pack is added, changed or removed, and tells it
//! the pack's name and version, so that `--version` needs to read no pack.

use std::fs;

fn main() {
    println!("cargo::rerun-if-changed=templates");
    let about = fs::read_to_string("templates/pack.yaml").unwrap_or_default();
    for key in ["name", "version"] {
        let prefix = format!("{key}: ");
        let value = about.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or("unknown");
        println!("cargo::rustc-env=BUILTIN_PACK_{}={value}", key.to_uppercase());
    }
}
