//! `schema register`, from a product on disk to what the registry has.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::LazyLock;

use serde_json::Value as Json;

use super::server::{Fault, Server};
use crate::sandbox::{Run, Sandbox};
use crate::support::tree;

pub const SUBJECT: &str = "logistics.parcels-v1";

/// A product in a mesh that waits for nothing.
pub fn product(more: &str) -> Sandbox {
    static FIRST: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
        let sandbox = Sandbox::in_memory();
        let run = sandbox.run(&["create-product", "--domain", "logistics", "--name", "parcels", "--yes"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        tree(&sandbox.join("parcels"))
    });
    let sandbox = Sandbox::in_memory();
    FIRST.iter().for_each(|(path, contents)| sandbox.write(&format!("parcels/{path}"), contents));
    let head = "apiVersion: datamesh.io/v1\nkind: Mesh\nregistry:\n  retries: 0\n  timeout: 1s\n";
    sandbox.write("mesh.yaml", format!("{head}{more}"));
    sandbox
}

pub fn register(sandbox: &Sandbox, server: &Server, more: &[&str]) -> Run {
    let arguments = [&["schema", "register", "parcels", "--registry", &server.url], more].concat();
    let mut command = sandbox.command(&arguments);
    for name in ["URL", "USER", "PASSWORD", "TOKEN", "CA_FILE"] {
        command.env_remove(format!("SCHEMA_REGISTRY_{name}"));
    }
    command.output().unwrap().into()
}

/// Edits the manifest, and what is rendered from it.
pub fn edit(sandbox: &Sandbox, change: impl Fn(&str) -> String) {
    let path = sandbox.join("parcels/data-product.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let changed = change(&text);
    assert_ne!(changed, text);
    fs::write(&path, changed).unwrap();
    let run = sandbox.run(&["generate", "parcels"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[track_caller]
pub fn ended(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}{}", run.stdout, run.stderr);
    words.iter().for_each(|word| assert!(run.stderr.contains(word), "`{word}`: {}", run.stderr));
}

#[test]
fn a_schema_is_registered_once_with_the_compatibility_of_the_contract() {
    let (sandbox, server) = (product(""), Server::new());
    let run = register(&sandbox, &server, &["--dry-run"]);
    ended(&run, 0, &["parcels_v1.avsc would be registered", "compatibility would be set to FULL_TRANSITIVE"]);
    assert_eq!(server.writes(), Vec::<String>::new());

    let run = register(&sandbox, &server, &[]);
    ended(&run, 0, &[SUBJECT, "is registered as version 1 (id 1)", "compatibility set to FULL_TRANSITIVE"]);
    // The compatibility first: a schema is never there without it.
    let both = [format!("PUT /config/{SUBJECT}"), format!("POST /subjects/{SUBJECT}/versions")];
    assert_eq!(server.writes(), both);
    let file: Json =
        serde_json::from_str(&fs::read_to_string(sandbox.join("parcels/schemas/parcels_v1.avsc")).unwrap()).unwrap();
    assert_eq!(server.state.lock().unwrap().subjects[SUBJECT].versions[0].2, file);

    let run = register(&sandbox, &server, &[]);
    ended(&run, 0, &["is version 1 already (id 1)", "compatibility FULL_TRANSITIVE"]);
    assert_eq!(server.writes(), both);

    let json: Json = serde_json::from_str(&register(&sandbox, &server, &["--format", "json"]).stdout).unwrap();
    let entry = &json["subjects"][0];
    assert_eq!(
        (&json["formatVersion"], &json["product"], &json["dryRun"]),
        (&1.into(), &"logistics.parcels".into(), &false.into())
    );
    assert_eq!((&entry["state"], &entry["version"], &entry["id"]), (&"there".into(), &1.into(), &1.into()));
    assert_eq!((&entry["subject"], &entry["compatibilitySet"]), (&SUBJECT.into(), &false.into()));
}

#[test]
fn a_compatible_schema_follows_and_a_breaking_one_writes_nothing() {
    let (sandbox, server) = (product(""), Server::new());
    ended(&register(&sandbox, &server, &[]), 0, &[]);
    let field = "      - name: parcel_colour\n        type: string\n        description: Its colour.\n";
    let fields = "    fields:\n";
    edit(&sandbox, |text| text.replacen(fields, &format!("{fields}{field}"), 1));
    let run = register(&sandbox, &server, &[]);
    ended(&run, 0, &["is registered as version 2 (id 2)"]);
    let written = server.writes().len();

    edit(&sandbox, |text| text.replace(field, &field.replace("string", "long")));
    for more in [&[][..], &["--dry-run"]] {
        let run = register(&sandbox, &server, more);
        ended(
            &run,
            1,
            &["registry/incompatible", "version 2: the new schema cannot read", "parcel_colour", "data-product.yaml:"],
        );
        assert_eq!(server.writes().len(), written);
    }
    let json: Json = serde_json::from_str(&register(&sandbox, &server, &["--format", "json"]).stdout).unwrap();
    assert_eq!(json["subjects"][0]["state"], "incompatible");
    assert_eq!(json["findings"][0]["rule"], "registry/incompatible");

    // The major version makes a subject of its own.
    edit(&sandbox, |text| text.replace("version: 1.0.0", "version: 2.0.0"));
    ended(&register(&sandbox, &server, &[]), 0, &["logistics.parcels-v2: ", "as version 1 (id 3)"]);
}

#[test]
fn the_registry_has_the_last_word() {
    let sandbox = product("");
    for status in [409, 422] {
        let server = Server::with(move |_, seen| {
            let body = || r#"{"error_code":42201,"message":"no vowels"}"#.to_owned();
            (seen.line() == format!("POST /subjects/{SUBJECT}/versions")).then(|| Fault::Answer(status, "", body()))
        });
        let run = register(&sandbox, &server, &[]);
        ended(&run, 1, &["registry/refused", "no vowels", "is not registered; compatibility set to"]);
    }
    // Also where it finds incompatible what we do not.
    let server = Server::with(|_, seen| {
        let body = || r#"{"is_compatible":false,"messages":["the moon is full"]}"#.to_owned();
        seen.path.starts_with("/compatibility/").then(|| Fault::Answer(200, "", body()))
    });
    ended(&register(&sandbox, &server, &[]), 0, &[]);
    edit(&sandbox, |text| {
        text.replacen("    fields:\n", "    fields:\n      - name: colour\n        type: string\n", 1)
    });
    ended(&register(&sandbox, &server, &[]), 1, &["the registry finds it incompatible: the moon is full"]);
    assert_eq!(server.writes().len(), 2);
}

#[test]
fn a_registry_that_gives_no_answer_is_never_a_success() {
    let sandbox = product("");
    // Each in another of the four requests.
    let cases =
        [(401, "it asks for credentials"), (403, "do not allow this"), (500, "it failed (500)"), (200, "is not JSON")];
    for (at, (status, words)) in cases.into_iter().enumerate() {
        let answer = move |_: &_| Fault::Answer(status, "", "<html>".to_owned());
        let server = Server::with(move |number, seen| (number == at).then(|| answer(seen)));
        ended(&register(&sandbox, &server, &[]), 3, &["error: the Schema Registry http://127.0.0.1:", words, "help: "]);
    }
    let server = Server::new();
    server.state.lock().unwrap().read_only = Some(SUBJECT.to_owned());
    ended(
        &register(&sandbox, &server, &[]),
        3,
        &["in read-only mode", "help: the subject or the registry is read-only"],
    );
}

#[test]
fn what_was_not_reviewed_is_not_registered() {
    let (sandbox, server) = (product(""), Server::new());
    let path = sandbox.join("parcels/schemas/parcels_v1.avsc");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("\"doc\": \"", "\"doc\": \"Really: ")).unwrap();
    ended(
        &register(&sandbox, &server, &[]),
        1,
        &["registry/out-of-step", "parcels_v1.avsc is not what", "nothing was registered"],
    );
    fs::remove_file(&path).unwrap();
    ended(&register(&sandbox, &server, &[]), 1, &["registry/out-of-step"]);
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn the_mesh_names_the_registry_and_its_subjects() {
    let server = Server::new();
    let sandbox = product(&format!("  url: {}\n  subject: '<{{ record }}>'\n", server.url));
    let run = sandbox.run(&["schema", "register", "parcels"]);
    ended(&run, 0, &["logistics.parcels.v1.Parcels: "]);
    let bad = "apiVersion: datamesh.io/v1\nkind: Mesh\nregistry:\n  url: ftp://x\n  subject: parcels\n  retries: 99\n";
    sandbox.write("mesh.yaml", bad);
    let run = sandbox.run(&["schema", "register", "parcels"]);
    ended(
        &run,
        2,
        &["mesh.yaml:4:", "begins with `https://`", "mesh.yaml:5:", "share the subject `parcels`", "mesh.yaml:6:"],
    );
}

#[test]
fn wrong_use_is_told_before_anything_is_sent() {
    let sandbox = product("");
    let refused = |arguments: &[&str], variables: &[(&str, &str)], words: &str| {
        let mut command = sandbox.command(&[&["schema", "register", "parcels"], arguments].concat());
        let run: Run =
            command.env_remove("SCHEMA_REGISTRY_URL").envs(variables.iter().copied()).output().unwrap().into();
        ended(&run, 2, &[words, "help: "]);
        assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
    };
    refused(&[], &[], "no Schema Registry is named");
    refused(&["--registry", "https://ana:hunter2@host"], &[], "holds no user and no password");
    refused(&["--registry", "https://host/subjects/a"], &[], "names a subject");
    refused(&[], &[("SCHEMA_REGISTRY_URL", "host")], "begins with `https://`");
    refused(&["--registry", "http://host"], &[("SCHEMA_REGISTRY_TOKEN", "hunter2")], "can read them");
    refused(&["--registry", "https://host"], &[("SCHEMA_REGISTRY_PASSWORD", "hunter2")], "SCHEMA_REGISTRY_USER is not");
}

#[test]
fn a_proxy_is_used_for_other_machines_alone() {
    let sandbox = product("");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let asked = std::thread::spawn(move || {
        let mut stream = listener.accept().unwrap().0;
        let mut line = String::new();
        BufReader::new(&stream).read_line(&mut line).unwrap();
        stream.write_all(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n").unwrap();
        line
    });
    let run = |url: &str| -> Run {
        let mut command = sandbox.command(&["schema", "register", "parcels", "--registry", url]);
        command.env("ALL_PROXY", &proxy).env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap().into()
    };
    let server = Server::new();
    ended(&run(&server.url), 0, &["is registered"]);
    ended(&run("https://registry.invalid"), 3, &["the Schema Registry https://registry.invalid: it cannot be reached"]);
    assert_eq!(asked.join().unwrap().trim_end(), "CONNECT registry.invalid:443 HTTP/1.1");
}
