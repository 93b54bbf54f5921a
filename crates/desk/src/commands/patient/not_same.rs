//! Says that two patients who look alike are two people, and takes that back: two halves in one entry, each under its patient's key.

use std::sync::Arc;

use daybook_api::{ApiError, Done, ErrorCode, MaybeSame, NotSame, PatientId, Person};
use daybook_ledger::{Act, Id, Operation};
use rusqlite::Connection;

use super::find;
use crate::{
    desk::Desk,
    domain::{
        event::{Event, PairEvent, PairVerdict},
        permit::permit,
    },
    store::{Decided, projections::pair},
};

/// Says it of the two as they are now.
pub async fn not_same(desk: &Arc<Desk>, request: NotSame) -> Result<Done, ApiError> {
    write(desk, &request.one, &request.other, Act::PatientNotSame)
}

/// Takes it back.
pub async fn maybe_same(desk: &Arc<Desk>, request: MaybeSame) -> Result<Done, ApiError> {
    write(desk, &request.one, &request.other, Act::PatientMaybeSame)
}

fn write(desk: &Arc<Desk>, one: &PatientId, other: &PatientId, act: Act) -> Result<Done, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientUpdate)?;
    open.store.decide(&open.author(), desk.host(), |tx| {
        let two = both(tx, one, other)?;
        let is_said = pair::are_apart(tx, &two[0].0, &two[1].0)?;
        if is_said == (act == Act::PatientNotSame) {
            return Ok::<_, ApiError>(Vec::new());
        }
        Ok(vec![Decided::sealed(act, two[0].0, halves(&two, act))])
    })?;
    Ok(Done {})
}

fn both(conn: &Connection, one: &PatientId, other: &PatientId) -> Result<[(Id, Person); 2], ApiError> {
    let (one, other) = (find(conn, one)?, find(conn, other)?);
    if one.0 == other.0 {
        return Err(ApiError::new(ErrorCode::BadRequest, "This is one and the same patient. Name two."));
    }
    Ok([one, other].map(|(id, patient)| (id, patient.person)))
}

fn halves([(one, first), (other, second)]: &[(Id, Person); 2], act: Act) -> Vec<Event> {
    let half = |patient: &Id, other: &Id, person: &Person| {
        let verdict = match act {
            Act::PatientNotSame => PairVerdict::Apart { seen: pair::print(person) },
            _ => PairVerdict::Open,
        };
        Event::Pair(PairEvent { patient: *patient, other: *other, verdict })
    };
    vec![half(one, other, first), half(other, one, second)]
}
