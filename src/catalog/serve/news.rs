//! Pages that wait for news, and are told when the site is new (server-sent events).

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use tiny_http::Request;

/// The most pages that wait at one time: of more, the oldest are let go.
const MOST: usize = 64;
const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
    Connection: close\r\n\r\nretry: 1000\n\n";

/// The pages that wait.
#[derive(Default)]
pub(super) struct News(Mutex<Vec<Box<dyn Write + Send>>>);

impl News {
    /// Lets a page wait.
    pub(super) fn wait(&self, request: Request) {
        let mut page = request.into_writer();
        if page.write_all(HEAD).and_then(|()| page.flush()).is_err() {
            return;
        }
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() >= MOST {
            waiting.remove(0);
        }
        waiting.push(page);
    }

    /// Tells every page that waits. Those that are gone are forgotten.
    pub(super) fn tell(&self) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain_mut(|page| page.write_all(b"data: new\n\n").and_then(|()| page.flush()).is_ok());
    }
}
