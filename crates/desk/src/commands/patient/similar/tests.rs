//! Similar patients over a whole desk: families told from duplicates, and records of which the truth is known.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::*;

use crate::testing::{Bench, STAFF_WORDS};

const FEBRL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/patients/febrl1.csv");
const ALL_BUT_THE_NUMBER: &[(&str, &str)] = &[
    ("given", "given_name"),
    ("family", "surname"),
    ("born", "date_of_birth"),
    ("address", "street_number"),
    ("address", "address_1"),
    ("address", "address_2"),
    ("city", "suburb"),
    ("postcode", "postcode"),
];
const NAMES_AND_BIRTH: &[(&str, &str)] = &[("given", "given_name"), ("family", "surname"), ("born", "date_of_birth")];

/// Whom others are like, here and in the check of the whole register.
pub(in crate::commands::patient) fn ana() -> Person {
    Person {
        given: "Ana Maria".into(),
        family: "García López".into(),
        sex: Sex::Female,
        birth: Birth::Day { date: Date::new(1987, 3, 4).unwrap() },
        phones: vec!["+351 21 555 01 99".into()],
        address: Address { lines: "7 Harbour Street".into(), city: "Porto".into(), ..Address::default() },
        ..Person::default()
    }
}

async fn register(bench: &Bench, person: Person) -> PatientRecord {
    bench.desk.request(RegisterPatient { person }).await.unwrap()
}

async fn similar(bench: &Bench, person: Person) -> Similar {
    bench.desk.request(SimilarToForm { person, show: ShowSimilar::All, ..SimilarToForm::default() }).await.unwrap()
}

#[tokio::test]
async fn one_with_slips_is_probably_here_and_the_reasons_say_why() {
    let bench = Bench::at_reception().await;
    let known = register(&bench, ana()).await;
    let slips = Person {
        given: "Anna María".into(),
        family: "Garcia Lopes".into(),
        birth: Birth::Day { date: Date::new(1987, 4, 3).unwrap() },
        ..ana()
    };
    let found = similar(&bench, slips).await;
    assert!(found.alert && found.candidates[0].patient.number == known.number, "{found:?}");
    let reason = |field| found.candidates[0].reasons.iter().find(|reason| reason.field == field).unwrap();
    assert_eq!(reason(SimilarField::Birth).agreement, Agreement::Swapped);
    assert!(reason(SimilarField::Phone).bits > 0.0);
    let itself = SimilarToPatient { id: known.id, limit: 0, show: ShowSimilar::All };
    assert!(bench.desk.request(itself).await.unwrap().candidates.is_empty(), "nobody is similar to themselves");
}

#[tokio::test]
async fn a_twin_and_a_namesake_are_no_alert() {
    let bench = Bench::at_reception().await;
    register(&bench, ana()).await;
    let twin = similar(&bench, Person { given: "Beatriz".into(), ..ana() }).await;
    assert!(!twin.alert, "{twin:?}");
    assert_eq!(twin.candidates[0].likeness, Likeness::Twin);
    let birth = Birth::Day { date: Date::new(1951, 12, 28).unwrap() };
    let namesake = Person { birth, phones: Vec::new(), address: Address::default(), ..ana() };
    let namesake = similar(&bench, namesake).await;
    assert!(!namesake.alert, "{namesake:?}");
}

#[tokio::test]
async fn nothing_typed_is_similar_to_nobody_and_a_doctor_may_not_ask() {
    let bench = Bench::founded().await;
    register(&bench, ana()).await;
    assert_eq!(similar(&bench, Person::default()).await, Similar::default());
    bench.employ("rui", Role::Doctor).await;
    bench.login("rui", STAFF_WORDS).await.unwrap();
    assert_eq!(bench.refusal(SimilarToForm { person: ana(), ..SimilarToForm::default() }).await, ErrorCode::NotAllowed);
}

async fn upload(bench: &Bench, text: &str) -> UploadId {
    let chunk = UploadChunk { upload: None, name: "f.csv".into(), base64: BASE64_STANDARD.encode(text) };
    bench.desk.request(chunk).await.unwrap().upload
}

fn mapping(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(field, heading)| ((*field).to_owned(), (*heading).to_owned())).collect()
}

async fn asked(bench: &Bench, text: &str, fields: &[(&str, &str)]) -> SimilarRows {
    let request = SimilarToFile { upload: upload(bench, text).await, mapping: mapping(fields), limit: 5 };
    let job = bench.desk.request(request).await.unwrap();
    bench.finished(&job).await.unwrap()
}

/// The heading and the rows that `wanted` takes by their `rec_id`.
fn rows(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let mut lines = text.lines();
    let heading = lines.next().unwrap();
    let rows = lines.filter(|line| wanted(line.split(',').next().unwrap()));
    std::iter::once(heading).chain(rows).map(|line| format!("{line}\n")).collect()
}

/// A share of 100 duplicates of FEBRL 1, and 100 people who are not here.
#[tokio::test]
async fn altered_records_find_their_originals_and_strangers_raise_no_alert() {
    let Ok(text) = std::fs::read_to_string(FEBRL) else {
        eprintln!("SKIPPED: {FEBRL} is not here");
        return;
    };
    let number = |id: &str| id.split('-').nth(1).and_then(|number| number.parse::<u32>().ok()).unwrap_or_default();
    let bench = Bench::at_reception().await;
    let originals = rows(&text, |id| id.ends_with("-org") && number(id) < 400);
    let fields = [ALL_BUT_THE_NUMBER, &[("other_id", "soc_sec_id")]].concat();
    let start = StartImport {
        upload: upload(&bench, &originals).await,
        mapping: mapping(&fields),
        run: ImportRun::Real,
        strictness: Strictness::Lenient,
        as_of: None,
    };
    let job = bench.desk.request(start).await.unwrap();
    let report: ImportReport = bench.finished(&job).await.unwrap();
    assert_eq!(report.patients, 400);
    let (duplicates, strangers) =
        (rows(&text, |id| id.contains("-dup-") && number(id) < 100), rows(&text, |id| number(id) >= 400));
    for (fields, least) in [(ALL_BUT_THE_NUMBER, 99), (NAMES_AND_BIRTH, 95)] {
        let found = asked(&bench, &duplicates, fields).await;
        assert_eq!(found.rows.len(), 100);
        assert!(found.alerts >= least, "{} alerts of 100", found.alerts);
        let foreign = asked(&bench, &strangers, fields).await;
        assert_eq!(foreign.alerts, 0, "of {}", foreign.rows.len());
    }
}
