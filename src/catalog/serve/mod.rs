//! The catalog in the browser of this machine: built, shown, and built again when a manifest changes.
//!
//! What is served is the folder that [`build`](super::site::build) writes, to this machine alone. Pages load a script that
//! waits for news and loads the page again.

mod answer;
mod news;
mod places;
mod watch;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rustix::net::sockopt::{Timeout, set_socket_timeout};
use tiny_http::Server;

pub use answer::Answer;
use answer::Files;
use news::News;
pub use watch::Watch;

use crate::error::{Error, Result};

/// How long anything waits before it looks whether the run is to end.
const PATIENCE: Duration = Duration::from_millis(200);
/// How long a reader may take nothing of what it asked for, before it is let go.
const STALLED: Duration = Duration::from_secs(10);
/// How many requests are answered at one time.
const THREADS: usize = 8;

/// What came of a change.
pub enum Change {
    /// The site is new: pages are loaded again.
    Shown,
    /// The site is as it was.
    Kept,
}

/// A catalog that is served.
pub struct Service {
    shared: Arc<Shared>,
    /// Where it is: `http://127.0.0.1:8000/`.
    pub address: String,
}

/// What the threads share that answer.
struct Shared {
    server: Server,
    files: Files,
    news: News,
    done: AtomicBool,
}

impl Service {
    /// Begins to listen on this machine; with port 0 on one that is free. `site` is the folder that is shown.
    pub fn begin(site: &Path, port: u16) -> Result<Self> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = listen(wanted).map_err(|error| Error::Usage {
            message: format!("cannot listen on {wanted}: {error}"),
            hint: Some("another program may: name another port with --port, or 0 for any that is free".to_owned()),
        })?;
        let port = server.server_addr().to_ip().map_or(port, |address| address.port());
        let address = format!("http://127.0.0.1:{port}/");
        let (files, news, done) = (Files::new(site, port), News::default(), AtomicBool::new(false));
        Ok(Self { shared: Arc::new(Shared { server, files, news, done }), address })
    }

    /// Answers until `cancelled`. `rebuild` is called when `watch` saw a change; `failed` is told why a folder cannot be
    /// watched. Without a watch nothing is rebuilt.
    pub fn run(
        &self,
        mut watch: Option<Watch>,
        cancelled: &(dyn Fn() -> bool + Sync),
        rebuild: &mut dyn FnMut() -> Change,
        failed: &dyn Fn(&Error),
    ) {
        // Nobody waits for them at the end: a reader that takes nothing would hold up the end.
        for _ in 0..THREADS {
            let shared = Arc::clone(&self.shared);
            thread::spawn(move || shared.answer());
        }
        while !cancelled() {
            let Some(watching) = &mut watch else {
                thread::sleep(PATIENCE);
                continue;
            };
            if !watching.changed_within(PATIENCE) {
                continue;
            }
            // Folders may have come or gone. What changes from here on is told again.
            if let Err(error) = watching.look_again() {
                failed(&error);
            }
            if matches!(rebuild(), Change::Shown) {
                self.shared.news.tell();
            }
        }
        self.shared.done.store(true, Ordering::SeqCst);
    }
}

impl Shared {
    fn answer(&self) {
        while !self.done.load(Ordering::SeqCst) {
            // What fails here is a connection that somebody closed.
            if let Ok(Some(request)) = self.server.recv_timeout(PATIENCE) {
                answer::respond(request, &self.files, &self.news);
            }
        }
    }
}

/// Listens. What is said of the listener holds for its connections: one that takes nothing is given up after a while.
fn listen(wanted: SocketAddr) -> std::result::Result<Server, Box<dyn std::error::Error + Send + Sync>> {
    let listener = TcpListener::bind(wanted)?;
    set_socket_timeout(&listener, Timeout::Send, Some(STALLED))?;
    Server::from_listener(listener, None)
}
