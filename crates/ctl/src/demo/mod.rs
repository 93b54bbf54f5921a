//! A hospital filled for a demonstration: patients, doctors with hours, a day of appointments.

mod day;
mod people;
mod random;
mod rooms;

use std::path::{Path, PathBuf};

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{Doctor, GetDoctor, ImportReport, ListDoctors, StartImport, UpdateDoctor, UploadChunk, UploadId};
use serde_json::json;

use self::random::Random;
use crate::{
    args::Demo,
    commands::import,
    exit::{Failure, Verdict},
    terminal::Terminal,
};

const DOCTORS: u32 = 60;

/// Fills the hospital; run again, it adds only what is missing.
pub async fn fill(terminal: &Terminal, demo: Demo) -> Result<Verdict, Failure> {
    let mut random = Random::new(demo.seed);
    let patients =
        bring(terminal, found(&demo, "synthea-patients.ndjson"), || people::patients(demo.patients, demo.seed)).await?;
    let doctors =
        bring(terminal, found(&demo, "synthea-practitioners.ndjson"), || people::doctors(DOCTORS, demo.seed)).await?;
    let placed = place_doctors(terminal, &mut random).await?;
    let booked = day::book(terminal, &mut random).await?;
    let filled = json!({
        "patients": patients.patients, "doctors": doctors.doctors, "doctors_with_new_hours": placed, "appointments": booked,
    });
    terminal.output.result(&filled, || {
        format!(
            "{} patients and {} doctors imported, {placed} doctors given rooms and hours, {booked} appointments booked for today.",
            patients.patients, doctors.doctors
        )
    });
    Ok(Verdict::Good)
}

/// A file of the data folder, if it is there.
fn found(demo: &Demo, name: &str) -> Option<PathBuf> {
    let data = demo.data.as_deref()?;
    [data.join("patients").join(name), data.join(name)].into_iter().find(|path| path.is_file())
}

async fn bring(
    terminal: &Terminal,
    file: Option<PathBuf>,
    make: impl FnOnce() -> String,
) -> Result<ImportReport, Failure> {
    let upload = match file {
        Some(path) => import::upload(terminal, Path::new(&path)).await?,
        None => hand_over(terminal, &make()).await?,
    };
    let start = StartImport {
        upload,
        mapping: Vec::new(),
        run: Default::default(),
        strictness: Default::default(),
        as_of: None,
    };
    let job = terminal.request(start).await?;
    terminal.finish(job).await
}

async fn hand_over(terminal: &Terminal, text: &str) -> Result<UploadId, Failure> {
    let chunk = UploadChunk { upload: None, name: "made up.ndjson".to_owned(), base64: BASE64_STANDARD.encode(text) };
    Ok(terminal.request(chunk).await?.upload)
}

/// Gives every doctor without hours a department, a room and a week. How many there were.
async fn place_doctors(terminal: &Terminal, random: &mut Random) -> Result<usize, Failure> {
    let rows = terminal.request(ListDoctors::default()).await?;
    let mut placed = 0;
    for (place, row) in rows.into_iter().enumerate().filter(|(_, row)| row.form.hours.is_empty()) {
        let Doctor { id, form: before, .. } = terminal.request(GetDoctor { id: row.id }).await?;
        let after = rooms::placed(before.clone(), place, random);
        terminal.request(UpdateDoctor { id, before, after }).await?;
        placed += 1;
    }
    Ok(placed)
}
