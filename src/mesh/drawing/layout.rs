//! Where boxes stand, in columns from the left to the right, and which way lines take between them.

use std::collections::BTreeMap;

use rust_sugiyama::configure::Config;
use rust_sugiyama::from_vertices_and_edges;

use super::Drawing;
use super::columns::columns;

/// The size of a box.
pub(super) const WIDTH: f64 = 208.0;
pub(super) const HEIGHT: f64 = 56.0;
/// The room between two columns, and between two boxes of one.
pub(super) const ACROSS: f64 = 56.0;
pub(super) const BETWEEN: f64 = 20.0;
/// The height of the gap in a column that a line goes through on its way to a column further on.
const GAP: f64 = 8.0;
/// The most boxes without lines that stand beside each other.
const MOST_ABREAST: usize = 6;
/// The most lines of a drawing whose crossings are untangled with care: that takes more than twice as long for twice as many.
const MOST_LINES: usize = 300;

/// Where the boxes of a drawing stand.
pub(super) struct Layout {
    /// The left upper corner of each box.
    pub(super) corners: Vec<(f64, f64)>,
    /// For each line, which way it takes.
    pub(super) ways: Vec<Way>,
    /// The size of the whole.
    pub(super) size: (f64, f64),
}

/// Which way a line takes between its boxes.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// Whether it leads to the left: where boxes read each other in a circle, one of its lines has to.
    pub(super) back: bool,
    /// The left ends of the gaps that it goes through, from the left to the right, each as wide as a box.
    pub(super) gaps: Vec<(f64, f64)>,
}

/// Places the boxes: connected ones in columns, each group below the one before, then those that nothing leads to.
pub(super) fn layout(drawing: &Drawing) -> Layout {
    let count = drawing.boxes.len();
    let drawn = || drawing.lines.iter().enumerate().filter(|(_, line)| line.from.max(line.to) < count);
    let mut joined = vec![false; count];
    for (_, line) in drawn().filter(|(_, line)| line.from != line.to) {
        (joined[line.from], joined[line.to]) = (true, true);
    }
    let connected: Vec<usize> = (0..count).filter(|at| joined[*at]).collect();
    let place: BTreeMap<usize, usize> = connected.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let chains = drawn().filter(|(_, line)| line.from != line.to);
    let mut chains: Vec<(usize, Vec<usize>)> =
        chains.map(|(at, line)| (at, vec![place[&line.from], place[&line.to]])).collect();

    let mut heights = vec![HEIGHT; connected.len()];
    let mut placed = Placed::of(&heights, &chains);
    // A line to a column further on gets a gap in every column between, so that it does not go behind a box.
    // A chain leads to the right, and so do those of a circle.
    let mut back = vec![false; drawing.lines.len()];
    for (at, chain) in &mut chains {
        chain.sort_by_key(|place| (placed.column(*place), *place));
        back[*at] = chain[0] != place[&drawing.lines[*at].from];
        for _ in placed.column(chain[0]) + 1..placed.column(chain[1]) {
            chain.insert(chain.len() - 1, heights.len());
            heights.push(GAP);
        }
    }
    if heights.len() > connected.len() || back.contains(&true) {
        placed = Placed::of(&heights, &chains);
    }

    let mut corners = vec![(0.0, 0.0); count];
    for (place, at) in connected.iter().enumerate() {
        corners[*at] = placed.corners[place];
    }
    let mut ways: Vec<Way> = back.into_iter().map(|back| Way { back, gaps: Vec::new() }).collect();
    for (at, chain) in &chains {
        let between = chain.iter().filter(|place| **place >= connected.len());
        ways[*at].gaps =
            between.map(|place| (placed.corners[*place].0, placed.corners[*place].1 + GAP / 2.0)).collect();
    }
    let (mut width, mut height) = placed.size;
    let alone: Vec<usize> = (0..count).filter(|at| !joined[*at]).collect();
    let mut corner = (0.0, if connected.is_empty() { 0.0 } else { height + 2.0 * BETWEEN });
    for (number, at) in alone.iter().enumerate() {
        if number > 0 && number % MOST_ABREAST == 0 {
            corner = (0.0, corner.1 + HEIGHT + BETWEEN);
        }
        corners[*at] = corner;
        width = width.max(corner.0 + WIDTH);
        height = corner.1 + HEIGHT;
        corner.0 += WIDTH + BETWEEN;
    }
    Layout { corners, ways, size: (width, height) }
}

/// Boxes and gaps that lines connect, in columns.
struct Placed {
    /// The left upper corner of each.
    corners: Vec<(f64, f64)>,
    size: (f64, f64),
}

impl Placed {
    /// Places boxes and gaps of these heights. A chain is a line with what it goes through, by index.
    fn of(heights: &[f64], chains: &[(usize, Vec<usize>)]) -> Self {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let pairs = chains.iter().flat_map(|(_, chain)| chain.windows(2));
        let mut edges: Vec<(u32, u32)> = pairs.map(|pair| (number(pair[0]), number(pair[1]))).collect();
        edges.sort_unstable();
        edges.dedup();
        // The library goes from the top to the bottom, so width and height change places; and it takes numbers without a
        // gap between them only.
        let vertices: Vec<(u32, (f64, f64))> =
            heights.iter().enumerate().map(|(at, height)| (number(at), (height + BETWEEN, WIDTH + ACROSS))).collect();
        let config = Config { vertex_spacing: 0.0, dummy_size: 0.5, ..Config::default() };
        let mut groups = if edges.len() > MOST_LINES {
            vec![(columns(heights, &edges), 0.0, 0.0)]
        } else {
            from_vertices_and_edges(&vertices, &edges, &config)
        };
        for (group, _, _) in &mut groups {
            group.sort_by_key(|(at, _)| *at);
        }
        groups.sort_by_key(|group| (std::cmp::Reverse(group.0.len()), group.0.first().map(|(at, _)| *at)));
        let mut corners = vec![(0.0, 0.0); heights.len()];
        let (mut width, mut height) = (0.0_f64, 0.0_f64);
        for (group, _, _) in &groups {
            // The library gives the middle of each; here it counts from the upper edge.
            let top = |(at, place): &(usize, (f64, f64))| place.0 - heights[*at] / 2.0;
            let up = group.iter().map(top).fold(f64::INFINITY, f64::min);
            let left = group.iter().map(|(_, place)| place.1).fold(f64::INFINITY, f64::min);
            let mut bottom = height;
            for one in group {
                let corner = (one.1.1 - left, height + top(one) - up);
                corners[one.0] = corner;
                width = width.max(corner.0 + WIDTH);
                bottom = bottom.max(corner.1 + heights[one.0]);
            }
            height = bottom + 2.0 * BETWEEN;
        }
        Self { corners, size: (width, (height - 2.0 * BETWEEN).max(0.0)) }
    }

    /// The number of the column that one stands in.
    #[allow(clippy::cast_possible_truncation)] // Drawings are not that wide.
    fn column(&self, at: usize) -> i32 {
        (self.corners[at].0 / (WIDTH + ACROSS)).round() as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mesh::drawing::{Card, Line};

    /// A box that nothing leads to stands between the others in the list, and one line leads two columns on.
    fn drawing() -> Drawing {
        let lines = [(4, 5), (11, 5), (7, 6), (8, 6), (0, 6), (8, 9), (11, 9), (3, 2), (10, 2), (11, 2), (8, 3)];
        Drawing {
            boxes: vec![Card::default(); 12],
            lines: lines.map(|(from, to)| Line { from, to, label: String::new() }).into(),
            ..Drawing::default()
        }
    }

    #[test]
    fn every_line_leads_to_the_right() {
        let (drawing, Layout { corners, .. }) = (drawing(), layout(&drawing()));
        for line in &drawing.lines {
            assert!(corners[line.from].0 + WIDTH < corners[line.to].0, "{line:?}: {corners:?}");
        }
    }

    #[test]
    fn no_line_goes_behind_a_box() {
        let Layout { corners, ways, .. } = layout(&drawing());
        let gaps: Vec<(f64, f64)> = ways.into_iter().flat_map(|way| way.gaps).collect();
        assert_eq!(gaps.len(), 1, "one line leads two columns on");
        for (x, y) in gaps {
            assert!(
                !corners.iter().any(|at| (at.0 - x).abs() < 1.0 && (at.1..at.1 + HEIGHT).contains(&y)),
                "{y}: {corners:?}"
            );
        }
    }

    /// Domains that read each other, directly and around.
    fn circles() -> Drawing {
        let lines = [(0, 1), (1, 2), (2, 3), (3, 0), (2, 1), (3, 1), (0, 3), (4, 0), (3, 4), (1, 1)];
        Drawing {
            boxes: vec![Card::default(); 5],
            lines: lines.map(|(from, to)| Line { from, to, label: String::new() }).into(),
            ..Drawing::default()
        }
    }

    #[test]
    fn lines_of_a_circle_are_seen() {
        let (drawing, layout) = (circles(), layout(&circles()));
        let mut back = 0;
        for (line, way) in drawing.lines.iter().zip(&layout.ways) {
            if line.from == line.to {
                continue;
            }
            let (left, right) = if way.back { (line.to, line.from) } else { (line.from, line.to) };
            back += usize::from(way.back);
            let (mut x, end) = (layout.corners[left].0, layout.corners[right].0);
            for gap in way.gaps.iter().map(|gap| gap.0).chain([end]) {
                assert!(x + WIDTH < gap && gap <= x + WIDTH + 1.5 * ACROSS, "{line:?}: {way:?}");
                x = gap;
            }
        }
        assert!(back > 0);
        for (x, y) in layout.ways.iter().flat_map(|way| &way.gaps) {
            let behind = |at: &(f64, f64)| (at.0 - x).abs() < 1.0 && (at.1..at.1 + HEIGHT).contains(y);
            assert!(!layout.corners.iter().any(behind), "{y}: {:?}", layout.corners);
        }
        let svg = drawing.svg();
        assert_eq!(svg.matches("class=\"line back\"").count(), back + 1, "and one box reads itself");
    }

    #[test]
    fn boxes_stand_apart() {
        let Layout { corners, .. } = layout(&drawing());
        for (at, one) in corners.iter().enumerate() {
            for other in &corners[at + 1..] {
                let apart = (one.0 - other.0).abs() >= WIDTH || (one.1 - other.1).abs() >= HEIGHT;
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }
}
