//! Connecting to a ledger server.

use std::sync::Arc;

use daybook_api::{ApiError, ConnectServer, SyncStatus};
use daybook_ledger::Operation;

use crate::{desk::Desk, sync::connect};

/// Connects this hospital to a ledger server, whose key was given, and shares what has been written so far.
pub async fn connect(desk: &Arc<Desk>, request: ConnectServer) -> Result<SyncStatus, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    connect::connect(desk, &open, &request).await
}
