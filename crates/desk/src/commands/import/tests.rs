//! Files brought in: once, whole, by who may, and told line by line.

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::*;

use crate::{
    similar::Likenesses,
    store::StoreError,
    testing::{Bench, STAFF_WORDS},
};

const CSV: &str = "given,family,born,other_id\nAna,Silva,1987-03-14,1\nRui,Costa,1987-02-30,2\nBo,Wang,1990,3\n";
const DOCTOR: &str = r#"{"resourceType":"Practitioner","id":"d1","name":[{"family":"Roth","given":["Eva"]}]}"#;

async fn upload(bench: &Bench, text: &str) -> UploadId {
    let (first, rest) = text.as_bytes().split_at(text.len() / 2);
    let chunk = |upload, bytes: &[u8]| UploadChunk { upload, name: "f".into(), base64: BASE64_STANDARD.encode(bytes) };
    let begun = bench.desk.request(chunk(None, first)).await.unwrap();
    bench.desk.request(chunk(Some(begun.upload), rest)).await.unwrap().upload
}

fn start(upload: UploadId, run: ImportRun) -> StartImport {
    StartImport { upload, mapping: Vec::new(), run, strictness: Strictness::Lenient, as_of: None }
}

async fn import(bench: &Bench, text: &str) -> ImportReport {
    let request = start(upload(bench, text).await, ImportRun::Real);
    let job = bench.desk.request(request).await.unwrap();
    bench.finished(&job).await.unwrap()
}

fn count(bench: &Bench, what: &str) -> u64 {
    let store = &bench.desk.session().unwrap().store;
    let sql = format!("SELECT count(*) FROM {what}");
    store.read(|conn| Ok::<_, StoreError>(conn.query_row(&sql, [], |row| row.get::<_, i64>(0))?)).unwrap() as u64
}

fn people(count: usize) -> String {
    let rows = (0..count).map(|n| format!("Given{n},Family{},19{:02}-01-01\n", n % 7, n % 100));
    format!("given,family,born\n{}", rows.collect::<String>())
}

#[tokio::test]
async fn a_file_is_looked_into_told_and_brought_in() {
    let bench = Bench::at_reception().await;
    let file = upload(&bench, CSV).await;
    let preview = bench.desk.request(PreviewImport { upload: file.clone() }).await.unwrap();
    assert_eq!((preview.format, preview.records, preview.columns.len()), (ImportFormat::Csv, 3, 4));
    assert_eq!(preview.columns[2].field.as_deref(), Some("born"));
    let dry = bench.desk.request(start(file.clone(), ImportRun::Dry)).await.unwrap();
    let dry: ImportReport = bench.finished(&dry).await.unwrap();
    assert_eq!((dry.patients, dry.entries, count(&bench, "patient")), (3, 0, 0));
    let real = bench.desk.request(start(file.clone(), ImportRun::Real)).await.unwrap();
    let real: ImportReport = bench.finished(&real).await.unwrap();
    assert_eq!(real, ImportReport { entries: 1, ..dry });
    assert_eq!((real.lines[0].line, real.lines[0].severity), (3, Severity::Warning));
    let found = bench.desk.request(SearchPatients { query: "silva ana".into(), ..Default::default() }).await.unwrap();
    assert_eq!(found[0].number, "KGH-01-00001-".to_owned() + &found[0].number[13..]);
    assert_eq!(bench.refusal(start(file, ImportRun::Real)).await, ErrorCode::NotFound, "the file is forgotten");
}

#[tokio::test]
async fn what_is_here_is_passed_over_and_only_the_rest_comes_in() {
    let bench = Bench::at_reception().await;
    let half: String = CSV.lines().take(3).map(|line| format!("{line}\n")).collect();
    assert_eq!(import(&bench, &half).await.patients, 2);
    let bench = bench.restart();
    bench.login("anna", STAFF_WORDS).await.unwrap();
    let again = import(&bench, CSV).await;
    assert_eq!((again.records, again.patients, again.skipped), (3, 1, 2));
    assert_eq!((count(&bench, "patient"), count(&bench, "imported")), (3, 3));
    let nothing = import(&bench, CSV).await;
    assert_eq!((nothing.patients, nothing.entries), (0, 0));
}

#[tokio::test]
async fn a_row_that_stands_twice_comes_in_once() {
    let bench = Bench::at_reception().await;
    let report = import(&bench, &format!("{CSV}Ana,Silva,1987-03-14,1\n")).await;
    assert_eq!((report.patients, report.skipped), (3, 1));
    let skipped = report.lines.last().unwrap();
    assert_eq!((skipped.line, skipped.severity), (5, Severity::Skipped));
}

#[tokio::test]
async fn a_trial_says_who_is_probably_here_already_and_as_whom() {
    let bench = Bench::at_reception().await;
    import(&bench, "given,family,born,phone\nAna,Silva-Montgomery,1987-03-14,020 7946 0101\n").await;
    let file =
        "given,family,born,phone\nBo,Wang,1990-01-02,020 7946 0103\nAnna,Silva Montgomery,1987-03-14,020 7946 0101\n";
    let job = bench.desk.request(start(upload(&bench, file).await, ImportRun::Dry)).await.unwrap();
    let told: ImportReport = bench.finished(&job).await.unwrap();
    let [here] = told.probably_here.as_slice() else { panic!("{told:?}") };
    assert!((here.line, here.family.as_str()) == (3, "Silva-Montgomery") && here.number.starts_with("KGH-01-00001-"));
    assert!(here.probability > 0.9 && here.likeness == Likeness::SamePerson, "{here:?}");
    assert!(here.reasons.iter().any(|reason| reason.field == SimilarField::Phone && reason.bits > 0.0));
    assert_eq!((told.patients, count(&bench, "patient")), (2, 1), "both would come in; nothing is written");
    let real = import(&bench, file).await;
    assert_eq!((real.patients, real.probably_here.len()), (2, 0));
}

#[tokio::test]
async fn a_trial_says_who_stands_in_the_file_twice_and_who_is_only_a_twin() {
    let bench = Bench::at_reception().await;
    let file = "given,family,born,sex,phone,address\n\
                Ana,Silva-Montgomery,1987-03-14,female,020 7946 0101,7 Harbour Street\n\
                Beatriz,Silva-Montgomery,1987-03-14,female,020 7946 0101,7 Harbour Street\n\
                Bo,Wang,1990-01-02,male,020 7946 0103,\n\
                Anna,Silva Montgomery,1987-03-14,female,020 7946 0101,7 Harbour Street\n";
    let job = bench.desk.request(start(upload(&bench, file).await, ImportRun::Dry)).await.unwrap();
    let told: ImportReport = bench.finished(&job).await.unwrap();
    let [twice] = told.probably_twice.as_slice() else { panic!("{told:?}") };
    assert_eq!((twice.line, twice.first, told.probably_here.len()), (5, 2, 0));
    assert!(twice.probability > 0.9 && twice.likeness == Likeness::SamePerson, "{twice:?}");
}

/// What a trial says of each row is what the question for similar patients says of it. Skips, and says so, where FEBRL 1 is absent.
#[tokio::test]
async fn a_trial_raises_the_alerts_that_similar_patients_raise() {
    let data: std::path::PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "../../../shared/data/patients/febrl1.csv"].iter().collect();
    let Ok(text) = std::fs::read_to_string(data) else {
        eprintln!("SKIPPED: ../shared/data/patients/febrl1.csv is not here");
        return;
    };
    let rows = |wanted: &str| {
        let lines = text.lines().enumerate().filter(|(at, line)| *at == 0 || line.contains(wanted));
        lines.map(|(_, line)| format!("{line}\n")).collect::<String>()
    };
    let bench = Bench::at_reception().await;
    import(&bench, &rows("-org,")).await;
    let whole = [
        ("given", "given_name"),
        ("family", "surname"),
        ("born", "date_of_birth"),
        ("address", "address_1"),
        ("city", "suburb"),
        ("postcode", "postcode"),
    ];
    for fields in [&whole[..], &whole[..3]] {
        let mapping: Vec<_> =
            fields.iter().map(|(field, heading)| ((*field).to_owned(), (*heading).to_owned())).collect();
        let upload = upload(&bench, &rows("-dup-")).await;
        let asked = SimilarToFile { upload: upload.clone(), mapping: mapping.clone(), limit: 1 };
        let similar: SimilarRows = bench.finished(&bench.desk.request(asked).await.unwrap()).await.unwrap();
        let trial = bench.desk.request(StartImport { mapping, ..start(upload, ImportRun::Dry) }).await.unwrap();
        let trial: ImportReport = bench.finished(&trial).await.unwrap();
        let asked: Vec<_> = similar
            .rows
            .iter()
            .filter(|row| row.alert)
            .map(|row| (row.line, row.candidates[0].patient.number.clone()))
            .collect();
        let told: Vec<_> = trial.probably_here.iter().map(|here| (here.line, here.number.clone())).collect();
        let missed: Vec<_> = similar
            .rows
            .iter()
            .filter(|row| row.alert && !told.iter().any(|(line, _)| *line == row.line))
            .map(|row| (row.line, &row.candidates[0]))
            .collect();
        assert_eq!(told.len(), asked.len(), "{missed:#?}");
        assert_eq!(told, asked);
        assert!(told.len() > 450);
    }
}

#[tokio::test]
async fn who_came_is_learnt_from_at_once() {
    let bench = Bench::at_reception().await;
    let learnt_from = || bench.desk.session().unwrap().part::<Likenesses>().people_learnt_from();
    assert_eq!(learnt_from(), None);
    import(&bench, &people(300)).await;
    assert_eq!(learnt_from(), Some(300));
}

#[tokio::test]
async fn what_was_withdrawn_may_come_in_again() {
    let bench = Bench::at_reception().await;
    import(&bench, CSV).await;
    let found = bench.desk.request(SearchPatients { query: "silva".into(), ..Default::default() }).await.unwrap();
    let withdraw = WithdrawPatient { id: found[0].id.clone(), reason: "wrong file".into() };
    bench.desk.request(withdraw).await.unwrap();
    assert_eq!(import(&bench, CSV).await.patients, 1);
}

#[tokio::test]
async fn who_may_not_bring_doctors_in_is_told_line_by_line() {
    let bench = Bench::at_reception().await;
    let report = import(&bench, DOCTOR).await;
    assert_eq!((report.doctors, report.refused), (0, 1));
    bench.login("admin", crate::testing::ADMIN_WORDS).await.unwrap();
    assert_eq!(import(&bench, DOCTOR).await.doctors, 1);
    assert_eq!(import(&bench, DOCTOR).await.skipped, 1);
    bench.employ("eva", Role::Doctor).await;
    bench.login("eva", STAFF_WORDS).await.unwrap();
    let chunk = UploadChunk { upload: None, name: "f".into(), base64: String::new() };
    assert_eq!(bench.refusal(chunk).await, ErrorCode::NotAllowed);
}

#[tokio::test]
async fn many_patients_share_an_entry_and_a_rebuild_gives_the_same_rows() {
    let bench = Bench::at_reception().await;
    let report = import(&bench, &people(1_000)).await;
    assert_eq!(report.patients, 1_000);
    assert!(report.entries <= 8, "{} entries", report.entries);
    let store = &bench.desk.session().unwrap().store;
    let rebuilt = crate::store::rebuild::rebuild(store, &crate::jobs::Progress::unwatched()).unwrap();
    assert_eq!(rebuilt.before, rebuilt.after);
    assert_eq!(count(&bench, "patient"), 1_000);
}

/// Wherever the stop falls: what came in is whole, and a second run brings exactly the rest.
#[tokio::test]
async fn a_stopped_import_leaves_nothing_half_and_can_be_taken_up() {
    let bench = Bench::at_reception().await;
    let file = people(2_000);
    let job = bench.desk.request(start(upload(&bench, &file).await, ImportRun::Real)).await.unwrap();
    bench.desk.request(CancelJob { job: job.job.clone() }).await.unwrap();
    if let Err(stopped) = bench.finished::<ImportReport>(&job).await {
        assert_eq!(stopped.code, ErrorCode::Cancelled);
        assert!(count(&bench, "patient") < 2_000);
    }
    let before = count(&bench, "patient");
    assert_eq!((before % 500, count(&bench, "imported")), (0, before));
    assert_eq!(import(&bench, &file).await.patients, 2_000 - before);
    assert_eq!(count(&bench, "patient"), 2_000);
}

#[tokio::test]
async fn an_upload_does_not_outlive_the_session() {
    let bench = Bench::at_reception().await;
    let file = upload(&bench, CSV).await;
    bench.desk.request(Lock {}).await.unwrap();
    bench.login("anna", STAFF_WORDS).await.unwrap();
    assert_eq!(bench.refusal(PreviewImport { upload: file }).await, ErrorCode::NotFound);
}

#[tokio::test]
async fn a_mapping_that_cannot_be_followed_is_refused_at_once() {
    let bench = Bench::at_reception().await;
    let mapping = vec![("given".to_owned(), "nowhere".to_owned())];
    let request = StartImport { mapping, ..start(upload(&bench, CSV).await, ImportRun::Real) };
    let refused = bench.desk.request(request).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Invalid);
    assert!(refused.message.contains("nowhere"));
}

#[tokio::test]
async fn an_import_is_taken_back_as_a_whole_but_for_those_who_were_worked_with() {
    let bench = Bench::at_reception().await;
    import(&bench, CSV).await;
    let found = bench.desk.request(SearchPatients { query: "silva".into(), ..Default::default() }).await.unwrap();
    let ana = bench.desk.request(GetPatient { id: found[0].id.clone() }).await.unwrap();
    let after = Person { phones: vec!["555 0199".into()], ..ana.person.clone() };
    bench.desk.request(UpdatePatient { id: ana.id, before: ana.person, after }).await.unwrap();
    let listed = bench.desk.request(ListImports {}).await.unwrap();
    assert_eq!((listed.len(), listed[0].patients, listed[0].withdrawn), (1, 3, 0));
    let undo = UndoImport { id: listed[0].id.clone(), reason: "wrong file".into() };
    let job = bench.desk.request(undo.clone()).await.unwrap();
    let undone: ImportUndone = bench.finished(&job).await.unwrap();
    assert_eq!((undone.withdrawn, undone.kept), (2, 1));
    assert_eq!(bench.desk.request(ListImports {}).await.unwrap()[0].withdrawn, 2);
    assert_eq!(import(&bench, CSV).await.patients, 2, "what was taken back may come in again");
    let unexplained = UndoImport { reason: " ".into(), ..undo };
    assert_eq!(bench.refusal(unexplained).await, ErrorCode::Invalid);
}

/// The real files, through a real desk. Skips, and says so, where they are absent.
#[tokio::test]
async fn febrl_and_synthea_come_in_whole() {
    let data: std::path::PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../../shared/data/patients"].iter().collect();
    let bench = Bench::founded().await;
    for (name, patients, doctors) in
        [("febrl1.csv", 1_000, 0), ("synthea-patients.ndjson", 300, 0), ("synthea-practitioners.ndjson", 0, 60)]
    {
        let Ok(text) = std::fs::read_to_string(data.join(name)) else {
            eprintln!("SKIPPED: ../shared/data/patients/{name} is not here");
            return;
        };
        let report = import(&bench, &text).await;
        assert_eq!((report.patients, report.doctors, report.refused), (patients, doctors, 0), "{name}");
    }
    let query = SearchPatients { query: "lachlan berry".into(), ..Default::default() };
    let berry = bench.desk.request(query).await.unwrap();
    assert_eq!((berry[0].family.as_str(), berry[0].sex), ("berry", Sex::NotRecorded));
    assert_eq!(bench.desk.request(ListDoctors::default()).await.unwrap().len(), 60);
}
