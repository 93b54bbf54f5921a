//! The entries: bytes, hash, signature, chain, place in the shared tree, rules, payload.

use daybook_api::FindingKind;
use daybook_ledger::{Entry, Hash, KeyId, NetworkState, Payload, leaf_hash, verify::native::AwsLc};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{chain::Chains, findings::Findings, go_on};
use crate::{
    jobs::Progress,
    store::{
        StoreError,
        entries::{self, Opened, Standing},
        keys::KeyRing,
        network::{self, Fold},
    },
    sync::batch::{self, Cores, Signature},
};

/// Signatures checked at one time, on all cores.
const RUN: usize = 2048;

/// An entry as it is stored, with what is stored beside its bytes.
pub struct Kept {
    /// The order in which this desk came to hold it.
    pub position: u64,
    /// The hash it is stored under.
    pub hash: Hash,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// How far it has come.
    pub standing: Standing,
    /// The desk's key, as stored beside it.
    pub key_id: KeyId,
    /// Its number in its desk's chain, as stored beside it.
    pub seq: u64,
}

impl Kept {
    /// Which entry it is, for people who look for it.
    pub fn place(&self) -> String {
        match self.standing {
            Standing::Shared(index) => format!("entry {index} ({})", self.hash),
            Standing::Waiting => format!("entry at position {}, not shared yet ({})", self.position, self.hash),
            Standing::Refused => format!("refused entry at position {} ({})", self.position, self.hash),
        }
    }
}

/// Checks every entry; how many there are.
pub fn check(
    conn: &Connection,
    keys: &KeyRing,
    progress: &Progress,
    findings: &mut Findings,
) -> Result<u64, StoreError> {
    let total: u64 = conn.query_row("SELECT count(*) FROM entry", [], |row| row.get(0))?;
    let mut check = Check { conn, keys, known: network::load(conn, Fold::Local)?, run: Vec::new(), findings };
    let (mut chains, mut done) = (Chains::begin(conn)?, 0);
    // The shared log in its order, then what waits in its own, then what was refused.
    let mut query = conn.prepare(
        "SELECT position, hash, bytes, standing, tree_index, key_id, seq FROM entry
         ORDER BY standing = 'refused', tree_index IS NULL, tree_index, position",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        go_on(progress)?;
        let kept = kept(row)?;
        let entry = check.entry(&kept)?;
        chains.next(conn, &kept, entry.as_ref(), check.findings)?;
        done += 1;
        progress.step(done, total);
    }
    check.signatures();
    chains.end(conn, findings)?;
    Ok(total)
}

struct Check<'a> {
    conn: &'a Connection,
    keys: &'a KeyRing,
    /// Where desks' public keys are looked up; a key's id is its hash, so no other can be slipped in.
    known: NetworkState,
    run: Vec<(String, Signature)>,
    findings: &'a mut Findings,
}

impl Check<'_> {
    /// The entry, if its bytes are one.
    fn entry(&mut self, kept: &Kept) -> Result<Option<Entry>, StoreError> {
        if leaf_hash(&kept.bytes) != kept.hash {
            let message = "The bytes of this entry have been changed: their hash is another.";
            self.findings.add(FindingKind::BadEntry, kept.place(), message);
        }
        let entry = match Entry::parse(&kept.bytes) {
            Ok(entry) => entry,
            Err(error) => {
                self.findings.add(
                    FindingKind::BadEntry,
                    kept.place(),
                    format!("This is not an entry any more: {error}."),
                );
                return Ok(None);
            }
        };
        self.signature(kept, &entry);
        self.columns(kept, &entry)?;
        self.payload(kept, &entry)?;
        Ok(Some(entry))
    }

    fn signature(&mut self, kept: &Kept, entry: &Entry) {
        let spki = self.known.signing_key(entry).ok().filter(|spki| KeyId::of_spki(spki) == entry.header().key_id);
        match spki {
            Some(spki) => self.run.push((kept.place(), Signature::by(spki, entry))),
            None => {
                let message = "The key that is said to have signed this entry is of no enrolled desk.";
                self.findings.add(FindingKind::BadEntry, kept.place(), message);
            }
        }
        if self.run.len() >= RUN {
            self.signatures();
        }
    }

    /// Checks the signatures gathered so far.
    fn signatures(&mut self) {
        let (places, signatures): (Vec<_>, Vec<_>) = std::mem::take(&mut self.run).into_iter().unzip();
        for bad in batch::bad(&signatures, &AwsLc, Cores::All) {
            let place = places.get(bad).cloned().unwrap_or_default();
            self.findings.add(FindingKind::BadEntry, place, "The signature of this entry does not hold.");
        }
    }

    /// What is stored beside the bytes, to look entries up by, must say what the bytes say.
    fn columns(&mut self, kept: &Kept, entry: &Entry) -> Result<(), StoreError> {
        let header = entry.header();
        let same = self
            .conn
            .prepare_cached(
                "SELECT 1 FROM entry WHERE position = ? AND site = ? AND desk = ? AND key_id = ? AND seq = ? AND time_ms = ?
                 AND time_counter = ? AND subject = ? AND actor = ? AND role = ? AND act = ? AND events = ?",
            )?
            .query_row(
                params![
                    kept.position,
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
                    entry.payload().len() as u64
                ],
                |_| Ok(()),
            )
            .optional()?;
        if same.is_none() {
            let message = "What is stored beside this entry to find it by is not what it says.";
            self.findings.add(FindingKind::BadEntry, kept.place(), message);
        }
        Ok(())
    }

    /// Every event opens under its key, at its place, and is what its entry's act may hold.
    fn payload(&mut self, kept: &Kept, entry: &Entry) -> Result<(), StoreError> {
        let Payload::Sealed(events) = entry.payload() else { return Ok(()) };
        if entry.header().site != self.keys.site() {
            return Ok(());
        }
        for (position, event) in (0..).zip(events) {
            let wrong = match entries::open(self.conn, self.keys, entry, position, event) {
                Ok(Opened::Event(_) | Opened::Newer) => continue,
                Ok(Opened::NoKey(id)) if self.is_late(&id.0, kept, position)? => continue,
                Ok(Opened::NoKey(_)) => "its key is missing",
                Ok(Opened::Void) => "it does not open under its key at this place, or is not what the entry may hold",
                Err(StoreError::Damaged(_)) => "its key is damaged",
                Err(error) => return Err(error),
            };
            let message = format!("Event {position} of this entry cannot be read: {wrong}.");
            self.findings.add(FindingKind::BadPayload, kept.place(), message);
        }
        Ok(())
    }

    /// Whether the event is known to wait for its key.
    fn is_late(&self, key: &[u8; 16], kept: &Kept, position: u32) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM unopened WHERE key_id = ? AND hash = ? AND position = ?)";
        Ok(self.conn.prepare_cached(sql)?.query_row(params![key, kept.hash.0, position], |row| row.get(0))?)
    }
}

fn kept(row: &Row<'_>) -> rusqlite::Result<Kept> {
    let standing = match (row.get_ref(3)?.as_str()?, row.get(4)?) {
        ("refused", _) => Standing::Refused,
        (_, Some(index)) => Standing::Shared(index),
        (_, None) => Standing::Waiting,
    };
    Ok(Kept {
        position: row.get(0)?,
        hash: Hash(row.get(1)?),
        bytes: row.get(2)?,
        standing,
        key_id: KeyId(row.get(5)?),
        seq: row.get(6)?,
    })
}
