//! The entries themselves: stored as signed, looked up, opened and applied.

use daybook_ledger::{ContentKeyId, Entry, Hash, Header, Id, Payload, SealedEvent};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{
    StoreError,
    keys::KeyRing,
    projections::{self, Applied, change},
};
use crate::domain::event::{Event, EventError};

/// How far an entry has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// An own entry that is not in the shared log yet.
    Waiting,
    /// In the shared log, at this index.
    Shared(u64),
    /// The server refused it: it is kept, and stands for nothing.
    Refused,
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The order in which this desk came to hold it, from 1.
    pub position: u64,
    /// Its leaf hash.
    pub hash: Hash,
    /// The COSE_Sign1.
    pub bytes: Vec<u8>,
    /// How far it has come.
    pub standing: Standing,
}

/// What became of a sealed event.
#[derive(Debug)]
pub enum Opened {
    /// It says this.
    Event(Event),
    /// Its key is not here, or not any more.
    NoKey(ContentKeyId),
    /// A newer Daybook wrote it: kept, applied once this desk is newer too.
    Newer,
    /// It opens, but is not what its entry's act may hold: it changes nothing, on any desk.
    Void,
}

/// Which entries wait, in the words of the index that finds them without reading the others.
pub const WAITS: &str = "standing = 'waiting'";

const COLUMNS: &str = "position, hash, bytes, standing, tree_index";

/// Whether an entry was here before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Novelty {
    /// It is stored now.
    New,
    /// It was here, and is as it was.
    Known,
}

/// Stores an entry that is not here.
pub fn insert(tx: &Transaction<'_>, entry: &Entry, standing: Standing) -> Result<(), StoreError> {
    match store(tx, entry, standing)? {
        Novelty::New => Ok(()),
        Novelty::Known => Err(StoreError::Damaged("an entry's place")),
    }
}

/// Stores an entry, if it is not here.
pub fn store(tx: &Transaction<'_>, entry: &Entry, standing: Standing) -> Result<Novelty, StoreError> {
    let header = entry.header();
    let mut insert = tx.prepare_cached(
        "INSERT INTO entry (hash, bytes, tree_index, standing, site, desk, key_id, seq, time_ms, time_counter,
                            subject, actor, role, act, events)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING",
    )?;
    let stored = insert.execute(params![
        entry.leaf_hash().0,
        entry.bytes(),
        standing.index(),
        standing.name(),
        header.site.0,
        header.desk,
        header.key_id.0,
        header.seq,
        header.time.ms,
        header.time.counter,
        header.subject.0,
        header.actor.0,
        header.role.as_str(),
        header.act.as_str(),
        entry.payload().len() as u64,
    ])?;
    Ok(if stored > 0 { Novelty::New } else { Novelty::Known })
}

/// Changes how far an entry has come.
pub fn set_standing(tx: &Transaction<'_>, hash: &Hash, standing: Standing) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE entry SET standing = ?, tree_index = ? WHERE hash = ?")?.execute(params![
        standing.name(),
        standing.index(),
        hash.0
    ])?;
    Ok(())
}

/// The entry with this leaf hash.
pub fn by_hash(conn: &Connection, hash: &Hash) -> Result<Option<Stored>, StoreError> {
    one(conn, "hash = ?", params![hash.0])
}

/// The entry at this index of the shared log.
pub fn by_index(conn: &Connection, index: u64) -> Result<Option<Stored>, StoreError> {
    let Ok(index) = i64::try_from(index) else { return Ok(None) };
    one(conn, "tree_index = ?", params![index])
}

/// Whose entries are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's.
    All,
    /// Those of one desk.
    Desk(Id, u16),
    /// Those a member of staff is answerable for.
    Actor(Id),
}

impl Scope {
    /// Site, desk and actor, as far as they matter: what a query is given.
    pub(super) fn parts(self) -> (Option<[u8; 16]>, Option<u16>, Option<[u8; 16]>) {
        match self {
            Self::All => (None, None, None),
            Self::Desk(site, desk) => (Some(site.0), Some(desk), None),
            Self::Actor(actor) => (None, None, Some(actor.0)),
        }
    }

    /// Whether an entry with this header is meant.
    pub fn covers(self, header: &Header) -> bool {
        match self {
            Self::All => true,
            Self::Desk(site, desk) => (header.site, header.desk) == (site, desk),
            Self::Actor(actor) => header.actor == actor,
        }
    }
}

/// At most `limit` entries, the newest here first; only those before position `before`, if there is one.
pub fn newest(conn: &Connection, before: Option<u64>, limit: u32, scope: Scope) -> Result<Vec<Stored>, StoreError> {
    let (site, desk, actor) = scope.parts();
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE position < ?1 AND (?3 IS NULL OR site = ?3) AND (?4 IS NULL OR desk = ?4)
         AND (?5 IS NULL OR actor = ?5) ORDER BY position DESC LIMIT ?2"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let before = before.and_then(|before| i64::try_from(before).ok()).unwrap_or(i64::MAX);
    let rows = query.query_map(params![before, limit, site, desk, actor], stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// At most `limit` entries of the shared log from index `from` up to `to`, in its order.
pub fn between(conn: &Connection, (from, to): (u64, u64), limit: u32, scope: Scope) -> Result<Vec<Stored>, StoreError> {
    let (site, desk, actor) = scope.parts();
    let sql = format!(
        "SELECT {COLUMNS} FROM entry WHERE tree_index >= ?1 AND tree_index < ?2 AND (?4 IS NULL OR site = ?4)
         AND (?5 IS NULL OR desk = ?5) AND (?6 IS NULL OR actor = ?6) ORDER BY tree_index LIMIT ?3"
    );
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map(params![from, to, limit, site, desk, actor], stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many of the shared log's entries from index `from` up to `to` are within `scope`.
pub fn count_between(conn: &Connection, (from, to): (u64, u64), scope: Scope) -> Result<u64, StoreError> {
    let (site, desk, actor) = scope.parts();
    let mut query = conn.prepare_cached(
        "SELECT count(*) FROM entry WHERE tree_index >= ?1 AND tree_index < ?2 AND (?3 IS NULL OR site = ?3)
         AND (?4 IS NULL OR desk = ?4) AND (?5 IS NULL OR actor = ?5)",
    )?;
    Ok(query.query_row(params![from, to, site, desk, actor], |row| row.get(0))?)
}

/// At most `limit` own entries that wait for the shared log, in their chain's order.
pub fn waiting(conn: &Connection, limit: u32) -> Result<Vec<Stored>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE {WAITS} ORDER BY position LIMIT ?");
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map([limit], stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The entries in the shared log from this index on, in its order. Beyond what has been verified these are own ones with receipts.
pub fn shared_from(conn: &Connection, index: u64) -> Result<Vec<Stored>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE tree_index >= ? ORDER BY tree_index");
    let mut query = conn.prepare_cached(&sql)?;
    let rows = query.query_map([index], stored)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Visits every entry that stands, in the one order that all desks agree on: hybrid logical time, desk key, number.
pub fn in_replay_order(
    conn: &Connection,
    mut visit: impl FnMut(Stored) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM entry WHERE standing <> 'refused' ORDER BY time_ms, time_counter, key_id, seq");
    let mut query = conn.prepare(&sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        visit(stored(row)?)?;
    }
    Ok(())
}

/// How many entries stand.
pub fn count(conn: &Connection) -> Result<u64, StoreError> {
    Ok(conn.query_row("SELECT count(*) FROM entry WHERE standing <> 'refused'", [], |row| row.get(0))?)
}

/// How far the entry with this leaf hash has come, if it is here.
pub fn standing(conn: &Connection, hash: &Hash) -> Result<Option<Standing>, StoreError> {
    let mut query = conn.prepare_cached("SELECT standing, tree_index FROM entry WHERE hash = ?")?;
    let row = |row: &Row<'_>| Ok(Standing::read(row.get_ref(0)?.as_str()?, row.get(1)?));
    Ok(query.query_row([hash.0], row).optional()?)
}

/// Opens what this desk has keys for, and projects it. Sealed events of other hospitals are passed over.
pub fn apply(tx: &Transaction<'_>, keys: &KeyRing, entry: &Entry) -> Result<(), StoreError> {
    match entry.payload() {
        Payload::Control(events) => {
            for (position, event) in (0..).zip(events) {
                projections::apply_control(tx, &applied(entry, position), event)?;
            }
            Ok(())
        }
        Payload::Sealed(_) if entry.header().site != keys.site() => Ok(()),
        Payload::Sealed(events) => {
            (0..).zip(events).try_for_each(|(position, event)| apply_sealed(tx, keys, entry, position, event))
        }
    }
}

/// Projects an entry whose sealed events were opened beforehand; what was not opened then is opened now.
pub fn apply_opened(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    entry: &Entry,
    opened: Vec<Opened>,
) -> Result<(), StoreError> {
    let events = match entry.payload() {
        Payload::Sealed(events) if events.len() == opened.len() => events,
        Payload::Sealed(_) | Payload::Control(_) => return apply(tx, keys, entry),
    };
    for ((position, event), opened) in (0..).zip(events).zip(opened) {
        match opened {
            Opened::NoKey(_) => apply_sealed(tx, keys, entry, position, event)?,
            opened => project(tx, entry, position, opened)?,
        }
    }
    Ok(())
}

/// Applies what could not be opened before `arrived` came from the key box. How many events that were.
pub fn apply_unopened(tx: &Transaction<'_>, keys: &KeyRing, arrived: &[ContentKeyId]) -> Result<u64, StoreError> {
    let mut count = 0;
    for id in arrived {
        for (hash, position) in unopened(tx, id)? {
            let stored = by_hash(tx, &hash)?.ok_or(StoreError::Damaged("an entry"))?;
            let entry = Entry::parse(&stored.bytes)?;
            if let Payload::Sealed(events) = entry.payload()
                && let Some(event) = events.get(position as usize)
            {
                apply_sealed(tx, keys, &entry, position, event)?;
                count += 1;
            }
        }
        tx.prepare_cached("DELETE FROM unopened WHERE key_id = ?")?.execute([id.0])?;
    }
    Ok(count)
}

/// The key under which the oldest write to this patient that is here is sealed.
pub fn first_key(conn: &Connection, patient: &Id) -> Result<Option<ContentKeyId>, StoreError> {
    let Some((hash, position)) = change::first_of(conn, patient)? else { return Ok(None) };
    let Some(stored) = by_hash(conn, &hash)? else { return Ok(None) };
    let entry = Entry::parse(&stored.bytes)?;
    let Payload::Sealed(events) = entry.payload() else { return Ok(None) };
    Ok(events.get(position as usize).map(SealedEvent::key_id))
}

/// Opens one sealed event.
pub fn open(
    conn: &Connection,
    keys: &KeyRing,
    entry: &Entry,
    position: u32,
    sealed: &SealedEvent,
) -> Result<Opened, StoreError> {
    let id = sealed.key_id();
    let Some(key) = keys.content_key(conn, &id)? else { return Ok(Opened::NoKey(id)) };
    let Ok(plain) = sealed.open(&key, entry.protected(), position) else { return Ok(Opened::Void) };
    Ok(match Event::from_cbor(&plain) {
        Ok(event) if projections::admits(entry.header(), &event) => Opened::Event(event),
        Err(EventError::Newer(_)) => Opened::Newer,
        Ok(_) | Err(EventError::Malformed(_)) => Opened::Void,
    })
}

fn apply_sealed(
    tx: &Transaction<'_>,
    keys: &KeyRing,
    entry: &Entry,
    position: u32,
    sealed: &SealedEvent,
) -> Result<(), StoreError> {
    let opened = open(tx, keys, entry, position, sealed)?;
    project(tx, entry, position, opened)
}

fn project(tx: &Transaction<'_>, entry: &Entry, position: u32, opened: Opened) -> Result<(), StoreError> {
    match opened {
        Opened::Event(event) => projections::apply(tx, &applied(entry, position), event),
        Opened::NoKey(id) => {
            tx.prepare_cached("INSERT OR IGNORE INTO unopened (key_id, hash, position) VALUES (?, ?, ?)")?
                .execute(params![id.0, entry.leaf_hash().0, position])?;
            Ok(())
        }
        Opened::Newer | Opened::Void => Ok(()),
    }
}

fn applied(entry: &Entry, position: u32) -> Applied<'_> {
    Applied { entry: entry.leaf_hash(), header: entry.header(), position }
}

fn unopened(conn: &Connection, id: &ContentKeyId) -> Result<Vec<(Hash, u32)>, StoreError> {
    let mut query =
        conn.prepare_cached("SELECT hash, position FROM unopened WHERE key_id = ? ORDER BY hash, position")?;
    let rows = query.query_map([id.0], |row| Ok((Hash(row.get(0)?), row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn one(conn: &Connection, condition: &str, values: &[&dyn rusqlite::ToSql]) -> Result<Option<Stored>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM entry WHERE {condition}");
    Ok(conn.prepare_cached(&sql)?.query_row(values, stored).optional()?)
}

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let standing = Standing::read(row.get_ref(3)?.as_str()?, row.get(4)?);
    Ok(Stored { position: row.get(0)?, hash: Hash(row.get(1)?), bytes: row.get(2)?, standing })
}

impl Standing {
    fn read(name: &str, index: Option<u64>) -> Self {
        match (name, index) {
            ("refused", _) => Self::Refused,
            (_, Some(index)) => Self::Shared(index),
            (_, None) => Self::Waiting,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Shared(_) => "shared",
            Self::Refused => "refused",
        }
    }

    fn index(self) -> Option<u64> {
        match self {
            Self::Shared(index) => Some(index),
            Self::Waiting | Self::Refused => None,
        }
    }
}
