//! A plain order for large drawings, in time that grows with the number of boxes and lines alone.

use super::layout::{ACROSS, BETWEEN, WIDTH};

/// How often each column is put in the order of its neighbours.
const SWEEPS: usize = 4;

/// A box or a gap, and where its middle stands: from the top to the bottom, and across.
type Placed = (usize, (f64, f64));

/// Boxes and gaps of these heights in columns: each as far to the right as the longest way to it, in the order of what
/// it is joined to.
pub(super) fn columns(heights: &[f64], lines: &[(u32, u32)]) -> Vec<Placed> {
    let lines: Vec<(usize, usize)> = lines.iter().map(|(from, to)| (*from as usize, *to as usize)).collect();
    let mut columns: Vec<Vec<usize>> = Vec::new();
    for (at, rank) in ranks(heights.len(), &lines).into_iter().enumerate() {
        columns.resize(columns.len().max(rank + 1), Vec::new());
        columns[rank].push(at);
    }
    let mut joined = vec![Vec::new(); heights.len()];
    for (from, to) in &lines {
        joined[*from].push(*to);
        joined[*to].push(*from);
    }
    let mut rows: Vec<Option<f64>> = vec![None; heights.len()];
    for _ in 0..SWEEPS {
        for column in &mut columns {
            let mean = |at: usize| {
                let known: Vec<f64> = joined[at].iter().filter_map(|at| rows[*at]).collect();
                known.iter().sum::<f64>() / number(known.len().max(1))
            };
            let mut order: Vec<(f64, usize)> = column.iter().map(|at| (mean(*at), *at)).collect();
            order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            *column = order.into_iter().map(|(_, at)| at).collect();
            for (row, at) in column.iter().enumerate() {
                rows[*at] = Some(number(row));
            }
        }
    }
    let mut placed = Vec::with_capacity(heights.len());
    for (rank, column) in columns.into_iter().enumerate() {
        let mut top = 0.0;
        for at in column {
            placed.push((at, (top + heights[at] / 2.0, number(rank) * (WIDTH + ACROSS))));
            top += heights[at] + BETWEEN;
        }
    }
    placed
}

/// The longest way to each. A line that closes a circle is passed over.
fn ranks(count: usize, lines: &[(usize, usize)]) -> Vec<usize> {
    let (mut waits, mut below) = (vec![0_usize; count], vec![Vec::new(); count]);
    for (from, to) in lines {
        waits[*to] += 1;
        below[*from].push(*to);
    }
    let mut ranks = vec![0; count];
    let mut open: Vec<usize> = (0..count).filter(|at| waits[*at] == 0).collect();
    let mut rest = 0..count;
    loop {
        while let Some(at) = open.pop() {
            for next in &below[at] {
                if waits[*next] == 0 {
                    continue;
                }
                waits[*next] -= 1;
                ranks[*next] = ranks[*next].max(ranks[at] + 1);
                if waits[*next] == 0 {
                    open.push(*next);
                }
            }
        }
        // Only circles are left: one of them is opened at its first box.
        let Some(first) = rest.find(|at| waits[*at] > 0) else { return ranks };
        waits[first] = 0;
        open.push(first);
    }
}

/// A count as a number to reckon with.
fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
