//! Submitting entries: what is accepted, what is refused and how, what comes again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Desk, NOW_MS, Place, encode, founded};
use daybook_ledger::evidence::Proven;
use daybook_ledger::verify::native::AwsLc;
use daybook_ledger::{Act, ControlEvent, Evidence, Hlc, Id, Role, Seen};
use daybook_server::clock::Clock;
use daybook_server::invite::Invite;
use daybook_server::store::{BesideStore, Dropped, Invitation, InviteState};
use reqwest::StatusCode;

#[tokio::test]
async fn an_entry_is_accepted_with_a_proof_that_verifies_offline() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let entries = [desk.register(100), desk.register(200)];
    let answer = server.submit(&entries).await;
    assert_eq!(answer.indices(), [1, 2]);
    for (entry, proof) in entries.iter().zip(answer.proofs()) {
        let checkpoint = proof.verify(&entry.leaf_hash(), &place.vkey).unwrap();
        assert_eq!(checkpoint.size, 3);
    }
    assert_eq!(server.checkpoint().await.size, 3);
    server.stop().await;
}

#[tokio::test]
async fn the_same_bytes_get_the_same_indices() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let entries = [desk.register(10), desk.register(20), desk.register(30)];
    let first = server.submit(&entries).await.indices();
    assert_eq!(server.submit(&entries).await.indices(), first);
    assert_eq!(server.submit(&entries[1..2]).await.indices(), [first[1]]);
    let more = [entries[2].clone(), desk.register(40)];
    assert_eq!(server.submit(&more).await.indices(), [3, 4]);
    assert_eq!(server.checkpoint().await.size, 5);
    server.stop().await;
    let server = place.serve().await;
    let again = server.submit(&entries).await;
    assert_eq!(again.indices(), first);
    for (entry, proof) in entries.iter().zip(again.proofs()) {
        proof.verify(&entry.leaf_hash(), &place.vkey).unwrap();
    }
    server.stop().await;
}

#[tokio::test]
async fn a_new_site_needs_an_unused_invitation() {
    let place = Place::new();
    let server = place.serve().await;
    let found = [Desk::new(1, 1).found("KGH")];
    let other = [Desk::new(2, 1).found("ABC")];
    let without = server.submit(&found).await;
    assert_eq!((without.status, without.code()), (StatusCode::FORBIDDEN, "invite_needed"));
    let wrong = server.submit_invited(&found, "daybook-invite-0000").await;
    assert_eq!((wrong.status, wrong.code()), (StatusCode::FORBIDDEN, "bad_invite"));
    let invite = place.invite();
    assert_eq!(server.submit_invited(&found, &invite).await.indices(), [0]);
    let second = server.submit_invited(&other, &invite).await;
    assert_eq!((second.status, second.code()), (StatusCode::FORBIDDEN, "bad_invite"));
    // Lost answers are asked for again with the spent token, or without.
    assert_eq!(server.submit_invited(&found, &invite).await.indices(), [0]);
    assert_eq!(server.submit(&found).await.indices(), [0]);
    server.stop().await;
}

#[tokio::test]
async fn a_bundle_may_begin_a_site_and_go_on() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = Desk::new(1, 1);
    let entries = [desk.found("KGH"), desk.register(10), desk.register(10)];
    assert_eq!(server.submit_invited(&entries, &place.invite()).await.indices(), [0, 1, 2]);
    server.stop().await;
}

#[tokio::test]
async fn a_flipped_bit_anywhere_is_refused() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let good = encode(&[desk.register(40)]);
    for at in (2..good.len()).step_by(37) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        let answer = server.submit_bytes(bad, None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "byte {at}: {answer:?}");
        assert_eq!(answer.position(), Some(0));
    }
    assert_eq!(server.checkpoint().await.size, 1);
    assert_eq!(server.submit_bytes(good, None).await.indices(), [1]);
    server.stop().await;
}

#[tokio::test]
async fn what_comes_before_a_refused_entry_is_accepted() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let (first, second) = (desk.register(10), desk.register(10));
    let header = desk.header(Act::PatientRegister, Role::Doctor);
    let payload = common::sealed(&header, 10);
    let forbidden = desk.sign(header, payload);
    let after = desk.register(10);
    let refused = server.submit(&[first.clone(), second.clone(), forbidden, after]).await;
    assert_eq!((refused.status, refused.code()), (StatusCode::UNPROCESSABLE_ENTITY, "role_not_held"));
    assert_eq!(refused.position(), Some(2));
    assert_eq!(server.checkpoint().await.size, 3);
    assert_eq!(server.submit(&[first, second]).await.indices(), [1, 2]);
    server.stop().await;
}

#[tokio::test]
async fn two_entries_under_one_number_are_evidence() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let (seq, prev) = (desk.seq, desk.prev);
    let stands = [desk.register(10), desk.register(10)];
    assert_eq!(server.submit(&stands).await.indices(), [1, 2]);
    // A copy of the desk goes on from the state before.
    (desk.seq, desk.prev) = (seq, prev);
    let copy = server.submit(&[desk.register(11)]).await;
    assert_eq!((copy.status, copy.code()), (StatusCode::UNPROCESSABLE_ENTITY, "equivocation"));
    let evidence: u64 = rusqlite::Connection::open(place.home.dir().join("ledger.db"))
        .unwrap()
        .query_row("SELECT count(*) FROM evidence WHERE seq = 1 AND kept = 1", [], |row| row.get(0))
        .unwrap();
    assert_eq!(evidence, 1);
    server.stop().await;
}

#[tokio::test]
async fn rules_of_the_network_are_kept() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let mut stranger = Desk::new(1, 2);
    let code = |answer: common::Answer| (answer.status.as_u16(), answer.code().to_owned());
    assert_eq!(code(server.submit(&[stranger.register(10)]).await), (422, "not_enrolled".into()));

    let (seq, prev, seen) = (desk.seq, desk.prev, desk.seen);
    desk.seq += 1;
    assert_eq!(code(server.submit(&[desk.register(10)]).await), (422, "gap".into()));
    (desk.seq, desk.prev) = (seq, Some(daybook_ledger::leaf_hash(b"another")));
    assert_eq!(code(server.submit(&[desk.register(10)]).await), (422, "wrong_prev".into()));
    (desk.seq, desk.prev) = (seq, prev);
    desk.seen = Seen { size: 1, root: daybook_ledger::leaf_hash(b"another tree") };
    assert_eq!(code(server.submit(&[desk.register(10)]).await), (422, "seen_other".into()));
    (desk.seq, desk.prev) = (seq, prev);
    desk.seen = Seen { size: 99, ..desk.seen };
    assert_eq!(code(server.submit(&[desk.register(10)]).await), (422, "seen_ahead".into()));
    (desk.seq, desk.prev, desk.seen) = (seq, prev, seen);
    let time = desk.time;
    desk.time = Hlc { ms: NOW_MS + 301_000, counter: 0 };
    assert_eq!(code(server.submit(&[desk.register(10)]).await), (422, "clock_ahead".into()));
    (desk.seq, desk.prev, desk.time) = (seq, prev, time);
    let revoke = desk.control(ControlEvent::DeskRevoke { number: 1, reason: "stolen".into() });
    assert_eq!(server.submit(&[revoke]).await.indices(), [1]);
    assert_eq!(code(server.submit(&[desk.register(10)]).await), (422, "revoked".into()));
    server.stop().await;
}

#[tokio::test]
async fn bundles_that_are_none_are_refused() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let mut other = Desk::new(1, 2);
    let enrol = desk.enrol(&other);
    let mixed = server.submit(&[enrol, other.register(10)]).await;
    assert_eq!((mixed.code(), mixed.position()), ("mixed_desks", Some(1)));
    assert_eq!(server.submit_bytes(Vec::new(), None).await.code(), "empty_bundle");
    assert_eq!(server.submit_bytes(vec![0, 9, 1, 2], None).await.code(), "truncated_bundle");
    assert_eq!(server.submit_bytes(vec![0, 0], None).await.code(), "malformed");
    let large = server.submit_bytes(vec![0; 5 << 20], None).await;
    assert_eq!((large.status, large.code()), (StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"));
    server.stop().await;
}

#[tokio::test]
async fn five_desks_at_once_all_get_their_own_places() {
    let place = Place::new();
    let server = place.serve().await;
    let mut first = founded(&place, &server, 1, "KGH").await;
    let mut desks: Vec<Desk> = (2..=5).map(|number| Desk::new(1, number)).collect();
    let enrolments: Vec<_> = desks.iter().map(|desk| first.enrol(desk)).collect();
    assert_eq!(server.submit(&enrolments).await.indices(), [1, 2, 3, 4]);
    for desk in &mut desks {
        desk.actor = Id([1 ^ 0xFF; 16]);
    }
    desks.push(first);
    let written: Vec<Vec<_>> = desks.iter_mut().map(|desk| (0..20).map(|_| desk.register(50)).collect()).collect();
    let sent = written.iter().map(|entries| async {
        let mut indices = Vec::new();
        for pair in entries.chunks(2) {
            let answer = server.submit(pair).await;
            for (entry, proof) in pair.iter().zip(answer.proofs()) {
                proof.verify(&entry.leaf_hash(), &place.vkey).unwrap();
            }
            indices.extend(answer.indices());
        }
        assert!(indices.is_sorted(), "one desk's entries keep their order");
        indices
    });
    let mut all: Vec<u64> = futures_util::future::join_all(sent).await.concat();
    all.sort_unstable();
    assert_eq!(all, (5..105).collect::<Vec<u64>>());
    assert_eq!(server.checkpoint().await.size, 105);
    server.stop().await;
}

#[tokio::test]
async fn a_desk_that_signed_twice_is_held_up_until_somebody_sees_to_it() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let mut second = Desk::new(1, 2);
    second.actor = desk.actor;
    let enrol = desk.enrol(&second);
    server.submit(&[enrol]).await.indices();
    let mut copy = desk.copied();
    let stands = [desk.register(10)];
    assert_eq!(server.submit(&stands).await.indices(), [2]);
    let other = [copy.register(11)];
    assert_eq!(server.submit(&other).await.code(), "equivocation");
    // Neither of the two machines goes on; the answer to what is in the log already is given again.
    assert_eq!(server.submit(&[desk.register(10)]).await.code(), "quarantined");
    assert_eq!(server.submit(&stands).await.indices(), [2]);
    server.stop().await;

    // A restart does not forget it; the operator can lift it, and the same evidence does not bring it back.
    let server = place.serve().await;
    (desk.seq, desk.prev) = (desk.seq - 1, Some(stands[0].leaf_hash()));
    let next = [desk.register(12)];
    assert_eq!(server.submit(&next).await.code(), "quarantined");
    let store = place.home.open_store().unwrap();
    let (key, now_ms) = (desk.key.key_id(), place.clock.now_ms());
    assert_eq!(store.release(&key, now_ms, "the copy is gone").unwrap(), Dropped::Gone);
    assert_eq!(store.release(&key, now_ms, "again").unwrap(), Dropped::NotThere);
    assert_eq!(server.submit(&other).await.code(), "equivocation");
    assert_eq!(server.submit(&next).await.indices(), [3]);
    // Another entry under the number does.
    copy.seq -= 1;
    copy.prev = stands[0].header().prev;
    assert_eq!(server.submit(&[copy.register(13)]).await.code(), "equivocation");
    assert_eq!(server.submit(&[desk.register(14)]).await.code(), "quarantined");
    // Shutting the desk out settles it for good, and the site goes on elsewhere.
    let revoke = second.control(ControlEvent::DeskRevoke { number: 1, reason: "copied".into() });
    assert_eq!(server.submit(&[revoke]).await.indices(), [4]);
    desk.seq -= 1;
    desk.prev = Some(next[0].leaf_hash());
    assert_eq!(server.submit(&[desk.register(15)]).await.code(), "revoked");
    server.stop().await;
}

#[tokio::test]
async fn evidence_is_listed_exported_and_proves_itself_to_a_third_person() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    // Enough that the entry that stands is not in the partial bundle any more.
    let mut copy = desk.copied();
    let stands: Vec<_> = (0..300).map(|_| desk.register(10)).collect();
    server.submit(&stands).await.indices();
    let other = copy.register(11);
    assert_eq!(server.submit(std::slice::from_ref(&other)).await.code(), "equivocation");
    assert_eq!(server.ask("v1/evidence").send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let (_, list) = server.get("v1/evidence").await;
    let list: serde_json::Value = serde_json::from_slice(&list).unwrap();
    let row = &list[0];
    assert_eq!((row["number"].as_u64(), row["seq"].as_u64(), row["stands"].as_u64()), (Some(1), Some(1), Some(1)));
    assert_eq!(
        (row["is_quarantined"].as_bool(), row["desk"].as_str()),
        (Some(true), Some(&*desk.key.key_id().to_string()))
    );
    let (status, file) = server.get("v1/evidence/1").await;
    assert_eq!(status, StatusCode::OK);
    for none in ["v1/evidence/0", "v1/evidence/2", "v1/evidence/x"] {
        assert_eq!(server.get(none).await.0, StatusCode::NOT_FOUND, "{none}");
    }
    let file = String::from_utf8(file).unwrap();
    let evidence: Evidence = file.parse().unwrap();
    let proven = evidence.verify(&place.vkey, &AwsLc).unwrap();
    let Proven::TwoEntries { key_id, seq, leaves, stands: in_log, .. } = proven else { panic!("{proven:?}") };
    assert_eq!((key_id, seq), (desk.key.key_id(), 1));
    assert_eq!(leaves, [stands[0].leaf_hash(), other.leaf_hash()]);
    assert_eq!(in_log.map(|(index, checkpoint)| (index, checkpoint.size)), Some((1, 301)));
    assert!(evidence.verify(&Place::new().vkey, &AwsLc).is_err(), "another log's key");
    server.stop().await;
}

#[tokio::test]
async fn an_invitation_ends_and_can_be_taken_back() {
    let place = Place::new();
    let server = place.serve().await;
    let store = place.home.open_store().unwrap();
    let invite = |note: &str, until_ms| {
        let invite = Invite::generate().unwrap();
        let state = InviteState::Unused { until_ms };
        let invitation = Invitation { token_hash: invite.hash(), made_ms: NOW_MS, note: note.into(), state };
        store.keep_invite(&invitation).unwrap();
        invite
    };
    let (ends, open, taken) = (invite("ends", Some(NOW_MS + 10)), invite("open", Some(NOW_MS + 99)), invite("", None));
    place.clock.set(NOW_MS + 10);
    let found = [Desk::new(1, 1).found("KGH")];
    assert_eq!(server.submit_invited(&found, ends.text()).await.code(), "bad_invite");
    assert_eq!(store.revoke_invite(&taken.hash(), NOW_MS).unwrap(), Dropped::Gone);
    assert_eq!(store.revoke_invite(&taken.hash(), NOW_MS).unwrap(), Dropped::NotThere);
    assert_eq!(server.submit_invited(&found, taken.text()).await.code(), "bad_invite");
    assert_eq!(server.submit_invited(&found, open.text()).await.indices(), [0]);
    assert_eq!(store.revoke_invite(&open.hash(), NOW_MS).unwrap(), Dropped::NotThere, "it is used");
    let mut states: Vec<_> = store.invites().unwrap().into_iter().map(|invite| (invite.note, invite.state)).collect();
    states.sort_by(|one, other| one.0.cmp(&other.0));
    let unused = InviteState::Unused { until_ms: Some(NOW_MS + 10) };
    let expected = [("", InviteState::Revoked), ("ends", unused), ("open", InviteState::Spent { by: 0 })];
    assert_eq!(states, expected.map(|(note, state)| (note.to_owned(), state)));
    server.stop().await;
}
