//! Patients registered twice: the check of the whole register, and what it has found. For administrators.

use std::sync::Arc;

use daybook_api::{
    ApiError, CheckDuplicates, CheckState, DuplicatePair, Duplicates, ErrorCode, JobStarted, ListDuplicates,
    PairPatient, PatientId, RegisterCheck, ShowPairs,
};
use daybook_ledger::{Id, Role};
use rusqlite::Connection;

use crate::{
    desk::{Desk, Open},
    similar::{self, Judged},
    store::{
        StoreError, index,
        pairs::{self, Checked, Wanted},
        projections::{pair, patient},
    },
};

const USUAL: u32 = 50;
/// So many of the likeliest are looked at: more nobody goes through.
const MOST: usize = 2_000;

/// Starts the check, or goes on with it.
pub async fn check_duplicates(desk: &Arc<Desk>, _: CheckDuplicates) -> Result<JobStarted, ApiError> {
    Ok(similar::start(desk, &administrator(desk)?)?)
}

/// Lists what it has found. A check that was begun goes on with what was written since.
pub async fn duplicates(desk: &Arc<Desk>, request: ListDuplicates) -> Result<Duplicates, ApiError> {
    let open = administrator(desk)?;
    similar::go_on_in_background(desk, &open);
    let limit = if request.limit == 0 { USUAL } else { request.limit } as usize;
    // Before the pairs: once everybody has been compared, all of them are listed.
    let check = how_far(desk, &open)?;
    let mut pairs = match request.shown {
        ShowPairs::Likely => likely(&open)?,
        ShowPairs::Apart => apart(&open)?,
    };
    let total = pairs.len() as u64;
    pairs.truncate(limit);
    let pairs = open.store.read(|conn| {
        let shown = |judged| shown(conn, judged).transpose();
        pairs.into_iter().filter_map(shown).collect::<Result<_, StoreError>>()
    })?;
    Ok(Duplicates { pairs, total, check })
}

fn administrator(desk: &Desk) -> Result<Arc<Open>, ApiError> {
    let open = desk.session()?;
    match open.session.role {
        Role::Administrator => Ok(open),
        _ => Err(ApiError::new(
            ErrorCode::NotAllowed,
            "Only an administrator can look through the whole register for patients registered twice.",
        )),
    }
}

/// Compared anew, since records and weights may have changed; those of whom somebody said that they are two people are left out.
fn likely(open: &Open) -> Result<Vec<Judged>, StoreError> {
    let found = open.store.read(|conn| {
        let mut open = Vec::new();
        for known in pairs::likeliest(conn, MOST)? {
            if !pair::are_apart(conn, &known.one, &known.other)? {
                open.push((known.one, known.other));
            }
        }
        Ok::<_, StoreError>(open)
    })?;
    let mut judged = similar::judge(open, &found)?;
    judged.retain(|pair| pair.judgement.alerts());
    judged.sort_by(|one, other| other.judgement.bits.total_cmp(&one.judgement.bits));
    Ok(judged)
}

fn apart(open: &Open) -> Result<Vec<Judged>, StoreError> {
    let mut told = open.store.read(pair::all_apart)?;
    told.truncate(MOST);
    similar::judge(open, &told)
}

fn shown(conn: &Connection, judged: Judged) -> Result<Option<DuplicatePair>, StoreError> {
    let [one, other] = judged.patients.map(|id| named(conn, id));
    let (Some(one), Some(other)) = (one?, other?) else { return Ok(None) };
    let (probability, likeness) = (judged.judgement.probability, judged.judgement.likeness);
    Ok(Some(DuplicatePair { one, other, probability, likeness, reasons: judged.reasons }))
}

fn named(conn: &Connection, id: Id) -> Result<Option<PairPatient>, StoreError> {
    let known = patient::load(conn, &id)?;
    Ok(known.map(|known| PairPatient { id: PatientId(id.to_string()), number: known.number, person: known.person }))
}

fn how_far(desk: &Desk, open: &Open) -> Result<RegisterCheck, StoreError> {
    let job = similar::running(desk, open);
    let checked = open.store.read(pairs::checked)?;
    // The work knows how much is left; to count it takes a walk over the log.
    let left = match job.as_ref().and_then(|job| desk.jobs().status(job)).filter(|status| status.total > 0) {
        Some(status) => status.total.saturating_sub(status.done),
        None => open.store.read(|conn| index::count_since(conn, checked.upto))?,
    };
    let state = if job.is_some() { CheckState::Running } else { at_rest(checked) };
    Ok(RegisterCheck { state, job, left, finished_at: checked.finished_at })
}

fn at_rest(checked: Checked) -> CheckState {
    match (checked.wanted, checked.upto) {
        (Wanted::Yes, _) => CheckState::Done,
        (Wanted::No, 0) => CheckState::Never,
        (Wanted::No, _) => CheckState::Stopped,
    }
}

#[cfg(test)]
mod tests;
