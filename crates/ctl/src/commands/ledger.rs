//! Verifying, rebuilding, exporting.

use std::{fs, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{
    ApiError, EntryRow, ErrorCode, ExportEntry, ExportEvidence, ExportKey, ExportProof, Exported, ListEntries,
    ProofWith, RebuildLedger, RebuildReport, VerifyLedger, VerifyReport,
};
use serde_json::json;

use super::words::{instant, name_of, table};
use crate::{
    args::Export,
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Re-checks everything.
pub async fn verify(terminal: &Terminal) -> Result<Verdict, Failure> {
    let job = terminal.request(VerifyLedger {}).await?;
    let report: VerifyReport = terminal.finish(job).await?;
    terminal.output.result(&report, || {
        let sum = format!("{} entries, {} proofs, {} rows checked", report.entries, report.proofs, report.rows);
        let findings = report
            .findings
            .iter()
            .map(|finding| format!("{}: {}: {}", name_of(&finding.kind), finding.place, finding.message));
        let verdict = match report.findings.len() {
            0 => "Nothing is wrong.".to_owned(),
            wrong => format!("{wrong} findings."),
        };
        findings.chain([sum, verdict]).collect::<Vec<_>>().join("\n")
    });
    Ok(if report.findings.is_empty() { Verdict::Good } else { Verdict::Findings })
}

/// Computes all rows anew.
pub async fn rebuild(terminal: &Terminal) -> Result<Verdict, Failure> {
    let job = terminal.request(RebuildLedger {}).await?;
    let report: RebuildReport = terminal.finish(job).await?;
    terminal.output.result(&report, || {
        let verdict = if report.before == report.after {
            "The rows are the same as before."
        } else {
            "The rows were wrong, and are right now."
        };
        format!("{} entries replayed.\nbefore {}\nafter  {}\n{verdict}", report.entries, report.before, report.after)
    });
    Ok(if report.before == report.after { Verdict::Good } else { Verdict::Findings })
}

/// Lists entries.
pub async fn entries(terminal: &Terminal, limit: u32, before: Option<u64>) -> Result<Verdict, Failure> {
    let rows = terminal.request(ListEntries { before, limit }).await?;
    terminal.output.result(&rows, || {
        let cells: Vec<Vec<String>> = rows.iter().map(entry_cells).collect();
        table(&["POSITION", "INDEX", "WHEN", "DESK", "WHO", "ACT", "EVENTS", "BYTES", "STANDING", "ENTRY"], &cells)
    });
    Ok(Verdict::Good)
}

fn entry_cells(row: &EntryRow) -> Vec<String> {
    let index = row.index.map(|index| index.to_string()).unwrap_or_default();
    vec![
        row.position.to_string(),
        index,
        instant(row.at),
        row.desk.clone(),
        row.who.clone(),
        row.act.clone(),
        row.events.to_string(),
        row.size.to_string(),
        name_of(&row.standing),
        row.entry.clone(),
    ]
}

/// Writes an entry to a file.
pub async fn export_entry(terminal: &Terminal, export: Export) -> Result<Verdict, Failure> {
    let exported = terminal.request(ExportEntry { entry: export.entry }).await?;
    write(terminal, &export.out, &exported)
}

/// Writes a proof to a file.
pub async fn export_proof(terminal: &Terminal, export: Export, with: ProofWith) -> Result<Verdict, Failure> {
    let exported = terminal.request(ExportProof { entry: export.entry, with }).await?;
    write(terminal, &export.out, &exported)
}

/// Writes a public key to a file.
pub async fn export_key(terminal: &Terminal, out: &Path, desk: Option<u16>) -> Result<Verdict, Failure> {
    let exported = terminal.request(ExportKey { desk }).await?;
    write(terminal, out, &exported)
}

/// Writes evidence against the server to a file.
pub async fn export_evidence(terminal: &Terminal, out: &Path, alarm: Option<u64>) -> Result<Verdict, Failure> {
    let exported = terminal.request(ExportEvidence { alarm }).await?;
    write(terminal, out, &exported)
}

fn write(terminal: &Terminal, out: &Path, exported: &Exported) -> Result<Verdict, Failure> {
    let bytes = BASE64_STANDARD.decode(&exported.base64);
    let bytes = bytes.map_err(|_| ApiError::new(ErrorCode::Internal, "The desk handed out something unreadable."))?;
    fs::write(out, &bytes).map_err(|source| Failure::File { path: out.display().to_string(), source })?;
    let written = json!({ "file": out.display().to_string(), "name": exported.name, "bytes": bytes.len() });
    terminal.output.result(&written, || format!("{}: {} bytes", out.display(), bytes.len()));
    Ok(Verdict::Good)
}
