//! A witness over HTTP, as the real program and in this process: its answers, its state, and that it never has two histories.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "common/witness.rs"]
mod logs;

use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use daybook_ledger::witness::{parse_cosignatures, parse_size};
use daybook_ledger::{AddCheckpoint, Checkpoint, SignedCheckpoint, VerifierKey};
use daybook_server::witness::{Disk, RealDisk, origin_hash};
use logs::{InProcess, Log, log_key};
use reqwest::{Client, StatusCode};
use tokio::sync::mpsc;

fn witness(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daybook-ledger"));
    command.arg("--home").arg(home).arg("witness");
    command
}

fn line_of(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The real program, and its address from its first line.
fn serve(home: &Path) -> (Child, String) {
    let mut child = witness(home).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (child, line.trim().to_owned())
}

fn made(dir: &Path) -> (PathBuf, VerifierKey) {
    let home = dir.join("w");
    let key = line_of(witness(&home).args(["init", "--name", "witness.example/w1"])).parse().unwrap();
    line_of(witness(&home).arg("trust").arg(log_key(7).verifier().to_string()));
    (home, key)
}

async fn post(url: &str, body: String) -> Option<(StatusCode, String, String)> {
    let response = Client::new().post(format!("{url}/add-checkpoint")).body(body).send().await.ok()?;
    let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    let status = response.status();
    Some((status, kind.unwrap_or_default(), response.text().await.ok()?))
}

async fn status(url: &str, request: &AddCheckpoint) -> u16 {
    post(url, request.to_string()).await.unwrap().0.as_u16()
}

#[tokio::test]
async fn every_answer_of_the_protocol() {
    let dir = tempfile::tempdir().unwrap();
    let (home, key) = made(dir.path());
    assert_eq!(line_of(witness(&home).arg("key")), key.to_string());
    let (mut child, url) = serve(&home);
    let (log, fork) = (Log::honest(), Log::forked());
    let monitor = format!("{url}/{}/checkpoint", origin_hash(log_key(7).verifier().name()));
    assert_eq!(reqwest::get(&monitor).await.unwrap().status(), StatusCode::NOT_FOUND);
    // 400: no request at all.
    for body in ["", "old 0\n", "old x\n\nlog.example/one\n0\n", "\u{1}"] {
        assert_eq!(post(&url, body.into()).await.unwrap().0, StatusCode::BAD_REQUEST, "{body:?}");
    }
    let too_long = "x".repeat(80_000);
    assert_eq!(post(&url, too_long).await.unwrap().0, StatusCode::PAYLOAD_TOO_LARGE);
    // 404: another log; 403: the same name, another key.
    let other = daybook_ledger::SignerKey::generate("log.example/two", &[8; 32]).unwrap();
    for (signer, wanted) in [(&other, 404), (&log_key(9), 403)] {
        let origin = signer.verifier().name().to_owned();
        let checkpoint = Checkpoint { origin, size: 5, root: log.roots[5] }.sign(signer).unwrap();
        assert_eq!(status(&url, &AddCheckpoint { old: 0, proof: vec![], checkpoint }).await, wanted);
    }
    // 200: the cosignature is over the checkpoint; 409: with the latest size.
    let (first, kind, body) = post(&url, log.request(0, 7).to_string()).await.unwrap();
    assert_eq!((first, kind.as_str()), (StatusCode::OK, "text/plain; charset=utf-8"));
    let line = parse_cosignatures(&body).unwrap().remove(0);
    assert!(key.verify_cosignature(&log.request(0, 7).checkpoint.note().text, &line).unwrap() > 1_700_000_000);
    let (conflict, kind, body) = post(&url, log.request(5, 13).to_string()).await.unwrap();
    assert_eq!((conflict, kind.as_str(), parse_size(&body)), (StatusCode::CONFLICT, "text/x.tlog.size", Some(7)));
    // 400: old above size; 422: a bad proof, another root of the same size, from a fork.
    assert_eq!(status(&url, &log.request(8, 7)).await, 400);
    let broken = AddCheckpoint { proof: vec![], ..log.request(7, 13) };
    assert_eq!(status(&url, &broken).await, 422);
    assert_eq!(status(&url, &fork.request(7, 7)).await, 422);
    assert_eq!(status(&url, &fork.request(7, 13)).await, 422);
    assert_eq!(status(&url, &log.request(7, 13)).await, 200);
    assert_eq!(status(&url, &log.request(13, 13)).await, 200);
    let note = reqwest::get(&monitor).await.unwrap().text().await.unwrap();
    let signed = SignedCheckpoint::parse(&note).unwrap();
    signed.note().verify(&[log_key(7).verifier().clone(), key.clone()]).unwrap();
    assert_eq!((signed.checkpoint().size, signed.note().signatures.len()), (13, 2));
    // What the log signed against itself is kept.
    let evidence = home.join("logs").join(origin_hash("log.example/one")).join("evidence");
    let kept: Vec<_> = std::fs::read_dir(&evidence).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(kept.iter().any(|name| name.to_str().unwrap().starts_with("forked-7-")), "{kept:?}");
    // A log that is trusted meanwhile is watched at once.
    line_of(witness(&home).arg("trust").arg(other.verifier().to_string()));
    let checkpoint = Checkpoint { origin: "log.example/two".into(), size: 5, root: log.roots[5] }.sign(&other).unwrap();
    assert_eq!(status(&url, &AddCheckpoint { old: 0, proof: vec![], checkpoint }).await, 200);
    assert_eq!(witness(&home).output().unwrap().status.code(), Some(3), "one folder has one witness");
    child.kill().unwrap();
    child.wait().unwrap();
    let list = line_of(witness(&home).args(["list", "--json"]));
    assert!(list.contains(r#""origin":"log.example/one","size":13"#), "{list}");
}

/// Killed while two histories are pressed on it: what it has cosigned is one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_it_never_cosigns_two_histories() {
    let dir = tempfile::tempdir().unwrap();
    let (home, key) = made(dir.path());
    let logs = Arc::new([Log::honest(), Log::forked()]);
    let mut cosigned: Vec<Checkpoint> = Vec::new();
    let mut latest = 0;
    for round in 0..12_u64 {
        let (mut child, url) = serve(&home);
        let (told, mut signed) = mpsc::unbounded_channel();
        let asked = |which| press(url.clone(), logs.clone(), which, key.clone(), told.clone());
        let pressing: Vec<_> = (0..2).map(|which| tokio::spawn(asked(which))).collect();
        drop(told);
        // The next request is on its way when the blow falls.
        for _ in 0..3 + round {
            signed.recv().await;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        for pressed in pressing {
            cosigned.extend(pressed.await.unwrap());
        }
        let largest = cosigned.iter().map(|checkpoint| checkpoint.size).max().unwrap_or(0);
        assert!(largest >= latest);
        latest = largest;
    }
    assert!(latest > 5, "it was killed before it did anything");
    let is_of = |log: &Log| cosigned.iter().all(|one| log.roots[one.size as usize] == one.root);
    assert!(is_of(&logs[0]) != is_of(&logs[1]), "two histories, or only what both have");
}

/// Asks for one history entry by entry, until the witness is gone or the history ends.
async fn press(
    url: String,
    logs: Arc<[Log; 2]>,
    which: usize,
    key: VerifierKey,
    told: mpsc::UnboundedSender<()>,
) -> Vec<Checkpoint> {
    let (mut old, mut got) = (0, Vec::new());
    loop {
        let size = (old + 1).min(199);
        let request = logs[which].request(old, size);
        match post(&url, request.to_string()).await {
            Some((StatusCode::OK, _, body)) => {
                let line = parse_cosignatures(&body).unwrap().remove(0);
                key.verify_cosignature(&request.checkpoint.note().text, &line).unwrap();
                got.push(request.checkpoint.checkpoint().clone());
                told.send(()).ok();
                if size == 199 {
                    return got;
                }
                old = size;
            }
            Some((StatusCode::CONFLICT, _, body)) => old = parse_size(&body).unwrap().min(198),
            // The other history has won, or the witness is gone.
            _ => return got,
        }
    }
}

#[tokio::test]
async fn what_cannot_be_believed_is_not_served() {
    let dir = tempfile::tempdir().unwrap();
    let (home, _) = made(dir.path());
    let (mut child, url) = serve(&home);
    assert_eq!(status(&url, &Log::honest().request(0, 7)).await, 200);
    child.kill().unwrap();
    child.wait().unwrap();
    let log = home.join("logs").join(origin_hash("log.example/one"));
    let (state, keys) = (log.join("checkpoint"), log.join("keys"));
    let good = std::fs::read(&state).unwrap();
    let refused = || {
        let output = witness(&home).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for at in [0, 16, 20, good.len() / 2, good.len() - 3] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        std::fs::write(&state, bad).unwrap();
        let (code, why) = refused();
        assert!(code == Some(3) && why.contains("nothing is cosigned"), "{at}: {code:?} {why}");
    }
    for (path, text) in [(&state, ""), (&keys, ""), (&keys, "nonsense\n")] {
        let before = std::fs::read(path).unwrap();
        std::fs::write(path, text).unwrap();
        assert_eq!(refused().0, Some(3), "{path:?} {text:?}");
        std::fs::write(path, before).unwrap();
    }
    std::fs::remove_file(&state).unwrap();
    assert!(refused().1.contains("missing"), "a missing state is not a new log");
    std::fs::write(&state, good).unwrap();
    let (mut child, url) = serve(&home);
    assert_eq!(status(&url, &Log::honest().request(7, 9)).await, 200);
    child.kill().unwrap();
    child.wait().unwrap();
}

/// A disk that fails when told to: before anything is written, or after all of it is.
#[derive(Clone, Default)]
struct Failing(Arc<AtomicU8>);

impl Disk for Failing {
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.0.load(Ordering::SeqCst) {
            1 => Err(io::Error::other("no space")),
            2 => RealDisk.replace(path, bytes).and(Err(io::Error::other("the answer was lost"))),
            _ => RealDisk.replace(path, bytes),
        }
    }
}

#[tokio::test]
async fn a_write_that_fails_and_one_that_fails_but_is_there_give_no_cosignature_and_no_second_history() {
    for fault in [1, 2] {
        let failing = Failing::default();
        let mut witness = InProcess::start("w.example", log_key(7).verifier(), Box::new(failing.clone())).await;
        let url = witness.at.prefix.as_str().trim_end_matches('/').to_owned();
        let (log, fork) = (Log::honest(), Log::forked());
        assert_eq!(status(&url, &log.request(0, 5)).await, 200);
        failing.0.store(fault, Ordering::SeqCst);
        assert_eq!(status(&url, &log.request(5, 9)).await, 503);
        failing.0.store(0, Ordering::SeqCst);
        // Not there: either may follow. There: only what continues it.
        let (wanted, latest) = if fault == 1 { (200, 9) } else { (422, 9) };
        let fork_old = if fault == 1 { 5 } else { 9 };
        assert_eq!(status(&url, &fork.request(fork_old, 9)).await, wanted, "fault {fault}");
        let after = if fault == 1 { &fork } else { &log };
        assert_eq!(status(&url, &after.request(latest, 12)).await, 200);
        witness.stop().await;
    }
}

#[tokio::test]
async fn its_clock_never_goes_back_below_what_it_signed() {
    let mut witness = InProcess::start("w.example", log_key(7).verifier(), Box::new(RealDisk)).await;
    let (log, key) = (Log::honest(), witness.key.clone());
    let mut times = Vec::new();
    for (size, seconds) in [(1, 1_790_000_500), (2, 1_790_000_100), (3, 0), (4, 1_790_000_600)] {
        witness.clock.set(seconds * 1_000);
        if size == 3 {
            witness.stop().await;
            witness.resume(Box::new(RealDisk)).await;
        }
        let url = witness.at.prefix.as_str().trim_end_matches('/').to_owned();
        let request = log.request(size - 1, size);
        let (_, _, body) = post(&url, request.to_string()).await.unwrap();
        let line = parse_cosignatures(&body).unwrap().remove(0);
        times.push(key.verify_cosignature(&request.checkpoint.note().text, &line).unwrap());
    }
    assert_eq!(times, [1_790_000_500, 1_790_000_500, 1_790_000_500, 1_790_000_600]);
    witness.stop().await;
}

/// Many at once: each size is cosigned for one root only, and the size never goes back.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_requests_are_judged_one_after_the_other() {
    let mut witness = InProcess::start("w.example", log_key(7).verifier(), Box::new(RealDisk)).await;
    let url = witness.at.prefix.as_str().trim_end_matches('/').to_owned();
    let logs = Arc::new([Log::honest(), Log::forked()]);
    let asking: Vec<_> = (0..24_usize)
        .map(|at| {
            let (url, logs) = (url.clone(), logs.clone());
            tokio::spawn(async move { status(&url, &logs[at % 2].request(0, 6 + at as u64 / 2)).await })
        })
        .collect();
    let mut answers = Vec::new();
    for asked in asking {
        answers.push(asked.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
    assert!(answers.iter().all(|status| matches!(status, 200 | 409)), "{answers:?}");
    witness.stop().await;
}
