//! The line of blocks: checked by the desk, kept for when the server is gone, and no way to show a second history.

use daybook_api::*;
use daybook_ledger::evidence::Proven;

use super::{
    desk::{self, Bench},
    meddled,
    meddler::Meddling,
    server::Server,
    settle,
};

#[tokio::test(flavor = "multi_thread")]
async fn blocks_are_checked_by_the_desk_and_stay_when_the_server_is_gone() {
    let mut server = Server::start().await;
    let bench = Bench::founded("KGH").await;
    let alone = bench.request(ListBlocks::default()).await;
    assert_eq!(alone, Blocks { source: BlockSource::NoServer, ..Blocks::default() });
    bench.connect(&server).await.unwrap();
    bench.register("Amina", "Okafor").await;
    bench.until("it is shared", |status| status.pending == 0 && status.tree_size == 4).await;
    let live = bench.request(ListBlocks::default()).await;
    assert_eq!((live.source, live.only_own, live.older), (BlockSource::Server, false, false));
    assert!(live.as_of.is_some() && live.rows.last().is_some_and(|row| row.first == 0));
    let checked = |row: &BlockRow| row.check == BlockCheck::Checked && row.own == row.size - row.first;
    assert!(live.rows.iter().all(checked), "{live:?}");
    assert!(live.rows.windows(2).all(|pair| pair[0].first == pair[1].size && pair[0].number == pair[1].number + 1));
    let newest = live.rows[0].clone();
    let block = bench.request(GetBlock::Number(newest.number)).await;
    assert_eq!((block.row.clone(), block.entries.len()), (newest, 1));
    assert_eq!((block.entries[0].act.as_str(), block.signatures[0].signer), ("patient.register", Signer::Log));
    assert_eq!((block.next, block.previous), (None, Some(live.rows[1].number)));
    assert_eq!(block.root_before, Some(bench.request(GetBlock::Number(live.rows[1].number)).await.root));
    server.stop().await;
    bench.until("it notices", |status| !status.online).await;
    let kept = bench.request(ListBlocks::default()).await;
    assert_eq!((kept.source, &kept.rows, kept.as_of), (BlockSource::Kept, &live.rows, live.as_of));
    for none in [GetBlock::Number(99), GetBlock::Number(u64::MAX), GetBlock::Of(99), GetBlock::Of(u64::MAX)] {
        assert_eq!(bench.desk.request(none).await.unwrap_err().code, ErrorCode::NotFound, "{none:?}");
    }
    let entry = GetEntry { entry: u64::MAX.to_string() };
    assert_eq!(bench.desk.request(entry).await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_leads_to_the_block_that_brought_it_and_older_blocks_come_in_pages() {
    let server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    for minutes in 1..=6 {
        bench.set_idle_minutes(minutes).await;
        bench.until("it is shared", |status| status.pending == 0 && status.tree_size == 3 + u64::from(minutes)).await;
    }
    // Asked for before any list was: the server is asked for this one.
    let block = bench.request(GetBlock::Of(5)).await;
    assert!((block.row.first..block.row.size).contains(&5) && block.row.check == BlockCheck::Checked);
    assert_eq!(block.entries[0].index, Some(block.row.first));
    let mut seen = Vec::new();
    let mut page = bench.request(ListBlocks { before: None, limit: 2 }).await;
    while page.older {
        assert_eq!(page.rows.len(), 2);
        seen.append(&mut page.rows);
        page = bench.request(ListBlocks { before: seen.last().map(|row| row.number), limit: 2 }).await;
    }
    seen.append(&mut page.rows);
    assert_eq!((seen[0].size, seen.last().map(|row| row.first)), (9, Some(0)));
    assert!(seen.windows(2).all(|pair| pair[0].first == pair[1].size), "{seen:?}");
    assert!(bench.desk.request(GetBlock::Of(9)).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_no_administrator_sees_the_blocks_that_hold_something_of_theirs() {
    let server = Server::start().await;
    let bench = Bench::connected("KGH", &server).await;
    let create = CreateStaff {
        user: "lena".into(),
        name: "Lena Mbala".into(),
        role: Role::Doctor,
        password: "nine patient doctors".into(),
    };
    bench.request(create).await;
    bench.register("Amina", "Okafor").await;
    bench.until("it is shared", |status| status.pending == 0 && status.tree_size > 4).await;
    assert!(!bench.request(ListBlocks::default()).await.rows.is_empty());
    let strange = bench.request(ListBlocks::default()).await.rows[0].number;
    bench.desk.lock();
    bench.login("lena", "nine patient doctors").await.unwrap();
    let own = bench.request(ListBlocks::default()).await;
    assert!(own.only_own && own.rows.is_empty(), "{own:?}");
    assert_eq!(bench.desk.request(GetBlock::Number(strange)).await.unwrap_err().code, ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_history_shown_as_blocks_raises_the_alarm_and_one_that_is_not_signed_is_not_believed() {
    let mut server = Server::start().await;
    let (one, meddler) = meddled(&server).await;
    let two = Bench::joining(&one, &server).await;
    settle(&one, &two).await;
    two.desk.lock();
    let early = server.keep().await;
    one.register("Amina", "Okafor").await;
    one.until("one history", |status| status.tree_size == 5 && status.pending == 0).await;
    one.desk.lock();
    let late = server.keep().await;
    server.put_back(&early).await;
    two.login(desk::ADMIN, desk::WORDS).await.unwrap();
    two.register("Bela", "Kovacs").await;
    two.until("the other history", |status| status.tree_size == 5 && status.pending == 0).await;
    let other = reqwest::get(format!("{}/v1/blocks", server.url())).await.unwrap().text().await.unwrap();
    two.desk.lock();
    server.put_back(&late).await;
    one.login(desk::ADMIN, desk::WORDS).await.unwrap();
    one.until("all is well", |status| status.online && status.alarm.is_none()).await;

    let honest = one.request(ListBlocks::default()).await;
    assert_eq!(honest.source, BlockSource::Server);
    meddler.turn(Meddling::Blocks(other.replacen("\"size\":5", "\"size\":6", 1)));
    let unsigned = one.request(ListBlocks::default()).await;
    assert_eq!((unsigned.source, &unsigned.rows), (BlockSource::Kept, &honest.rows));
    assert_eq!((one.status().await.alarm, one.request(ListAlarms {}).await.len()), (None, 0));

    meddler.turn(Meddling::Blocks(other));
    let forked = one.request(ListBlocks::default()).await;
    assert_eq!(forked.rows[0].check, BlockCheck::Contradicts);
    let alarms = one.request(ListAlarms {}).await;
    assert_eq!((alarms.len(), alarms[0].kind.as_str(), alarms[0].settled_at), (1, "forked", None));
    assert!(one.status().await.alarm.unwrap().contains("two histories"));
    let Proven::TwoHistories { small, large } = one.proven(&server).await else { panic!("a fork proves itself") };
    assert_eq!((small.size, large.size), (5, 5));
    // Looking again does not raise it again, and what was said to be contradicted stays to be seen.
    assert_eq!(one.request(ListBlocks::default()).await.rows[0].check, BlockCheck::Contradicts);
    assert_eq!(one.request(ListAlarms {}).await.len(), 1);
}
