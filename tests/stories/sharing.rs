//! Sharing over the real server: written offline, pushed with receipts, pulled with proof; the server gone, back, or lying.

#[path = "sharing/desk.rs"]
mod desk;
#[path = "sharing/server.rs"]
mod server;

use daybook_api::*;
use desk::Bench;
use server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_offline_is_shared_at_the_first_connection() {
    let server = Server::start().await;
    let bench = Bench::founded("KGH").await;
    bench.set_idle_minutes(7).await;
    let before = bench.status().await;
    assert_eq!((before.server, before.online, before.pending, before.shared), (None, false, 4, 0));
    let status = bench.connect(&server).await.unwrap();
    assert_eq!((status.pending, status.shared, status.confirmed, status.tree_size), (0, 4, 4, 4));
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
async fn while_the_server_is_gone_work_goes_on_and_two_seconds_after_its_return_all_is_shared() {
    let mut server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    server.stop().await;
    for minutes in 1..=10 {
        bench.set_idle_minutes(minutes).await;
    }
    let offline = bench.until("it notices", |status| !status.online && status.offline_since.is_some()).await;
    assert_eq!((offline.pending, offline.shared), (10, 3));
    assert!(offline.trouble.is_some_and(|trouble| trouble.contains("safe")));
    // Long enough that the waits between attempts have grown to their longest.
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    server.resume().await;
    let back = std::time::Instant::now();
    let status = bench.until("all is shared", |status| status.pending == 0 && status.tree_size == 13 && status.online).await;
    assert!(back.elapsed() < std::time::Duration::from_secs(2), "{:?}", back.elapsed());
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
    assert_eq!(one.request(ListDesks {}).await.waiting.iter().map(|desk| desk.code.as_str()).collect::<Vec<_>>(), [code]);
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
