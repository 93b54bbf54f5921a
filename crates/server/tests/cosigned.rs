//! The server collects cosignatures and shows them: in the checkpoint, in blocks, in proofs; and says when a witness disagrees.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/witness.rs"]
mod logs;

use common::{Desk, Place, Server, founded};
use daybook_ledger::{Policy, SignedCheckpoint, TlogProof};
use daybook_server::fsck::{self, StoreSource};
use daybook_server::store::{Cosignature, CosignatureStore};
use daybook_server::witness::RealDisk;
use logs::InProcess;
use serde_json::Value;

async fn witness(place: &Place, name: &str) -> InProcess {
    InProcess::start(name, &place.vkey, Box::new(RealDisk)).await
}

fn policy(place: &Place, how: &str, witnesses: &[&InProcess]) -> Policy {
    let lines: String = witnesses.iter().enumerate().map(|(at, one)| format!("witness w{at} {}\n", one.key)).collect();
    let names: String = (0..witnesses.len()).map(|at| format!(" w{at}")).collect();
    Policy::parse(format!("log {}\n{lines}group g {how}{names}\nquorum g\n", place.vkey).as_bytes()).unwrap()
}

/// Waits on the server's own poll until a cosigned checkpoint of this size meets the policy.
async fn until_cosigned(server: &Server, policy: &Policy, size: u64) -> String {
    let mut tag = String::new();
    loop {
        let (status, body) = server.get(&format!("v1/cosigned?known={tag}")).await;
        assert_eq!(status, 200, "nothing came for a whole poll");
        let answer: Value = serde_json::from_slice(&body).unwrap();
        tag = answer["tag"].as_str().unwrap().to_owned();
        for note in answer["checkpoints"].as_array().unwrap() {
            let signed = SignedCheckpoint::parse(note.as_str().unwrap()).unwrap();
            if policy.verify(&signed).is_ok_and(|met| met.checkpoint.size == size) {
                return signed.text().to_owned();
            }
        }
    }
}

async fn text(server: &Server, path: &str) -> String {
    String::from_utf8(server.get(path).await.1).unwrap()
}

async fn register(server: &Server, desk: &mut Desk, count: usize) -> Vec<daybook_ledger::Entry> {
    let entries: Vec<_> = (0..count).map(|_| desk.register(40)).collect();
    assert_eq!(server.submit(&entries).await.status, 200);
    entries
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cosignatures_are_in_the_checkpoint_the_block_and_the_proof() {
    let place = Place::new();
    let (mut one, mut two) = (witness(&place, "one.example").await, witness(&place, "two.example").await);
    let server = place.serve_witnessed(&[one.at.clone(), two.at.clone()]).await;
    let both = policy(&place, "all", &[&one, &two]);
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let entries = register(&server, &mut desk, 300).await;
    let cosigned = until_cosigned(&server, &both, 301).await;
    assert_eq!(text(&server, "checkpoint").await, cosigned, "the newest one has them all");
    let proof: TlogProof = text(&server, "v1/proof/42").await.parse().unwrap();
    assert_eq!(proof.verify_by(&entries[41].leaf_hash(), &both).unwrap().cosigned.len(), 2);
    assert_eq!(server.get("v1/proof/301").await.0, 404);
    let blocks: Value = serde_json::from_str(&text(&server, "v1/blocks").await).unwrap();
    let last = &blocks[0];
    assert_eq!(last["cosignatures"].as_str().unwrap().lines().count(), 2, "{last}");
    // With one of them gone: any is enough for the one policy, the older checkpoint stays for the other.
    two.stop().await;
    register(&server, &mut desk, 1).await;
    until_cosigned(&server, &policy(&place, "any", &[&one, &two]), 302).await;
    until_cosigned(&server, &both, 301).await;
    let sights: Value = serde_json::from_str(&text(&server, "v1/witnesses").await).unwrap();
    assert_eq!((&sights[0]["size"], &sights[1]["size"]), (&Value::from(302), &Value::from(301)));
    two.resume(Box::new(RealDisk)).await;
    until_cosigned(&server, &both, 302).await;
    // What was collected is there after a restart, without asking.
    server.stop().await;
    one.stop().await;
    two.stop().await;
    let server = place.serve().await;
    let proof: TlogProof = text(&server, "v1/proof/0").await.parse().unwrap();
    assert_eq!(both.verify(&SignedCheckpoint::parse(&proof.checkpoint).unwrap()).unwrap().checkpoint.size, 302);
    server.stop().await;
    // A line that is not its witness's is found in the folder.
    let check = || {
        let source = StoreSource::new(place.home.open_store_to_read().unwrap()).unwrap();
        fsck::check(&source, &place.vkey, |_| {}).unwrap().findings
    };
    assert_eq!(check(), []);
    let store = place.home.open_store().unwrap();
    let cosigned = store.cosigned_below(u64::MAX, 1).unwrap().remove(0);
    let other = Cosignature { witness: cosigned.cosignatures[0].witness, ..cosigned.cosignatures[1].clone() };
    store.put_cosignature(cosigned.block.number, &other).unwrap();
    drop(store);
    let findings = check();
    assert_eq!((findings.len(), findings[0].about, findings[0].number), (1, "block", Some(cosigned.block.number)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_witness_that_others_have_asked_is_gone_on_with_from_its_own_size() {
    let place = Place::new();
    let mut one = witness(&place, "one.example").await;
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    register(&server, &mut desk, 5).await;
    // Somebody else, a monitor say, has brought the checkpoint to the witness.
    let note = text(&server, "checkpoint").await;
    let answer = server.http.post(one.at.prefix.join("add-checkpoint").unwrap()).body(format!("old 0\n\n{note}"));
    assert_eq!(answer.send().await.unwrap().status(), 200);
    server.stop().await;
    let server = place.serve_witnessed(std::slice::from_ref(&one.at)).await;
    let policy = policy(&place, "all", &[&one]);
    until_cosigned(&server, &policy, 6).await;
    register(&server, &mut desk, 3).await;
    until_cosigned(&server, &policy, 9).await;
    server.stop().await;
    one.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_whose_history_is_not_the_witness_s_is_told_so() {
    let place = Place::new();
    let mut one = witness(&place, "one.example").await;
    // Under the log's own key the witness has been shown six entries that this log does not have.
    let signer = place.home.read_key(&place.home.open_store().unwrap().identity().unwrap()).unwrap();
    let show = |size, root| {
        let checkpoint = daybook_ledger::Checkpoint { origin: common::ORIGIN.into(), size, root };
        format!("old 0\n\n{}", checkpoint.sign(&signer).unwrap())
    };
    let http = reqwest::Client::new();
    let url = one.at.prefix.join("add-checkpoint").unwrap();
    let sent = http.post(url).body(show(6, daybook_ledger::Hash([6; 32]))).send().await.unwrap();
    assert_eq!(sent.status(), 200);
    let server = place.serve_witnessed(std::slice::from_ref(&one.at)).await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    until_problem(&server, "ahead").await;
    register(&server, &mut desk, 9).await;
    until_problem(&server, "disputed").await;
    assert!(!text(&server, "checkpoint").await.contains("one.example"));
    server.stop().await;
    one.stop().await;
}

async fn until_problem(server: &Server, problem: &str) {
    let begun = std::time::Instant::now();
    loop {
        let sights: Value = serde_json::from_str(&text(server, "v1/witnesses").await).unwrap();
        if sights[0]["problem"] == problem {
            return;
        }
        assert!(begun.elapsed().as_secs() < 20, "{problem}: {sights}");
        tokio::task::yield_now().await;
    }
}
