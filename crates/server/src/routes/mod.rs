//! The HTTP face: the public log after C2SP tlog-tiles, and the desks' own calls under `/v1`.

mod auth;
mod blocks;
mod entries;
mod error;
mod joins;
mod keys;
mod log;
mod session;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::{delete, get, post};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::TraceLayer;

use crate::app::App;

/// Longest pause between two pieces of a body.
const BODY_PAUSE: Duration = Duration::from_secs(10);
/// Longest work on one request; a long poll takes 25 s.
const REQUEST: Duration = Duration::from_secs(40);
/// Of everything but entries and keys, in bytes.
const SMALL_BODY: usize = 64 << 10;

type Shared = State<Arc<App>>;

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/checkpoint", get(log::checkpoint))
        .route("/tile/{*rest}", get(log::tile))
        .route("/v1/entries", post(entries::submit))
        .route("/v1/wait", get(log::wait))
        .route("/v1/blocks", get(blocks::list))
        .route("/v1/challenge", get(session::challenge))
        .route("/v1/session", post(session::open))
        .route("/v1/keys", post(keys::put).get(keys::list))
        .route("/v1/joins", post(joins::ask).get(joins::list))
        .route("/v1/joins/{id}", delete(joins::forget))
        .route("/healthz", get(health))
        .fallback(error::no_such_page)
        .method_not_allowed_fallback(error::no_such_method)
        .layer(DefaultBodyLimit::max(SMALL_BODY))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, REQUEST))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

async fn health(State(app): Shared) -> Result<axum::Json<serde_json::Value>, error::HttpError> {
    if !app.is_sequencing() {
        return Err(error::HttpError::not_stored());
    }
    let published = app.published();
    Ok(axum::Json(serde_json::json!({ "status": "ok", "origin": app.origin, "size": published.block.size })))
}
