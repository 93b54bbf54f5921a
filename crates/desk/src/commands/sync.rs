//! How sharing stands, and sharing now.

use std::sync::Arc;

use daybook_api::{ApiError, GetSyncStatus, SyncNow, SyncStatus};

use crate::{
    desk::{Desk, Open},
    sync::{
        engine::{self, Sharing},
        status,
    },
};

/// How sharing stands.
pub async fn status(desk: &Arc<Desk>, _: GetSyncStatus) -> Result<SyncStatus, ApiError> {
    let open = desk.session()?;
    read(&open)
}

/// Shares now. Answers when nothing is left to do or it cannot go on: the status says which.
pub async fn now(desk: &Arc<Desk>, _: SyncNow) -> Result<SyncStatus, ApiError> {
    let open = desk.session()?;
    if let Err(error) = engine::attempt(desk, &open).await {
        tracing::info!(%error, "sharing does not go on");
    }
    read(&open)
}

fn read(open: &Open) -> Result<SyncStatus, ApiError> {
    Ok(status::status(&open.store, &open.part::<Sharing>().standing())?)
}
