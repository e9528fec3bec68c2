//! Many products in one process: is the time linear, and the memory flat?
//!
//! Each row is a process of its own, so that its peak memory is its own too. Prints Markdown.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use mesh_cli::manifest::{Draft, read, resolve};
use mesh_cli::pack::Pack;
use mesh_cli::plan::{apply, build};

/// How many products each row makes.
const ROWS: [usize; 3] = [250, 500, 1000];

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    if let Some(count) = arguments.next() {
        println!("{}", row(count.parse().unwrap()));
        return;
    }
    println!("| products | time | time per product | peak memory |");
    println!("|---:|---:|---:|---:|");
    for count in ROWS {
        let output = Command::new(std::env::current_exe().unwrap()).arg(count.to_string()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        print!("{}", String::from_utf8_lossy(&output.stdout));
    }
}

/// Creates `count` products from the running example, and reports what it took.
fn row(count: usize) -> String {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/orders.order_events/data-product.yaml");
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let pack = Pack::builtin().unwrap();
    for number in 0..count {
        let document = read::read(&manifest).unwrap();
        let draft = Draft::from_file(document.node.unwrap(), document.source);
        let (mut manifest, _) = resolve(draft, &pack).unwrap().unwrap();
        manifest.metadata.name = format!("order_events_{number}").parse().unwrap();
        let plan = build(&manifest, &pack).unwrap();
        apply::create(&plan, &folder.path().join(number.to_string()), &|| false).unwrap();
    }
    let taken = begun.elapsed();
    let each = taken.as_secs_f64() * 1000.0 / f64::from(u32::try_from(count).unwrap());
    format!("| {count} | {:.2} s | {each:.2} ms | {} |", taken.as_secs_f64(), peak_memory())
}

/// The most memory that this process held (`VmHWM`), where the system tells.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.map_or_else(|| "not told here".to_owned(), |kilobytes| format!("{} MB", kilobytes / 1024))
}
