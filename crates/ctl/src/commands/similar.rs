//! Who may be the same person.

use std::path::Path;

use daybook_api::{
    PatientId, Reason, ShowSimilar, Similar, SimilarPatient, SimilarRow, SimilarRows, SimilarToFile, SimilarToPatient,
};
use serde_json::{Value, json};

use super::{
    import,
    words::{born, name_of},
};
use crate::{
    args,
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Those similar to one patient, or to each row of a file.
pub async fn similar(terminal: &Terminal, asked: args::Similar) -> Result<Verdict, Failure> {
    match (asked.csv, asked.number) {
        (Some(path), _) => to_file(terminal, &path, asked.map, asked.limit).await,
        (None, number) => to_patient(terminal, number.unwrap_or_default(), asked.limit).await,
    }
}

async fn to_patient(terminal: &Terminal, number: String, limit: u32) -> Result<Verdict, Failure> {
    let request = SimilarToPatient { id: PatientId(number), limit, show: ShowSimilar::All };
    let Similar { candidates, alert, apart } = terminal.request(request).await?;
    let told: Vec<&str> = apart.iter().map(|row| row.number.as_str()).collect();
    let value = json!({
        "alert": alert, "candidates": candidates.iter().map(candidate).collect::<Vec<_>>(), "said_to_be_others": told,
    });
    terminal.output.result(&value, || match candidates.is_empty() {
        true => "Nobody is similar.".to_owned(),
        false => candidates.iter().map(in_words).collect::<Vec<_>>().join("\n"),
    });
    Ok(Verdict::Good)
}

async fn to_file(
    terminal: &Terminal,
    path: &Path,
    mapping: Vec<(String, String)>,
    limit: u32,
) -> Result<Verdict, Failure> {
    let upload = import::upload(terminal, path).await?;
    let job = terminal.request(SimilarToFile { upload, mapping, limit }).await?;
    let found: SimilarRows = terminal.finish(job).await?;
    let rows: Vec<Value> = found.rows.iter().map(row).collect();
    terminal.output.result(&rows, || {
        let rows = found.rows.iter().filter(|row| row.alert).map(row_in_words);
        let sum = format!(
            "{} rows, {} of them probably here already, {} not read",
            found.rows.len(),
            found.alerts,
            found.unread
        );
        rows.chain([sum]).collect::<Vec<_>>().join("\n")
    });
    Ok(Verdict::Good)
}

fn row(row: &SimilarRow) -> Value {
    let candidates: Vec<Value> = row.candidates.iter().map(candidate).collect();
    json!({
        "row": row.row, "line": row.line, "alert": row.alert, "candidates": candidates, "unread": row.unread,
    })
}

fn candidate(similar: &SimilarPatient) -> Value {
    let patient = &similar.patient;
    json!({
        "number": patient.number, "family": patient.family, "given": patient.given, "born": born(patient.birth),
        "probability": similar.probability, "alert": similar.alert, "likeness": similar.likeness,
        "reasons": similar.reasons.iter().map(sentence).collect::<Vec<_>>(), "id": patient.id,
    })
}

fn row_in_words(row: &SimilarRow) -> String {
    let likeliest = row.candidates.first().map(in_words).unwrap_or_default();
    format!("line {}: {likeliest}", row.line)
}

fn in_words(similar: &SimilarPatient) -> String {
    let (patient, reasons) = (&similar.patient, similar.reasons.iter().map(sentence).collect::<Vec<_>>());
    format!(
        "{}  {}, {}  {:.1} %  {}: {}",
        patient.number,
        patient.family,
        patient.given,
        100.0 * similar.probability,
        name_of(&similar.likeness),
        reasons.join("; ")
    )
}

/// What speaks for and against: the field, how far it agrees, and how much that says.
pub fn sentence(reason: &Reason) -> String {
    let weighs = if reason.bits > 0.0 { "for" } else { "against" };
    let years = reason.years.map(|years| format!(" by {years} years")).unwrap_or_default();
    format!(
        "{} {}{years} ({weighs}, {:.0} bits)",
        name_of(&reason.field),
        name_of(&reason.agreement),
        reason.bits.abs()
    )
}
