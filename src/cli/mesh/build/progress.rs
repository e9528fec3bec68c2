//! What is seen of a build while it goes on: a line for each product that is done, and on a terminal a bar with those in work.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{Format, Shell, interrupt, show};
use crate::run::{BuildResult, Versions, Watch};

/// How often the bar moves although nothing happens.
const TICK: Duration = Duration::from_millis(200);

/// What is seen of a build.
pub(super) struct Progress<'a> {
    shell: &'a Shell,
    format: Format,
    root: PathBuf,
    /// The length of the longest id.
    width: usize,
    bar: ProgressBar,
    busy: RefCell<BTreeSet<String>>,
}

impl<'a> Progress<'a> {
    pub(super) fn new(shell: &'a Shell, format: Format, root: &Path, products: &[String]) -> Self {
        let target = match format {
            Format::Human => ProgressDrawTarget::stderr(),
            Format::Json => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(products.len() as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:20} {pos}/{len} {elapsed} {msg}") {
            bar.set_style(style);
        }
        bar.set_message("starting dbt");
        bar.enable_steady_tick(TICK);
        let width = products.iter().map(|id| id.chars().count()).max().unwrap_or(0);
        Self { shell, format, root: root.to_owned(), width, bar, busy: RefCell::default() }
    }

    /// Nothing more is seen.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn show_busy(&self) {
        let busy: Vec<String> = self.busy.borrow().iter().cloned().collect();
        self.bar.set_message(busy.join(", "));
    }

    fn say(&self, text: &str) {
        if self.format == Format::Human {
            self.bar.suspend(|| self.shell.say(text));
        }
    }
}

impl Watch for Progress<'_> {
    fn ready(&self, versions: &Versions) {
        self.say(&format!("dbt {}, DuckDB {}, Python {}", versions.dbt, versions.duckdb, versions.python));
    }

    fn begun(&self, product: &str) {
        self.busy.borrow_mut().insert(product.to_owned());
        self.show_busy();
    }

    fn ended(&self, result: &BuildResult) {
        self.busy.borrow_mut().remove(&result.product);
        self.bar.inc(1);
        self.show_busy();
        self.say(&show::line(result, &self.root, self.width));
    }

    fn cancelled(&self) -> bool {
        interrupt::requested()
    }
}
