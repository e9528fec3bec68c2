//! The catalog in the browser of this machine: built, shown, and built again when a manifest changes.
//!
//! What is served is the folder that [`build`](super::site::build) writes, to this machine alone. Pages load a script that
//! waits for news and loads the page again.

mod answer;
mod news;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tiny_http::Server;

pub use answer::Answer;
use answer::Files;
use news::News;
use watch::Watch;

use crate::error::{Error, Result};

/// How long anything waits before it looks whether the run is to end.
const PATIENCE: Duration = Duration::from_millis(200);
/// How many requests are answered at one time.
const THREADS: usize = 4;

/// What came of a change.
pub enum Change {
    /// The site is new: pages are loaded again.
    Shown,
    /// The site is as it was.
    Kept,
}

/// A catalog that is served.
pub struct Service {
    server: Server,
    files: Files,
    news: News,
    /// Where it is: `http://127.0.0.1:8000/`.
    pub address: String,
}

impl Service {
    /// Begins to listen on this machine; with port 0 on one that is free. `site` is the folder that is shown.
    pub fn begin(site: &Path, port: u16) -> Result<Self> {
        let wanted = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let server = Server::http(wanted).map_err(|error| Error::Usage {
            message: format!("cannot listen on {wanted}: {error}"),
            hint: Some("another program may: name another port with --port, or 0 for any that is free".to_owned()),
        })?;
        let port = server.server_addr().to_ip().map_or(port, |address| address.port());
        let address = format!("http://127.0.0.1:{port}/");
        Ok(Self { server, files: Files::new(site, port), news: News::default(), address })
    }

    /// Answers until `cancelled`. `rebuild` is called when something changed below `root`; `failed` is told why the folder
    /// cannot be watched, and then nothing is rebuilt.
    pub fn run(
        &self,
        root: &Path,
        cancelled: &(dyn Fn() -> bool + Sync),
        rebuild: &mut dyn FnMut() -> Change,
        failed: &dyn Fn(&Error),
    ) {
        let done = AtomicBool::new(false);
        // Before anything is shown: whoever sees a page is told of what changes after it.
        let watch = Watch::begin(root).inspect_err(failed).ok();
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| self.answer(&done));
            }
            self.watch(watch, root, cancelled, rebuild, failed);
            done.store(true, Ordering::SeqCst);
        });
    }

    fn answer(&self, done: &AtomicBool) {
        while !done.load(Ordering::SeqCst) {
            // What fails here is a connection that somebody closed.
            if let Ok(Some(request)) = self.server.recv_timeout(PATIENCE) {
                answer::respond(request, &self.files, &self.news);
            }
        }
    }

    fn watch(
        &self,
        mut watch: Option<Watch>,
        root: &Path,
        cancelled: &dyn Fn() -> bool,
        rebuild: &mut dyn FnMut() -> Change,
        failed: &dyn Fn(&Error),
    ) {
        while !cancelled() {
            let Some(watching) = &mut watch else {
                thread::sleep(PATIENCE);
                continue;
            };
            if !watching.changed_within(PATIENCE) {
                continue;
            }
            // Folders may have come or gone. What changes from here on is told again.
            if let Err(error) = watching.look_again(root) {
                failed(&error);
            }
            if matches!(rebuild(), Change::Shown) {
                self.news.tell();
            }
        }
    }
}
