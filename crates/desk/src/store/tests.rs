//! The store: entries and what follows from them, replayed, packed, refused.

use std::sync::Arc;

use daybook_api::Role as ApiRole;
use daybook_ledger::{Act, ControlEvent, Entry, Id, MAX_ENTRY, Payload, Role};

use super::{
    digest::digest,
    entries::{self, Opened},
    network::{self, Fold},
    pack::pack,
    rebuild::rebuild,
    *,
};
use crate::{
    desk::Open,
    domain::event::{PatientEvent, PatientField, SettingsEvent},
    jobs::Progress,
    testing::Bench,
};

fn patient(number: u8, family: &str) -> Event {
    Event::Patient(PatientEvent {
        patient: Id([number; 16]),
        number: Some(format!("KGH-01-{number:05}-X")),
        set: vec![PatientField::Family(family.into()), PatientField::Given("Augustine".into())],
        withdrawn: None,
        source: None,
    })
}

fn register(number: u8, family: &str) -> Decided {
    Decided::sealed(Act::PatientRegister, Id([number; 16]), vec![patient(number, family)])
}

fn hash_of(open: &Open) -> [u8; 32] {
    open.store.read(digest).unwrap()
}

fn all_entries(open: &Open) -> Vec<Entry> {
    let mut all = Vec::new();
    open.store
        .read(|conn| {
            entries::in_replay_order(conn, |stored| {
                all.push(Entry::parse(&stored.bytes)?);
                Ok(())
            })
        })
        .unwrap();
    all
}

#[tokio::test]
async fn entries_are_chained_signed_and_sealed_each_under_its_patients_key() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    let decided = vec![register(1, "Tshombe"), register(2, "Kasavubu")];
    let hashes = open.store.commit(&open.author(), decided, bench.desk.host()).unwrap();
    let all = all_entries(&open);
    let [.., first, second] = all.as_slice() else { panic!() };
    assert_eq!([first.leaf_hash(), second.leaf_hash()], hashes[..]);
    assert_eq!(second.header().prev, Some(first.leaf_hash()));
    assert_eq!(second.header().seq, first.header().seq + 1);
    assert!(second.header().time > first.header().time);
    let key_of = |entry: &Entry| match entry.payload() {
        Payload::Sealed(events) => events[0].key_id(),
        Payload::Control(_) => panic!(),
    };
    assert_ne!(key_of(first), key_of(second), "one content key a patient");
    assert!(!first.bytes().windows(7).any(|window| window == b"Tshombe"));
    let again = open.store.commit(&open.author(), vec![register(1, "Tshombé")], bench.desk.host()).unwrap();
    let third = open.store.read(|conn| entries::by_hash(conn, &again[0])).unwrap().unwrap();
    assert_eq!(key_of(&Entry::parse(&third.bytes).unwrap()), key_of(first), "and it stays");
}

#[tokio::test]
async fn a_rebuild_arrives_at_the_same_rows() {
    let bench = Bench::founded().await;
    bench.employ("anna", ApiRole::Receptionist).await;
    let open = bench.desk.session().unwrap();
    let decided = (1..20).map(|number| register(number, "Tshombe")).collect();
    open.store.commit(&open.author(), decided, bench.desk.host()).unwrap();
    let before = hash_of(&open);
    let report = rebuild(&open.store, &Progress::unwatched()).unwrap();
    assert_eq!(
        (report.before.as_str(), report.after.as_str()),
        (hex::encode(before).as_str(), hex::encode(before).as_str())
    );
    assert_eq!(report.entries, 3 + 2 + 19);
    open.store.write(|tx| Ok::<_, StoreError>(tx.execute("UPDATE staff SET name = 'Mallory'", []).map(drop)?)).unwrap();
    assert_ne!(hash_of(&open), before, "a row edited by hand shows");
    rebuild(&open.store, &Progress::unwatched()).unwrap();
    assert_eq!(hash_of(&open), before, "and a rebuild takes it back");
}

#[tokio::test]
async fn projections_do_not_depend_on_the_order_in_which_entries_arrive() {
    let bench = Bench::founded().await;
    let anna = bench.employ("anna", ApiRole::Receptionist).await;
    let open = bench.desk.session().unwrap();
    open.store
        .commit(&open.author(), vec![register(1, "Tshombe"), register(1, "Kasavubu")], bench.desk.host())
        .unwrap();
    bench.desk.request(daybook_api::DismissStaff { id: anna.id }).await.unwrap();
    let (expected, all) = (hash_of(&open), all_entries(&open));
    for turn in 0..all.len() {
        let mut order: Vec<&Entry> = all.iter().rev().collect();
        order.rotate_left(turn);
        let outcome: Result<(), StoreError> = open.store.write_with_keys(|tx, keys| {
            projections::clear(tx)?;
            order.iter().try_for_each(|entry| entries::apply(tx, keys, entry))?;
            assert_eq!(digest(tx)?, expected, "begun at {turn}");
            Err(StoreError::Cancelled)
        });
        assert!(matches!(outcome, Err(StoreError::Cancelled)));
    }
    assert_eq!(hash_of(&open), expected);
}

#[tokio::test]
async fn a_cancelled_rebuild_changes_nothing() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    let before = hash_of(&open);
    let progress = Progress::cancelled_already();
    assert!(matches!(rebuild(&open.store, &progress), Err(StoreError::Cancelled)));
    assert_eq!(hash_of(&open), before);
}

#[tokio::test]
async fn what_the_network_would_refuse_is_not_written() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    let before = (hash_of(&open), all_entries(&open).len());
    let stranger = Author { staff: Id([9; 16]), role: Role::Receptionist };
    let refused = open.store.commit(&stranger, vec![register(1, "Tshombe")], bench.desk.host());
    assert!(matches!(refused, Err(StoreError::Rejected(_))));
    let grant = ControlEvent::StaffGrant { staff: Id([8; 16]), role: Role::Doctor };
    let half = vec![
        Decided::control(Act::StaffGrant, Id([8; 16]), grant),
        Decided::sealed(Act::StaffAccount, Id([8; 16]), vec![]),
    ];
    assert!(open.store.commit(&open.author(), half, bench.desk.host()).is_err(), "all or nothing");
    assert_eq!((hash_of(&open), all_entries(&open).len()), before);
}

#[tokio::test]
async fn an_event_that_its_act_does_not_allow_changes_nothing() {
    let bench = Bench::at_reception().await;
    let open = bench.desk.session().unwrap();
    let before = hash_of(&open);
    let settings = Event::Settings(SettingsEvent { idle_minutes: Some(60), recovery_key: Some(vec![0; 32]) });
    let smuggled = Decided::sealed(Act::PatientUpdate, Id([1; 16]), vec![settings]);
    open.store.commit(&open.author(), vec![smuggled], bench.desk.host()).unwrap();
    assert_eq!(hash_of(&open), before);
    let last = all_entries(&open).pop().unwrap();
    let Payload::Sealed(events) = last.payload() else { panic!() };
    let opened = open.store.read_with_keys(|conn, keys| entries::open(conn, keys, &last, 0, &events[0])).unwrap();
    assert!(matches!(opened, Opened::Void));
}

#[tokio::test]
async fn an_event_whose_key_comes_later_is_applied_then() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    open.store.commit(&open.author(), vec![register(1, "Tshombe")], bench.desk.host()).unwrap();
    let expected = hash_of(&open);
    let keys_made = open.store.read(|conn| keys::unboxed(conn, 10)).unwrap();
    assert_eq!(keys_made.len(), 1);
    open.store.write(|tx| Ok::<_, StoreError>(tx.execute("DELETE FROM content_key", []).map(drop)?)).unwrap();
    rebuild(&open.store, &Progress::unwatched()).unwrap();
    assert_ne!(hash_of(&open), expected);
    let applied = open.store.write_with_keys(|tx, ring| {
        keys::take_in(tx, &keys_made[0])?;
        entries::apply_unopened(tx, ring, &[keys_made[0].id])
    });
    assert_eq!(applied.unwrap(), 1);
    assert_eq!(hash_of(&open), expected);
    assert!(open.store.read(|conn| keys::unboxed(conn, 10)).unwrap().is_empty(), "it is in the box already");
}

#[tokio::test]
async fn refolding_what_waits_arrives_at_the_state_it_was_written_in() {
    let bench = Bench::founded().await;
    bench.employ("anna", ApiRole::Receptionist).await;
    let open = bench.desk.session().unwrap();
    let local = open.store.read(|conn| network::load(conn, Fold::Local)).unwrap();
    let misfit = open.store.write(|tx| network::refold(tx, &daybook_ledger::verify::native::AwsLc)).unwrap();
    assert_eq!(misfit, None);
    assert_eq!(open.store.read(|conn| network::load(conn, Fold::Local)).unwrap(), local);
    let counts = open.store.read(outbox::counts).unwrap();
    assert_eq!((counts.waiting, counts.shared, counts.refused), (5, 0, 0));
}

#[tokio::test]
async fn many_events_are_packed_into_few_entries_that_all_fit() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    let family = "Tshombe".repeat(60);
    let groups = (0..=255).map(|number| vec![patient(number, &family)]);
    let decided = pack(Act::PatientImport, Id([1; 16]), groups).unwrap();
    assert!((2..10).contains(&decided.len()), "{}", decided.len());
    let hashes = open.store.commit(&open.author(), decided, bench.desk.host()).unwrap();
    for hash in hashes {
        let stored = open.store.read(|conn| entries::by_hash(conn, &hash)).unwrap().unwrap();
        assert!(stored.bytes.len() <= MAX_ENTRY);
    }
    let huge = vec![patient(1, &"x".repeat(MAX_ENTRY))];
    assert!(matches!(pack(Act::PatientImport, Id([1; 16]), [huge]), Err(StoreError::TooLarge)));
}

#[tokio::test]
async fn a_clock_that_goes_back_does_not_stop_the_chain() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    bench.host.set_now_ms(0);
    open.store.commit(&open.author(), vec![register(1, "Tshombe")], bench.desk.host()).unwrap();
    let all = all_entries(&open);
    assert!(all.windows(2).all(|pair| pair[0].header().time < pair[1].header().time));
}

#[tokio::test]
async fn closing_waits_for_transactions_and_ends_all_others() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    let (store, closing) = (Arc::clone(&open.store), Arc::clone(&open.store));
    let (inside, started) = std::sync::mpsc::channel();
    let (go, wait) = std::sync::mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        store.write(|tx| {
            inside.send(()).unwrap();
            wait.recv().unwrap();
            draft::save(tx, &Id([1; 16]), "form", &draft::Draft { content: "whole".into(), saved_at: 1 })
        })
    });
    started.recv().unwrap();
    let closer = std::thread::spawn(move || closing.close());
    go.send(()).unwrap();
    writer.join().unwrap().unwrap();
    closer.join().unwrap();
    assert!(matches!(open.store.write(|_| Ok::<_, StoreError>(())), Err(StoreError::Closed)));
}

#[tokio::test]
async fn what_is_written_about_a_patient_lies_under_the_key_of_the_first_write() {
    let bench = Bench::founded().await;
    let open = bench.desk.session().unwrap();
    let write = |family: &str| open.store.commit(&open.author(), vec![register(1, family)], bench.desk.host()).unwrap();
    let key_of_last = || {
        let last = all_entries(&open).pop().unwrap();
        let Payload::Sealed(events) = last.payload() else { panic!() };
        events[0].key_id()
    };
    write("Tshombe");
    let first = key_of_last();
    let note = |whose: [u8; 16]| {
        open.store
            .write(|tx| Ok::<_, StoreError>(tx.execute("UPDATE content_key SET subject = ?", [whose]).map(drop)?))
            .unwrap();
    };
    // As on a desk that only opened what others wrote.
    note([0; 16]);
    write("Kalonji");
    assert_eq!(key_of_last(), first);
    // A key that is somebody else's is not used, whatever was sealed under it.
    note([9; 16]);
    write("Mwamba");
    assert_ne!(key_of_last(), first);
}
