//! A registry that is slow, down, hostile or wrong gives one clear message, and is never taken for an answer.

use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use mesh_cli::Error;
use mesh_cli::manifest::document::Evolution;
use mesh_cli::schema_registry::{Credentials, Manner, Patience, Registration, Registry, Subject};

use super::server::{Fault, Seen, Server};

fn quick() -> Patience {
    let moment = Duration::from_millis(2);
    Patience { timeout: Duration::from_millis(300), retries: 2, first_pause: moment, longest_pause: moment * 20 }
}

fn manner(credentials: Credentials) -> Manner {
    Manner { credentials, patience: quick(), ..Manner::default() }
}

fn registry(url: &str) -> Registry {
    Registry::new(&url.parse().unwrap(), manner(Credentials::None)).unwrap()
}

fn subject() -> Subject {
    "orders.order_events-v1".parse().unwrap()
}

/// Every way of asking fails, with these words, and after so many requests.
#[track_caller]
fn fails(fault: fn() -> Fault, times: usize, words: &str) -> Error {
    type Ask = fn(&Registry) -> Result<(), Error>;
    let asks: [Ask; 8] = [
        |registry| registry.versions(&subject()).map(drop),
        |registry| registry.schema(&subject(), 1).map(drop),
        |registry| registry.history(&subject()).map(drop),
        |registry| registry.lookup(&subject(), "\"int\"").map(drop),
        |registry| registry.compatibility(&subject()).map(drop),
        |registry| registry.set_compatibility(&subject(), Evolution::Full),
        |registry| registry.check(&subject(), 1, "\"int\"").map(drop),
        |registry| registry.register(&subject(), "\"int\"").map(drop),
    ];
    let mut last = None;
    for (number, ask) in asks.iter().enumerate() {
        let server = Server::with(move |_, _| Some(fault()));
        let error = ask(&registry(&server.url)).expect_err(&format!("way {number} of asking passes"));
        let message = error.to_string();
        assert!(message.contains(words) && message.contains(&server.url), "way {number}: `{words}`: {message}");
        assert!(!message.contains(['\n', '\u{1b}']) && message.chars().count() < 700, "{message:?}");
        assert_eq!((error.exit_code(), error.hint().is_some()), (3, true), "{message}");
        assert_eq!(server.seen().len(), times, "{message}");
        assert_eq!(message.contains("tried 3 times"), times == 3, "{message}");
        last = Some(error);
    }
    last.unwrap()
}

fn answer(status: u16, body: &str) -> Fault {
    Fault::Answer(status, "", body.to_owned())
}

#[test]
fn a_registry_that_fails_for_the_moment_is_asked_again_and_then_given_up() {
    fails(
        || answer(500, r#"{"error_code":50001,"message":"Error in the backend\n data store"}"#),
        3,
        "it failed (500): Error in the backend data store",
    );
    fails(|| answer(503, "<html>\u{1b}[31mmaintenance</html>"), 3, "it failed (503): <html> [31mmaintenance</html>");
    fails(|| answer(429, ""), 3, "too many requests (429)");
    fails(|| Fault::Bytes(Vec::new()), 3, "closed before the answer was whole");
    fails(
        || Fault::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[1".to_vec()),
        3,
        "closed before the answer was whole",
    );
}

#[test]
fn a_registry_that_refuses_is_not_asked_again() {
    fails(|| answer(401, ""), 1, "it asks for credentials (401)");
    fails(|| answer(403, r#"{"error_code":40301,"message":"no ACL"}"#), 1, "do not allow this (403): no ACL");
    fails(
        || answer(422, r#"{"error_code":42205,"message":"read-only"}"#),
        1,
        "it refuses (422, error 42205): read-only",
    );
    fails(|| answer(501, ""), 1, "it failed (501)");
}

#[test]
fn what_is_no_registry_is_no_answer() {
    fails(|| answer(404, "<html>no such page</html>"), 1, "there is no Schema Registry at this place (404)");
    fails(|| answer(404, r#"{"error_code":404,"message":"HTTP 404 Not Found"}"#), 1, "there is no Schema Registry");
    fails(
        || answer(200, "<html>please log in</html>"),
        1,
        "is not JSON, as a Schema Registry's is: <html>please log in",
    );
    fails(|| answer(200, "{\"is_compatible\": tr"), 1, "is not JSON");
    fails(|| answer(200, ""), 1, "is not JSON");
    fails(|| answer(200, "{}"), 1, "is not what was asked for");
    fails(|| answer(200, "[]"), 1, "is not what was asked for");
    fails(|| answer(200, "true"), 1, "is not what was asked for");
    fails(|| answer(204, ""), 1, "answers as no Schema Registry does (204)");
    fails(|| Fault::Bytes(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()), 1, "is not HTTP");
}

#[test]
fn nobody_is_followed_to_another_place() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::with(move |_, _| {
            Some(Fault::Answer(status, "Location: https://evil.example/x\r\n", String::new()))
        });
        let error = registry(&server.url).register(&subject(), "\"int\"").unwrap_err();
        assert!(error.to_string().contains("it sends us to https://evil.example/x"), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
}

#[test]
fn a_slow_registry_is_waited_for_only_so_long() {
    let begun = Instant::now();
    fn within(mood: fn() -> Fault) {
        let server = Server::with(move |_, _| Some(mood()));
        let patience = Patience { retries: 1, ..quick() };
        let address = server.url.parse().unwrap();
        let registry = Registry::new(&address, Manner { patience, ..Manner::default() }).unwrap();
        let error = registry.check(&subject(), 1, "\"int\"").unwrap_err().to_string();
        assert!(error.contains("no whole answer came within 300ms") && error.contains("tried 2 times"), "{error}");
    }
    within(|| Fault::Silence(Duration::from_secs(20)));
    within(|| Fault::Drip(Duration::from_millis(20)));
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_huge_answer_is_not_swallowed() {
    let huge = || {
        let mut bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 40000000\r\n\r\n".to_vec();
        bytes.resize(40_000_000, b' ');
        Fault::Bytes(bytes)
    };
    let server = Server::with(move |_, _| Some(huge()));
    let patience = Patience { timeout: Duration::from_secs(20), ..quick() };
    let address = server.url.parse().unwrap();
    let registry = Registry::new(&address, Manner { patience, ..Manner::default() }).unwrap();
    let error = registry.versions(&subject()).unwrap_err();
    assert!(error.to_string().contains("larger than any schema"), "{error}");
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_registry_that_is_down_cannot_be_reached() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = registry(&format!("http://127.0.0.1:{port}")).versions(&subject()).unwrap_err();
    assert!(error.to_string().contains("it cannot be reached"), "{error}");
    assert!(error.to_string().contains("tried 3 times") && error.exit_code() == 3, "{error}");
}

#[test]
fn a_registry_that_recovers_is_heard() {
    for fault in [|| answer(500, ""), || answer(503, ""), || answer(429, ""), || Fault::Bytes(Vec::new())] {
        let server = Server::with(move |number, _| (number < 2).then(fault));
        assert_eq!(registry(&server.url).versions(&subject()).unwrap(), None);
        assert_eq!(server.seen().len(), 3);
    }
}

#[test]
fn a_registry_is_left_alone_as_long_as_it_asks_but_not_for_ever() {
    let server = Server::with(|_, _| Some(Fault::Answer(429, "Retry-After: 120\r\n", String::new())));
    let error = registry(&server.url).versions(&subject()).unwrap_err();
    assert!(error.to_string().contains("asks to be left alone for 2m"), "{error}");
    assert_eq!(server.seen().len(), 1);
    let server =
        Server::with(|number, _| (number == 0).then(|| Fault::Answer(503, "Retry-After: 1\r\n", String::new())));
    let patience = Patience { longest_pause: Duration::from_secs(2), ..quick() };
    let address = server.url.parse().unwrap();
    let begun = Instant::now();
    let registry = Registry::new(&address, Manner { patience, ..Manner::default() }).unwrap();
    assert_eq!(registry.versions(&subject()).unwrap(), None);
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_conflict_and_an_invalid_schema_are_refusals_of_the_schema() {
    for (status, code) in [(409, 409), (409, 40901), (422, 42201)] {
        let body = format!(r#"{{"error_code":{code},"message":"no"}}"#);
        let server = Server::with(move |_, _| Some(answer(status, &body)));
        let registration = registry(&server.url).register(&subject(), "\"int\"").unwrap();
        assert!(
            matches!(registration, Registration::Refused(refusal) if refusal.code == code && refusal.message == "no")
        );
        let error = registry(&server.url).check(&subject(), 1, "\"int\"").unwrap_err();
        assert!(error.to_string().contains(&format!("it refuses ({status}")), "{error}");
    }
}

#[test]
fn an_answer_about_something_else_is_no_answer() {
    let body = r#"{"subject":"x","version":7,"id":1,"schema":"\"int\"","compatibility":"NONE"}"#;
    let server = Server::with(move |_, _| Some(answer(200, body)));
    let registry = registry(&server.url);
    assert!(registry.schema(&subject(), 1).is_err() && registry.schema(&subject(), 7).is_ok());
    assert!(registry.set_compatibility(&subject(), Evolution::Full).is_err());
    assert!(registry.set_compatibility(&subject(), Evolution::None).is_ok());
}

#[test]
fn secrets_are_sent_and_never_shown() {
    let echo = |_: usize, seen: &Seen| {
        let said = format!("who is {} or hunter2", seen.header("authorization").unwrap());
        Some(Fault::Answer(500, "", serde_json::json!({ "error_code": 50001, "message": said }).to_string()))
    };
    let basic = Credentials::Basic { user: "ana".to_owned(), password: "hunter2".to_owned() };
    for (credentials, header) in
        [(basic, "Basic YW5hOmh1bnRlcjI="), (Credentials::Bearer("hunter2".to_owned()), "Bearer hunter2")]
    {
        let server = Server::with(echo);
        let registry = Registry::new(&server.url.parse().unwrap(), manner(credentials)).unwrap();
        let error = registry.versions(&subject()).unwrap_err();
        assert_eq!(server.seen()[0].header("authorization"), Some(header));
        let shown = format!("{error} {error:?} {registry:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("YW5h") && shown.contains("***"), "{shown}");
    }
}

#[test]
fn secrets_travel_no_open_road() {
    let open = "http://registry.example.com".parse().unwrap();
    let error = Registry::new(&open, manner(Credentials::Bearer("hunter2".to_owned()))).unwrap_err();
    assert!(error.exit_code() == 2 && error.hint().unwrap().contains("https://"), "{error}");
    assert!(Registry::new(&open, manner(Credentials::None)).is_ok());
}

#[test]
fn a_file_without_a_certificate_is_bad_input() {
    let address = "https://registry.example.com".parse().unwrap();
    for pem in ["", "hello", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"] {
        let error = Registry::new(&address, Manner { authority: Some(pem.into()), ..Manner::default() }).unwrap_err();
        assert_eq!(error.exit_code(), 2, "{error}");
    }
}

#[test]
fn ctrl_c_ends_the_waiting_at_once() {
    static PRESSED: AtomicBool = AtomicBool::new(false);
    let server = Server::with(|_, _| {
        PRESSED.store(true, Ordering::SeqCst);
        Some(Fault::Silence(Duration::from_secs(60)))
    });
    let patience = Patience { timeout: Duration::from_secs(60), ..quick() };
    let manner = Manner { patience, interrupted: Some(|| PRESSED.load(Ordering::SeqCst)), ..Manner::default() };
    let begun = Instant::now();
    let error = Registry::new(&server.url.parse().unwrap(), manner).unwrap().versions(&subject()).unwrap_err();
    assert_eq!(error.exit_code(), 130);
    assert!(begun.elapsed() < Duration::from_secs(10));
}
