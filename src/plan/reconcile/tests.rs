//! The table, row by row.

use super::*;
use crate::pack::FileOwner::{self, Generated, Merged, Once};
use crate::plan::{
    Digest, DiskFile, Integrity, Known, LockState, Obstacle, PlannedFile, ProductPath, Reason, Records, Stamp, records,
};

mod any;
mod moved;
mod told;

/// A small world: what was rendered, what is there, what is rendered now.
#[derive(Debug, Default)]
struct World {
    before: Before,
    plan: Plan,
    forced: Forced,
}

fn path(text: &str) -> ProductPath {
    text.parse().unwrap()
}

impl World {
    /// A world of one file, `f`.
    fn of(owner: FileOwner, last: Option<&str>, disk: Option<&str>, new: Option<&str>) -> Self {
        let mut world = Self::default();
        world.before.known.integrity = Integrity::Intact;
        if let Some(last) = last {
            world.last("f", owner, last);
        }
        if let Some(disk) = disk {
            world.disk("f", disk);
        }
        if let Some(new) = new {
            world.new_file("f", owner, new);
        }
        world
    }

    fn last(&mut self, at: &str, owner: FileOwner, render: &str) -> &mut Known {
        if owner == Merged {
            self.before.bases.insert(path(at), render.into());
        }
        let digests = [Digest::of(render.as_bytes())].into();
        let known = Known { owner, template: format!("product/{at}"), digests, deleted: false };
        self.before.known.files.entry(path(at)).insert_entry(known).into_mut()
    }

    fn disk(&mut self, at: &str, contents: impl AsRef<[u8]>) -> &mut DiskFile {
        let file = DiskFile { contents: contents.as_ref().to_vec(), executable: false };
        self.before.disk.entry(path(at)).insert_entry(file).into_mut()
    }

    fn new_file(&mut self, at: &str, owner: FileOwner, contents: impl AsRef<[u8]>) -> &mut PlannedFile {
        let (contents, template) = (contents.as_ref().to_vec(), format!("product/{at}"));
        let file = PlannedFile { contents, owner, template, was: Vec::new(), executable: false };
        self.plan.files.entry(path(at)).insert_entry(file).into_mut()
    }

    fn force(mut self, at: &str) -> Self {
        self.forced = [path(at)].into_iter().collect();
        self
    }

    fn changes(&self) -> Vec<Change> {
        reconcile(&self.plan, &self.before, &self.forced, &Labels::default())
    }

    /// What happens to the only file that something happens to.
    #[track_caller]
    fn change(&self) -> Option<Change> {
        let mut changes = self.changes();
        assert!(changes.len() < 2, "{changes:?}");
        changes.pop()
    }

    fn records(&self) -> Records {
        let stamp = Stamp { manifest: Some(Digest::of(b"manifest")), packs: Vec::new() };
        records(&self.plan, &self.before, &self.changes(), stamp)
    }

    /// The world after everything was applied, with nothing new rendered.
    fn next(&self) -> Self {
        let records = self.records();
        let mut next = Self { plan: self.plan.clone(), before: self.before.clone(), forced: Forced::default() };
        next.before.known = LockState::parse(&records.lock.to_yaml()).unwrap();
        next.before.bases = records.bases;
        for change in self.changes() {
            let executable = false;
            if let Some(from) = change.from.filter(|_| change.action != Action::Refuse) {
                next.before.disk.remove(&from);
            }
            if let Some(after) = change.after {
                next.before.disk.insert(change.path, DiskFile { contents: after.contents, executable });
            } else if change.action == Action::Delete {
                next.before.disk.remove(&change.path);
            }
        }
        next
    }
}

type Row = (FileOwner, [Option<&'static str>; 3], Option<(Action, Reason)>, Option<&'static str>);

const A: Option<&str> = Some("one\ntwo\nthree\nfour\n");
const B: Option<&str> = Some("ONE\ntwo\nthree\nfour\n");
const C: Option<&str> = Some("one\ntwo\nthree\nFOUR\n");
const D: Option<&str> = Some("Eins\ntwo\nthree\nfour\n");
const BC: Option<&str> = Some("ONE\ntwo\nthree\nFOUR\n");
const N: Option<&str> = None;
const BD: Option<&str> =
    Some("<<<<<<< yours\nONE\n||||||| last render\none\n=======\nEins\n>>>>>>> new render\ntwo\nthree\nfour\n");

/// Last render, disk, new render → what happens, and what is written.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    (Generated, [N, N, A], Some((Action::Create, Reason::New)), A),
    (Generated, [N, A, A], Some((Action::Adopt, Reason::Same)), N),
    (Generated, [N, B, A], Some((Action::Refuse, Reason::InTheWay)), N),
    (Generated, [A, A, A], None, N),
    (Generated, [A, A, B], Some((Action::Update, Reason::Rendered)), B),
    (Generated, [A, B, A], Some((Action::Keep, Reason::Drift)), N),
    (Generated, [A, B, C], Some((Action::Refuse, Reason::Drift)), N),
    (Generated, [A, B, B], None, N),
    (Generated, [A, N, A], Some((Action::Keep, Reason::Deleted)), N),
    (Generated, [A, N, B], Some((Action::Keep, Reason::Deleted)), N),
    (Generated, [A, N, N], None, N),
    (Generated, [A, A, N], Some((Action::Delete, Reason::NoLonger)), N),
    (Generated, [A, B, N], Some((Action::Orphan, Reason::NoLonger)), N),
    (Merged, [N, N, A], Some((Action::Create, Reason::New)), A),
    (Merged, [N, A, A], Some((Action::Adopt, Reason::Same)), N),
    (Merged, [N, B, A], Some((Action::Refuse, Reason::InTheWay)), N),
    (Merged, [A, A, A], None, N),
    (Merged, [A, A, B], Some((Action::Update, Reason::Rendered)), B),
    (Merged, [A, B, A], Some((Action::Keep, Reason::Edited)), N),
    (Merged, [A, B, C], Some((Action::Merge, Reason::Merged)), BC),
    (Merged, [A, B, D], Some((Action::Conflict, Reason::SameLines)), BD),
    (Merged, [A, BC, B], Some((Action::Keep, Reason::Edited)), N),
    (Merged, [A, B, BC], Some((Action::Update, Reason::Rendered)), BC),
    (Merged, [A, B, B], None, N),
    (Merged, [A, N, A], Some((Action::Keep, Reason::Deleted)), N),
    (Merged, [A, N, B], Some((Action::Keep, Reason::Deleted)), N),
    (Merged, [A, N, N], None, N),
    (Merged, [A, A, N], Some((Action::Delete, Reason::NoLonger)), N),
    (Merged, [A, B, N], Some((Action::Orphan, Reason::NoLonger)), N),
    (Once, [N, N, A], Some((Action::Create, Reason::New)), A),
    (Once, [N, A, A], Some((Action::Adopt, Reason::Same)), N),
    (Once, [N, B, A], Some((Action::Keep, Reason::InTheWay)), N),
    (Once, [A, A, A], None, N),
    (Once, [A, A, B], None, N),
    (Once, [A, B, A], None, N),
    (Once, [A, B, C], None, N),
    (Once, [A, N, A], Some((Action::Keep, Reason::Deleted)), N),
    (Once, [A, N, B], Some((Action::Keep, Reason::Deleted)), N),
    (Once, [A, N, N], None, N),
    (Once, [A, A, N], Some((Action::Orphan, Reason::NoLonger)), N),
    (Once, [A, B, N], Some((Action::Orphan, Reason::NoLonger)), N),
];

#[test]
fn the_table_holds_for_every_owner() {
    for (owner, [last, disk, new], expected, written) in TABLE {
        let row = format!("{owner:?} {last:?} {disk:?} {new:?}");
        let change = World::of(*owner, *last, *disk, *new).change();
        let found = change.as_ref().map(|change| (change.action, change.reason.clone()));
        assert_eq!(found, *expected, "{row}");
        let after = change.and_then(|change| change.after).map(|file| String::from_utf8(file.contents).unwrap());
        assert_eq!(after.as_deref(), *written, "{row}");
    }
}

/// What a run leaves behind is in step for the next run; what it could not do, the next one says again.
#[test]
fn a_second_run_has_nothing_to_do() {
    for (owner, [last, disk, new], expected, _) in TABLE {
        let row = format!("{owner:?} {last:?} {disk:?} {new:?}");
        let next = World::of(*owner, *last, *disk, *new).next().change().map(|change| (change.action, change.reason));
        let expected = match expected {
            Some((Action::Refuse | Action::Keep, Reason::InTheWay)) if *owner == Once => None,
            Some((Action::Refuse, _) | (Action::Keep, Reason::Drift | Reason::Deleted)) => expected.clone(),
            Some((Action::Merge | Action::Keep, _)) => Some((Action::Keep, Reason::Edited)),
            Some((Action::Conflict, _)) => Some((Action::Keep, Reason::Unresolved)),
            _ => None,
        };
        assert_eq!(next, expected, "{row}");
    }
}

/// What is named is written over, brought back, taken over; but never a file that is the team's alone.
#[test]
fn force_overwrites_what_it_names() {
    for (owner, [last, disk, new], expected, _) in TABLE {
        let row = format!("{owner:?} {last:?} {disk:?} {new:?}");
        let plain = World::of(*owner, *last, *disk, *new);
        let forced = World::of(*owner, *last, *disk, *new).force("f").change();
        let elsewhere = World::of(*owner, *last, *disk, *new).force("elsewhere").change();
        assert_eq!(elsewhere, plain.change(), "{row}");
        match expected {
            Some((_, Reason::InTheWay)) if *owner == Once => assert_eq!(forced, plain.change(), "{row}"),
            Some((_, Reason::InTheWay | Reason::Drift | Reason::Deleted)) => {
                let forced = forced.unwrap();
                let action = if disk.is_none() { Action::Create } else { Action::Update };
                assert_eq!((forced.action, forced.reason), (action, Reason::Forced), "{row}");
                assert_eq!(forced.after.unwrap().contents, new.unwrap().as_bytes(), "{row}");
            }
            _ => assert_eq!(forced, plain.change(), "{row}"),
        }
    }
}
