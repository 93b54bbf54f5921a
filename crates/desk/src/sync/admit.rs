//! Letting a waiting desk in, after two people have compared its code.

use std::sync::Arc;

use daybook_api::{ApiError, ErrorCode, WaitingDesk};
use daybook_ledger::{Act, ControlEvent, EnrolledDesk};
use rusqlite::Connection;

use super::{
    SyncError,
    code::ComparisonCode,
    engine::{self, Sharing},
    wire::WaitingJoin,
};
use crate::{
    desk::{Desk, Open},
    store::{
        Decided, StoreError,
        network::{self, Fold},
    },
};

/// The desks that wait at the server, each with the code it must be showing.
pub async fn waiting(open: &Arc<Open>) -> Result<Vec<WaitingDesk>, SyncError> {
    let (joins, log_key) = open.part::<Sharing>().joins(&open.store).await?;
    let row = |join: WaitingJoin| WaitingDesk {
        code: code(&log_key, &join).to_string(),
        name: join.name,
        asked_at: join.asked_at,
    };
    Ok(joins.into_iter().map(row).collect())
}

/// Enrols the waiting desk that shows `typed`, under the next number, with all site keys sealed to it. Its number.
pub async fn admit(desk: &Arc<Desk>, open: &Arc<Open>, typed: &str) -> Result<u16, ApiError> {
    let wanted = ComparisonCode::read(typed).ok_or_else(not_a_code)?;
    engine::attempt(desk, open).await?;
    let sharing = open.part::<Sharing>();
    let (joins, log_key) = sharing.joins(&open.store).await?;
    let join = joins.into_iter().find(|join| code(&log_key, join) == wanted).ok_or_else(nobody)?;
    let number = enrol(desk, open, &join)?;
    engine::attempt(desk, open).await?;
    if let Err(error) = sharing.forget_join(&open.store, &join.id).await {
        tracing::info!(%error, "the answered request stays until it expires");
    }
    Ok(number)
}

fn enrol(desk: &Arc<Desk>, open: &Arc<Open>, join: &WaitingJoin) -> Result<u16, ApiError> {
    let (site, site_keys) = open.store.read_with_keys(|_, keys| {
        Ok::<_, StoreError>((keys.site(), keys.site_keys_for(&join.sealing_key, desk.host())?))
    })?;
    let mut number = 0;
    open.store.decide(&open.author(), desk.host(), |tx| {
        number = next_number(tx, site)?;
        let enrolled =
            EnrolledDesk { number, name: join.name.clone(), spki: join.spki.clone(), sealing_key: join.sealing_key };
        Ok::<_, StoreError>(vec![Decided::control(
            Act::DeskEnrol,
            site,
            ControlEvent::DeskEnrol { desk: enrolled, site_keys },
        )])
    })?;
    Ok(number)
}

fn next_number(conn: &Connection, site: daybook_ledger::Id) -> Result<u16, StoreError> {
    Ok(network::load(conn, Fold::Local)?.next_desk_number(site))
}

fn code(log_key: &str, join: &WaitingJoin) -> ComparisonCode {
    ComparisonCode::of(log_key, &join.spki, &join.sealing_key)
}

fn not_a_code() -> ApiError {
    let message = "A code has twelve letters and digits, like ABCD-EFGH-JKMN.";
    crate::commands::invalid(vec![crate::commands::field("code", message)])
}

fn nobody() -> ApiError {
    ApiError::new(
        ErrorCode::NotFound,
        "No waiting desk shows this code. Compare it again; if it is right, the server may be passing on another desk's keys: do not go on.",
    )
}
