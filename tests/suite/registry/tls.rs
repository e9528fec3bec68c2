//! A registry behind TLS: openssl makes the certificate and is the server.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use mesh_cli::Error;
use mesh_cli::schema_registry::{Failure, Manner, Patience, Registry};

use crate::sandbox::{Sandbox, skipped};

const NEW: [&str; 13] = [
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:prime256v1",
    "-nodes",
    "-days",
    "2",
    "-keyout",
    "key.pem",
    "-out",
    "cert.pem",
];
const NAME: [&str; 6] = [
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
    "-addext",
    "basicConstraints=critical,CA:FALSE",
];

/// Ended with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn openssl(sandbox: &Sandbox) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(sandbox.path()).stdin(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
fn a_certificate_is_trusted_when_its_authority_is() {
    let sandbox = Sandbox::new();
    if !openssl(&sandbox).args(NEW).args(NAME).stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        return skipped("a registry behind TLS", "openssl cannot make a certificate");
    }
    sandbox.write("subjects/a/versions", "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[1,2]");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let listen = ["s_server", "-accept", &format!("127.0.0.1:{port}"), "-cert", "cert.pem", "-key", "key.pem", "-HTTP"];
    let mut server = Server(openssl(&sandbox).args(listen).stdout(Stdio::piped()).spawn().unwrap());
    let ready = BufReader::new(server.0.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert!(ready.into_iter().any(|line| line.contains("ACCEPT")), "the server does not begin");

    let address = format!("https://127.0.0.1:{port}").parse().unwrap();
    let patience = Patience { first_pause: Duration::from_millis(1), ..Patience::default() };
    let registry = |authority| Registry::new(&address, Manner { authority, patience, ..Manner::default() }).unwrap();
    let subject = "a".parse().unwrap();
    let error = registry(None).versions(&subject).unwrap_err();
    assert!(error.hint().unwrap().contains("registry.caFile"), "{error}");
    let Error::Registry { failure, attempts, .. } = error else { panic!("{error}") };
    assert!(matches!(*failure, Failure::Untrusted(_)) && attempts == 1, "{failure:?}");

    let authority = std::fs::read(sandbox.join("cert.pem")).unwrap();
    assert_eq!(registry(Some(authority)).versions(&subject).unwrap(), Some(vec![1, 2]));
}
