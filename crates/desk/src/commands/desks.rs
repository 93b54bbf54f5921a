//! The hospital's desks: who they are, who asks to join, letting in, shutting out.

use std::sync::Arc;

use daybook_api::{
    ApiError, ApproveDesk, DeskRow, Desks, ErrorCode, Here, JobStarted, JoinHospital, ListDesks, RevokeDesk, Standing,
};
use daybook_ledger::{Act, ControlEvent, DeskState, Operation};
use rusqlite::Connection;

use crate::{
    desk::{Desk, Open},
    store::{
        Decided, StoreError,
        keys::KeyRing,
        network::{self, Fold},
    },
    sync::{admit, join},
};

/// Joins a hospital as a job whose result is [`daybook_api::Joined`]; its note shows the code to compare.
pub async fn join(desk: &Arc<Desk>, request: JoinHospital) -> Result<JobStarted, ApiError> {
    let asked = join::check(desk, &request)?;
    let worker = Arc::clone(desk);
    Ok(desk.jobs().start(desk.host(), move |progress| async move { join::join(&worker, asked, &progress).await }))
}

/// The desks of this hospital, and those that wait at the server while it can be reached.
pub async fn list(desk: &Arc<Desk>, _: ListDesks) -> Result<Desks, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    let enrolled = open.store.read_with_keys(enrolled)?;
    let waiting = match admit::waiting(&open).await {
        Ok(waiting) => waiting,
        Err(error) => {
            tracing::info!(%error, "who waits to join is not known");
            Vec::new()
        }
    };
    Ok(Desks { enrolled, waiting })
}

/// Lets in the waiting desk that shows this code.
pub async fn approve(desk: &Arc<Desk>, request: ApproveDesk) -> Result<DeskRow, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    let number = admit::admit(desk, &open, &request.code).await?;
    row(&open, number)
}

/// Shuts a desk out for good. What it had shared stays; what it has not is lost to the others.
pub async fn revoke(desk: &Arc<Desk>, request: RevokeDesk) -> Result<DeskRow, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    let reason = request.reason.trim().to_owned();
    if reason.is_empty() || reason.chars().count() > 200 {
        let message = "Say why, in up to 200 characters; name no patient.";
        return Err(super::invalid(vec![super::field("reason", message)]));
    }
    let (site, here) = open.store.read_with_keys(|_, keys| Ok::<_, StoreError>((keys.site(), keys.desk())))?;
    if here == request.number {
        return Err(ApiError::new(ErrorCode::Conflict, "A desk cannot shut itself out. Do this at another desk."));
    }
    if row(&open, request.number)?.standing == Standing::Ended {
        return Err(ApiError::new(ErrorCode::Conflict, "This desk is shut out already."));
    }
    let event = ControlEvent::DeskRevoke { number: request.number, reason };
    open.store.commit(&open.author(), vec![Decided::control(Act::DeskRevoke, site, event)], desk.host())?;
    row(&open, request.number)
}

fn row(open: &Open, number: u16) -> Result<DeskRow, ApiError> {
    let rows = open.store.read_with_keys(enrolled)?;
    let found = rows.into_iter().find(|row| row.number == number);
    found.ok_or_else(|| ApiError::new(ErrorCode::NotFound, "The hospital has no desk with this number."))
}

fn enrolled(conn: &Connection, keys: &KeyRing) -> Result<Vec<DeskRow>, StoreError> {
    let state = network::load(conn, Fold::Local)?;
    let row = |desk: &DeskState| DeskRow {
        number: desk.number,
        name: desk.name.clone(),
        standing: if desk.revoked_at.is_some() { Standing::Ended } else { Standing::Active },
        here: if desk.number == keys.desk() { Here::Yes } else { Here::No },
        last_entry_at: (desk.next_seq > 0).then(|| i64::try_from(desk.last_time.ms).unwrap_or(i64::MAX)),
        entries: desk.next_seq,
    };
    let mut rows: Vec<DeskRow> = state.desks_of(keys.site()).map(|(_, desk)| row(desk)).collect();
    rows.sort_by_key(|row| row.number);
    Ok(rows)
}
