//! `schema check --against` a registry.

use std::net::TcpListener;
use std::time::Duration;

use super::register::{SUBJECT, edit, ended, product, register};
use super::server::{Fault, Server};
use crate::sandbox::{Run, Sandbox};

const FIELDS: &str = "    fields:\n";
const COLOUR: &str = "      - name: colour\n        type: string\n        description: Its colour.\n";

fn check(sandbox: &Sandbox, against: &str) -> Run {
    sandbox.run(&["schema", "check", "parcels", "--against", against])
}

/// A fault, and the words that the message has for it.
type Case = (fn() -> Fault, &'static str);

fn no(status: u16) -> Fault {
    Fault::Answer(status, "", r#"{"error_code":1,"message":"no"}"#.to_owned())
}

fn add_colour(text: &str) -> String {
    text.replacen(FIELDS, &format!("{FIELDS}{COLOUR}"), 1)
}

#[test]
fn a_contract_is_held_against_every_version_that_is_registered() {
    let (sandbox, server) = (product(""), Server::new());
    ended(&check(&sandbox, &server.url), 0, &["is new, compared with http://127.0.0.1:"]);
    ended(&register(&sandbox, &server, &[]), 0, &[]);
    ended(&check(&sandbox, &server.url), 0, &["compared with http://127.0.0.1:"]);
    edit(&sandbox, add_colour);
    ended(&check(&sandbox, &server.url), 0, &[]);
    ended(&register(&sandbox, &server, &[]), 0, &["as version 2"]);
    // Compatible with the first version, and not with the second.
    edit(&sandbox, |text| text.replace(COLOUR, &COLOUR.replace("string", "long")));
    let run = check(&sandbox, &server.url);
    ended(&run, 1, &["evolution/incompatible-schema", "colour"]);
    let first = format!("{}/subjects/{SUBJECT}/versions/1", server.url);
    ended(&check(&sandbox, &first), 0, &[]);
    // Compatible with the last version, and not with the first.
    {
        let mut state = server.state.lock().unwrap();
        let versions = &mut state.subjects.get_mut(SUBJECT).unwrap().versions;
        let last = versions[1].2.clone();
        versions[1].2 = std::mem::replace(&mut versions[0].2, last);
    }
    ended(&check(&sandbox, &server.url), 1, &["evolution/incompatible-schema", "colour"]);
    let last = sandbox.run(&["schema", "check", "parcels", "--against", &server.url, "--mode", "FULL"]);
    ended(&last, 0, &[]);
    assert_eq!(server.writes().len(), 3, "a check writes nothing: {:?}", server.writes());
}

#[test]
fn what_the_registry_does_not_have_is_no_pass() {
    let (sandbox, server) = (product(""), Server::new());
    ended(&check(&sandbox, &format!("{}/subjects/parcels", server.url)), 2, &["has no subject parcels", "help: "]);
    ended(&check(&sandbox, "https://ana:hunter2@host"), 2, &["no user and no password"]);
    ended(&register(&sandbox, &server, &[]), 0, &[]);
    let nine = format!("{}/subjects/{SUBJECT}/versions/9", server.url);
    ended(&check(&sandbox, &nine), 3, &["it refuses (404, error 40402): Version 9 not found."]);
    for (more, words) in
        [("\"schemaType\":\"PROTOBUF\",", "of type PROTOBUF"), ("\"references\":[{}],", "made of other schemas")]
    {
        let server = Server::with(move |number, _| {
            let found = format!(r#"{{{more}"subject":"s","version":1,"id":1,"schema":"\"int\""}}"#);
            Some(Fault::Answer(200, "", if number == 0 { "[1]".to_owned() } else { found }))
        });
        ended(&check(&sandbox, &server.url), 1, &[words, "data-product.yaml:"]);
    }
}

#[test]
fn a_registry_that_gives_no_answer_is_one_clear_message() {
    let sandbox = product("");
    let fails = |url: &str, words: &str| {
        let run = check(&sandbox, url);
        ended(&run, 3, &["error: the Schema Registry http://127.0.0.1:", words, "help: "]);
        assert_eq!((run.stderr.lines().count(), run.stdout.as_str()), (2, ""), "{}", run.stderr);
    };
    let cases: [Case; 7] = [
        (|| no(401), "it asks for credentials (401)"),
        (|| no(409), "it refuses (409, error 1): no"),
        (|| no(422), "it refuses (422, error 1): no"),
        (|| no(500), "it failed (500): no"),
        (
            || Fault::Answer(200, "", "<html>welcome".to_owned()),
            "is not JSON, as a Schema Registry's is: <html>welcome",
        ),
        (|| Fault::Bytes(Vec::new()), "closed before the answer was whole"),
        (|| Fault::Silence(Duration::from_secs(20)), "no whole answer came within 1s"),
    ];
    for (fault, words) in cases {
        fails(&Server::with(move |_, _| Some(fault())).url, words);
    }
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    fails(&format!("http://127.0.0.1:{port}"), "it cannot be reached");
    // Also in the middle.
    let server = Server::new();
    ended(&register(&sandbox, &server, &[]), 0, &[]);
    let text = "[1]".to_owned();
    let half =
        Server::with(move |number, _| Some(if number == 0 { Fault::Answer(200, "", text.clone()) } else { no(500) }));
    fails(&half.url, "it failed (500)");
}
