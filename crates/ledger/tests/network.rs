//! What the network accepts, rule by rule.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use daybook_ledger::{verify::portable::Rsa, *};
use support::*;

mod support;

const STRANGER: Id = Id([0x77; 16]);

/// The receptionist's next entry at this desk.
fn register(desk: &mut Desk) -> Entry {
    desk.sealed(RECEPTIONIST, Role::Receptionist, Act::PatientRegister)
}

/// The receptionist's next entry with something changed in its header before it is signed.
fn bent(desk: &Desk, bend: impl FnOnce(&mut Header)) -> Entry {
    let mut header = desk.header(RECEPTIONIST, Role::Receptionist, Act::PatientRegister);
    bend(&mut header);
    desk.sign(header.clone(), sealed_payload(&header))
}

/// A control entry of the administrator's with this event.
fn control(desk: &Desk, event: ControlEvent) -> Entry {
    let header = desk.header(ADMINISTRATOR, Role::Administrator, event.act());
    desk.sign(header, Payload::Control(vec![event]))
}

#[test]
fn a_morning_of_two_desks_is_accepted_and_remembered() {
    let (mut log, mut first, mut second) = Log::hospital();
    for _ in 0..3 {
        log.append(register(&mut first)).unwrap();
        second.seen = log.seen();
        log.append(register(&mut second)).unwrap();
    }
    let state = &log.state;
    assert_eq!(state.size(), 9);
    let desk = state.desk(&second.key.key_id()).unwrap();
    assert_eq!((desk.site, desk.number, desk.name.as_str()), (SITE, 2, "Front desk 2"));
    assert_eq!((desk.next_seq, desk.last, desk.last_seen, desk.revoked_at), (3, second.prev, 8, None));
    assert_eq!(desk.last_time, Hlc { ms: START + 2, counter: 0 });
    assert_eq!(state.desks_of(SITE).map(|(_, desk)| desk.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(state.next_desk_number(SITE), 3);
    assert_eq!(state.roles(SITE, ADMINISTRATOR), [Role::Administrator]);
    assert_eq!(state.roles(SITE, DOCTOR), [Role::Doctor]);
    assert_eq!(state.roles(SITE, STRANGER), []);
    assert_eq!(state.site(SITE).unwrap().code, "KGH");
    assert_eq!(state.sites().count(), 1);
}

#[test]
fn apply_is_check_and_advance_with_either_verifier() {
    let (log, _, _) = Log::hospital();
    let folded = log.entries.iter().try_fold(NetworkState::new(), |state, entry| state.apply(entry, &log, &Rsa));
    assert_eq!(folded.unwrap(), log.state);
}

#[test]
fn snapshots_come_back() {
    let (mut log, mut first, _) = Log::hospital();
    let revoke = ControlEvent::StaffRevoke { staff: DOCTOR, role: Role::Doctor };
    let bytes = log.state.to_cbor();
    assert_eq!(NetworkState::from_cbor(&bytes).unwrap(), log.state);
    log.append(first.control(ADMINISTRATOR, vec![revoke])).unwrap();
    assert_eq!(NetworkState::from_cbor(&log.state.to_cbor()).unwrap(), log.state);
    assert_eq!(NetworkState::from_cbor(&NetworkState::new().to_cbor()).unwrap(), NetworkState::new());
    for bytes in [&bytes[..bytes.len() - 1], &[&bytes[..], &[0]].concat(), b"", &[0x82, 0x02, 0xf6]] {
        assert!(NetworkState::from_cbor(bytes).is_err());
    }
}

#[test]
fn the_snapshot_of_the_golden_entry_is_golden() {
    let founding = Entry::parse(&std::fs::read(golden("entry/site.found.cbor")).unwrap()).unwrap();
    let state = NetworkState::new().apply(&founding, &Log::default(), &Rsa).unwrap();
    let bytes = golden_bytes("network/state.cbor", &state.to_cbor());
    assert_eq!(NetworkState::from_cbor(&bytes).unwrap(), state);
    assert_eq!(state.to_cbor(), bytes);
}

#[test]
fn a_desk_that_is_not_enrolled_is_refused() {
    let (log, _, mut second) = Log::hospital();
    assert_eq!(Log::default().check(&register(&mut second)), Err(Rejection::NotEnrolled));
    let mut fresh = Log::default();
    fresh.append(log.entries[0].clone()).unwrap();
    assert_eq!(fresh.check(&register(&mut Desk::new(2))), Err(Rejection::NotEnrolled));
}

#[test]
fn a_revoked_desk_is_refused_at_once_but_learns_of_what_was_accepted() {
    let (mut log, mut first, mut second) = Log::hospital();
    let before = register(&mut second);
    log.append(before.clone()).unwrap();
    let revoke = ControlEvent::DeskRevoke { number: 2, reason: "stolen".into() };
    log.append(first.control(ADMINISTRATOR, vec![revoke.clone()])).unwrap();
    assert_eq!(log.check(&register(&mut second)), Err(Rejection::Revoked { at: 4 }));
    assert_eq!(log.check(&before), Err(Rejection::AlreadyKnown));
    log.append(first.control(ADMINISTRATOR, vec![revoke])).unwrap();
    assert_eq!(log.state.desk(&second.key.key_id()).unwrap().revoked_at, Some(4));
    assert_eq!(log.state.next_desk_number(SITE), 3);
}

#[test]
fn the_issuer_is_the_enrolled_desk() {
    let (log, first, _) = Log::hospital();
    assert_eq!(log.check(&bent(&first, |header| header.desk = 2)), Err(Rejection::WrongIssuer));
    assert_eq!(log.check(&bent(&first, |header| header.site = STRANGER)), Err(Rejection::WrongIssuer));
}

#[test]
fn a_signature_of_another_key_or_of_other_bytes_is_refused() {
    let (log, first, second) = Log::hospital();
    let forged = bent(&second, |header| {
        let Header { desk, key_id, seq, prev, .. } =
            first.header(RECEPTIONIST, Role::Receptionist, Act::PatientRegister);
        (header.desk, header.key_id, header.seq, header.prev) = (desk, key_id, seq, prev);
        header.time.ms = first.time;
    });
    assert_eq!(log.check(&forged), Err(Rejection::BadSignature));
    assert!(log.state.check_unsigned(&forged, &log).is_ok());
    let entry = bent(&first, |_| {});
    let mut signature = entry.signature().to_vec();
    signature[100] ^= 1;
    for wrong in [signature, vec![0; 384], vec![0xff; 384], vec![1; 383], Vec::new()] {
        let other = Unsigned::new(entry.header().clone(), entry.payload().clone()).finish(wrong).unwrap();
        assert_eq!(log.check(&other), Err(Rejection::BadSignature));
        assert_eq!(log.state.check(&other, &log, &Rsa), Err(Rejection::BadSignature));
    }
}

#[test]
fn a_chain_has_no_gap_no_repetition_and_one_past() {
    let (mut log, mut first, _) = Log::hospital();
    let (at_three, other_at_three) = (bent(&first, |_| {}), bent(&first, |header| header.subject = STRANGER));
    first.wrote(&at_three);
    let at_four = register(&mut first);
    assert_eq!(log.check(&at_four), Err(Rejection::Gap { expected: 3, got: 4 }));
    log.append(at_three.clone()).unwrap();
    assert_eq!(log.check(&at_three), Err(Rejection::AlreadyKnown));
    assert_eq!(log.check(&other_at_three), Err(Rejection::Equivocation { seq: 3 }));
    log.append(at_four).unwrap();
    assert_eq!(log.check(&at_three), Err(Rejection::Superseded { next_seq: 5 }));
    assert_eq!(log.check(&other_at_three), Err(Rejection::Superseded { next_seq: 5 }));
    assert_eq!(log.check(&log.entries[0]), Err(Rejection::Superseded { next_seq: 5 }));
    assert_eq!(log.check(&bent(&first, |header| header.prev = None)), Err(Rejection::WrongPrev));
    assert_eq!(log.check(&bent(&first, |header| header.prev = Some(empty_root()))), Err(Rejection::WrongPrev));
    assert_eq!(
        log.check(&bent(&first, |header| header.seq = u64::MAX)),
        Err(Rejection::Gap { expected: 5, got: u64::MAX })
    );
}

#[test]
fn nobody_can_frame_a_desk_with_an_equivocation_it_did_not_sign() {
    let (log, _, _) = Log::hospital();
    let last = &log.entries[2];
    let forged = Header { subject: STRANGER, ..last.header().clone() };
    let forged = Unsigned::new(forged, last.payload().clone()).finish(last.signature().to_vec()).unwrap();
    assert_eq!(log.check(&forged), Err(Rejection::BadSignature));
}

#[test]
fn a_first_entry_has_no_past() {
    let (log, _, second) = Log::hospital();
    assert_eq!(log.check(&bent(&second, |header| header.prev = Some(empty_root()))), Err(Rejection::WrongPrev));
    assert_eq!(log.check(&bent(&second, |header| header.seq = 1)), Err(Rejection::Gap { expected: 0, got: 1 }));
    assert!(log.check(&bent(&second, |_| {})).is_ok());
}

#[test]
fn a_desk_s_clock_runs_forward() {
    let (log, first, _) = Log::hospital();
    let last = log.state.desk(&first.key.key_id()).unwrap().last_time;
    let at = |time: Hlc| log.check(&bent(&first, |header| header.time = time));
    assert_eq!(at(last), Err(Rejection::ClockBackwards));
    assert_eq!(at(Hlc { ms: last.ms - 1, counter: 9 }), Err(Rejection::ClockBackwards));
    assert!(at(Hlc { ms: last.ms, counter: 1 }).is_ok());
    assert!(at(Hlc { ms: u64::MAX, counter: u32::MAX }).is_ok());
}

#[test]
fn a_desk_has_seen_this_log_and_never_less_than_before() {
    let (mut log, mut first, mut second) = Log::hospital();
    let root = log.root_at(2).unwrap();
    let seen = |log: &Log, desk: &Desk, size, root| {
        log.check(&bent(desk, |header| header.seen = Seen { size, root })).map(|_| ())
    };
    assert_eq!(seen(&log, &first, 2, root), Ok(()));
    assert_eq!(seen(&log, &first, 2, empty_root()), Err(Rejection::SeenOther { size: 2 }));
    assert_eq!(seen(&log, &first, 4, root), Err(Rejection::SeenAhead { seen: 4, size: 3 }));
    assert_eq!(seen(&log, &first, u64::MAX, root), Err(Rejection::SeenAhead { seen: u64::MAX, size: 3 }));
    assert_eq!(seen(&log, &second, 0, root), Err(Rejection::SeenOther { size: 0 }));
    assert_eq!(seen(&log, &second, 0, empty_root()), Ok(()));
    log.append(register(&mut first)).unwrap();
    log.append(register(&mut second)).unwrap();
    assert_eq!(seen(&log, &first, 2, root), Err(Rejection::SeenBackwards { last: 3, seen: 2 }));
    assert_eq!(seen(&log, &first, 3, root), Err(Rejection::SeenOther { size: 3 }));
    assert_eq!(seen(&log, &first, 3, log.root_at(3).unwrap()), Ok(()));
    assert_eq!(seen(&log, &first, 5, log.root_at(5).unwrap()), Ok(()));
}

#[test]
fn a_root_that_the_history_does_not_know_is_not_believed() {
    struct Forgetful;
    impl History for Forgetful {
        fn root_at(&self, _: u64) -> Option<Hash> {
            None
        }
    }
    let (log, first, second) = Log::hospital();
    let entry = bent(&first, |_| {});
    assert_eq!(log.state.check_unsigned(&entry, &Forgetful), Err(Rejection::SeenOther { size: 3 }));
    // What the desk's last entry had seen was found right then.
    let entry = bent(&second, |header| header.seen = Seen { size: 0, root: empty_root() });
    assert!(log.state.check_unsigned(&entry, &Forgetful).is_ok());
}

#[test]
fn an_actor_holds_the_role() {
    let (log, first, _) = Log::hospital();
    let by = |actor, role, act| {
        log.check(&bent(&first, |header| (header.actor, header.role, header.act) = (actor, role, act))).map(|_| ())
    };
    let unheld = |role| Err(Rejection::RoleNotHeld(role));
    assert_eq!(by(STRANGER, Role::Receptionist, Act::PatientRegister), unheld(Role::Receptionist));
    assert_eq!(by(RECEPTIONIST, Role::Administrator, Act::PatientRegister), unheld(Role::Administrator));
    assert_eq!(by(ADMINISTRATOR, Role::Receptionist, Act::PatientRegister), unheld(Role::Receptionist));
    assert_eq!(by(ADMINISTRATOR, Role::Administrator, Act::PatientRegister), Ok(()));
}

#[test]
fn a_role_permits_what_the_table_says() {
    let (log, first, _) = Log::hospital();
    let by = |actor, role, act| {
        log.check(&bent(&first, |header| (header.actor, header.role, header.act) = (actor, role, act))).map(|_| ())
    };
    for act in Act::ALL.into_iter().filter(|act| !act.is_control()) {
        for (actor, role) in
            [(ADMINISTRATOR, Role::Administrator), (RECEPTIONIST, Role::Receptionist), (DOCTOR, Role::Doctor)]
        {
            let expected = if role.may(act.operation()) { Ok(()) } else { Err(Rejection::PolicyForbids { role, act }) };
            assert_eq!(by(actor, role, act), expected, "{role} {act}");
        }
    }
    let own = bent(&first, |header| (header.act, header.subject) = (Act::StaffPassword, RECEPTIONIST));
    assert!(log.check(&own).is_ok());
}

#[test]
fn control_acts_are_the_administrators() {
    let (log, first, _) = Log::hospital();
    for event in [
        ControlEvent::StaffGrant { staff: RECEPTIONIST, role: Role::Administrator },
        ControlEvent::StaffRevoke { staff: DOCTOR, role: Role::Doctor },
        ControlEvent::DeskRevoke { number: 2, reason: String::new() },
        ControlEvent::PolicySet { text: String::new() },
        ControlEvent::SubjectErased { subject: PATIENT },
        ControlEvent::DeskEnrol { desk: enrolled(3, &first.key), site_keys: Vec::new() },
    ] {
        let act = event.act();
        let header = first.header(RECEPTIONIST, Role::Receptionist, act);
        let entry = first.sign(header, Payload::Control(vec![event]));
        assert_eq!(log.check(&entry), Err(Rejection::PolicyForbids { role: Role::Receptionist, act }));
    }
}

#[test]
fn who_lost_a_role_is_bound_once_it_could_be_known() {
    let (mut log, mut first, mut second) = Log::hospital();
    let revoke = ControlEvent::StaffRevoke { staff: RECEPTIONIST, role: Role::Receptionist };
    log.append(first.control(ADMINISTRATOR, vec![revoke])).unwrap();
    assert_eq!(log.state.roles(SITE, RECEPTIONIST), []);
    // The other desk was offline and has not seen it; the desk that wrote it knows without having seen it in the log.
    log.append(register(&mut second)).unwrap();
    assert_eq!(log.check(&bent(&first, |_| {})), Err(Rejection::RoleNotHeld(Role::Receptionist)));
    second.seen = log.seen();
    assert_eq!(log.check(&bent(&second, |_| {})), Err(Rejection::RoleNotHeld(Role::Receptionist)));
    let grant = ControlEvent::StaffGrant { staff: RECEPTIONIST, role: Role::Receptionist };
    log.append(first.control(ADMINISTRATOR, vec![grant])).unwrap();
    log.append(register(&mut second)).unwrap();
}

#[test]
fn a_site_keeps_an_administrator() {
    let (mut log, mut first, mut second) = Log::hospital();
    let revoke = |staff| ControlEvent::StaffRevoke { staff, role: Role::Administrator };
    assert_eq!(log.check(&control(&first, revoke(ADMINISTRATOR))), Err(Rejection::LastAdministrator));
    let grant = ControlEvent::StaffGrant { staff: DOCTOR, role: Role::Administrator };
    log.append(first.control(ADMINISTRATOR, vec![grant])).unwrap();
    // Both take the other's role away while offline: the first to arrive stands.
    log.append(first.control(ADMINISTRATOR, vec![revoke(DOCTOR)])).unwrap();
    assert_eq!(log.check(&second.control(DOCTOR, vec![revoke(ADMINISTRATOR)])), Err(Rejection::LastAdministrator));
}

#[test]
fn a_payload_is_of_its_act() {
    let (log, first, _) = Log::hospital();
    let policy = || ControlEvent::PolicySet { text: "x".into() };
    let grant = || ControlEvent::StaffGrant { staff: DOCTOR, role: Role::Doctor };
    let with = |act, payload| log.check(&first.sign(first.header(ADMINISTRATOR, Role::Administrator, act), payload));
    let wrong = |act| Err(Rejection::WrongPayload(act));
    assert_eq!(with(Act::PolicySet, Payload::Control(vec![])), wrong(Act::PolicySet));
    assert_eq!(with(Act::PolicySet, Payload::Control(vec![grant()])), wrong(Act::PolicySet));
    assert_eq!(with(Act::PolicySet, Payload::Control(vec![policy(), policy()])), wrong(Act::PolicySet));
    assert_eq!(with(Act::StaffGrant, Payload::Control(vec![grant(), policy()])), wrong(Act::StaffGrant));
    assert_eq!(with(Act::PatientUpdate, Payload::Sealed(vec![])), wrong(Act::PatientUpdate));
    assert!(with(Act::StaffGrant, Payload::Control(vec![grant(), grant()])).is_ok());
}

#[test]
fn the_wrong_kind_of_payload_is_not_even_an_entry() {
    let first = Desk::new(1);
    let header = first.header(ADMINISTRATOR, Role::Administrator, Act::PatientUpdate);
    let plain = Payload::Control(vec![ControlEvent::PolicySet { text: "x".into() }]);
    assert!(Unsigned::new(header.clone(), plain).finish(vec![0; 384]).is_err());
    let control = Header { act: Act::PolicySet, ..header.clone() };
    assert!(Unsigned::new(control, sealed_payload(&header)).finish(vec![0; 384]).is_err());
    assert_eq!(Rejection::from(EntryError::WrongContentType(Act::PolicySet)), Rejection::WrongPayload(Act::PolicySet));
    assert_eq!(Rejection::from(EntryError::TooLarge(70_000)).code(), "too_large");
    assert_eq!(Rejection::from(EntryError::NotDeterministic).code(), "not_deterministic");
    assert_eq!(Rejection::from(EntryError::UnknownVersion(2)).code(), "malformed");
}

#[test]
fn a_new_desk_has_a_free_number_and_a_fresh_key_of_the_right_kind() {
    let (log, first, second) = Log::hospital();
    let enrol = |desk| log.check(&control(&first, ControlEvent::DeskEnrol { desk, site_keys: Vec::new() })).map(|_| ());
    let fresh = verify::native::DeskKey::generate().unwrap();
    assert_eq!(enrol(enrolled(3, &fresh)), Ok(()));
    assert_eq!(enrol(enrolled(0, &fresh)), Err(Rejection::DeskNumberTaken(0)));
    assert_eq!(enrol(enrolled(2, &fresh)), Err(Rejection::DeskNumberTaken(2)));
    assert_eq!(enrol(enrolled(3, &second.key)), Err(Rejection::DeskKeyTaken));
    let bad = |spki: Vec<u8>| enrol(EnrolledDesk { spki, ..enrolled(3, &fresh) });
    for name in [String::new(), "x".repeat(201)] {
        assert_eq!(enrol(EnrolledDesk { name, ..enrolled(3, &fresh) }), Err(Rejection::BadName));
    }
    assert_eq!(bad(Vec::new()), Err(Rejection::BadDeskKey));
    assert_eq!(bad(fresh.spki()[..421].to_vec()), Err(Rejection::BadDeskKey));
    assert_eq!(bad([fresh.spki(), &[0]].concat()), Err(Rejection::BadDeskKey));
    let mut even = fresh.spki().to_vec();
    even[416] &= 0xfe;
    assert_eq!(bad(even), Err(Rejection::BadDeskKey));
}

#[test]
fn only_desks_of_the_site_are_revoked() {
    let (log, first, _) = Log::hospital();
    let revoke = ControlEvent::DeskRevoke { number: 7, reason: "lost".into() };
    assert_eq!(log.check(&control(&first, revoke)), Err(Rejection::NoSuchDesk(7)));
}

/// A founding entry of another site, by the second key.
fn second_site(code: &str, bend: impl FnOnce(&mut Header)) -> Entry {
    let desk = Desk { site: STRANGER, number: 1, ..Desk::new(2) };
    let event = founding(code, &desk.key);
    let mut header = desk.header(ADMINISTRATOR, Role::Administrator, Act::SiteFound);
    bend(&mut header);
    desk.sign(header, Payload::Control(vec![event]))
}

#[test]
fn sites_begin_alike_and_apart() {
    let mut log = Log::default();
    log.append(Desk::new(1).found()).unwrap();
    assert!(log.check(&second_site("MTH", |_| {})).is_ok());
    assert_eq!(log.check(&second_site("KGH", |_| {})), Err(Rejection::SiteCodeTaken("KGH".into())));
    for code in ["", "KG", "KGHX", "kgh", "K1H", "ÄÖ"] {
        assert_eq!(log.check(&second_site(code, |_| {})), Err(Rejection::BadSiteCode));
    }
    assert_eq!(log.check(&second_site("MTH", |header| header.site = SITE)), Err(Rejection::SiteExists));
    let refused = |bend: fn(&mut Header)| log.check(&second_site("MTH", bend)).unwrap_err();
    assert_eq!(refused(|header| header.seq = 1), Rejection::BadFounding);
    assert_eq!(refused(|header| header.prev = Some(empty_root())), Rejection::BadFounding);
    assert_eq!(refused(|header| header.desk = 2), Rejection::BadFounding);
    assert_eq!(refused(|header| header.actor = DOCTOR), Rejection::BadFounding);
    assert_eq!(refused(|header| header.role = Role::Doctor), Rejection::BadFounding);
    assert_eq!(refused(|header| header.key_id = KeyId([0; 32])), Rejection::BadFounding);
    assert_eq!(refused(|header| header.seen.root = Hash([0; 32])), Rejection::SeenOther { size: 0 });
    assert_eq!(refused(|header| header.seen.size = 2), Rejection::SeenAhead { seen: 2, size: 1 });
}

#[test]
fn a_site_is_not_begun_twice_nor_by_an_enrolled_key() {
    let (mut log, first, _) = Log::hospital();
    let again = control(&first, founding("XYZ", &first.key));
    assert_eq!(log.check(&again), Err(Rejection::SiteExists));
    assert_eq!(log.check(&second_site("MTH", |_| {})), Err(Rejection::WrongIssuer));
    assert_eq!(log.check(&log.entries[0]), Err(Rejection::Superseded { next_seq: 3 }));
    let mut fresh = Log::default();
    std::mem::swap(&mut log, &mut fresh);
    log.append(fresh.entries[0].clone()).unwrap();
    assert_eq!(log.check(&fresh.entries[0]), Err(Rejection::AlreadyKnown));
}

#[test]
fn a_site_s_people_and_numbers_mean_nothing_at_another() {
    let mut log = Log::default();
    let mut first = Desk::new(1);
    log.append(first.found()).unwrap();
    log.append(second_site("MTH", |_| {})).unwrap();
    let grant = ControlEvent::StaffGrant { staff: RECEPTIONIST, role: Role::Receptionist };
    log.append(first.control(ADMINISTRATOR, vec![grant])).unwrap();
    assert_eq!(log.state.roles(STRANGER, RECEPTIONIST), []);
    let revoke = ControlEvent::DeskRevoke { number: 1, reason: String::new() };
    log.append(first.control(ADMINISTRATOR, vec![revoke])).unwrap();
    assert_eq!(log.state.desk(&key(2).key_id()).unwrap().revoked_at, None);
    assert_eq!(log.state.desk(&key(1).key_id()).unwrap().revoked_at, Some(3));
}

#[test]
fn a_refused_entry_changes_nothing() {
    let (log, first, _) = Log::hospital();
    let before = log.state.clone();
    let _ = log.check(&bent(&first, |header| header.seq = 9));
    assert_eq!(log.state, before);
    assert!(log.state.clone().apply(&bent(&first, |header| header.seq = 9), &log, &Rsa).is_err());
}
