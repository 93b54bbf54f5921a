//! Evidence against the ledger server, for somebody else to check.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{ApiError, ErrorCode, ExportEvidence, Exported};
use daybook_ledger::Operation;

use crate::{desk::Desk, sync::evidence};

/// Hands out the evidence of an alarm, the newest if none is named.
pub async fn export(desk: &Arc<Desk>, request: ExportEvidence) -> Result<Exported, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let wanted = request.alarm;
    let found = open.store.read(|conn| evidence::file(conn, wanted))?;
    let none = || ApiError::new(ErrorCode::NotFound, "The ledger server has not contradicted itself at this desk.");
    let (alarm, text) = found.ok_or_else(none)?;
    Ok(Exported { name: format!("evidence-{alarm}.txt"), base64: BASE64_STANDARD.encode(text) })
}
