//! Whether what a merge gave still reads in its own language.
//!
//! Two edits that fit line by line can make a file that no tool reads: a key given twice, a bracket
//! too few. Such a merge is a conflict, and is told as one before anything is written.

mod avro;
mod hcl;
mod json;
mod yaml;

use super::ProductPath;

/// Why a file does not read, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {message}")]
pub struct Fault {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong, as a clause without a full stop.
    pub message: String,
}

/// Reads a file in the language that its name tells. A file in a language not known here has no fault.
pub fn verify(path: &ProductPath, contents: &[u8]) -> Result<(), Fault> {
    let Some(read) = reader(path) else { return Ok(()) };
    let text = std::str::from_utf8(contents).map_err(|error| {
        let before = String::from_utf8_lossy(&contents[..error.valid_up_to()]);
        Fault::at(&before, before.len(), "this is no UTF-8")
    })?;
    read(text)
}

type Reader = fn(&str) -> Result<(), Fault>;

fn reader(path: &ProductPath) -> Option<Reader> {
    let (_, extension) = path.as_str().rsplit_once('.')?;
    match extension {
        "yaml" | "yml" => Some(yaml::read),
        "json" => Some(json::read),
        "avsc" => Some(avro::read),
        "tf" | "tfvars" | "hcl" => Some(hcl::read),
        _ => None,
    }
}

impl Fault {
    /// A fault at a byte of a text.
    fn at(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(path: &str, contents: &[u8]) -> Option<(usize, usize, String)> {
        let fault = verify(&path.parse().unwrap(), contents).err()?;
        Some((fault.line, fault.column, fault.message))
    }

    #[track_caller]
    fn faulty(path: &str, contents: &str, line: usize, column: usize, message: &str) {
        let Some((at_line, at_column, said)) = fault(path, contents.as_bytes()) else {
            panic!("{path} has no fault");
        };
        assert!(said.contains(message), "{said}");
        assert_eq!((at_line, at_column), (line, column), "{said}");
    }

    #[test]
    fn what_reads_has_no_fault() {
        for (path, contents) in [
            ("a.yml", "on: [push]\njobs: {}\n---\nsecond: document\n"),
            ("a.yml", "script: !reference [.base, script]\nbase: &b {x: 1}\nuse: {<<: *b}\n? [a, b]\n: c\n"),
            ("a.yaml", ""),
            ("a.yaml", "# only a comment\n"),
            ("a.json", "{\"a\": [1, {\"b\": null}], \"c\": {\"a\": 1}}"),
            ("a.tf", "resource \"a\" \"b\" {\n  x = \"${var.y}\"\n}\nlocals {\n}\nlocals {\n}\n"),
            ("a.tf", "provider \"aws\" {\n}\nprovider \"aws\" {\n  alias = \"eu\"\n}\n"),
            ("a.avsc", "{\"type\": \"record\", \"name\": \"A\", \"fields\": []}"),
            ("a.sql", "select {{ from"),
            ("Makefile", "<<<<<<<"),
        ] {
            assert_eq!(fault(path, contents.as_bytes()), None, "{path}: {contents}");
        }
    }

    #[test]
    fn what_does_not_read_has_a_place() {
        faulty("a.yml", "a: 1\nb: 2\na: 3\n", 3, 1, "`a`");
        faulty("a.yml", "a: [1\nb: 2\n", 2, 2, "':'");
        faulty("a.yml", "a: 1\n---\nb: {\n", 3, 4, "unclosed");
        faulty("a.yml", "<<<<<<< yours\na: 1\n=======\na: 2\n>>>>>>> standard\n", 2, 2, "mapping");
        faulty("a.json", "{\n  \"a\": 1,\n  \"é\": {\"b\": 1, \"b\": 2}\n}\n", 3, 19, "`b` is given twice");
        faulty("a.json", "{\n  \"a\": 1,\n}\n", 3, 1, "trailing comma");
        faulty("a.tf", "resource \"a\" \"b\" {\n  x = 1\n", 2, 8, "expected `}`");
        faulty("a.tf", "locals {\n  x = 1\n  é = 2\n  x = 3\n}\n", 4, 3, "redefined");
        faulty("a.tf", "variable \"x\" {\n}\n\n  variable \"x\" {\n}\n", 4, 3, "`variable \"x\"`");
        faulty("a.avsc", "{\"type\": \"record\", \"name\": \"A\"}", 1, 1, "`fields`");
        let field = "{\n  \"name\": \"größe\", \"type\": \"int\"\n}";
        let row = format!("{{\"type\": \"record\", \"name\": \"A\", \"fields\": [\n  {field}\n]}}");
        faulty("a.avsc", &row, 2, 3, "`größe` is no name");
        faulty("a.avsc", "{\"type\": \"int\", \"type\": \"long\"}", 1, 22, "`type` is given twice");
    }

    #[test]
    fn bytes_that_are_no_text_have_a_place() {
        assert_eq!(fault("a.json", b"{\n \"a\": \"\xff\"}"), Some((2, 8, "this is no UTF-8".to_owned())));
    }
}
