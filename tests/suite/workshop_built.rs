//! The pilots that the example maps make, built by real dbt, with SQL that sqlfluff has nothing to say of.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::{Sandbox, skipped};
use crate::support::root;
use crate::tools::tools;

/// The pilot of a map.
fn pilot(map: &str) -> Sandbox {
    let mesh = Sandbox::in_memory();
    let map = root().join(format!("examples/workshop/{map}.yaml"));
    assert_eq!(mesh.run(&["workshop", "bootstrap", map.to_str().unwrap()]).code, 0);
    mesh
}

/// Builds a pilot with real dbt; nothing where that is not installed.
fn built(map: &str, summary: &str) -> Option<Sandbox> {
    let python = tools().join("venv/bin/python");
    if !python.is_file() {
        skipped("workshop bootstrap", "dbt is not installed");
        return None;
    }
    let mesh = pilot(map);
    let run = mesh.run(&["mesh", "build", "--python", python.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains(summary), "{}", run.stderr);
    Some(mesh)
}

/// The SQL that was derived: that of the team, in every product of a mesh.
fn derived(mesh: &Sandbox) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![mesh.join("domains")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with("__assembled.sql") {
                files.push(path);
            }
        }
    }
    files
}

#[test]
fn the_sql_of_the_pilots_is_clean() {
    let sqlfluff = tools().join("venv/bin/sqlfluff");
    if !sqlfluff.is_file() {
        skipped("workshop bootstrap", "sqlfluff is not installed");
        return;
    }
    let pilots = ["orders", "shop"].map(pilot);
    let files: Vec<PathBuf> = pilots.iter().flat_map(derived).collect();
    assert_eq!(files.len(), 30);
    let run = Command::new(sqlfluff).args(["lint", "--processes", "2"]).args(files).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
}

#[test]
fn the_pilot_of_the_first_map_is_built() {
    built("orders", "9 products: 9 built");
}

/// Shows 1: from nothing to data that flows through six domains.
#[test]
fn the_pilot_of_the_shop_is_built() {
    let Some(mesh) = built("shop", "21 products: 21 built") else { return };
    // Rows of several domains meet: a customer's orders and payments are found.
    let sample = |id: &str| -> serde_json::Value {
        let path = Path::new(".mesh/build").join(id).join("sample.json");
        serde_json::from_str(&fs::read_to_string(mesh.join(path)).unwrap()).unwrap()
    };
    let customers = sample("customer.customer_360")["versions"]["1"].clone();
    let column = |name: &str| {
        let columns = customers["columns"].as_array().unwrap();
        columns.iter().position(|column| column["name"] == name).unwrap()
    };
    let rows = customers["rows"].as_array().unwrap();
    for name in ["order_count", "payment_captured_count"] {
        assert!(
            rows.iter().any(|row| row[column(name)].as_u64().is_some_and(|count| count > 0)),
            "{name}: {customers}"
        );
    }
}
