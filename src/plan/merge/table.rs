//! Tables are merged cell by cell: a new column changes every line, and an edit of a row is still an edit of one cell.

use std::collections::{BTreeMap, BTreeSet};

use super::regions::{Region, regions};

/// The three versions of a table, in the columns of all sides, with every cell merged that only one side changed.
/// Merged line by line, they differ in those rows alone in which both sides changed one cell.
///
/// Nothing where they are no such tables: every row needs as many cells as the header, and a first cell of its own.
pub(in crate::plan) fn aligned(base: &str, yours: &str, new: &str) -> Option<[String; 3]> {
    let sides = [Table::read(base)?, Table::read(yours)?, Table::read(new)?];
    let columns = columns(&sides)?;
    let keys: BTreeSet<&str> = sides.iter().flat_map(|side| side.rows.keys().copied()).collect();
    let mut written: [BTreeMap<&str, String>; 3] = Default::default();
    for key in keys {
        let cells: Vec<[&str; 3]> = columns.iter().map(|column| merged(&sides, key, column)).collect();
        for (side, written) in written.iter_mut().enumerate() {
            written.insert(key, cells.iter().map(|cell| cell[side]).collect::<Vec<_>>().join(","));
        }
    }
    let header = columns.join(",");
    Some([0, 1, 2].map(|side| {
        let rows = sides[side].order.iter().filter_map(|key| written[side].get(key).map(String::as_str));
        let lines: Vec<&str> = std::iter::once(header.as_str()).chain(rows).collect();
        lines.join("\n") + if sides[side].ends { "\n" } else { "" }
    }))
}

/// A cell on the three sides: all alike, unless both sides changed it. A side without the column changed nothing.
fn merged<'a>([base, yours, new]: &[Table<'a>; 3], key: &str, column: &str) -> [&'a str; 3] {
    let has_row = new.rows.contains_key(key);
    let (base, yours, new) = (base.cell(key, column), yours.cell(key, column), new.cell(key, column));
    match (base, yours, new) {
        (_, None, None) => [base.unwrap_or_default(); 3],
        // The new render has not the row: an edit of it is not to go unseen.
        (Some(base), Some(yours), None) if !has_row => [base, yours, base],
        (_, Some(one), None) | (_, None, Some(one)) => [one; 3],
        (_, Some(yours), Some(new)) if yours == new => [yours; 3],
        (Some(base), Some(yours), Some(new)) if base == yours => [new; 3],
        (Some(base), Some(yours), Some(new)) if base == new => [yours; 3],
        (_, Some(yours), Some(new)) => [base.unwrap_or_default(), yours, new],
    }
}

/// The columns of all sides, without those that one side took away. Nothing where that would lose what the other wrote.
fn columns<'a>(sides: &[Table<'a>; 3]) -> Option<Vec<&'a str>> {
    let [base, yours, new] = sides;
    let mut columns: Vec<&'a str> = Vec::new();
    for region in regions(&base.header, &yours.header, &new.header) {
        match region {
            Region::Unchanged(range) => columns.extend(&base.header[range]),
            Region::Yours(range) => columns.extend(&yours.header[range]),
            Region::New(range) => columns.extend(&new.header[range]),
            Region::Conflict { yours: mine, new: theirs, .. } => {
                columns.extend(&yours.header[mine]);
                columns.extend(new.header[theirs].iter().filter(|column| !yours.header.contains(column)));
            }
        }
    }
    let alone = columns.iter().collect::<BTreeSet<_>>().len() == columns.len();
    let gone = base.header.iter().filter(|column| !columns.contains(column));
    let unread = |side: &Table<'_>, column: &str| base.order.iter().all(|key| same(side, base, key, column));
    let nothing_lost = gone.into_iter().all(|column| unread(yours, column) && unread(new, column));
    (alone && nothing_lost && columns.first() == base.header.first()).then_some(columns)
}

/// Whether a side left a cell as it was, or has it no more.
fn same(side: &Table<'_>, base: &Table<'_>, key: &str, column: &str) -> bool {
    side.cell(key, column).is_none_or(|cell| base.cell(key, column) == Some(cell))
}

/// A CSV file: its cells as they are written, quotes and all, so that what is merged is written the same way.
struct Table<'a> {
    header: Vec<&'a str>,
    /// The first cells of the rows, in their order.
    order: Vec<&'a str>,
    rows: BTreeMap<&'a str, Vec<&'a str>>,
    /// Whether the last line ends with a line break.
    ends: bool,
}

impl<'a> Table<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut records = records(text).into_iter();
        let header = records.next()?;
        let (mut order, mut rows) = (Vec::new(), BTreeMap::new());
        for record in records {
            let key = *record.first()?;
            if record.len() != header.len() || rows.insert(key, record).is_some() {
                return None;
            }
            order.push(key);
        }
        Some(Self { header, order, rows, ends: text.ends_with('\n') })
    }

    fn cell(&self, key: &str, column: &str) -> Option<&'a str> {
        let at = self.header.iter().position(|name| *name == column)?;
        self.rows.get(key).map(|row| row[at])
    }
}

/// The records of a CSV file (RFC 4180), each as its raw cells.
fn records(text: &str) -> Vec<Vec<&str>> {
    let (mut records, mut record, mut start, mut quoted) = (Vec::new(), Vec::new(), 0, false);
    for (at, character) in text.char_indices() {
        match character {
            '"' => quoted = !quoted,
            ',' | '\n' if !quoted => {
                record.push(&text[start..at]);
                start = at + 1;
                if character == '\n' {
                    records.push(std::mem::take(&mut record));
                }
            }
            _ => {}
        }
    }
    if start < text.len() {
        record.push(&text[start..]);
    }
    if !record.is_empty() {
        records.push(record);
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::merge::{Labels, merge};

    const BASE: &str = "id,state,units\n1,NEW,5\n2,NEW,6\n3,DONE,7\n";

    #[track_caller]
    fn case(yours: &str, new: &str, expected: &str) {
        let [base, yours, new] = aligned(BASE, yours, new).expect("three tables");
        let merged = merge(Some(&base), &yours, &new, &Labels::default());
        assert_eq!((merged.conflicts, merged.text.as_str()), (0, expected));
    }

    #[test]
    fn a_new_column_leaves_edited_cells_alone() {
        case(
            "id,state,units\n1,LOST,5\n2,NEW,6\n3,DONE,7\n",
            "id,state,weight,units\n1,NEW,1.5,5\n2,NEW,2.5,6\n3,DONE,3.5,7\n",
            "id,state,weight,units\n1,LOST,1.5,5\n2,NEW,2.5,6\n3,DONE,3.5,7\n",
        );
    }

    #[test]
    fn rows_of_the_team_stay_and_rows_it_took_away_stay_away() {
        case(
            "id,state,units\n1,NEW,5\n3,DONE,7\n9,\"a, b\",1\n",
            "id,state,units,weight\n1,NEW,5,1.5\n2,NEW,6,2.5\n3,DONE,7,3.5\n",
            "id,state,units,weight\n1,NEW,5,1.5\n3,DONE,7,3.5\n9,\"a, b\",1,\n",
        );
    }

    #[test]
    fn a_column_of_the_team_stays_beside_a_new_one() {
        case(
            "id,state,units,note\n1,NEW,5,x\n2,NEW,6,\n3,DONE,7,\n",
            "id,state,units,weight\n1,NEW,5,1.5\n2,NEW,6,2.5\n3,DONE,7,3.5\n",
            "id,state,units,note,weight\n1,NEW,5,x,1.5\n2,NEW,6,,2.5\n3,DONE,7,,3.5\n",
        );
    }

    #[test]
    fn both_change_one_row_in_different_cells() {
        case(
            "id,state,units\n1,LOST,5\n2,NEW,6\n3,DONE,7\n",
            "id,state,units\n1,NEW,50\n2,NEW,6\n3,DONE,7\n",
            "id,state,units\n1,LOST,50\n2,NEW,6\n3,DONE,7\n",
        );
    }

    #[test]
    fn a_column_without_edits_goes() {
        case(
            "id,state,units\n1,LOST,5\n2,NEW,6\n3,DONE,7\n",
            "id,state\n1,NEW\n2,NEW\n3,DONE\n",
            "id,state\n1,LOST\n2,NEW\n3,DONE\n",
        );
    }

    #[test]
    fn one_cell_changed_by_both_is_a_conflict_of_its_row_alone() {
        let yours = "id,state,units\n1,LOST,5\n2,NEW,6\n3,DONE,7\n";
        let new = "id,state,units,weight\n1,GONE,5,1.5\n2,NEW,6,2.5\n3,DONE,7,3.5\n";
        let [base, yours, new] = aligned(BASE, yours, new).unwrap();
        let merged = merge(Some(&base), &yours, &new, &Labels::default());
        assert_eq!(merged.conflicts, 1);
        assert!(merged.text.contains("\n1,LOST,5,1.5\n"), "{}", merged.text);
        assert!(merged.text.ends_with("\n2,NEW,6,2.5\n3,DONE,7,3.5\n"), "{}", merged.text);
    }

    #[test]
    fn an_edited_row_that_the_new_render_has_not_is_a_conflict() {
        let yours = "id,state,units\n1,NEW,5\n2,LOST,6\n3,DONE,7\n";
        let [base, yours, new] = aligned(BASE, yours, "id,state,units\n1,NEW,5\n3,DONE,7\n").unwrap();
        assert_eq!(merge(Some(&base), &yours, &new, &Labels::default()).conflicts, 1);
    }

    #[test]
    fn what_is_no_such_table_is_left_to_the_lines() {
        let edited_in_a_column_that_goes = "id,state,units\n1,NEW,55\n2,NEW,6\n3,DONE,7\n";
        assert_eq!(aligned(BASE, edited_in_a_column_that_goes, "id,state\n1,NEW\n2,NEW\n3,DONE\n"), None);
        for odd in ["", "id,state,units\n1,NEW\n", "id,state,units\n1,NEW,5\n1,NEW,6\n", "<<<<<<< yours\nid\n1\n"] {
            assert_eq!(aligned(BASE, odd, BASE), None, "{odd:?}");
        }
    }
}
