//! What holds for every merge.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// Texts of a few lines, alike enough to have something in common. A last line may lack its line break.
fn text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec!["a", "b", "c", "d", "e", "f", "", "  a"]);
    (prop::collection::vec(line, 0..12), any::<bool>()).prop_map(|(lines, ends)| {
        let text = lines.join("\n");
        if ends && !lines.is_empty() { text + "\n" } else { text }
    })
}

/// A text, and what somebody made of it.
fn edited(base: &str, edits: &[(usize, usize, String)]) -> String {
    let mut lines: Vec<String> = base.lines().map(str::to_owned).collect();
    for (at, removed, added) in edits {
        let at = at % (lines.len() + 1);
        let end = (at + removed).min(lines.len());
        lines.splice(at..end, Some(added.clone()));
    }
    lines.iter().map(|line| format!("{line}\n")).fold(String::new(), |text, line| text + &line)
}

fn edits(side: &'static str) -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let edit = (0..40usize, 0..3usize, 0..3u8).prop_map(move |(at, removed, n)| (at, removed, format!("{side} {n}")));
    prop::collection::vec(edit, 0..4)
}

fn count(text: &str) -> BTreeMap<&str, usize> {
    text.lines().fold(BTreeMap::new(), |mut count, line| {
        *count.entry(line).or_default() += 1;
        count
    })
}

/// What `text` has more of than `base`, `merged` has too.
fn keeps_what_is_new(base: &str, text: &str, merged: &str) -> Result<(), TestCaseError> {
    let (base, lines) = (count(base), count(merged));
    for (line, times) in count(text) {
        let added = times.saturating_sub(base.get(line).copied().unwrap_or_default());
        let kept = lines.get(line).copied().unwrap_or_default();
        prop_assert!(kept >= added, "{line:?} is {times} times in {text:?}, and {kept} times in {merged:?}");
    }
    Ok(())
}

fn merge3(base: &str, yours: &str, new: &str) -> Merged {
    merge(Some(base), yours, new, &Labels::default())
}

proptest! {
    #[test]
    fn what_one_side_left_alone_is_the_others(base in text(), x in text()) {
        for merged in [merge3(&base, &base, &x), merge3(&base, &x, &base), merge3(&base, &x, &x)] {
            prop_assert_eq!(merged, Merged { text: x.clone(), conflicts: 0 });
        }
    }

    #[test]
    fn no_line_of_either_side_is_dropped(base in text(), yours in text(), new in text()) {
        let merged = merge3(&base, &yours, &new);
        keeps_what_is_new(&base, &yours, &merged.text)?;
        keeps_what_is_new(&base, &new, &merged.text)?;
        let without = merge(None, &yours, &new, &Labels::default());
        keeps_what_is_new("", &yours, &without.text)?;
        keeps_what_is_new("", &new, &without.text)?;
    }

    #[test]
    fn edits_of_both_sides_are_all_there(lines in 0..60usize, mine in edits("mine"), theirs in edits("theirs")) {
        let base: String = (0..lines).fold(String::new(), |text, line| format!("{text}line {line}\n"));
        let (yours, new) = (edited(&base, &mine), edited(&base, &theirs));
        let merged = merge3(&base, &yours, &new);
        keeps_what_is_new(&base, &yours, &merged.text)?;
        keeps_what_is_new(&base, &new, &merged.text)?;
        prop_assert_eq!(merged.conflicts, markers(merged.text.as_bytes(), b"").len());
        if merged.conflicts == 0 {
            // The order of the sides changes nothing, and a second merge has nothing left to do.
            prop_assert_eq!(&merge3(&base, &new, &yours).text, &merged.text);
            prop_assert_eq!(&merge3(&new, &merged.text, &new).text, &merged.text);
        }
    }

    #[test]
    fn each_side_of_the_markers_is_that_side(lines in 0..30usize, mine in edits("mine"), theirs in edits("theirs")) {
        let base: String = (0..lines).fold(String::new(), |text, line| format!("{text}line {line}\n"));
        let (yours, new) = (edited(&base, &mine), edited(&base, &theirs));
        let both = merge(None, &yours, &new, &Labels::default());
        prop_assert_eq!(one_side(&both.text, false), yours);
        prop_assert_eq!(one_side(&both.text, true), new);
    }
}
