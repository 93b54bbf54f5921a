//! A program under strace, which lets one of its system calls fail or kills it there.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// What becomes of a call. A flush that fails after the writes is "failed but persisted": they are in the file.
pub const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];
/// No run has so many calls; strace counts no further than 65,535.
pub const NEVER: u64 = 65_000;
/// Of the calls of one kind, so many are struck in an ordinary run of the tests; `DAYBOOK_EVERY_CALL=1` strikes all.
const SAMPLES: u64 = 8;

/// One system call that goes wrong.
#[derive(Clone)]
pub struct Fault {
    pub call: &'static str,
    pub what: &'static str,
    /// Which of a thread's calls, from 1.
    pub number: u64,
    /// Only calls on these files count; any, if none is named.
    pub paths: Vec<PathBuf>,
}

impl Fault {
    fn strace(&self, trace: &Path) -> Command {
        let Self { call, what, number, paths } = self;
        let mut command = Command::new("strace");
        command.args(["-f", "-qq", "-o"]).arg(trace);
        for path in paths {
            command.arg("-P").arg(path);
        }
        command.args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:{what}:when={number}")]);
        command
    }
}

/// A program, perhaps under strace, and the address that it printed; empty where it died before it had one.
pub struct Program {
    pub child: Child,
    pub url: String,
}

impl Program {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { child, url: line.trim().to_owned() }
    }

    /// With a fault from the start on.
    pub fn traced(command: &Command, trace: &Path, fault: &Fault) -> Self {
        let mut strace = fault.strace(trace);
        strace.arg(command.get_program()).args(command.get_args());
        Self::start(strace)
    }

    /// A fault from now on: strace counts the calls of each thread, and those of the start would come first.
    pub fn attach(&self, trace: &Path, fault: &Fault) -> Child {
        let pid = self.child.id();
        let strace = fault.strace(trace).args(["-p", &pid.to_string()]).stderr(Stdio::null()).spawn().unwrap();
        let threads = || fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
        let is_traced = |thread: &fs::DirEntry| {
            let status = fs::read_to_string(thread.path().join("status")).unwrap_or_default();
            status.lines().any(|line| line.starts_with("TracerPid:") && !line.ends_with("\t0"))
        };
        while !threads().all(|thread| is_traced(&thread)) {
            std::thread::yield_now();
        }
        strace
    }

    /// Asks the program itself to stop, not strace, and waits.
    pub fn stop(mut self) {
        let pid = self.child.id();
        let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
        let program = children.split_whitespace().next().map_or_else(|| pid.to_string(), str::to_owned);
        Command::new("kill").arg(program).stderr(Stdio::null()).status().unwrap();
        self.child.wait().unwrap();
    }
}

/// Of the busiest thread in what strace wrote: each line begins with the thread's number.
pub fn calls(trace: &str) -> u64 {
    let mut by_thread = BTreeMap::<&str, u64>::new();
    for line in trace.lines().filter(|line| line.contains('(')) {
        *by_thread.entry(line.split_whitespace().next().unwrap_or_default()).or_default() += 1;
    }
    by_thread.into_values().max().unwrap_or(0)
}

/// Whether the fault came, in what strace wrote.
pub fn was_reached(trace: &str) -> bool {
    trace.contains("INJECTED") || trace.contains("killed by SIGKILL")
}

/// Which of so many calls are struck: all, or some from the first to the last.
pub fn struck(calls: u64) -> Vec<u64> {
    let is_all = std::env::var_os("DAYBOOK_EVERY_CALL").is_some() || calls <= SAMPLES;
    let some = (0..SAMPLES).map(|sample| 1 + sample * (calls - 1) / (SAMPLES - 1));
    if is_all { (1..=calls).collect() } else { some.collect() }
}

pub fn require_strace() {
    let strace = Command::new("strace").arg("-V").stdout(Stdio::null()).status();
    assert!(strace.is_ok(), "this test needs strace: `cargo xtask setup --test` installs it");
}
