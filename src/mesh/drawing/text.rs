//! A drawing as Mermaid, and as DOT.

use std::fmt::Write as _;

use super::Drawing;

impl Drawing {
    /// The drawing as a flowchart of Mermaid.
    pub fn mermaid(&self) -> String {
        let mut out = String::from("flowchart LR\n");
        for (at, card) in self.boxes.iter().enumerate() {
            let _ = writeln!(out, "    n{at}[\"{}\"]", mermaid(&lines(&card.title, &card.subtitle), "<br>"));
        }
        for line in &self.lines {
            let label =
                if line.label.is_empty() { String::new() } else { format!("|\"{}\"|", mermaid(&line.label, " ")) };
            let _ = writeln!(out, "    n{} -->{label} n{}", line.from, line.to);
        }
        out
    }

    /// The drawing as a directed graph of Graphviz.
    pub fn dot(&self) -> String {
        let mut out =
            format!("digraph {} {{\n    rankdir=LR;\n    node [shape=box, style=rounded];\n", dot(&self.title));
        for card in &self.boxes {
            let _ = write!(out, "    {} [label={}", dot(&card.id), dot(&lines(&card.title, &card.subtitle)));
            if let Some(href) = &card.href {
                let _ = write!(out, ", URL={}", dot(href));
            }
            out.push_str("];\n");
        }
        let id = |at: usize| self.boxes.get(at).map(|card| dot(&card.id)).unwrap_or_default();
        for line in &self.lines {
            let _ = write!(out, "    {} -> {}", id(line.from), id(line.to));
            if !line.label.is_empty() {
                let _ = write!(out, " [label={}]", dot(&line.label));
            }
            out.push_str(";\n");
        }
        out.push_str("}\n");
        out
    }
}

fn lines(title: &str, subtitle: &str) -> String {
    if subtitle.is_empty() { title.to_owned() } else { format!("{title}\n{subtitle}") }
}

/// Text inside the quotes of Mermaid. It knows the entities of HTML by their numbers, written `#34;`.
fn mermaid(text: &str, line_break: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str(line_break),
            ' ' | '-' | '.' | ',' | '/' | '→' => out.push(character),
            _ if character.is_alphanumeric() || character == '_' => out.push(character),
            _ if character.is_control() => {}
            _ => {
                let _ = write!(out, "#{};", u32::from(character));
            }
        }
    }
    out
}

/// Text as a quoted string of DOT.
fn dot(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            _ if character.is_control() => {}
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}
