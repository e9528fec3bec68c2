//! A drawing as SVG. Colours are the page's: elements have classes, and only the stand-alone form brings a style.

use std::fmt::Write as _;

use super::layout::{HEIGHT, Layout, WIDTH, Way, layout};
use super::{Card, Drawing, Line};

/// The room around the boxes.
const MARGIN: f64 = 8.0;
/// The most that a box has room for: of its title in widths of an m, of its subtitle in characters.
const TITLE: f64 = 13.6;
const SUBTITLE: usize = 30;
/// How far below the middle of its boxes a line begins and ends that leads to the left.
const BELOW: f64 = 14.0;

impl Drawing {
    /// The drawing as an element of a page. It brings no colours: the page styles `.graph`, `.box` and `.line`.
    pub fn svg(&self) -> String {
        self.drawn("")
    }

    /// The drawing as a file of its own, for light and dark screens.
    pub fn svg_file(&self) -> String {
        self.drawn(concat!("<style>", include_str!("alone.css"), "</style>\n"))
    }

    fn drawn(&self, style: &str) -> String {
        let Layout { corners, ways, size } = layout(self);
        let (width, height) = (size.0 + 2.0 * MARGIN, size.1 + 2.0 * MARGIN);
        let title = xml(&self.title);
        // What is in a picture is hidden from readers of a screen: one with links is a group of them.
        let role = if self.boxes.iter().any(|card| card.href.is_some()) { "group" } else { "img" };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"graph\" role=\"{role}\" aria-label=\"{title}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" height=\"{height:.0}\">\n<title>{title}</title>\n{style}"
        );
        for (line, way) in self.lines.iter().zip(&ways) {
            draw_line(&mut out, line, &corners, way);
        }
        for (card, corner) in self.boxes.iter().zip(&corners) {
            draw_box(&mut out, card, *corner);
        }
        out.push_str("</svg>\n");
        out
    }
}

/// A curve from the right side of one box, through its gaps, to the left side of another, with a head where it leads to.
fn draw_line(out: &mut String, line: &Line, corners: &[(f64, f64)], way: &Way) {
    let (Some(from), Some(to)) = (corners.get(line.from), corners.get(line.to)) else { return };
    if line.from == line.to {
        return draw_loop(out, line, *from);
    }
    let (left, right) = if way.back { (to, from) } else { (from, to) };
    let below = HEIGHT / 2.0 + if way.back { BELOW } else { 0.0 };
    // The head is as long as what the line ends before its box.
    let (tail, tip) = if way.back { (8.0, 0.0) } else { (0.0, 8.0) };
    let start = (MARGIN + left.0 + WIDTH + tail, MARGIN + left.1 + below);
    let end = (MARGIN + right.0 - tip, MARGIN + right.1 + below);
    let class = if way.back { "line back" } else { "line" };
    let _ = write!(out, "<g class=\"{class}\">{}<path d=\"M{:.0} {:.0}", hint(&line.label), start.0, start.1);
    let mut at = start;
    for gap in &way.gaps {
        let gap = (MARGIN + gap.0, MARGIN + gap.1);
        curve(out, at, gap);
        at = (gap.0 + WIDTH, gap.1);
        let _ = write!(out, "H{:.0}", at.0);
    }
    curve(out, at, end);
    let (head, of) =
        if way.back { ((start.0 - tail, start.1), "l8 -4v8z") } else { ((end.0 + tip, end.1), "l-8 -4v8z") };
    let _ = writeln!(out, "\" fill=\"none\"/><path class=\"head\" d=\"M{:.0} {:.0}{of}\"/></g>", head.0, head.1);
}

/// A line from a box to itself, around its upper right corner.
fn draw_loop(out: &mut String, line: &Line, corner: (f64, f64)) {
    let (right, top) = (MARGIN + corner.0 + WIDTH, MARGIN + corner.1);
    let _ = writeln!(
        out,
        "<g class=\"line back\">{}<path d=\"M{right:.0} {:.0}h10q8 0 8 -8v-8q0 -8 -8 -8h-2\" fill=\"none\"/>\
         <path class=\"head\" d=\"M{right:.0} {:.0}l8 -4v8z\"/></g>",
        hint(&line.label),
        top + HEIGHT - 14.0,
        top + HEIGHT - 38.0,
    );
}

/// A piece of a line, level at both ends.
fn curve(out: &mut String, from: (f64, f64), to: (f64, f64)) {
    let bend = ((to.0 - from.0).abs() / 2.0).clamp(24.0, 96.0);
    let _ = write!(out, "C{:.0} {:.0} {:.0} {:.0} {:.0} {:.0}", from.0 + bend, from.1, to.0 - bend, to.1, to.0, to.1);
}

fn draw_box(out: &mut String, card: &Card, corner: (f64, f64)) {
    let (x, y) = (MARGIN + corner.0, MARGIN + corner.1);
    let hint = hint(&[card.title.as_str(), card.subtitle.as_str()].join("\n"));
    let class = format!("box {}", card.class);
    let _ = write!(out, "<g class=\"{}\">", xml(class.trim()));
    if let Some(href) = &card.href {
        let _ = write!(out, "<a href=\"{}\">", xml(href));
    }
    let (left, middle) = (x + 12.0, y + if card.subtitle.is_empty() { 33.0 } else { 24.0 });
    let _ = write!(
        out,
        "{hint}<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{WIDTH:.0}\" height=\"{HEIGHT:.0}\" rx=\"8\"/>\
         <text class=\"title\" x=\"{left:.0}\" y=\"{middle:.0}\">{}</text>",
        xml(&fitting(&card.title, TITLE)),
    );
    if !card.subtitle.is_empty() {
        let subtitle = xml(&short(&card.subtitle, SUBTITLE));
        let _ = write!(out, "<text class=\"subtitle\" x=\"{left:.0}\" y=\"{:.0}\">{subtitle}</text>", y + 43.0);
    }
    out.push_str(if card.href.is_some() { "</a></g>\n" } else { "</g>\n" });
}

/// What is shown where somebody points at an element.
fn hint(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() { String::new() } else { format!("<title>{}</title>", xml(text)) }
}

/// The beginning of a text that is too wide. How wide letters are is a guess that is right for bold serifs, or too wide.
fn fitting(text: &str, room: f64) -> String {
    let width = |letter: char| match letter {
        'f' | 'i' | 'j' | 'l' | 'r' | 't' | ' ' | '.' | ',' | ':' | ';' | '\'' | '|' | '(' | ')' | 'I' => 0.43,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 1.05,
        'A'..='Z' => 0.8,
        _ if letter.is_ascii() => 0.65,
        _ => 1.0,
    };
    let ends = text.char_indices().scan(0.0, |wide, (at, letter)| {
        *wide += width(letter);
        Some((*wide, at + letter.len_utf8()))
    });
    let fits = |room: f64| ends.clone().take_while(|(wide, _)| *wide <= room).last().map_or(0, |(_, end)| end);
    if fits(room) == text.len() {
        return text.to_owned();
    }
    format!("{}…", text[..fits(room - 1.0)].trim_end())
}

/// The beginning of a text that is too long.
fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

/// Text inside XML, in an attribute too. Characters that XML cannot hold are left out.
pub fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(character),
            _ if character.is_control() || matches!(character, '\u{FFFE}' | '\u{FFFF}') => {}
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_in_its_box() {
        assert_eq!(fitting("Order events", TITLE), "Order events");
        assert_eq!(fitting("Skus at risk of stockout", TITLE), "Skus at risk of stockout");
        assert_eq!(fitting("Monthly active customer count", TITLE), "Monthly active custo…");
        assert!(fitting(&"W".repeat(5000), TITLE).chars().count() < 14);
        assert!(fitting(&"数".repeat(40), TITLE).chars().count() < 14);
        assert_eq!(fitting("", TITLE), "");
    }
}
