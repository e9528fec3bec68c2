//! Sample data: believable, deterministic rows for every input, so that a product builds and its
//! tests have something to judge before any account exists.
//!
//! A value is a pure function of its column and the number of its row. Columns of one name draw
//! from one pool, so that `returns.order_id` finds its row in `orders.id` without being told.

mod cell;
mod csv;
mod pattern;
mod value;

use std::collections::BTreeMap;

use crate::error::Result;
use crate::manifest::Manifest;
use crate::manifest::document::InputPort;
use crate::pack::{Pack, Pools};
use crate::render::context::SampleView;

pub use cell::text as cell;
use value::{Column, Table};

/// The sample rows of every input port, in their order.
pub fn inputs(manifest: &Manifest, pack: &Pack) -> Result<Vec<SampleView>> {
    let pools = pack.pools()?;
    Ok(manifest.spec.input_ports.iter().map(|port| sample(manifest, port, pools)).collect())
}

/// A row of the business logic, by column (`snake_case`), with a value in every one.
pub fn cells(manifest: &Manifest, pack: &Pack) -> Result<BTreeMap<String, String>> {
    let table = Table { manifest, port: None, pools: pack.pools()? };
    let fields = manifest.columns_of_logic();
    Ok(fields
        .into_iter()
        .enumerate()
        .map(|(index, field)| (field.snake(), cell(field, &table.present(&Column { field, index }, 0))))
        .collect())
}

fn sample(manifest: &Manifest, port: &InputPort, pools: &Pools) -> SampleView {
    let fields = manifest.columns(port);
    let table = Table { manifest, port: Some(port), pools };
    let names: Vec<String> = fields.iter().map(|field| port.column_name(field)).collect();
    let rows: Vec<Vec<String>> = (0..pools.rows)
        .map(|row| {
            fields
                .iter()
                .enumerate()
                .map(|(index, field)| cell(field, &table.value(&Column { field, index }, row)))
                .collect()
        })
        .collect();
    SampleView { csv: csv::document(&names, &rows), columns: names, rows }
}
