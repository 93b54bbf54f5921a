//! Sharing with the ledger server: push, pull, join. Nothing the server says is believed that it does not prove.

pub mod accused;
pub mod address;
pub mod admit;
pub mod authority;
pub mod batch;
pub mod blocks;
pub mod book;
pub mod client;
pub mod code;
pub mod confirm;
pub mod connect;
pub mod engine;
pub mod evidence;
mod intake;
pub mod join;
mod keybox;
mod line;
pub mod plan;
pub mod policy;
pub mod proofs;
mod pull;
mod push;
mod rechain;
mod retry;
pub mod status;
mod tiles;
pub mod wire;
pub mod witnesses;

use std::time::Duration;

use daybook_api::{ApiError, ErrorCode};
use thiserror::Error;

use self::{client::ClientError, engine::Reach};
use crate::store::StoreError;

/// Why an attempt to share did not come to its end.
#[derive(Debug, Error)]
pub enum SyncError {
    /// No server is connected.
    #[error("no ledger server is connected")]
    NotConnected,
    /// The server contradicted itself, now or before; sharing rests.
    #[error("{0}")]
    Alarm(String),
    /// The server gave no usable answer.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The server says no to this desk as such, until people do something.
    #[error("{0}")]
    Stuck(String),
    /// The server says no for now.
    #[error("{0}")]
    NotYet(String),
    /// Our own store fails.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SyncError {
    /// Whether trying again later may help without anybody doing anything here.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::NotYet(_) | Self::Store(_) => true,
            Self::Client(error) => error.is_transient(),
            Self::NotConnected | Self::Alarm(_) | Self::Stuck(_) => false,
        }
    }

    /// How long the server asks to be left alone.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Client(ClientError::Busy { wait, .. }) => *wait,
            _ => None,
        }
    }

    /// Whether the desk has been locked meanwhile.
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Store(StoreError::Closed))
    }

    /// What it tells about the server being there.
    pub fn reach(&self) -> Reach {
        match self {
            Self::NotConnected => Reach::Unknown,
            Self::Client(ClientError::Refused(_)) | Self::Alarm(_) | Self::Stuck(_) | Self::NotYet(_) => Reach::Online,
            Self::Client(_) => Reach::Offline,
            Self::Store(_) => Reach::Unknown,
        }
    }

    /// What stands in the way, for people; nothing if nothing does.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Self::NotConnected => None,
            Self::Client(ClientError::Unreachable(_) | ClientError::Busy { .. }) => Some(
                "The ledger server cannot be reached. Your work here goes on and is safe; it is shared as soon as the server is back."
                    .to_owned(),
            ),
            Self::Client(error) => Some(format!("Sharing does not go on: {error}. Your work here is safe.")),
            Self::Store(error) => Some(format!("Sharing does not go on: {error}.")),
            Self::Alarm(sentence) | Self::Stuck(sentence) | Self::NotYet(sentence) => Some(sentence.clone()),
        }
    }
}

impl From<SyncError> for ApiError {
    fn from(error: SyncError) -> Self {
        let code = match &error {
            SyncError::Store(_) => {
                let SyncError::Store(error) = error else { return Self::new(ErrorCode::Internal, "") };
                return error.into();
            }
            SyncError::NotConnected => ErrorCode::NotFound,
            SyncError::Alarm(_) => ErrorCode::Tampered,
            SyncError::Stuck(_) | SyncError::NotYet(_) | SyncError::Client(ClientError::Refused(_)) => {
                ErrorCode::Refused
            }
            SyncError::Client(_) => ErrorCode::Offline,
        };
        let none = || "No ledger server is connected yet.".to_owned();
        Self::new(code, error.sentence().unwrap_or_else(none))
    }
}
