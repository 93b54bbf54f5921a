//! Two records of one person become one, and two again, over a whole desk. The clock stands at Monday 2026-03-02, 09:00.

use daybook_api::{
    AddDoctor, AppointmentDay, Birth, BookAppointment, CheckDuplicates, Date, DoctorForm, Duplicates,
    DuplicatesChecked, ErrorCode, GetPatient, HistoryValue, Hours, ListDuplicates, MergePatients, PatientId,
    PatientRecord, PatientStatus, Person, RegisterPatient, RestorePatient, Role, SearchPatients, Sex, ShowHidden,
    UnmergePatients, UpdatePatient, WithdrawPatient,
};

use crate::testing::{Bench, STAFF_WORDS};

fn ana() -> Person {
    Person {
        given: "Ana Maria".into(),
        family: "da Silva".into(),
        sex: Sex::Female,
        birth: Birth::Day { date: Date::new(1987, 3, 14).unwrap() },
        phones: vec!["21 555 0199".into()],
        ..Person::default()
    }
}

fn anna() -> Person {
    Person { given: "Anna Maria".into(), phones: vec!["21 555 0123".into()], note: "deaf".into(), ..ana() }
}

async fn register(bench: &Bench, person: Person) -> PatientRecord {
    bench.desk.request(RegisterPatient { person }).await.unwrap()
}

async fn open(bench: &Bench, id: &PatientId) -> PatientRecord {
    bench.desk.request(GetPatient { id: id.clone() }).await.unwrap()
}

async fn found(bench: &Bench, query: &str) -> Vec<String> {
    let search = SearchPatients { query: query.into(), ..SearchPatients::default() };
    bench.desk.request(search).await.unwrap().into_iter().map(|row| row.number).collect()
}

fn merging(keep: &PatientRecord, gone: &PatientRecord) -> MergePatients {
    let (before, other) = (keep.person.clone(), gone.person.clone());
    let after = before.filled_from(&other);
    MergePatients { keep: keep.id.clone(), gone: gone.id.clone(), before, other, after }
}

async fn two() -> (Bench, PatientRecord, PatientRecord) {
    let bench = Bench::founded().await;
    let (one, other) = (register(&bench, ana()).await, register(&bench, anna()).await);
    (bench, one, other)
}

#[tokio::test]
async fn the_kept_record_has_what_both_had_and_the_other_leads_to_it() {
    let (bench, one, other) = two().await;
    let kept = bench.desk.request(merging(&one, &other)).await.unwrap();
    assert_eq!(kept.person.phones, ["21 555 0199", "21 555 0123"]);
    assert_eq!((kept.person.given.as_str(), kept.person.note.as_str()), ("Ana Maria", "deaf"));
    assert_eq!(kept.merged.iter().map(|gone| gone.number.as_str()).collect::<Vec<_>>(), [other.number.as_str()]);
    assert_eq!(found(&bench, "silva").await, [one.number.as_str()]);
    assert_eq!(found(&bench, &other.number).await, [one.number.as_str()], "an old card leads to the kept record");
    let gone = open(&bench, &other.id).await;
    assert_eq!((gone.status, gone.merged_into.unwrap().number), (PatientStatus::Merged, one.number.clone()));
    let told: Vec<_> = gone.history.iter().filter(|row| row.field == "status").map(|row| row.to.clone()).collect();
    assert_eq!(told, [HistoryValue::MergedInto(one.number.clone())]);
    let hidden = SearchPatients { query: "silva anna".into(), all: ShowHidden::Yes, ..SearchPatients::default() };
    let rows = bench.desk.request(hidden).await.unwrap();
    assert!(rows.iter().any(|row| row.number == other.number && row.status == PatientStatus::Merged), "{rows:?}");
}

#[tokio::test]
async fn taken_back_each_record_is_as_it_was_but_for_what_changed_since() {
    let (bench, one, other) = two().await;
    let kept = bench.desk.request(merging(&one, &other)).await.unwrap();
    let after = Person { note: "deaf on the left".into(), ..kept.person.clone() };
    bench.desk.request(UpdatePatient { id: one.id.clone(), before: kept.person, after }).await.unwrap();
    let gone = bench.desk.request(UnmergePatients { gone: PatientId(other.number.clone()) }).await.unwrap();
    assert_eq!((gone.status, &gone.person, gone.merged_into), (PatientStatus::Registered, &other.person, None));
    let kept = open(&bench, &one.id).await;
    assert_eq!((kept.person.phones.clone(), kept.merged.len()), (one.person.phones.clone(), 0));
    assert_eq!(kept.person.note, "deaf on the left", "what somebody wrote since stays");
    assert_eq!(found(&bench, "silva anna").await.len(), 2);
    assert_eq!(found(&bench, &other.number).await, [other.number.as_str()]);
    let again = bench.desk.request(UnmergePatients { gone: other.id.clone() }).await.unwrap();
    assert_eq!(again.entry, None, "nothing to take back, nothing written");
    let kept = open(&bench, &one.id).await;
    bench.desk.request(merging(&kept, &again)).await.unwrap();
    assert_eq!(found(&bench, "silva").await.len(), 1, "and merged again");
}

#[tokio::test]
async fn the_kept_records_history_tells_of_a_merge_that_changed_nothing_of_it() {
    let (bench, one, other) = two().await;
    let as_it_was = MergePatients { after: one.person.clone(), ..merging(&one, &other) };
    let kept = bench.desk.request(as_it_was).await.unwrap();
    assert_eq!(kept.person, one.person);
    let told = |record: &PatientRecord| {
        let rows = record.history.iter().filter(|row| row.act.contains("merge"));
        rows.map(|row| format!("{}{}", row.act, row.field)).collect::<Vec<_>>()
    };
    assert_eq!(told(&kept), ["patient.merge"]);
    bench.desk.request(UnmergePatients { gone: other.id.clone() }).await.unwrap();
    assert_eq!(told(&open(&bench, &one.id).await), ["patient.unmerge", "patient.merge"]);
}

#[tokio::test]
async fn appointments_of_both_are_one_persons() {
    let (bench, one, other) = two().await;
    let hours = vec![Hours { weekday: 1, from: 540, to: 720, room: "3".into(), slot_minutes: 20 }];
    let form = DoctorForm { family: "Roth".into(), hours, ..DoctorForm::default() };
    let doctor = bench.desk.request(AddDoctor { form }).await.unwrap().id;
    let at = |patient: &PatientId, start| {
        let date = Date::new(2026, 3, 2).unwrap();
        BookAppointment {
            patient: patient.clone(),
            doctor: doctor.clone(),
            date,
            start,
            minutes: 0,
            reason: String::new(),
        }
    };
    bench.desk.request(at(&one.id, 540)).await.unwrap();
    bench.desk.request(at(&other.id, 600)).await.unwrap();
    let kept = bench.desk.request(merging(&one, &other)).await.unwrap();
    assert_eq!(kept.appointments.iter().map(|visit| visit.start).collect::<Vec<_>>(), [600, 540]);
    let day = bench.desk.request(AppointmentDay::default()).await.unwrap();
    assert!(day.iter().all(|visit| visit.patient == one.id && visit.patient_number == one.number), "{day:?}");
    let error = bench.desk.request(at(&other.id, 660)).await.unwrap_err();
    assert_eq!((error.code, error.message.contains("merged")), (ErrorCode::Conflict, true));
}

#[tokio::test]
async fn a_merged_pair_is_no_pair_any_more_until_it_is_taken_back() {
    let (bench, one, other) = two().await;
    let checked = || async {
        let job = bench.desk.request(CheckDuplicates {}).await.unwrap();
        let _: DuplicatesChecked = bench.finished(&job).await.unwrap();
        let list: Duplicates = bench.desk.request(ListDuplicates::default()).await.unwrap();
        list.total
    };
    assert_eq!(checked().await, 1);
    bench.desk.request(merging(&one, &other)).await.unwrap();
    assert_eq!(checked().await, 0);
    bench.desk.request(UnmergePatients { gone: other.id }).await.unwrap();
    assert_eq!(checked().await, 1);
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused_and_nothing_is_written() {
    let (bench, one, other) = two().await;
    let mut third = ana();
    third.given = "Rui".into();
    let third = register(&bench, third).await;
    assert_eq!(bench.refusal(merging(&one, &one)).await, ErrorCode::BadRequest);
    let after = Person { note: "blind".into(), ..anna() };
    bench.desk.request(UpdatePatient { id: other.id.clone(), before: anna(), after }).await.unwrap();
    assert_eq!(bench.refusal(merging(&one, &other)).await, ErrorCode::Conflict, "somebody changed the other");
    let other = open(&bench, &other.id).await;
    let nameless = MergePatients { after: Person::default(), ..merging(&one, &other) };
    assert_eq!(bench.refusal(nameless).await, ErrorCode::Invalid);
    bench.desk.request(merging(&one, &other)).await.unwrap();
    assert_eq!(bench.refusal(merging(&third, &other)).await, ErrorCode::Conflict, "merged already");
    assert_eq!(bench.refusal(RestorePatient { id: other.id.clone() }).await, ErrorCode::Conflict);
    let withdraw = WithdrawPatient { id: other.id.clone(), reason: "twice".into() };
    assert_eq!(bench.refusal(withdraw).await, ErrorCode::Conflict);
    let change = UpdatePatient { id: other.id.clone(), before: other.person.clone(), after: ana() };
    assert_eq!(bench.refusal(change).await, ErrorCode::Conflict);
    let kept = open(&bench, &one.id).await;
    bench.employ("rui", Role::Doctor).await;
    bench.login("rui", STAFF_WORDS).await.unwrap();
    assert_eq!(bench.refusal(merging(&kept, &third)).await, ErrorCode::NotAllowed);
    assert_eq!(bench.refusal(UnmergePatients { gone: other.id }).await, ErrorCode::NotAllowed);
}

#[tokio::test]
async fn a_record_into_which_one_was_merged_can_be_merged_itself() {
    let (bench, one, other) = two().await;
    let third = register(&bench, Person { phones: vec!["1234".into()], ..ana() }).await;
    let kept = bench.desk.request(merging(&other, &third)).await.unwrap();
    let kept = bench.desk.request(merging(&one, &kept)).await.unwrap();
    assert_eq!(kept.merged.len(), 2);
    assert_eq!(found(&bench, &third.number).await, [one.number.as_str()]);
    assert_eq!(open(&bench, &third.id).await.merged_into.unwrap().number, one.number);
    bench.desk.request(UnmergePatients { gone: other.id.clone() }).await.unwrap();
    assert_eq!(found(&bench, &third.number).await, [other.number.as_str()], "it goes with the one it was merged into");
}
