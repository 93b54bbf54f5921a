//! Witnesses over real HTTP: what enough of them have seen is confirmed, at every desk, and nothing else is.

use daybook_api::*;
use daybook_ledger::{Policy, TlogProof, leaf_hash};

use super::{
    assert_clean,
    desk::{self, Bench, bytes},
    server::Server,
    settle,
    witness::Witness,
};

/// A server that asks two witnesses.
pub async fn witnessed() -> (Server, Witness, Witness) {
    let mut server = Server::start().await;
    let one = Witness::start("one.example", &server.log_key).await;
    let two = Witness::start("two.example", &server.log_key).await;
    server.ask(vec![one.at(), two.at()]).await;
    (server, one, two)
}

pub fn policy(server: &Server, how: &str, one: &Witness, two: &Witness) -> String {
    let (log, one, two) = (&server.log_key, &one.key, &two.key);
    format!(
        "log {log}\nwitness north {one}\nwitness south {two} https://south.example/\ngroup g {how} north south\nquorum g\n"
    )
}

async fn standings(bench: &Bench) -> Vec<EntryStanding> {
    bench.request(ListEntries::default()).await.iter().map(|row| row.standing).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_policy_entries_end_at_shared() {
    let (server, _one, _two) = witnessed().await;
    let bench = Bench::connected("KGH", &server).await;
    let status = bench.until("all is shared", |status| status.shared == 3).await;
    assert_eq!((status.confirmed, status.policy), (0, PolicyStanding::None));
    bench.request(SetPolicy { text: "quorum none\n".into() }).await;
    let status = bench.until("it is shared", |status| status.shared == 4 && status.pending == 0).await;
    assert_eq!((status.confirmed, status.policy), (0, PolicyStanding::None));
    assert!(standings(&bench).await.iter().all(|standing| *standing == EntryStanding::Shared));
    assert_eq!(bench.request(ListWitnesses {}).await, Witnesses::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_confirmed_at_every_desk_of_the_hospital_once_the_quorum_has_signed() {
    let (server, one, two) = witnessed().await;
    let first = Bench::connected("KGH", &server).await;
    let text = policy(&server, "all", &one, &two);
    let set = first.request(SetPolicy { text: text.clone() }).await;
    assert_eq!((set.witnesses.policy, set.witnesses.quorum.as_deref()), (PolicyStanding::Quorum, Some("g")));
    first.register("Amina", "Okafor").await;
    let status = first.until("all is confirmed", |status| status.confirmed == 5).await;
    assert_eq!((status.shared, status.policy), (5, PolicyStanding::Quorum));
    assert!(standings(&first).await.iter().all(|standing| *standing == EntryStanding::Confirmed));
    // The other desk gets the policy with the ledger, and confirms for itself.
    let second = Bench::joining(&first, &server).await;
    settle(&first, &second).await;
    second.register("Bela", "Kovacs").await;
    second.until("its own is confirmed", |status| status.confirmed == 1 && status.shared == 1).await;
    let view = second.request(GetPolicy {}).await;
    assert_eq!(view.text, text);
    let confirmed = view.witnesses.confirmed.unwrap();
    assert_eq!((confirmed.size, confirmed.by), (7, vec!["north".to_owned(), "south".to_owned()]));
    for row in &view.witnesses.witnesses {
        assert!(row.last_size == Some(7) && row.last_seen.is_some_and(|seen| seen > 1_700_000_000_000), "{row:?}");
    }
    // What is handed out holds by the policy alone, own receipts and others' entries alike.
    let policy = Policy::parse(text.as_bytes()).unwrap();
    for index in 0..7_u64 {
        let entry = second.request(ExportEntry { entry: index.to_string() }).await;
        let proof = second.request(ExportProof { entry: index.to_string(), with: ProofWith::Entry }).await;
        let proof: TlogProof = String::from_utf8(bytes(&proof)).unwrap().parse().unwrap();
        assert_eq!(proof.verify_by(&leaf_hash(&bytes(&entry)), &policy).unwrap().cosigned.len(), 2);
    }
    assert_clean(&first).await;
    assert_clean(&second).await;
    // It is kept: without server and witnesses it stays confirmed.
    drop((one, two));
    let mut server = server;
    server.stop().await;
    let second = second.restart().await;
    assert_eq!(second.status().await.confirmed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_is_not_all_and_is_any_and_confirmation_comes_back_with_the_other() {
    let (server, one, mut two) = witnessed().await;
    let bench = Bench::connected("KGH", &server).await;
    bench.request(SetPolicy { text: policy(&server, "all", &one, &two) }).await;
    bench.until("all is confirmed", |status| status.confirmed == 4).await;
    two.stop().await;
    bench.register("Amina", "Okafor").await;
    // The one that is there is seen, and it is not enough.
    let witnesses = bench.until_seen("north", 5).await;
    assert_eq!(witnesses.witnesses[1].last_size, Some(4));
    let status = bench.status().await;
    assert_eq!((status.shared, status.confirmed), (5, 4));
    assert_eq!(standings(&bench).await[..2], [EntryStanding::Shared, EntryStanding::Confirmed]);
    two.resume().await;
    bench.until("it is back", |status| status.confirmed == 5).await;
    two.stop().await;
    bench.register("Bela", "Kovacs").await;
    bench.request(SetPolicy { text: policy(&server, "any", &one, &two) }).await;
    bench.until("one is enough now", |status| status.confirmed == 7).await;
    assert_clean(&bench).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_was_away_confirms_what_it_had_shared_before() {
    let (server, one, two) = witnessed().await;
    let first = Bench::connected("KGH", &server).await;
    let second = Bench::joining(&first, &server).await;
    second.register("Amina", "Okafor").await;
    second.until("it is shared", |status| status.shared == 1 && status.pending == 0).await;
    second.desk.lock();
    first.request(SetPolicy { text: policy(&server, "all", &one, &two) }).await;
    for family in ["Kovacs", "Haddad", "Mbeki"] {
        first.register("Bela", family).await;
    }
    first.until("all is confirmed", |status| status.confirmed == 8).await;
    second.login(desk::ADMIN, desk::WORDS).await.unwrap();
    second.until("its old entry is confirmed", |status| status.confirmed == 1).await;
    let report: VerifyReport = second.finish(VerifyLedger {}).await;
    assert_eq!((report.findings, report.proofs), (vec![], 1));
    // A proof that says confirmed and is not, and a confirmation that never was, are found.
    for (tampering, place) in [
        ("UPDATE proof SET text = substr(text, 1, instr(text, '— one.example') - 1)", "proof of entry"),
        ("UPDATE cosigned SET note = substr(note, 1, instr(note, '— one.example') - 1)", "confirmation of"),
    ] {
        second.tamper(tampering);
        let report: VerifyReport = second.finish(VerifyLedger {}).await;
        assert!(report.findings.iter().any(|finding| finding.place.contains(place)), "{tampering}: {report:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_history_of_a_server_is_cosigned_by_nobody_and_alarms_the_desks() {
    let (mut server, one, two) = witnessed().await;
    let first = Bench::connected("KGH", &server).await;
    let second = Bench::joining(&first, &server).await;
    first.request(SetPolicy { text: policy(&server, "any", &one, &two) }).await;
    settle(&first, &second).await;
    second.desk.lock();
    let fork = server.keep().await;
    first.register("Amina", "Okafor").await;
    first.until("one history is confirmed", |status| status.confirmed == 6 && status.pending == 0).await;
    first.desk.lock();
    server.put_back(&fork).await;
    second.login(desk::ADMIN, desk::WORDS).await.unwrap();
    second.register("Bela", "Kovacs").await;
    second.register("Chike", "Haddad").await;
    let shared = second.until("the other history", |status| status.shared == 2 && status.pending == 0).await;
    assert_eq!(shared.confirmed, 0);
    server.until_every_witness_disagrees().await;
    assert_eq!(second.status().await.confirmed, 0, "nobody cosigns the second history");
    first.login(desk::ADMIN, desk::WORDS).await.unwrap();
    let status = first.until("the alarm", |status| status.alarm.is_some()).await;
    assert_eq!(status.confirmed, 6, "what was confirmed stays so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_that_cannot_be_is_refused_line_by_line_and_changes_nothing() {
    let (server, one, two) = witnessed().await;
    let bench = Bench::connected("KGH", &server).await;
    let text = format!("witness north {}\nwitnes south {}\ngroup g 3 north\nquorum g\n", one.key, two.key);
    for error in [
        bench.desk.request(SetPolicy { text: text.clone() }).await.unwrap_err(),
        bench.desk.request(CheckPolicy { text }).await.unwrap_err(),
    ] {
        let lines: Vec<&str> = error.fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!((error.code, lines), (ErrorCode::Invalid, vec!["text.2", "text.3"]));
    }
    let other = Server::start().await;
    let text = policy(&other, "any", &one, &two);
    let error = bench.desk.request(SetPolicy { text }).await.unwrap_err();
    assert!(error.fields[0].message.contains(&server.log_key), "{error:?}");
    assert_eq!(bench.request(GetPolicy {}).await, WitnessPolicy::default());
    let checked = bench.request(CheckPolicy { text: policy(&server, "any", &one, &two) }).await;
    assert_eq!((checked.witnesses.witnesses.len(), checked.witnesses.groups[0].needs), (2, 1));
    assert_eq!(bench.request(GetPolicy {}).await, WitnessPolicy::default(), "checking is not setting");
}
