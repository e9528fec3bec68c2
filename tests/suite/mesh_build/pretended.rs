//! A Python whose dbt and DuckDB do nothing but say that they were called, and wait where they are told to.
//!
//! The worker is the real one. A table is a text that ends with `END`, so that half of one is seen.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sandbox::{Sandbox, skipped};

/// What of a run is waited in, by the variable `HOLD`: the moment, and the product where it is of one.
const STEPS: &str = r#"
import os, pathlib, time

HERE = pathlib.Path(__file__).parent

def step(name):
    (HERE / "pids" / str(os.getpid())).touch()
    if os.environ.get("HOLD") == name:
        (HERE / "held").touch()
        # An import ends by itself, whoever waits for it.
        time.sleep(1 if name == "import" else 600)
"#;
const DBT: &str = r#"
import os, steps
steps.step("import")

class Anything:
    resource_type, version, schema, alias, identifier, tags = "model", "1", "main", "output", "table", []
    def __eq__(self, other):
        return True
    def __getattr__(self, name):
        return Anything()

class Manifest:
    sources = nodes = {"one": Anything()}

class Result:
    exception = None
    def __init__(self, result):
        self.result = result

class Results:
    results = []

class dbtRunner:
    def __init__(self, manifest=None):
        pass
    def invoke(self, arguments):
        command = next(word for word in arguments if not word.startswith("-"))
        steps.step(command + " " + os.path.basename(os.getcwd()[: -len("/dbt")]))
        return Result(Manifest() if command == "parse" else Results())
"#;
const DUCKDB: &str = r#"
import os, re, steps
__version__ = "0"

class Connection:
    def execute(self, sql, given=None):
        self.rows = [("event_id", "VARCHAR"), ("quantity", "VARCHAR"), ("updated_at", "VARCHAR")]
        if "to_json" in sql:
            self.rows = [('{"event_id": 1}',)]
        if given:
            assert open(given[0]).read() == "ROWS END", "half a table"
        if found := re.match(r"copy .* to '(.*)' \(format parquet\)", sql):
            with open(found[1], "w") as table:
                table.write("ROWS ")
                table.flush()
                steps.step("copy " + os.path.basename(os.getcwd()[: -len("/dbt")]))
                table.write("END")
        return self
    def fetchall(self):
        return self.rows
    def close(self):
        pass

def connect(path):
    open(path, "a").close()
    return Connection()
"#;

/// The Python, in a folder of its own.
pub struct Python(Sandbox);

impl Python {
    /// Nothing where there is no Python at all.
    pub fn new(test: &str) -> Option<Self> {
        if !Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
            skipped(test, "there is no Python");
            return None;
        }
        let python = Sandbox::new();
        for (path, text) in [
            ("steps.py", STEPS),
            ("dbt/cli/main.py", DBT),
            ("dbt/version.py", "__version__ = '0'"),
            ("dbt/adapters/duckdb.py", ""),
            ("duckdb.py", DUCKDB),
        ] {
            python.write(path, text);
        }
        fs::create_dir(python.join("pids")).unwrap();
        let own = python.path().display();
        let program = format!("import sys; sys.path.insert(0, '{own}'); exec(sys.argv[1])");
        // It is called with `-I -W … -c <program>`.
        python.write("python", format!("#!/bin/sh\nexec python3 -I -c \"{program}\" \"$5\"\n"));
        fs::set_permissions(python.join("python"), fs::Permissions::from_mode(0o755)).unwrap();
        Some(Self(python))
    }

    pub fn path(&self) -> PathBuf {
        self.0.join("python")
    }

    /// Whether the run waits where it was told to.
    pub fn is_held(&self) -> bool {
        self.0.join("held").exists()
    }

    /// The processes that are alive of those that were there; then they are forgotten.
    pub fn alive(&self) -> Vec<String> {
        let alive = |pid: &String| {
            let output = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().unwrap();
            let state = String::from_utf8(output.stdout).unwrap();
            !state.trim().is_empty() && !state.starts_with('Z')
        };
        names(&self.0.join("pids")).into_iter().filter(alive).collect()
    }

    pub fn forget(&self) {
        fs::remove_dir_all(self.0.join("pids")).unwrap();
        fs::create_dir(self.0.join("pids")).unwrap();
        let _ = fs::remove_file(self.0.join("held"));
    }
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}
