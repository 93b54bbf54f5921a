//! The line of blocks, and one of them: the server's words beside what this desk has checked itself.

use std::sync::Arc;

use daybook_api::{
    ApiError, BlockCheck, BlockDetail, BlockRow, BlockSignature, BlockSource, Blocks, EntryRow, ErrorCode, GetBlock,
    ListBlocks, Signer,
};
use daybook_ledger::{Entry, Hash, History, Operation, SignedCheckpoint, VerifierKey};
use rusqlite::Connection;

use crate::{
    desk::{Desk, Open},
    store::{
        StoreError,
        blocks::{self, Block},
        entries::{self, Scope},
        keys::KeyRing,
        network::{self, Fold, Tree},
    },
    sync::{
        blocks::{Lookout, fetch},
        book,
        client::Which,
        engine::{Reach, Sharing},
        policy,
    },
};

const USUAL_LIMIT: u32 = 30;
const MOST: u32 = 500;
/// Entries listed in one block.
const MOST_ENTRIES: u32 = 200;

/// The blocks that hold anything one may see, newest first: fetched from the server if it answers, or as they were kept.
pub async fn list(desk: &Arc<Desk>, request: ListBlocks) -> Result<Blocks, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let limit = if request.limit == 0 { USUAL_LIMIT } else { request.limit.min(MOST) };
    let source = ask_server(desk, &open, Which::Newest { before: request.before, limit: limit + 1 }).await?;
    open.store.read_with_keys(|conn, keys| {
        let view = View::new(conn, keys, super::scope(&open, keys))?;
        let mut found = blocks::newest(conn, request.before, limit + 1, view.scope)?;
        let older = found.len() > limit as usize;
        found.truncate(limit as usize);
        let rows = found.iter().map(|block| view.row(block)).collect::<Result<_, StoreError>>()?;
        Ok(Blocks { rows, older, source, as_of: blocks::sight(conn)?, only_own: view.scope != Scope::All })
    })
}

/// One block, with those of its entries that one may see.
pub async fn get(desk: &Arc<Desk>, request: GetBlock) -> Result<BlockDetail, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let kept = |conn: &Connection| match request {
        GetBlock::Number(number) => blocks::by_number(conn, number),
        GetBlock::Of(index) => blocks::of_entry(conn, index),
    };
    if open.store.read(kept)?.is_none() {
        ask_server(desk, &open, which(&request)).await?;
    }
    open.store.read_with_keys(|conn, keys| {
        let view = View::new(conn, keys, super::scope(&open, keys))?;
        let none = || ApiError::new(ErrorCode::NotFound, "There is no such block here, or the server cannot be asked.");
        view.open(&kept(conn)?.ok_or_else(none)?)?.ok_or_else(none)
    })
}

fn which(request: &GetBlock) -> Which {
    match *request {
        GetBlock::Number(number) => Which::Newest { before: number.checked_add(1), limit: 1 },
        GetBlock::Of(index) => Which::Holding(index),
    }
}

/// Lets the server tell of its blocks. That it cannot be reached is no error here: what is kept is shown, and its age.
async fn ask_server(desk: &Arc<Desk>, open: &Arc<Open>, which: Which) -> Result<BlockSource, ApiError> {
    if open.store.read(book::server)?.is_none() {
        return Ok(BlockSource::NoServer);
    }
    // Nobody waits here for a server that is known to be away.
    if open.part::<Sharing>().standing().reach == Reach::Offline {
        return Ok(BlockSource::Kept);
    }
    match fetch(&open.part::<Lookout>(), &open.store, desk.host(), which).await {
        Ok(()) => Ok(BlockSource::Server),
        Err(error) if error.is_closed() => Err(error.into()),
        Err(error) => {
            tracing::info!(%error, "the server does not tell of its blocks");
            Ok(BlockSource::Kept)
        }
    }
}

/// What is needed to look at blocks.
struct View<'a> {
    conn: &'a Connection,
    keys: &'a KeyRing,
    scope: Scope,
    log_key: Option<VerifierKey>,
    witnesses: Vec<VerifierKey>,
    verified: u64,
}

impl<'a> View<'a> {
    fn new(conn: &'a Connection, keys: &'a KeyRing, scope: Scope) -> Result<Self, StoreError> {
        Ok(Self {
            conn,
            keys,
            scope,
            log_key: book::server(conn)?.map(|server| server.log_key),
            witnesses: policy::witness_keys(conn, keys)?,
            verified: network::load(conn, Fold::Shared)?.size(),
        })
    }

    fn row(&self, block: &Block) -> Result<BlockRow, StoreError> {
        let lines = self.signatures(block);
        Ok(BlockRow {
            number: block.number,
            at: i64::try_from(block.time_ms).unwrap_or(i64::MAX),
            first: block.first,
            size: block.size,
            own: entries::count_between(self.conn, (block.first, block.size), self.scope)?,
            cosignatures: lines.iter().filter(|line| line.signer == Signer::Witness).count() as u32,
            check: self.check(block),
        })
    }

    fn open(&self, block: &Block) -> Result<Option<BlockDetail>, ApiError> {
        let row = self.row(block)?;
        if row.own == 0 && self.scope != Scope::All {
            return Ok(None);
        }
        let previous = blocks::newest(self.conn, Some(block.number), 1, self.scope)?;
        Ok(Some(BlockDetail {
            root_before: self.root_before(block).map(|root| root.to_string()),
            root: block.root.to_string(),
            signatures: self.signatures(block),
            entries: self.entries(&row)?,
            previous: previous.first().map(|block| block.number),
            next: blocks::after(self.conn, block.number, self.scope)?,
            note: self.note(block),
            row,
        }))
    }

    fn entries(&self, row: &BlockRow) -> Result<Vec<EntryRow>, StoreError> {
        let confirmed = policy::confirmed_size(self.conn, self.keys)?;
        let stored = entries::between(self.conn, (row.first, row.size), MOST_ENTRIES, self.scope)?;
        let row = |stored: &entries::Stored| match Entry::parse(&stored.bytes) {
            Ok(entry) => super::row(self.conn, stored, &entry, confirmed),
            Err(_) => Ok(super::unreadable(stored, confirmed)),
        };
        stored.iter().map(row).collect()
    }

    /// This desk's own, where it has the entries; else the server's word.
    fn root_before(&self, block: &Block) -> Option<Hash> {
        match block.first {
            0 => None,
            first if first <= self.verified => Tree(self.conn).root_at(first),
            _ => block.root_before,
        }
    }

    fn note(&self, block: &Block) -> String {
        block.note(self.log_key.as_ref().map_or("", VerifierKey::name))
    }

    fn signatures(&self, block: &Block) -> Vec<BlockSignature> {
        signatures(&self.note(block), self.log_key.as_ref(), &self.witnesses)
    }

    /// The root after it is this desk's own to compute. That the log has signed it was checked before it was kept.
    fn check(&self, block: &Block) -> BlockCheck {
        if block.size > self.verified {
            return BlockCheck::Signed;
        }
        match Tree(self.conn).root_at(block.size) == Some(block.root) {
            true => BlockCheck::Checked,
            false => BlockCheck::Contradicts,
        }
    }
}

/// The signatures below a note, each with what this desk makes of it; one that does not hold is no better than an unknown one.
pub(super) fn signatures(note: &str, log_key: Option<&VerifierKey>, witnesses: &[VerifierKey]) -> Vec<BlockSignature> {
    let Ok(signed) = SignedCheckpoint::parse(note) else { return Vec::new() };
    let text = &signed.note().text;
    let lines = signed.note().signatures.iter().map(|line| {
        let holds = |key: &VerifierKey| key.has_made(line) && key.verify(text, line).is_ok();
        let signer = match (log_key.is_some_and(holds), witnesses.iter().any(holds)) {
            (true, _) => Signer::Log,
            (false, true) => Signer::Witness,
            (false, false) => Signer::Unknown,
        };
        let time = line.cosigned_at().filter(|_| signer != Signer::Log);
        BlockSignature {
            name: line.name.clone(),
            key_id: format!("{:08x}", line.key_id),
            signer,
            at: time.and_then(|seconds| i64::try_from(seconds).ok()?.checked_mul(1000)),
        }
    });
    lines.collect()
}
