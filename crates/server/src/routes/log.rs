//! The log after C2SP tlog-tiles: checkpoint, tiles, bundles; and waiting for the next checkpoint.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use daybook_ledger::Tile;
use daybook_ledger::tile::TILE_WIDTH;
use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;
use tokio::task::spawn_blocking;

use super::Shared;
use super::auth::MayRead;
use super::error::HttpError;
use crate::app::App;
use crate::published::Published;

/// How long a poll waits for a larger tree.
const POLL: Duration = Duration::from_secs(25);
/// Full tiles never change.
const FOREVER: &str = "max-age=31536000, immutable";
/// A partial tile never changes either, but is soon replaced by a wider one.
const A_MINUTE: &str = "max-age=60";
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

pub async fn checkpoint(State(app): Shared) -> Response {
    note(&app, &app.published())
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
        found = larger => Ok(found.map_or_else(|_| StatusCode::NO_CONTENT.into_response(), |found| note(&app, &found))),
        () = tokio::time::sleep(POLL) => Ok(StatusCode::NO_CONTENT.into_response()),
        _ = stopping.wait_for(|stop| *stop) => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

pub async fn tile(State(app): Shared, Path(rest): Path<String>) -> Result<Response, HttpError> {
    let tile = Tile::parse(&format!("tile/{rest}")).map_err(|_| no_tile())?;
    let bytes = spawn_blocking(move || app.published().tile(&tile, &*app.log)).await??;
    Ok(immutable(&tile, Readers::Anybody, bytes.ok_or_else(HttpError::not_found)?))
}

pub async fn entries(
    State(app): Shared,
    may: MayRead,
    headers: HeaderMap,
    Path(rest): Path<String>,
) -> Result<Response, HttpError> {
    let tile = Tile::parse_entries(&format!("tile/entries/{rest}")).map_err(|_| no_tile())?;
    let end = tile.index.saturating_mul(u64::from(TILE_WIDTH)).saturating_add(tile.width.into());
    if let Some(reads) = may.reads.filter(|reads| end > *reads) {
        return Err(HttpError::beyond(reads));
    }
    let readers = if may.is_public { Readers::Anybody } else { Readers::WithToken };
    let gzip = takes_gzip(&headers);
    let (bytes, packed) = spawn_blocking(move || read_entries(&app, &tile, gzip)).await??;
    let mut response = immutable(&tile, readers, bytes);
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if packed == Packed::Yes {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packed {
    Yes,
    No,
}

fn read_entries(app: &Arc<App>, tile: &Tile, gzip: Packed) -> Result<(Vec<u8>, Packed), HttpError> {
    let bytes = app.published().entries(tile, &*app.log)?.ok_or_else(HttpError::not_found)?;
    match gzip {
        Packed::Yes => Ok(pack(&bytes).map_or((bytes, Packed::No), |packed| (packed, Packed::Yes))),
        Packed::No => Ok((bytes, Packed::No)),
    }
}

/// What is sealed and signed does not get smaller, headers and control entries do.
fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len()), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().filter(|packed| packed.len() < bytes.len())
}

/// Whether the client says that it takes gzip (RFC 9110 12.5.3).
fn takes_gzip(headers: &HeaderMap) -> Packed {
    let offered = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let is_gzip = |coding: &str| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case("gzip") && weight.is_ok_and(|weight| weight > 0.0)
    };
    if offered.flat_map(|value| value.split(',')).any(is_gzip) { Packed::Yes } else { Packed::No }
}

/// A path that can never name a tile; one that names a tile which is not there (yet) is not found.
fn no_tile() -> HttpError {
    HttpError::bad_request("bad_tile", "The address is not one that a tile can have (c2sp.org/tlog-tiles).")
}

/// Who may read it, so that a shared cache does not hand it to others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Readers {
    Anybody,
    WithToken,
}

fn immutable(tile: &Tile, readers: Readers, bytes: Vec<u8>) -> Response {
    let whose = if readers == Readers::Anybody { "public" } else { "private" };
    let cache = format!("{whose}, {}", if tile.is_full() { FOREVER } else { A_MINUTE });
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, OCTETS);
    headers.extend(HeaderValue::try_from(cache).map(|cache| (header::CACHE_CONTROL, cache)));
    if readers == Readers::WithToken {
        headers.append(header::VARY, HeaderValue::from_static("Authorization"));
    }
    response
}

/// The checkpoint, with the cosignatures that have come for it so far.
fn note(app: &App, published: &Published) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    let cosignatures = app.cosigning.front.borrow().lines_of(published.block.number);
    (headers, format!("{}{cosignatures}", published.checkpoint.text())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_for_those_who_take_it() {
        for (offered, expected) in [
            ("gzip", Packed::Yes),
            ("br, GZIP;q=0.5", Packed::Yes),
            ("gzip;q=0", Packed::No),
            ("gzip;q=0.0, identity", Packed::No),
            ("identity", Packed::No),
            ("x-gzip", Packed::No),
            ("gzip;q=often", Packed::No),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(offered))]);
            assert!(takes_gzip(&headers) == expected, "{offered}");
        }
        assert!(takes_gzip(&HeaderMap::new()) == Packed::No);
    }

    #[test]
    fn what_does_not_get_smaller_is_sent_as_it_is() {
        assert!(pack(&[7; 1_000]).is_some_and(|packed| packed.len() < 100));
        let noise: Vec<u8> = (0_u32..2_000).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(pack(&noise[..64]).is_none());
    }
}
