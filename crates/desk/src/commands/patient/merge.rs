//! Merges two records of one person, and takes that back: what each of them says is one entry, each event under its record's key.

use std::sync::Arc;

use daybook_api::{ApiError, ErrorCode, MergePatients, PatientRecord, PatientStatus, UnmergePatients};
use daybook_ledger::{Act, Id, Operation};
use rusqlite::Connection;

use super::{
    find, show,
    update::{changes, check},
};
use crate::{
    desk::Desk,
    domain::{
        event::{Event, PatientEvent, PatientField, Withdrawal},
        permit::permit,
        validate,
    },
    store::{
        Decided, StoreError,
        projections::{
            change::{self, Change},
            patient::{Patient, differences, fold},
        },
    },
};

/// Keeps the one record, as the form has it, and hides the other behind it.
pub async fn merge(desk: &Arc<Desk>, request: MergePatients) -> Result<PatientRecord, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientUpdate)?;
    let (before, after) = (validate::tidy(request.before), validate::tidy(request.after));
    let other = validate::tidy(request.other);
    check(&before, &after, desk.host().today())?;
    let (keep, _) = open.store.read(|conn| find(conn, &request.keep))?;
    let entries = open.store.decide(&open.author(), desk.host(), |tx| {
        let ((keep, kept), (gone, merged)) = (find(tx, &request.keep)?, find(tx, &request.gone)?);
        refuse(&keep, &kept, &gone, &merged)?;
        if validate::tidy(merged.person) != other {
            return Err(changed_meanwhile());
        }
        let set = changes(&before, &after, &validate::tidy(kept.person))?;
        let hidden = event(gone, Vec::new(), Some(Withdrawal::Merged { into: keep }));
        // Also where it takes nothing from the other: its history tells of the merge.
        Ok(vec![Decided::sealed(Act::PatientMerge, keep, vec![hidden, event(keep, set, None)])])
    })?;
    show::record(&open, &keep, entries.first())
}

/// Lets the merged record stand by itself again.
pub async fn unmerge(desk: &Arc<Desk>, request: UnmergePatients) -> Result<PatientRecord, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientUpdate)?;
    let (gone, _) = open.store.read(|conn| find(conn, &request.gone))?;
    let entries = open.store.decide(&open.author(), desk.host(), |tx| {
        let (_, now) = find(tx, &request.gone)?;
        let Some(into) = now.merged else { return Ok::<_, ApiError>(Vec::new()) };
        let stands = event(gone, Vec::new(), Some(Withdrawal::Restored));
        let kept = event(into, taken_back(tx, &gone, &into)?, None);
        Ok(vec![Decided::sealed(Act::PatientUnmerge, gone, vec![stands, kept])])
    })?;
    show::record(&open, &gone, entries.first())
}

fn event(patient: Id, set: Vec<PatientField>, withdrawn: Option<Withdrawal>) -> Event {
    Event::Patient(PatientEvent { patient, number: None, set, withdrawn, source: None })
}

fn refuse(keep: &Id, kept: &Patient, gone: &Id, merged: &Patient) -> Result<(), ApiError> {
    if keep == gone {
        return Err(ApiError::new(ErrorCode::BadRequest, "This is one and the same record. Name two."));
    }
    match (kept.status(), merged.status()) {
        (PatientStatus::Registered, PatientStatus::Registered) => Ok(()),
        _ => Err(ApiError::new(
            ErrorCode::Conflict,
            "One of the two records is withdrawn or merged already. Look at both again.",
        )),
    }
}

fn changed_meanwhile() -> ApiError {
    ApiError::new(
        ErrorCode::Conflict,
        "Somebody changed the other record meanwhile. Look at both again; nothing was merged.",
    )
}

/// What the merge wrote into the kept record and nobody has changed since, as it was before.
fn taken_back(conn: &Connection, gone: &Id, kept: &Id) -> Result<Vec<PatientField>, StoreError> {
    let is_merge = |change: &&Change| matches!(&change.event, Event::Patient(PatientEvent { withdrawn: Some(Withdrawal::Merged { into }), .. }) if into == kept);
    let Some(entry) = change::of(conn, gone)?.iter().rfind(is_merge).map(|merge| merge.entry) else {
        return Ok(Vec::new());
    };
    let all = change::of(conn, kept)?;
    let Some(at) = all.iter().position(|change| change.entry == entry) else { return Ok(Vec::new()) };
    let (before, after, now) = (fold(&all[..at]).person, fold(&all[..=at]).person, fold(&all).person);
    let since = differences(&after, &now);
    let mut back = differences(&after, &before);
    back.retain(|field| since.iter().all(|other| other.key() != field.key()));
    Ok(back)
}

#[cfg(test)]
mod tests;
