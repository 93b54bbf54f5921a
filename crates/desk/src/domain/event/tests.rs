//! Golden bytes of every kind of event, and what must not be read.

use super::*;

fn id(byte: u8) -> Id {
    Id([byte; 16])
}

fn day(year: i16, month: u8, day: u8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn credential() -> Credential {
    Credential {
        memory_kib: 65_536,
        passes: 3,
        lanes: 1,
        salt: vec![1, 2],
        public_key: vec![3],
        sealed_private: vec![4, 5],
    }
}

fn registration() -> Event {
    Event::Patient(PatientEvent {
        patient: id(0xAA),
        number: Some("KGH-04-00217-X".into()),
        set: vec![
            PatientField::Given("Ana".into()),
            PatientField::Family("Silva".into()),
            PatientField::SecondGiven("अना".into()),
            PatientField::SecondFamily("सिल्वा".into()),
            PatientField::Title("Mrs".into()),
            PatientField::Sex(Sex::Female),
            PatientField::Birth(Birth::Day { date: day(1987, 3, 14) }),
            PatientField::Phones(vec!["+351 21 555 01 99".into()]),
            PatientField::Address(Address { lines: "Rua 1".into(), city: "Porto".into(), ..Address::default() }),
            PatientField::Kin(Kin { name: "Rui".into(), phone: "1".into(), ..Kin::default() }),
            PatientField::Identifiers(vec![Identifier { kind: "NIF".into(), value: "1".into() }]),
            PatientField::Language("pt".into()),
            PatientField::Interpreter(Interpreter::Needed),
            PatientField::Note("n".into()),
            PatientField::Died(None),
        ],
        withdrawn: None,
        source: None,
    })
}

fn all() -> Vec<(Event, &'static str)> {
    let hours = Hours { weekday: 1, from: 540, to: 780, room: "3".into(), slot_minutes: 15 };
    let doctor = vec![
        DoctorField::Given("Eva".into()),
        DoctorField::Family("Roth".into()),
        DoctorField::Title("Dr".into()),
        DoctorField::Speciality("ENT".into()),
        DoctorField::Department("Head".into()),
        DoctorField::Room("2".into()),
        DoctorField::Languages(vec!["de".into()]),
        DoctorField::Phone("12".into()),
        DoctorField::Identifier("N1".into()),
        DoctorField::Hours(vec![hours]),
    ];
    let login = vec![DoctorField::Login(Some(id(7)))];
    let appointment = vec![
        AppointmentField::Doctor(id(2)),
        AppointmentField::Slot(Slot { date: day(2026, 11, 22), start: 600, minutes: 15 }),
        AppointmentField::Reason("ear".into()),
        AppointmentField::State(StateChange { state: AppointmentState::Cancelled, reason: "ill".into() }),
    ];
    let withdrawn = |withdrawn| {
        Event::Patient(PatientEvent {
            patient: id(1),
            number: None,
            set: vec![],
            withdrawn: Some(withdrawn),
            source: None,
        })
    };
    let imported = PatientEvent { patient: id(1), number: None, set: vec![], withdrawn: None, source: Some(id(0xBB)) };
    let imported_patient = Event::Patient(imported);
    let (staff, user, name) = (id(7), "ana".into(), "Ana".into());
    vec![
        (registration(), include_str!("golden/patient.hex")),
        (withdrawn(Withdrawal::Withdrawn { reason: "twice".into() }), include_str!("golden/withdrawn.hex")),
        (withdrawn(Withdrawal::Restored), include_str!("golden/restored.hex")),
        (withdrawn(Withdrawal::Merged { into: id(2) }), include_str!("golden/merged.hex")),
        (imported_patient, include_str!("golden/imported_patient.hex")),
        (Event::Doctor(DoctorEvent { doctor: id(2), set: doctor, source: None }), include_str!("golden/doctor.hex")),
        (
            Event::Doctor(DoctorEvent { doctor: id(2), set: login, source: None }),
            include_str!("golden/doctor_login.hex"),
        ),
        (
            Event::Doctor(DoctorEvent { doctor: id(2), set: vec![], source: Some(id(0xBB)) }),
            include_str!("golden/imported_doctor.hex"),
        ),
        (
            Event::Appointment(AppointmentEvent { appointment: id(3), patient: id(1), set: appointment }),
            include_str!("golden/appointment.hex"),
        ),
        (
            Event::Account(AccountEvent { staff, user, name, role: Role::Receptionist, credential: credential() }),
            include_str!("golden/account.hex"),
        ),
        (Event::Password(PasswordEvent { staff, credential: credential() }), include_str!("golden/password.hex")),
        (
            Event::Settings(SettingsEvent { idle_minutes: Some(5), recovery_key: None }),
            include_str!("golden/settings.hex"),
        ),
        (
            Event::Pair(PairEvent { patient: id(1), other: id(2), verdict: PairVerdict::Apart { seen: id(0xCC) } }),
            include_str!("golden/pair_apart.hex"),
        ),
        (
            Event::Pair(PairEvent { patient: id(2), other: id(1), verdict: PairVerdict::Open }),
            include_str!("golden/pair_open.hex"),
        ),
        (Event::Attempts(AttemptsEvent { count: 4, last_ms: 1_772_442_000_000 }), include_str!("golden/attempts.hex")),
    ]
}

#[test]
fn bytes_are_golden_and_read_back() {
    for (event, golden) in all() {
        assert_eq!(hex::encode(event.to_cbor()), golden.trim(), "{event:?}");
        assert_eq!(Event::from_cbor(&event.to_cbor()).unwrap(), event);
    }
}

#[test]
fn every_birth_reads_back() {
    let births = [
        Birth::NotRecorded,
        Birth::Unknown,
        Birth::Year { year: 1 },
        Birth::Estimated { year: 9999 },
        Birth::Month { year: 1987, month: 12 },
        Birth::Day { date: day(2024, 2, 29) },
    ];
    for birth in births {
        let mut w = Writer::default();
        w.value(&birth);
        assert_eq!(Birth::read(&mut Decoder::new(&w.finish())).unwrap(), birth);
    }
}

#[test]
fn registers_are_written_in_key_order_and_the_last_write_counts() {
    let set = vec![PatientField::Family("B".into()), PatientField::Given("X".into()), PatientField::Given("A".into())];
    let event = Event::Patient(PatientEvent { patient: id(1), number: None, set, withdrawn: None, source: None });
    let Event::Patient(read) = Event::from_cbor(&event.to_cbor()).unwrap() else { panic!() };
    assert_eq!(read.set, [PatientField::Given("A".into()), PatientField::Family("B".into())]);
}

#[test]
fn what_a_newer_daybook_adds_is_passed_over() {
    let mut w = Writer::default();
    w.array(2).uint(1).map(3).uint(1).value(&id(1));
    w.uint(3).map(2).uint(1).text("Ana").uint(99).array(2).uint(1).text("?");
    w.uint(77).bytes(b"?");
    let Event::Patient(read) = Event::from_cbor(&w.finish()).unwrap() else { panic!() };
    assert_eq!(read.set, [PatientField::Given("Ana".into())]);

    let mut w = Writer::default();
    w.array(2).uint(40).map(0);
    assert!(matches!(Event::from_cbor(&w.finish()), Err(EventError::Newer(40))));
}

#[test]
fn keys_out_of_order_or_twice_are_refused() {
    for keys in [[2, 1], [1, 1]] {
        let mut w = Writer::default();
        w.array(2).uint(1).map(2).uint(1).value(&id(1)).uint(3).map(2);
        w.uint(keys[0]).text("a").uint(keys[1]).text("b");
        assert!(Event::from_cbor(&w.finish()).is_err());
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = Event::from_cbor(&bytes);
    }

    #[test]
    fn a_flipped_byte_never_panics_and_never_reads_as_the_same(at in 0usize..200, mask in 1u8..) {
        let mut bytes = registration().to_cbor();
        let at = at % bytes.len();
        bytes[at] ^= mask;
        if let Ok(event) = Event::from_cbor(&bytes) {
            proptest::prop_assert_ne!(event, registration());
        }
    }
}
