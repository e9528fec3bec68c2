//! The catalog in a real browser: search, filters, keyboard, graph, themes, text that means harm, and no script at all.
//!
//! `make test` installs what drives the browser; Chromium or Chrome has to be on the `PATH`, or where `CHROMIUM` says. With
//! `BLESS` set, the run also takes the pictures of the book.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mesh_cli::catalog::site::{Settings, build};
use mesh_cli::mesh::Survey;

use crate::sandbox::{Sandbox, skipped};
use crate::support::{blessing, root, tree};

/// The exit code by which the script says that a tool is not there.
const MISSING_TOOL: i32 = 77;
/// The products of `examples/` that the shop has beside its own.
const EXAMPLES: [&str; 3] = ["customer.customer_360", "finance.revenue_daily", "orders.order_events"];
/// The heaviest picture that the book may have.
const HEAVIEST: u64 = 150_000;

/// Copies a mesh of `tests/cases/catalog`.
fn mesh(sandbox: &Sandbox, name: &str) -> PathBuf {
    for (path, contents) in tree(&root().join("tests/cases/catalog").join(name)) {
        let text = String::from_utf8(contents).unwrap();
        sandbox.write(&format!("{name}/{path}"), text.replace("LONG", &"W".repeat(5000)));
    }
    sandbox.join(name)
}

/// The shop: the mesh of the pictures, with three products of `examples/`.
fn shop(sandbox: &Sandbox) -> PathBuf {
    for id in EXAMPLES {
        let (domain, name) = id.split_once('.').unwrap();
        for file in ["data-product.yaml", "CHANGELOG.md"] {
            // An address of an example is shown as not given.
            let contents = fs::read_to_string(root().join("examples").join(id).join(file)).unwrap();
            let contents = contents.replace("@example.com", "@shop.example");
            sandbox.write(&format!("shop/domains/{domain}/{name}/{file}"), contents);
        }
    }
    mesh(sandbox, "shop")
}

fn site(sandbox: &Sandbox, mesh: &Path, out: &str) -> PathBuf {
    let out = sandbox.join(out);
    build(&Survey::of(mesh).unwrap(), &out, Settings::default(), &|| false).unwrap();
    out
}

#[test]
fn the_site_works_in_a_browser() {
    let sandbox = Sandbox::in_memory();
    let shop = shop(&sandbox);
    // With policies, as the pictures show them.
    let run = sandbox.run(&["catalog", "build", "shop", "--policies", "--as-of", "2025-01-10", "--out", "public"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(shop.is_dir());
    let hostile = site(&sandbox, &mesh(&sandbox, "hostile"), "hostile-public");

    let tools = std::env::var_os("MESH_TOOLS_DIR").map_or_else(|| root().join("target/tools"), PathBuf::from);
    let mut command = Command::new("node");
    command.arg(root().join("tests/tools/site.mjs")).arg(sandbox.join("public")).arg(hostile);
    command.env("MESH_TOOLS_DIR", tools);
    let pictures = sandbox.join("pictures");
    if blessing() {
        command.arg(&pictures);
    }
    let Ok(output) = command.output() else { return skipped("the catalog in a browser", "node is not on the PATH") };
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.code() == Some(MISSING_TOOL) {
        return skipped("the catalog in a browser", said.trim());
    }
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    eprintln!("{said}");
    if blessing() {
        keep(&pictures);
    }
}

/// Puts new pictures into the book. One that shows the same to the eye may differ in bytes on another machine, so nothing is
/// compared.
fn keep(pictures: &Path) {
    let images = root().join("book/src/images");
    fs::create_dir_all(&images).unwrap();
    for (name, contents) in tree(pictures) {
        fs::write(images.join(name), contents).unwrap();
    }
}

#[test]
fn the_pictures_of_the_book_are_light() {
    let mut seen = 0;
    for entry in fs::read_dir(root().join("book/src/images")).unwrap() {
        let entry = entry.unwrap();
        let size = entry.metadata().unwrap().len();
        assert!(size <= HEAVIEST, "{} has {size} bytes, and may have {HEAVIEST}", entry.path().display());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn a_page_with_all_that_belongs_to_it_is_light() {
    let sandbox = Sandbox::in_memory();
    let site = site(&sandbox, &shop(&sandbox), "public");
    let size = |path: &str| fs::metadata(site.join(path)).unwrap().len();
    let assets = size("assets/catalog.css") + size("assets/theme.js") + size("assets/catalog.js");
    let page = size("products/customer/customer_360/index.html");
    assert!(page + assets < 100_000, "{page} + {assets}");
}
