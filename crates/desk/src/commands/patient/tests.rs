//! A receptionist's work with patients, over a whole desk.

use daybook_api::{
    Birth, CreateStaff, Date, ErrorCode, GetPatient, HistoryValue, Identifier, Login, PatientId, PatientRecord,
    PatientRow, PatientStatus, Person, RegisterPatient, RestorePatient, Role, SearchPatients, Sex, ShowHidden,
    UpdatePatient, Why, WithdrawPatient,
};

use crate::testing::{Bench, STAFF_WORDS};

fn ana() -> Person {
    Person {
        given: " Ana  Maria".into(),
        family: "da Silva".into(),
        sex: Sex::Female,
        birth: Birth::Day { date: Date::new(1987, 3, 14).unwrap() },
        phones: vec!["+351 21 555 01 99".into()],
        identifiers: vec![Identifier { kind: "NIF".into(), value: "NF-99812".into() }],
        ..Person::default()
    }
}

fn named(given: &str, family: &str) -> Person {
    Person { given: given.into(), family: family.into(), sex: Sex::Male, birth: Birth::Unknown, ..Person::default() }
}

async fn register(bench: &Bench, person: Person) -> PatientRecord {
    bench.desk.request(RegisterPatient { person }).await.unwrap()
}

async fn search(bench: &Bench, query: &str) -> Vec<PatientRow> {
    bench.desk.request(SearchPatients { query: query.into(), ..SearchPatients::default() }).await.unwrap()
}

async fn finds(bench: &Bench, query: &str, record: &PatientRecord) -> bool {
    search(bench, query).await.first().is_some_and(|row| row.id == record.id)
}

#[tokio::test]
async fn whoever_is_registered_is_found_by_anything_known() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    register(&bench, named("Rui", "Costa")).await;
    assert_eq!(&record.number[..13], "KGH-01-00001-");
    assert_eq!(record.person.given, "Ana Maria");
    assert!(record.entry.is_some());
    let number = record.number.clone();
    let queries = [
        "ana",
        "silva ana",
        "sil an",
        "SILVA",
        "maria silva 87",
        "14 3 1987",
        "14 mar 87",
        "140387",
        "1987",
        "5550199",
        "21 555",
        "0199",
        "nf99812",
        "nf-998",
        "dasilva",
        "sliva",
        "sylva",
        "anna maria",
        "maria da silva 1987-03-14",
        "silva, ana",
        &number,
        &number.to_lowercase(),
        &number.replace('-', ""),
        "kgh-01-00001",
    ];
    for query in queries {
        assert!(finds(&bench, query, &record).await, "{query}");
    }
    for query in ["silva 88", "costa ana", "xyz", "0198"] {
        assert!(search(&bench, query).await.iter().all(|row| row.id != record.id), "{query}");
    }
}

#[tokio::test]
async fn a_number_with_one_slip_is_found_and_said_so() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    let mut slip = record.number.clone();
    slip.replace_range(11..12, "8");
    let rows = search(&bench, &slip).await;
    assert_eq!(rows[0].id, record.id);
    assert_eq!(rows[0].why, [Why::NumberMisread]);
    assert_eq!(bench.refusal(GetPatient { id: PatientId(slip) }).await, ErrorCode::NotFound);
    let opened = bench.desk.request(GetPatient { id: PatientId(record.number.replace('-', " ")) }).await.unwrap();
    assert_eq!(opened.id, record.id);
}

#[tokio::test]
async fn an_empty_box_shows_the_last_seen() {
    let bench = Bench::at_reception().await;
    let ana = register(&bench, ana()).await;
    bench.host.advance_ms(1_000);
    let rui = register(&bench, named("Rui", "Costa")).await;
    let ids = |rows: Vec<PatientRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(ids(search(&bench, "").await), [rui.id.clone(), ana.id.clone()]);
    bench.host.advance_ms(1_000);
    bench.desk.request(GetPatient { id: ana.id.clone() }).await.unwrap();
    assert_eq!(ids(search(&bench, " ").await), [ana.id, rui.id]);
}

#[tokio::test]
async fn the_last_seen_come_first_among_equals() {
    let bench = Bench::at_reception().await;
    let (one, other) = (register(&bench, named("Ivo", "Costa")).await, register(&bench, named("Abel", "Costa")).await);
    bench.host.advance_ms(1_000);
    bench.desk.request(GetPatient { id: one.id.clone() }).await.unwrap();
    assert!(finds(&bench, "costa", &one).await);
    bench.host.advance_ms(1_000);
    bench.desk.request(GetPatient { id: other.id.clone() }).await.unwrap();
    assert!(finds(&bench, "costa", &other).await);
}

#[tokio::test]
async fn what_is_missing_is_said_field_by_field() {
    let bench = Bench::at_reception().await;
    let error = bench.desk.request(RegisterPatient { person: Person::default() }).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Invalid);
    assert_eq!(error.fields.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["family", "sex", "birth"]);
}

#[tokio::test]
async fn a_change_is_told_from_what_to_what_by_whom_and_where() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    bench.host.advance_ms(60_000);
    let after = Person { family: "Costa".into(), phones: vec!["123456".into()], ..record.person.clone() };
    let request = UpdatePatient { id: record.id.clone(), before: record.person.clone(), after };
    let changed = bench.desk.request(request.clone()).await.unwrap();
    assert_eq!(changed.person.family, "Costa");
    let row = changed.history.iter().find(|row| row.field == "family" && row.act == "patient.update").unwrap();
    assert_eq!((&row.from, &row.to), (&HistoryValue::text("da Silva"), &HistoryValue::text("Costa")));
    assert_eq!(row.who, "anna Mbala");
    assert!(row.desk.starts_with("01"), "{}", row.desk);
    assert_eq!(Some(&row.entry), changed.entry.as_ref());
    assert!(changed.history.iter().any(|row| row.field == "phones" && row.to == HistoryValue::text("123456")));
    assert_eq!(changed.history.first().map(|row| row.act.as_str()), Some("patient.update"));
    assert_eq!(changed.history.last().map(|row| row.field.as_str()), Some("number"));
    assert!(finds(&bench, "costa ana", &record).await);
    assert!(search(&bench, "silva").await.is_empty());
    let again = bench.desk.request(request).await.unwrap();
    assert_eq!(again.entry, None, "the same change again is not written again");
    assert_eq!(again.history, changed.history);
}

#[tokio::test]
async fn a_field_changed_meanwhile_is_a_conflict_and_other_fields_are_not() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    let update = |after: Person| UpdatePatient { id: record.id.clone(), before: record.person.clone(), after };
    bench.desk.request(update(Person { note: "deaf".into(), ..record.person.clone() })).await.unwrap();
    let error = bench.desk.request(update(Person { note: "blind".into(), ..record.person.clone() })).await.unwrap_err();
    assert_eq!((error.code, error.fields[0].field.as_str()), (ErrorCode::Conflict, "note"));
    let merged = bench.desk.request(update(Person { title: "Mrs".into(), ..record.person.clone() })).await.unwrap();
    assert_eq!((merged.person.title.as_str(), merged.person.note.as_str()), ("Mrs", "deaf"));
}

#[tokio::test]
async fn what_registration_needs_cannot_be_taken_away() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    let after = Person { sex: Sex::NotRecorded, ..record.person.clone() };
    assert_eq!(bench.refusal(UpdatePatient { id: record.id, before: record.person, after }).await, ErrorCode::Invalid);
}

#[tokio::test]
async fn a_withdrawn_registration_is_hidden_kept_and_restored() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    let (id, reason) = (record.id.clone(), "entered twice".to_owned());
    let unexplained = WithdrawPatient { id: id.clone(), reason: " ".into() };
    assert_eq!(bench.refusal(unexplained).await, ErrorCode::Invalid);
    let withdrawn = bench.desk.request(WithdrawPatient { id: id.clone(), reason }).await.unwrap();
    assert_eq!(withdrawn.status, PatientStatus::Withdrawn);
    assert!(search(&bench, "silva").await.is_empty());
    assert!(search(&bench, "").await.is_empty());
    let all = SearchPatients { query: "silva".into(), all: ShowHidden::Yes, ..SearchPatients::default() };
    assert_eq!(bench.desk.request(all).await.unwrap()[0].status, PatientStatus::Withdrawn);
    bench.desk.request(RestorePatient { id }).await.unwrap();
    assert!(finds(&bench, "silva", &record).await);
    let opened = bench.desk.request(GetPatient { id: record.id }).await.unwrap();
    let told: Vec<String> =
        opened.history.iter().filter(|row| row.field == "status").map(|row| row.to.to_string()).collect();
    assert_eq!(told, ["Registered", "Entered in error: entered twice"]);
}

#[tokio::test]
async fn the_dead_are_hidden_unless_asked_for() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    let after = Person { died: Date::new(2026, 1, 2), ..record.person.clone() };
    bench.desk.request(UpdatePatient { id: record.id, before: record.person, after }).await.unwrap();
    assert!(search(&bench, "silva").await.is_empty());
    let all = SearchPatients { query: "silva".into(), all: ShowHidden::Yes, ..SearchPatients::default() };
    assert_eq!(bench.desk.request(all).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_doctor_finds_no_strangers_and_does_not_register_or_change() {
    let bench = Bench::at_reception().await;
    let record = register(&bench, ana()).await;
    bench.login("admin", crate::testing::ADMIN_WORDS).await.unwrap();
    let staff =
        CreateStaff { user: "eva".into(), name: "Eva Roth".into(), role: Role::Doctor, password: STAFF_WORDS.into() };
    bench.desk.request(staff).await.unwrap();
    bench.desk.request(Login { user: "eva".into(), password: STAFF_WORDS.into() }).await.unwrap();
    assert!(!finds(&bench, "silva", &record).await, "nobody has an appointment with this doctor");
    assert_eq!(bench.refusal(RegisterPatient { person: ana() }).await, ErrorCode::NotAllowed);
    let update = UpdatePatient { id: record.id.clone(), before: ana(), after: named("A", "B") };
    assert_eq!(bench.refusal(update).await, ErrorCode::NotAllowed);
    assert_eq!(bench.refusal(WithdrawPatient { id: record.id, reason: "x".into() }).await, ErrorCode::NotAllowed);
}

#[tokio::test]
async fn numbers_go_on_after_a_restart() {
    let bench = Bench::at_reception().await;
    register(&bench, ana()).await;
    let bench = bench.restart();
    bench.login("anna", STAFF_WORDS).await.unwrap();
    assert_eq!(&register(&bench, named("Rui", "Costa")).await.number[..13], "KGH-01-00002-");
}
