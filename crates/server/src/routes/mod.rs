//! The HTTP face: the public log after C2SP tlog-tiles, and the desks' own calls under `/v1`.

mod auth;
mod blocks;
mod cosigned;
mod entries;
mod error;
mod evidence;
mod joins;
mod keys;
mod log;
mod observe;
mod session;
mod verify;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

use crate::access::guard;
use crate::app::App;

pub use error::HttpError;

/// Of everything but entries and keys, in bytes.
const SMALL_BODY: usize = 64 << 10;

type Shared = State<Arc<App>>;

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    let seconds = |seconds: u32| Duration::from_secs(seconds.into());
    let (pause, longest) = (app.config.limits.body_pause_seconds, app.config.limits.request_seconds);
    Router::new()
        .route("/checkpoint", get(log::checkpoint))
        .route("/tile/entries/{*rest}", get(log::entries))
        .route("/tile/{*rest}", get(log::tile))
        .route("/v1/entries", post(entries::submit))
        .route("/v1/wait", get(log::wait))
        .route("/v1/blocks", get(blocks::list))
        .route("/v1/blocks/{number}", get(blocks::one))
        .route("/v1/cosigned", get(cosigned::list))
        .route("/v1/proof/{index}", get(cosigned::proof))
        .route("/v1/witnesses", get(cosigned::witnesses))
        .route("/v1/challenge", get(session::challenge))
        .route("/v1/session", post(session::open))
        .route("/v1/keys", post(keys::put).get(keys::list))
        .route("/v1/joins", post(joins::ask).get(joins::list))
        .route("/v1/joins/{id}", delete(joins::forget))
        .route("/v1/evidence", get(evidence::list))
        .route("/v1/evidence/{number}", get(evidence::one))
        .route("/verify", get(verify::page))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .fallback(error::no_such_page)
        .method_not_allowed_fallback(error::no_such_method)
        .layer(from_fn_with_state(app.clone(), guard))
        .layer(DefaultBodyLimit::max(SMALL_BODY))
        .layer(RequestBodyTimeoutLayer::new(seconds(pause)))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, seconds(longest)))
        .layer(from_fn_with_state(app.clone(), observe::observe))
        .with_state(app)
}

/// What is for the operator's own eyes: numbers, and whether the server is well.
pub fn metrics_router(app: Arc<App>) -> Router {
    Router::new()
        .route("/metrics", get(observe::metrics))
        .route("/healthz", get(health))
        .route("/readyz", get(ready))
        .fallback(error::no_such_page)
        .with_state(app)
}

/// The process is there and its sequencer runs: if not, start it again.
async fn health(State(app): Shared) -> Result<axum::Json<serde_json::Value>, error::HttpError> {
    if !app.is_sequencing() {
        return Err(error::HttpError::not_stored());
    }
    let published = app.published();
    Ok(axum::Json(serde_json::json!({ "status": "ok", "origin": app.origin, "size": published.block.size })))
}

/// It takes entries and will go on doing so: if not, send them elsewhere for a while.
async fn ready(State(app): Shared) -> Result<axum::Json<serde_json::Value>, error::HttpError> {
    if *app.stopping.borrow() || !app.sequencer.is_sound() {
        return Err(error::HttpError::not_stored());
    }
    health(State(app)).await
}
