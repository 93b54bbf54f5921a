//! The session of a request, or the right to read, from what its token was found to be.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::error::HttpError;
use crate::access::Caller;
use crate::app::App;
use crate::session::Session;

/// Whoever may read entries.
#[derive(Clone, Copy, Debug)]
pub struct MayRead {
    /// Whether anybody may, so that shared caches may keep what is read.
    pub is_public: bool,
    /// How many entries; all where absent.
    pub reads: Option<u64>,
}

impl FromRequestParts<Arc<App>> for Session {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, HttpError> {
        match parts.extensions.get() {
            Some(Caller::Desk(session)) => Ok(*session),
            _ => Err(HttpError::unauthorized(
                "This needs a token: sign a challenge of /v1/challenge with the desk's key.",
            )),
        }
    }
}

impl FromRequestParts<Arc<App>> for MayRead {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, HttpError> {
        let is_public = app.config.access.public_entries;
        match parts.extensions.get() {
            _ if is_public => Ok(Self { is_public, reads: None }),
            Some(Caller::Desk(_) | Caller::Reader(_)) => Ok(Self { is_public, reads: None }),
            Some(Caller::Former(_, reads)) => Ok(Self { is_public, reads: Some(*reads) }),
            _ => Err(HttpError::unauthorized(
                "Entries are read with a token: a desk's, for a signed challenge of /v1/challenge, or one that this server's \
                 operator has issued.",
            )),
        }
    }
}
