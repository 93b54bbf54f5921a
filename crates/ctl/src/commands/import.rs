//! Bringing files in.

use std::{fs::File, io::Read, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{
    ImportId, ImportLine, ImportReport, ImportRow, ImportRun, ImportUndone, ListImports, ProbablyHere, ProbablyTwice,
    StartImport, Strictness, UndoImport, UploadChunk, UploadId,
};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{
    similar::sentence,
    words::{instant, name_of, table},
};
use crate::{
    args::Import,
    exit::{Failure, Verdict},
    output::Output,
    terminal::Terminal,
};

const PIECE: usize = 1 << 20;

/// Imports files one after the other; an error ends it, what was written before stays.
pub async fn import(terminal: &Terminal, import: Import) -> Result<Verdict, Failure> {
    let (mut total, mut files) = (ImportReport::default(), Vec::new());
    for path in &import.files {
        let report = one(terminal, &import, path).await?;
        if terminal.output == Output::Words {
            terminal.output.result(&(), || in_words(path, &report, import.dry_run));
        }
        files.push(of_file(path, &report));
        add(&mut total, report);
    }
    if terminal.output == Output::Json {
        terminal.output.result(&whole(&total, files, import.dry_run), String::new);
    }
    Ok(if total.refused == 0 { Verdict::Good } else { Verdict::Findings })
}

async fn one(terminal: &Terminal, import: &Import, path: &Path) -> Result<ImportReport, Failure> {
    let upload = upload(terminal, path).await?;
    let start = StartImport {
        upload,
        mapping: import.map.clone(),
        run: if import.dry_run { ImportRun::Dry } else { ImportRun::Real },
        strictness: if import.strict { Strictness::Strict } else { Strictness::Lenient },
        as_of: import.as_of,
    };
    let job = terminal.request(start).await?;
    terminal.finish(job).await
}

/// Lists imports.
pub async fn list(terminal: &Terminal) -> Result<Verdict, Failure> {
    let rows = terminal.request(ListImports {}).await?;
    terminal.output.result(&rows, || {
        let cells = |row: &ImportRow| {
            let (patients, withdrawn, doctors) = (row.patients, row.withdrawn, row.doctors);
            let counts = [patients, withdrawn, doctors].map(|count| count.to_string());
            [vec![row.id.to_string(), instant(row.at), row.who.clone()], counts.to_vec()].concat()
        };
        table(
            &["IMPORT", "WHEN", "WHO", "PATIENTS", "WITHDRAWN", "DOCTORS"],
            &rows.iter().map(cells).collect::<Vec<_>>(),
        )
    });
    Ok(Verdict::Good)
}

/// Takes an import back.
pub async fn undo(terminal: &Terminal, id: String, reason: String) -> Result<Verdict, Failure> {
    let job = terminal.request(UndoImport { id: ImportId(id), reason }).await?;
    let undone: ImportUndone = terminal.finish(job).await?;
    terminal.output.result(&undone, || format!("{} patients withdrawn, {} kept.", undone.withdrawn, undone.kept));
    Ok(Verdict::Good)
}

/// Hands a file to the desk, piece by piece.
pub async fn upload(terminal: &Terminal, path: &Path) -> Result<UploadId, Failure> {
    let unreadable = |source| Failure::File { path: path.display().to_string(), source };
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut file = File::open(path).map_err(unreadable)?;
    let mut piece = Zeroizing::new(Vec::with_capacity(PIECE));
    let mut upload = None;
    loop {
        piece.clear();
        file.by_ref().take(PIECE as u64).read_to_end(&mut piece).map_err(unreadable)?;
        if piece.is_empty()
            && let Some(upload) = upload
        {
            return Ok(upload);
        }
        let chunk = UploadChunk { upload, name: name.clone(), base64: BASE64_STANDARD.encode(&*piece) };
        upload = Some(terminal.request(chunk).await?.upload);
    }
}

fn add(total: &mut ImportReport, report: ImportReport) {
    total.records += report.records;
    total.patients += report.patients;
    total.doctors += report.doctors;
    total.refused += report.refused;
    total.skipped += report.skipped;
    total.entries += report.entries;
    total.lines.extend(report.lines);
    total.probably_here.extend(report.probably_here);
    total.probably_twice.extend(report.probably_twice);
}

fn of_file(path: &Path, report: &ImportReport) -> Value {
    let mut value = told(report);
    value["file"] = json!(path.display().to_string());
    value
}

/// The report as it is, but for reasons, which are sentences.
fn told(report: &ImportReport) -> Value {
    let mut value = serde_json::to_value(report).unwrap_or_default();
    let here = report.probably_here.iter().map(|here| {
        json!({
            "line": here.line, "number": here.number, "family": here.family, "given": here.given,
            "probability": here.probability, "likeness": here.likeness,
            "reasons": here.reasons.iter().map(sentence).collect::<Vec<_>>(), "id": here.patient,
        })
    });
    value["probably_here"] = json!(here.collect::<Vec<_>>());
    let twice = report.probably_twice.iter().map(|twice| {
        json!({
            "line": twice.line, "first": twice.first, "probability": twice.probability, "likeness": twice.likeness,
            "reasons": twice.reasons.iter().map(sentence).collect::<Vec<_>>(),
        })
    });
    value["probably_twice"] = json!(twice.collect::<Vec<_>>());
    value
}

/// The sums over all files on top, so that one file reads as one report.
fn whole(total: &ImportReport, files: Vec<Value>, dry_run: bool) -> Value {
    let mut value = told(total);
    value["files"] = json!(files);
    value["dry_run"] = json!(dry_run);
    value
}

fn in_words(path: &Path, report: &ImportReport, dry_run: bool) -> String {
    let lines = report.lines.iter().map(line_in_words).chain(report.probably_here.iter().map(here_in_words));
    let lines = lines.chain(report.probably_twice.iter().map(twice_in_words));
    let alike = format!(
        "; {} probably here already, {} probably twice in the file",
        report.probably_here.len(),
        report.probably_twice.len()
    );
    let done = if dry_run { "would be imported (dry run, nothing written)" } else { "imported" };
    let sum = format!(
        "{}: {} records; {} patients and {} doctors {done}, {} passed over, {} refused; {} signed entries{}",
        path.display(),
        report.records,
        report.patients,
        report.doctors,
        report.skipped,
        report.refused,
        report.entries,
        if dry_run { alike } else { String::new() }
    );
    lines.chain([sum]).collect::<Vec<_>>().join("\n")
}

fn here_in_words(here: &ProbablyHere) -> String {
    let reasons = here.reasons.iter().map(sentence).collect::<Vec<_>>();
    format!(
        "line {}: probably here already as {}  {}, {}  {:.1} %  {}",
        here.line,
        here.number,
        here.family,
        here.given,
        100.0 * here.probability,
        reasons.join("; ")
    )
}

fn twice_in_words(twice: &ProbablyTwice) -> String {
    let reasons = twice.reasons.iter().map(sentence).collect::<Vec<_>>();
    let (line, first, percent) = (twice.line, twice.first, 100.0 * twice.probability);
    format!("line {line}: probably the same person as line {first}  {percent:.1} %  {}", reasons.join("; "))
}

fn line_in_words(line: &ImportLine) -> String {
    let field = line.field.as_deref().filter(|field| !field.is_empty()).map(|field| format!(" {field}:"));
    format!("line {}: {}:{} {}", line.line, name_of(&line.severity), field.unwrap_or_default(), line.reason)
}
