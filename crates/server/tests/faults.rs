//! A commit that fails, or that dies, at each of its steps: nothing acknowledged is lost, nothing is in twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::sync::{Arc, Mutex};

use common::{Desk, NOW_MS, ORIGIN, Place, founded};
use daybook_ledger::{Entry, KeyId};
use daybook_server::fsck::{Report, StoreSource, check};
use daybook_server::serve::ServeError;
use daybook_server::store::{
    Block, Equivocation, InviteState, LogStore, Snapshot, Spent, StagedBatch, StoreError, TileWrite,
};
use reqwest::StatusCode;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Batch,
    Checkpoint,
    Tiles,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// The write does not happen and says so.
    Failed,
    /// The write happens and says that it did not.
    FailedButPersisted,
    /// The process is gone before the write: nothing reaches the store from then on.
    DiedBefore,
    /// The process is gone after the write.
    DiedAfter,
}

/// A store in which one write goes wrong.
struct Faulty {
    inner: Arc<dyn LogStore>,
    armed: Arc<Mutex<Armed>>,
}

#[derive(Default)]
struct Armed {
    next: Option<(Step, Fault)>,
    is_dead: bool,
    /// Nothing can be read back.
    is_unreadable: bool,
}

const DEAD: StoreError = StoreError::Injected("the process is gone");

impl Faulty {
    fn write(&self, step: Step, act: impl FnOnce() -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.alive()?;
        let fault = self.armed.lock().unwrap().next.take_if(|(at, _)| *at == step).map(|(_, fault)| fault);
        match fault {
            None => act(),
            Some(Fault::Failed) => Err(StoreError::Injected("failed")),
            Some(Fault::FailedButPersisted) => act().and(Err(StoreError::Injected("failed but persisted"))),
            Some(Fault::DiedBefore) => self.die(),
            Some(Fault::DiedAfter) => act().and_then(|()| self.die()),
        }
    }

    fn die(&self) -> Result<(), StoreError> {
        self.armed.lock().unwrap().is_dead = true;
        Err(DEAD)
    }

    fn alive(&self) -> Result<(), StoreError> {
        if self.armed.lock().unwrap().is_dead { Err(DEAD) } else { Ok(()) }
    }
}

impl LogStore for Faulty {
    fn tip(&self) -> Result<Option<Block>, StoreError> {
        if self.armed.lock().unwrap().is_unreadable {
            return Err(StoreError::Injected("cannot be read"));
        }
        self.alive().and_then(|()| self.inner.tip())
    }
    fn blocks(&self, from: u64, limit: u32) -> Result<Vec<Block>, StoreError> {
        self.alive().and_then(|()| self.inner.blocks(from, limit))
    }
    fn tiled(&self) -> Result<u64, StoreError> {
        self.alive().and_then(|()| self.inner.tiled())
    }
    fn staged(&self, from: u64) -> Result<Vec<StagedBatch>, StoreError> {
        self.alive().and_then(|()| self.inner.staged(from))
    }
    fn tile(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.alive().and_then(|()| self.inner.tile(level, number))
    }
    fn bundle(&self, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
        self.alive().and_then(|()| self.inner.bundle(number))
    }
    fn place(&self, desk: &KeyId, seq: u64) -> Result<Option<u64>, StoreError> {
        self.alive().and_then(|()| self.inner.place(desk, seq))
    }
    fn snapshot(&self) -> Result<Option<Snapshot>, StoreError> {
        self.alive().and_then(|()| self.inner.snapshot())
    }
    fn invite(&self, token_hash: &[u8; 32]) -> Result<InviteState, StoreError> {
        self.alive().and_then(|()| self.inner.invite(token_hash))
    }
    fn quarantined(&self) -> Result<Vec<KeyId>, StoreError> {
        self.alive().and_then(|()| self.inner.quarantined())
    }
    fn write_batch(&self, batch: &StagedBatch) -> Result<(), StoreError> {
        self.write(Step::Batch, || self.inner.write_batch(batch))
    }
    fn swap_checkpoint(&self, before: Option<&Block>, block: &Block, spent: &[Spent]) -> Result<(), StoreError> {
        self.write(Step::Checkpoint, || self.inner.swap_checkpoint(before, block, spent))
    }
    fn write_tiles(&self, write: &TileWrite) -> Result<(), StoreError> {
        self.write(Step::Tiles, || self.inner.write_tiles(write))
    }
    fn save_snapshot(&self, snapshot: &Snapshot) -> Result<(), StoreError> {
        self.alive().and_then(|()| self.inner.save_snapshot(snapshot))
    }
    fn save_evidence(&self, evidence: &Equivocation) -> Result<(), StoreError> {
        self.alive().and_then(|()| self.inner.save_evidence(evidence))
    }
    fn settle(&self) -> Result<(), StoreError> {
        self.alive().and_then(|()| self.inner.settle())
    }
}

fn fsck(place: &Place) -> Report {
    let source = StoreSource::new(place.home.open_store_to_read().unwrap()).unwrap();
    check(&source, &place.vkey, |_| {}).unwrap()
}

async fn serve_faulty(place: &Place) -> (common::Server, Arc<Mutex<Armed>>) {
    let armed = Arc::new(Mutex::new(Armed::default()));
    let faults = armed.clone();
    let server = place.serve_with(|inner| Arc::new(Faulty { inner, armed: faults })).await.unwrap();
    (server, armed)
}

async fn must_accept(server: &common::Server, place: &Place, entries: &[Entry], first: u64) {
    let answer = server.submit(entries).await;
    assert_eq!(answer.indices(), (first..first + entries.len() as u64).collect::<Vec<_>>());
    for (entry, proof) in entries.iter().zip(answer.proofs()) {
        proof.verify(&entry.leaf_hash(), &place.vkey).unwrap();
    }
}

const STEPS: [Step; 3] = [Step::Batch, Step::Checkpoint, Step::Tiles];

#[tokio::test]
async fn a_failed_write_is_read_back_and_the_server_goes_on() {
    for step in STEPS {
        for fault in [Fault::Failed, Fault::FailedButPersisted] {
            let place = Place::new();
            let (server, armed) = serve_faulty(&place).await;
            let mut desk = founded(&place, &server, 1, "KGH").await;
            must_accept(&server, &place, &[desk.register(10)], 1).await;

            armed.lock().unwrap().next = Some((step, fault));
            let entries = [desk.register(20), desk.register(30)];
            let failed = server.submit(&entries).await;
            let expected = (StatusCode::SERVICE_UNAVAILABLE, "not_stored");
            assert_eq!((failed.status, failed.code()), expected, "{step:?} {fault:?}");
            assert!(armed.lock().unwrap().next.is_none(), "{step:?} was reached");

            let committed = step == Step::Tiles || (step, fault) == (Step::Checkpoint, Fault::FailedButPersisted);
            assert_eq!(server.checkpoint().await.size, if committed { 4 } else { 2 }, "{step:?} {fault:?}");
            must_accept(&server, &place, &entries, 2).await;
            must_accept(&server, &place, &[desk.register(40)], 4).await;
            server.stop().await;
            let report = fsck(&place);
            assert!(report.is_sound() && report.size == 5, "{step:?} {fault:?}: {report:?}");
        }
    }
}

/// Entries signed once for all cases: those before the fault, and those of the commit that it strikes.
struct Story {
    found: Entry,
    before: Vec<Entry>,
    struck: Vec<Entry>,
    after: Entry,
}

impl Story {
    fn write() -> Self {
        let mut desk = Desk::new(1, 1);
        let found = desk.found("KGH");
        let before = (0..250).map(|_| desk.register(10)).collect();
        // Crosses the end of the first bundle, so that tiles and bundles are written too.
        let struck = (0..10).map(|_| desk.register(20)).collect();
        Self { found, before, struck, after: desk.register(40) }
    }
}

#[tokio::test]
async fn a_death_at_any_step_is_made_good_by_the_next_start() {
    let story = Story::write();
    for step in STEPS {
        for fault in [Fault::DiedBefore, Fault::DiedAfter] {
            die_and_start_again(&story, step, fault).await;
        }
    }
}

async fn die_and_start_again(story: &Story, step: Step, fault: Fault) {
    let place = Place::new();
    let (server, armed) = serve_faulty(&place).await;
    let founding = server.submit_invited(std::slice::from_ref(&story.found), &place.invite()).await;
    assert_eq!(founding.indices(), [0]);
    must_accept(&server, &place, &story.before, 1).await;

    armed.lock().unwrap().next = Some((step, fault));
    let failed = server.submit(&story.struck).await;
    assert_eq!(failed.status, StatusCode::SERVICE_UNAVAILABLE, "{step:?} {fault:?}");
    server.stop().await;

    let server = place.serve().await;
    let committed = step == Step::Tiles || (step, fault) == (Step::Checkpoint, Fault::DiedAfter);
    assert_eq!(server.checkpoint().await.size, if committed { 261 } else { 251 }, "{step:?} {fault:?}");
    must_accept(&server, &place, &story.struck, 251).await;
    must_accept(&server, &place, &story.before[..1], 1).await;
    must_accept(&server, &place, std::slice::from_ref(&story.after), 261).await;
    server.stop().await;
    let report = fsck(&place);
    assert!(report.is_sound() && report.size == 262, "{step:?} {fault:?}: {report:?}");
}

#[tokio::test]
async fn a_store_that_cannot_be_read_back_stops_the_writing_until_it_can() {
    let place = Place::new();
    let (server, armed) = serve_faulty(&place).await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let entries = [desk.register(10), desk.register(20)];
    *armed.lock().unwrap() =
        Armed { next: Some((Step::Checkpoint, Fault::Failed)), is_dead: false, is_unreadable: true };
    for _ in 0..2 {
        assert_eq!(server.submit(&entries).await.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    armed.lock().unwrap().is_unreadable = false;
    must_accept(&server, &place, &entries, 1).await;

    // Stopped in that condition, nothing of what memory believes gets into the store.
    *armed.lock().unwrap() =
        Armed { next: Some((Step::Checkpoint, Fault::Failed)), is_dead: false, is_unreadable: true };
    let more = [desk.register(30)];
    assert_eq!(server.submit(&more).await.status, StatusCode::SERVICE_UNAVAILABLE);
    server.stop().await;
    assert!(fsck(&place).is_sound());
    let server = place.serve().await;
    must_accept(&server, &place, &more, 3).await;
    server.stop().await;
    assert!(fsck(&place).is_sound());
}

#[tokio::test]
async fn an_invitation_is_not_spent_by_a_commit_that_failed() {
    let place = Place::new();
    let (server, armed) = serve_faulty(&place).await;
    let (invite, found) = (place.invite(), [Desk::new(1, 1).found("KGH")]);
    for fault in [Fault::Failed, Fault::FailedButPersisted] {
        armed.lock().unwrap().next = Some((Step::Checkpoint, fault));
        assert_eq!(server.submit_invited(&found, &invite).await.status, StatusCode::SERVICE_UNAVAILABLE);
    }
    assert_eq!(server.submit_invited(&found, &invite).await.indices(), [0]);
    server.stop().await;
}

#[tokio::test]
async fn a_database_restored_from_a_backup_is_refused() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    must_accept(&server, &place, &[desk.register(10)], 1).await;
    server.stop().await;
    let backup = std::fs::read(place.home.dir().join("ledger.db")).unwrap();
    let server = place.serve().await;
    must_accept(&server, &place, &[desk.register(20)], 2).await;
    server.stop().await;
    std::fs::write(place.home.dir().join("ledger.db"), backup).unwrap();
    let refused = place.try_serve().await.err().unwrap().to_string();
    assert!(refused.contains("restored from a backup"), "{refused}");
}

#[tokio::test]
async fn a_lost_high_water_mark_is_refused() {
    let place = Place::new();
    place.serve().await.stop().await;
    std::fs::remove_file(place.home.high_water()).unwrap();
    let refused = place.try_serve().await.err().unwrap().to_string();
    assert!(refused.contains("high-water"), "{refused}");
}

#[tokio::test]
async fn a_clock_before_the_last_checkpoint_is_refused() {
    let place = Place::new();
    place.serve().await.stop().await;
    place.clock.set(NOW_MS - 1);
    let refused = place.try_serve().await.err().unwrap().to_string();
    assert!(refused.contains("the clock is 1 ms before"), "{refused}");
    place.clock.set(NOW_MS);
    place.serve().await.stop().await;
}

#[tokio::test]
async fn a_clock_that_jumps_back_while_serving_stops_nothing() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    place.clock.set(NOW_MS - 60_000);
    must_accept(&server, &place, &[desk.register(10)], 1).await;
    server.stop().await;
    place.clock.set(NOW_MS);
    assert!(fsck(&place).is_sound());
    place.serve().await.stop().await;
}

#[tokio::test]
async fn two_servers_on_one_store_are_not_possible() {
    let place = Place::new();
    let server = place.serve().await;
    let second = place.try_serve().await.err().unwrap().to_string();
    assert!(second.contains("another server"), "{second}");
    server.stop().await;
    place.serve().await.stop().await;
}

#[tokio::test]
async fn a_second_writer_that_got_past_the_lock_loses_the_swap() {
    let place = Place::new();
    let server = place.serve().await;
    let mut desk = founded(&place, &server, 1, "KGH").await;
    let store = place.home.open_store().unwrap();
    let tip = store.tip().unwrap().unwrap();
    let stolen = Block { number: tip.number + 1, size: tip.size + 1, ..tip.clone() };
    store.swap_checkpoint(Some(&tip), &stolen, &[]).unwrap();
    let refused = server.submit(&[desk.register(10)]).await;
    assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
    let moved = store.swap_checkpoint(Some(&tip), &stolen, &[]);
    assert!(matches!(moved, Err(StoreError::CheckpointMoved { .. })));
    server.stop().await;
}

#[tokio::test]
async fn an_exposed_or_foreign_log_key_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let key = place.home.dir().join("log.key");
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert!(place.try_serve().await.err().unwrap().to_string().contains("can be read by others"));
    let other = Place::new();
    std::fs::copy(other.home.dir().join("log.key"), &key).unwrap();
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert!(matches!(place.try_serve().await, Err(ServeError::Home(_))), "same origin {ORIGIN}, another key");
}
