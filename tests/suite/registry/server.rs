//! A server on this machine that speaks the documented API of the Confluent Schema Registry, keeps what it is told, and
//! can be made to misbehave.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::state::State;

/// A request as it came.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    pub method: String,
    pub path: String,
    /// In lower case, `name: value`.
    pub headers: Vec<String>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|header| header.strip_prefix(name)?.strip_prefix(": "))
    }

    /// `GET /subjects/a/versions`
    pub fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// What the server does with a request, the first of which is 0, instead of answering it.
pub enum Fault {
    /// A status, headers, a body.
    Answer(u16, &'static str, String),
    /// These bytes, and the end of the connection.
    Bytes(Vec<u8>),
    /// Nothing for a while, then the end of the connection.
    Silence(Duration),
    /// A byte now and then.
    Drip(Duration),
}

/// Decides about one request.
pub type Mood = dyn Fn(usize, &Seen) -> Option<Fault> + Send + Sync;

pub struct Server {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    pub state: Arc<Mutex<State>>,
}

impl Server {
    /// A registry that works.
    pub fn new() -> Self {
        Self::with(|_, _| None)
    }

    /// A registry that works, but for the faults of its mood.
    pub fn with(mood: impl Fn(usize, &Seen) -> Option<Fault> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let state = Arc::<Mutex<State>>::default();
        let mood: Arc<Mood> = Arc::new(mood);
        let (sees, keeps) = (Arc::clone(&seen), Arc::clone(&state));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (mood, sees, keeps) = (Arc::clone(&mood), Arc::clone(&sees), Arc::clone(&keeps));
                thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    let number = {
                        let mut sees = sees.lock().unwrap();
                        sees.push(request.clone());
                        sees.len() - 1
                    };
                    let fault = mood(number, &request).unwrap_or_else(|| {
                        let (status, body) = keeps.lock().unwrap().answer(&request);
                        Fault::Answer(status, "", body)
                    });
                    act(stream, fault);
                });
            }
        });
        Self { url: format!("http://127.0.0.1:{port}"), seen, state }
    }

    /// What was asked so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// What was asked, a line each, without what only reads.
    pub fn writes(&self) -> Vec<String> {
        let writes = |seen: &Seen| seen.method == "PUT" || (seen.method == "POST" && seen.path.ends_with("/versions"));
        self.seen().iter().filter(|seen| writes(seen)).map(Seen::line).collect()
    }
}

fn read(stream: &TcpStream) -> Option<Seen> {
    let mut lines = BufReader::new(stream);
    let mut line = String::new();
    lines.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let mut seen = Seen { method: words.next()?.into(), path: words.next()?.into(), ..Seen::default() };
    loop {
        let mut header = String::new();
        lines.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(':') else { break };
        seen.headers.push(format!("{}: {}", name.to_lowercase(), value.trim()));
    }
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    lines.read_exact(&mut body).ok()?;
    seen.body = String::from_utf8(body).unwrap();
    Some(seen)
}

/// Whoever is spoken to may have gone.
fn act(mut stream: TcpStream, fault: Fault) {
    match fault {
        Fault::Answer(status, headers, body) => {
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Type: application/vnd.schemaregistry.v1+json\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
        Fault::Bytes(bytes) => drop(stream.write_all(&bytes)),
        Fault::Silence(span) => thread::sleep(span),
        Fault::Drip(span) => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            while stream.write_all(b" ").is_ok() {
                thread::sleep(span);
            }
        }
    }
}
