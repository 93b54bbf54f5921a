//! What every store must do, in one suite: a new kind of store is one more `contract!` at the end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use daybook_ledger::{ContentKeyId, Hash, Id, KeyId, leaf_hash};
use daybook_server::store::memory::MemoryStore;
use daybook_server::store::sqlite::{Identity, SqliteStore};
use daybook_server::store::{
    BesideStore, Block, Dropped, Equivocation, Invitation, InviteState, JoinRequest, LogStore, Run, Snapshot, Spent,
    StagedBatch, StoreError, StoredKey, TileWrite,
};

/// A store that can be closed and opened again, as a process that ends and a new one do.
trait Kind {
    type Store: LogStore;
    fn open(&self) -> Self::Store;
}

fn block(number: u64, size: u64) -> Block {
    let root = leaf_hash(&size.to_be_bytes());
    Block { number, size, root, time_ms: 1_000 + number, signatures: format!("— log {number}\n") }
}

fn desk(number: u8) -> KeyId {
    KeyId([number; 32])
}

fn the_checkpoint_moves_only_from_where_it_is(kind: &impl Kind) {
    let store = kind.open();
    assert_eq!(store.tip().unwrap(), None);
    store.swap_checkpoint(None, &block(0, 0), &[]).unwrap();
    for before in [None, Some(&block(0, 1)), Some(&block(1, 0))] {
        let moved = store.swap_checkpoint(before, &block(1, 5), &[]);
        assert!(matches!(moved, Err(StoreError::CheckpointMoved { .. })), "{before:?}");
    }
    store.swap_checkpoint(Some(&block(0, 0)), &block(1, 5), &[]).unwrap();
    store.swap_checkpoint(Some(&block(1, 5)), &block(2, 9), &[]).unwrap();
    let again = kind.open();
    assert_eq!(again.tip().unwrap(), Some(block(2, 9)));
    assert_eq!(again.blocks(0, 2).unwrap(), [block(0, 0), block(1, 5)]);
    assert_eq!(again.blocks(2, 9).unwrap(), [block(2, 9)]);
    assert_eq!(again.blocks(3, 9).unwrap(), []);
}

fn batches_wait_until_they_lie_in_full_bundles(kind: &impl Kind) {
    let store = kind.open();
    let batch = |first, count, fill| StagedBatch { first, count, entries: vec![fill; 3] };
    assert_eq!(store.tiled().unwrap(), 0);
    store.write_batch(&batch(0, 200, 1)).unwrap();
    store.write_batch(&batch(200, 100, 2)).unwrap();
    // What an unfinished commit left at the same index is replaced.
    store.write_batch(&batch(200, 80, 3)).unwrap();
    let staged = |store: &dyn LogStore, from| {
        let batches = store.staged(from).unwrap();
        batches.into_iter().map(|batch| (batch.first, batch.count, batch.entries[0])).collect::<Vec<_>>()
    };
    let again = kind.open();
    assert_eq!(staged(&again, 0), [(0, 200, 1), (200, 80, 3)]);
    assert_eq!(staged(&again, 200), [(200, 80, 3)]);
    assert_eq!(staged(&again, 279), [(200, 80, 3)]);
    assert_eq!(staged(&again, 280), []);
    again.write_tiles(&TileWrite { tiled: 280, ..TileWrite::default() }).unwrap();
    assert_eq!(again.tiled().unwrap(), 280);
    assert_eq!(staged(&again, 0), [(200, 80, 3)], "the first 256 lie in a full bundle");
}

fn tiles_and_bundles_come_back_as_they_were(kind: &impl Kind) {
    let store = kind.open();
    let write = TileWrite {
        tiles: vec![(0, 0, vec![7; 8_192]), (0, 300, vec![8; 8_192]), (1, 0, vec![9; 8_192])],
        bundles: vec![(0, vec![1, 2, 3]), (300, vec![4])],
        ..TileWrite::default()
    };
    store.write_tiles(&write).unwrap();
    // A commit that is done again after a crash writes the same once more.
    store.write_tiles(&write).unwrap();
    store.settle().unwrap();
    let again = kind.open();
    let first = |level, number| again.tile(level, number).unwrap().map(|tile| (tile[0], tile.len()));
    assert_eq!([first(0, 0), first(0, 300), first(1, 0)], [7, 8, 9].map(|fill| Some((fill, 8_192))));
    assert_eq!([first(0, 1), first(1, 300), first(2, 0)], [None; 3]);
    assert_eq!([0, 1, 300].map(|number| again.bundle(number).unwrap()), [Some(vec![1, 2, 3]), None, Some(vec![4])]);
}

fn entries_are_found_by_desk_and_number(kind: &impl Kind) {
    let store = kind.open();
    let run = |number, seq, first, count| Run { desk: desk(number), seq, first, count };
    let runs = vec![run(1, 0, 0, 3), run(2, 0, 3, 1), run(1, 3, 4, 2), run(1, 9, 20, 1)];
    store.write_tiles(&TileWrite { runs, ..TileWrite::default() }).unwrap();
    let place = |number, seq| store.place(&desk(number), seq).unwrap();
    let of_first: Vec<_> = (0..11).map(|seq| place(1, seq)).collect();
    let there = [Some(0), Some(1), Some(2), Some(4), Some(5), None, None, None, None, Some(20), None];
    assert_eq!(of_first, there);
    assert_eq!([place(2, 0), place(2, 1), place(3, 0)], [Some(3), None, None]);
    assert_eq!(place(1, u64::MAX >> 1), None);
}

fn the_latest_snapshot_stands(kind: &impl Kind) {
    let store = kind.open();
    assert!(store.snapshot().unwrap().is_none());
    for size in [5, 9] {
        store.save_snapshot(&Snapshot { size, state: vec![size as u8; 4] }).unwrap();
    }
    let kept = kind.open().snapshot().unwrap().unwrap();
    assert_eq!((kept.size, kept.state), (9, vec![9; 4]));
}

fn an_invitation_is_spent_once_with_its_block_or_not_at_all(kind: &impl Kind<Store: BesideStore>) {
    let store = kind.open();
    let hash = |fill| [fill; 32];
    let state = InviteState::Unused { until_ms: Some(99) };
    for fill in 1..=3 {
        let note = format!("site {fill}");
        store.keep_invite(&Invitation { token_hash: hash(fill), made_ms: fill.into(), note, state }).unwrap();
    }
    assert_eq!([1, 9].map(|fill| store.invite(&hash(fill)).unwrap()), [state, InviteState::Unknown]);
    let spent = |fill, index| Spent { token_hash: hash(fill), index };
    store.swap_checkpoint(None, &block(0, 0), &[]).unwrap();
    store.swap_checkpoint(Some(&block(0, 0)), &block(1, 1), &[spent(1, 0)]).unwrap();
    assert_eq!(store.revoke_invite(&hash(3), 7).unwrap(), Dropped::Gone);
    for bad in [1, 3, 9] {
        let twice = store.swap_checkpoint(Some(&block(1, 1)), &block(2, 2), &[spent(2, 1), spent(bad, 1)]);
        assert!(matches!(twice, Err(StoreError::InviteSpent)), "{bad}");
    }
    let again = kind.open();
    assert_eq!(again.tip().unwrap(), Some(block(1, 1)), "the block that would have spent it is not there");
    let states: Vec<_> = again.invites().unwrap().into_iter().map(|invite| invite.state).collect();
    assert_eq!(states, [InviteState::Spent { by: 0 }, state, InviteState::Revoked]);
    assert_eq!(again.revoke_invite(&hash(1), 7).unwrap(), Dropped::NotThere);
}

fn equivocation(number: u8, seq: u64, fill: u8) -> Equivocation {
    let entry = vec![fill; 9];
    let (leaf, spki) = (leaf_hash(&entry), vec![number; 5]);
    Equivocation { desk: desk(number), spki, seq, kept: 4, leaf, entry, found_ms: 50 }
}

fn evidence_is_kept_once_and_holds_the_desk_up(kind: &impl Kind<Store: BesideStore>) {
    let store = kind.open();
    for _ in 0..2 {
        store.save_evidence(&equivocation(1, 3, 1)).unwrap();
    }
    store.save_evidence(&equivocation(2, 0, 1)).unwrap();
    let again = kind.open();
    let found: Vec<_> = again.evidence(0, 9).unwrap().into_iter().map(|kept| (kept.number, kept.found)).collect();
    assert_eq!(found, [(1, equivocation(1, 3, 1)), (2, equivocation(2, 0, 1))]);
    assert_eq!(again.evidence(1, 9).unwrap().len(), 1);
    assert_eq!(again.evidence(0, 1).unwrap().len(), 1);
    assert_eq!(again.quarantined().unwrap(), [desk(1), desk(2)]);
    assert_eq!(again.release(&desk(1), 60, "the copy is gone").unwrap(), Dropped::Gone);
    assert_eq!(again.release(&desk(1), 61, "twice").unwrap(), Dropped::NotThere);
    assert_eq!(again.release(&desk(7), 61, "nobody").unwrap(), Dropped::NotThere);
    assert_eq!(again.quarantined().unwrap(), [desk(2)]);
    again.save_evidence(&equivocation(1, 3, 1)).unwrap();
    assert_eq!(again.quarantined().unwrap(), [desk(2)], "what was known already changes nothing");
    let lifted = again.quarantines().unwrap().into_iter().find(|held| held.desk == desk(1)).unwrap();
    assert_eq!((lifted.since_ms, lifted.released_ms, lifted.reason.as_str()), (50, Some(60), "the copy is gone"));
    // However many there are: some are kept, and the desk is held up.
    for fill in 2..100 {
        again.save_evidence(&equivocation(1, 3, fill)).unwrap();
    }
    let kept = again.evidence(0, 1_000).unwrap().len();
    assert!((3..50).contains(&kept), "{kept}");
    assert_eq!(kind.open().quarantined().unwrap(), [desk(1), desk(2)]);
}

fn a_key_box_keeps_the_first_in_the_order_they_came(kind: &impl Kind<Store: BesideStore>) {
    let store = kind.open();
    let key = |id, fill| StoredKey { key_id: ContentKeyId([id; 16]), epoch: 1, wrapped: vec![fill; 60] };
    let (one, other) = (Id([1; 16]), Id([2; 16]));
    assert_eq!(store.put_keys(&one, &[key(5, 1), key(4, 1)]).unwrap(), 2);
    assert_eq!(store.put_keys(&other, &[key(5, 2)]).unwrap(), 1);
    assert_eq!(store.put_keys(&one, &[key(4, 3), key(6, 3)]).unwrap(), 1);
    let again = kind.open();
    let (next, first) = again.keys_after(&one, 0, 2).unwrap();
    assert_eq!(first, [key(5, 1), key(4, 1)]);
    let (end, rest) = again.keys_after(&one, next, 9).unwrap();
    assert_eq!(rest, [key(6, 3)]);
    assert_eq!(again.keys_after(&one, end, 9).unwrap(), (end, vec![]));
    assert_eq!(again.keys_after(&other, 0, 9).unwrap().1, [key(5, 2)]);
}

fn who_asks_to_join_is_kept_for_a_while(kind: &impl Kind<Store: BesideStore>) {
    let store = kind.open();
    let request = |id: u8, key: u8, asked_ms| JoinRequest {
        id: Id([id; 16]),
        name: format!("desk {key}"),
        spki: vec![key; 7],
        sealing_key: [key; 32],
        asked_ms,
    };
    assert_eq!(store.put_join(&request(1, 1, 10)).unwrap(), Id([1; 16]));
    assert_eq!(store.put_join(&request(9, 1, 20)).unwrap(), Id([1; 16]), "the same key asks once");
    store.put_join(&request(2, 2, 30)).unwrap();
    let again = kind.open();
    assert_eq!(again.joins_since(0).unwrap(), [request(1, 1, 10), request(2, 2, 30)]);
    assert_eq!(again.joins_since(11).unwrap(), [request(2, 2, 30)]);
    assert_eq!(again.drop_join(&Id([1; 16])).unwrap(), Dropped::NotThere);
    assert_eq!(again.drop_join(&Id([2; 16])).unwrap(), Dropped::Gone);
}

fn readers_tokens_are_found_by_their_hash(kind: &impl Kind<Store: BesideStore>) {
    let store = kind.open();
    assert_eq!(store.put_read_token(&[1; 32], "mirror", 10, 20).unwrap(), 1);
    assert_eq!(store.put_read_token(&[2; 32], "auditor", 11, 21).unwrap(), 2);
    let again = kind.open();
    let token = again.read_token(&[2; 32]).unwrap().unwrap();
    assert_eq!((token.number, token.name.as_str(), token.until_ms), (2, "auditor", 21));
    assert!(token.is_good(20) && !token.is_good(21));
    assert_eq!(again.read_token(&[3; 32]).unwrap(), None);
    assert_eq!(again.revoke_read_token(2, 15).unwrap(), Dropped::Gone);
    assert_eq!(again.revoke_read_token(2, 16).unwrap(), Dropped::NotThere);
    assert!(!again.read_token(&[2; 32]).unwrap().unwrap().is_good(16));
    assert_eq!(again.read_tokens().unwrap().iter().map(|token| token.number).collect::<Vec<_>>(), [1, 2]);
}

fn four_readers_and_a_writer_do_not_wait_for_each_other_for_ever(kind: &impl Kind) {
    let store = kind.open();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| (0..50).for_each(|number| drop(store.tile(0, number).unwrap())));
        }
        for number in 0..50_u64 {
            let tiles = vec![(0, number, vec![number as u8; 8_192])];
            store.write_tiles(&TileWrite { tiles, ..TileWrite::default() }).unwrap();
        }
    });
    assert!((0..50).all(|number| store.tile(0, number).unwrap().is_some()));
    assert_eq!(Hash::from_slice(&store.tile(0, 7).unwrap().unwrap()[..32]), Some(Hash([7; 32])));
}

/// Runs the suite over a kind of store, the log's part of it or all; each case on a store of its own.
macro_rules! contract {
    ($module:ident, $fresh:expr, log) => {
        mod $module {
            use super::*;
            contract!(@log $fresh);
        }
    };
    ($module:ident, $fresh:expr) => {
        mod $module {
            use super::*;
            contract!(@log $fresh);
            contract!(@ $fresh,
                an_invitation_is_spent_once_with_its_block_or_not_at_all,
                evidence_is_kept_once_and_holds_the_desk_up, a_key_box_keeps_the_first_in_the_order_they_came,
                who_asks_to_join_is_kept_for_a_while, readers_tokens_are_found_by_their_hash
            );
        }
    };
    (@log $fresh:expr) => {
        contract!(@ $fresh,
            the_checkpoint_moves_only_from_where_it_is, batches_wait_until_they_lie_in_full_bundles,
            tiles_and_bundles_come_back_as_they_were, entries_are_found_by_desk_and_number,
            the_latest_snapshot_stands, four_readers_and_a_writer_do_not_wait_for_each_other_for_ever
        );
    };
    (@ $fresh:expr, $($case:ident),+) => {
        $(#[test] fn $case() { super::$case(&$fresh); })+
    };
}

/// SQLite in a folder of its own.
struct Sqlite(tempfile::TempDir);

impl Sqlite {
    fn fresh() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let identity = Identity { origin: "ledger.example/contract".into(), verifier_key: "none".into() };
        SqliteStore::create(&dir.path().join("ledger.db"), &identity).unwrap();
        Self(dir)
    }
}

impl Kind for Sqlite {
    type Store = SqliteStore;

    fn open(&self) -> SqliteStore {
        SqliteStore::open(&self.0.path().join("ledger.db")).unwrap()
    }
}

contract!(sqlite, Sqlite::fresh());

/// The log in memory, which keeps nothing beside it.
#[derive(Default)]
struct Memory(MemoryStore);

impl Kind for Memory {
    type Store = MemoryStore;

    fn open(&self) -> MemoryStore {
        self.0.clone()
    }
}

contract!(memory, Memory::default(), log);

#[test]
fn a_power_cut_takes_what_nothing_durable_came_after_and_no_more() {
    let store = MemoryStore::default();
    store.write_batch(&StagedBatch { first: 0, count: 3, entries: vec![1] }).unwrap();
    let tiled = |tiled| store.write_tiles(&TileWrite { tiled, ..TileWrite::default() }).unwrap();
    tiled(3);
    let backup = store.backup();
    store.lose_power();
    assert_eq!((store.tiled().unwrap(), backup.tiled().unwrap()), (0, 3));
    tiled(3);
    store.swap_checkpoint(None, &block(0, 0), &[]).unwrap();
    store.lose_power();
    assert_eq!(store.tiled().unwrap(), 3);
}
