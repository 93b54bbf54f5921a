//! Errors as JSON: a stable code, a sentence, and for bundles the position.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::evidence::ExportError;
use crate::limits::TooMany;
use crate::random::NoRandomness;
use crate::refusal::{Refusal, RefusedAt};
use crate::sequencer::Unavailable;
use crate::session::NoSession;
use crate::store::StoreError;

/// An answer that is not a success.
#[derive(Debug)]
pub struct HttpError {
    status: StatusCode,
    /// Seconds after which it may be tried again.
    retry_after: Option<u64>,
    body: Body,
}

#[derive(Debug, Serialize)]
struct Body {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
}

impl HttpError {
    /// A request that cannot be understood.
    pub fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    /// There is no such thing.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing at this address.")
    }

    /// The body is larger than allowed.
    pub fn too_large() -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is larger than the server takes.")
    }

    /// Too much of this at one time.
    pub fn too_many(message: impl Into<String>) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", message)
    }

    /// More than a limit allows.
    pub fn slow_down(why: TooMany) -> Self {
        let seconds = why.seconds();
        Self::too_many(format!("That is more than the server takes at once. Come again in {seconds} s.")).after(seconds)
    }

    /// Nothing can be stored now.
    pub fn not_stored() -> Self {
        Unavailable::NotStored.into()
    }

    /// Without a token, or with a bad one.
    pub fn unauthorized(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    /// Behind what somebody may read.
    pub fn beyond(reads: u64) -> Self {
        let message = format!("This desk has been shut out: it may read the first {reads} entries, and no further.");
        Self::new(StatusCode::FORBIDDEN, "revoked", message)
    }

    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, retry_after: None, body: Body { code, message: message.into(), position: None } }
    }

    fn after(self, seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// The answer at an address that is none.
pub async fn no_such_page() -> HttpError {
    HttpError::not_found()
}

/// The answer to another method than an address knows.
pub async fn no_such_method() -> HttpError {
    HttpError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address knows another method.")
}

impl From<RefusedAt> for HttpError {
    fn from(at: RefusedAt) -> Self {
        let status = match at.refusal {
            Refusal::InviteNeeded | Refusal::BadInvite => StatusCode::FORBIDDEN,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let body = Body { code: at.refusal.code(), message: at.refusal.to_string(), position: Some(at.position) };
        Self { status, retry_after: None, body }
    }
}

impl From<Unavailable> for HttpError {
    fn from(why: Unavailable) -> Self {
        match why {
            Unavailable::Busy => Self::too_many(sentence(&why)).after(1),
            Unavailable::NotStored => Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_stored", sentence(&why)),
        }
    }
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        Self::not_stored()
    }
}

impl From<ExportError> for HttpError {
    fn from(error: ExportError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "evidence could not be handed out");
        Self::not_stored()
    }
}

impl From<NoRandomness> for HttpError {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error);
        Self::not_stored()
    }
}

impl From<tokio::task::JoinError> for HttpError {
    fn from(error: tokio::task::JoinError) -> Self {
        tracing::error!(%error, "a task did not finish");
        Self::not_stored()
    }
}

impl From<NoSession> for HttpError {
    fn from(why: NoSession) -> Self {
        match why {
            NoSession::BadToken => Self::unauthorized(sentence(&why)),
            NoSession::BadChallenge => Self::new(StatusCode::FORBIDDEN, "bad_challenge", sentence(&why)),
            NoSession::NotEnrolled => Self::new(StatusCode::FORBIDDEN, "not_enrolled", sentence(&why)),
            NoSession::BadSignature => Self::new(StatusCode::FORBIDDEN, "bad_signature", sentence(&why)),
        }
    }
}

impl From<JsonRejection> for HttpError {
    fn from(rejection: JsonRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(),
            _ => Self::bad_request("bad_json", "The body is not the JSON that was agreed."),
        }
    }
}

impl From<QueryRejection> for HttpError {
    fn from(_: QueryRejection) -> Self {
        Self::bad_request("bad_query", "The address's query is not the one that was agreed.")
    }
}

fn sentence(why: &dyn std::fmt::Display) -> String {
    let text = why.to_string();
    let mut letters = text.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}
