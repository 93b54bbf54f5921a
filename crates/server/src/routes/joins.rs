//! `/v1/joins`: desks that ask to be enrolled, for an hour, until an enrolled desk has answered.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use daybook_ledger::verify::{is_desk_key, native::AwsLc};
use daybook_ledger::{Id, VerifyPs256};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

use super::Shared;
use super::error::HttpError;
use crate::app::{App, MAX_JOINS};
use crate::random;
use crate::session::Session;
use crate::store::{Dropped, JoinRequest};

const HOUR_MS: u64 = 60 * 60 * 1_000;
const MAX_NAME: usize = 100;

#[derive(Deserialize)]
pub struct Asking {
    name: String,
    spki: String,
    sealing_key: String,
    signature: String,
}

#[derive(Serialize)]
pub struct Taken {
    id: String,
}

#[derive(Serialize)]
pub struct JoinRow {
    id: String,
    name: String,
    spki: String,
    sealing_key: String,
    /// Unix milliseconds.
    asked_at: u64,
}

pub async fn ask(State(app): Shared, asking: Result<Json<Asking>, JsonRejection>) -> Result<Json<Taken>, HttpError> {
    let Json(asking) = asking?;
    let id = spawn_blocking(move || keep(&app, asking)).await??;
    Ok(Json(Taken { id: id.to_string() }))
}

pub async fn list(State(app): Shared, _: Session) -> Result<Json<Vec<JoinRow>>, HttpError> {
    let requests = spawn_blocking(move || waiting(&app)).await??;
    Ok(Json(requests.into_iter().map(JoinRow::from).collect()))
}

pub async fn forget(State(app): Shared, _: Session, Path(id): Path<String>) -> Result<StatusCode, HttpError> {
    let id = Id::from_hex(&id).map_err(|_| HttpError::not_found())?;
    match spawn_blocking(move || app.beside.drop_join(&id)).await?? {
        Dropped::Gone => Ok(StatusCode::NO_CONTENT),
        Dropped::NotThere => Err(HttpError::not_found()),
    }
}

fn keep(app: &Arc<App>, asking: Asking) -> Result<Id, HttpError> {
    let request = read(app, asking)?;
    let waiting = waiting(app)?;
    let is_new = waiting.iter().all(|known| known.spki != request.spki);
    if is_new && waiting.len() >= MAX_JOINS {
        return Err(HttpError::too_many("Too many desks are waiting to join."));
    }
    Ok(app.beside.put_join(&request)?)
}

fn waiting(app: &Arc<App>) -> Result<Vec<JoinRequest>, HttpError> {
    Ok(app.beside.joins_since(app.clock.now_ms().saturating_sub(HOUR_MS))?)
}

fn read(app: &Arc<App>, asking: Asking) -> Result<JoinRequest, HttpError> {
    let malformed = || HttpError::bad_request("bad_join", "Name, keys or signature cannot be read.");
    let decode = |text: &str| BASE64.decode(text).map_err(|_| malformed());
    let spki = decode(&asking.spki)?;
    let sealing_key: [u8; 32] = decode(&asking.sealing_key)?.try_into().map_err(|_| malformed())?;
    let signature = decode(&asking.signature)?;
    let has_name = !asking.name.trim().is_empty() && asking.name.chars().count() <= MAX_NAME;
    if !has_name || asking.name.chars().any(char::is_control) || !is_desk_key(&spki) {
        return Err(malformed());
    }
    let statement = [b"daybook join v1\n", app.origin.as_bytes(), b"\n", &spki, &sealing_key].concat();
    if AwsLc.verify(&spki, &statement, &signature).is_err() {
        return Err(HttpError::bad_request("bad_signature", "The request is not signed with the key it carries."));
    }
    let (id, asked_ms) = (Id(random::bytes()?), app.clock.now_ms());
    Ok(JoinRequest { id, name: asking.name, spki, sealing_key, asked_ms })
}

impl From<JoinRequest> for JoinRow {
    fn from(request: JoinRequest) -> Self {
        Self {
            id: request.id.to_string(),
            name: request.name,
            spki: BASE64.encode(request.spki),
            sealing_key: BASE64.encode(request.sealing_key),
            asked_at: request.asked_ms,
        }
    }
}
