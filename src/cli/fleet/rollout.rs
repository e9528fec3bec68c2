//! One product after another is looked at, decided, and brought in step.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::ProgressBar;

use super::super::in_step::{self, Mode, Seen, Settings, Target};
use super::super::{Format, Shell, interrupt, unfinished};
use super::branches::{Branches, Place};
use super::record::{Record, State};
use crate::error::{Error, Result};
use crate::fleet::{Line, Member};
use crate::plan::{Edit, ProductFolder};
use crate::product::{SharedPacks, Step, Unresolved, kept, unresolved};

/// How products are brought in step.
pub(super) struct Rollout<'a> {
    pub mode: Mode,
    pub settings: &'a Settings,
    pub target: &'a Target<'a>,
    pub packs: SharedPacks,
    pub keep_going: bool,
    pub wave: Option<NonZeroUsize>,
    pub branches: Option<Branches>,
    pub shell: &'a Shell,
    pub bar: &'a ProgressBar,
    pub stopped: AtomicBool,
}

/// What was decided so far.
#[derive(Default)]
pub(super) struct Progress {
    /// The products of this wave.
    taken: usize,
}

/// A product, before anything is decided.
pub(super) enum Prepared {
    /// The run was stopped before.
    NotBegun,
    /// An earlier run made its branch.
    HasBranch(String),
    /// It cannot be looked at.
    Failed(Error),
    /// There is nothing to do, which was seen without a render.
    InStep,
    /// It holds conflicts of an earlier update.
    Unresolved(Vec<Unresolved>),
    /// It was looked at.
    Seen(Box<Looked>),
}

/// A product that was looked at.
pub(super) struct Looked {
    root: PathBuf,
    branch: Option<String>,
    folder: Option<ProductFolder>,
    seen: Seen,
}

/// What is done about a product.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// Nothing: its turn did not come.
    Wait,
    /// Nothing: there is nothing to do, or nothing that can be done.
    Leave,
    /// It is brought in step.
    Bring,
}

impl Line for Rollout<'_> {
    type Item = Member;
    type Prepared = Prepared;
    type State = Progress;
    type Decision = Decision;
    type Done = Result<Record>;

    fn prepare(&self, member: &Member) -> Prepared {
        if self.is_stopped() {
            return Prepared::NotBegun;
        }
        match self.look(member) {
            Ok(prepared) => prepared,
            Err(Error::Interrupted) => Prepared::NotBegun,
            Err(error) => Prepared::Failed(error),
        }
    }

    fn decide(&self, member: &Member, prepared: &mut Prepared, progress: &mut Progress) -> Decision {
        if self.is_stopped() {
            return Decision::Wait;
        }
        match prepared {
            Prepared::NotBegun => Decision::Wait,
            Prepared::HasBranch(_) | Prepared::InStep => Decision::Leave,
            Prepared::Failed(_) | Prepared::Unresolved(_) => self.stop(Decision::Leave),
            Prepared::Seen(looked) => match &looked.seen {
                Seen::Wrong { .. } => Decision::Leave,
                Seen::Step { edits, .. } if edits.is_empty() => Decision::Leave,
                Seen::Step { step, .. } => self.take(member, step, progress),
            },
        }
    }

    fn finish(&self, member: &Member, prepared: Prepared, decision: Decision) -> Result<Record> {
        let record = match prepared {
            _ if decision == Decision::Wait => Record::new(member, State::Waiting),
            Prepared::NotBegun => Record::new(member, State::Waiting),
            Prepared::HasBranch(branch) => Record::new(member, State::HasBranch).on(branch),
            Prepared::InStep => Record::new(member, State::InStep),
            Prepared::Failed(error) => Record::failed(member, &error),
            Prepared::Unresolved(left) => Record::unresolved(member, &left),
            Prepared::Seen(looked) => match self.end(member, *looked, decision) {
                Err(Error::Interrupted) => Record::new(member, State::Waiting),
                Err(error) => {
                    self.stop(());
                    Record::failed(member, &error)
                }
                Ok(record) => record,
            },
        };
        self.bar.inc(1);
        Ok(record)
    }
}

impl Rollout<'_> {
    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst) || interrupt::requested()
    }

    /// No further product is begun, unless the user wants to go on.
    fn stop<T>(&self, decision: T) -> T {
        if !self.keep_going {
            self.stopped.store(true, Ordering::SeqCst);
        }
        decision
    }

    fn look(&self, member: &Member) -> Result<Prepared> {
        let (root, from, branch) = match &self.branches {
            None => (member.root.clone(), None, None),
            Some(branches) => match branches.place(member)? {
                Place::Taken(branch) => return Ok(Prepared::HasBranch(branch)),
                Place::Free { root, from, branch } => (root, Some(from), Some(branch)),
            },
        };
        let say = |message: &str| self.bar.suspend(|| self.shell.say(&format!("{}: {message}", member.id)));
        let folder = match self.mode {
            Mode::Write => Some(unfinished::open(&root, &say)?),
            Mode::DryRun | Mode::Check => None,
        };
        if let Some(pending) = ProductFolder::look(&root)?.pending {
            let left = unresolved(&root, &pending)?;
            match &folder {
                _ if !left.is_empty() => return Ok(Prepared::Unresolved(left)),
                Some(folder) => folder.finish()?,
                None => {}
            }
        }
        let force = &self.settings.force;
        if force.is_empty() && self.target.is_seen_in(&root, &self.packs)? {
            return Ok(Prepared::InStep);
        }
        let target = from.as_deref().map_or(*self.target, |from| self.target.seen_from(from));
        let seen = in_step::look(&root, &target, force, &self.packs)?;
        if let (Some(branches), Seen::Step { step, .. }) = (&self.branches, &seen) {
            branches.refuse_packs_outside(member, &root, &step.records.lock.packs)?;
        }
        Ok(Prepared::Seen(Box::new(Looked { root, branch, folder, seen })))
    }

    /// Takes a product that is not up to date into the wave, if there is room in it.
    fn take(&self, member: &Member, step: &Step, progress: &mut Progress) -> Decision {
        if self.wave.is_some_and(|wave| progress.taken == wave.get()) {
            self.stopped.store(true, Ordering::SeqCst);
            return Decision::Wait;
        }
        progress.taken += 1;
        if self.settings.diff && self.settings.format == Format::Human {
            let _ = self.bar.suspend(|| self.shell.data(&in_step::diff(step, &format!("{}/", member.place))));
        }
        if !step.conflicts() {
            return Decision::Bring;
        }
        // A branch with markers in it would be of no use to anybody.
        self.stop(if self.branches.is_some() { Decision::Leave } else { Decision::Bring })
    }

    fn end(&self, member: &Member, looked: Looked, decision: Decision) -> Result<Record> {
        let Looked { root, branch, folder, seen } = looked;
        let (step, edits) = match seen {
            Seen::Wrong { report, .. } => return Ok(Record::wrong(member, &report)),
            Seen::Step { step, edits } => (step, edits),
        };
        let record = Record::of(member, &step, &edits, self.mode, self.settings);
        let (Some(folder), Decision::Bring) = (folder, decision) else { return Ok(record) };
        if let (Some(branches), Some(branch)) = (&self.branches, branch) {
            branches.commit(member, &root, &branch, &message(&step), || write(&folder, &step, &edits))?;
            return Ok(record.on(branch).written());
        }
        write(&folder, &step, &edits)?;
        match folder.pending()? {
            Some(pending) => Ok(record.with_conflicts(&unresolved(&root, &pending)?)),
            None => Ok(record.written()),
        }
    }
}

fn write(folder: &ProductFolder, step: &Step, edits: &[Edit]) -> Result<()> {
    folder.apply(edits, kept(step), &interrupt::requested)
}

/// The message of the commit that brings a product in step.
fn message(step: &Step) -> String {
    let packs = &step.records.lock.packs;
    let packs: Vec<String> = packs.iter().map(|pack| format!("{} {}", pack.name, pack.version)).collect();
    format!("Update {} to {}\n\n{}", step.manifest.id(), packs.join(", "), in_step::list(step))
}
