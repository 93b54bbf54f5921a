//! `GET /v1/evidence`: what is kept against desks; each piece as a file that a third person can check.

use std::collections::HashMap;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use daybook_ledger::KeyId;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::Shared;
use super::auth::MayRead;
use super::error::HttpError;
use crate::evidence::export;
use crate::store::{KeptEvidence, Quarantine};

const MOST: u32 = 100;

#[derive(Deserialize)]
pub struct Page {
    #[serde(default)]
    after: u64,
}

/// A piece of evidence: an entry that a desk signed under a number that it had used.
#[derive(Serialize)]
pub struct EvidenceRow {
    number: u64,
    desk: String,
    seq: u64,
    /// Tree index of the entry that stands.
    stands: u64,
    /// Leaf hash of the other one.
    other: String,
    found_ms: u64,
    /// Whether the desk's entries are held up.
    is_quarantined: bool,
}

pub async fn list(
    State(app): Shared,
    may: MayRead,
    query: Result<Query<Page>, QueryRejection>,
) -> Result<Json<Vec<EvidenceRow>>, HttpError> {
    let Query(Page { after }) = query?;
    everything(may)?;
    let beside = app.beside.clone();
    let (kept, quarantines) =
        spawn_blocking(move || Ok::<_, HttpError>((beside.evidence(after, MOST)?, beside.quarantines()?))).await??;
    let held: HashMap<KeyId, Quarantine> =
        quarantines.into_iter().filter(|held| held.released_ms.is_none()).map(|held| (held.desk, held)).collect();
    Ok(Json(kept.into_iter().map(|kept| row(&kept, held.contains_key(&kept.found.desk))).collect()))
}

/// A desk that was shut out has no business here.
fn everything(may: MayRead) -> Result<(), HttpError> {
    may.reads.map_or(Ok(()), |reads| Err(HttpError::beyond(reads)))
}

pub async fn one(State(app): Shared, may: MayRead, Path(number): Path<String>) -> Result<Response, HttpError> {
    everything(may)?;
    let number: u64 = number.parse().map_err(|_| HttpError::not_found())?;
    let before = number.checked_sub(1).ok_or_else(HttpError::not_found)?;
    let text = spawn_blocking(move || {
        let kept = app.beside.evidence(before, 1)?.pop().filter(|kept| kept.number == number);
        let kept = kept.ok_or_else(HttpError::not_found)?;
        Ok::<_, HttpError>(export(&kept, &app.published(), &*app.log, &app.cache)?.to_string())
    });
    let name = format!("attachment; filename=\"evidence-{number}.txt\"");
    let headers = [(CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, text.await??).into_response())
}

fn row(kept: &KeptEvidence, is_quarantined: bool) -> EvidenceRow {
    let found = &kept.found;
    EvidenceRow {
        number: kept.number,
        desk: found.desk.to_string(),
        seq: found.seq,
        stands: found.kept,
        other: found.leaf.to_string(),
        found_ms: found.found_ms,
        is_quarantined,
    }
}
