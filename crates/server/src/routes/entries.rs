//! `POST /v1/entries`: checked in parallel, ordered by the sequencer, answered with proofs.

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header::CONTENT_LENGTH};
use daybook_ledger::verify::native::KnownKeys;
use serde::Serialize;
use tokio::sync::OwnedSemaphorePermit;
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;
use crate::access::{Origin, WRONG_SIGNATURE};
use crate::admission::{Admitted, admit, claimed_desk};
use crate::app::App;
use crate::invite;
use crate::limits::TooMany;
use crate::metrics::{CodeLabels, LimitLabels};
use crate::refusal::RefusedAt;

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

pub async fn submit(
    State(app): Shared,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Accepted>, HttpError> {
    let (body, _budget) = read_body(&app, &headers, body).await?;
    let invite = headers.get(INVITE).and_then(|token| token.to_str().ok()).map(invite::hash);
    let admitted = check(&app, origin, body).await?;
    if admitted.candidates.is_empty()
        && let Some(refused) = admitted.refused
    {
        return Err(refuse(&app, refused));
    }
    let sequenced = app.sequencer.submit(admitted.candidates, invite).await?;
    app.metrics.accepted.inc_by(sequenced.indices.len() as u64);
    match sequenced.refused.or(admitted.refused) {
        Some(refused) => Err(refuse(&app, refused)),
        None => Ok(Json(prove(app, sequenced.indices).await?)),
    }
}

/// Form, clock and signatures. Only entries that a desk really signed count against its limit, so that nobody can use it up
/// for it; what costs a check for nothing counts against where it came from.
async fn check(app: &Arc<App>, origin: Origin, body: Bytes) -> Result<Admitted, HttpError> {
    if let Some(desk) = claimed_desk(&body) {
        app.limits.entries.peek(desk, app.up_for()).map_err(|why| limited(app, why))?;
    }
    let admitted = {
        let _checker = app.checkers.acquire().await.map_err(|_| HttpError::not_stored())?;
        let (members, now_ms) = (app.published().members.clone(), app.clock.now_ms());
        spawn_blocking(move || admit(&body, &members, now_ms, &KnownKeys::default())).await?
    };
    if let Some(first) = admitted.candidates.first() {
        let (desk, count) = (first.entry.header().key_id, admitted.candidates.len());
        app.limits.entries.take(desk, count, app.up_for()).map_err(|why| limited(app, why))?;
    }
    if admitted.refused.as_ref().is_some_and(RefusedAt::is_bad_signature) {
        app.limits.unknown.take(origin.0, WRONG_SIGNATURE, app.up_for()).map_err(|why| limited(app, why))?;
    }
    Ok(admitted)
}

fn limited(app: &App, why: TooMany) -> HttpError {
    app.metrics.limited.get_or_create(&LimitLabels { limit: "entries" }).inc();
    HttpError::slow_down(why)
}

fn refuse(app: &App, refused: RefusedAt) -> HttpError {
    app.metrics.refused.get_or_create(&CodeLabels { code: refused.refusal.code() }).inc();
    refused.into()
}

/// Reads a body within its share of memory, which is held until the answer is made.
pub async fn read_body(app: &App, headers: &HeaderMap, body: Body) -> Result<(Bytes, OwnedSemaphorePermit), HttpError> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let length: usize = declared.unwrap_or_else(|| app.most_body());
    if length > app.most_body() {
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
