//! A second `workshop bootstrap` over a mesh that is not as the first one left it.

use std::fs;

use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

const BEFORE: &str = "shop: { team: A, business_events: [order_placed] }\n";
const AFTER: &str = "shop: { team: A, business_events: [order_placed, order_cancelled] }\n";
const PRODUCT: &str = "pilot/domains/shop/order_events";

fn bootstrap(mesh: &Sandbox, map: &str, more: &[&str]) -> Run {
    mesh.write("map.yaml", map);
    mesh.run(&[&["workshop", "bootstrap", "map.yaml", "--out", "pilot"], more].concat())
}

#[test]
fn what_a_run_that_died_has_left_is_completed() {
    let mesh = Sandbox::in_memory();
    assert_eq!(bootstrap(&mesh, BEFORE, &[]).code, 0);
    let before = tree(&mesh.join(PRODUCT));
    assert_eq!(bootstrap(&mesh, AFTER, &[]).code, 0);
    let after = tree(&mesh.join(PRODUCT));
    // It died when the manifests were written, and before the products.
    for (path, contents) in before.iter().filter(|(path, _)| *path != "data-product.yaml") {
        mesh.write(&format!("{PRODUCT}/{path}"), contents);
    }
    let run = bootstrap(&mesh, AFTER, &[]);
    assert!(run.code == 0 && run.stderr.contains("order_events  (changed: "), "{}", run.stderr);
    assert!(tree(&mesh.join(PRODUCT)) == after, "the files follow the manifest");
    assert!(bootstrap(&mesh, AFTER, &[]).stderr.contains("1 same"));
}

#[test]
fn a_mesh_whose_pack_has_moved_is_updated_before_its_map_changes_it() {
    let mesh = Sandbox::in_memory();
    assert_eq!(mesh.run(&["pack", "new", "acme"]).code, 0);
    let pack = ["--pack", "acme"];
    let run = bootstrap(&mesh, BEFORE, &pack);
    assert_eq!(run.code, 0, "{}", run.stderr);
    mesh.write("acme/product/guide.md", "Ours.\n");
    let before = fs::read(mesh.join(PRODUCT).join("data-product.yaml")).unwrap();
    // What the map does not change needs no update.
    assert_eq!(bootstrap(&mesh, BEFORE, &[]).code, 0);
    let run = bootstrap(&mesh, AFTER, &[]);
    let words = "error: another pack than this one made 1 product: shop.order_events\n";
    assert!(run.code == 2 && run.stderr.contains(words), "{}", run.stderr);
    assert!(run.stderr.contains("`mesh-cli update --all`"), "{}", run.stderr);
    assert!(fs::read(mesh.join(PRODUCT).join("data-product.yaml")).unwrap() == before);
    let run = mesh.run(&["update", "--all", "pilot"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(bootstrap(&mesh, AFTER, &[]).code, 0);
}
