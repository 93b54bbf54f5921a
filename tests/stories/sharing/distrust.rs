//! A server, or whoever sits before it, that lies: it refuses, loses, forks, goes back, and none of it passes for the truth.

use daybook_api::*;
use daybook_ledger::evidence::Proven;

use super::{
    assert_clean,
    desk::{self, Bench},
    edit, get, meddled,
    meddler::Meddling,
    server::Server,
    settle,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_entry_stands_for_nothing_and_what_follows_it_is_shared() {
    let server = Server::start().await;
    let (bench, meddler) = meddled(&server).await;
    let before = bench.digest();
    meddler.turn(Meddling::Refuse(daybook_ledger::Act::SiteSettings));
    bench.desk.lock();
    // Offline, so that all three wait in one run: a patient, the refused settings, a change of that patient.
    meddler.turn(Meddling::LoseAnswers);
    bench.login(desk::ADMIN, desk::WORDS).await.unwrap();
    meddler.turn(Meddling::Refuse(daybook_ledger::Act::SiteSettings));
    let record = bench.register("Amina", "Okafor").await;
    bench.set_idle_minutes(33).await;
    edit(&bench, &record.id, |person| person.note = "prefers mornings".to_owned()).await;
    let status = bench.until("the rest is shared", |status| status.pending == 0 && status.refused.len() == 1).await;
    assert_eq!((status.shared, status.refused[0].act.as_str()), (5, "site.settings"));
    assert_eq!(status.refused[0].reason, "Not on a Sunday.");
    assert_eq!(bench.request(GetSettings {}).await.idle_minutes, 5);
    assert_eq!(get(&bench, &record.id).await.person.note, "prefers mornings");
    let rows = bench.request(ListEntries::default()).await;
    assert_eq!(rows.iter().filter(|row| row.standing == EntryStanding::Refused).count(), 1);
    assert_clean(&bench).await;
    assert_ne!(bench.digest(), before);
    meddler.turn(Meddling::Honest);
    bench.set_idle_minutes(12).await;
    bench.until("work goes on", |status| status.pending == 0 && status.shared == 6).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_lost_cost_nothing() {
    let server = Server::start().await;
    let (bench, meddler) = meddled(&server).await;
    meddler.turn(Meddling::LoseAnswers);
    for family in ["Okafor", "Kovacs", "Haddad"] {
        bench.register("Amina", family).await;
    }
    bench.until("it notices", |status| !status.online).await;
    meddler.turn(Meddling::Honest);
    let status = bench.until("all is shared", |status| status.pending == 0 && status.tree_size == 6).await;
    assert_eq!((status.shared, status.refused.len(), status.alarm), (6, 0, None));
    assert_clean(&bench).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_that_does_not_hold_is_none() {
    let server = Server::start().await;
    let (bench, meddler) = meddled(&server).await;
    meddler.turn(Meddling::WrongReceipts);
    let before = meddler.passed("/v1/entries");
    bench.write_notes(2, 10);
    // They are in the log, whatever the receipts were: this desk finds them there and proves it from its own tree.
    bench.until("they are found in the log", |status| status.pending == 0 && status.shared == 5).await;
    assert_eq!(meddler.passed("/v1/entries"), before + 1);
    assert_clean(&bench).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_captive_portal_is_no_alarm() {
    let server = Server::start().await;
    let (bench, meddler) = meddled(&server).await;
    meddler.turn(Meddling::CaptivePortal);
    bench.register("Amina", "Okafor").await;
    let status = bench.until("it notices", |status| status.trouble.is_some()).await;
    assert_eq!((status.online, status.alarm), (false, None));
    meddler.turn(Meddling::Honest);
    bench.until("all is shared", |status| status.pending == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_come_late_open_what_waited_for_them() {
    let server = Server::start().await;
    let (one, meddler) = meddled(&server).await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    meddler.turn(Meddling::HideKeys);
    two.register("Bela", "Kovacs").await;
    one.until("the entry arrives", |status| status.tree_size == 5).await;
    assert!(one.find("kovacs").await.is_empty());
    assert_clean(&one).await;
    meddler.turn(Meddling::Honest);
    let begun = std::time::Instant::now();
    while one.find("kovacs").await.is_empty() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    settle(&one, &two).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_that_do_not_fit_the_signed_root_raise_the_alarm() {
    let server = Server::start().await;
    let (one, meddler) = meddled(&server).await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    let before = one.digest();
    meddler.turn(Meddling::GarbleBundles);
    two.register("Bela", "Kovacs").await;
    let status = one.until("the alarm", |status| status.alarm.is_some()).await;
    assert!(status.alarm.unwrap().contains("do not fit the checkpoint"));
    assert_eq!((status.tree_size, one.digest()), (4, before));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_back_raises_the_alarm_and_keeps_both_notes() {
    let mut server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    let early = server.keep().await;
    bench.register("Amina", "Okafor").await;
    bench.until("it is shared", |status| status.tree_size == 4).await;
    let late = server.keep().await;
    server.put_back(&early).await;
    let status = bench.until("the alarm", |status| status.alarm.is_some()).await;
    assert!(status.alarm.unwrap().contains("fewer entries than it had signed before"));
    assert_eq!(bench.evidence("rolled_back"), [(4, 3)]);
    bench.register("Bela", "Kovacs").await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert_eq!(bench.status().await.pending, 1);
    assert_clean(&bench).await;
    // Connecting anew does not help as long as the log is not whole again.
    assert_eq!(bench.connect(&server).await.unwrap_err().code, ErrorCode::Tampered);
    server.put_back(&late).await;
    let status = bench.connect(&server).await.unwrap();
    assert_eq!((status.pending, status.shared, status.alarm), (0, 5, None));
    assert_eq!(bench.evidence("rolled_back"), [(4, 3)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_with_two_histories_raises_the_alarm() {
    let mut server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    two.desk.lock();
    let fork = server.keep().await;
    one.register("Amina", "Okafor").await;
    one.until("one history", |status| status.tree_size == 5 && status.pending == 0).await;
    one.desk.lock();
    server.put_back(&fork).await;
    two.login(desk::ADMIN, desk::WORDS).await.unwrap();
    two.register("Bela", "Kovacs").await;
    two.until("the other history", |status| status.tree_size == 5 && status.pending == 0).await;
    one.login(desk::ADMIN, desk::WORDS).await.unwrap();
    let status = one.until("the alarm", |status| status.alarm.is_some()).await;
    assert!(status.alarm.unwrap().contains("two histories"));
    two.register("Chike", "Haddad").await;
    two.until("it grows", |status| status.tree_size == 6 && status.pending == 0).await;
    assert_eq!(one.evidence("forked"), [(5, 5)]);
    let Proven::TwoHistories { small, large } = one.proven(&server).await else { panic!("a fork proves itself") };
    assert_eq!((small.size, large.size), (5, 5));
    // A fork that has grown past what is known is found by its tree.
    let three = Bench::connected("MTC", &server).await;
    three.until("a third is not fooled into anything", |status| status.pending == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fork_that_has_grown_is_proven_by_the_hashes_that_the_server_shows() {
    let mut server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    two.desk.lock();
    let fork = server.keep().await;
    one.register("Amina", "Okafor").await;
    one.until("one history", |status| status.tree_size == 5 && status.pending == 0).await;
    one.desk.lock();
    server.put_back(&fork).await;
    two.login(desk::ADMIN, desk::WORDS).await.unwrap();
    for family in ["Kovacs", "Haddad", "Silva"] {
        two.register("Bela", family).await;
    }
    two.until("the other history", |status| status.tree_size == 7 && status.pending == 0).await;
    one.login(desk::ADMIN, desk::WORDS).await.unwrap();
    one.until("the alarm", |status| status.alarm.is_some()).await;
    let Proven::TwoHistories { small, large } = one.proven(&server).await else { panic!("a fork proves itself") };
    assert_eq!((small.size, large.size), (5, 7));
}
