//! Witnesses put back from a backup beside a server that lies, before anybody has shown them what they had signed: what they then
//! sign is proof against them wherever it meets what they signed before.

use daybook_api::*;
use daybook_ledger::{Checkpoint, Evidence, Policy, SignedCheckpoint, SignerKey};
use daybook_server::{home::Home, verify::verify_evidence};

use super::{
    assert_clean,
    confirming::{policy, witnessed},
    desk::{self, Bench, bytes},
    meddler::{Meddler, Meddling},
    server::Server,
    settle,
};

/// The newest evidence at a desk, as the file that is handed out.
async fn evidence(bench: &Bench) -> String {
    String::from_utf8(bytes(&bench.request(ExportEvidence::default()).await)).unwrap()
}

/// What `daybook-ledger verify --policy` says of it.
fn verified(server: &Server, evidence: &str, policy: &str) -> Vec<String> {
    let policy = Policy::parse(policy.as_bytes()).unwrap();
    let verdict = verify_evidence(evidence, &server.log_key.parse().unwrap(), Some(&policy));
    assert!(verdict.is_good(), "{verdict:?}");
    verdict.proven
}

fn named(alarm: &AlarmRow) -> Vec<(&str, SignedSides)> {
    alarm.witnesses.iter().map(|witness| (witness.name.as_str(), witness.sides)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn witnesses_that_forgot_confirm_a_second_history_and_are_named_where_it_meets_the_first() {
    let (mut server, mut one, mut two) = witnessed().await;
    let first = Bench::connected("KGH", &server).await;
    let second = Bench::joining(&first, &server).await;
    let text = policy(&server, "all", &one, &two);
    first.request(SetPolicy { text: text.clone() }).await;
    settle(&first, &second).await;
    first.until("all is confirmed", |status| status.confirmed == 5).await;
    second.desk.lock();
    let (fork, forgetful) = (server.keep().await, (one.keep().await, two.keep().await));
    // One after the other: the desk has the checkpoint with the line of one first, and with both then.
    two.stop().await;
    first.register("Amina", "Okafor").await;
    first.until_seen("north", 6).await;
    two.resume().await;
    first.until("one history is confirmed", |status| status.confirmed == 6 && status.pending == 0).await;
    // The desk goes on a little further than the witnesses, which sign nothing of this history any more.
    one.stop().await;
    two.stop().await;
    first.register("Emeka", "Eze").await;
    first.until("more is shared", |status| status.shared == 7 && status.pending == 0).await;
    first.desk.lock();

    server.put_back(&fork).await;
    one.put_back(&forgetful.0).await;
    two.put_back(&forgetful.1).await;
    second.login(desk::ADMIN, desk::WORDS).await.unwrap();
    for family in ["Kovacs", "Haddad", "Silva"] {
        second.register("Bela", family).await;
    }
    // What cannot be helped: nobody at this side has anything of the other, and enough witnesses have signed.
    let deceived = second.until("the other history is confirmed", |status| status.confirmed == 3).await;
    assert_eq!(deceived.alarm, None);

    first.login(desk::ADMIN, desk::WORDS).await.unwrap();
    let both = "The witnesses north and south have signed both sides";
    let is_named = |status: &SyncStatus| status.alarm.as_ref().is_some_and(|alarm| alarm.contains(both));
    let status = first.until("the alarm names the witnesses", is_named).await;
    assert_eq!(status.confirmed, 6, "what was confirmed stays so");
    let alarms = first.request(ListAlarms {}).await;
    assert_eq!(named(&alarms[0]), [("north", SignedSides::Both), ("south", SignedSides::Both)]);
    assert!(alarms[0].sentence.contains(both), "{alarms:?}");
    let proven = verified(&server, &evidence(&first).await, &text);
    assert!(proven[0].contains("does not begin with it"), "{proven:?}");
    assert!(proven[1].contains("witness north has signed both"), "{proven:?}");
    assert!(proven[2].contains("witness south has signed both"), "{proven:?}");
    // A policy that leaves them out is what comes next, and does not take their names from what they did.
    first.request(SetPolicy { text: "quorum none\n".into() }).await;
    assert_eq!(first.request(ListAlarms {}).await[0].witnesses, alarms[0].witnesses);
}

/// What the log has signed of its first `size` entries, cosigned by `witness` at `time`.
fn cosigned(server: &Server, size: u64, root: &str, witness: &SignerKey, time: u64) -> SignedCheckpoint {
    let home = Home::new(&server.home);
    let log = home.read_key(&home.open_store().unwrap().identity().unwrap()).unwrap();
    let checkpoint = Checkpoint { origin: log.verifier().name().into(), size, root: root.parse().unwrap() };
    let signed = checkpoint.sign(&log).unwrap();
    let line = witness.cosign(&signed.note().text, time);
    signed.with_signature(line)
}

fn told(notes: &[&SignedCheckpoint]) -> Meddling {
    let checkpoints: Vec<&str> = notes.iter().map(|note| note.text()).collect();
    Meddling::Cosigned(serde_json::json!({ "tag": "made-up", "checkpoints": checkpoints }).to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_witness_that_signs_less_after_more_is_named_and_sharing_goes_on() {
    let (server, one, two) = witnessed().await;
    let meddler = Meddler::before(&server.url()).await;
    let bench = Bench::founded("KGH").await;
    let (log_key, invite) = (server.log_key.clone(), server.invite());
    bench.request(ConnectServer { server: meddler.url.clone(), log_key, invite }).await;
    let text = policy(&server, "all", &one, &two);
    bench.request(SetPolicy { text: text.clone() }).await;
    let before = bench.until("all is confirmed", |status| status.confirmed == 4).await;
    bench.register("Amina", "Okafor").await;
    bench.until("more is confirmed", |status| status.confirmed == 5).await;

    // Of this very history, and yet: the witness says that it knows of no more than four, after it had signed five.
    let seen = bench.request(ListWitnesses {}).await.witnesses[1].last_seen.unwrap() / 1000;
    let later = u64::try_from(seen).unwrap() + 1;
    let back = cosigned(&server, 4, &before.root, &two.signer(), later);
    meddler.turn(told(&[&back]));
    bench.register("Bela", "Kovacs").await;
    bench.until("it is shared", |status| status.shared == 6 && status.pending == 0).await;
    bench.request(SyncNow {}).await;
    let alarms = bench.request(ListAlarms {}).await;
    assert_eq!((alarms.len(), alarms[0].kind.as_str()), (1, "witness_went_back"), "{alarms:?}");
    assert_eq!(named(&alarms[0]), [("south", SignedSides::Both)]);
    assert!(alarms[0].sentence.starts_with("The witness south has signed fewer entries"), "{alarms:?}");
    let file = evidence(&bench).await;
    assert!(matches!(Evidence::parse(&file), Ok(Evidence::WentBack(_))), "{file}");
    let proven = verified(&server, &file, &text);
    assert!(proven[0].contains("has signed 5 entries") && proven[0].contains("and only 4 at"), "{proven:?}");
    assert!(proven[1].contains("calls this witness south"), "{proven:?}");

    // It is told once, and nothing else has changed.
    bench.request(SyncNow {}).await;
    assert_eq!(bench.request(ListAlarms {}).await.len(), 1);
    meddler.turn(Meddling::Honest);
    bench.register("Chike", "Haddad").await;
    let status = bench.until("work goes on", |status| status.confirmed == 7 && status.pending == 0).await;
    assert_eq!((status.alarm, status.trouble), (None, None));
    assert_clean(&bench).await;
}
