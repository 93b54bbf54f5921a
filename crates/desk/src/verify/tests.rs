//! Each way of tampering is found, and named; an untouched desk gives nothing to find.

use daybook_api::{
    Birth, Date, FindingKind, ListEntries, Person, RegisterPatient, Sex, UpdatePatient, VerifyLedger, VerifyReport,
};
use rusqlite::Transaction;

use crate::{store::StoreError, testing::Bench};

/// A hospital with three patients, one of them changed once.
async fn hospital() -> Bench {
    let bench = Bench::founded().await;
    for family in ["Okafor", "Kovacs", "Haddad"] {
        let before = person(family);
        let patient = bench.desk.request(RegisterPatient { person: before.clone() }).await.unwrap();
        if family == "Haddad" {
            let after = Person { note: "prefers mornings".into(), ..before.clone() };
            bench.desk.request(UpdatePatient { id: patient.id, before, after }).await.unwrap();
        }
    }
    bench
}

fn person(family: &str) -> Person {
    let birth = Birth::Day { date: Date::new(1980, 2, 29).unwrap() };
    Person { given: "Noor".into(), family: family.into(), sex: Sex::Female, birth, ..Person::default() }
}

async fn verify(bench: &Bench) -> VerifyReport {
    let started = bench.desk.request(VerifyLedger {}).await.unwrap();
    bench.finished(&started).await.unwrap()
}

/// Changes the database behind the desk's back.
fn tamper(bench: &Bench, change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<usize>) {
    let open = bench.desk.session().unwrap();
    let changed = open.store.write(|tx| change(tx).map_err(StoreError::from)).unwrap();
    assert!(changed > 0, "nothing was tampered with");
}

fn kinds(report: &VerifyReport) -> Vec<FindingKind> {
    let mut kinds: Vec<FindingKind> = report.findings.iter().map(|finding| finding.kind).collect();
    kinds.dedup();
    kinds
}

#[tokio::test]
async fn an_untouched_desk_gives_nothing_to_find() {
    let bench = hospital().await;
    let report = verify(&bench).await;
    assert_eq!(report.findings, []);
    assert_eq!((report.entries, report.proofs), (7, 0));
    assert!(report.rows > 10, "{}", report.rows);
}

#[tokio::test]
async fn a_flipped_byte_in_an_entry_is_found_wherever_it_is() {
    let bench = hospital().await;
    let length: usize = bench
        .desk
        .session()
        .unwrap()
        .store
        .read(|conn| {
            conn.query_row("SELECT length(bytes) FROM entry WHERE position = 5", [], |row| row.get(0))
                .map_err(StoreError::from)
        })
        .unwrap();
    for at in (0..length).step_by(37) {
        let flip = |tx: &Transaction<'_>| {
            let mut bytes: Vec<u8> =
                tx.query_row("SELECT bytes FROM entry WHERE position = 5", [], |row| row.get(0))?;
            bytes[at] ^= 1;
            tx.execute("UPDATE entry SET bytes = ? WHERE position = 5", [bytes])
        };
        tamper(&bench, flip);
        let report = verify(&bench).await;
        let found = report.findings.iter().find(|finding| finding.kind == FindingKind::BadEntry);
        assert!(found.is_some_and(|finding| finding.place.contains("position 5")), "byte {at}: {:?}", report.findings);
        tamper(&bench, flip);
    }
    assert_eq!(verify(&bench).await.findings, []);
}

#[tokio::test]
async fn a_row_edited_behind_its_back_is_named() {
    let bench = hospital().await;
    tamper(&bench, |tx| {
        tx.execute("UPDATE patient SET number = 'KGH-01-99999-0' WHERE number LIKE 'KGH-01-00002%'", [])
    });
    let report = verify(&bench).await;
    assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
    assert_eq!(report.findings[0].kind, FindingKind::BadRow);
    assert!(report.findings[0].place.starts_with("patient "), "{}", report.findings[0].place);
    assert!(report.findings[0].message.contains("number"), "{}", report.findings[0].message);
}

#[tokio::test]
async fn rows_added_and_rows_gone_are_named() {
    let bench = hospital().await;
    tamper(&bench, |tx| tx.execute("DELETE FROM change WHERE stamp = (SELECT min(stamp) FROM change)", []));
    let gone = verify(&bench).await;
    assert_eq!(kinds(&gone), [FindingKind::BadRow]);
    assert!(gone.findings[0].place.starts_with("change "));
    let bench = hospital().await;
    tamper(&bench, |tx| tx.execute("INSERT INTO setting (name, value, stamp) VALUES ('idle', 60, x'00')", []));
    let added = verify(&bench).await;
    assert_eq!((kinds(&added), added.findings.len()), (vec![FindingKind::BadRow], 1));
    assert_eq!(added.findings[0].place, "setting idle");
}

#[tokio::test]
async fn a_swapped_payload_is_named() {
    let bench = hospital().await;
    let bytes = |tx: &Transaction<'_>, position: u64| -> Vec<u8> {
        tx.query_row("SELECT bytes FROM entry WHERE position = ?", [position], |row| row.get(0)).unwrap()
    };
    // Entries 4 and 5 register a patient each. The payload of one is put under the header of the other.
    tamper(&bench, |tx| {
        let (four, five) = (bytes(tx, 4), bytes(tx, 5));
        let (four, five) = (coset_parts(&four), coset_parts(&five));
        let swapped = [five.0, four.1, five.2].concat();
        tx.execute("UPDATE entry SET bytes = ? WHERE position = 5", [swapped])
    });
    let report = verify(&bench).await;
    let of = |kind| report.findings.iter().find(|finding| finding.kind == kind);
    assert!(of(FindingKind::BadPayload).unwrap().place.contains("position 5"));
    assert!(of(FindingKind::BadEntry).unwrap().place.contains("position 5"));
}

/// Before the payload, the payload with its head, after it: of a COSE_Sign1.
fn coset_parts(entry: &[u8]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let mut d = minicbor::Decoder::new(entry);
    d.tag().unwrap();
    d.array().unwrap();
    d.bytes().unwrap();
    d.map().unwrap();
    let begin = d.position();
    d.bytes().unwrap();
    let end = d.position();
    (entry[..begin].to_vec(), entry[begin..end].to_vec(), entry[end..].to_vec())
}

#[tokio::test]
async fn an_exchanged_content_key_is_named() {
    let bench = hospital().await;
    tamper(&bench, |tx| {
        tx.execute("UPDATE content_key SET wrapped = (SELECT max(wrapped) FROM content_key) WHERE wrapped = (SELECT min(wrapped) FROM content_key)", [])
    });
    let report = verify(&bench).await;
    assert!(kinds(&report).contains(&FindingKind::BadPayload), "{:?}", report.findings);
}

#[tokio::test]
async fn a_missing_entry_is_named_in_the_middle_and_at_the_end() {
    for (position, number) in [(5, "number 4"), (7, "number 6")] {
        let bench = hospital().await;
        tamper(&bench, |tx| tx.execute("DELETE FROM entry WHERE position = ?", [position]));
        let report = verify(&bench).await;
        let found = report.findings.iter().find(|finding| finding.kind == FindingKind::MissingEntry);
        assert!(found.is_some_and(|finding| finding.place.contains(number)), "{position}: {:?}", report.findings);
    }
}

#[tokio::test]
async fn entries_in_another_order_are_named() {
    let bench = hospital().await;
    tamper(&bench, |tx| tx.execute("UPDATE entry SET position = 100 WHERE position = 4", []));
    assert!(!verify(&bench).await.findings.is_empty());
}

#[tokio::test]
async fn what_is_stored_beside_an_entry_must_say_what_it_says() {
    let bench = hospital().await;
    tamper(&bench, |tx| tx.execute("UPDATE entry SET actor = zeroblob(16) WHERE position = 6", []));
    let report = verify(&bench).await;
    assert_eq!(kinds(&report), [FindingKind::BadEntry]);
    assert!(report.findings[0].place.contains("position 6"));
}

#[tokio::test]
async fn the_list_of_entries_goes_on_where_it_stopped() {
    let bench = hospital().await;
    let first = bench.desk.request(ListEntries { before: None, limit: 3 }).await.unwrap();
    let acts: Vec<&str> = first.iter().map(|row| row.act.as_str()).collect();
    assert_eq!(acts, ["patient.update", "patient.register", "patient.register"]);
    let rest = bench.desk.request(ListEntries { before: Some(first[2].position), limit: 0 }).await.unwrap();
    assert_eq!((rest.len(), rest[3].act.as_str()), (4, "site.found"));
    assert_eq!((rest[3].desk.as_str(), rest[3].who.as_str()), ("KGH/1", "Ada Mutombo"));
}
