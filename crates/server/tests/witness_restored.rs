//! A witness put back from a backup has forgotten what it signed. Whoever shows it its own cosignature brings it back to there, and
//! it cosigns nothing else; the server that collects shows it by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/witness.rs"]
mod logs;

use std::path::{Path, PathBuf};

use common::{Place, Server, copy, founded};
use daybook_ledger::evidence::Proven;
use daybook_ledger::note::NoteSignature;
use daybook_ledger::witness::parse_cosignatures;
use daybook_ledger::{AddCheckpoint, Evidence, SignedCheckpoint};
use daybook_server::witness::{RealDisk, Trouble, Witness, WitnessHome, origin_hash};
use logs::{InProcess, Log, log_key};
use reqwest::Client;
use serde_json::Value;

/// Puts the folder of a witness that is stopped back as it was when `backup` was made.
fn restore(home: &Path, backup: &Path) {
    std::fs::remove_dir_all(home).unwrap();
    copy(backup, home);
}

async fn back_up(witness: &mut InProcess, to: &Path) -> PathBuf {
    witness.stop().await;
    let backup = to.join("backup");
    copy(&witness.home, &backup);
    witness.resume(Box::new(RealDisk)).await;
    backup
}

async fn put_back(witness: &mut InProcess, backup: &Path) {
    witness.stop().await;
    restore(&witness.home, backup);
    witness.resume(Box::new(RealDisk)).await;
}

async fn restart(witness: &mut InProcess) {
    witness.stop().await;
    witness.resume(Box::new(RealDisk)).await;
}

/// Status and body of the answer.
async fn ask(witness: &InProcess, request: &AddCheckpoint) -> (u16, String) {
    let url = witness.at.prefix.join("add-checkpoint").unwrap();
    let response = Client::new().post(url).body(request.to_string()).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn cosigned(witness: &InProcess, request: &AddCheckpoint) -> NoteSignature {
    let (status, body) = ask(witness, request).await;
    assert_eq!(status, 200, "{body}");
    parse_cosignatures(&body).unwrap().remove(0)
}

/// What is wrong with the one log that is watched.
fn trouble(witness: &InProcess) -> Option<Trouble> {
    Witness::open(&WitnessHome::new(&witness.home), Box::new(RealDisk)).unwrap().logs()[0].trouble
}

/// A witness that has cosigned nine entries of the log and remembers five, and what it has cosigned.
async fn forgetful(log: &Log) -> (InProcess, SignedCheckpoint) {
    let dir = tempfile::tempdir().unwrap();
    let mut witness = InProcess::start("w.example", log_key(7).verifier(), Box::new(RealDisk)).await;
    cosigned(&witness, &log.request(0, 5)).await;
    let backup = back_up(&mut witness, dir.path()).await;
    let line = cosigned(&witness, &log.request(5, 9)).await;
    put_back(&mut witness, &backup).await;
    (witness, log.request(5, 9).checkpoint.with_signature(line))
}

#[tokio::test]
async fn a_witness_shown_its_own_cosignature_goes_on_from_there_only() {
    let (log, fork) = (Log::honest(), Log::forked());
    let (mut witness, shown) = forgetful(&log).await;
    assert_eq!(trouble(&witness), None, "it cannot know by itself");

    // Anybody may show it: here with a request that proves nothing.
    let unproven = AddCheckpoint { old: 5, proof: Vec::new(), checkpoint: shown.clone() };
    assert_eq!(ask(&witness, &unproven).await.0, 422);
    restart(&mut witness).await;
    assert_eq!(trouble(&witness), Some(Trouble::Behind(9)));
    for request in [fork.request(5, 9), fork.request(5, 12), log.request(5, 7), log.request(5, 12)] {
        let (status, why) = ask(&witness, &request).await;
        assert!(status == 422 && why.contains("cosigned 9 entries and remembers 5"), "{status} {why}");
    }
    assert_eq!(ask(&witness, &log.request(9, 12)).await, (409, "5\n".into()));
    let proven = AddCheckpoint { checkpoint: shown, ..log.request(5, 9) };
    cosigned(&witness, &proven).await;
    assert_eq!(trouble(&witness), None);
    restart(&mut witness).await;
    assert_eq!(ask(&witness, &fork.request(9, 12)).await.0, 422);
    cosigned(&witness, &log.request(9, 12)).await;
    witness.stop().await;
}

#[tokio::test]
async fn a_witness_that_has_signed_two_histories_signs_no_more_and_keeps_the_proof() {
    let (log, fork) = (Log::honest(), Log::forked());
    let (mut witness, shown) = forgetful(&log).await;
    // Nobody has shown it anything: this is why a witness is never restored.
    cosigned(&witness, &fork.request(5, 9)).await;
    let request = AddCheckpoint { old: 9, proof: Vec::new(), checkpoint: shown };
    assert!(ask(&witness, &request).await.1.contains("two histories"));
    restart(&mut witness).await;
    assert_eq!(trouble(&witness), Some(Trouble::Broken));
    for request in [fork.request(9, 12), log.request(9, 12), log.request(9, 9)] {
        let (status, why) = ask(&witness, &request).await;
        assert!(status == 422 && why.contains("two histories"), "{status} {why}");
    }
    let proof = witness.home.join("logs").join(origin_hash("log.example/one")).join("signed-twice.txt");
    let text = std::fs::read_to_string(proof).unwrap();
    let Evidence::Fork(both) = Evidence::parse(&text).unwrap() else { panic!("{text}") };
    assert!(matches!(both.verify(log_key(7).verifier()), Ok(Proven::TwoHistories { .. })));
    for note in &both.notes {
        let note = SignedCheckpoint::parse(note).unwrap();
        let own = note.note().signatures.iter().find(|line| witness.key.has_made(line)).unwrap();
        witness.key.verify_cosignature(&note.note().text, own).unwrap();
    }
    witness.stop().await;
}

async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), waiting).await.expect(what);
}

async fn sight(server: &Server) -> Value {
    serde_json::from_slice::<Value>(&server.get("v1/witnesses").await.1).unwrap()[0].take()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_shows_a_restored_witness_what_it_had_signed_and_says_so() {
    let (place, dir) = (Place::new(), tempfile::tempdir().unwrap());
    let mut witness = InProcess::start("w.example", &place.vkey, Box::new(RealDisk)).await;
    let server = place.serve_witnessed(std::slice::from_ref(&witness.at)).await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    until("it cosigns", async || sight(&server).await["size"] == 1).await;
    let backup = back_up(&mut witness, dir.path()).await;
    let entries: Vec<_> = (0..300).map(|_| desk.register(20)).collect();
    assert_eq!(server.submit(&entries).await.status, 200);
    until("it cosigns on", async || sight(&server).await["size"] == 301).await;
    put_back(&mut witness, &backup).await;
    assert_eq!(server.submit(&[desk.register(20)]).await.status, 200);
    until("it is brought back and cosigns on", async || sight(&server).await["size"] == 302).await;
    let seen = sight(&server).await;
    assert_eq!((&seen["forgot"], &seen["problem"]), (&Value::from(1), &Value::Null), "{seen}");
    assert_eq!(trouble(&witness), None);

    // Also a server that was not there meanwhile, and a witness that has been led elsewhere: then it is an alarm.
    server.stop().await;
    put_back(&mut witness, &backup).await;
    let signer = place.home.read_key(&place.home.open_store().unwrap().identity().unwrap()).unwrap();
    let elsewhere =
        daybook_ledger::Checkpoint { origin: common::ORIGIN.into(), size: 302, root: daybook_ledger::Hash([6; 32]) };
    witness.stop().await;
    let own = WitnessHome::new(&witness.home).read_key().unwrap();
    let signed = elsewhere.sign(&signer).unwrap();
    let line = own.cosign(&signed.note().text, 1_790_000_999);
    let recalled = witness.home.join("logs").join(origin_hash(common::ORIGIN)).join("recalled");
    std::fs::write(&recalled, signed.with_signature(line).text()).unwrap();
    witness.resume(Box::new(RealDisk)).await;
    let server = place.serve_witnessed(std::slice::from_ref(&witness.at)).await;
    until("the alarm", async || sight(&server).await["problem"] == "forgotten").await;
    server.stop().await;
    witness.stop().await;
}
