//! A log of more than two bundles, whole and with one thing changed: each change is found and named.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Desk, Place, Server, founded};
use daybook_ledger::{Entry, Seen};
use daybook_server::fsck::{HttpAccess, HttpSource, Report, SourceError, StoreSource, check};
use rusqlite::Connection;

const ENTRIES: usize = 600;

async fn filled() -> (Place, Vec<Entry>) {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let mut entries = Vec::new();
    for _ in 0..ENTRIES / 100 {
        let bundle: Vec<_> = (0..100).map(|_| desk.register(40)).collect();
        server.submit(&bundle).await.indices();
        see(&mut desk, &server).await;
        entries.extend(bundle);
    }
    server.stop().await;
    (place, entries)
}

async fn see(desk: &mut Desk, server: &Server) {
    let checkpoint = server.checkpoint().await;
    desk.seen = Seen { size: checkpoint.size, root: checkpoint.root };
}

fn fsck(place: &Place) -> Report {
    let source = StoreSource::new(place.home.open_store_to_read().unwrap()).unwrap();
    check(&source, &place.vkey, |_| {}).unwrap()
}

fn change(place: &Place, sql: &str) {
    let conn = Connection::open(place.home.dir().join("ledger.db")).unwrap();
    assert!(conn.execute(sql, []).unwrap() > 0, "{sql}");
}

fn flip(place: &Place, table: &str, column: &str, row: &str, at: usize) {
    let conn = Connection::open(place.home.dir().join("ledger.db")).unwrap();
    let ask = format!("SELECT {column} FROM {table} WHERE {row}");
    let mut bytes: Vec<u8> = conn.query_row(&ask, [], |row| row.get(0)).unwrap();
    bytes[at] ^= 1;
    conn.execute(&format!("UPDATE {table} SET {column} = ?1 WHERE {row}"), [bytes]).unwrap();
}

/// The database with one thing changed must have a finding with these words; afterwards it is as before.
fn found_after(place: &Place, words: &[&str], damage: impl FnOnce()) {
    let database = place.home.dir().join("ledger.db");
    let whole = std::fs::read(&database).unwrap();
    damage();
    let report = fsck(place);
    let findings: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    for word in words {
        assert!(findings.iter().any(|finding| finding.contains(word)), "{word}: {findings:#?}");
    }
    for side in ["ledger.db-wal", "ledger.db-shm"] {
        std::fs::remove_file(place.home.dir().join(side)).ok();
    }
    std::fs::write(&database, whole).unwrap();
}

#[tokio::test]
async fn a_sound_log_is_sound_and_every_change_is_found() {
    let (place, _) = filled().await;
    let report = fsck(&place);
    assert!(report.is_sound(), "{:#?}", report.findings);
    assert_eq!((report.size, report.checked), (601, 601));

    let p = &place;
    found_after(p, &["entry 256: ", "entries were changed"], || flip(p, "bundle", "entries", "number = 1", 700));
    found_after(p, &["entry 3: its bytes are not"], || flip(p, "tile", "hashes", "id = 0", 3 * 32));
    found_after(p, &["the list of desks"], || change(p, "UPDATE run SET first = first + 1 WHERE seq = 1"));
    found_after(p, &["block 3: its size or root"], || flip(p, "block", "root", "number = 3", 5));
    found_after(p, &["block 4: its checkpoint's signature"], || {
        change(p, "UPDATE block SET signatures = (SELECT signatures FROM block WHERE number = 5) WHERE number = 4");
    });
    found_after(p, &["checkpoint: ", "root: "], || flip(p, "block", "root", "number = 7", 5));
    found_after(p, &["bundle 0: it is missing"], || change(p, "DELETE FROM bundle WHERE number = 0"));
    found_after(p, &["tile 1: this tile of level 0 is missing"], || change(p, "DELETE FROM tile WHERE id = 1"));
    found_after(p, &["bundle 2: it is missing"], || change(p, "DELETE FROM batch"));
    found_after(p, &["snapshot 601: "], || flip(p, "snapshot", "state", "one = 1", 3));
    assert!(fsck(&place).is_sound());
}

#[tokio::test]
async fn a_signature_that_is_wrong_is_found_even_where_every_hash_fits() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let (seq, prev) = (desk.seq, desk.prev);
    let stands = desk.register(40);
    server.submit(std::slice::from_ref(&stands)).await.indices();
    server.stop().await;
    // Whoever holds the log key puts an entry in that the desk never signed: here, signed with another key.
    let mut forger = Desk { seq, prev, ..Desk::new(1, 1) };
    let header = daybook_ledger::Header { key_id: desk.key.key_id(), ..stands.header().clone() };
    let payload = common::sealed(&header, 40);
    let forged = forger.sign(header, payload);
    replace_last_entry(&place, &forged);
    let findings: Vec<_> = fsck(&place).findings.iter().map(ToString::to_string).collect();
    assert!(findings.contains(&"entry 1: its signature is wrong".to_owned()), "{findings:#?}");
    assert!(!findings.iter().any(|finding| finding.contains("root")), "{findings:#?}");
}

/// Signs the tree of two entries with the log's own key, as a dishonest operator would.
fn replace_last_entry(place: &Place, forged: &Entry) {
    use daybook_ledger::{Checkpoint, bundle, node_hash};
    let store = place.home.open_store().unwrap();
    let signer = place.home.read_key(&store.identity().unwrap()).unwrap();
    let conn = Connection::open(place.home.dir().join("ledger.db")).unwrap();
    let first: Vec<u8> = conn.query_row("SELECT entries FROM batch WHERE first = 0", [], |row| row.get(0)).unwrap();
    let first = bundle::decode(&first).unwrap()[0].to_vec();
    let root = node_hash(&daybook_ledger::leaf_hash(&first), &forged.leaf_hash());
    let signed = Checkpoint { origin: common::ORIGIN.into(), size: 2, root }.sign(&signer).unwrap();
    let lines: String = signed.note().signatures.iter().map(ToString::to_string).collect();
    let bytes = common::encode(std::slice::from_ref(forged));
    conn.execute("UPDATE batch SET entries = ?1 WHERE first = 1", [bytes]).unwrap();
    conn.execute("UPDATE block SET root = ?1, signatures = ?2 WHERE number = 2", (root.0, lines)).unwrap();
}

#[tokio::test]
async fn a_running_server_is_checked_over_http() {
    let (place, _) = filled().await;
    let server = place.serve().await;
    let report = over_http(&place, &server, Some(server.token.clone())).await.unwrap();
    assert!(report.is_sound() && report.checked == 601, "{report:#?}");
    let refused = over_http(&place, &server, None).await.unwrap_err().to_string();
    assert!(refused.contains("--token"), "{refused}");
    // The store too, while the server has it.
    assert!(fsck(&place).is_sound());
    server.stop().await;
}

#[tokio::test]
async fn evidence_that_would_convince_nobody_is_found() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let mut copy = desk.copied();
    let stands: Vec<_> = (0..3).map(|_| desk.register(40)).collect();
    server.submit(&stands).await.indices();
    assert_eq!(server.submit(&[copy.register(41)]).await.code(), "equivocation");
    server.stop().await;
    assert!(fsck(&place).is_sound());
    let p = &place;
    found_after(p, &["evidence 1: the other entry cannot"], || flip(p, "evidence", "entry", "number = 1", 0));
    found_after(p, &["evidence 1: the other entry is not"], || flip(p, "evidence", "leaf", "number = 1", 3));
    found_after(p, &["evidence 1: it does not contradict"], || change(p, "UPDATE evidence SET kept = 2"));
    found_after(p, &["evidence 1: "], || change(p, "UPDATE evidence SET seq = 2, kept = 2"));
    let at = copy_signature(&place);
    found_after(p, &["evidence 1: "], || flip(p, "evidence", "entry", "number = 1", at));
    assert!(fsck(&place).is_sound());
}

/// Where the signature of the entry kept as evidence ends.
fn copy_signature(place: &Place) -> usize {
    let conn = Connection::open(place.home.dir().join("ledger.db")).unwrap();
    let entry: Vec<u8> = conn.query_row("SELECT entry FROM evidence", [], |row| row.get(0)).unwrap();
    entry.len() - 1
}

async fn over_http(place: &Place, server: &Server, token: Option<String>) -> Result<Report, SourceError> {
    let (url, key) = (server.url.clone(), place.vkey.clone());
    let access = HttpAccess { token, ca: None };
    tokio::task::spawn_blocking(move || check(&HttpSource::with(&url, access).unwrap(), &key, |_| {})).await.unwrap()
}

#[tokio::test]
async fn another_logs_key_is_no_key() {
    let (place, other) = (Place::new(), Place::new());
    place.serve().await.stop().await;
    let source = StoreSource::new(place.home.open_store_to_read().unwrap()).unwrap();
    let report = check(&source, &other.vkey, |_| {}).unwrap();
    assert!(report.findings.iter().any(|finding| finding.about == "checkpoint"));
}
