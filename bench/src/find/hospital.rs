//! A hospital with so many made-up people in it, brought in through the import as a hospital would bring them in.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::{Context, Result, anyhow, bail};
use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{
    Birth, ConfirmRecovery, FoundHospital, Founded, GetJob, ImportReport, ImportRun, JobStarted, JobState, Login,
    Person, Sex, StartImport, Strictness, UploadChunk, UploadId,
};
use daybook_desk::{
    desk::{Desk, Options},
    host::SystemHost,
};
use daybook_tests::people::People;
use serde::de::DeserializeOwned;

const USER: &str = "bench";
const PASSWORD: &str = "three calm receptionists";
/// The people of all measurements.
const SEED: u64 = 12;
/// People in one file: what an upload may hold is limited.
const FILE: usize = 200_000;
/// Bytes handed over at a time.
const PIECE: usize = 4 << 20;
const HEADINGS: [&str; 11] =
    ["given", "family", "born", "sex", "phone", "address", "city", "postcode", "kin", "other_id", "note"];

/// The people a hospital of `count` has.
pub fn people(count: usize) -> impl Iterator<Item = Person> {
    People::new(SEED).take(count)
}

/// Opens the desk in a folder.
pub fn open(home: &Path) -> Result<Arc<Desk>> {
    Ok(Desk::open_with(home, Arc::new(SystemHost), Options::default())?)
}

/// Founds the hospital.
pub async fn found(desk: &Arc<Desk>) -> Result<()> {
    let hospital = FoundHospital {
        hospital: "Bench General".into(),
        code: "BEN".into(),
        user: USER.into(),
        name: "Bench".into(),
        password: PASSWORD.into(),
    };
    let founded: Founded = finish(desk, desk.request(hospital).await?).await?;
    desk.request(ConfirmRecovery { recovery_key: founded.recovery_key }).await?;
    Ok(())
}

/// Logs in.
pub async fn login(desk: &Arc<Desk>) -> Result<()> {
    desk.request(Login { user: USER.into(), password: PASSWORD.into() }).await?;
    Ok(())
}

/// Brings in the people of a hospital of `count`.
pub async fn fill(desk: &Arc<Desk>, count: usize) -> Result<()> {
    let mut people = people(count).enumerate().map(|(number, person)| (addressed(person, number), String::new()));
    loop {
        let lot: Vec<(Person, String)> = people.by_ref().take(FILE).collect();
        if lot.is_empty() {
            return Ok(());
        }
        import(desk, &lot, ImportRun::Real).await?;
    }
}

/// With a house number of their own: without it, two people alike in everything would be one record.
pub fn addressed(mut person: Person, number: usize) -> Person {
    person.address.lines = format!("{} / {}", person.address.lines, number % FILE);
    person
}

/// Brings people in, each with a note, or tells what that would do.
pub async fn import(desk: &Arc<Desk>, people: &[(Person, String)], run: ImportRun) -> Result<ImportReport> {
    let upload = upload(desk, &file(people)?).await?;
    let start = StartImport { upload, mapping: mapping(), run, strictness: Strictness::Lenient, as_of: None };
    let report: ImportReport = finish(desk, desk.request(start).await?).await?;
    if report.patients != people.len() as u64 {
        bail!("{} of {} people were brought in", report.patients, people.len());
    }
    Ok(report)
}

/// Which column is which field.
pub fn mapping() -> Vec<(String, String)> {
    HEADINGS.iter().map(|field| ((*field).into(), (*field).into())).collect()
}

/// People as a file has them, each with a note.
pub fn file(people: &[(Person, String)]) -> Result<Vec<u8>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(HEADINGS)?;
    for (person, note) in people {
        let sex = if person.sex == Sex::Female { "female" } else { "male" };
        let other = person.identifiers.first().map_or("", |other| other.value.as_str());
        let phone = person.phones.first().map_or("", String::as_str);
        let (address, born) = (&person.address, born(&person.birth));
        file.write_record([
            &person.given,
            &person.family,
            &born,
            sex,
            phone,
            &address.lines,
            &address.city,
            &address.postcode,
            &person.kin.name,
            other,
            note,
        ])?;
    }
    Ok(file.into_inner()?)
}

/// As a file has it.
pub fn born(birth: &Birth) -> String {
    match birth {
        Birth::Day { date } => date.to_string(),
        Birth::Month { year, month } => format!("{year}-{month:02}"),
        Birth::Year { year } | Birth::Estimated { year } => year.to_string(),
        Birth::Unknown | Birth::NotRecorded => String::new(),
    }
}

/// Hands a file over.
pub async fn upload(desk: &Arc<Desk>, file: &[u8]) -> Result<UploadId> {
    let mut upload = None;
    for piece in file.chunks(PIECE) {
        let chunk =
            UploadChunk { upload: upload.take(), name: "people.csv".into(), base64: BASE64_STANDARD.encode(piece) };
        upload = Some(desk.request(chunk).await?.upload);
    }
    upload.context("an empty file")
}

/// Waits for a job.
pub async fn finish<T: DeserializeOwned>(desk: &Arc<Desk>, job: JobStarted) -> Result<T> {
    loop {
        match desk.request(GetJob { job: job.job.clone() }).await?.state {
            JobState::Finished { result } => return Ok(serde_json::from_value(result)?),
            JobState::Failed { error } => return Err(anyhow!(error)),
            JobState::Running => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}
