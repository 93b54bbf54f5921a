//! The real program under `strace`, which lets one system call after the other fail, or kills the process there: EIO, ENOSPC and
//! SIGKILL at every write, truncation and flush of the store. Nothing acknowledged is lost, and `fsck` finds the log sound.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::{Desk, encode};
use daybook_ledger::{Entry, TlogProof, VerifierKey};
use reqwest::Client;
use serde_json::Value;

/// What the store does to its disk.
const CALLS: [&str; 4] = ["pwrite64", "fdatasync", "fsync", "ftruncate"];
/// What becomes of a call. A flush that fails after the writes is "failed but persisted": they are in the file.
const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];
/// No run has so many calls; strace counts no further than 65,535.
const NEVER: u64 = 65_000;
/// Of the calls of one kind, so many are struck in an ordinary run of the tests; `DAYBOOK_EVERY_CALL=1` strikes all.
const SAMPLES: u64 = 8;

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

/// A log with a hospital in it, and the entries that come next, signed once for all runs.
struct Story {
    folder: tempfile::TempDir,
    key: VerifierKey,
    bundles: Vec<Vec<Entry>>,
}

/// A server, perhaps under strace, and its address; empty where it died before it had one.
struct Server {
    child: Child,
    url: String,
}

/// One system call that goes wrong.
struct Fault {
    call: &'static str,
    what: &'static str,
    /// Which of a thread's calls, from 1.
    number: u64,
}

impl Fault {
    fn strace(&self, trace: &Path) -> Command {
        let Self { call, what, number } = self;
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(trace);
        command.args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:{what}:when={number}")]);
        command
    }
}

/// When the fault comes.
#[derive(Clone, Copy, Debug)]
enum Phase {
    Starting,
    Serving,
}

impl Server {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, url: line.trim().to_owned() }
    }

    fn plain(home: &Path) -> Self {
        let mut command = ledger(home);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        Self::start(command)
    }

    /// A fault from the start on.
    fn traced_from_the_start(home: &Path, trace: &Path, fault: &Fault) -> Self {
        let mut command = fault.strace(trace);
        command.arg(env!("CARGO_BIN_EXE_daybook-ledger")).arg("--home").arg(home);
        command.args(["serve", "--listen", "127.0.0.1:0"]);
        Self::start(command)
    }

    /// A fault once it serves: strace counts the calls of each thread, and those of the start would come first.
    fn traced_while_serving(home: &Path, trace: &Path, fault: &Fault) -> (Self, Child) {
        let server = Self::plain(home);
        let pid = server.child.id();
        let strace = fault.strace(trace).args(["-p", &pid.to_string()]).stderr(Stdio::null()).spawn().unwrap();
        let threads = || fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let is_traced = |thread: &fs::DirEntry| {
            let status = fs::read_to_string(thread.path().join("status")).unwrap_or_default();
            status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0"))
        };
        while !threads().all(|thread| is_traced(&thread)) {
            std::thread::yield_now();
        }
        (server, strace)
    }

    /// Asks the program itself to stop, not strace, and waits.
    fn stop(mut self) {
        let pid = self.child.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let program = children.split_whitespace().next().map_or_else(|| pid.to_string(), str::to_owned);
        Command::new("kill").arg(program).stderr(Stdio::null()).status().unwrap();
        self.child.wait().unwrap();
    }
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
        let (server, http) = (Server::plain(&home), client());
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
            Phase::Starting => (Server::traced_from_the_start(&home, &trace, fault), None),
            Phase::Serving => {
                let (server, strace) = Server::traced_while_serving(&home, &trace, fault);
                (server, Some(strace))
            }
        };
        let acknowledged = self.submit_all(&http, &server.url).await;
        server.stop();
        if let Some(mut strace) = strace {
            strace.wait().unwrap();
        }
        let trace = fs::read_to_string(&trace).expect("strace wrote what it saw; is it allowed to trace here?");
        let reached = trace.contains("INJECTED") || trace.contains("killed by SIGKILL");

        let name = format!("{phase:?}: {} at {} number {}", fault.what, fault.call, fault.number);
        let server = Server::plain(&home);
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

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        // Copies keep the mode: the key stays nobody else's to read.
        fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

/// Of the busiest thread in what strace wrote: each line begins with the thread's number.
fn calls(trace: &str) -> u64 {
    let mut by_thread = BTreeMap::<&str, u64>::new();
    for line in trace.lines().filter(|line| line.contains('(')) {
        *by_thread.entry(line.split_whitespace().next().unwrap_or_default()).or_default() += 1;
    }
    by_thread.into_values().max().unwrap_or(0)
}

/// Which of so many calls are struck: all, or some from the first to the last.
fn struck(calls: u64) -> Vec<u64> {
    let is_all = std::env::var_os("DAYBOOK_EVERY_CALL").is_some() || calls <= SAMPLES;
    let some = (0..SAMPLES).map(|sample| 1 + sample * (calls - 1) / (SAMPLES - 1));
    if is_all { (1..=calls).collect() } else { some.collect() }
}

async fn all(phase: Phase) {
    let strace = Command::new("strace").arg("-V").stdout(Stdio::null()).status();
    assert!(strace.is_ok(), "this test needs strace: `cargo xtask setup --test` installs it");
    let story = Story::write().await;
    for call in CALLS {
        let (calls, _) = story.run(phase, &Fault { call, what: FAULTS[0], number: NEVER }).await;
        assert!(calls > 0 || call != "pwrite64", "no {call} was seen");
        for what in FAULTS {
            let mut reached = 0;
            for number in struck(calls) {
                reached += u64::from(story.run(phase, &Fault { call, what, number }).await.1);
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
