//! Counting what is answered, and handing the numbers out.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Shared;
use crate::app::App;

/// What `prometheus-client` writes.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Counts an answer by route and status, and writes it down: neither address nor what was asked for by name.
pub async fn observe(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, path) = (request.method().clone(), request.extensions().get::<MatchedPath>().cloned());
    let mut response = next.run(request).await;
    let route = path.as_ref().map_or("none", MatchedPath::as_str);
    let (status, took) = (response.status().as_u16(), began.elapsed());
    app.metrics.answered(route, status, took);
    tracing::debug!(%method, route, status, ms = took.as_millis() as u64, "answered");
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The numbers.
pub async fn metrics(State(app): Shared) -> Response {
    ([(CONTENT_TYPE, OPEN_METRICS)], app.metrics.text()).into_response()
}
