//! Where a lock vouches for a product, a whole check would find nothing either.

use std::fs;

use mesh_cli::pack::Pack;
use mesh_cli::product::is_vouched_for;

use crate::sandbox::Sandbox;
use crate::support::{examples, mesh_cli};

fn product() -> Sandbox {
    let sandbox = Sandbox::new();
    let manifest = examples()[0].join("data-product.yaml");
    mesh_cli()
        .args(["create-product", "--yes", "--from"])
        .arg(manifest)
        .arg("--out")
        .arg(sandbox.join("p"))
        .assert()
        .success();
    sandbox
}

fn vouches(sandbox: &Sandbox) -> bool {
    let root = sandbox.join("p");
    let pack = Pack::builtin().unwrap();
    is_vouched_for(&root, |_| pack.locked(&root)).unwrap()
}

fn append(sandbox: &Sandbox, path: &str, text: &str) {
    let before = fs::read_to_string(sandbox.join(path)).unwrap();
    sandbox.write(path, before + text);
}

const GENERATED: &str = "p/dbt/models/groups.yml";
const MERGED: &str = "p/README.md";
const ONCE: &str = "p/CHANGELOG.md";

#[test]
fn a_lock_vouches_for_what_is_in_step_and_for_nothing_else() {
    type Change = fn(&Sandbox);
    let changes: &[(&str, Change, bool)] = &[
        ("nothing", |_| {}, true),
        ("an edit of a file of both", |product| append(product, MERGED, "mine\n"), true),
        ("an edit of the team's file", |product| append(product, ONCE, "mine\n"), true),
        ("a deleted file", |product| fs::remove_file(product.join(GENERATED)).unwrap(), true),
        (
            "line endings",
            |product| {
                let text = fs::read_to_string(product.join(GENERATED)).unwrap();
                product.write(GENERATED, text.replace('\n', "\r\n"));
            },
            true,
        ),
        ("drift", |product| append(product, GENERATED, "# mine\n"), false),
        ("another manifest", |product| append(product, "p/data-product.yaml", "# mine\n"), false),
        ("an edited lock", |product| append(product, "p/.mesh/lock.yaml", "# mine\n"), false),
        ("no lock", |product| fs::remove_file(product.join("p/.mesh/lock.yaml")).unwrap(), false),
        ("markers", |product| append(product, MERGED, "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> b\n"), false),
        (
            "a link",
            |product| {
                fs::rename(product.join(GENERATED), product.join("groups.yml")).unwrap();
                std::os::unix::fs::symlink(product.join("groups.yml"), product.join(GENERATED)).unwrap();
            },
            false,
        ),
    ];
    for (name, change, expected) in changes {
        let product = product();
        change(&product);
        assert_eq!(vouches(&product), *expected, "{name}");
        if *expected {
            let check = product.run(&["generate", "p", "--check"]);
            assert_eq!(check.code, 0, "{name}: {}{}", check.stdout, check.stderr);
        }
    }
}

#[test]
fn a_lock_says_nothing_of_other_packs() {
    let product = product();
    let root = product.join("p");
    assert!(
        !is_vouched_for(&root, |locked| {
            let mut packs = locked.to_vec();
            packs[0].digest = "sha256:other".to_owned();
            Ok(packs)
        })
        .unwrap()
    );
}

/// Changes the manifest so that the render of `GENERATED` changes.
fn change_the_owner(product: &Sandbox) {
    let manifest = fs::read_to_string(product.join("p/data-product.yaml")).unwrap();
    product.write("p/data-product.yaml", manifest.replace("customer-data@", "new-customer-data@"));
}

/// A file that could not follow its manifest is not in step when somebody takes back the edit that was in its way.
#[test]
fn a_lock_does_not_vouch_for_what_could_not_follow() {
    let product = product();
    let rendered = fs::read(product.join(GENERATED)).unwrap();
    append(&product, GENERATED, "# mine\n");
    change_the_owner(&product);
    let generate = product.run(&["generate", "p"]);
    assert!(generate.code == 1 && generate.stderr.contains("groups.yml"), "{}", generate.stderr);
    product.write(GENERATED, &rendered);
    assert!(!vouches(&product));
    let generate = product.run(&["generate", "p"]);
    assert_eq!(generate.code, 0, "{}", generate.stderr);
    assert_ne!(fs::read(product.join(GENERATED)).unwrap(), rendered);
    assert!(vouches(&product));
}

/// A deleted file that comes back as it was before the manifest changed is not in step.
#[test]
fn a_lock_does_not_vouch_for_what_came_back() {
    let product = product();
    let rendered = fs::read(product.join(GENERATED)).unwrap();
    fs::remove_file(product.join(GENERATED)).unwrap();
    change_the_owner(&product);
    assert_eq!(product.run(&["generate", "p"]).code, 0);
    assert!(vouches(&product) && !product.join(GENERATED).exists());
    product.write(GENERATED, &rendered);
    assert!(!vouches(&product));
    assert_eq!(product.run(&["generate", "p"]).code, 0);
    assert_ne!(fs::read(product.join(GENERATED)).unwrap(), rendered);
    assert!(vouches(&product));
}
