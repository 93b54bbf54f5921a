//! The real program under `strace`, which lets one system call after the other fail, or kills the process there: EIO, ENOSPC and
//! SIGKILL at every write, truncation and flush of the store. Nothing acknowledged is lost, and `fsck` finds the log sound.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;
#[path = "common/strace.rs"]
mod strace;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::{Desk, copy, encode};
use daybook_ledger::{Entry, TlogProof, VerifierKey};
use reqwest::Client;
use serde_json::Value;
use strace::{FAULTS, Fault, NEVER, Program, calls, require_strace, struck, was_reached};

/// What the store does to its disk.
const CALLS: [&str; 4] = ["pwrite64", "fdatasync", "fsync", "ftruncate"];
fn ledger(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
    command.arg("--home").arg(home);
    command
}

fn serve(home: &Path) -> Command {
    let mut command = ledger(home);
    command.args(["serve", "--listen", "127.0.0.1:0"]);
    command
}

fn line_of(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A log with a hospital in it, and the entries that come next, signed once for all runs.
struct Story {
    folder: tempfile::TempDir,
    key: VerifierKey,
    bundles: Vec<Vec<Entry>>,
}

/// When the fault comes.
#[derive(Clone, Copy, Debug)]
enum Phase {
    Starting,
    Serving,
}

/// Index and proof of each entry, if the server took them.
async fn submit(http: &Client, url: &str, entries: &[Entry], invite: &str) -> Option<Vec<(u64, String)>> {
    let request = http.post(format!("{url}/v1/entries")).header("Daybook-Invite", invite).body(encode(entries));
    let body: Value = request.send().await.ok()?.json().await.ok()?;
    let accepted = body["entries"].as_array()?.iter();
    Some(accepted.map(|entry| (entry["index"].as_u64().unwrap(), entry["proof"].as_str().unwrap().into())).collect())
}

impl Story {
    async fn write() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("log");
        let key = line_of(ledger(&home).args(["init", "--origin", common::ORIGIN])).parse().unwrap();
        let invite = line_of(ledger(&home).arg("invite"));
        let mut desk = Desk::new(1, 1);
        desk.time.ms = 1;
        let mut first = vec![desk.found("KGH")];
        first.extend((0..250).map(|_| desk.register(10)));
        // The second bundle fills the first tile, so that tiles and bundles of entries are written too.
        let bundles = (0..3).map(|_| (0..4).map(|_| desk.register(20)).collect()).collect();
        let (server, http) = (Program::start(serve(&home)), client());
        assert!(submit(&http, &server.url, &first, &invite).await.is_some());
        server.stop();
        Self { folder, key, bundles }
    }

    /// One run with one fault; how many such calls the busiest thread made, and whether the fault was reached.
    async fn run(&self, phase: Phase, fault: &Fault) -> (u64, bool) {
        let (place, http) = (tempfile::tempdir().unwrap(), client());
        let (home, trace) = (place.path().join("log"), place.path().join("trace"));
        copy(&self.folder.path().join("log"), &home);
        let (server, strace) = match phase {
            Phase::Starting => (Program::traced(&serve(&home), &trace, fault), None),
            Phase::Serving => {
                let server = Program::start(serve(&home));
                let strace = server.attach(&trace, fault);
                (server, Some(strace))
            }
        };
        let acknowledged = self.submit_all(&http, &server.url).await;
        server.stop();
        if let Some(mut strace) = strace {
            strace.wait().unwrap();
        }
        let trace = fs::read_to_string(&trace).expect("strace wrote what it saw; is it allowed to trace here?");
        let reached = was_reached(&trace);

        let name = format!("{phase:?}: {} at {} number {}", fault.what, fault.call, fault.number);
        let server = Program::start(serve(&home));
        assert!(server.url.starts_with("http"), "{name}: the server does not start again");
        let again = self.submit_all(&http, &server.url).await;
        server.stop();
        for (at, (first, second)) in acknowledged.iter().zip(&again).enumerate() {
            let second = second.as_ref().unwrap_or_else(|| panic!("{name}: bundle {at} is not taken"));
            let indices = |answers: &[(u64, String)]| answers.iter().map(|(index, _)| *index).collect::<Vec<_>>();
            let expected: Vec<u64> = (251 + 4 * at as u64..255 + 4 * at as u64).collect();
            assert_eq!(indices(second), expected, "{name}");
            for answers in first.iter().chain([second]) {
                assert_eq!(indices(answers), expected, "{name}: acknowledged elsewhere");
                for ((_, proof), entry) in answers.iter().zip(&self.bundles[at]) {
                    proof.parse::<TlogProof>().unwrap().verify(&entry.leaf_hash(), &self.key).unwrap();
                }
            }
        }
        let report: Value = serde_json::from_str(&line_of(ledger(&home).args(["fsck", "--json"]))).unwrap();
        assert_eq!((report["size"].as_u64(), report["checked"].as_u64()), (Some(263), Some(263)), "{name}: {report}");
        assert_eq!(report["findings"].as_array().map(Vec::len), Some(0), "{name}: {report}");
        (calls(&trace), reached)
    }

    /// Every bundle, tried again once where it was not taken; what was acknowledged.
    async fn submit_all(&self, http: &Client, url: &str) -> Vec<Option<Vec<(u64, String)>>> {
        let mut answers = Vec::new();
        for entries in &self.bundles {
            let mut answer = submit(http, url, entries, "none").await;
            if answer.is_none() {
                answer = submit(http, url, entries, "none").await;
            }
            answers.push(answer);
        }
        answers
    }
}

fn client() -> Client {
    Client::builder().timeout(Duration::from_secs(20)).build().unwrap()
}

async fn all(phase: Phase) {
    require_strace();
    let story = Story::write().await;
    for call in CALLS {
        let (calls, _) = story.run(phase, &Fault { call, what: FAULTS[0], number: NEVER, paths: Vec::new() }).await;
        assert!(calls > 0 || call != "pwrite64", "no {call} was seen");
        for what in FAULTS {
            let mut reached = 0;
            for number in struck(calls) {
                reached += u64::from(story.run(phase, &Fault { call, what, number, paths: Vec::new() }).await.1);
            }
            println!("{phase:?}: {what} at {reached} of {calls} {call}");
            assert!(reached > 0 || calls == 0, "{what} was never reached at {call}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_stands_a_fault_at_every_system_call() {
    all(Phase::Starting).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serving_stands_a_fault_at_every_system_call() {
    all(Phase::Serving).await;
}
