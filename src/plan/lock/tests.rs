use proptest::prelude::*;

use super::*;

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn file(path: &str, contents: &str) -> (ProductPath, LockedFile) {
    let file = LockedFile {
        owner: FileOwner::Merged,
        template: format!("product/{path}.tera"),
        digest: digest(contents),
        deleted: false,
    };
    (path.parse().unwrap(), file)
}

fn lock(manifest: &str, files: &[(&str, &str)]) -> Lock {
    let pack = |name: &str, revision: Option<&str>| LockedPack {
        name: name.into(),
        version: "1.2.0".into(),
        source: "git::https://host/packs.git//acme?ref=v1.2.0".into(),
        revision: revision.map(str::to_owned),
        digest: digest(name).to_string(),
    };
    Lock {
        tool: TOOL.into(),
        manifest: Some(digest(manifest)),
        packs: vec![pack("standard", None), pack("acme", Some("0123456789abcdef"))],
        files: files.iter().map(|(path, contents)| file(path, contents)).collect(),
    }
}

#[track_caller]
fn parse(text: &str) -> LockState {
    LockState::parse(text).unwrap()
}

fn digests(state: &LockState, path: &str) -> Vec<Digest> {
    state.files.get(&path.parse().unwrap()).map(|known| known.digests.iter().copied().collect()).unwrap_or_default()
}

#[test]
fn a_lock_is_read_back_whole() {
    let mut lock = lock("m", &[("README.md", "a"), (".gitignore", "b"), ("a b, {c}.txt", "c"), ("é\"x.txt", "d")]);
    lock.files[1].1.deleted = true;
    let state = parse(&lock.to_yaml());
    assert_eq!(state.integrity, Integrity::Intact);
    assert_eq!((state.tools, state.manifests, state.packs), ([TOOL.into()].into(), [digest("m")].into(), lock.packs));
    let files: Vec<_> = state
        .files
        .into_iter()
        .map(|(path, known)| (path, known.owner, known.template, known.digests, known.deleted))
        .collect();
    let mut expected: Vec<_> = lock
        .files
        .into_iter()
        .map(|(path, file)| (path, file.owner, file.template, [file.digest].into(), file.deleted))
        .collect();
    expected.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(files, expected);
}

/// Other programs can read it too.
#[test]
fn a_lock_is_yaml() {
    let text = lock("m", &[("README.md", "a"), ("a b, {c}.txt", "c")]).to_yaml();
    let value: serde_json::Value = serde_yaml::from_str(&text).unwrap();
    assert_eq!(value["files"]["README.md"]["digest"], digest("a").to_string());
    assert_eq!(value["files"]["a b, {c}.txt"]["owner"], "merged");
    assert_eq!(value["packs"][1]["source"], "git::https://host/packs.git//acme?ref=v1.2.0");
}

#[test]
fn an_edit_by_hand_is_noticed_wherever_it_is() {
    let text = lock("m", &[("README.md", "a"), ("x", "b")]).to_yaml();
    for (number, line) in text.lines().enumerate() {
        let others = text.lines().enumerate().filter(|(other, _)| *other != number);
        let without = others.map(|(_, line)| line).collect::<Vec<_>>().join("\n");
        assert!(matches!(parse(&without).integrity, Integrity::Edited { unreadable: None }), "without `{line}`");
    }
    for edited in [
        text.replace(&digest("a").to_string(), &digest("A").to_string()),
        text.replace("owner: merged", "owner: once"),
        text.replace("1.2.0", "1.3.0"),
        format!("{text}files:\n"),
        format!("{text}# a note\n"),
        String::new(),
    ] {
        assert!(matches!(parse(&edited).integrity, Integrity::Edited { unreadable: None }), "{edited}");
    }
    let torn = text.replace("  x: {", "  x {");
    assert_eq!(parse(&torn).integrity, Integrity::Edited { unreadable: Some(10) });
    assert_eq!(digests(&parse(&torn), "README.md"), [digest("a")], "the rest is still known");
}

#[test]
fn line_endings_are_no_edit() {
    let text = lock("m", &[("README.md", "a")]).to_yaml().replace('\n', "\r\n");
    assert_eq!(parse(&text).integrity, Integrity::Intact);
    assert_eq!(digests(&parse(&text), "README.md"), [digest("a")]);
}

/// Two branches: git's driver `union` keeps the lines of both, its ordinary one puts markers around them.
#[test]
fn two_locks_put_together_by_git_know_the_renders_of_both() {
    let ours = lock("ours", &[("README.md", "a"), ("both", "x"), ("ours", "o")]).to_yaml();
    let theirs = lock("theirs", &[("README.md", "b"), ("both", "x"), ("theirs", "t")]).to_yaml();
    let base = lock("base", &[("README.md", "0"), ("both", "x")]).to_yaml();
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (ours, theirs, base) = (lines(&ours), lines(&theirs), lines(&base));
    let hunks = |begin: &str, last: Option<&str>, middle: &str, end: &str| {
        let mut text = vec![ours[0].clone()];
        text.push(begin.to_owned());
        text.extend_from_slice(&ours[1..]);
        if let Some(last) = last {
            text.push(last.to_owned());
            text.extend_from_slice(&base[1..]);
        }
        text.push(middle.to_owned());
        text.extend_from_slice(&theirs[1..]);
        text.push(end.to_owned());
        text.into_iter().filter(|line| !line.is_empty()).map(|line| line + "\n").collect::<String>()
    };
    for (text, last) in [
        (hunks("", None, "", ""), &[][..]),
        (hunks("<<<<<<< HEAD", None, "=======", ">>>>>>> feature"), &[]),
        (hunks("<<<<<<< HEAD", Some("||||||| 0123456"), "=======", ">>>>>>> feature"), &["0"]),
    ] {
        let state = parse(&text);
        assert_eq!(state.integrity, Integrity::Merged, "{text}");
        let mut readme: Vec<Digest> = ["a", "b"].iter().chain(last).map(|text| digest(text)).collect();
        readme.sort();
        assert_eq!(digests(&state, "README.md"), readme);
        for (path, contents) in [("both", "x"), ("ours", "o"), ("theirs", "t")] {
            assert_eq!(digests(&state, path), [digest(contents)], "{path}");
        }
        assert!(state.manifests.contains(&digest("ours")) && state.manifests.contains(&digest("theirs")));
        assert_eq!(state.packs.len(), 2, "the same packs are one");
    }
}

#[test]
fn the_first_format_is_read() {
    let text = format!(
        "# Written by mesh-cli; do not edit.\nformatVersion: 1\ntool: mesh-cli 0.1.0\npack:\n  name: standard\n  version: \
         0.1.0\n  digest: \"{}\"\nfiles:\n  \".gitignore\": {{ owner: merged, digest: \"{}\" }}\n",
        digest("p"),
        digest("a")
    );
    let state = parse(&text);
    assert_eq!((state.integrity, state.manifests.len()), (Integrity::Intact, 0));
    assert_eq!(digests(&state, ".gitignore"), [digest("a")]);
    assert_eq!(state.packs[0].source, "builtin");
    assert_eq!((&state.packs[0].name[..], state.packs[0].digest.clone()), ("standard", digest("p").to_string()));
}

#[test]
fn a_lock_of_the_future_is_refused() {
    let text = lock("m", &[]).to_yaml().replace("formatVersion: 2", "formatVersion: 3").replace(TOOL, "mesh-cli 9.0.0");
    let error = LockState::parse(&text).unwrap_err();
    assert_eq!(error.to_string(), "was written by mesh-cli 9.0.0; its format 3 is newer than this program");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,200}") {
        let _ = LockState::parse(&text);
    }

    #[test]
    fn any_path_and_pack_come_back(
        names in prop::collection::btree_set("[^/\\\\:\\p{Cc}]{1,20}", 1..5),
        source in "\\PC{0,30}",
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| name.parse::<ProductPath>().is_ok()).collect();
        let mut lock = lock("m", &names.iter().map(|name| (*name, *name)).collect::<Vec<_>>());
        lock.packs[0].source = source;
        let state = parse(&lock.to_yaml());
        prop_assert_eq!(state.integrity, Integrity::Intact);
        prop_assert_eq!(&state.packs, &lock.packs);
        for name in names {
            prop_assert_eq!(digests(&state, name), [digest(name)]);
        }
    }
}
