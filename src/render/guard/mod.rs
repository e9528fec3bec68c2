//! What a render may cost, so that no template of a pack runs for ever or eats the memory of the machine.
//!
//! The engine has no limits of its own. A template is therefore [prepared](prepare()) before it is compiled: a loop, an
//! include, a variable and a print each account for what they are about to do, and a render that has used up its
//! allowance ends with an error. What a template writes stays the same, byte for byte.

mod needs;
mod prepare;
mod weight;

pub(super) use prepare::{prepare, prepare_all};

use std::cell::RefCell;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::error::Result;
use weight::{grown, weight};

/// The most bytes that one file may have.
const MAX_OUTPUT: usize = 16 * 1024 * 1024;
/// The most steps of one render: each time round a loop, each include, each variable, each print.
const MAX_STEPS: usize = 2_000_000;
/// The most bytes that one render may keep in variables on the way, all of them together.
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The longest that one render may take. The steps are used up long before, unless filters are slow on huge texts.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is left of a render's allowance.
struct Work {
    steps: usize,
    bytes: usize,
    until: Option<Instant>,
    stopped: Option<String>,
}

thread_local! {
    static WORK: RefCell<Work> = const { RefCell::new(Work { steps: 0, bytes: 0, until: None, stopped: None }) };
}

/// Begins a render with a whole allowance.
pub(super) fn begin() {
    let until = Instant::now().checked_add(PATIENCE);
    WORK.set(Work { steps: MAX_STEPS, bytes: MAX_BYTES, until, stopped: None });
}

/// Why the last render was stopped, when it was.
pub(super) fn stopped() -> Option<String> {
    WORK.with_borrow_mut(|work| work.stopped.take())
}

fn stop<T>(reason: impl Into<String>) -> TeraResult<T> {
    let reason = reason.into();
    WORK.with_borrow_mut(|work| work.stopped = Some(reason.clone()));
    Err(Error::message(reason))
}

/// Accounts for a step, and for the bytes that it may keep.
fn charge(bytes: usize) -> TeraResult<()> {
    let reason = WORK.with_borrow_mut(|work| {
        let (steps, bytes) = (work.steps.checked_sub(1), work.bytes.checked_sub(bytes));
        (work.steps, work.bytes) = (steps.unwrap_or(0), bytes.unwrap_or(0));
        if steps.is_none() {
            Some("goes on for too long: it takes more than 2,000,000 steps through loops and includes")
        } else if bytes.is_none() {
            Some("goes on for too long: it goes through more than 64 MiB of text")
        } else if work.until.is_some_and(|until| Instant::now() > until) {
            Some("goes on for too long: it takes more than 10 seconds")
        } else {
            None
        }
    });
    reason.map_or(Ok(()), stop)
}

/// Registers what prepared templates call.
pub(super) fn register(tera: &mut Tera) {
    tera.register_function("_step", |arguments: Kwargs, _: &State<'_>| -> TeraResult<bool> {
        let value = arguments.get::<Value>("of")?;
        let weight = value.as_ref().map_or(Ok(0), weight)?;
        charge(arguments.must_get::<usize>("cost")?.saturating_add(weight))?;
        Ok(false)
    });
    tera.register_filter("_print", |value: Value, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        charge(weight(&value)?)?;
        Ok(value)
    });
    for (name, of) in [("_replace", "replace"), ("_join", "join"), ("_indent", "indent")] {
        tera.register_filter(name, move |value: Value, arguments: Kwargs, state: &State<'_>| -> TeraResult<Value> {
            charge(grown(of, &value, &arguments)?)?;
            state.call_filter(of, &value, arguments)
        });
    }
}

/// Output that ends where a file would be too large.
#[derive(Default)]
pub(super) struct Output(Vec<u8>);

impl Output {
    /// What was written.
    pub(super) fn text(self, template: &str) -> Result<String> {
        String::from_utf8(self.0)
            .map_err(|error| crate::Error::Template { template: template.to_owned(), message: error.to_string() })
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            let reason = stop::<()>("writes more than 16 MiB into one file").err();
            return Err(io::Error::other(reason.map(|reason| reason.to_string()).unwrap_or_default()));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_render_that_takes_too_long_is_stopped_though_it_does_little() {
        begin();
        assert!(charge(1).is_ok());
        WORK.with_borrow_mut(|work| work.until = Some(Instant::now()));
        std::thread::sleep(Duration::from_millis(1));
        assert!(charge(1).unwrap_err().to_string().contains("more than 10 seconds"));
        assert!(stopped().is_some() && stopped().is_none());
    }
}
