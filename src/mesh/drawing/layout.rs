//! Where boxes stand: in columns, from the left to the right.

use rust_sugiyama::configure::Config;
use rust_sugiyama::from_vertices_and_edges;

use super::Drawing;

/// The size of a box.
pub(super) const WIDTH: f64 = 208.0;
pub(super) const HEIGHT: f64 = 56.0;
/// The room between two columns, and between two boxes of one.
const ACROSS: f64 = 56.0;
const BETWEEN: f64 = 20.0;
/// The most boxes without lines that stand beside each other.
const MOST_ABREAST: usize = 6;

/// Where the boxes of a drawing stand.
pub(super) struct Layout {
    /// The left upper corner of each box.
    pub(super) corners: Vec<(f64, f64)>,
    /// The size of the whole.
    pub(super) size: (f64, f64),
}

/// Places the boxes: connected ones in columns, each group below the one before, then those that nothing leads to.
pub(super) fn layout(drawing: &Drawing) -> Layout {
    let count = drawing.boxes.len();
    let mut joined = vec![false; count];
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for line in drawing.lines.iter().filter(|line| line.from != line.to && line.from.max(line.to) < count) {
        (joined[line.from], joined[line.to]) = (true, true);
        edges.extend(u32::try_from(line.from).ok().zip(u32::try_from(line.to).ok()));
    }
    edges.sort_unstable();
    edges.dedup();
    let mut corners = vec![(0.0, 0.0); count];
    // The library goes from the top to the bottom: width and height change places.
    let size = (HEIGHT + BETWEEN, WIDTH + ACROSS);
    let vertices: Vec<(u32, (f64, f64))> =
        (0..count).filter(|at| joined[*at]).filter_map(|at| Some((u32::try_from(at).ok()?, size))).collect();
    let config = Config { vertex_spacing: 0.0, dummy_size: 0.5, ..Config::default() };
    let mut groups = from_vertices_and_edges(&vertices, &edges, &config);
    for (group, _, _) in &mut groups {
        group.sort_by_key(|(at, _)| *at);
    }
    groups.sort_by_key(|group| (std::cmp::Reverse(group.0.len()), group.0.first().map(|(at, _)| *at)));
    let (mut width, mut height) = (0.0_f64, 0.0_f64);
    for (group, _, _) in &groups {
        let least = |of: fn(&(f64, f64)) -> f64| group.iter().map(|(_, at)| of(at)).fold(f64::INFINITY, f64::min);
        let (down, across) = (least(|at| at.0), least(|at| at.1));
        let mut bottom = height;
        for (at, place) in group {
            let corner = (place.1 - across, height + place.0 - down);
            corners[*at] = corner;
            width = width.max(corner.0 + WIDTH);
            bottom = bottom.max(corner.1 + HEIGHT);
        }
        height = bottom + 2.0 * BETWEEN;
    }
    let alone: Vec<usize> = (0..count).filter(|at| !joined[*at]).collect();
    let mut place = (0.0, height);
    for (number, at) in alone.iter().enumerate() {
        if number > 0 && number % MOST_ABREAST == 0 {
            place = (0.0, place.1 + HEIGHT + BETWEEN);
        }
        corners[*at] = place;
        width = width.max(place.0 + WIDTH);
        place.0 += WIDTH + BETWEEN;
    }
    height = if alone.is_empty() { (height - 2.0 * BETWEEN).max(0.0) } else { place.1 + HEIGHT };
    Layout { corners, size: (width, height) }
}
