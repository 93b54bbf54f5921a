//! `daybook-ledger evidence`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use daybook_ledger::KeyId;
use daybook_server::clock::{Clock, SystemClock};
use daybook_server::core::look;
use daybook_server::evidence::export;
use daybook_server::home::Home;
use daybook_server::store::{BesideStore, Dropped, Quarantine};
use daybook_server::tree::TileCache;
use serde_json::json;

use super::say;
use super::time::Utc;

const PAGE: u32 = 1_000;

#[derive(Subcommand)]
pub enum Command {
    /// Every piece, and whether its desk is in quarantine.
    List {
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
    /// Write a piece into a file that anybody can check with `verify FILE --log-key VKEY`.
    Export {
        /// Its number, as `evidence list` prints it.
        number: u64,
        /// The file; standard output when left out.
        file: Option<PathBuf>,
    },
    /// Let a desk that is in quarantine go on. Only after its hospital has said, by another way, that no copy of it is left.
    Release {
        /// The desk's key id, as `evidence list` prints it.
        desk: String,
        /// Why, to be kept.
        #[arg(long)]
        reason: String,
    },
}

pub fn run(home: &Home, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::List { json } => list(home, json)?,
        Command::Export { number, file } => write(home, number, file)?,
        Command::Release { desk, reason } => release(home, &desk, &reason)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(home: &Home, as_json: bool) -> anyhow::Result<()> {
    let store = home.open_store()?;
    let quarantines = store.quarantines()?;
    let (mut after, mut rows) = (0, Vec::new());
    loop {
        let page = store.evidence(after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.number;
        rows.extend(page);
    }
    if as_json {
        let rows = rows.iter().map(|kept| {
            let found = &kept.found;
            json!({
                "number": kept.number,
                "desk": found.desk.to_string(),
                "seq": found.seq,
                "stands": found.kept,
                "other": found.leaf.to_string(),
                "found": Utc(found.found_ms).to_string(),
                "desk_is": held(&quarantines, &found.desk),
            })
        });
        return Ok(say(&json!(rows.collect::<Vec<_>>()))?);
    }
    for kept in &rows {
        let (found, held) = (&kept.found, held(&quarantines, &kept.found.desk));
        say(&format_args!(
            "{}  {}  desk {}  number {} twice; entry {} stands; the desk is {held}",
            kept.number,
            Utc(found.found_ms),
            found.desk,
            found.seq,
            found.kept
        ))?;
    }
    Ok(())
}

fn held(quarantines: &[Quarantine], desk: &KeyId) -> String {
    match quarantines.iter().find(|held| held.desk == *desk) {
        None => "free".into(),
        Some(Quarantine { released_ms: None, .. }) => "in quarantine".into(),
        Some(Quarantine { released_ms: Some(at_ms), reason, .. }) => format!("free since {}: {reason}", Utc(*at_ms)),
    }
}

fn write(home: &Home, number: u64, file: Option<PathBuf>) -> anyhow::Result<()> {
    let store = home.open_store_to_read()?;
    let kept = store.evidence(number.saturating_sub(1), 1)?.pop().filter(|kept| kept.number == number);
    let kept = kept.context("there is no such piece of evidence")?;
    let key = store.identity()?.verifier_key.parse()?;
    let evidence = export(&kept, &look(&store, &key)?, &store, &TileCache::default())?;
    match file {
        None => Ok(say(&evidence.to_string().trim_end())?),
        Some(path) => std::fs::write(&path, evidence.to_string()).with_context(|| path.display().to_string()),
    }
}

fn release(home: &Home, desk: &str, reason: &str) -> anyhow::Result<()> {
    let desk = KeyId::from_hex(desk).context("a key id has 64 hexadecimal digits")?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().any(char::is_control) {
        bail!("the reason is one line, and not empty");
    }
    match home.open_store()?.release(&desk, SystemClock.now_ms(), reason)? {
        Dropped::Gone => Ok(say(&format_args!("desk {desk} may go on"))?),
        Dropped::NotThere => bail!("this desk is not in quarantine"),
    }
}
