//! Rebuilds the crate when a file of the built-in pack is added, changed or removed.

fn main() {
    println!("cargo::rerun-if-changed=templates");
}
