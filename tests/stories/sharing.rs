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
