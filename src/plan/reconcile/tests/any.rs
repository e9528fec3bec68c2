//! What holds for every product, however it came to be as it is.

use proptest::prelude::*;

use super::*;

const PATHS: [&str; 4] = ["a.md", "b.md", "d/c.md", "d/e.txt"];

fn owner() -> impl Strategy<Value = FileOwner> {
    prop::sample::select(vec![Generated, Merged, Once])
}

fn contents() -> impl Strategy<Value = Vec<u8>> {
    let line = prop::sample::select(vec!["a\n", "b\n", "c\n", "mine\n", "a\r\n", "mine\r\n", "\0", "end"]);
    prop::collection::vec(line, 0..5).prop_map(|lines| lines.concat().into_bytes())
}

prop_compose! {
    fn world()(
        files in prop::collection::vec((
            prop::option::of((owner(), contents(), prop::option::of(contents()))),
            prop::option::of((contents(), any::<bool>())),
            prop::option::of((owner(), contents(), prop::option::of(0..PATHS.len()))),
        ), PATHS.len()),
        merged in any::<bool>(),
    ) -> World {
        let mut world = World::default();
        world.before.known.integrity = if merged { Integrity::Merged } else { Integrity::Intact };
        for (at, (last, disk, new)) in PATHS.iter().zip(files) {
            if let Some((owner, render, base)) = last {
                world.last(at, owner, "").digests = [Digest::of(&render)].into();
                world.before.bases.insert(path(at), base.unwrap_or(render));
            }
            if let Some((contents, executable)) = disk {
                world.disk(at, contents).executable = executable;
            }
            if let Some((owner, contents, was)) = new {
                world.new_file(at, owner, contents).was = was.map(|was| path(PATHS[was])).into_iter().collect();
            }
        }
        world
    }
}

fn after(world: &World) -> std::collections::BTreeMap<ProductPath, Vec<u8>> {
    world.next().before.disk.into_iter().map(|(path, file)| (path, file.contents)).collect()
}

proptest! {
    /// A line that no render ever held is the team's. It is still somewhere after a run.
    #[test]
    fn no_line_of_the_team_is_lost(world in world()) {
        let after = after(&world);
        let renders: Vec<&[u8]> =
            world.before.bases.values().map(|base| &base[..]).chain(world.plan.files.values().map(|file| &file.contents[..])).collect();
        let holds = |contents: &[u8]| contents.windows(4).any(|line| line == b"mine");
        for (path, file) in &world.before.disk {
            if holds(&file.contents) && !renders.iter().any(|render| holds(render)) {
                let still = after.get(path).is_some_and(|contents| holds(contents));
                let moved = world.changes().iter().any(|change| {
                    change.from.as_ref() == Some(path) && change.after.as_ref().is_some_and(|after| holds(&after.contents))
                });
                prop_assert!(still || moved || world.before.is_as_rendered(path), "{path}: {:?}", world.changes());
            }
        }
    }

    /// A second run finds nothing to write; and what was adopted, kept or refused is found again.
    #[test]
    fn a_second_run_writes_nothing(world in world()) {
        let next = world.next();
        let edits: Vec<Change> = next.changes().into_iter().filter(Change::is_edit).collect();
        prop_assert!(edits.is_empty(), "{:?}\nthen {edits:?}", world.changes());
        prop_assert_eq!(after(&next), after(&world));
        let (records, again) = (next.records(), next.next().records());
        prop_assert_eq!(records, again);
    }

    /// Files of the owner `once`, and files that the tool does not know, are as they were.
    #[test]
    fn what_is_not_the_tools_is_not_touched(world in world()) {
        let after = after(&world);
        for (path, file) in &world.before.disk {
            let planned = world.plan.files.get(path);
            let is_theirs = match (planned, world.before.known.files.get(path)) {
                (Some(new), Some(_)) => new.owner == Once,
                (_, None) => true,
                (None, Some(_)) => false,
            };
            if is_theirs {
                prop_assert_eq!(after.get(path), Some(&file.contents), "{}: {:?}", path, world.changes());
            }
        }
    }

    /// Every file is in at most one change, and every change says the truth about what it writes.
    #[test]
    fn changes_are_whole(world in world()) {
        let changes = world.changes();
        let mut touched: Vec<&ProductPath> =
            changes.iter().flat_map(|change| [Some(&change.path), change.from.as_ref()]).flatten().collect();
        touched.sort();
        let count = touched.len();
        touched.dedup();
        prop_assert_eq!(touched.len(), count, "{:?}", changes);
        for change in &changes {
            let writes = matches!(change.action, Action::Create | Action::Update | Action::Merge)
                || (change.action == Action::Conflict && (change.reason != Reason::Binary || change.from.is_some()));
            prop_assert_eq!(change.after.is_some(), writes, "{:?}", change);
            prop_assert_eq!(change.beside.is_some(), change.reason == Reason::Binary, "{:?}", change);
        }
    }
}
