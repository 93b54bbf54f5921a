//! The check of the whole register is killed again and again: when its database has been written to for a seeded time, at once or
//! a while later. Each start goes on where the one before was, and in the end the pairs are those of a check that nobody disturbed;
//! afterwards only who has come since is compared. `DAYBOOK_KILLS` and `DAYBOOK_SEED` for more and for others.
#![allow(dead_code)]

#[path = "../stories/sharing/desk.rs"]
mod desk;
#[path = "../stories/sharing/server.rs"]
mod server;

use std::{
    io::Write,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use daybook_api::{Person, RegisterPatient};
use daybook_desk::{
    domain::event::{Event, PatientEvent},
    host::SystemHost,
    store::{pack::pack, projections::patient::differences},
};
use daybook_ledger::{Act, Id};
use daybook_tests::{
    people::{People, again::typed_again},
    programs,
    random::{Random, number},
};
use desk::Bench;
use serde_json::Value;

const KILLS: u64 = 4;
const SEED: u64 = 20_261_128;
/// Five lots of the check.
const PEOPLE: usize = 1_100;
/// Every so many-th of them is registered once more.
const EACH: usize = 20;

#[tokio::test(flavor = "multi_thread")]
async fn a_check_killed_again_and_again_finds_what_it_finds_undisturbed() {
    let people = people();
    let bench = Bench::founded("KGH").await;
    register(&bench, &people);
    let filled = bench.close();
    let undisturbed = copy(&filled);
    let expected = check(undisturbed.path());
    assert_eq!(expected.records, people.len());
    assert!(expected.pairs.len() * 100 >= people.len() / (EACH + 1) * 90, "{} pairs", expected.pairs.len());

    let (mut random, mut home) = (Random::new(number("DAYBOOK_SEED", SEED).unwrap()), copy(&filled));
    let mut killed = 0;
    while killed < number("DAYBOOK_KILLS", KILLS).unwrap() {
        let moment = Moment::of(&mut random);
        let end = check_until(home.path(), &moment);
        println!("{moment:?}: {end:?}");
        if end == End::Done {
            assert_eq!(check(home.path()), Checked { records: 0, ..expected.clone() });
            home = copy(&filled);
        } else {
            killed += 1;
        }
    }
    let rest = check(home.path());
    println!("{} of {} records were left in the end", rest.records, expected.records);
    assert_eq!(rest.pairs, expected.pairs);

    let bench = Bench::in_folder(home).await;
    let person = typed_again(&people[3], &mut random);
    let number = bench.request(RegisterPatient { person }).await.number;
    let home = bench.close();
    let one_more = check(home.path());
    assert_eq!(one_more.records, 1, "only who came since is compared");
    let fresh: Vec<_> = one_more.pairs.iter().filter(|pair| !expected.pairs.contains(pair)).collect();
    assert!(fresh.len() == 1 && fresh[0].contains(&number), "{fresh:?}");
}

/// People, some of them registered twice with slips.
fn people() -> Vec<Person> {
    let mut random = Random::new(SEED);
    let once: Vec<Person> = People::new(SEED).take(PEOPLE).collect();
    let twice: Vec<Person> = once.iter().step_by(EACH).map(|person| typed_again(person, &mut random)).collect();
    once.into_iter().chain(twice).collect()
}

fn register(bench: &Bench, people: &[Person]) {
    let registration = |(at, person): (u64, &Person)| {
        let mut id = [0; 16];
        id[8..].copy_from_slice(&(at + 2).to_be_bytes());
        let (set, number) = (differences(&Person::default(), person), Some(format!("KGH-01-{at:05}-X")));
        vec![Event::Patient(PatientEvent { patient: Id(id), number, set, withdrawn: None, source: None })]
    };
    let decided = pack(Act::PatientImport, Id([1; 16]), (0..).zip(people).map(registration)).unwrap();
    let open = bench.desk.session().unwrap();
    open.store.commit(&open.author(), decided, &SystemHost).unwrap();
}

fn copy(folder: &tempfile::TempDir) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    server::copy_files(folder.path(), copy.path());
    copy
}

/// When it is killed.
#[derive(Debug)]
struct Moment {
    /// Once its database has been written to so many times: the first of them belong to the login.
    writes: usize,
    /// And it has been looked at so often since: while it compares.
    looks: usize,
}

impl Moment {
    fn of(random: &mut Random) -> Self {
        Self { writes: 1 + random.below(7), looks: if random.chance(0.5) { 0 } else { random.below(3_000) } }
    }
}

/// How a start ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Killed,
    Done,
}

/// What a check that came to its end has printed.
#[derive(Clone, Debug, PartialEq)]
struct Checked {
    /// How many it had to compare.
    records: usize,
    /// The numbers of both of each pair, in order.
    pairs: Vec<[String; 2]>,
}

/// Checks until the end.
fn check(home: &Path) -> Checked {
    let Output { status, stdout, stderr } = start(home, Stdio::piped).wait_with_output().unwrap();
    let (told, found) = (String::from_utf8(stderr).unwrap(), serde_json::from_slice::<Value>(&stdout));
    assert!(status.success(), "daybookctl duplicates: {status} {told}");
    let records = told.lines().find_map(|line| line.split_once(" records compared")).unwrap().0.parse().unwrap();
    let found = found.unwrap();
    let numbers = |pair: &Value| {
        let mut numbers = [0, 1].map(|at| pair["numbers"][at].as_str().unwrap().to_owned());
        numbers.sort();
        numbers
    };
    let mut pairs: Vec<_> = found.as_array().unwrap().iter().map(numbers).collect();
    pairs.sort();
    Checked { records, pairs }
}

/// Checks until the end or until the moment comes.
fn check_until(home: &Path, moment: &Moment) -> End {
    let log = home.join("desk.db-wal");
    let written = || std::fs::metadata(&log).and_then(|log| Ok((log.len(), log.modified()?))).ok();
    // Nobody reads what it prints: a pipe would fill, and it would wait.
    let (mut child, mut before) = (start(home, Stdio::null), written());
    let (mut writes, mut looks) = (0, 0);
    while child.try_wait().unwrap().is_none() {
        let now = written();
        writes += usize::from(now != before);
        looks += usize::from(writes >= moment.writes);
        before = now;
        if writes >= moment.writes && looks > moment.looks {
            child.kill().unwrap();
            break;
        }
        std::thread::yield_now();
    }
    let ended = child.wait().unwrap();
    assert!(ended.success() || ended.signal() == Some(9), "daybookctl duplicates: {ended}");
    if ended.success() { End::Done } else { End::Killed }
}

fn start(home: &Path, printed: fn() -> Stdio) -> Child {
    let mut program = Command::new(programs::program("daybookctl").unwrap());
    program.arg("--home").arg(home).args(["--password-fd", "0", "--json", "duplicates", "--limit", "2000"]);
    let mut child = program.stdin(Stdio::piped()).stdout(printed()).stderr(printed()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{}\n", desk::WORDS).as_bytes()).unwrap();
    child
}
