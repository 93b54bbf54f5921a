//! Who may be the same person as somebody typed, registered, or told by a file. Never a reason to refuse anything.

use std::sync::Arc;

use daybook_api::{
    ApiError, Date, JobStarted, PatientRow, Person, ShowSimilar, Similar, SimilarPatient, SimilarRow, SimilarRows,
    SimilarToFile, SimilarToForm, SimilarToPatient, Strictness,
};
use daybook_ledger::{Id, Operation};
use rusqlite::Connection;

use super::{find, search::row};
use crate::{
    desk::{Desk, Open},
    domain::permit::permit,
    import::{ImportFile, Parsed, ReadOptions, Subject, upload::Uploads},
    jobs::Progress,
    similar::{self, Likely, Likenesses, Sought},
    store::{
        StoreError,
        projections::{pair, patient},
    },
};

const USUAL: u32 = 5;
const MOST: u32 = 100;

/// Those similar to a form being filled in.
pub async fn similar_to_form(desk: &Arc<Desk>, request: SimilarToForm) -> Result<Similar, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientRegister)?;
    let sought = Sought::of(&request.person, &request.born, None);
    answer(&open, &sought, request.limit, request.show)
}

/// Those similar to a registered patient.
pub async fn similar_to_patient(desk: &Arc<Desk>, request: SimilarToPatient) -> Result<Similar, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientUpdate)?;
    let (id, patient) = open.store.read(|conn| find(conn, &request.id))?;
    let sought = Sought::of(&patient.person, "", Some(id));
    answer(&open, &sought, request.limit, request.show)
}

/// Those similar to each row of a file, as a job whose result is [`SimilarRows`]. Nothing is written.
pub async fn similar_to_file(desk: &Arc<Desk>, request: SimilarToFile) -> Result<JobStarted, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::PatientRegister)?;
    let content = open.part::<Uploads>().content(&request.upload)?;
    let options = options(&request, desk.host().today());
    // What is wrong with the file or the mapping is said at once, not by the job.
    ImportFile::open(&content)?.remarks(&options)?;
    let work = move |progress: Progress| async move { each_row(&open, &content, &options, request.limit, &progress) };
    Ok(desk.jobs().start(desk.host(), work))
}

fn options(request: &SimilarToFile, today: Date) -> ReadOptions {
    let mapping = request.mapping.clone();
    ReadOptions { mapping, strictness: Strictness::Lenient, today, as_of: today }
}

fn each_row(
    open: &Open,
    content: &[u8],
    options: &ReadOptions,
    limit: u32,
    progress: &Progress,
) -> Result<SimilarRows, ApiError> {
    let file = ImportFile::open(content)?;
    let total = file.count();
    progress.note("Learning how the people here differ");
    similar::prepare(open)?;
    progress.note("Comparing");
    let mut rows = SimilarRows::default();
    for (number, parsed) in (1..).zip(file.records(options)?) {
        progress.check()?;
        progress.step(number, total);
        take(open, &mut rows, number, parsed, limit)?;
    }
    Ok(rows)
}

fn take(open: &Open, rows: &mut SimilarRows, row: u64, parsed: Parsed, limit: u32) -> Result<(), ApiError> {
    let (line, read) = match parsed.map(|record| (record.line, record.subject)) {
        Ok((line, Subject::Patient(person))) => (line, Ok(person)),
        Ok((line, Subject::Doctor(_))) => (line, Err("This is a doctor, not a patient.".to_owned())),
        Err(refused) => (refused.line, Err(refused.reason)),
    };
    let (Similar { candidates, alert, .. }, unread) = match read {
        Ok(person) => (similar_to(open, &person, limit)?, None),
        Err(why) => (Similar::default(), Some(why)),
    };
    rows.alerts += u64::from(alert);
    rows.unread += u64::from(unread.is_some());
    rows.rows.push(SimilarRow { row, line, alert, candidates, unread });
    Ok(())
}

fn similar_to(open: &Open, person: &Person, limit: u32) -> Result<Similar, ApiError> {
    answer(open, &Sought::of(person, "", None), limit, ShowSimilar::All)
}

fn answer(open: &Open, sought: &Sought, limit: u32, show: ShowSimilar) -> Result<Similar, ApiError> {
    if sought.profile.is_empty() {
        return Ok(Similar::default());
    }
    let limit = if limit == 0 { USUAL } else { limit.min(MOST) } as usize;
    let mut found = similar::find(open, sought)?;
    let told = match &sought.except {
        Some(patient) => open.store.read(|conn| pair::apart_from(conn, patient))?,
        None => Vec::new(),
    };
    found.retain(|likely| !told.contains(&likely.patient));
    let alert = found.first().is_some_and(|likeliest| likeliest.judgement.alerts());
    found.retain(|likely| show == ShowSimilar::All || likely.judgement.is_telling());
    found.truncate(limit);
    let model = open.part::<Likenesses>().model();
    open.store.read(|conn| {
        let shown = |likely: &Likely| shown(conn, &model, likely).transpose();
        let candidates = found.iter().filter_map(shown).collect::<Result<_, StoreError>>()?;
        Ok(Similar { candidates, alert, apart: rows(conn, &told)? })
    })
}

fn rows(conn: &Connection, patients: &[Id]) -> Result<Vec<PatientRow>, StoreError> {
    let load = |id: &Id| Ok(patient::load(conn, id)?.map(|patient| row(id, patient, Vec::new())));
    patients.iter().filter_map(|id| load(id).transpose()).collect()
}

fn shown(
    conn: &Connection,
    model: &crate::domain::similar::Model,
    likely: &Likely,
) -> Result<Option<SimilarPatient>, StoreError> {
    let Some(patient) = patient::load(conn, &likely.patient)? else { return Ok(None) };
    Ok(Some(SimilarPatient {
        patient: row(&likely.patient, patient, Vec::new()),
        probability: likely.judgement.probability,
        alert: likely.judgement.alerts(),
        likeness: likely.judgement.likeness,
        reasons: model.reasons(&likely.comparison),
    }))
}

#[cfg(test)]
pub(super) mod tests;
