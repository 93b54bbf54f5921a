//! `GET /v1/blocks`: what each checkpoint added, for people who look at the log.

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;
use crate::store::Block;

const MOST: u32 = 1_000;

#[derive(Deserialize)]
pub struct Range {
    #[serde(default)]
    from: u64,
    #[serde(default = "most")]
    limit: u32,
}

fn most() -> u32 {
    MOST
}

/// A block: its number, the tree after it, the server's clock, the signature lines of its checkpoint.
#[derive(Serialize)]
pub struct BlockRow {
    number: u64,
    size: u64,
    root: String,
    time_ms: u64,
    signatures: String,
}

pub async fn list(
    State(app): Shared,
    query: Result<Query<Range>, QueryRejection>,
) -> Result<Json<Vec<BlockRow>>, HttpError> {
    let Query(Range { from, limit }) = query?;
    let published = app.published().block.number;
    let blocks = spawn_blocking(move || app.log.blocks(from, limit.min(MOST))).await??;
    Ok(Json(blocks.into_iter().filter(|block| block.number <= published).map(BlockRow::from).collect()))
}

impl From<Block> for BlockRow {
    fn from(block: Block) -> Self {
        let Block { number, size, root, time_ms, signatures } = block;
        Self { number, size, root: root.to_string(), time_ms, signatures }
    }
}
