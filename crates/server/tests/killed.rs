//! The real program, killed again and again while desks submit: nothing acknowledged is lost, nothing is in twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{Desk, encode};
use daybook_ledger::{Entry, TlogProof, VerifierKey};
use reqwest::Client;
use serde_json::Value;

/// Kills of an ordinary run; `DAYBOOK_KILLS=100` for more.
const KILLS: u64 = 12;
/// More than are taken between two kills.
const ENTRIES_A_KILL: u64 = 50;

fn kills() -> u64 {
    std::env::var("DAYBOOK_KILLS").map_or(KILLS, |count| count.parse().unwrap())
}

fn ledger(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
    command.arg("--home").arg(home);
    command
}

fn line_of(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A running server, and its address from its first line.
fn serve(home: &Path) -> (Child, String) {
    let mut child = ledger(home)
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

async fn submit(http: &Client, url: &str, entries: &[Entry], invite: Option<&str>) -> Option<Vec<(u64, String)>> {
    let mut request = http.post(format!("{url}/v1/entries")).body(encode(entries));
    if let Some(invite) = invite {
        request = request.header("Daybook-Invite", invite);
    }
    let body: Value = request.send().await.ok()?.json().await.ok()?;
    let accepted = body["entries"].as_array()?.iter();
    Some(
        accepted.map(|entry| (entry["index"].as_u64().unwrap(), entry["proof"].as_str().unwrap().to_owned())).collect(),
    )
}

/// As a desk does: on with what has no answer yet, until the server is gone or all is answered.
async fn submit_rest(http: &Client, url: &str, entries: &[Entry], invite: &str, acknowledged: &mut Vec<(u64, String)>) {
    while acknowledged.len() < entries.len() {
        let next = &entries[acknowledged.len()..entries.len().min(acknowledged.len() + 7)];
        let Some(answers) = submit(http, url, next, Some(invite)).await else { return };
        acknowledged.extend(answers);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_by_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("log");
    let key: VerifierKey = line_of(ledger(&home).args(["init", "--origin", common::ORIGIN])).parse().unwrap();
    let invite = line_of(ledger(&home).arg("invite"));
    let mut desk = Desk::new(1, 1);
    // The real program's clock is the machine's.
    desk.time.ms = 1;
    let mut entries = vec![desk.found("KGH")];
    entries.extend((0..kills() * ENTRIES_A_KILL).map(|_| desk.register(30)));

    let http = Client::builder().timeout(Duration::from_secs(20)).build().unwrap();
    let mut acknowledged: Vec<(u64, String)> = Vec::new();
    for round in 0..kills() {
        let (mut child, url) = serve(&home);
        let killer = tokio::task::spawn_blocking(move || {
            std::thread::sleep(Duration::from_millis(20 + round % KILLS * 17));
            child.kill().unwrap();
            child.wait().unwrap();
        });
        submit_rest(&http, &url, &entries, &invite, &mut acknowledged).await;
        killer.await.unwrap();
    }
    let (mut child, url) = serve(&home);
    submit_rest(&http, &url, &entries, &invite, &mut acknowledged).await;
    Command::new("kill").arg(child.id().to_string()).status().unwrap();
    assert!(child.wait().unwrap().success(), "a graceful stop");

    assert_eq!(acknowledged.len(), entries.len());
    for (at, ((index, proof), entry)) in acknowledged.iter().zip(&entries).enumerate() {
        assert_eq!(*index, at as u64);
        proof.parse::<TlogProof>().unwrap().verify(&entry.leaf_hash(), &key).unwrap();
    }
    let report: Value = serde_json::from_str(&line_of(ledger(&home).args(["fsck", "--json"]))).unwrap();
    let size = Some(entries.len() as u64);
    assert_eq!((report["size"].as_u64(), report["checked"].as_u64()), (size, size), "{report}");
}

#[test]
fn the_terminal_says_what_it_did_by_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("log");
    let code = |command: &mut Command| command.output().unwrap().status.code();
    assert_eq!(code(ledger(&home).arg("invite")), Some(3), "no log yet");
    assert_eq!(code(ledger(&home).args(["init", "--origin", "two words"])), Some(3));
    let home = dir.path().join("second");
    assert_eq!(code(ledger(&home).args(["init", "--origin", common::ORIGIN])), Some(0));
    assert_eq!(code(ledger(&home).args(["init", "--origin", common::ORIGIN])), Some(3), "taken");
    assert_eq!(code(ledger(&home).arg("init")), Some(2));
    assert_eq!(code(ledger(&home).arg("fsck")), Some(3), "never served");
    let help = String::from_utf8(ledger(&home).arg("--help").output().unwrap().stdout).unwrap();
    assert!(help.contains("Exit codes:"));
}
