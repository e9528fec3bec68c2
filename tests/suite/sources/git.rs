//! Packs in git repositories: commits, tags that move and go, no network, hostile contents.

use std::fs;
use std::os::unix::fs::symlink;

use mesh_cli::pack::Pack;
use mesh_cli::pack::source::{Source, changed, moved_tags, resolve_locked};

use super::World;

const SOURCE: &str = "git::./packs//acme?ref=v1.0.0";

/// A repository with a pack at the tag `v1.0.0`.
fn tagged() -> (World, String) {
    let world = World::new();
    let commit = world.commit("1.0.0", "one");
    world.git("packs", &["tag", "v1.0.0"]);
    (world, commit)
}

#[test]
fn the_lock_says_which_commit_a_tag_named() {
    let (world, commit) = tagged();
    world.commit("2.0.0", "two");
    world.created("parcels", &[SOURCE]);
    assert_eq!(world.text("parcels/docs/said.md"), "one of Parcels\n");
    let packs = world.locked("parcels");
    assert_eq!(packs.len(), 2);
    assert_eq!((packs[0].name.as_str(), packs[0].source.as_str(), &packs[0].revision), ("standard", "builtin", &None));
    let acme = &packs[1];
    assert_eq!((acme.name.as_str(), acme.version.as_str()), ("acme", "1.0.0"));
    assert_eq!(acme.source, "git::../packs//acme?ref=v1.0.0", "a path is relative to the product");
    assert_eq!(acme.revision.as_ref(), Some(&commit));
    assert!(acme.digest.starts_with("sha256:"));
    // The branch, the default branch and an annotated tag are commits as well.
    world.git("packs", &["tag", "--annotate", "--message", "x", "v2.0.0"]);
    for (name, source) in [("a", "git::./packs//acme?ref=main"), ("b", "git::./packs//acme")] {
        world.created(name, &[source]);
        assert!(world.text(&format!("{name}/docs/said.md")).starts_with("two of"));
    }
    world.created("c", &[&format!("git::file://{}//acme?ref=v2.0.0", world.0.join("packs").display())]);
    assert_eq!(world.locked("c")[1].revision, world.locked("a")[1].revision);
}

#[test]
fn a_whole_commit_needs_the_repository_once() {
    let (world, commit) = tagged();
    let source = format!("git::./packs//acme?ref={commit}");
    world.created("first", &[&source]);
    fs::rename(world.0.join("packs"), world.0.join("gone")).unwrap();
    let run = world.created("second", &[&source]);
    assert!(!run.stderr.contains("note"), "{}", run.stderr);
    world.refused(&["git::./packs//acme?ref=0123456789abcdef0123456789abcdef01234567"], &["git cannot read", "help: "]);
}

#[test]
fn without_the_repository_the_last_answer_holds_and_a_lock_needs_none() {
    let (world, _) = tagged();
    world.created("first", &[SOURCE]);
    fs::rename(world.0.join("packs"), world.0.join("gone")).unwrap();
    let run = world.created("second", &[SOURCE]);
    assert!(run.stderr.contains("note: ") && run.stderr.contains("cannot be reached"), "{}", run.stderr);
    assert_eq!(world.locked("first"), world.locked("second"));
    let run = world.run(&["validate", "first"]);
    assert!(run.code == 0 && !run.stderr.contains("note"), "{}", run.stderr);
    world.forget();
    let run = world.run(&["validate", "first"]);
    assert!(run.code == 3 && run.stderr.contains("git cannot read the repository"), "{}", run.stderr);
    world.refused(&[SOURCE], &["git cannot read the repository", "help: check the URL"]);
}

#[test]
fn a_tag_that_moved_is_noticed_and_changes_nothing() {
    let (world, commit) = tagged();
    world.created("parcels", &[SOURCE]);
    let locked = world.locked("parcels");
    let moved = world.commit("1.0.0", "something else");
    world.git("packs", &["tag", "--force", "v1.0.0"]);
    // The old commit is on the branch still; with and without the cache it is what the lock means.
    for forget in [false, true] {
        if forget {
            world.forget();
        }
        let pack = resolve_locked(&locked, &world.0.join("parcels"), &world.cache()).unwrap();
        assert_eq!(pack.layers()[1].revision.as_ref(), Some(&commit));
        assert!(changed(&locked, &pack, &world.0.join("parcels")).unwrap().is_empty());
    }
    let product = world.0.join("parcels");
    let source: Source = locked[1].source.parse().unwrap();
    let pack = Pack::load(&[source], &product, &world.cache()).unwrap();
    let found = moved_tags(&locked, &pack, &product).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].locked.revision.as_ref(), Some(&commit));
    assert_eq!(found[0].found.revision.as_ref(), Some(&moved));
    let finding = found[0].finding();
    assert_eq!(finding.rule.id, "pack/moved");
    assert!(finding.message.contains(&commit[..12]) && finding.message.contains(&moved[..12]), "{}", finding.message);
    // A branch may move.
    let branch =
        mesh_cli::pack::source::LockedPack { source: "git::../packs//acme?ref=main".into(), ..locked[1].clone() };
    let pack = Pack::load(&[branch.source.parse().unwrap()], &product, &world.cache()).unwrap();
    assert!(moved_tags(&[branch], &pack, &product).unwrap().is_empty());
}

#[test]
fn a_tag_that_is_gone_leaves_products_as_they_are() {
    let (world, _) = tagged();
    world.created("parcels", &[SOURCE]);
    world.git("packs", &["tag", "--delete", "v1.0.0"]);
    world.git("packs", &["tag", "v1.1.0"]);
    world.forget();
    assert_eq!(world.run(&["validate", "parcels"]).code, 0);
    world.refused(&[SOURCE], &["the repository has no tag or branch `v1.0.0`", "did you mean `v1.1.0`?"]);
    world.refused(&["git::./packs//acme?ref=abc1234"], &["named by all of its digits"]);
}

#[test]
fn a_commit_that_is_gone_is_said_so() {
    let (world, commit) = tagged();
    world.created("parcels", &[SOURCE]);
    world.git("packs", &["tag", "--delete", "v1.0.0"]);
    fs::write(world.0.join("packs/acme/product/docs/said.md.tera"), "rewritten\n").unwrap();
    world.git("packs", &["commit", "--quiet", "--all", "--amend", "--message", "rewritten"]);
    world.git("packs", &["reflog", "expire", "--expire=now", "--all"]);
    world.git("packs", &["gc", "--quiet", "--prune=now"]);
    assert_eq!(world.run(&["validate", "parcels"]).code, 0, "it is in the cache");
    world.forget();
    let run = world.run(&["validate", "parcels"]);
    let words = format!("the repository no longer holds the commit {commit}");
    assert!(run.code == 3 && run.stderr.contains(&words) && run.stderr.contains("help: "), "{}", run.stderr);
}

/// A server that serves tags and branches alone, as old ones do.
#[test]
fn a_commit_is_found_on_servers_that_serve_none_by_its_id() {
    let (world, commit) = tagged();
    world.created("parcels", &[SOURCE]);
    world.commit("1.1.0", "more");
    world.git("packs", &["tag", "--force", "v1.0.0"]);
    world.forget();
    let mut command = world.command(&["validate", "parcels"]);
    command.envs([("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "protocol.version"), ("GIT_CONFIG_VALUE_0", "0")]);
    let run = crate::sandbox::Run::from(command.output().unwrap());
    assert_eq!(run.code, 0, "{commit}: {}", run.stderr);
}

#[test]
fn a_pack_that_is_not_there_is_said_so() {
    let (world, _) = tagged();
    world.refused(&["git::./packs//acne?ref=v1.0.0"], &["there is no folder `acne` in the repository", "help: "]);
    world.refused(&["git::./packs?ref=v1.0.0"], &["holds no pack.yaml"]);
    world.refused(&["git::./absent//acme"], &["git cannot read the repository", "help: "]);
    for source in ["git::--upload-pack=touch x//acme", "git::ext::sh -c x", "git::./packs?ref=--exec=x"] {
        let run = world.create("refused", &[source]);
        assert_eq!(run.code, 2, "{source}: {}", run.stderr);
    }
}

#[test]
fn links_and_submodules_are_refused_by_name() {
    let (world, _) = tagged();
    symlink("/etc/passwd", world.0.join("packs/acme/product/link")).unwrap();
    world.commit("1.0.1", "with a link");
    world.refused(&["git::./packs//acme"], &["product/link: a pack holds no symbolic links"]);
    fs::remove_file(world.0.join("packs/acme/product/link")).unwrap();
    let commit = world.git("packs", &["rev-parse", "HEAD"]);
    world.git("packs", &["add", "--all"]);
    world.git("packs", &["update-index", "--add", "--cacheinfo", &format!("160000,{commit},acme/product/module")]);
    world.git("packs", &["commit", "--quiet", "--message", "with a submodule"]);
    world.refused(&["git::./packs//acme"], &["product/module: a pack holds no submodules"]);
}

/// Line endings, filters, hooks and the repository around us have no say in what a commit holds.
#[test]
fn nothing_of_the_machine_changes_a_pack() {
    let (world, _) = tagged();
    world.0.write("packs/acme/.gitattributes", "*.txt text eol=crlf filter=shout ident export-ignore\n");
    world.0.write("packs/acme/product/plain.txt", "one\n$Id$\ntwo\n");
    world.commit("1.0.1", "with attributes");
    world.0.write(
        "gitconfig",
        format!(
            "[core]\n\tautocrlf = true\n\thooksPath = {0}\n[filter \"shout\"]\n\tsmudge = touch {0}/ran\n\trequired = true\n",
            world.0.join("hooks").display()
        ),
    );
    for hook in ["post-checkout", "reference-transaction", "post-merge"] {
        world.0.write(&format!("hooks/{hook}"), format!("#!/bin/sh\ntouch {}/ran\n", world.0.join("hooks").display()));
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(world.0.join(format!("hooks/{hook}")), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let arguments =
        ["create-product", "--domain", "logistics", "--name", "parcels", "--yes", "--pack", "git::./packs//acme"];
    let mut command = world.command(&arguments);
    command.env("GIT_CONFIG_GLOBAL", world.0.join("gitconfig"));
    // As in a hook of another repository.
    command.env("GIT_DIR", world.0.join("nowhere")).env("GIT_OBJECT_DIRECTORY", world.0.join("nowhere"));
    let run = crate::sandbox::Run::from(command.output().unwrap());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(world.text("parcels/plain.txt"), "one\n$Id$\ntwo\n");
    assert!(!world.0.join("hooks/ran").exists() && !world.0.join("nowhere").exists());
}

#[test]
fn without_git_the_error_says_so() {
    let (world, _) = tagged();
    let mut command = world.command(&["create-product", "--domain", "l", "--name", "p", "--yes", "--pack", SOURCE]);
    let run = crate::sandbox::Run::from(command.env("PATH", world.0.join("empty")).output().unwrap());
    assert!(run.code == 3 && run.stderr.contains("`git` cannot be run: it is not on the PATH"), "{}", run.stderr);
}

#[test]
fn what_is_spoilt_in_the_cache_is_fetched_again() {
    let (world, _) = tagged();
    world.created("first", &[SOURCE]);
    let entries: Vec<_> =
        fs::read_dir(world.0.join("cache/packs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    let whole = fs::read(entry).unwrap();
    let mut other = whole.clone();
    let at = other.windows(4).rposition(|window| window == b"one ").unwrap();
    other[at..at + 3].copy_from_slice(b"two");
    let mut policies = whole.clone();
    let at = policies.windows(5).position(|window| window == b"\"one\"").unwrap();
    policies[at + 1..at + 4].copy_from_slice(b"two");
    for spoilt in [&b""[..], &whole[..whole.len() / 2], &other, &policies] {
        fs::write(entry, spoilt).unwrap();
        world.created("again", &[SOURCE]);
        assert_eq!(world.text("again/docs/said.md"), "one of Again\n");
        assert_eq!(fs::read(entry).unwrap(), whole);
        fs::remove_dir_all(world.0.join("again")).unwrap();
    }
    assert_eq!(world.cache().list().len(), 1);
}

#[test]
fn a_cache_that_cannot_be_written_hinders_nothing() {
    let (world, _) = tagged();
    world.0.write("cache", "a file");
    let run = world.created("parcels", &[SOURCE]);
    assert!(run.stderr.contains("note: the pack is not kept"), "{}", run.stderr);
}

#[test]
fn many_runs_fill_one_cache() {
    let (world, _) = tagged();
    let names: Vec<String> = (0..8).map(|number| format!("p{number}")).collect();
    let running: Vec<_> = names
        .iter()
        .map(|name| {
            let arguments = ["create-product", "--domain", "logistics", "--name", name, "--yes", "--pack", SOURCE];
            world.command(&arguments).stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut run in running {
        assert!(run.wait().unwrap().success());
    }
    assert_eq!(world.cache().list().len(), 1);
    assert_eq!(fs::read_dir(world.0.join("cache/packs")).unwrap().count(), 1, "nothing half-written stays");
}
