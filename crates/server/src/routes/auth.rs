//! The session of a request, from its bearer token.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{header::AUTHORIZATION, request::Parts};

use super::error::HttpError;
use crate::app::App;
use crate::session::Session;

impl FromRequestParts<Arc<App>> for Session {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, HttpError> {
        let bearer = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = bearer.and_then(|value| value.strip_prefix("Bearer ")).ok_or_else(|| {
            HttpError::unauthorized("This needs a token: sign a challenge of /v1/challenge with the desk's key.")
        })?;
        Ok(app.sessions.check(&app.published().members, token, app.clock.now_ms())?)
    }
}
