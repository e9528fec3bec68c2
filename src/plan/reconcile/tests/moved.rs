//! Files that the pack moved.

use super::*;

const LONG: &str = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";
const EDITED: &str = "1\n2\nmine\n3\n4\n5\n6\n7\n8\n9\n10\n";
const NEWER: &str = "1\n2\n3\n4\n5\n6\n7\n8\n9\nten\n";
const BOTH: &str = "1\n2\nmine\n3\n4\n5\n6\n7\n8\n9\nten\n";

/// `old.md` was rendered; now it is `new.md`, as its rule says.
fn declared(owner: FileOwner, disk: Option<&str>, new: &str) -> World {
    let mut world = World::default();
    world.last("old.md", owner, LONG);
    if let Some(disk) = disk {
        world.disk("old.md", disk);
    }
    world.new_file("new.md", owner, new).was = vec![path("older.md"), path("old.md")];
    world
}

/// Path, former path, action, reason, contents.
type Told = (String, Option<String>, Action, Reason, Option<String>);

fn told(world: &World) -> Vec<Told> {
    let text = |contents: Vec<u8>| String::from_utf8(contents).unwrap();
    let tell = |change: Change| {
        let from = change.from.map(|from| from.to_string());
        (change.path.to_string(), from, change.action, change.reason, change.after.map(|after| text(after.contents)))
    };
    world.changes().into_iter().map(tell).collect()
}

fn one(path: &str, from: Option<&str>, action: Action, reason: Reason, after: Option<&str>) -> Told {
    (path.to_owned(), from.map(str::to_owned), action, reason, after.map(str::to_owned))
}

#[test]
fn edits_are_carried_to_the_new_path() {
    let old = Some("old.md");
    for (owner, disk, new, action, reason, after) in [
        (Generated, LONG, NEWER, Action::Update, Reason::Rendered, NEWER),
        (Generated, LONG, LONG, Action::Update, Reason::Moved, LONG),
        (Merged, LONG, NEWER, Action::Update, Reason::Rendered, NEWER),
        (Merged, LONG, LONG, Action::Update, Reason::Moved, LONG),
        (Merged, EDITED, LONG, Action::Update, Reason::Moved, EDITED),
        (Merged, EDITED, NEWER, Action::Merge, Reason::Merged, BOTH),
        (Once, LONG, LONG, Action::Update, Reason::Moved, LONG),
        (Once, LONG, NEWER, Action::Update, Reason::Rendered, NEWER),
        (Once, EDITED, NEWER, Action::Update, Reason::Moved, EDITED),
    ] {
        let world = declared(owner, Some(disk), new);
        assert_eq!(told(&world), [one("new.md", old, action, reason, Some(after))], "{owner:?} {disk:?}");
        let next = world.next();
        assert!(next.changes().iter().all(|change| !change.is_edit()), "{owner:?}: {:?}", next.changes());
        assert_eq!(next.before.disk.keys().collect::<Vec<_>>(), [&path("new.md")]);
    }
}

#[test]
fn a_conflict_is_carried_too() {
    let world = declared(Merged, Some(&EDITED.replace("10", "mine")), NEWER);
    let [change] = &world.changes()[..] else { panic!() };
    assert_eq!((change.action, change.from.clone()), (Action::Conflict, Some(path("old.md"))));
    let binary = declared(Merged, Some("\0 mine"), NEWER);
    let [change] = &binary.changes()[..] else { panic!() };
    assert_eq!((change.action, &change.reason), (Action::Conflict, &Reason::Binary));
    assert_eq!(change.after.as_ref().unwrap().contents, b"\0 mine");
    assert_eq!(change.beside.as_ref().unwrap().contents, NEWER.as_bytes());
}

/// Git merged two locks, and with them two renders: what is there is the merged render, and no edit.
#[test]
fn what_git_merged_moves_as_a_render() {
    let mut world = declared(Generated, Some(LONG), NEWER);
    world.before.known.integrity = Integrity::Merged;
    world.before.bases.insert(path("old.md"), LONG.into());
    world.last("old.md", Generated, EDITED);
    let moved = one("new.md", Some("old.md"), Action::Update, Reason::Rendered, Some(NEWER));
    assert_eq!(told(&world), [moved]);
    assert!(world.next().changes().iter().all(|change| !change.is_edit()));
}

/// A file of the tool takes no edits over: they stay where they are.
#[test]
fn drift_is_not_carried() {
    let world = declared(Generated, Some(EDITED), NEWER);
    assert_eq!(
        told(&world),
        [
            one("new.md", None, Action::Create, Reason::New, Some(NEWER)),
            one("old.md", None, Action::Orphan, Reason::NoLonger, None),
        ]
    );
}

#[test]
fn a_deleted_file_stays_deleted_under_its_new_name() {
    for owner in [Generated, Merged, Once] {
        let world = declared(owner, None, NEWER);
        let expected = one("new.md", Some("old.md"), Action::Keep, Reason::Deleted, None);
        assert_eq!(told(&world), [expected], "{owner:?}");
        assert_eq!(told(&world.next()), [one("new.md", None, Action::Keep, Reason::Deleted, None)], "{owner:?}");
        let back = world.force("new.md");
        let expected = one("new.md", Some("old.md"), Action::Create, Reason::Forced, Some(NEWER));
        assert_eq!(told(&back), [expected], "{owner:?}");
    }
}

#[test]
fn a_taken_place_is_not_written_over_and_no_edit_is_lost() {
    let mut world = declared(Merged, Some(EDITED), NEWER);
    world.disk("new.md", "something else\n");
    assert_eq!(
        told(&world),
        [
            one("new.md", None, Action::Refuse, Reason::InTheWay, None),
            one("old.md", None, Action::Orphan, Reason::NoLonger, None),
        ]
    );
}

#[test]
fn a_file_with_markers_is_not_moved() {
    let markers = "<<<<<<< yours\na\n=======\nb\n>>>>>>> new\n";
    for new in [LONG, NEWER] {
        let world = declared(Merged, Some(&format!("{LONG}{markers}")), new);
        let expected = one("new.md", Some("old.md"), Action::Refuse, Reason::Unresolved, None);
        assert_eq!(told(&world), std::slice::from_ref(&expected));
        let next = world.next();
        assert_eq!(next.before.known.files.keys().collect::<Vec<_>>(), [&path("old.md")]);
        assert_eq!(next.before.bases.get(&path("old.md")).unwrap(), LONG.as_bytes());
        assert_eq!(told(&next), [expected]);
    }
}

#[test]
fn one_file_moves_to_one_place() {
    let mut world = declared(Merged, Some(EDITED), LONG);
    world.new_file("other.md", Merged, "other\n").was = vec![path("old.md")];
    assert_eq!(
        told(&world),
        [
            one("new.md", Some("old.md"), Action::Update, Reason::Moved, Some(EDITED)),
            one("other.md", None, Action::Create, Reason::New, Some("other\n")),
        ]
    );
    // A path that is still rendered was not moved, whatever a rule says.
    world.new_file("old.md", Merged, LONG);
    let changes = told(&world);
    assert_eq!(changes[0], one("new.md", None, Action::Create, Reason::New, Some(LONG)));
    assert_eq!(changes[1], one("old.md", None, Action::Keep, Reason::Edited, None));
}

/// A file of the team whose only template writes it elsewhere now goes there, with what the team wrote.
#[test]
fn a_file_of_the_team_follows_its_template() {
    let renamed = |disk: &str| {
        let mut world = World::default();
        world.last("int_old.sql", Once, LONG).template = "product/int.sql".to_owned();
        world.disk("int_old.sql", disk);
        world.new_file("int_new.sql", Once, NEWER).template = "product/int.sql".to_owned();
        world
    };
    let (new, old) = ("int_new.sql", Some("int_old.sql"));
    assert_eq!(told(&renamed(EDITED)), [one(new, old, Action::Update, Reason::Moved, Some(EDITED))]);
    assert_eq!(told(&renamed(LONG)), [one(new, old, Action::Update, Reason::Rendered, Some(NEWER))]);
    assert_eq!(told(&renamed(LONG).next()), []);
    assert_eq!(told(&renamed(EDITED).next()), []);
    // Which of two files became which is not known.
    let mut two = renamed(EDITED);
    two.new_file("int_other.sql", Once, NEWER).template = "product/int.sql".to_owned();
    assert!(told(&two).iter().all(|change| change.1.is_none()));
    let mut two = renamed(EDITED);
    two.last("int_second.sql", Once, LONG).template = "product/int.sql".to_owned();
    assert!(told(&two).iter().all(|change| change.1.is_none()));
}

/// `old.md` is rendered no longer; other files are new.
fn undeclared(disk: &str, new: &[(&str, FileOwner, &str)]) -> World {
    let mut world = World::default();
    world.last("old.md", Merged, LONG);
    world.disk("old.md", disk);
    for (at, owner, contents) in new {
        world.new_file(at, *owner, contents);
    }
    world
}

#[test]
fn an_edited_file_is_found_again_by_its_likeness() {
    let world = undeclared(EDITED, &[("docs/new.md", Merged, NEWER), ("x.md", Merged, "x\n"), ("y.txt", Merged, LONG)]);
    let changes = told(&world);
    assert_eq!(changes[0], one("docs/new.md", Some("old.md"), Action::Merge, Reason::Merged, Some(BOTH)));
    assert_eq!(changes.len(), 3);
    assert!(changes[1..].iter().all(|change| change.2 == Action::Create));
}

#[test]
fn where_likeness_is_in_doubt_nothing_is_carried() {
    let alike = ("new.md", Merged, NEWER);
    for (disk, new, of_old) in [
        (EDITED, &[alike, ("another.md", Merged, LONG)][..], Action::Orphan),
        (EDITED, &[("new.txt", Merged, LONG)], Action::Orphan),
        (EDITED, &[("new.md", Generated, LONG)], Action::Orphan),
        (EDITED, &[("new.md", Once, LONG)], Action::Orphan),
        (EDITED, &[("new.md", Merged, "1\n2\n3\n4\n5\n6\nseven\neight\nnine\nten\n")], Action::Orphan),
        (LONG, &[alike], Action::Delete),
    ] {
        let changes = told(&undeclared(disk, new));
        let (old, others): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| change.0 == "old.md");
        assert_eq!(old, [one("old.md", None, of_old, Reason::NoLonger, None)], "{new:?}");
        assert!(others.iter().all(|change| change.2 == Action::Create && change.1.is_none()), "{new:?}");
    }
    // Two files that could have become the same one.
    let mut world = undeclared(EDITED, &[alike]);
    world.last("second.md", Merged, LONG);
    world.disk("second.md", EDITED);
    assert!(told(&world).iter().all(|change| change.1.is_none()));
}

/// The pack makes a folder of a file: what stood there goes first.
#[test]
fn a_file_makes_way_for_a_folder_of_its_name() {
    let world = |disk: &str, was: &[&str]| {
        let mut world = World::default();
        world.last("notes", Merged, LONG);
        world.disk("notes", disk);
        world.new_file("notes/a.md", Merged, "new\n").was = was.iter().map(|was| path(was)).collect();
        world.before.blocked.insert(path("notes/a.md"), Obstacle::BelowFile(path("notes")));
        world
    };
    let deleted = one("notes", None, Action::Delete, Reason::NoLonger, None);
    let created = one("notes/a.md", None, Action::Create, Reason::New, Some("new\n"));
    assert_eq!(told(&world(LONG, &[])), [deleted, created]);
    let mut moved = world(EDITED, &["notes"]);
    moved.new_file("notes/a.md", Merged, NEWER).was = vec![path("notes")];
    let merged = one("notes/a.md", Some("notes"), Action::Merge, Reason::Merged, Some(BOTH));
    assert_eq!(told(&moved), [merged]);
    let orphan = one("notes", None, Action::Orphan, Reason::NoLonger, None);
    let blocked = Reason::Blocked(Obstacle::BelowFile(path("notes")));
    assert_eq!(told(&world(EDITED, &[])), [orphan, one("notes/a.md", None, Action::Refuse, blocked, None)]);
}
