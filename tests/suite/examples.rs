//! The examples are golden: each is a manifest and the whole product rendered from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once};

use fs_extra::dir::{CopyOptions, copy};

use crate::support::{assert_same_tree, blessing, examples, mesh_cli, packs_of, root, tree};

/// Held while the examples are read, or rewritten.
static EXAMPLES: Mutex<()> = Mutex::new(());

/// Creates an example anew in `folder`, which stands in for `examples/`, with the packs that its lock names.
fn create(example: &Path, folder: &Path, environment: &[(&str, &str)]) -> PathBuf {
    let packs = folder.join("packs");
    if !packs.exists() {
        copy(root().join("examples/packs"), &packs, &CopyOptions::new().copy_inside(true)).unwrap();
    }
    let out = folder.join(example.file_name().unwrap());
    let mut create = mesh_cli();
    create.current_dir(folder).args(["create-product", "--yes", "--from"]).arg(example.join("data-product.yaml"));
    for pack in packs_of(example) {
        create.args(["--pack", &pack]);
    }
    create.arg("--out").arg(&out).envs(environment.iter().copied()).assert().success();
    out
}

/// The page `REFERENCE.md` of the example pack: compared, or rewritten before its digest is needed.
fn reference_of_acme() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let mut docs = mesh_cli();
        docs.current_dir(root()).args(["pack", "docs", "examples/packs/acme"]);
        docs.args(["--out", "examples/packs/acme/REFERENCE.md"]);
        if !blessing() {
            docs.arg("--check");
        }
        docs.assert().success();
    });
}

#[test]
fn the_reference_of_the_example_pack_is_up_to_date() {
    reference_of_acme();
}

#[test]
fn the_example_pack_passes_its_lint_and_its_tests() {
    let acme = "examples/packs/acme";
    for arguments in [&["lint", acme][..], &["test", acme], &["test", acme, "--upgrade-from", acme]] {
        mesh_cli().current_dir(root()).arg("pack").args(arguments).assert().success();
    }
}

#[test]
fn every_example_is_what_its_manifest_renders_to() {
    let _held = EXAMPLES.lock();
    reference_of_acme();
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let out = create(&example, folder.path(), &[]);
        if blessing() {
            fs::remove_dir_all(&example).unwrap();
            copy(&out, &example, &CopyOptions::new().copy_inside(true)).unwrap();
        }
        assert_same_tree(&tree(&out), &tree(&example), "`make bless` rewrites the examples");
    }
}

/// The order of files, the time zone and the language of the machine change nothing.
#[test]
fn the_same_manifest_gives_the_same_bytes_everywhere() {
    let _held = EXAMPLES.lock();
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let trees = [("UTC", "C"), ("Pacific/Kiritimati", "de_DE.UTF-8")].map(|(zone, language)| {
            let examples = folder.path().join(language);
            fs::create_dir(&examples).unwrap();
            tree(&create(&example, &examples, &[("TZ", zone), ("LC_ALL", language)]))
        });
        assert_same_tree(&trees[0], &trees[1], "");
    }
}
