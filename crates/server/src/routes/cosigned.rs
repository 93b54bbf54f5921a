//! What witnesses have cosigned: checkpoints, proofs under them, and how each witness does.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use daybook_ledger::{TlogProof, merkle};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;
use crate::cosigning::{Cosigned, Front, Sight};

/// How long a poll waits for other cosignatures.
const POLL: Duration = Duration::from_secs(25);

#[derive(Deserialize)]
pub struct Known {
    known: Option<String>,
}

/// Checkpoints with their cosignatures, the newest first; of no two has the newer one all witnesses of the older one.
#[derive(Serialize)]
pub struct Answer {
    tag: String,
    checkpoints: Vec<String>,
}

pub async fn list(State(app): Shared, query: Result<Query<Known>, QueryRejection>) -> Result<Response, HttpError> {
    let Query(Known { known }) = query?;
    let (mut front, mut stopping) = (app.cosigning.front.clone(), app.stopping.clone());
    let other = front.wait_for(|front| known.as_ref().is_none_or(|known| *known != front.tag()));
    tokio::select! {
        found = other => Ok(found.map_or_else(|_| StatusCode::NO_CONTENT.into_response(), |front| answer(&front))),
        () = tokio::time::sleep(POLL) => Ok(StatusCode::NO_CONTENT.into_response()),
        _ = stopping.wait_for(|stop| *stop) => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

fn answer(front: &Front) -> Response {
    let answer = Answer { tag: front.tag(), checkpoints: front.checkpoints().map(Cosigned::note).collect() };
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

pub async fn witnesses(State(app): Shared) -> Json<Vec<Sight>> {
    Json(app.cosigning.sights.all())
}

/// `c2sp.org/tlog-proof@v1` of an entry, under the newest checkpoint that a witness has cosigned; under the published one
/// as long as there is none.
pub async fn proof(State(app): Shared, Path(index): Path<u64>) -> Result<Response, HttpError> {
    let published = app.published();
    if index >= published.block.size {
        return Err(HttpError::not_found());
    }
    let front = app.cosigning.front.borrow().clone();
    let proven = spawn_blocking(move || {
        let under = front.checkpoints().find(|one| index < one.size && one.size <= published.block.size);
        match under {
            None => published.prove(index, &*app.log, &app.cache),
            Some(cosigned) => {
                let hashes = merkle::prove_inclusion(index, cosigned.size, &published.reader(&*app.log, &app.cache))?;
                Ok(TlogProof { index, hashes, checkpoint: cosigned.note(), extra: None })
            }
        }
    });
    match proven.await? {
        Ok(proof) => {
            let headers = [(header::CACHE_CONTROL, "no-store"), (header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            Ok((headers, proof.to_string()).into_response())
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "an entry could not be proven");
            Err(HttpError::not_stored())
        }
    }
}
