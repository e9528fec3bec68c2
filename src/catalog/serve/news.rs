//! Pages that wait for news, and are told when the site is new (server-sent events).

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use tiny_http::Request;

/// The most pages that wait at one time: of more, the oldest are let go.
const MOST: usize = 64;
const HEAD: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
    Connection: close\r\n\r\nretry: 1000\n\n";

/// The pages that wait.
#[derive(Default)]
pub(super) struct News(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    /// How often the site was built.
    edition: u64,
    pages: Vec<Box<dyn Write + Send>>,
}

impl Waiting {
    /// What a page is told: which site is shown now. One that was away, or asks a service begun anew, sees that it is
    /// another.
    fn edition(&self) -> String {
        format!("data: {}-{}\n\n", std::process::id(), self.edition)
    }
}

impl News {
    /// Lets a page wait.
    pub(super) fn wait(&self, request: Request) {
        let mut page = request.into_writer();
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if said(&mut page, &format!("{HEAD}{}", waiting.edition())) {
            if waiting.pages.len() >= MOST {
                waiting.pages.remove(0);
            }
            waiting.pages.push(page);
        }
    }

    /// Tells every page that waits. Those that are gone are forgotten.
    pub(super) fn tell(&self) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.edition += 1;
        let edition = waiting.edition();
        waiting.pages.retain_mut(|page| said(page, &edition));
    }
}

fn said(page: &mut impl Write, text: &str) -> bool {
    page.write_all(text.as_bytes()).and_then(|()| page.flush()).is_ok()
}
