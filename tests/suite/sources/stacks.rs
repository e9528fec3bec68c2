//! Several packs, laid over each other.

use std::fs;

use super::{World, pack};

/// A folder with a pack.
fn folder(world: &World, name: &str, extends: &str, more: &[(&str, &str)]) {
    for (path, text) in pack(name, "1.0.0", extends, name) {
        world.0.write(&format!("{name}/{path}"), text);
    }
    more.iter().for_each(|(path, text)| world.0.write(&format!("{name}/{path}"), text));
}

#[test]
fn the_pack_on_top_has_the_last_word() {
    let world = World::new();
    folder(&world, "acme", "standard", &[("product/acme.txt", "acme\n"), ("product/both.txt", "acme\n")]);
    folder(&world, "orders", "acme", &[("product/both.txt", "orders\n")]);
    folder(&world, "team", "standard", &[]);
    world.created("parcels", &["./acme", "./orders", "./team"]);
    assert_eq!(world.text("parcels/acme.txt"), "acme\n");
    assert_eq!(world.text("parcels/both.txt"), "orders\n");
    assert_eq!(world.text("parcels/docs/said.md"), "team of Parcels\n");
    let sources: Vec<String> = world.locked("parcels").into_iter().map(|pack| pack.source).collect();
    assert_eq!(sources, ["builtin", "../acme", "../orders", "../team"]);
    assert_eq!(world.run(&["validate", "parcels"]).code, 0);
    // A mesh can be moved as a whole.
    fs::create_dir(world.0.join("elsewhere")).unwrap();
    for name in ["acme", "orders", "team", "parcels"] {
        fs::rename(world.0.join(name), world.0.join("elsewhere").join(name)).unwrap();
    }
    let run = world.run(&["validate", "elsewhere/parcels"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn the_built_in_pack_may_be_named_and_may_be_alone() {
    let world = World::new();
    folder(&world, "acme", "standard", &[]);
    world.created("named", &["builtin", "acme"]);
    world.created("unnamed", &["acme"]);
    assert_eq!(world.locked("named"), world.locked("unnamed"));
    world.created("alone", &["standard"]);
    assert_eq!(world.locked("alone").len(), 1);
}

#[test]
fn packs_that_do_not_fit_are_named() {
    let world = World::new();
    folder(&world, "acme", "standard", &[]);
    folder(&world, "orders", "acme", &[]);
    folder(&world, "lonely", "nobody", &[]);
    folder(&world, "strange/name", "standard", &[]);
    world.refused(&["orders"], &["./orders", "`orders` must say `extends: standard`", "it says `extends: acme`"]);
    world.refused(&["orders", "acme"], &["must say `extends: standard`"]);
    world.refused(&["acme", "lonely"], &["`lonely` must say `extends: acme`, as it is laid over standard, acme"]);
    world.refused(&["acme", "./acme"], &["a pack named `acme` is among the packs below it already"]);
    world.refused(&["acme", "builtin"], &["builtin: a pack named `standard` is"]);
    world.refused(&["./strange/name"], &["`strange/name` is no name of a pack"]);
    fs::write(world.0.join("acme/pack.yaml"), "name: acme\nversion: 1.0.0\n").unwrap();
    world.refused(&["acme"], &["`acme` extends no pack, so it must be whole", "`extends: standard`"]);
    let run = world.create("refused", &["absent"]);
    assert!(run.code == 2 && run.stderr.contains("absent"), "{}", run.stderr);
}

#[test]
fn a_whole_pack_needs_nothing_below_it() {
    let world = World::new();
    let options = fs_extra::dir::CopyOptions::new().content_only(true);
    fs::create_dir(world.0.join("own")).unwrap();
    fs_extra::dir::copy(crate::support::root().join("templates"), world.0.join("own"), &options).unwrap();
    let about = world.text("own/pack.yaml").replace("name: standard", "name: own");
    fs::write(world.0.join("own/pack.yaml"), about).unwrap();
    world.created("parcels", &["own"]);
    let packs = world.locked("parcels");
    assert_eq!((packs.len(), packs[0].name.as_str(), packs[0].source.as_str()), (1, "own", "../own"));
}
