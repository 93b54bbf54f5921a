//! The whole register looked through: each pair once, left and taken up, what people say of a pair.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::*;

use crate::{
    commands::patient::similar::tests::ana,
    testing::{ADMIN_WORDS, Bench, STAFF_WORDS},
};

const FEBRL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/patients/febrl1.csv");

/// The same with slips.
fn anna() -> Person {
    let birth = Birth::Day { date: Date::new(1987, 4, 3).unwrap() };
    Person { given: "Anna María".into(), family: "Garcia Lopes".into(), birth, ..ana() }
}

async fn register(bench: &Bench, person: Person) -> PatientRecord {
    bench.desk.request(RegisterPatient { person }).await.unwrap()
}

async fn check(bench: &Bench) -> DuplicatesChecked {
    let job = bench.desk.request(CheckDuplicates {}).await.unwrap();
    bench.finished(&job).await.unwrap()
}

async fn list(bench: &Bench) -> Duplicates {
    bench.desk.request(ListDuplicates::default()).await.unwrap()
}

async fn apart(bench: &Bench) -> Vec<DuplicatePair> {
    bench.desk.request(ListDuplicates { shown: ShowPairs::Apart, ..ListDuplicates::default() }).await.unwrap().pairs
}

async fn import(bench: &Bench, text: &str) -> ImportReport {
    let chunk = UploadChunk { upload: None, name: "f.csv".into(), base64: BASE64_STANDARD.encode(text) };
    let upload = bench.desk.request(chunk).await.unwrap().upload;
    let (run, strictness) = (ImportRun::Real, Strictness::Lenient);
    let start = StartImport { upload, mapping: Vec::new(), run, strictness, as_of: None };
    let job = bench.desk.request(start).await.unwrap();
    bench.finished(&job).await.unwrap()
}

/// So many people, every tenth of them once more with a letter more in the family name.
fn people(count: usize) -> String {
    let once = (0..count).map(|n| person(n, ""));
    let twice = (0..count).step_by(10).map(|n| person(n, "s"));
    format!("given,family,born,phone\n{}", once.chain(twice).collect::<String>())
}

/// Names of syllables, births and phones without any order of theirs.
fn person(number: usize, ending: &str) -> String {
    let mut state = number as u64 * 2 + 1;
    let mut below = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let mut name = || -> String {
        (0..3)
            .map(|_| ["ba", "ko", "mi", "ru", "ste", "lan", "vo", "gre", "shi", "pu", "de", "fa"][below(12) as usize])
            .collect()
    };
    let (given, family) = (name(), name());
    let (year, month, day) = (1920 + below(100), 1 + below(12), 1 + below(28));
    format!("{given},{family}{ending},{year}-{month:02}-{day:02},{:09}\n", 100_000_000 + below(899_999_999))
}

fn numbers(pairs: &[DuplicatePair]) -> Vec<(String, String)> {
    let sorted = |pair: &DuplicatePair| {
        let (one, other) = (pair.one.number.clone(), pair.other.number.clone());
        if one < other { (one, other) } else { (other, one) }
    };
    let mut numbers: Vec<_> = pairs.iter().map(sorted).collect();
    numbers.sort();
    numbers
}

#[tokio::test]
async fn who_was_registered_twice_is_found_once_with_reasons() {
    let bench = Bench::founded().await;
    assert_eq!(list(&bench).await.check.state, CheckState::Never);
    let (one, other) = (register(&bench, ana()).await, register(&bench, anna()).await);
    register(&bench, Person { given: "Beatriz".into(), ..ana() }).await;
    assert_eq!(check(&bench).await.records, 3);
    let found = list(&bench).await;
    assert_eq!((found.total, found.check.state, found.check.left), (1, CheckState::Done, 0));
    assert_eq!(numbers(&found.pairs), [(one.number, other.number)], "a twin is no duplicate");
    let pair = &found.pairs[0];
    assert!(pair.probability > 0.9 && pair.likeness == Likeness::SamePerson, "{pair:?}");
    assert!(pair.reasons.iter().any(|reason| reason.field == SimilarField::Phone && reason.bits > 0.0));
}

#[tokio::test]
async fn only_an_administrator_looks_through_the_register() {
    let bench = Bench::at_reception().await;
    assert_eq!(bench.refusal(CheckDuplicates {}).await, ErrorCode::NotAllowed);
    assert_eq!(bench.refusal(ListDuplicates::default()).await, ErrorCode::NotAllowed);
}

#[tokio::test]
async fn after_the_first_check_only_what_was_written_since_is_compared() {
    let bench = Bench::founded().await;
    import(&bench, &people(100)).await;
    assert_eq!((check(&bench).await.records, list(&bench).await.total), (110, 10));
    assert_eq!(check(&bench).await, DuplicatesChecked::default());
    let one = register(&bench, ana()).await;
    let other = register(&bench, anna()).await;
    assert_eq!(check(&bench).await, DuplicatesChecked { records: 2, pairs: 1 });
    assert!(numbers(&list(&bench).await.pairs).contains(&(one.number, other.number.clone())));
    bench.desk.request(WithdrawPatient { id: other.id, reason: "twice".into() }).await.unwrap();
    assert_eq!(check(&bench).await.records, 1);
    assert_eq!(list(&bench).await.total, 10, "a withdrawn registration is no duplicate any more");
}

#[tokio::test]
async fn two_people_are_not_shown_again_until_one_of_them_changes() {
    let bench = Bench::founded().await;
    let (one, other) = (register(&bench, ana()).await, register(&bench, anna()).await);
    check(&bench).await;
    let said = NotSame { one: one.id.clone(), other: PatientId(other.number.clone()) };
    bench.desk.request(said.clone()).await.unwrap();
    bench.desk.request(said.clone()).await.unwrap();
    assert_eq!((list(&bench).await.total, apart(&bench).await.len()), (0, 1));
    let similar = SimilarToPatient { id: one.id.clone(), limit: 0, show: ShowSimilar::All };
    let found = bench.desk.request(similar.clone()).await.unwrap();
    assert!(found.candidates.is_empty() && !found.alert && found.apart[0].number == other.number, "{found:?}");
    let history = bench.desk.request(GetPatient { id: one.id.clone() }).await.unwrap().history;
    let told: Vec<&HistoryRow> = history.iter().filter(|row| row.field == "not_same").collect();
    assert_eq!((told.len(), &told[0].to), (1, &HistoryValue::text(&other.number)), "said twice, written once");

    let change = |after: Person| UpdatePatient { id: other.id.clone(), before: anna(), after };
    bench.desk.request(change(Person { note: "deaf".into(), ..anna() })).await.unwrap();
    assert_eq!(list(&bench).await.total, 0, "a note tells nobody apart");
    bench.desk.request(change(Person { phones: vec!["555 0100".into()], ..anna() })).await.unwrap();
    check(&bench).await;
    assert_eq!((list(&bench).await.total, apart(&bench).await.len()), (1, 0));
    bench.desk.request(said).await.unwrap();
    assert_eq!(list(&bench).await.total, 0);
    let taken_back = MaybeSame { one: other.id.clone(), other: one.id.clone() };
    bench.desk.request(taken_back).await.unwrap();
    assert_eq!((list(&bench).await.total, bench.desk.request(similar).await.unwrap().alert), (1, true));
}

#[tokio::test]
async fn nobody_is_said_not_to_be_themselves_and_a_doctor_says_nothing() {
    let bench = Bench::founded().await;
    let (one, other) = (register(&bench, ana()).await.id, register(&bench, anna()).await.id);
    assert_eq!(bench.refusal(NotSame { one: one.clone(), other: one.clone() }).await, ErrorCode::BadRequest);
    let nobody = PatientId("KGH-01-99999-X".into());
    assert_eq!(bench.refusal(NotSame { one: one.clone(), other: nobody }).await, ErrorCode::NotFound);
    bench.employ("rui", Role::Doctor).await;
    bench.login("rui", STAFF_WORDS).await.unwrap();
    assert_eq!(bench.refusal(NotSame { one: one.clone(), other: other.clone() }).await, ErrorCode::NotAllowed);
    assert_eq!(bench.refusal(MaybeSame { one, other }).await, ErrorCode::NotAllowed);
}

/// Wherever it is left, by the lock or by the end of the program, it goes on by itself and finds what it finds undisturbed.
#[tokio::test]
async fn a_check_that_was_left_goes_on_by_itself() {
    let whole = Bench::founded().await;
    import(&whole, &people(1_000)).await;
    check(&whole).await;
    let expected = whole.desk.request(ListDuplicates { limit: 500, ..ListDuplicates::default() }).await.unwrap();
    assert_eq!(expected.total, 100);

    let mut bench = Bench::founded().await;
    import(&bench, &people(1_000)).await;
    bench.desk.request(CheckDuplicates {}).await.unwrap();
    bench.desk.request(Lock {}).await.unwrap();
    for _ in 0..2 {
        bench.login("admin", ADMIN_WORDS).await.unwrap();
        bench = bench.restart();
    }
    bench.login("admin", ADMIN_WORDS).await.unwrap();
    let found = loop {
        let found = bench.desk.request(ListDuplicates { limit: 500, ..ListDuplicates::default() }).await.unwrap();
        assert_ne!(found.check.state, CheckState::Stopped);
        if found.check.state == CheckState::Done {
            break found;
        }
        tokio::task::yield_now().await;
    };
    assert_eq!((found.check.left, found.check.finished_at.is_some()), (0, true));
    assert_eq!(numbers(&found.pairs), numbers(&expected.pairs));
}

#[tokio::test]
async fn a_stopped_check_waits_until_it_is_asked_to_go_on() {
    let bench = Bench::founded().await;
    import(&bench, &people(1_000)).await;
    let job = bench.desk.request(CheckDuplicates {}).await.unwrap();
    assert_eq!(bench.desk.request(CheckDuplicates {}).await.unwrap(), job, "one at a time");
    bench.desk.request(CancelJob { job: job.job.clone() }).await.unwrap();
    let stopped = bench.finished::<DuplicatesChecked>(&job).await.unwrap_err();
    assert_eq!(stopped.code, ErrorCode::Cancelled);
    let found = list(&bench).await;
    assert!(found.check.left > 0 && found.check.job.is_none(), "{:?}", found.check);
    assert!(matches!(found.check.state, CheckState::Stopped | CheckState::Never));
    let left = found.check.left;
    assert_eq!(check(&bench).await.records, left, "what was compared is not compared again");
    assert_eq!(list(&bench).await.total, 100);
}

#[tokio::test]
async fn a_rebuild_finds_the_same_pairs() {
    let bench = Bench::founded().await;
    import(&bench, &people(100)).await;
    let ids = list_after_check(&bench).await;
    let said = NotSame { one: ids[0].one.id.clone(), other: ids[0].other.id.clone() };
    bench.desk.request(said).await.unwrap();
    let rebuilt: RebuildReport = bench.finished(&bench.desk.request(RebuildLedger {}).await.unwrap()).await.unwrap();
    assert_eq!(rebuilt.before, rebuilt.after);
    let again = list_after_check(&bench).await;
    assert_eq!(numbers(&again), numbers(&ids[1..]));
}

async fn list_after_check(bench: &Bench) -> Vec<DuplicatePair> {
    check(bench).await;
    list(bench).await.pairs
}

/// All pairs of FEBRL 1, whose truth is known.
#[tokio::test]
async fn the_pairs_of_febrl_are_found() {
    let Ok(text) = std::fs::read_to_string(FEBRL) else {
        eprintln!("SKIPPED: {FEBRL} is not here");
        return;
    };
    let bench = Bench::founded().await;
    assert_eq!(import(&bench, &text).await.patients, 1_000);
    check(&bench).await;
    let found = bench.desk.request(ListDuplicates { limit: 2_000, ..ListDuplicates::default() }).await.unwrap();
    let whose = |number: &str| number.split('-').nth(2).and_then(|count| count.parse::<usize>().ok()).unwrap();
    let truth: Vec<&str> =
        text.lines().skip(1).map(|line| line.split(',').next().unwrap().split('-').nth(1).unwrap()).collect();
    let right = |pair: &&DuplicatePair| truth[whose(&pair.one.number) - 1] == truth[whose(&pair.other.number) - 1];
    let right = found.pairs.iter().filter(right).count();
    eprintln!("FEBRL 1: {right} of 500 pairs found, {} others", found.pairs.len() - right);
    assert!(right >= 490, "{right} of 500");
    assert!(found.pairs.len() - right <= 5, "{} others", found.pairs.len() - right);
}
