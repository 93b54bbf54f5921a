//! The public log: checkpoint, tiles, bundles (C2SP tlog-tiles), and waiting for the next checkpoint.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use daybook_ledger::Tile;
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;
use crate::app::App;
use crate::published::Published;
use crate::store::StoreError;

/// How long a poll waits for a larger tree.
const POLL: Duration = Duration::from_secs(25);
/// Full tiles never change.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// A partial tile never changes either, but is soon replaced by a wider one.
const A_MINUTE: &str = "public, max-age=60";

pub async fn checkpoint(State(app): Shared) -> Response {
    note(&app.published())
}

#[derive(Deserialize)]
pub struct Wait {
    size: u64,
}

pub async fn wait(State(app): Shared, query: Result<Query<Wait>, QueryRejection>) -> Result<Response, HttpError> {
    let Query(Wait { size }) = query?;
    let mut published = app.published.clone();
    let mut stopping = app.stopping.clone();
    let larger = published.wait_for(|published| published.block.size > size);
    tokio::select! {
        found = larger => Ok(found.map_or_else(|_| StatusCode::NO_CONTENT.into_response(), |found| note(&found))),
        () = tokio::time::sleep(POLL) => Ok(StatusCode::NO_CONTENT.into_response()),
        _ = stopping.wait_for(|stop| *stop) => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

pub async fn tile(State(app): Shared, Path(rest): Path<String>) -> Result<Response, HttpError> {
    let path = format!("tile/{rest}");
    let (tile, read): (_, ReadTile) = match Tile::parse_entries(&path) {
        Ok(tile) => (tile, read_entries),
        Err(_) => (Tile::parse(&path).map_err(|_| HttpError::not_found())?, read_hashes),
    };
    let bytes = spawn_blocking(move || read(&app, &tile)).await??.ok_or_else(HttpError::not_found)?;
    let cache = if tile.is_full() { FOREVER } else { A_MINUTE };
    Ok(([(header::CACHE_CONTROL, cache), (header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

type ReadTile = fn(&Arc<App>, &Tile) -> Result<Option<Vec<u8>>, StoreError>;

fn read_entries(app: &Arc<App>, tile: &Tile) -> Result<Option<Vec<u8>>, StoreError> {
    app.published().entries(tile, &*app.log)
}

fn read_hashes(app: &Arc<App>, tile: &Tile) -> Result<Option<Vec<u8>>, StoreError> {
    app.published().tile(tile, &*app.log)
}

fn note(published: &Published) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (headers, published.checkpoint.text().to_owned()).into_response()
}
