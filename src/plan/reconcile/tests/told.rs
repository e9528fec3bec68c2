//! How the team's edits are told from what was rendered: bits, line endings, lost records, git's merges.

use super::*;

const ONE: &str = "one\ntwo\nthree\nfour\n";
const MINE: &str = "ONE\ntwo\nthree\nfour\n";
const NEW: &str = "one\ntwo\nthree\nFOUR\n";
const BOTH: &str = "ONE\ntwo\nthree\nFOUR\n";
const OTHER: &str = "Eins\ntwo\nthree\nfour\n";

fn crlf(text: &str) -> String {
    text.replace('\n', "\r\n")
}

fn written(change: &Change) -> &[u8] {
    &change.after.as_ref().unwrap().contents
}

#[track_caller]
fn check(world: &World, action: Action, reason: Reason) -> Change {
    let change = world.change().unwrap();
    assert_eq!((change.action, change.reason.clone()), (action, reason));
    change
}

#[test]
fn the_bit_that_lets_a_file_run_is_set_once_and_then_the_teams() {
    let mut world = World::of(Generated, None, None, Some(ONE));
    world.new_file("f", Generated, ONE).executable = true;
    assert!(world.change().unwrap().after.unwrap().executable);
    for there in [true, false] {
        for (owner, disk) in [(Generated, ONE), (Merged, ONE), (Merged, MINE)] {
            let mut world = World::of(owner, Some(ONE), Some(disk), Some(NEW));
            world.disk("f", disk).executable = there;
            world.new_file("f", owner, NEW).executable = !there;
            assert_eq!(world.change().unwrap().after.unwrap().executable, there, "{owner:?}");
        }
    }
}

#[test]
fn line_endings_are_no_edit_and_are_kept() {
    let long = |text| Some(crlf(text));
    for (owner, disk, new, action, after) in [
        (Generated, long(ONE), NEW, Action::Update, long(NEW)),
        (Merged, long(ONE), NEW, Action::Update, long(NEW)),
        (Merged, long(MINE), NEW, Action::Merge, long(BOTH)),
        (Merged, long(MINE), ONE, Action::Keep, None),
        (Generated, long(MINE), ONE, Action::Keep, None),
    ] {
        for base in [ONE.to_owned(), crlf(ONE)] {
            let mut world = World::of(owner, Some(ONE), disk.as_deref(), Some(new));
            if owner == Merged {
                world.before.bases.insert(path("f"), base.into());
            }
            let change = world.change().unwrap();
            assert_eq!(change.action, action, "{owner:?} {disk:?}");
            assert_eq!(change.after.map(|file| String::from_utf8(file.contents).unwrap()), after);
        }
    }
    for owner in [Generated, Merged] {
        assert_eq!(World::of(owner, Some(ONE), Some(&crlf(NEW)), Some(NEW)).change(), None);
        assert_eq!(World::of(owner, Some(ONE), Some(&crlf(NEW)), None).change().unwrap().action, Action::Orphan);
        assert_eq!(World::of(owner, Some(ONE), Some(&crlf(ONE)), None).change().unwrap().action, Action::Delete);
    }
    // A template that ends its lines so, and an editor that does not.
    let world = World::of(Merged, Some(&crlf(ONE)), Some(MINE), Some(&crlf(NEW)));
    assert_eq!(written(&check(&world, Action::Merge, Reason::Merged)), BOTH.as_bytes());
    let world = World::of(Merged, Some(&crlf(ONE)), Some(&crlf(MINE)), Some(&crlf(NEW)));
    assert_eq!(written(&check(&world, Action::Merge, Reason::Merged)), crlf(BOTH).as_bytes());
}

/// `sed -i` over a whole repository edits the last renders along with the files.
#[test]
fn a_last_render_that_is_lost_or_edited_costs_no_edit() {
    for base in [None, Some(MINE), Some("")] {
        for (new, action, reason) in
            [(ONE, Action::Keep, Reason::Edited), (OTHER, Action::Conflict, Reason::NoLastRender)]
        {
            let mut world = World::of(Merged, Some(ONE), Some(MINE), Some(new));
            world.before.bases.clear();
            world.before.bases.extend(base.map(|base| (path("f"), base.into())));
            let change = check(&world, action, reason);
            if action == Action::Conflict {
                let text = std::str::from_utf8(written(&change)).unwrap();
                assert_eq!(text, "<<<<<<< yours\nONE\n=======\nEins\n>>>>>>> new render\ntwo\nthree\nfour\n");
            }
            assert_eq!(world.records().bases[&path("f")], new.as_bytes(), "the next run knows it again");
        }
        let mut world = World::of(Merged, Some(ONE), Some(MINE), None);
        world.before.bases = base.map(|base| (path("f"), base.into())).into_iter().collect();
        check(&world, Action::Orphan, Reason::NoLonger);
    }
}

#[test]
fn what_is_no_text_is_never_merged() {
    for (last, disk, new) in [
        (&b"\0a"[..], &b"\0b"[..], &b"\0c"[..]),
        (b"a\n", b"a\nb\xff\n", b"c\na\n"),
        (b"a\n", b"b\n", b"\0"),
        (b"\0", b"b\n", b"c\n"),
    ] {
        let mut world = World::default();
        world.last("f", Merged, "").digests = [Digest::of(last)].into();
        world.before.bases.insert(path("f"), last.to_vec());
        world.disk("f", disk);
        world.new_file("f", Merged, new);
        let change = check(&world, Action::Conflict, Reason::Binary);
        assert_eq!((change.after, change.beside.unwrap().contents), (None, new.to_vec()));
        assert!(Change { after: None, beside: None, ..world.change().unwrap() }.is_finding());
        check(&world.next(), Action::Keep, Reason::Edited);
        let forced = World { forced: [path("f")].into_iter().collect(), ..world };
        assert_eq!(written(&check(&forced, Action::Update, Reason::Forced)), new);
    }
}

#[test]
fn nothing_is_written_through_what_is_no_file() {
    let obstacles = [Obstacle::Symlink, Obstacle::Folder, Obstacle::Special, Obstacle::BelowFile(path("a"))];
    for obstacle in obstacles {
        let reason = Reason::Blocked(obstacle.clone());
        for owner in [Generated, Merged, Once] {
            let blocked = |last, new| {
                let mut world = World::of(owner, last, None, new);
                world.before.blocked.insert(path("f"), obstacle.clone());
                world.force("f")
            };
            check(&blocked(None, Some(ONE)), Action::Refuse, reason.clone());
            check(&blocked(Some(ONE), None), Action::Orphan, reason.clone());
            if owner == Once {
                assert_eq!(blocked(Some(ONE), Some(NEW)).change(), None);
            } else {
                check(&blocked(Some(ONE), Some(NEW)), Action::Refuse, reason.clone());
                check(&blocked(Some(ONE), Some(ONE)), Action::Keep, reason.clone());
            }
        }
    }
}

#[test]
fn markers_that_nobody_resolved_hold_a_file_back() {
    let open = format!("<<<<<<< yours\nmine\n||||||| last render\n=======\ntheirs\n>>>>>>> new render\n{ONE}");
    let world = World::of(Merged, Some(ONE), Some(&open), Some(ONE));
    assert!(check(&world, Action::Keep, Reason::Unresolved).is_finding());
    let world = World::of(Merged, Some(ONE), Some(&open), Some(NEW));
    assert!(check(&world, Action::Refuse, Reason::Unresolved).is_finding());
    assert_eq!(written(&check(&world.force("f"), Action::Update, Reason::Forced)), NEW.as_bytes());
    // A render that shows such markers itself, in a text about git, is no conflict.
    let (about, more) = (format!("{open}about git\n"), format!("{open}about git\nmine\n"));
    let world = World::of(Merged, Some(&about), Some(&more), Some(&format!("new\n{about}")));
    check(&world, Action::Merge, Reason::Merged);
}

/// Two branches rendered anew, and git merged them.
struct Branches {
    /// `.mesh/base/f` and `f`, as git left them.
    base: String,
    disk: String,
}

impl Branches {
    fn world(&self, new: &str) -> World {
        let mut world = World::of(Merged, Some("ours"), Some(&self.disk), Some(new));
        world.before.known.integrity = Integrity::Merged;
        let known = world.before.known.files.get_mut(&path("f")).unwrap();
        known.digests.insert(Digest::of(b"theirs"));
        world.before.bases.insert(path("f"), self.base.clone().into());
        world
    }
}

fn hunk(ours: &str, theirs: &str) -> String {
    format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> feature\n")
}

#[test]
fn renders_that_git_merged_well_are_a_base() {
    let branches = Branches { base: BOTH.into(), disk: format!("{BOTH}note\n") };
    check(&branches.world(BOTH), Action::Keep, Reason::Edited);
    let change = check(&branches.world(&format!("zero\n{BOTH}")), Action::Merge, Reason::Merged);
    assert_eq!(written(&change), format!("zero\n{BOTH}note\n").as_bytes());
    let untouched = Branches { base: BOTH.into(), disk: BOTH.into() };
    check(&untouched.world(&format!("zero\n{BOTH}")), Action::Update, Reason::Rendered);
}

#[test]
fn conflicts_of_renders_alone_are_rendered_away() {
    let new = "title\n- a\n- b\nend\n";
    let renders = format!("title\n{}end\n", hunk("- a\n", "- b\n"));
    let untouched = Branches { base: renders.clone(), disk: renders.clone() };
    assert_eq!(written(&check(&untouched.world(new), Action::Update, Reason::Rendered)), new.as_bytes());
    let edited = Branches { base: renders.clone(), disk: format!("{renders}note\n") };
    let change = check(&edited.world(new), Action::Merge, Reason::Merged);
    assert_eq!(written(&change), format!("{new}note\n").as_bytes());
    // The labels differ where one of the branches has another name.
    let relabelled = Branches { base: renders.replace("HEAD", "main"), disk: renders.clone() };
    assert_eq!(written(&check(&relabelled.world(new), Action::Update, Reason::Rendered)), new.as_bytes());
    // The team resolved the file, and not the last render.
    let resolved = Branches { base: renders.clone(), disk: "title\n- a\n- b\nend\nnote\n".into() };
    check(&resolved.world(new), Action::Keep, Reason::Edited);
    // The new render is what the first branch rendered: still, no marker stays.
    let kept = Branches { base: renders.clone(), disk: format!("{renders}note\n") };
    let change = check(&kept.world("title\n- a\nend\n"), Action::Merge, Reason::Merged);
    assert_eq!(written(&change), b"title\n- a\nend\nnote\n");
}

#[test]
fn conflicts_of_edits_are_the_teams_to_resolve() {
    let renders = format!("title\n{}end\n", hunk("- a\n", "- b\n"));
    let edits = format!("{renders}{}", hunk("my note\n", "your note\n"));
    for base in [renders, "title\n- a\n- b\nend\n".to_owned()] {
        let world = Branches { base: base.clone(), disk: edits.clone() }.world("title\n- a\n- b\n- c\nend\n");
        check(&world, Action::Refuse, Reason::Unresolved);
        let next = world.next();
        assert_eq!(next.before.bases[&path("f")], base.as_bytes());
        assert_eq!(next.before.known.files[&path("f")].digests, world.before.known.files[&path("f")].digests);
        assert_eq!(next.before.known.manifests.len(), 0, "the lock does not vouch for a file that could not follow");
        check(&next, Action::Refuse, Reason::Unresolved);
    }
}

#[test]
fn a_file_of_the_tool_that_git_merged_is_rendered_anew() {
    for (new, action) in [(Some(NEW), Action::Update), (None, Action::Delete)] {
        let mut world = World::of(Generated, Some(ONE), Some("merged by git\n"), new);
        world.before.git_merged.insert(path("f"));
        assert_eq!(world.change().unwrap().action, action);
    }
    for disk in [ONE, MINE] {
        let mut world = World::of(Generated, Some(ONE), Some(disk), Some(NEW));
        world.before.known.files.get_mut(&path("f")).unwrap().digests.insert(Digest::of(MINE.as_bytes()));
        check(&world, Action::Update, Reason::Rendered);
    }
}

/// A new version of a pack may give a file to somebody else.
#[test]
fn an_owner_can_change() {
    for (old, new_owner, disk, new, expected) in [
        (Generated, Merged, ONE, NEW, Some((Action::Update, Reason::Rendered))),
        (Generated, Merged, MINE, ONE, Some((Action::Keep, Reason::Edited))),
        (Generated, Merged, MINE, OTHER, Some((Action::Conflict, Reason::NoLastRender))),
        (Merged, Generated, ONE, NEW, Some((Action::Update, Reason::Rendered))),
        (Merged, Generated, MINE, NEW, Some((Action::Refuse, Reason::Drift))),
        (Merged, Once, ONE, NEW, None),
        (Merged, Once, MINE, NEW, None),
        (Once, Merged, ONE, NEW, Some((Action::Update, Reason::Rendered))),
        (Once, Generated, MINE, NEW, Some((Action::Refuse, Reason::Drift))),
    ] {
        let mut world = World::of(old, Some(ONE), Some(disk), None);
        world.new_file("f", new_owner, new);
        let found = world.change().map(|change| (change.action, change.reason));
        assert_eq!(found, expected, "{old:?} {new_owner:?} {disk:?}");
        // What could not follow keeps what was known of it.
        let refused = expected.is_some_and(|(action, _)| action == Action::Refuse);
        let owner = if refused { old } else { new_owner };
        assert_eq!(world.records().bases.contains_key(&path("f")), owner == Merged, "{old:?} {new_owner:?}");
    }
}

#[test]
fn the_lock_follows_what_happened() {
    let locked = |world: &World| {
        let lock = LockState::parse(&world.records().lock.to_yaml()).unwrap();
        let known = lock.files.get(&path("f")).cloned();
        (known.map(|known| (known.digests.into_iter().collect::<Vec<_>>(), known.deleted)), lock.manifests.len())
    };
    let of = |owner, last, disk, new| locked(&World::of(owner, last, disk, new));
    let (one, new) = (Digest::of(ONE.as_bytes()), Digest::of(NEW.as_bytes()));
    assert_eq!(of(Generated, Some(ONE), Some(ONE), Some(NEW)), (Some((vec![new], false)), 1));
    assert_eq!(of(Generated, Some(ONE), Some(MINE), Some(ONE)), (Some((vec![one], false)), 1));
    assert_eq!(of(Generated, Some(ONE), Some(MINE), Some(NEW)), (Some((vec![one], false)), 0));
    assert_eq!(of(Generated, None, Some(MINE), Some(NEW)), (None, 0));
    assert_eq!(of(Merged, Some(ONE), Some(MINE), Some(NEW)), (Some((vec![new], false)), 1));
    assert_eq!(of(Merged, Some(ONE), Some(MINE), Some(OTHER)), (Some((vec![Digest::of(OTHER.as_bytes())], false)), 1));
    assert_eq!(of(Merged, Some(ONE), None, Some(NEW)), (Some((vec![one], true)), 1));
    assert_eq!(of(Once, Some(ONE), Some(MINE), Some(NEW)), (Some((vec![one], false)), 1));
    assert_eq!(of(Once, None, Some(MINE), Some(NEW)), (Some((vec![new], false)), 1));
    assert_eq!(of(Merged, Some(ONE), Some(MINE), None), (None, 1));
    // A deleted file that comes back as it was rendered then is no drift.
    let mut world = World::of(Generated, Some(ONE), None, Some(NEW)).next();
    world.disk("f", ONE);
    check(&world, Action::Update, Reason::Rendered);
}
