//! Building the products of a mesh, each after those that it reads.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;

use super::job::{Job, Prepared, job};
use super::order::Order;
use super::result::{BuildResult, CheckStatus, FOLDER, Status, Tests, folder};
use super::worker::{Answer, Versions, Worker};
use super::{Chosen, VENV};
use crate::error::{Error, Result};
use crate::mesh::Graph;
use crate::product::SharedPacks;

/// How a build is done.
#[derive(Debug)]
pub struct Settings {
    /// How many products are built at one time.
    pub jobs: usize,
    /// Whether products that do not hang on a failed one are built all the same.
    pub keep_going: bool,
    /// The Python that runs dbt; else that of the mesh, else that of the machine.
    pub python: Option<PathBuf>,
}

/// Who watches a build.
pub trait Watch {
    /// dbt is there.
    fn ready(&self, versions: &Versions);
    /// A product is being built.
    fn begun(&self, product: &str);
    /// A product is done, or lost.
    fn ended(&self, result: &BuildResult);
    /// Whether the user wants no more.
    fn cancelled(&self) -> bool;
}

/// Builds the chosen products, those with a reason in `lost` excepted. The results are in the order of the products.
pub fn build(
    graph: &Graph<'_>,
    chosen: &Chosen,
    lost: &BTreeMap<usize, String>,
    settings: &Settings,
    watch: &dyn Watch,
) -> Result<Vec<BuildResult>> {
    let root = graph.survey().root.clone();
    let _guard = take(&root)?;
    let shared = SharedPacks::from_environment()?;
    let products: Vec<usize> = chosen.products.iter().copied().collect();
    let prepared = || -> Result<BTreeMap<usize, Prepared>> {
        products.par_iter().map(|at| Ok((*at, job(graph, *at, &shared)?))).collect()
    };
    // Python takes its time to start: the products are prepared meanwhile.
    let (worker, prepared) = std::thread::scope(|scope| {
        let prepared = scope.spawn(prepared);
        let log = root.join(FOLDER).join("python.log");
        let worker = Worker::start(&pythons(settings, &root), &log, &|| watch.cancelled());
        let prepared = prepared.join().unwrap_or_else(|_| Err(Error::Internal("a product was not prepared".into())));
        (worker, prepared)
    });
    let ((worker, versions), prepared) = (worker?, prepared?);
    watch.ready(&versions);
    let order = Order::new(chosen.products.clone(), |at| graph.upstream(at));
    let mut run = Run {
        graph,
        root,
        prepared,
        order,
        worker,
        watch,
        busy: BTreeMap::new(),
        results: BTreeMap::new(),
        failed: None,
    };
    run.all(lost, settings)?;
    Ok(run.results.into_values().collect())
}

/// The Pythons to try.
fn pythons(settings: &Settings, root: &Path) -> Vec<PathBuf> {
    if let Some(python) = &settings.python {
        return vec![python.clone()];
    }
    let own = root.join(VENV).join("bin/python");
    own.is_file().then_some(own).into_iter().chain([PathBuf::from("python3")]).collect()
}

/// Takes the folder of what was built, for this run alone.
fn take(root: &Path) -> Result<File> {
    let path = root.join(FOLDER);
    let failed = |source| Error::Write { path: path.clone(), source };
    fs::create_dir_all(&path).map_err(failed)?;
    let ignore = path.join(".gitignore");
    if !ignore.exists() {
        fs::write(&ignore, "# What `mesh-cli mesh build` made on this machine.\n*\n").map_err(failed)?;
    }
    let folder = File::open(&path).map_err(failed)?;
    match folder.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::Busy { path }),
        // A file system without locks is no reason to build nothing.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(folder),
    }
}

/// One build.
struct Run<'a> {
    graph: &'a Graph<'a>,
    root: PathBuf,
    prepared: BTreeMap<usize, Prepared>,
    order: Order,
    worker: Worker,
    watch: &'a dyn Watch,
    /// The products that are being built, by their ids, and since when.
    busy: BTreeMap<String, (usize, Instant)>,
    results: BTreeMap<usize, BuildResult>,
    /// The first product that was tried and failed.
    failed: Option<String>,
}

impl Run<'_> {
    fn all(&mut self, lost: &BTreeMap<usize, String>, settings: &Settings) -> Result<()> {
        for (at, reason) in lost {
            self.end(*at, Status::Skipped, Some(reason.clone()))?;
        }
        self.doubles();
        self.circles()?;
        let mut stopped = None;
        loop {
            while self.busy.len() < settings.jobs.max(1) && stopped.is_none() {
                let Some(at) = self.order.take() else { break };
                if !self.results.contains_key(&at) {
                    self.begin(at)?;
                }
                stopped = self.stop(settings);
            }
            if self.busy.is_empty() {
                break;
            }
            let answer = self.worker.answer(&|| self.watch.cancelled())?;
            self.answered(answer)?;
            stopped = self.stop(settings);
        }
        for at in self.order.left().clone() {
            let reason = stopped.as_ref().map(|failed| format!("the run stopped at {failed}; see --keep-going"));
            self.end(at, Status::Skipped, reason)?;
        }
        Ok(())
    }

    /// The product at which the run stops. What is wrong before anything is built stops only what is made from it.
    fn stop(&self, settings: &Settings) -> Option<String> {
        if settings.keep_going { None } else { self.failed.clone() }
    }

    /// Of products that SQL takes for one, the first is built: the others would write over it.
    fn doubles(&mut self) {
        for at in self.order.left().clone() {
            let id = self.id(at);
            let Some(first) = self.graph.find(&id).filter(|first| *first != at) else { continue };
            let (place, other) = (&self.graph.survey().products[at].place, &self.graph.survey().products[first]);
            let reason = format!("{place} has the same id as {} in {}", other.id, other.place);
            self.order.failed(at);
            let result = unbuilt(id, Status::Failed, Some(reason));
            self.watch.ended(&result);
            self.results.insert(at, result);
        }
    }

    /// Products that wait for themselves are not built, nor what is made from them.
    fn circles(&mut self) -> Result<()> {
        for circle in self.graph.levels().err().unwrap_or_default() {
            let names: Vec<String> = circle.iter().chain(circle.first()).map(|at| self.id(*at)).collect();
            let members: Vec<usize> = circle.into_iter().filter(|at| self.order.left().contains(at)).collect();
            for at in &members {
                let reason = format!("it is made from itself: {}", names.join(" → "));
                self.record(*at, unbuilt(self.id(*at), Status::Failed, Some(reason)))?;
            }
            for at in members {
                self.lose(at, "is made from itself")?;
            }
        }
        Ok(())
    }

    fn id(&self, at: usize) -> String {
        self.graph.survey().products[at].id.to_string()
    }

    fn begin(&mut self, at: usize) -> Result<()> {
        let id = self.id(at);
        let job = match self.prepared.remove(&at) {
            Some(Ok(job)) => job,
            Some(Err(reason)) => return self.end(at, Status::Failed, Some(reason)),
            None => return Err(Error::Internal(format!("{id} was not prepared"))),
        };
        // Whatever becomes of this run: what was said of the last one no longer holds.
        BuildResult::forget(&self.root, &id)?;
        self.ask(&job, &id)?;
        self.busy.insert(id, (at, Instant::now()));
        Ok(())
    }

    fn ask(&mut self, job: &Job, id: &str) -> Result<()> {
        let out = folder(&self.root, id);
        fs::create_dir_all(&out).map_err(|source| Error::Write { path: out, source })?;
        self.watch.begun(id);
        self.worker.ask(job)
    }

    fn answered(&mut self, answer: Answer) -> Result<()> {
        let Some((at, since)) = self.busy.remove(&answer.product) else {
            return Err(Error::Internal(format!("nobody asked for {}", answer.product)));
        };
        let mut tests = Tests::default();
        for check in &answer.checks {
            *match check.status {
                CheckStatus::Passed => &mut tests.passed,
                CheckStatus::Warned => &mut tests.warned,
                CheckStatus::Failed => &mut tests.failed,
                CheckStatus::Skipped => &mut tests.skipped,
            } += 1;
        }
        let status = if answer.failure.is_some() { Status::Failed } else { Status::Ok };
        if status == Status::Failed {
            self.failed.get_or_insert(answer.product.clone());
        }
        let seconds = since.elapsed().as_secs_f64();
        let (models, checks, failure) = (answer.models, answer.checks, answer.failure);
        self.settle(at, BuildResult { product: answer.product, status, seconds, models, tests, checks, failure })
    }

    /// A product that no worker was asked for.
    fn end(&mut self, at: usize, status: Status, failure: Option<String>) -> Result<()> {
        if self.results.contains_key(&at) {
            return Ok(());
        }
        self.settle(at, unbuilt(self.id(at), status, failure))
    }

    fn settle(&mut self, at: usize, result: BuildResult) -> Result<()> {
        let status = result.status;
        self.record(at, result)?;
        match status {
            Status::Ok => {
                self.order.done(at);
                Ok(())
            }
            Status::Failed => self.lose(at, "failed"),
            Status::Skipped => self.lose(at, "is not built"),
        }
    }

    fn record(&mut self, at: usize, result: BuildResult) -> Result<()> {
        result.write(&self.root)?;
        self.watch.ended(&result);
        self.results.insert(at, result);
        Ok(())
    }

    /// Nothing that is made from a product can be built.
    fn lose(&mut self, at: usize, how: &str) -> Result<()> {
        let id = self.id(at);
        for below in self.order.failed(at) {
            self.end(below, Status::Skipped, Some(format!("{id} {how}, which it is made from")))?;
        }
        Ok(())
    }
}

/// What is said of a product that no worker was asked for.
fn unbuilt(product: String, status: Status, failure: Option<String>) -> BuildResult {
    BuildResult { product, status, seconds: 0.0, models: 0, tests: Tests::default(), checks: Vec::new(), failure }
}
