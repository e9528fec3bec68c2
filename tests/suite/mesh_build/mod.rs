//! `mesh build`: real dbt on DuckDB, and what is said where there is none.

mod killed;
mod pretended;
mod repositories;

use std::fs;

use serde_json::Value as Json;

use crate::sandbox::{Run, Sandbox, skipped};
use crate::tools::tools;

/// A product that passes on what it reads.
pub fn manifest(id: &str, input: &str) -> String {
    let (domain, name) = id.split_once('.').unwrap();
    let fields = "[{ name: event_id, type: string, required: true, primaryKey: true, pii: false, description: Its id }, \
                  { name: quantity, type: int, pii: false, description: How many }, \
                  { name: updated_at, type: timestamp, required: true, pii: false, description: When }]";
    format!(
        "metadata: {{ domain: {domain}, name: {name} }}\nspec:\n  \
         inputPorts: [{{ name: events, {input}, fields: {fields} }}]\n  schema: {{ fields: {fields} }}\n"
    )
}

pub fn create(mesh: &Sandbox, id: &str, text: &str) {
    mesh.write("given.yaml", text);
    let out = format!("domains/{}", id.replace('.', "/"));
    let run = mesh.run(&["create-product", "--from", "given.yaml", "--yes", "--out", &out]);
    assert_eq!(run.code, 0, "{}\n{text}", run.stderr);
}

pub fn reads(id: &str) -> String {
    format!("kind: product, location: {{ product: {id}, version: \"1\" }}")
}

fn result(mesh: &Sandbox, id: &str, file: &str) -> Json {
    serde_json::from_str(&fs::read_to_string(mesh.join(".mesh/build").join(id).join(file)).unwrap()).unwrap()
}

#[test]
fn data_flows_from_product_to_product_and_a_failure_is_named_with_what_it_stops() {
    let python = tools().join("venv/bin/python");
    if !python.is_file() {
        skipped("mesh build", "dbt is not installed");
        return;
    }
    let mesh = Sandbox::new();
    mesh.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\n");
    let own = "kind: postgres, system: shop, location: { table: public.events }";
    create(&mesh, "orders.events", &manifest("orders.events", own));
    create(&mesh, "stock.moves", &manifest("stock.moves", &reads("orders.events")));
    create(&mesh, "sales.pace", &manifest("sales.pace", &reads("stock.moves")));
    let seed = mesh.join("domains/orders/events/dbt/seeds/shop__events.csv");
    let sample = fs::read_to_string(&seed).unwrap();
    let row = sample.lines().nth(1).unwrap();
    let cells: Vec<&str> = row.split(',').collect();
    fs::write(&seed, sample.replace(row, &[cells[0], "4711", cells[2]].join(","))).unwrap();

    let build =
        |more: &[&str]| -> Run { mesh.run(&[&["mesh", "build", "--python", python.to_str().unwrap()], more].concat()) };
    let run = build(&[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("3 products: 3 built"), "{}", run.stderr);
    let rows = result(&mesh, "sales.pace", "sample.json")["versions"]["1"]["rows"].to_string();
    assert!(rows.contains("4711"), "the last product shows what the first one built: {rows}");
    assert_eq!(result(&mesh, "sales.pace", "result.json")["status"], "ok");
    assert!(mesh.join(".mesh/build/sales.pace/v1.parquet").is_file());

    // One product reads what its upstream does not have; the manifest of another is broken.
    let moves = mesh.join("domains/stock/moves/data-product.yaml");
    fs::write(&moves, fs::read_to_string(&moves).unwrap().replace("quantity", "amount")).unwrap();
    mesh.run(&["generate", "domains/stock/moves"]);
    // The manifest of a third has changed, and nothing with it.
    create(&mesh, "stock.older", &manifest("stock.older", &reads("sales.pace")));
    let older = mesh.join("domains/stock/older/data-product.yaml");
    fs::write(&older, fs::read_to_string(&older).unwrap().replace("sales.pace", "orders.events")).unwrap();
    create(&mesh, "web.reach", &manifest("web.reach", &reads("web.visits")));
    mesh.write("domains/web/visits/data-product.yaml", "metadata: { domain: web, name: visits ]");
    let run = build(&["--only", "s*.*", "--only", "web.*", "--keep-going", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let report: Json = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["broken"][0]["place"], "domains/web/visits");
    let told: Vec<[&str; 3]> = report["products"]
        .as_array()
        .unwrap()
        .iter()
        .map(|product| ["product", "status", "failure"].map(|key| product[key].as_str().unwrap()))
        .collect();
    let expected = [
        ["sales.pace", "skipped", "stock.moves failed, which it is made from"],
        ["stock.moves", "failed", "orders.events v1 has no column amount, which the input port `events` reads"],
        [
            "stock.older",
            "failed",
            "its dbt project has no source orders.events: bring it in step with its manifest by `mesh-cli generate`",
        ],
        ["web.reach", "skipped", "the manifest of web.visits is broken, which it is made from"],
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_manifest_that_was_changed_since_it_was_rendered_is_told() {
    let Some(python) = pretended::Python::new("mesh build, out of step") else { return };
    let mesh = Sandbox::new();
    mesh.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\n");
    let own = "kind: postgres, system: shop, location: { table: public.events }";
    create(&mesh, "orders.events", &manifest("orders.events", own));
    create(&mesh, "web.visits", &manifest("web.visits", own));
    let path = python.path();
    let build = || mesh.run(&["mesh", "build", "--python", path.to_str().unwrap()]);
    assert!(!build().stderr.contains("note:"));
    let visits = mesh.join("domains/web/visits/data-product.yaml");
    fs::write(&visits, fs::read_to_string(&visits).unwrap().replace("How many", "How often")).unwrap();
    let run = build();
    assert_eq!(run.code, 0, "{}", run.stderr);
    let note =
        "note: changed since they were rendered, and built as they were: web.visits; see `mesh-cli generate --all`";
    assert!(run.stderr.contains(note), "{}", run.stderr);
    mesh.run(&["generate", "--all"]);
    assert!(!build().stderr.contains("note:"));
}

#[test]
fn without_dbt_it_says_what_to_do() {
    let mesh = Sandbox::new();
    mesh.write("mesh.yaml", "apiVersion: datamesh.io/v1\nkind: Mesh\n");
    let run = mesh.run(&["mesh", "build"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("there is no product below"), "{}", run.stderr);
    mesh.run(&["create-product", "--domain", "orders", "--name", "events", "--yes", "--out", "domains/orders/events"]);
    fs::create_dir(mesh.join("docs")).unwrap();
    let run = mesh.run(&["mesh", "build", "docs"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("there is no product below docs") && !run.stderr.contains("--only"), "{}", run.stderr);
    let run = mesh.run(&["mesh", "build", "--python", "no-such-python"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains("no-such-python cannot be started"), "{}", run.stderr);
    assert!(run.stderr.contains("make setup"), "{}", run.stderr);
}
