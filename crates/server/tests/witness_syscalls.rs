//! The real witness under `strace`: EIO, ENOSPC and SIGKILL at every open, write, flush and rename of what it remembers. It never
//! cosigns two histories, and it comes up again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;
#[path = "common/witness.rs"]
mod logs;
#[path = "common/strace.rs"]
mod strace;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use common::copy;
use daybook_ledger::witness::{parse_cosignatures, parse_size};
use daybook_ledger::{AddCheckpoint, VerifierKey};
use daybook_server::witness::origin_hash;
use logs::{Log, log_key};
use reqwest::{Client, StatusCode};
use strace::{FAULTS, Fault, NEVER, Program, calls, require_strace, struck, was_reached};

const CALLS: [&str; 4] = ["openat", "write", "fsync", "rename"];

fn witness(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
    command.arg("--home").arg(home).arg("witness").args(arguments);
    command
}

fn client() -> Client {
    Client::builder().timeout(Duration::from_secs(20)).build().unwrap()
}

/// The two histories that a log shows: the same up to 5.
struct Histories {
    honest: Log,
    fork: Log,
}

/// What a witness has given out.
#[derive(Debug, Default, PartialEq, Eq)]
struct Given {
    honest: Option<u64>,
    fork: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Honest,
    Fork,
}

impl Given {
    fn of(&mut self, which: Which) -> &mut Option<u64> {
        match which {
            Which::Honest => &mut self.honest,
            Which::Fork => &mut self.fork,
        }
    }

    fn is_one_history(&self) -> bool {
        self.honest.is_none() || self.fork.is_none()
    }
}

impl Histories {
    fn of(&self, which: Which) -> &Log {
        match which {
            Which::Honest => &self.honest,
            Which::Fork => &self.fork,
        }
    }

    /// Asks as a server does: from the size that the witness names. Notes what it gives out.
    async fn ask(&self, url: &str, key: &VerifierKey, which: Which, size: u64, given: &mut Given) {
        let mut old = 5;
        for _ in 0..3 {
            let request = self.of(which).request(old.min(size), size);
            match answer(url, &request).await {
                Some((StatusCode::OK, body)) => {
                    let line = parse_cosignatures(&body).unwrap().remove(0);
                    key.verify_cosignature(&request.checkpoint.note().text, &line).unwrap();
                    *given.of(which) = Some(size);
                    return;
                }
                Some((StatusCode::CONFLICT, body)) => old = parse_size(&body).unwrap(),
                _ => return,
            }
        }
    }
}

async fn answer(url: &str, request: &AddCheckpoint) -> Option<(StatusCode, String)> {
    let sent = client().post(format!("{url}/add-checkpoint")).body(request.to_string()).send().await.ok()?;
    Some((sent.status(), sent.text().await.ok()?))
}

/// A witness that has cosigned five entries.
struct Story {
    folder: tempfile::TempDir,
    key: VerifierKey,
    histories: Histories,
}

impl Story {
    async fn write() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("w");
        let made = witness(&home, &["init", "--name", "witness.example/w1"]).output().unwrap();
        let key: VerifierKey = String::from_utf8(made.stdout).unwrap().trim().parse().unwrap();
        assert!(trust(&home).stdout(Stdio::null()).status().unwrap().success());
        let histories = Histories { honest: Log::honest(), fork: Log::forked() };
        let (program, mut given) = (Program::start(witness(&home, &[])), Given::default());
        let first = answer(&program.url, &histories.honest.request(0, 5)).await.unwrap();
        assert_eq!(first.0, StatusCode::OK);
        histories.ask(&program.url, &key, Which::Honest, 5, &mut given).await;
        program.stop();
        assert_eq!(given.honest, Some(5));
        Self { folder, key, histories }
    }

    /// One run with one fault while it serves; how many such calls there were, and whether the fault came.
    async fn serve(&self, fault: Fault) -> (u64, bool) {
        let place = tempfile::tempdir().unwrap();
        let (home, trace) = (place.path().join("w"), place.path().join("trace"));
        copy(&self.folder.path().join("w"), &home);
        let name = format!("{} at {} number {}", fault.what, fault.call, fault.number);
        let (program, mut given) = (Program::start(witness(&home, &[])), Given::default());
        let mut strace = program.attach(&trace, &Fault { paths: files(&home, &self.histories.fork), ..fault });
        for (which, size) in [(Which::Honest, 9), (Which::Fork, 9), (Which::Honest, 9), (Which::Fork, 12)] {
            self.histories.ask(&program.url, &self.key, which, size, &mut given).await;
        }
        program.stop();
        strace.wait().unwrap();
        assert!(given.is_one_history(), "{name}: {given:?}");
        let trace = fs::read_to_string(&trace).expect("strace wrote what it saw; is it allowed to trace here?");

        let program = Program::start(witness(&home, &[]));
        assert!(program.url.starts_with("http"), "{name}: it does not come up");
        for (which, size) in [(Which::Fork, 14), (Which::Honest, 15), (Which::Fork, 16)] {
            self.histories.ask(&program.url, &self.key, which, size, &mut given).await;
        }
        assert!(given.is_one_history(), "{name}: {given:?}");
        assert!(given.honest.max(given.fork) > Some(12), "{name}: it cosigns nothing any more: {given:?}");
        program.stop();
        (calls(&trace), was_reached(&trace))
    }
}

/// What it remembers of the log, and where it keeps what the log did.
fn files(home: &Path, fork: &Log) -> Vec<PathBuf> {
    let log = home.join("logs").join(origin_hash(log_key(7).verifier().name()));
    let evidence = log.join("evidence");
    let kept = |kind: &str, size: usize| format!("{kind}-{size}-{}", &fork.roots[size].to_string()[..16]);
    let names = [kept("forked", 9), kept("unproven", 9), kept("unproven", 12)];
    let beside = names.iter().flat_map(|name| ["txt", "next"].map(|end| evidence.join(format!("{name}.{end}"))));
    let all = [log.join("checkpoint"), log.join("checkpoint.next"), evidence.clone(), log.clone()];
    all.into_iter().chain(beside).collect()
}

fn trust(home: &Path) -> Command {
    witness(home, &["trust", &log_key(7).verifier().to_string()])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_witness_stands_a_fault_at_every_system_call() {
    require_strace();
    let story = Story::write().await;
    for call in CALLS {
        let fault = |what, number| Fault { call, what, number, paths: Vec::new() };
        let (calls, _) = story.serve(fault(FAULTS[0], NEVER)).await;
        assert!(calls > 0, "no {call} was seen");
        for what in FAULTS {
            let mut reached = 0;
            for number in struck(calls) {
                reached += u64::from(story.serve(fault(what, number)).await.1);
            }
            println!("witness: {what} at {reached} of {calls} {call}");
            assert!(reached > 0, "{what} was never reached at {call}");
        }
    }
}

/// A new witness's key, and a log that it is told of: there or not, whole, and told again it is there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn making_a_witness_and_trusting_a_log_stand_a_fault_at_every_system_call() {
    require_strace();
    let histories = Histories { honest: Log::honest(), fork: Log::forked() };
    for call in CALLS {
        for what in FAULTS {
            let mut reached = 0;
            for number in 1.. {
                if !made(&histories, &Fault { call, what, number, paths: Vec::new() }).await {
                    break;
                }
                reached += 1;
            }
            println!("making a witness: {what} at {reached} {call}");
            assert!(reached > 0, "{what} was never reached at {call}");
        }
    }
}

/// Makes a witness with a fault; whether it was reached.
async fn made(histories: &Histories, fault: &Fault) -> bool {
    let place = tempfile::tempdir().unwrap();
    let home = place.path().join("w");
    let name = format!("{} at {} number {}", fault.what, fault.call, fault.number);
    let mut reached = false;
    for command in [witness(&home, &["init", "--name", "witness.example/w1"]), trust(&home)] {
        let trace = place.path().join("trace");
        let paths = within(&home);
        let mut program = Program::traced(&command, &trace, &Fault { paths, ..*fault });
        program.child.wait().unwrap();
        reached |= was_reached(&fs::read_to_string(&trace).unwrap());
        if !home.join("witness.key").exists() {
            assert!(
                witness(&home, &["init", "--name", "witness.example/w1"]).output().unwrap().status.success(),
                "{name}"
            );
        }
    }
    let key = witness(&home, &["key"]).output().unwrap();
    assert!(key.status.success(), "{name}: {}", String::from_utf8_lossy(&key.stderr));
    let key: VerifierKey = String::from_utf8(key.stdout).unwrap().trim().parse().unwrap();
    assert!(trust(&home).output().unwrap().status.success(), "{name}: it cannot be told again");
    let (program, mut given) = (Program::start(witness(&home, &[])), Given::default());
    assert!(program.url.starts_with("http"), "{name}: it does not come up");
    assert_eq!(answer(&program.url, &histories.honest.request(0, 5)).await.unwrap().0, StatusCode::OK, "{name}");
    histories.ask(&program.url, &key, Which::Honest, 9, &mut given).await;
    program.stop();
    assert_eq!(given, Given { honest: Some(9), fork: None }, "{name}");
    reached
}

/// Every file that making a witness touches.
fn within(home: &Path) -> Vec<PathBuf> {
    let hash = origin_hash(log_key(7).verifier().name());
    let logs = home.join("logs");
    let mut all = vec![home.to_owned(), logs.clone(), home.join("witness.key"), home.join("witness.next")];
    for folder in [logs.join(&hash), logs.join(format!("{hash}.new"))] {
        all.extend(["keys", "keys.next", "checkpoint", "checkpoint.next"].map(|name| folder.join(name)));
        all.push(folder);
    }
    all
}
