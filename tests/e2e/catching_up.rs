//! An empty desk catches up a log of several parts and is killed again and again meanwhile: when it asks for a seeded part, while
//! those before are checked and written, or when it has begun to write after that. Each start goes on where the one before was,
//! and in the end the desk is the same as the one that wrote everything. `DAYBOOK_KILLS` and `DAYBOOK_SEED` for more and for others.
#![allow(dead_code)]

#[path = "../stories/sharing/desk.rs"]
mod desk;
#[path = "../stories/sharing/meddler.rs"]
mod meddler;
#[path = "../stories/sharing/server.rs"]
mod server;

use std::{
    io::Write,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::SystemTime,
};

use daybook_api::{VerifyLedger, VerifyReport};
use daybook_tests::{
    programs,
    random::{Random, number},
};
use desk::Bench;
use meddler::Meddler;
use server::Server;

const KILLS: u64 = 12;
const SEED: u64 = 20_261_127;
/// Of so long notes a part has 256.
const ENTRIES: u64 = 1_200;

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_killed_while_it_catches_up_goes_on_and_ends_the_same() {
    let server = Server::start().await;
    let writer = Bench::connected("KGH", &server).await;
    let meddler = Meddler::before(&server.url()).await;
    let reader = Bench::joining_at(&writer, meddler.url.clone(), server.log_key.clone()).await.close();
    // Founded, confirmed, connected: three entries; and one that let the other desk in.
    let size = 4 + ENTRIES;
    writer.write_long_notes(ENTRIES);
    writer.until("all is shared", |status| status.pending == 0 && status.tree_size == size).await;
    let bundles = size.div_ceil(256);
    meddler.take_bundles();

    let (mut random, mut begun) = (Random::new(number("DAYBOOK_SEED", SEED).unwrap()), Vec::new());
    let (mut desk, kills) = (anew(&reader), number("DAYBOOK_KILLS", KILLS).unwrap());
    let (mut killed, mut gave_up) = (0, 0);
    while killed < kills {
        let moment = Moment::of(&mut random);
        let end = catch_up_until(desk.path(), &meddler, &moment).await;
        let asked = meddler.take_bundles();
        println!("{moment:?}: {end:?}, asked for the parts {asked:?} of {bundles}");
        if let Some(first) = asked.first().copied() {
            assert!(
                begun.last().is_none_or(|before| *before <= first),
                "what was taken in is gone: {begun:?}, {first}"
            );
            begun.push(first);
        }
        match end {
            End::Killed => killed += 1,
            End::Done => (desk, begun) = (anew(&reader), Vec::new()),
            End::GaveUp => gave_up += 1,
        }
        assert!(gave_up <= kills, "it gives up more often than it is killed");
    }
    println!("killed {killed} times; {gave_up} times it had no answer in time");
    let desk = Bench::in_folder(desk).await;
    desk.until("the rest is taken in", |status| status.tree_size == size).await;
    assert_eq!(desk.digest(), writer.digest());
    let report: VerifyReport = desk.finish(VerifyLedger {}).await;
    assert_eq!((report.entries, report.findings.len()), (size, 0), "{:?}", report.findings);
}

/// The desk as it was before it caught up with anything.
fn anew(reader: &tempfile::TempDir) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    server::copy_files(reader.path(), folder.path());
    folder
}

/// When it is killed.
#[derive(Debug)]
struct Moment {
    /// With the how-manieth part that it asks for: while it waits for the third, the first is written.
    part: usize,
    /// Not yet then, but once its database has been written to after that: in the middle of a commit.
    writing: bool,
}

impl Moment {
    fn of(random: &mut Random) -> Self {
        Self { part: 1 + random.below(4), writing: random.below(2) == 1 }
    }
}

/// How a start ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Killed,
    Done,
    /// No answer within the three seconds that a desk waits for a sign of life: on a machine that is busy with something else.
    GaveUp,
}

/// What `daybookctl` says when the server was out of reach.
const OFFLINE: i32 = 5;

/// Catches up until everything is here or the moment comes.
async fn catch_up_until(home: &Path, meddler: &Meddler, moment: &Moment) -> End {
    let written = || std::fs::metadata(home.join("desk.db-wal")).and_then(|log| log.modified()).ok();
    let (mut child, mut asked) = (catch_up(home), None::<Option<SystemTime>>);
    while child.try_wait().unwrap().is_none() {
        if asked.is_none() && meddler.passed("/tile/entries/") >= moment.part {
            asked = Some(written());
        }
        if asked.is_some_and(|then| !moment.writing || written() != then) {
            child.kill().unwrap();
            break;
        }
        tokio::task::yield_now().await;
    }
    let ended = child.wait().unwrap();
    match (ended.code(), ended.signal()) {
        (Some(0), _) => End::Done,
        (Some(OFFLINE), _) => End::GaveUp,
        (_, Some(9)) => End::Killed,
        _ => panic!("daybookctl sync: {ended}"),
    }
}

fn catch_up(home: &Path) -> Child {
    let mut program = Command::new(programs::program("daybookctl").unwrap());
    program.arg("--home").arg(home).args(["--password-fd", "0", "sync"]);
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{}\n", desk::WORDS).as_bytes()).unwrap();
    child
}
