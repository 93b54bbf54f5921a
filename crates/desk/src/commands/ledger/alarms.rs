//! What the server was found to have contradicted.

use std::sync::Arc;

use daybook_api::{AlarmRow, ApiError, ListAlarms};
use daybook_ledger::Operation;

use crate::{
    desk::Desk,
    sync::{
        accused,
        book::{self, Kept},
    },
};

/// Every contradiction, newest first.
pub async fn list(desk: &Arc<Desk>, _: ListAlarms) -> Result<Vec<AlarmRow>, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let kept = open.store.read(book::alarms)?;
    Ok(kept.into_iter().map(row).collect())
}

fn row(kept: Kept) -> AlarmRow {
    AlarmRow {
        id: kept.id,
        kind: kept.kind.as_str().to_owned(),
        sentence: accused::sentence(kept.kind, &kept.witnesses),
        at: kept.at,
        settled_at: kept.settled_at,
        size: kept.size,
        root: kept.root.to_string(),
        detail: kept.detail,
        kept: kept.kept,
        shown: kept.shown,
        witnesses: kept.witnesses,
    }
}
