//! Entries: golden bytes of every kind, strictness, sealing, and a COSE library that is not ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use coset::{CoseEncrypt0, CoseSign1, RegisteredLabelWithPrivate, TaggedCborSerializable, cbor::value::Value, iana};
use daybook_ledger::{
    verify::{VerifyPs256, native::AwsLc, portable::Rsa},
    *,
};
use proptest::prelude::*;
use support::*;

mod support;

fn control_event(act: Act) -> ControlEvent {
    match act {
        Act::SiteFound => founding("KGH", &key(1)),
        Act::DeskEnrol => ControlEvent::DeskEnrol {
            desk: enrolled(2, &key(2)),
            site_keys: vec![WrappedSiteKey { epoch: 0, sealed: vec![0xee; 80] }],
        },
        Act::DeskRevoke => ControlEvent::DeskRevoke { number: 2, reason: "stolen".into() },
        Act::StaffGrant => ControlEvent::StaffGrant { staff: DOCTOR, role: Role::Doctor },
        Act::StaffRevoke => ControlEvent::StaffRevoke { staff: DOCTOR, role: Role::Doctor },
        Act::PolicySet => ControlEvent::PolicySet { text: "idle-minutes 5".into() },
        Act::SubjectErased => ControlEvent::SubjectErased { subject: PATIENT },
        _ => panic!("{act} is sealed"),
    }
}

/// The same entry every time, but for its signature.
fn sample(act: Act) -> Entry {
    let mut desk = Desk::new(1);
    if act != Act::SiteFound {
        (desk.seq, desk.prev) = (41, Some(Hash([0x40; 32])));
        desk.seen = Seen { size: 1000, root: Hash([0x10; 32]) };
    }
    let header = desk.header(ADMINISTRATOR, Role::Administrator, act);
    let payload = if act.is_control() { Payload::Control(vec![control_event(act)]) } else { sealed_payload(&header) };
    desk.sign(header, payload)
}

#[test]
fn golden_entries_are_what_is_written_today() {
    for act in Act::ALL {
        let fresh = sample(act);
        let bytes = golden_bytes(&format!("entry/{act}.cbor"), fresh.bytes());
        let entry = Entry::parse(&bytes).unwrap();
        assert_eq!(entry.bytes(), bytes);
        assert_eq!(entry.leaf_hash(), leaf_hash(&bytes));
        assert_eq!(entry.to_be_signed(), fresh.to_be_signed(), "{act}");
        assert_eq!((entry.header(), entry.payload()), (fresh.header(), fresh.payload()));
        for verifier in [&AwsLc as &dyn VerifyPs256, &Rsa] {
            verifier.verify(key(1).spki(), &entry.to_be_signed(), entry.signature()).unwrap();
        }
    }
}

#[test]
fn another_cose_library_reads_and_verifies_every_entry() {
    for act in Act::ALL {
        let entry = sample(act);
        let sign1 = CoseSign1::from_tagged_slice(entry.bytes()).unwrap();
        let header = &sign1.protected.header;
        assert_eq!(header.alg, Some(RegisteredLabelWithPrivate::Assigned(iana::Algorithm::PS256)));
        assert_eq!(header.key_id, key(1).key_id().0);
        assert!(sign1.unprotected.is_empty());
        assert_eq!(sign1.tbs_data(&[]), entry.to_be_signed());
        sign1.verify_signature(&[], |signature, message| Rsa.verify(key(1).spki(), message, signature)).unwrap();
        let labels: Vec<_> = header.rest.iter().map(|(label, _)| label.clone()).collect();
        assert_eq!(labels, [coset::Label::Int(15), coset::Label::Text("daybook".into())]);
        assert_eq!(claim(&header.rest[0].1, 1), Some(&Value::Text(format!("{SITE}/1"))));
        assert_eq!(claim(&header.rest[0].1, 2), Some(&Value::Text(PATIENT.to_string())));
    }
}

fn claim(claims: &Value, number: i64) -> Option<&Value> {
    let found = claims.as_map()?.iter().find(|(key, _)| *key == Value::Integer(number.into()));
    found.map(|(_, value)| value)
}

#[test]
fn another_cose_library_opens_a_sealed_event() {
    let entry = sample(Act::PatientRegister);
    let sign1 = CoseSign1::from_tagged_slice(entry.bytes()).unwrap();
    let events: Value = coset::cbor::de::from_reader(sign1.payload.as_deref().unwrap()).unwrap();
    let Value::Tag(16, inner) = &events.as_array().unwrap()[0] else { panic!("not tagged 16") };
    let encrypt0 = <CoseEncrypt0 as coset::AsCborValue>::from_cbor_value((**inner).clone()).unwrap();
    assert_eq!(encrypt0.protected.header.key_id, [0xc1; 16]);
    assert_eq!(encrypt0.unprotected.iv, [0xc2; 12]);
    let external = Value::Array(vec![Value::Bytes(entry.protected().to_vec()), Value::Integer(0.into())]);
    let mut aad = Vec::new();
    coset::cbor::ser::into_writer(&external, &mut aad).unwrap();
    let opened = encrypt0.decrypt_ciphertext(
        &aad,
        || "no ciphertext",
        |ciphertext, aad| {
            let key = aws_lc_key();
            let nonce = aws_lc_rs::aead::Nonce::assume_unique_for_key([0xc2; 12]);
            let mut bytes = ciphertext.to_vec();
            let plain = key.open_in_place(nonce, aws_lc_rs::aead::Aad::from(aad), &mut bytes);
            plain.map(|plain| plain.to_vec()).map_err(|_| "not opened")
        },
    );
    assert_eq!(opened.unwrap(), b"what happened");
}

fn aws_lc_key() -> aws_lc_rs::aead::LessSafeKey {
    let key = aws_lc_rs::aead::UnboundKey::new(&aws_lc_rs::aead::AES_256_GCM, &[0xc0; 32]).unwrap();
    aws_lc_rs::aead::LessSafeKey::new(key)
}

#[test]
fn a_sealed_event_opens_at_its_place_only() {
    let entry = sample(Act::PatientUpdate);
    let Payload::Sealed(events) = entry.payload() else { panic!("not sealed") };
    let event = &events[0];
    assert_eq!(event.key_id(), ContentKeyId([0xc1; 16]));
    assert_eq!(event.open(&content_key(), entry.protected(), 0).unwrap().as_slice(), b"what happened");
    assert_eq!(event.open(&content_key(), entry.protected(), 1), Err(SealError::NotOpened));
    assert_eq!(event.open(&content_key(), sample(Act::DoctorAdd).protected(), 0), Err(SealError::NotOpened));
    assert_eq!(event.open(&ContentKey::new([0; 32]), entry.protected(), 0), Err(SealError::NotOpened));
    assert_eq!(format!("{:?}", content_key()), "ContentKey(..)");
}

#[test]
fn a_header_seals_before_there_is_an_entry() {
    let entry = sample(Act::PatientImport);
    assert_eq!(entry.header().protected(), entry.protected());
    let unsigned = Unsigned::new(entry.header().clone(), entry.payload().clone());
    assert_eq!(unsigned.protected(), entry.protected());
    assert_eq!(unsigned.signed_len(), entry.bytes().len());
}

#[test]
fn an_entry_too_large_is_refused() {
    let desk = Desk::new(1);
    let header = desk.header(ADMINISTRATOR, Role::Administrator, Act::PolicySet);
    let with = |length| {
        let event = ControlEvent::PolicySet { text: "x".repeat(length) };
        Unsigned::new(header.clone(), Payload::Control(vec![event]))
    };
    let fitting = MAX_ENTRY - with(60_000).signed_len() + 60_000;
    assert_eq!(with(fitting).finish(vec![0; 384]).unwrap().bytes().len(), MAX_ENTRY);
    assert_eq!(with(fitting + 1).finish(vec![0; 384]), Err(EntryError::TooLarge(MAX_ENTRY + 1)));
    assert_eq!(Entry::parse(&vec![0; 70_000]), Err(EntryError::TooLarge(70_000)));
}

/// The protected header of a sample with some of its bytes replaced, in an entry that is otherwise well made.
fn with_header(from: &[u8], to: &[u8]) -> Result<Entry, EntryError> {
    let entry = sample(Act::PolicySet);
    let header = replace(entry.protected(), from, to);
    let payload = CoseSign1::from_tagged_slice(entry.bytes()).unwrap().payload.unwrap();
    Entry::parse(&sign1(&header, &[0xa0], &payload))
}

fn with_payload(act: Act, payload: &[u8]) -> Result<Entry, EntryError> {
    Entry::parse(&sign1(sample(act).protected(), &[0xa0], payload))
}

fn sign1(protected: &[u8], unprotected: &[u8], payload: &[u8]) -> Vec<u8> {
    [&[0xd2, 0x84][..], &bstr(protected), unprotected, &bstr(payload), &bstr(&[0; 384])].concat()
}

fn bstr(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    coset::cbor::ser::into_writer(&Value::Bytes(bytes.to_vec()), &mut out).unwrap();
    out
}

fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|window| window == from).expect("what is to be replaced");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

#[test]
fn a_header_that_is_otherwise_written_is_refused() {
    assert!(with_header(&[0xa5], &[0xa5]).is_ok());
    let malformed = |from: &[u8], to: &[u8]| matches!(with_header(from, to), Err(EntryError::Malformed(_)));
    // Another algorithm, a duplicate key, keys in another order, one field more, one byte more.
    assert!(malformed(&[0xa5, 0x01, 0x38, 0x24], &[0xa5, 0x01, 0x38, 0x23]));
    assert!(malformed(&[0xa5, 0x01, 0x38, 0x24], &[0xa6, 0x01, 0x38, 0x24, 0x01, 0x38, 0x24]));
    assert!(malformed(&[0xa5, 0x01, 0x38, 0x24], &[0xa5, 0x02, 0x38, 0x24]));
    assert!(malformed(b"gdaybook\xa8", b"gdaybook\xa9"));
    assert!(malformed(b"gdaybook", b"gdaybuch"));
    assert!(malformed(b"jpolicy.set", b"jpolicy.set\x00"));
    // An issuer and a subject that are otherwise written.
    assert!(malformed(b"/1\x02", b"/+\x02"));
    assert!(malformed(b"x 9a9a", b"x 9A9a"));
    assert_eq!(with_header(b"jpolicy.set", b"jpolicy.get"), Err(EntryError::UnknownAct("policy.get".into())));
    assert_eq!(with_header(b"madministrator", b"madministratox"), Err(EntryError::UnknownRole("administratox".into())));
    assert_eq!(with_header(b"gdaybook\xa8\x01\x01", b"gdaybook\xa8\x01\x02"), Err(EntryError::UnknownVersion(2)));
    assert_eq!(with_header(b"jpolicy.set", b"jdoctor.add"), Err(EntryError::WrongContentType(Act::DoctorAdd)));
}

#[test]
fn what_does_not_re_encode_to_the_same_bytes_is_refused() {
    let lax = Err(EntryError::NotDeterministic);
    // seq 41 as a longer integer, the map and an array of indefinite length.
    assert_eq!(with_header(&[0x02, 0x18, 41, 0x03], &[0x02, 0x19, 0, 41, 0x03]), lax);
    assert_eq!(with_header(&[0xa5, 0x01], &[0xbf, 0x01]), lax);
    assert_eq!(with_header(b"gdaybook\xa8", b"gdaybook\xbf"), lax);
    let event = [0x82, 0x05, 0x81, 0x61, b'x'];
    assert!(with_payload(Act::PolicySet, &[&[0x81][..], &event].concat()).is_ok());
    assert_eq!(with_payload(Act::PolicySet, &[&[0x98, 1][..], &event].concat()), lax);
    assert_eq!(with_payload(Act::PolicySet, &[&[0x9f][..], &event, &[0xff]].concat()), lax);
    assert_eq!(with_payload(Act::PolicySet, &[0x81, 0x82, 0x05, 0x82, 0x61, b'x', 0xf6]), lax);
    // A length in more bytes than needed, around the signature.
    let entry = sample(Act::PolicySet);
    let long = replace(entry.bytes(), &[0x59, 0x01, 0x80], &[0x5a, 0, 0, 0x01, 0x80]);
    assert_eq!(Entry::parse(&long), lax);
}

#[test]
fn what_is_not_an_entry_is_refused() {
    let entry = sample(Act::PolicySet);
    let bytes = entry.bytes();
    let payload = CoseSign1::from_tagged_slice(bytes).unwrap().payload.unwrap();
    for (what, bytes) in [
        ("nothing", Vec::new()),
        ("without its tag", bytes[1..].to_vec()),
        ("another tag", replace(bytes, &[0xd2], &[0xd1])),
        ("a byte more", [bytes, &[0]].concat()),
        ("a byte less", bytes[..bytes.len() - 1].to_vec()),
        ("an unprotected header", sign1(entry.protected(), &[0xa1, 0x04, 0x41, 0x00], &payload)),
        ("a detached payload", replace(bytes, &bstr(&payload), &[0xf6])),
    ] {
        assert!(matches!(Entry::parse(&bytes), Err(EntryError::Malformed(_))), "{what}");
    }
    for (what, act, payload) in [
        ("no events", Act::PolicySet, vec![]),
        ("not an array", Act::PolicySet, vec![0xa0]),
        ("an unknown event", Act::PolicySet, vec![0x81, 0x82, 0x18, 99, 0x80]),
        ("a plain event where sealed ones go", Act::DoctorAdd, vec![0x81, 0x82, 0x05, 0x81, 0x61, b'x']),
        ("more events than bytes", Act::PolicySet, vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    ] {
        assert!(matches!(with_payload(act, &payload), Err(EntryError::Malformed(_))), "{what}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_bit_is_refused_or_fails_the_signature(act in 0..Act::ALL.len(), at: prop::sample::Index, bit in 0u8..8) {
        let entry = Entry::parse(&std::fs::read(golden(&format!("entry/{}.cbor", Act::ALL[act]))).unwrap()).unwrap();
        let mut bytes = entry.bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        if let Ok(other) = Entry::parse(&bytes) {
            prop_assert!(AwsLc.verify(key(1).spki(), &other.to_be_signed(), other.signature()).is_err());
        }
    }

    #[test]
    fn headers_come_back(
        (site, subject, actor, desk) in any::<([u8; 16], [u8; 16], [u8; 16], u16)>(),
        (issued_at, seq, prev, key_id) in any::<(u64, u64, Option<[u8; 32]>, [u8; 32])>(),
        (size, root, ms, counter) in any::<(u64, [u8; 32], u64, u32)>(),
        (role, act) in (0..Role::ALL.len(), 0..Act::ALL.len()),
    ) {
        let header = Header {
            site: Id(site), desk, subject: Id(subject), issued_at, key_id: KeyId(key_id), seq, prev: prev.map(Hash),
            seen: Seen { size, root: Hash(root) }, time: Hlc { ms, counter }, actor: Id(actor),
            role: Role::ALL[role], act: Act::ALL[act],
        };
        let payload = if header.act.is_control() {
            Payload::Control(vec![control_event(header.act)])
        } else {
            sealed_payload(&header)
        };
        let entry = Unsigned::new(header.clone(), payload.clone()).finish(vec![1; 384]).unwrap();
        let entry = Entry::parse(entry.bytes()).unwrap();
        prop_assert_eq!((entry.header(), entry.payload()), (&header, &payload));
    }

    #[test]
    fn the_parser_answers_anything(bytes in prop::collection::vec(any::<u8>(), 0..2000), at: prop::sample::Index) {
        let _ = Entry::parse(&bytes);
        let mut entry = sample(Act::DeskEnrol).bytes().to_vec();
        let start = at.index(entry.len());
        for (octet, noise) in entry[start..].iter_mut().zip(bytes.iter().take(8)) {
            *octet = *noise;
        }
        let _ = Entry::parse(&entry);
    }

    #[test]
    fn events_of_any_length_come_back(key: [u8; 32], nonce: [u8; 12], text in prop::collection::vec(any::<u8>(), 0..5000), position: u32) {
        let key = ContentKey::new(key);
        let event = SealedEvent::seal(&key, ContentKeyId([1; 16]), b"header", position, nonce, &text).unwrap();
        let opened = event.open(&key, b"header", position).unwrap();
        prop_assert_eq!(opened.as_slice(), text.as_slice());
        prop_assert_eq!(event.ciphertext().len(), text.len() + 16);
    }
}
