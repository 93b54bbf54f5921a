//! `/v1/keys`: a site's key box. The server keeps wrapped keys that it cannot open.

use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header::CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use daybook_ledger::ContentKeyId;
use minicbor::{Decoder, Encoder, decode};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::Shared;
use super::entries::read_body;
use super::error::HttpError;
use crate::session::Session;
use crate::store::StoredKey;

const PAGE: u32 = 10_000;
/// A wrapped 256-bit key is some 80 bytes.
const MAX_WRAPPED: usize = 1_024;

#[derive(Serialize)]
pub struct Stored {
    stored: u64,
}

#[derive(Deserialize)]
pub struct Page {
    #[serde(default)]
    after: u64,
    #[serde(default = "page")]
    limit: u32,
}

fn page() -> u32 {
    PAGE
}

pub async fn put(
    State(app): Shared,
    session: Session,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Stored>, HttpError> {
    let (body, _budget) = read_body(&app, &headers, body).await?;
    let keys = read_keys(&body).map_err(|_| {
        HttpError::bad_request("bad_keys", "The body is not a CBOR array of [key id, epoch, wrapped key].")
    })?;
    let beside = app.beside.clone();
    let stored = spawn_blocking(move || beside.put_keys(&session.site, &keys)).await??;
    Ok(Json(Stored { stored }))
}

pub async fn list(
    State(app): Shared,
    session: Session,
    query: Result<Query<Page>, QueryRejection>,
) -> Result<Response, HttpError> {
    let Query(Page { after, limit }) = query?;
    let found = spawn_blocking(move || app.beside.keys_after(&session.site, after, limit.min(PAGE)));
    let (next, keys) = found.await??;
    Ok(([(CONTENT_TYPE, "application/cbor")], write_page(next, &keys)).into_response())
}

fn read_keys(body: &[u8]) -> Result<Vec<StoredKey>, decode::Error> {
    let mut d = Decoder::new(body);
    let count = d.array()?.ok_or(decode::Error::message("indefinite array"))?;
    let keys = (0..count).map(|_| read_key(&mut d)).collect::<Result<_, _>>()?;
    if d.position() == body.len() { Ok(keys) } else { Err(decode::Error::message("bytes after the keys")) }
}

fn read_key(d: &mut Decoder<'_>) -> Result<StoredKey, decode::Error> {
    if d.array()? != Some(3) {
        return Err(decode::Error::message("not three fields"));
    }
    let key_id: ContentKeyId = d.decode()?;
    let (epoch, wrapped) = (d.u32()?, d.bytes()?);
    if wrapped.len() > MAX_WRAPPED {
        return Err(decode::Error::message("too long"));
    }
    Ok(StoredKey { key_id, epoch, wrapped: wrapped.to_vec() })
}

fn write_page(next: u64, keys: &[StoredKey]) -> Vec<u8> {
    let mut page = Vec::new();
    let mut e = Encoder::new(&mut page);
    let written = e.array(2).and_then(|e| e.u64(next)).and_then(|e| e.array(keys.len() as u64)).and_then(|e| {
        keys.iter().try_fold(e, |e, key| e.array(3)?.bytes(&key.key_id.0)?.u32(key.epoch)?.bytes(&key.wrapped))
    });
    debug_assert!(written.is_ok(), "writing to memory");
    page
}
