//! Whatever the order in which writes arrive, the rows come out the same, byte for byte; and the index finds the same people.

use std::collections::BTreeMap;

use daybook_api::{AppointmentState, Birth, Date, Sex};
use daybook_ledger::{Act, Hash, Header, Hlc, Id, KeyId, Role, Seen, leaf_hash};
use proptest::{prelude::*, sample::Index};
use rusqlite::Connection;

use super::{Applied, PROJECTIONS, apply, appointment, merged, patient};
use crate::{
    domain::event::{
        AppointmentEvent, AppointmentField, DoctorEvent, DoctorField, Event, PairEvent, PairVerdict, PatientEvent,
        PatientField, Slot, StateChange, Withdrawal,
    },
    domain::{
        register::Record,
        search::{Familiar, Found, Lately, Search, Shown, find},
    },
    store::{StoreError, digest::digest, index::Shelf},
};

#[derive(Clone, Debug)]
struct Write {
    ms: u64,
    desk: u8,
    position: u32,
    event: Event,
}

impl Write {
    fn apply(&self, conn: &mut Connection) {
        let seen = Seen { size: 0, root: Hash([0; 32]) };
        let header = Header {
            site: Id([0; 16]),
            desk: self.desk.into(),
            subject: Id([0; 16]),
            issued_at: 0,
            key_id: KeyId([self.desk; 32]),
            seq: 0,
            prev: None,
            seen,
            time: Hlc { ms: self.ms, counter: 0 },
            actor: Id([0; 16]),
            role: Role::Receptionist,
            act: Act::PatientUpdate,
        };
        let entry = leaf_hash(format!("{} {}", self.ms, self.desk).as_bytes());
        let tx = conn.transaction().unwrap();
        apply(&tx, &Applied { entry, header: &header, position: self.position }, self.event.clone()).unwrap();
        tx.commit().unwrap();
    }
}

fn database() -> Connection {
    crate::store::db::in_memory().unwrap()
}

fn rows_of(writes: &[Write], order: &[usize]) -> Connection {
    let mut conn = database();
    order.iter().for_each(|at| writes[*at].apply(&mut conn));
    conn
}

fn name() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["Ana", "Silva", "Müller", "van der Meer", "García-López", "", "O'Brien"])
        .prop_map(str::to_owned)
}

fn patient_field() -> impl Strategy<Value = PatientField> {
    prop_oneof![
        name().prop_map(PatientField::Given),
        name().prop_map(PatientField::Family),
        prop::sample::select(vec![Sex::Female, Sex::Male]).prop_map(PatientField::Sex),
        (1900i16..2000).prop_map(|year| PatientField::Birth(Birth::Year { year })),
        prop::collection::vec("[0-9]{4,6}", 0..3).prop_map(PatientField::Phones),
        prop::option::of(1u8..28).prop_map(|day| PatientField::Died(day.and_then(|day| Date::new(2026, 1, day)))),
    ]
}

fn id() -> impl Strategy<Value = Id> {
    (1u8..4).prop_map(|byte| Id([byte; 16]))
}

fn event() -> impl Strategy<Value = Event> {
    let set = || prop::collection::vec(patient_field(), 0..4);
    let number = prop::option::weighted(0.2, (1u8..9).prop_map(|n| format!("KGH-01-0000{n}-X")));
    let withdrawn = prop::option::weighted(
        0.2,
        prop_oneof![
            Just(Withdrawal::Restored),
            Just(Withdrawal::Withdrawn { reason: "x".into() }),
            id().prop_map(|into| Withdrawal::Merged { into }),
        ],
    );
    let patients = (id(), number, set(), withdrawn).prop_map(|(patient, number, set, withdrawn)| {
        Event::Patient(PatientEvent { patient, number, set, withdrawn, source: None })
    });
    let doctors = (id(), name()).prop_map(|(doctor, name)| {
        Event::Doctor(DoctorEvent { doctor, set: vec![DoctorField::Family(name)], source: None })
    });
    let states =
        prop::sample::select(vec![AppointmentState::Booked, AppointmentState::Cancelled, AppointmentState::Done]);
    let field = prop_oneof![
        id().prop_map(AppointmentField::Doctor),
        (0u16..60).prop_map(|start| AppointmentField::Slot(Slot { date: Date::EPOCH, start, minutes: 20 })),
        states.prop_map(|state| AppointmentField::State(StateChange { state, reason: String::new() })),
    ];
    let appointments = (4u8..9, prop::collection::vec(field, 1..4)).prop_map(|(appointment, set)| {
        Event::Appointment(AppointmentEvent { appointment: Id([appointment; 16]), patient: Id([1; 16]), set })
    });
    let verdict = prop_oneof![Just(PairVerdict::Open), id().prop_map(|seen| PairVerdict::Apart { seen })];
    let pairs =
        (id(), id(), verdict).prop_map(|(patient, other, verdict)| Event::Pair(PairEvent { patient, other, verdict }));
    prop_oneof![3 => patients, 1 => doctors, 2 => appointments, 1 => pairs]
}

/// Few times and desks, so that many writes meet; each (time, desk, position) once, as a desk's chain guarantees.
fn writes() -> impl Strategy<Value = Vec<Write>> {
    prop::collection::vec((0u64..6, 1u8..4, event()), 1..24).prop_map(|all| {
        let write = |(position, (ms, desk, event))| Write { ms, desk, position: position as u32, event };
        all.into_iter().enumerate().map(write).collect()
    })
}

fn shuffled(count: usize, swaps: &[Index]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    for (at, swap) in swaps.iter().enumerate() {
        order.swap(at % count, swap.index(count));
    }
    order
}

fn found(conn: &Connection, text: &str) -> Vec<Found> {
    let (today, familiar) = (Date::new(2026, 11, 22).unwrap(), Familiar::new());
    let search = Search {
        text,
        today,
        limit: 50,
        shown: Shown::All,
        familiar: &familiar,
        lately: &Lately::default(),
        within: None,
    };
    Shelf::default().look(conn, |register| Ok::<_, StoreError>(find(register, &search))).unwrap()
}

/// The newest record of each patient in the log.
fn records(conn: &Connection) -> BTreeMap<[u8; 16], Record> {
    let mut select = conn.prepare("SELECT record FROM search_log ORDER BY id").unwrap();
    let records = select.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
    let records = records.map(|bytes| Record::decode(&bytes.unwrap()).unwrap());
    records.map(|record| (record.patient, record)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_order_of_arrival_gives_the_same_rows(writes in writes(), swaps in prop::collection::vec(any::<Index>(), 24)) {
        let in_order: Vec<usize> = (0..writes.len()).collect();
        let (one, other) = (rows_of(&writes, &in_order), rows_of(&writes, &shuffled(writes.len(), &swaps)));
        prop_assert_eq!(digest(&one).unwrap(), digest(&other).unwrap());
        prop_assert_eq!(records(&one), records(&other));
        for text in ["ana", "silv", "muler", "19", "garcia ana", "kgh-01-00001"] {
            prop_assert_eq!(found(&one, text), found(&other, text), "{}", text);
        }
    }

    #[test]
    fn what_arrives_twice_counts_once(writes in writes()) {
        let in_order: Vec<usize> = (0..writes.len()).collect();
        let twice: Vec<usize> = in_order.iter().chain(&in_order).copied().collect();
        prop_assert_eq!(digest(&rows_of(&writes, &in_order)).unwrap(), digest(&rows_of(&writes, &twice)).unwrap());
    }

    #[test]
    fn a_row_is_the_fold_of_all_its_writes(writes in writes()) {
        let conn = rows_of(&writes, &(0..writes.len()).collect::<Vec<_>>());
        for byte in 1..4 {
            let id = Id([byte; 16]);
            let changes = super::change::of(&conn, &id).unwrap();
            let stored = patient::load(&conn, &id).unwrap();
            let any = changes.iter().any(|change| matches!(change.event, Event::Patient(_)));
            let mut folded = patient::fold(&changes);
            if folded.merged.is_some() && merged::stands_as(&conn, &id).unwrap() == id {
                (folded.withdrawn, folded.merged) = (None, None);
            }
            prop_assert_eq!(stored, any.then_some(folded));
        }
    }

    #[test]
    fn of_two_that_overlap_exactly_the_later_is_the_clash(first in 0u16..40, second in 0u16..40) {
        let book = |byte: u8, ms, start| Write {
            ms, desk: byte, position: 0,
            event: Event::Appointment(AppointmentEvent {
                appointment: Id([byte; 16]),
                patient: Id([1; 16]),
                set: vec![
                    AppointmentField::Doctor(Id([9; 16])),
                    AppointmentField::Slot(Slot { date: Date::EPOCH, start, minutes: 20 }),
                ],
            }),
        };
        let conn = rows_of(&[book(5, 2, second), book(6, 1, first)], &[0, 1]);
        let day = appointment::of_day(&conn, Date::EPOCH).unwrap();
        let clash = |byte: u8| day.iter().find(|row| row.id == Id([byte; 16])).unwrap().clashes(&day);
        prop_assert!(!clash(6));
        prop_assert_eq!(clash(5), first.abs_diff(second) < 20);
    }
}

#[test]
fn what_names_a_row_is_its_primary_key_or_seen_to_by_who_writes_it() {
    let conn = crate::store::db::in_memory().unwrap();
    for (table, key) in PROJECTIONS {
        let mut query = conn.prepare("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk").unwrap();
        let primary: Vec<String> = query.query_map([table], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        match *table {
            // `change::keep` looks at all writes to the subject anyway.
            "change" => assert!(primary.is_empty()),
            _ => assert_eq!(primary, *key, "{table}"),
        }
    }
}

#[test]
fn a_write_that_comes_again_is_kept_once() {
    let write = Write {
        event: Event::Patient(PatientEvent {
            patient: Id([1; 16]),
            number: None,
            set: vec![],
            withdrawn: None,
            source: None,
        }),
        ms: 7,
        desk: 1,
        position: 0,
    };
    let conn = rows_of(&[write], &[0, 0]);
    assert_eq!(conn.query_row("SELECT count(*) FROM change", [], |row| row.get::<_, u64>(0)).unwrap(), 1);
}
