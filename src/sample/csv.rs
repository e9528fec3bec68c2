//! Sample rows as CSV (RFC 4180).

/// The whole file: a header, then the rows.
pub(super) fn document(columns: &[String], rows: &[Vec<String>]) -> String {
    let mut out = String::new();
    line(columns, &mut out);
    for row in rows {
        line(row, &mut out);
    }
    out
}

fn line(cells: &[String], out: &mut String) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) || cell.starts_with(' ') || cell.ends_with(' ') {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_hold_separators_are_quoted() {
        let row = ["a,b".to_owned(), "say \"x\"".to_owned(), String::new(), "plain".to_owned()];
        assert_eq!(document(&row[3..], &[row.to_vec()]), "plain\n\"a,b\",\"say \"\"x\"\"\",,plain\n");
    }
}
