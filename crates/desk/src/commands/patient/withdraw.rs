//! Marks a registration as entered in error, and takes that back. Nothing is deleted.

use std::sync::Arc;

use daybook_api::{ApiError, PatientId, PatientRecord, PatientStatus, RestorePatient, WithdrawPatient};
use daybook_ledger::{Act, Operation};

use super::{find, refuse_merged, show};
use crate::{
    commands::{field, invalid},
    desk::Desk,
    domain::{
        event::{Event, PatientEvent, Withdrawal},
        permit::permit,
        validate,
    },
    store::Decided,
};

/// Marks it; the reason is asked for.
pub async fn withdraw(desk: &Arc<Desk>, request: WithdrawPatient) -> Result<PatientRecord, ApiError> {
    let reason = validate::line(&request.reason);
    if reason.is_empty() || reason.chars().count() > 200 {
        return Err(invalid(vec![field("reason", "Say in a few words why this registration is an error.")]));
    }
    write(desk, &request.id, Act::PatientWithdraw, PatientStatus::Withdrawn, Withdrawal::Withdrawn { reason })
}

/// Takes it back.
pub async fn restore(desk: &Arc<Desk>, request: RestorePatient) -> Result<PatientRecord, ApiError> {
    write(desk, &request.id, Act::PatientRestore, PatientStatus::Registered, Withdrawal::Restored)
}

fn write(
    desk: &Arc<Desk>,
    id: &PatientId,
    act: Act,
    wanted: PatientStatus,
    withdrawal: Withdrawal,
) -> Result<PatientRecord, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientUpdate)?;
    let (patient, _) = open.store.read(|conn| find(conn, id))?;
    let entries = open.store.decide(&open.author(), desk.host(), |tx| {
        let (_, now) = find(tx, id)?;
        refuse_merged(&now)?;
        if now.status() == wanted {
            return Ok::<_, ApiError>(Vec::new());
        }
        let event = PatientEvent { patient, number: None, set: Vec::new(), withdrawn: Some(withdrawal), source: None };
        Ok(vec![Decided::sealed(act, patient, vec![Event::Patient(event)])])
    })?;
    show::record(&open, &patient, entries.first())
}
