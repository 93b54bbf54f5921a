//! `GET /v1/blocks`: what each checkpoint added, for people who look at the log.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use daybook_ledger::Hash;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;
use crate::app::App;
use crate::store::{Block, Cosignature, StoreError};

const MOST: u32 = 1_000;

/// Which blocks: the one that brought the entry with the index `holding`; else the oldest first from `from` on; else the newest
/// first below `before`; the newest of all where nothing is said.
#[derive(Deserialize)]
pub struct Range {
    holding: Option<u64>,
    from: Option<u64>,
    before: Option<u64>,
    #[serde(default = "most")]
    limit: u32,
}

fn most() -> u32 {
    MOST
}

/// A block: what it added to the tree, the tree before and after it, and who signed that.
#[derive(Serialize)]
pub struct BlockRow {
    number: u64,
    /// Tree index of its first entry.
    first: u64,
    /// Tree size after it: its entries are `first..size`.
    size: u64,
    /// Root of the tree of `first` entries, hex; none before block 0.
    root_before: Option<String>,
    /// Root of the tree of `size` entries, hex.
    root: String,
    /// The server's clock, Unix milliseconds.
    time_ms: u64,
    /// The signature lines of its checkpoint, the log's own first.
    signatures: String,
    /// The signature lines of the witnesses that have cosigned its checkpoint.
    cosignatures: String,
    /// The checkpoint as a signed note.
    checkpoint: String,
}

pub async fn list(
    State(app): Shared,
    query: Result<Query<Range>, QueryRejection>,
) -> Result<Json<Vec<BlockRow>>, HttpError> {
    let Query(range) = query?;
    let rows = spawn_blocking(move || read(&app, &range)).await??;
    Ok(Json(rows))
}

pub async fn one(State(app): Shared, Path(number): Path<String>) -> Result<Json<BlockRow>, HttpError> {
    let from: u64 = number.parse().map_err(|_| HttpError::not_found())?;
    let range = Range { holding: None, from: Some(from), before: None, limit: 1 };
    let row = spawn_blocking(move || read(&app, &range)).await??.pop();
    row.map(Json).ok_or_else(HttpError::not_found)
}

fn read(app: &App, range: &Range) -> Result<Vec<BlockRow>, StoreError> {
    let above = app.published().block.number + 1;
    if let Some(index) = range.holding {
        return match number_holding(app, index)? {
            Some(number) => rows(app, number, number + 1),
            None => Ok(Vec::new()),
        };
    }
    let limit = u64::from(range.limit.min(MOST));
    let (from, to) = match (range.from, range.before) {
        (Some(from), _) => (from.min(above), from.saturating_add(limit).min(above)),
        (None, before) => {
            let to = before.unwrap_or(above).min(above);
            (to.saturating_sub(limit), to)
        }
    };
    let mut rows = rows(app, from, to)?;
    if range.from.is_none() {
        rows.reverse();
    }
    Ok(rows)
}

/// The number of the block that brought the entry at `index`: sizes rise with numbers, so that halving finds it.
fn number_holding(app: &App, index: u64) -> Result<Option<u64>, StoreError> {
    let published = app.published();
    let tip = &published.block;
    if index >= tip.size {
        return Ok(None);
    }
    let (mut below, mut number) = (0, tip.number);
    while below < number {
        let middle = below + (number - below) / 2;
        match app.log.blocks(middle, 1)?.first() {
            Some(block) if block.size > index => number = middle,
            _ => below = middle + 1,
        }
    }
    Ok(Some(number))
}

/// The blocks `[from, to)`, each with what was before it.
fn rows(app: &App, from: u64, to: u64) -> Result<Vec<BlockRow>, StoreError> {
    if from >= to {
        return Ok(Vec::new());
    }
    let first = from.saturating_sub(1);
    let blocks = app.log.blocks(first, u32::try_from(to - first).unwrap_or(u32::MAX))?;
    let cosignatures = app.cosigning.store.cosignatures(from, to)?;
    let mut before: Option<(u64, Hash)> = None;
    let mut rows = Vec::with_capacity(blocks.len());
    for block in blocks {
        let (size, root) = (block.size, block.root);
        if block.number >= from {
            rows.push(row(block, before, &app.origin, &cosignatures));
        }
        before = Some((size, root));
    }
    Ok(rows)
}

fn row(block: Block, before: Option<(u64, Hash)>, origin: &str, all: &[(u64, Cosignature)]) -> BlockRow {
    let own = &all[all.partition_point(|(of, _)| *of < block.number)..];
    let own = own.iter().take_while(|(of, _)| *of == block.number);
    let cosignatures = own.map(|(_, one)| one.line.as_str()).collect();
    let checkpoint = block.note(origin);
    let Block { number, size, root, time_ms, signatures } = block;
    let (first, root_before) = before.map_or((0, None), |(size, root)| (size, Some(root.to_string())));
    BlockRow { number, first, size, root_before, root: root.to_string(), time_ms, signatures, cosignatures, checkpoint }
}
