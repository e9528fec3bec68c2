//! Boxes and lines between them, as SVG, Mermaid or DOT. The same drawing gives the same text.

mod columns;
mod layout;
mod svg;
mod text;

pub use svg::xml;

/// A drawing.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// What it shows.
    pub title: String,
    /// The boxes.
    pub boxes: Vec<Card>,
    /// The lines between them.
    pub lines: Vec<Line>,
}

/// A box of a drawing.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// What tells it from the others.
    pub id: String,
    /// Its first line.
    pub title: String,
    /// Its second line.
    pub subtitle: String,
    /// Where a click on it leads to.
    pub href: Option<String>,
    /// Classes for style sheets, with spaces between them.
    pub class: String,
}

/// A line of a drawing.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// The index of the box that it comes from.
    pub from: usize,
    /// The index of the box that it leads to.
    pub to: usize,
    /// What stands at it.
    pub label: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str = "\"]; </title><script>alert(1)</script> \u{7}\\ &amp; #quot; |x|\nnew";

    fn drawing() -> Drawing {
        let card = |id: &str| Card { id: id.to_owned(), title: HOSTILE.to_owned(), ..Card::default() };
        let boxes = vec![card("a"), Card { href: Some("x\" onclick=\"y".to_owned()), ..card(HOSTILE) }];
        Drawing { title: HOSTILE.to_owned(), boxes, lines: vec![Line { from: 0, to: 1, label: HOSTILE.to_owned() }] }
    }

    #[test]
    fn hostile_text_stays_text() {
        let svg = drawing().svg_file();
        assert!(!svg.contains("<script") && !svg.contains("\" onclick"), "{svg}");
        assert_eq!(svg.matches("</title>").count(), svg.matches("<title>").count());
        let mermaid = drawing().mermaid();
        assert!(mermaid.lines().skip(1).all(|line| line.matches('"').count() == 2), "{mermaid}");
        assert!(!mermaid.contains('<') || mermaid.replace("<br>", "").find('<').is_none(), "{mermaid}");
        let dot = drawing().dot();
        assert_eq!(dot.replace("\\\\", "").replace("\\\"", "").matches('"').count() % 2, 0, "{dot}");
    }

    #[test]
    fn boxes_do_not_overlap_and_lines_lead_to_the_right() {
        let card = |id: usize| Card { id: id.to_string(), ..Card::default() };
        let line = |from, to| Line { from, to, ..Line::default() };
        let lines =
            vec![line(0, 2), line(1, 2), line(2, 3), line(0, 3), line(5, 6), line(6, 5), line(7, 7), line(0, 99)];
        let drawing = Drawing { title: String::new(), boxes: (0..9).map(card).collect(), lines };
        let corners = layout::layout(&drawing).corners;
        for (at, a) in corners.iter().enumerate() {
            for b in &corners[at + 1..] {
                let apart = (a.0 - b.0).abs() >= layout::WIDTH || (a.1 - b.1).abs() >= layout::HEIGHT;
                assert!(apart, "{corners:?}");
            }
        }
        assert!(corners[0].0 < corners[2].0 && corners[1].0 < corners[2].0 && corners[2].0 < corners[3].0);
        assert_eq!(drawing.svg(), drawing.clone().svg());
    }

    #[test]
    fn a_large_drawing_has_columns_too() {
        let boxes = (0..1000).map(|id: usize| Card { id: id.to_string(), ..Card::default() }).collect();
        let mut lines: Vec<Line> = (1..1000).map(|to| Line { from: to / 3, to, ..Line::default() }).collect();
        lines.extend([(998, 999), (999, 998), (500, 2)].map(|(from, to)| Line { from, to, ..Line::default() }));
        let corners = layout::layout(&Drawing { title: String::new(), boxes, lines }).corners;
        let places: std::collections::BTreeSet<String> = corners.iter().map(|at| format!("{at:?}")).collect();
        assert_eq!(places.len(), 1000);
        assert!(corners[0].0 < corners[1].0 && corners[1].0 < corners[300].0);
    }

    #[test]
    fn nothing_is_a_drawing_too() {
        assert!(Drawing::default().svg().ends_with("</svg>\n"));
    }
}
