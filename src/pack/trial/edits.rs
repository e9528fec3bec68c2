//! Edits as a team makes them: a line in the middle of a file, and one at its end.

use std::path::Path;

use crate::pack::FileOwner;
use crate::plan::{PlannedFile, ProductPath};

/// A file that a team has edited.
pub(super) struct Edited {
    /// The whole file.
    pub contents: String,
    /// The lines that the team added, and how often each of them stands in the file.
    pub lines: Vec<(String, usize)>,
}

/// How a line is marked so that the file's language does not mind it. Nothing for a language without comments.
fn mark(end: &str) -> Option<&'static str> {
    Some(match end {
        "json" | "avsc" => return None,
        "sql" => "-- ",
        "md" => "",
        _ => "# ",
    })
}

/// The file after a team worked on it: one of theirs gets a line at its end, one that is merged gets another in the middle.
pub(super) fn edit(path: &ProductPath, file: &PlannedFile) -> Option<Edited> {
    let text = std::str::from_utf8(&file.contents).ok().filter(|text| !text.contains('\0'))?;
    let end = Path::new(path.as_str()).extension().and_then(|end| end.to_str()).unwrap_or_default();
    let mark = mark(end)?;
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut added = Vec::new();
    if end == "csv" {
        // One more row, like the last one.
        let row = lines.last()?.clone();
        lines.push(row.clone());
        return Some(Edited { lines: counted(&lines, &[row]), contents: lines.join("\n") + "\n" });
    }
    if file.owner == FileOwner::Merged && lines.len() > 2 {
        let middle = lines.len() / 2;
        let indent: String = lines[middle].chars().take_while(|c| *c == ' ').collect();
        let line = format!("{indent}{mark}An edit of the team, in the middle.");
        lines.insert(middle, line.clone());
        added.push(line);
    }
    let line = format!("{mark}An edit of the team, at the end.");
    lines.push(line.clone());
    added.push(line);
    Some(Edited { lines: counted(&lines, &added), contents: lines.join("\n") + "\n" })
}

/// The lines that were added, and how often each of them stands in the file.
fn counted(lines: &[String], added: &[String]) -> Vec<(String, usize)> {
    let count = |line: &String| lines.iter().filter(|other| *other == line).count();
    added.iter().map(|line| (line.clone(), count(line))).collect()
}

impl Edited {
    /// The lines that are no longer in a text.
    pub(super) fn lost_in(&self, text: &[u8]) -> Vec<&str> {
        let text = String::from_utf8_lossy(text);
        let count = |line: &str| text.lines().filter(|other| *other == line).count();
        self.lines.iter().filter(|(line, times)| count(line) < *times).map(|(line, _)| line.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(path: &str, owner: FileOwner, text: &str) -> Option<String> {
        let contents = text.as_bytes().to_vec();
        let file = PlannedFile { contents, owner, template: String::new(), was: Vec::new(), executable: false };
        edit(&path.parse().unwrap(), &file).map(|edited| edited.contents)
    }

    #[test]
    fn an_edit_is_one_that_the_language_does_not_mind() {
        let (middle, end) = ("An edit of the team, in the middle.", "An edit of the team, at the end.");
        let yaml = edited("a.yml", FileOwner::Merged, "a: |\n  x\n  y\n  z\n").unwrap();
        assert_eq!(yaml, format!("a: |\n  x\n  # {middle}\n  y\n  z\n# {end}\n"));
        assert_eq!(edited("a.sql", FileOwner::Once, "select 1\n").unwrap(), format!("select 1\n-- {end}\n"));
        assert_eq!(edited("README.md", FileOwner::Once, "# A\n").unwrap(), format!("# A\n{end}\n"));
        assert_eq!(edited("a.csv", FileOwner::Merged, "id\n1\n").unwrap(), "id\n1\n1\n");
        assert_eq!(edited("a.json", FileOwner::Merged, "{}\n"), None);
    }

    #[test]
    fn a_line_that_is_gone_is_named() {
        let lines = vec![("a".to_owned(), 1), ("b".to_owned(), 2)];
        let edited = Edited { contents: String::new(), lines };
        assert_eq!(edited.lost_in(b"b\na\nb\n"), [""; 0]);
        assert_eq!(edited.lost_in(b"b\n"), ["a", "b"]);
    }
}
