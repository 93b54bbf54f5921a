//! A witness's HTTP face: add-checkpoint, and the checkpoint cosigned last for monitors.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use daybook_ledger::witness::{MAX_REQUEST, SIZE_TYPE};
use daybook_ledger::{AddCheckpoint, WitnessRefusal};
use tokio::task::spawn_blocking;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::TraceLayer;

use super::metrics::Metrics;
use super::watch::{Refused, Witness};
use crate::clock::Clock;

/// Longest pause between two pieces of a body.
const BODY_PAUSE: Duration = Duration::from_secs(10);
/// Longest work on one request.
const REQUEST: Duration = Duration::from_secs(30);
const TEXT: &str = "text/plain; charset=utf-8";

/// What every request can reach.
pub(super) struct App {
    pub witness: Witness,
    pub clock: Arc<dyn Clock>,
    pub metrics: Metrics,
}

type Shared = State<Arc<App>>;

/// The protocol's routes.
pub(super) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin_hash}/checkpoint", get(checkpoint))
        .route("/healthz", get(health))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// What is for the operator's own eyes.
pub(super) fn metrics_router(app: Arc<App>) -> Router {
    Router::new().route("/metrics", get(metrics)).route("/healthz", get(health)).with_state(app)
}

async fn add_checkpoint(State(app): Shared, body: Body) -> Response {
    let response = match to_bytes(body, MAX_REQUEST).await {
        Err(_) => answer(StatusCode::PAYLOAD_TOO_LARGE, "the request is too long, or did not arrive whole"),
        Ok(bytes) => match std::str::from_utf8(&bytes).ok().map(AddCheckpoint::parse) {
            None => answer(StatusCode::BAD_REQUEST, "the request is not text in UTF-8"),
            Some(Err(why)) => answer(StatusCode::BAD_REQUEST, &why.to_string()),
            Some(Ok(request)) => judge(app.clone(), request).await,
        },
    };
    app.metrics.answered(response.status().as_u16());
    response
}

async fn judge(app: Arc<App>, request: AddCheckpoint) -> Response {
    let now = app.clock.now_ms() / 1_000;
    match spawn_blocking(move || app.witness.add_checkpoint(&request, now)).await {
        Ok(Ok(line)) => (StatusCode::OK, [(header::CONTENT_TYPE, TEXT)], line.to_string()).into_response(),
        Ok(Err(Refused::Rule(refusal))) => refused(&refusal),
        Ok(Err(Refused::State(error))) => {
            tracing::error!(%error, "a cosignature could not be made durable");
            answer(StatusCode::SERVICE_UNAVAILABLE, "this witness cannot store what it signs at this moment")
        }
        Err(error) => {
            tracing::error!(%error, "a task did not finish");
            answer(StatusCode::INTERNAL_SERVER_ERROR, "this did not work, by a fault of the witness")
        }
    }
}

fn refused(refusal: &WitnessRefusal) -> Response {
    let status = StatusCode::from_u16(refusal.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match refusal {
        WitnessRefusal::NotLatest { latest } => {
            (status, [(header::CONTENT_TYPE, SIZE_TYPE)], format!("{latest}\n")).into_response()
        }
        refusal => answer(status, &refusal.to_string()),
    }
}

async fn checkpoint(State(app): Shared, Path(origin_hash): Path<String>) -> Response {
    match app.witness.checkpoint(&origin_hash) {
        Some(note) => ([(header::CONTENT_TYPE, TEXT), (header::CACHE_CONTROL, "no-store")], note).into_response(),
        None => answer(StatusCode::NOT_FOUND, "this witness has cosigned nothing of such a log"),
    }
}

async fn health(State(app): Shared) -> axum::Json<serde_json::Value> {
    axum::Json(serde_json::json!({ "status": "ok", "witness": app.witness.verifier().to_string() }))
}

async fn metrics(State(app): Shared) -> Response {
    const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, OPENMETRICS)], app.metrics.text(&app.witness.logs())).into_response()
}

fn answer(status: StatusCode, sentence: &str) -> Response {
    (status, [(header::CONTENT_TYPE, TEXT)], format!("{sentence}\n")).into_response()
}
