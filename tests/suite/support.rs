//! What the tests share: the binary, folders as maps, golden trees.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The root of this repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program, in an environment without a terminal's colours.
pub fn mesh_cli() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mesh-cli"));
    command.env("NO_COLOR", "1").env_remove("CI");
    command
}

/// The folders of `examples/` that are products.
pub fn examples() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(root().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("data-product.yaml").is_file())
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

/// The packs above the built-in one, as seen from `examples/`.
pub fn packs_of(example: &Path) -> Vec<String> {
    let lock = fs::read_to_string(example.join(".mesh/lock.yaml")).unwrap();
    // By lines: where git has merged two branches, the lock is the union of two until it is blessed.
    let sources =
        lock.lines().filter_map(|line| Some(line.split_once("source: \"../")?.1.split_once('"')?.0.to_owned()));
    sources.collect::<BTreeSet<String>>().into_iter().collect()
}

/// Whether golden files are to be rewritten: the review is the git diff.
pub fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| !value.is_empty())
}

/// Every file below a folder: path with `/` → contents.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    walk(folder, "", &mut files);
    files
}

fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let key = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            walk(&entry.path(), &format!("{key}/"), files);
        } else {
            files.insert(key, fs::read(entry.path()).unwrap());
        }
    }
}

/// Compares two trees and says how they differ, file by file, with the first lines that do.
#[track_caller]
pub fn assert_same_tree(actual: &BTreeMap<String, Vec<u8>>, golden: &BTreeMap<String, Vec<u8>>, how_to_bless: &str) {
    let mut differences = Vec::new();
    for (path, contents) in actual {
        match golden.get(path) {
            None => differences.push(format!("{path}: is new")),
            Some(expected) if expected != contents => {
                let (expected, contents) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(contents));
                let diff = similar::TextDiff::from_lines(&*expected, &*contents);
                let shown: String =
                    diff.unified_diff().to_string().lines().take(20).map(|line| format!("{line}\n")).collect();
                differences.push(format!("{path}: differs\n{shown}"));
            }
            Some(_) => {}
        }
    }
    differences.extend(golden.keys().filter(|path| !actual.contains_key(*path)).map(|path| format!("{path}: is gone")));
    assert!(differences.is_empty(), "{}\n{how_to_bless}", differences.join("\n"));
}
