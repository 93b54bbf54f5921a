//! `GET /v1/challenge`, `POST /v1/session`: a token for who holds an enrolled desk's key.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use daybook_ledger::KeyId;
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;

#[derive(Serialize)]
pub struct Challenge {
    challenge: String,
}

#[derive(Deserialize)]
pub struct Answer {
    key_id: String,
    challenge: String,
    signature: String,
}

#[derive(Serialize)]
pub struct Opened {
    token: String,
    expires_in: u64,
    /// How many entries may be read; all where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    reads: Option<u64>,
}

pub async fn challenge(State(app): Shared) -> Result<Json<Challenge>, HttpError> {
    Ok(Json(Challenge { challenge: app.sessions.challenge(app.clock.now_ms())? }))
}

pub async fn open(State(app): Shared, answer: Result<Json<Answer>, JsonRejection>) -> Result<Json<Opened>, HttpError> {
    let Json(answer) = answer?;
    let malformed = || HttpError::bad_request("bad_answer", "Key id or signature cannot be read.");
    let desk = KeyId::from_hex(&answer.key_id).map_err(|_| malformed())?;
    let signature = BASE64.decode(&answer.signature).map_err(|_| malformed())?;
    let token = spawn_blocking(move || {
        app.sessions.open(&app.published().members, &desk, &answer.challenge, &signature, app.clock.now_ms())
    });
    let token = token.await??;
    Ok(Json(Opened { token: token.text, expires_in: token.expires_in, reads: token.reads }))
}
