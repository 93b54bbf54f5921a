//! Which rows of a file are people who are probably registered already: told by a trial, before anything is written.

use daybook_api::{ApiError, PatientId, Person, ProbablyHere};

use super::{Record, Subject};
use crate::{
    desk::Open,
    jobs::Progress,
    similar::{self, Likenesses, Sought},
    store::{StoreError, projections::patient},
};

/// For each row at most the likeliest, where an alert would be raised at the desk.
pub fn probably_here(open: &Open, progress: &Progress, records: &[Record]) -> Result<Vec<ProbablyHere>, ApiError> {
    let mut here = Vec::new();
    for record in records {
        progress.check()?;
        if let Subject::Patient(person) = &record.subject {
            here.extend(likeliest(open, record.line, person)?);
        }
    }
    Ok(here)
}

fn likeliest(open: &Open, line: u64, person: &Person) -> Result<Option<ProbablyHere>, StoreError> {
    let sought = Sought::of(person, "", None);
    if sought.profile.is_empty() {
        return Ok(None);
    }
    let found = similar::find(open, &sought)?.into_iter().next();
    let Some(likely) = found.filter(|likely| likely.judgement.alerts()) else { return Ok(None) };
    let reasons = open.part::<Likenesses>().model().reasons(&likely.comparison);
    let known = open.store.read(|conn| patient::load(conn, &likely.patient))?;
    Ok(known.map(|known| ProbablyHere {
        line,
        patient: PatientId(likely.patient.to_string()),
        number: known.number,
        family: known.person.family,
        given: known.person.given,
        probability: likely.judgement.probability,
        likeness: likely.judgement.likeness,
        reasons,
    }))
}
