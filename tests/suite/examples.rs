//! The examples are golden: each is a manifest and the whole product rendered from it.

use std::fs;

use fs_extra::dir::{CopyOptions, copy};

use crate::support::{assert_same_tree, blessing, examples, mesh_cli, tree};

#[test]
fn every_example_is_what_its_manifest_renders_to() {
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("product");
        mesh_cli()
            .args(["create-product", "--yes", "--from"])
            .arg(example.join("data-product.yaml"))
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
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
    for example in examples() {
        let folder = tempfile::tempdir().unwrap();
        let trees = [("UTC", "C"), ("Pacific/Kiritimati", "de_DE.UTF-8")].map(|(zone, language)| {
            let out = folder.path().join(language);
            mesh_cli()
                .args(["create-product", "--yes", "--from"])
                .arg(example.join("data-product.yaml"))
                .arg("--out")
                .arg(&out)
                .env("TZ", zone)
                .env("LC_ALL", language)
                .assert()
                .success();
            tree(&out)
        });
        assert_same_tree(&trees[0], &trees[1], "");
    }
}
