use super::*;

fn labels() -> Labels {
    Labels { yours: "yours".into(), last: "last render (standard 0.1.0)".into(), new: "standard 0.2.0".into() }
}

fn merged(base: &str, yours: &str, new: &str) -> Merged {
    merge(Some(base), yours, new, &labels())
}

#[test]
fn what_one_side_alone_changed_is_taken() {
    let base = "a\nb\nc\nd\ne\n";
    for (yours, new, expected) in [
        ("a\nB\nc\nd\ne\n", base, "a\nB\nc\nd\ne\n"),
        (base, "a\nB\nc\nd\ne\n", "a\nB\nc\nd\ne\n"),
        ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
        ("a\nX\nb\nc\nd\ne\n", "a\nb\nc\nd\n", "a\nX\nb\nc\nd\n"),
        ("a\nB\nc\nd\ne\n", "a\nB\nc\nd\ne\n", "a\nB\nc\nd\ne\n"),
        ("", base, ""),
        ("a\nb\nc\nd\ne", "A\nb\nc\nd\ne\n", "A\nb\nc\nd\ne"),
    ] {
        assert_eq!(merged(base, yours, new), Merged { text: expected.into(), conflicts: 0 }, "{yours:?} {new:?}");
    }
}

/// Some ways to compare two texts give up on long ones, and some take for ever on lines that repeat.
#[test]
fn a_long_text_is_merged_like_a_short_one() {
    let numbered = |lines: usize| (0..lines).fold(String::new(), |text, line| text + &format!("line {line}\n"));
    let bodies = [numbered(199), numbered(200), numbered(5000), "same\n".repeat(5000), "a\n\nb\n\n".repeat(1500)];
    for body in bodies {
        let text = |first: &str, last: &str| format!("{first}\n{body}{last}\n");
        let (base, yours, new) = (text("one", "two"), text("one", "mine"), text("theirs", "two"));
        assert_eq!(merged(&base, &yours, &new), Merged { text: text("theirs", "mine"), conflicts: 0 });
        assert_eq!(merged(&base, &new, &yours), Merged { text: text("theirs", "mine"), conflicts: 0 });
    }
}

#[test]
fn lines_that_both_changed_are_a_conflict_and_what_they_share_stands_outside() {
    let merged = merged("a\nb\nc\n", "a\nx\nmine\ny\nc\n", "a\nx\ntheirs\ny\nc\n");
    assert_eq!(merged.conflicts, 1);
    assert_eq!(
        merged.text,
        "a\nx\n<<<<<<< yours\nmine\n||||||| last render (standard 0.1.0)\nb\n=======\ntheirs\n>>>>>>> standard 0.2.0\ny\nc\n"
    );
}

#[test]
fn a_conflict_at_the_end_of_a_text_without_a_line_break_has_its_markers_on_lines_of_their_own() {
    let merged = merged("a", "mine", "theirs");
    assert_eq!(
        merged.text,
        "<<<<<<< yours\nmine\n||||||| last render (standard 0.1.0)\na\n=======\ntheirs\n>>>>>>> standard 0.2.0\n"
    );
}

#[test]
fn without_a_base_every_difference_is_a_conflict() {
    let merged = merge(None, "a\nmine\nb\n", "a\nb\ntheirs\n", &labels());
    assert_eq!(merged.conflicts, 2);
    let text = "a\n<<<<<<< yours\nmine\n=======\n>>>>>>> standard 0.2.0\nb\n<<<<<<< yours\n=======\ntheirs\n>>>>>>> standard 0.2.0\n";
    assert_eq!(merged.text, text);
    assert_eq!(merge(None, "a\n", "a\n", &labels()), Merged { text: "a\n".into(), conflicts: 0 });
}

#[test]
fn where_nothing_is_decided_each_change_stands_beside_what_it_comes_from() {
    let (base, yours, new) = ("a\nb\nc\nd\n", "a\nmine\nb\nc\nd\nsame\n", "a\nb\ntheirs\nd\nsame\n");
    let text = both_sides(Some(base.as_bytes()), yours.as_bytes(), new.as_bytes(), &labels());
    let text = String::from_utf8(text).unwrap();
    let both = "a\n<<<<<<< yours\nmine\n||||||| last render (standard 0.1.0)\n=======\n>>>>>>> standard 0.2.0\nb\n<<<<<<< yours\nc\n||||||| last render (standard 0.1.0)\nc\n=======\ntheirs\n>>>>>>> standard 0.2.0\nd\nsame\n";
    assert_eq!(text, both);
    assert_eq!(one_side(&text, false), yours);
    assert_eq!(one_side(&text, true), new);
}

#[test]
fn markers_are_found_and_lone_ones_are_none() {
    let ours = merged("a\n", "mine\n", "theirs\n").text;
    assert_eq!(markers(ours.as_bytes(), b""), [1]);
    let git = "x\n<<<<<<< HEAD\r\nA\r\n=======\r\nB\r\n>>>>>>> feature/b\r\n<<<<<<<\n=======\n>>>>>>>\n";
    assert_eq!(markers(git.as_bytes(), b""), [2, 7]);
    assert_eq!(one_side(git, false), "x\nA\r\n");
    for none in
        ["Heading\n=======\n", "<<<<<<< yours\nopen\n", "<<<<<<<<\n=======\n>>>>>>>\n", "<<<<<<< a\n>>>>>>> b\n"]
    {
        assert!(markers(none.as_bytes(), b"").is_empty(), "{none}");
    }
    assert!(markers(git.as_bytes(), git.as_bytes()).is_empty(), "an example in the text itself");
}

#[test]
fn line_endings_are_no_difference() {
    use endings::{Ending, has_digest, same, text};
    assert!(same(b"a\r\nb\r\n", b"a\nb\n") && same(b"a\nb\n", b"a\r\nb\r\n"));
    assert!(!same(b"a\r\nc\r\n", b"a\nb\n") && !same(b"a\0\r\n", b"a\0\n"));
    assert_eq!(Ending::of("a\r\nb\r\nc\n"), Some(Ending::CrLf));
    assert_eq!(Ending::of("a\r\nb\n"), Some(Ending::Lf));
    assert_eq!(Ending::of("a"), None);
    let digest = super::super::Digest::of(b"a\nb\n");
    assert!(has_digest(b"a\r\nb\r\n", |other| *other == digest));
    assert!(!has_digest(b"a\r\nc\r\n", |other| *other == digest));
    assert_eq!((text(b"a\0"), text(b"\xff"), text("é".as_bytes())), (None, None, Some("é")));
}

/// A conflict that was taken out by halves is not resolved.
#[test]
fn markers_that_are_left_over_are_found() {
    let whole = "a\n<<<<<<< yours\nb\n||||||| last render (standard 0.1.0)\nc\n=======\nd\n>>>>>>> new render\ne\n";
    assert!(leftovers(whole.as_bytes(), b"").is_empty());
    for (taken_out, left) in
        [("<<<<<<< yours\n", &[3, 7][..]), (">>>>>>> new render\n", &[2, 4]), ("=======\n", &[2, 4, 7])]
    {
        let text = whole.replace(taken_out, "");
        assert!(markers(text.as_bytes(), b"").is_empty());
        assert_eq!(leftovers(text.as_bytes(), b""), left, "{taken_out:?}");
        assert!(leftovers(text.as_bytes(), text.as_bytes()).is_empty());
        assert_eq!(leftovers(&[text.as_bytes(), b"\xe9"].concat(), b""), left, "{taken_out:?}");
    }
    assert!(leftovers(b"Title\n=======\n>>>>>>>\n", b"").is_empty());
}
