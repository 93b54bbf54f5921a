//! `POST /v1/entries`: checked in parallel, ordered by the sequencer, answered with proofs.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, header::CONTENT_LENGTH};
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;
use crate::admission::admit;
use crate::app::{App, MAX_BODY};
use crate::invite;

const INVITE: &str = "daybook-invite";

/// The answer: durable, in the tree, published.
#[derive(Serialize)]
pub struct Accepted {
    entries: Vec<AcceptedEntry>,
}

#[derive(Serialize)]
struct AcceptedEntry {
    index: u64,
    proof: String,
}

pub async fn submit(State(app): Shared, headers: HeaderMap, body: Body) -> Result<Json<Accepted>, HttpError> {
    let (body, _budget) = read_body(&app, &headers, body).await?;
    let invite = headers.get(INVITE).and_then(|token| token.to_str().ok()).map(invite::hash);
    let admitted = {
        let _checker = app.checkers.acquire().await.map_err(|_| HttpError::not_stored())?;
        let (members, now_ms) = (app.published().members.clone(), app.clock.now_ms());
        spawn_blocking(move || admit(&body, &members, now_ms)).await?
    };
    if admitted.candidates.is_empty()
        && let Some(refused) = admitted.refused
    {
        return Err(refused.into());
    }
    let sequenced = app.sequencer.submit(admitted.candidates, invite).await?;
    match sequenced.refused.or(admitted.refused) {
        Some(refused) => Err(refused.into()),
        None => Ok(Json(prove(app, sequenced.indices).await?)),
    }
}

/// Reads a body within its share of memory, which is held until the answer is made.
pub async fn read_body(app: &App, headers: &HeaderMap, body: Body) -> Result<(Bytes, OwnedSemaphorePermit), HttpError> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let length: usize = declared.unwrap_or(MAX_BODY);
    if length > MAX_BODY {
        return Err(HttpError::too_large());
    }
    let share = u32::try_from(length.div_ceil(1024)).unwrap_or(u32::MAX);
    let budget = app.body_budget.clone().acquire_many_owned(share).await.map_err(|_| HttpError::not_stored())?;
    let bytes = to_bytes(body, length).await.map_err(|_| match declared {
        Some(_) => HttpError::bad_request("body_cut", "The body did not arrive whole."),
        None => HttpError::too_large(),
    })?;
    Ok((bytes, budget))
}

async fn prove(app: Arc<App>, indices: Vec<u64>) -> Result<Accepted, HttpError> {
    let proven = spawn_blocking(move || {
        let published = app.published();
        let proofs = indices.into_iter().map(|index| {
            let proof = published.prove(index, &*app.log, &app.cache)?;
            Ok(AcceptedEntry { index, proof: proof.to_string() })
        });
        proofs.collect::<Result<Vec<_>, daybook_ledger::ProveError<_>>>()
    });
    match proven.await? {
        Ok(entries) => Ok(Accepted { entries }),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an accepted entry could not be proven");
            Err(HttpError::not_stored())
        }
    }
}
