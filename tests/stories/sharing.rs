//! Sharing over the real server: written offline, pushed with receipts, pulled with proof; the server gone, back, or lying.

#[path = "sharing/blocks.rs"]
mod blocks;
#[path = "sharing/confirming.rs"]
mod confirming;
#[path = "sharing/desk.rs"]
mod desk;
#[path = "sharing/distrust.rs"]
mod distrust;
#[path = "sharing/forgetful.rs"]
mod forgetful;
#[path = "sharing/handing_out.rs"]
mod handing_out;
#[path = "sharing/intake.rs"]
mod intake;
#[path = "sharing/meddler.rs"]
mod meddler;
#[path = "sharing/merged.rs"]
mod merged;
#[path = "sharing/secured.rs"]
mod secured;
#[path = "sharing/server.rs"]
mod server;
#[path = "sharing/twice.rs"]
mod twice;
#[path = "sharing/witness.rs"]
mod witness;

use daybook_api::*;
use desk::Bench;
use meddler::{Meddler, Meddling};
use server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_offline_is_shared_at_the_first_connection() {
    let server = Server::start().await;
    let bench = Bench::founded("KGH").await;
    bench.set_idle_minutes(7).await;
    let before = bench.status().await;
    assert_eq!((before.server, before.online, before.pending, before.shared), (None, false, 4, 0));
    let status = bench.connect(&server).await.unwrap();
    assert_eq!((status.pending, status.shared, status.confirmed, status.tree_size), (0, 4, 0, 4));
    assert_eq!((status.online, status.alarm, status.trouble), (true, None, None));
    bench.set_idle_minutes(8).await;
    bench.until("the next entry is shared by itself", |status| status.shared == 5 && status.tree_size == 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_hospital_needs_the_operators_invitation() {
    let server = Server::start().await;
    let bench = Bench::founded("KGH").await;
    let request = ConnectServer { server: server.url(), log_key: server.log_key.clone(), invite: "wrong".into() };
    let error = bench.desk.request(request).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(error.message.contains("invitation"), "{error}");
    let status = bench.connect(&server).await.unwrap();
    assert_eq!((status.pending, status.shared), (0, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_servers_key_is_not_believed() {
    let (server, other) = (Server::start().await, Server::start().await);
    let bench = Bench::founded("KGH").await;
    let request = ConnectServer { server: server.url(), log_key: other.log_key.clone(), invite: server.invite() };
    let error = bench.desk.request(request).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Refused);
    assert_eq!(bench.status().await.server, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_server_is_gone_work_goes_on_and_the_first_attempt_after_its_return_shares_all() {
    let mut server = Server::start().await;
    let (bench, meddler) = meddled(&server).await;
    server.stop().await;
    for minutes in 1..=10 {
        bench.set_idle_minutes(minutes).await;
    }
    let offline = bench.until("it notices", |status| !status.online && status.offline_since.is_some()).await;
    assert_eq!((offline.pending, offline.shared), (10, 3));
    assert!(offline.trouble.is_some_and(|trouble| trouble.contains("safe")));
    // So many that the waits between attempts have grown to their longest, which is a second (`sync/retry.rs`).
    let attempts = || meddler.passed("/checkpoint");
    let before = attempts();
    bench.until("it has tried again and again", |_| attempts() >= before + 8).await;
    server.resume().await;
    let back = meddler.order().len();
    let status =
        bench.until("all is shared", |status| status.pending == 0 && status.tree_size == 13 && status.online).await;
    // One may have been under way to the server that was gone; the next one gets through.
    let order = meddler.order();
    let until_sent = order[back..].iter().take_while(|path| *path != "/v1/entries");
    let attempts = until_sent.filter(|path| path.starts_with("/checkpoint")).count();
    assert!(attempts <= 2, "{attempts} attempts: {order:?}");
    assert_eq!((status.online, status.offline_since, status.trouble), (true, None, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_started_again_goes_on_where_it_was() {
    let mut server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    server.stop().await;
    bench.set_idle_minutes(9).await;
    let digest = bench.digest();
    let bench = bench.restart().await;
    server.resume().await;
    bench.until("the entry of before is shared", |status| status.pending == 0 && status.tree_size == 4).await;
    assert_eq!(bench.digest(), digest);
}

/// Both desks have everything, and the same rows.
async fn settle(one: &Bench, two: &Bench) {
    one.request(SyncNow {}).await;
    let size = two.request(SyncNow {}).await.tree_size;
    for bench in [one, two] {
        bench.until("both have everything", |status| status.pending == 0 && status.tree_size == size).await;
    }
    assert_eq!(one.digest(), two.digest());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_desk_joins_by_comparing_a_code_and_finds_who_was_registered_at_the_first() {
    let server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    one.register("Amina", "Okafor").await;
    let two = Bench::joining(&one, &server).await;
    assert_eq!(two.find("okafor").await, ["Okafor"]);
    settle(&one, &two).await;
    let there = two.register("Bela", "Kovacs").await;
    assert!(there.number.starts_with("KGH-02-"), "{}", there.number);
    one.until("the other's patient arrives by itself", |status| status.tree_size == 6).await;
    assert_eq!(one.find("kovacs").await, ["Kovacs"]);
    settle(&one, &two).await;
    let desks = one.request(ListDesks {}).await;
    assert_eq!(desks.enrolled.iter().map(|desk| desk.number).collect::<Vec<_>>(), [1, 2]);
    assert!(desks.waiting.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_nobody_shows_lets_nobody_in() {
    let server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let two = Bench::empty();
    let request = JoinHospital { server: server.url(), log_key: server.log_key.clone(), desk_name: "Ward".into() };
    let started = two.request(request).await;
    let code = two.code_of(&started.job).await;
    assert_eq!(
        one.request(ListDesks {}).await.waiting.iter().map(|desk| desk.code.as_str()).collect::<Vec<_>>(),
        [code]
    );
    let refused = one.desk.request(ApproveDesk { code: "0000-0000-0000".into() }).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound);
    two.request(CancelJob { job: started.job.clone() }).await;
    tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
    assert!(matches!(two.request(GetJob { job: started.job }).await.state, JobState::Failed { .. }));
    assert_eq!(two.request(HomeState {}).await.stage, Stage::FirstRun);
    assert!(!two.home().join("desk.db").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn conflicting_edits_on_both_sides_end_the_same_on_both() {
    let mut server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let record = one.register("Amina", "Okafor").await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    server.stop().await;
    for (bench, family, phone) in [(&one, "Okafor-Bello", "0801"), (&two, "Bello", "0802"), (&one, "Okaforr", "0803")] {
        edit(bench, &record.id, |person| {
            (person.family, person.phones) = (family.to_owned(), vec![phone.to_owned()]);
        })
        .await;
    }
    edit(&two, &record.id, |person| person.note = "allergic to dust".to_owned()).await;
    assert_ne!(one.digest(), two.digest());
    server.resume().await;
    settle(&one, &two).await;
    let (here, there) = (get(&one, &record.id).await, get(&two, &record.id).await);
    assert_eq!(here, there);
    assert_eq!((here.person.family.as_str(), here.person.note.as_str()), ("Okaforr", "allergic to dust"));
}

async fn edit(bench: &Bench, id: &PatientId, change: impl FnOnce(&mut Person)) {
    let before = get(bench, id).await.person;
    let mut after = before.clone();
    change(&mut after);
    bench.request(UpdatePatient { id: id.clone(), before, after }).await;
}

async fn get(bench: &Bench, id: &PatientId) -> PatientRecord {
    bench.request(GetPatient { id: id.clone() }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_another_hospital_has_cannot_be_shared_and_nothing_is_lost() {
    let server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    one.register("Amina", "Okafor").await;
    let other = Bench::founded("KGH").await;
    other.register("Bela", "Kovacs").await;
    let refused = other.connect(&server).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Refused);
    assert!(refused.message.contains("KGH"), "{refused}");
    other.register("Chike", "Haddad").await;
    let status = other.status().await;
    assert_eq!((status.pending, status.shared, status.tree_size), (5, 0, 0));
    assert_eq!(other.find("haddad").await, ["Haddad"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hospitals_share_a_log_and_read_nothing_of_each_other() {
    let server = Server::start().await;
    let (one, other) = (Bench::connected("KGH", &server).await, Bench::connected("MTC", &server).await);
    one.register("Amina", "Okafor").await;
    other.register("Bela", "Kovacs").await;
    for bench in [&one, &other] {
        bench.until("both have the whole log", |status| status.tree_size == 8).await;
    }
    assert_eq!((one.find("kovacs").await.len(), other.find("okafor").await.len()), (0, 0));
    assert_clean(&one).await;
    assert_clean(&other).await;
}

/// A hospital behind a meddler.
async fn meddled(server: &Server) -> (Bench, Meddler) {
    let meddler = Meddler::before(&server.url()).await;
    let bench = Bench::founded("KGH").await;
    let (log_key, invite) = (server.log_key.clone(), server.invite());
    bench.request(ConnectServer { server: meddler.url.clone(), log_key, invite }).await;
    (bench, meddler)
}

/// Verification finds nothing.
async fn assert_clean(bench: &Bench) {
    let report: VerifyReport = bench.finish(VerifyLedger {}).await;
    assert_eq!(report.findings, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_restored_from_its_backup_takes_in_its_own_entries_before_it_writes_on() {
    let server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    bench.register("Amina", "Okafor").await;
    bench.until("it is shared", |status| status.pending == 0 && status.tree_size == 4).await;
    let backup = bench.back_up();
    bench.login(desk::ADMIN, desk::WORDS).await.unwrap();
    bench.register("Bela", "Kovacs").await;
    bench.until("it is shared", |status| status.pending == 0 && status.tree_size == 5).await;
    let digest = bench.digest();
    let bench = bench.restored(backup).await;
    bench.until("it comes back", |status| status.tree_size == 5).await;
    assert_eq!(bench.digest(), digest);
    bench.register("Chike", "Haddad").await;
    let status = bench.until("work goes on", |status| status.pending == 0 && status.tree_size == 6).await;
    assert_eq!((status.shared, status.refused.len()), (6, 0));
    assert_clean(&bench).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_restored_desk_wrote_offline_goes_behind_what_it_had_forgotten() {
    let mut server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    let backup = bench.back_up();
    bench.login(desk::ADMIN, desk::WORDS).await.unwrap();
    let forgotten = bench.register("Bela", "Kovacs").await;
    bench.until("it is shared", |status| status.pending == 0 && status.tree_size == 4).await;
    server.stop().await;
    let bench = bench.restored(backup).await;
    let offline = bench.register("Chike", "Haddad").await;
    edit(&bench, &offline.id, |person| person.note = "walks with a stick".to_owned()).await;
    server.resume().await;
    let status = bench.until("all is shared", |status| status.pending == 0 && status.tree_size == 6).await;
    assert_eq!((status.shared, status.refused.len(), status.alarm), (6, 0, None));
    assert_eq!(get(&bench, &forgotten.id).await.person.family, "Kovacs");
    assert_eq!(get(&bench, &offline.id).await.person.note, "walks with a stick");
    assert_clean(&bench).await;
    let two = Bench::joining(&bench, &server).await;
    settle(&bench, &two).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_in_a_backup_and_was_shared_since_is_not_written_twice() {
    let mut server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    server.stop().await;
    bench.register("Bela", "Kovacs").await;
    let backup = bench.back_up();
    server.resume().await;
    bench.login(desk::ADMIN, desk::WORDS).await.unwrap();
    bench.register("Chike", "Haddad").await;
    bench.until("all is shared", |status| status.pending == 0 && status.tree_size == 5).await;
    let digest = bench.digest();
    let bench = bench.restored(backup).await;
    let status = bench.until("it comes back", |status| status.pending == 0 && status.tree_size >= 5).await;
    assert_eq!((status.tree_size, status.shared, status.refused.len(), status.alarm), (5, 5, 0, None));
    assert_eq!(bench.digest(), digest);
    assert_clean(&bench).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_was_dismissed_elsewhere_is_locked_out_with_the_next_sync() {
    let mut server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let words = "quiet lantern drifts 4 miles";
    let anna = one
        .request(CreateStaff {
            user: "anna".into(),
            name: "Anna Mbala".into(),
            role: Role::Receptionist,
            password: words.into(),
        })
        .await;
    let two = Bench::joining(&one, &server).await;
    two.login("anna", words).await.unwrap();
    server.stop().await;
    two.register("Amina", "Okafor").await;
    one.request(DismissStaff { id: anna.id }).await;
    server.resume().await;
    one.until("the dismissal is shared", |status| status.pending == 0).await;
    let begun = std::time::Instant::now();
    while two.desk.session().is_ok() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(two.login("anna", words).await.unwrap_err().code, ErrorCode::WrongPassword);
    // What she wrote before she knew stands, and is shared.
    two.login(desk::ADMIN, desk::WORDS).await.unwrap();
    two.until("all is shared", |status| status.pending == 0 && status.refused.is_empty()).await;
    settle(&one, &two).await;
    assert_eq!(one.find("okafor").await, ["Okafor"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_administrators_who_dismiss_each_other_one_stays() {
    let mut server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let words = "violet tractor hums 9 songs";
    let other = CreateStaff {
        user: "ben".into(),
        name: "Ben Diallo".into(),
        role: Role::Administrator,
        password: words.into(),
    };
    let ben = one.request(other).await;
    let two = Bench::joining(&one, &server).await;
    two.login("ben", words).await.unwrap();
    settle(&one, &two).await;
    server.stop().await;
    let admin = two.request(ListStaff {}).await.into_iter().find(|row| row.user == desk::ADMIN).unwrap();
    two.request(DismissStaff { id: admin.id }).await;
    two.register("Amina", "Okafor").await;
    two.desk.lock();
    one.request(DismissStaff { id: ben.id }).await;
    server.resume().await;
    one.until("the dismissal is shared", |status| status.pending == 0).await;
    let refused = two.login(desk::ADMIN, desk::WORDS).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::WrongPassword, "at this desk the administrator was dismissed");
    two.login("ben", words).await.unwrap();
    let begun = std::time::Instant::now();
    while two.desk.session().is_ok() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(60));
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    // What the wrong password above has cost him is a wait, not his role.
    while let Err(wait) = two.login(desk::ADMIN, desk::WORDS).await {
        assert_eq!(wait.code, ErrorCode::Wait, "{wait}");
        tokio::task::yield_now().await;
    }
    let status = two.until("the rest is shared", |status| status.pending == 0).await;
    assert_eq!(status.refused.iter().map(|refused| refused.act.as_str()).collect::<Vec<_>>(), ["staff.revoke"]);
    settle(&one, &two).await;
    assert_clean(&two).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_log_is_taken_in_in_parts_each_under_the_signed_root() {
    let server = Server::start().await;
    let (one, meddler) = meddled(&server).await;
    let two = Bench::joining(&one, &server).await;
    two.desk.lock();
    // Full tiles, then several requests of a megabyte and several transactions at the other desk.
    one.write_notes(300, 16_000);
    let status = one.until("all is sent", |status| status.pending == 0).await;
    assert_eq!((status.shared, status.refused.len()), (304, 0));
    meddler.turn(Meddling::Honest);
    two.login(desk::ADMIN, desk::WORDS).await.unwrap();
    two.until("all has arrived", |status| status.tree_size == 304).await;
    settle(&one, &two).await;
    assert_clean(&two).await;
    assert_eq!(meddler.passed("/tile/0/"), 0);
    let three = Bench::joining_at(&one, meddler.url.clone(), server.log_key.clone()).await;
    assert!(meddler.passed("/tile/0/") > 0, "a part was proven to be of the whole");
    settle(&one, &three).await;
    assert_clean(&three).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tampering_with_what_is_shared_is_found_by_its_proofs_and_its_place() {
    let mut server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    for family in ["Okafor", "Kovacs", "Haddad"] {
        bench.register("Amina", family).await;
    }
    bench.until("all is shared", |status| status.pending == 0 && status.tree_size == 6).await;
    assert_clean(&bench).await;
    let report: VerifyReport = bench.finish(VerifyLedger {}).await;
    assert_eq!((report.entries, report.proofs), (6, 6));
    // In touch with it, the desk would write some of this right again before anybody looked.
    server.stop().await;
    for (tampering, kind, place) in [
        (
            "UPDATE proof SET text = (SELECT max(text) FROM proof) WHERE text = (SELECT min(text) FROM proof)",
            FindingKind::BadProof,
            "proof of entry",
        ),
        ("UPDATE checkpoint SET root = zeroblob(32)", FindingKind::BadProof, "checkpoint of 6 entries"),
        (
            "UPDATE tree_node SET hash = zeroblob(32) WHERE level = 1 AND idx = 2",
            FindingKind::BadProof,
            "last checkpoint",
        ),
        ("UPDATE tree_node SET hash = zeroblob(32) WHERE level = 0 AND idx = 4", FindingKind::BadEntry, "entry 4"),
        ("DELETE FROM entry WHERE tree_index = 4", FindingKind::MissingEntry, "entry 4"),
        ("DELETE FROM entry WHERE tree_index = 5", FindingKind::MissingEntry, "entries 5 to 5"),
        (
            "UPDATE entry SET tree_index = 7 - tree_index + 100 WHERE tree_index IN (3, 4)",
            FindingKind::MissingEntry,
            "entry 3",
        ),
    ] {
        let backup = bench.back_up();
        bench.login(desk::ADMIN, desk::WORDS).await.unwrap();
        bench.tamper(tampering);
        let report: VerifyReport = bench.finish(VerifyLedger {}).await;
        let found = report.findings.iter().any(|finding| finding.kind == kind && finding.place.contains(place));
        assert!(found, "{tampering}: {:?}", report.findings);
        bench.desk.lock();
        server::copy_files(backup.path(), &bench.home());
        bench.login(desk::ADMIN, desk::WORDS).await.unwrap();
    }
    assert_clean(&bench).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_is_shut_out_shares_nothing_any_more() {
    let mut server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    server.stop().await;
    two.register("Amina", "Okafor").await;
    two.desk.lock();
    let itself = one.desk.request(RevokeDesk { number: 1, reason: "a test".into() }).await.unwrap_err();
    assert_eq!(itself.code, ErrorCode::Conflict);
    let row = one.request(RevokeDesk { number: 2, reason: "stolen".into() }).await;
    assert_eq!(row.standing, Standing::Ended);
    server.resume().await;
    one.until("it is shared", |status| status.pending == 0 && status.tree_size == 5).await;
    two.login(desk::ADMIN, desk::WORDS).await.unwrap();
    let status = two.until("it learns of it", |status| !status.refused.is_empty()).await;
    assert!(status.refused[0].reason.contains("revoked"), "{status:?}");
    assert!(two.desk.request(RegisterPatient { person: desk::person("Bela", "Kovacs") }).await.is_err());
    assert!(one.find("okafor").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_joining_that_is_deceived_leaves_nothing_and_can_be_begun_anew() {
    let server = Server::start().await;
    let one = Bench::connected("KGH", &server).await;
    let meddler = Meddler::before(&server.url()).await;
    let two = Bench::empty();
    let request =
        || JoinHospital { server: meddler.url.clone(), log_key: server.log_key.clone(), desk_name: "Ward".into() };
    let started = two.request(request()).await;
    let code = two.code_of(&started.job).await;
    meddler.turn(Meddling::GarbleFirst);
    one.request(ApproveDesk { code }).await;
    let error = two.failure(&started.job).await;
    assert_eq!(error.code, ErrorCode::Tampered, "{error}");
    assert_eq!(two.request(HomeState {}).await.stage, Stage::FirstRun);
    assert!(!two.home().join("desk.db").exists());
    meddler.turn(Meddling::Honest);
    let started = two.request(request()).await;
    let code = two.code_of(&started.job).await;
    one.request(ApproveDesk { code }).await;
    let joined: Joined = two.result(&started.job).await;
    assert_eq!(joined.desk_number, 3);
    two.login(desk::ADMIN, desk::WORDS).await.unwrap();
    settle(&one, &two).await;
}
