//! A desk that was away: how fast it fetches, verifies, opens and applies what the log has.

use std::{sync::Arc, time::Instant};

use anyhow::{Context, Result, ensure};
use daybook_desk::{
    host::{Host, SystemHost},
    store::{Store, StoreError, db::DatabaseKey, keys::NewIdentity},
    sync::{address::ServerAddress, book, engine::Sharing},
};

use crate::machine;

use super::{
    hospital::{READER, SITE, site_key},
    server::{Log, Server, submit},
    signed::Signed,
    submission::found,
};

/// Entries that a desk sends at a time while the log is filled.
const AT_ONCE: usize = 4;

/// What a catching-up came to.
pub struct CaughtUp {
    /// Entries taken in.
    pub entries: u64,
    /// Patients who are there afterwards.
    pub patients: u64,
    /// From the first request to the last commit.
    pub seconds: f64,
    /// Of the desk's process, in that time.
    pub cpu_seconds: f64,
    /// Of the database afterwards.
    pub bytes: u64,
}

/// Fills a log with a set, then lets a desk with an empty database catch up.
pub async fn measure(name: &str, signed: Arc<Signed>) -> Result<CaughtUp> {
    let log = Log::create(name)?;
    let patients = signed.patients();
    log.box_keys(&patients)?;
    let server = log.serve()?;
    found(&log, &server, &signed).await?;
    fill(&server, &signed).await?;
    let caught_up = catch_up(&log, &server, &signed).await?;
    server.stop()?;
    ensure!(caught_up.patients == patients.len() as u64, "{} of {} patients", caught_up.patients, patients.len());
    Ok(caught_up)
}

/// In the order of time, as a hospital's log fills: every desk sends what it has just written, one after the other.
async fn fill(server: &Server, signed: &Signed) -> Result<()> {
    let http = reqwest::Client::new();
    let rounds = signed.desks.iter().map(|desk| desk.len().div_ceil(AT_ONCE)).max().unwrap_or(0);
    for round in 0..rounds {
        for entries in signed.desks.iter().filter_map(|desk| desk.chunks(AT_ONCE).nth(round)) {
            submit(&http, &server.url, entries, None).await?;
        }
    }
    Ok(())
}

async fn catch_up(log: &Log, server: &Server, signed: &Arc<Signed>) -> Result<CaughtUp> {
    let folder = tempfile::tempdir_in("target/bench")?;
    let path = folder.path().join("desk.db");
    let store = Arc::new(empty(&path, log, server, signed)?);
    let (begun, cpu_before) = (Instant::now(), machine::cpu_seconds(std::process::id())?);
    let sharing = Arc::clone(&store);
    let host: Arc<dyn Host> = Arc::new(SystemHost);
    let handle = tokio::runtime::Handle::current();
    // As the desk itself does: the work has a thread that it may keep busy.
    let work = move || handle.block_on(async { Sharing::default().attempt(&sharing, &host).await });
    tokio::task::spawn_blocking(work).await??;
    let seconds = begun.elapsed().as_secs_f64();
    let cpu_seconds = machine::cpu_seconds(std::process::id())? - cpu_before;
    let (entries, patients) = store.read(|conn| {
        let count = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, u64>(0)).map_err(StoreError::from);
        Ok::<_, StoreError>((count("SELECT count(*) FROM entry")?, count("SELECT count(*) FROM patient")?))
    })?;
    ensure!(entries == signed.count(), "{entries} of {} entries", signed.count());
    store.close();
    let bytes = std::fs::metadata(&path)?.len();
    Ok(CaughtUp { entries, patients, seconds, cpu_seconds, bytes })
}

fn empty(path: &std::path::Path, log: &Log, server: &Server, signed: &Signed) -> Result<Store> {
    let key = DatabaseKey::generate(&SystemHost);
    let reader = &signed.reader;
    let identity = NewIdentity {
        site: SITE,
        desk: READER,
        signing: &reader.signing,
        sealing: &reader.sealing,
        site_keys: &[site_key()],
    };
    let store = Store::create(path, &key, &identity)?;
    let address = ServerAddress::parse(&server.url).ok().context("the server's address")?;
    let server = book::Server { address, log_key: log.key.clone(), invite: None, key_cursor: 0 };
    store.write(|tx| book::set_server(tx, &server))?;
    Ok(store)
}
