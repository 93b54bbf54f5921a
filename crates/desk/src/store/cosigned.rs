//! Checkpoints that witnesses have cosigned, as far as this desk has verified them, and when each witness was seen last.

use std::cmp::Ordering;

use daybook_ledger::{SignedCheckpoint, VerifierKey};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest, Sha256};

use super::StoreError;

/// So many checkpoints are kept that are newer than the one that meets the policy.
const MOST: u32 = 32;

/// Which policy: the hash of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PolicyId([u8; 32]);

impl PolicyId {
    /// The id of the policy with this text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A checkpoint with its cosignatures.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The signed note.
    pub note: SignedCheckpoint,
    /// The policy whose quorum it meets.
    pub meets: Option<PolicyId>,
    /// When this desk verified it, milliseconds.
    pub at: i64,
}

/// What a witness has signed last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sight {
    /// The size of the tree.
    pub size: u64,
    /// By its own clock, seconds.
    pub time: u64,
}

/// How two cosignatures of one witness stand to each other: each says that it knew of no larger tree then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As it should be.
    Right,
    /// The other tree is smaller and was signed later.
    WentBackTo,
    /// The other tree is larger and was signed before.
    WentBackFrom,
}

impl Sight {
    /// How another sight of the same witness stands to this one.
    pub fn order(&self, other: &Self) -> Order {
        match (other.size.cmp(&self.size), other.time.cmp(&self.time)) {
            (Ordering::Less, Ordering::Greater) => Order::WentBackTo,
            (Ordering::Greater, Ordering::Less) => Order::WentBackFrom,
            _ => Order::Right,
        }
    }
}

/// Keeps a checkpoint, or what is known of it now.
pub fn keep(tx: &Transaction<'_>, kept: &Kept) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO cosigned (size, note, policy, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (size) DO UPDATE SET note = ?2, policy = ?3",
        params![kept.note.checkpoint().size, kept.note.text(), kept.meets.map(|id| id.0), kept.at],
    )?;
    Ok(())
}

/// All that are kept, the smallest first.
pub fn all(conn: &Connection) -> Result<Vec<Kept>, StoreError> {
    let mut query = conn.prepare_cached("SELECT note, policy, at FROM cosigned ORDER BY size")?;
    let rows = query.query_map([], row)?.collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(read).collect()
}

/// The size of the largest tree that meets the policy; 0 if there is none.
pub fn confirmed_size(conn: &Connection, policy: PolicyId) -> Result<u64, StoreError> {
    let mut query = conn.prepare_cached("SELECT max(size) FROM cosigned WHERE policy = ?")?;
    let size: Option<u64> = query.query_row([policy.0], |row| row.get(0))?;
    Ok(size.unwrap_or(0))
}

/// The checkpoint of the largest tree that meets the policy.
pub fn confirmed(conn: &Connection, policy: PolicyId) -> Result<Option<Kept>, StoreError> {
    let mut query =
        conn.prepare_cached("SELECT note, policy, at FROM cosigned WHERE policy = ? ORDER BY size DESC LIMIT 1")?;
    query.query_row([policy.0], row).optional()?.map(read).transpose()
}

/// Forgets what is of no more use: all below the largest that meets the policy, and all but some of what is above it.
pub fn prune(tx: &Transaction<'_>, policy: PolicyId) -> Result<(), StoreError> {
    let confirmed = confirmed_size(tx, policy)?;
    tx.execute("DELETE FROM cosigned WHERE size < ?", [confirmed])?;
    tx.execute(
        "DELETE FROM cosigned WHERE size <> ?1 AND size NOT IN (SELECT size FROM cosigned ORDER BY size DESC LIMIT ?2)",
        params![confirmed, MOST],
    )?;
    Ok(())
}

/// Remembers that a witness has signed `note`, if it is the newest that is known of it.
pub fn see(
    tx: &Transaction<'_>,
    witness: &VerifierKey,
    sight: Sight,
    note: &SignedCheckpoint,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO witness_sight (key, size, time, note) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (key) DO UPDATE SET size = ?2, time = ?3, note = ?4
         WHERE (excluded.size, excluded.time) > (size, time) OR ((excluded.size, excluded.time) = (size, time) AND note = '')",
        params![witness.to_string(), sight.size, sight.time, note.text()],
    )?;
    Ok(())
}

/// The checkpoint that a witness has signed last, with its line; none if it was seen by an earlier version only.
pub fn signed_last(conn: &Connection, witness: &VerifierKey) -> Result<Option<SignedCheckpoint>, StoreError> {
    let mut query = conn.prepare_cached("SELECT note FROM witness_sight WHERE key = ? AND note <> ''")?;
    let note: Option<String> = query.query_row([witness.to_string()], |row| row.get(0)).optional()?;
    note.map(|note| SignedCheckpoint::parse(&note).map_err(|_| StoreError::Damaged("a cosigned checkpoint")))
        .transpose()
}

/// Of every witness the checkpoint that it has signed last.
pub fn all_signed_last(conn: &Connection) -> Result<Vec<SignedCheckpoint>, StoreError> {
    let mut query = conn.prepare_cached("SELECT note FROM witness_sight WHERE note <> '' ORDER BY size")?;
    let notes = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let parse = |note: &String| SignedCheckpoint::parse(note).map_err(|_| StoreError::Damaged("a cosigned checkpoint"));
    notes.iter().map(parse).collect()
}

/// What a witness has signed last.
pub fn sight(conn: &Connection, witness: &VerifierKey) -> Result<Option<Sight>, StoreError> {
    let mut query = conn.prepare_cached("SELECT size, time FROM witness_sight WHERE key = ?")?;
    Ok(query.query_row([witness.to_string()], |row| Ok(Sight { size: row.get(0)?, time: row.get(1)? })).optional()?)
}

type Columns = (String, Option<[u8; 32]>, i64);

fn row(row: &Row<'_>) -> rusqlite::Result<Columns> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn read((note, policy, at): Columns) -> Result<Kept, StoreError> {
    let note = SignedCheckpoint::parse(&note).map_err(|_| StoreError::Damaged("a cosigned checkpoint"))?;
    Ok(Kept { note, meets: policy.map(PolicyId), at })
}

#[cfg(test)]
mod tests {
    use daybook_ledger::{Checkpoint, Hash, SignerKey};

    use super::*;
    use crate::testing::Bench;

    fn sight(size: u64, time: u64) -> Sight {
        Sight { size, time }
    }

    #[test]
    fn a_smaller_tree_signed_later_is_out_of_order_from_either_side() {
        assert_eq!(sight(9, 100).order(&sight(5, 101)), Order::WentBackTo);
        assert_eq!(sight(5, 101).order(&sight(9, 100)), Order::WentBackFrom);
        // Older ones that come late, the same again, two within a second: all that happens.
        for (one, other) in [
            ((5, 100), (9, 101)),
            ((5, 100), (9, 100)),
            ((5, 100), (5, 200)),
            ((9, 100), (9, 100)),
            ((5, 200), (9, 200)),
        ] {
            let (one, other) = (sight(one.0, one.1), sight(other.0, other.1));
            assert_eq!((one.order(&other), other.order(&one)), (Order::Right, Order::Right), "{one:?} {other:?}");
        }
    }

    #[tokio::test]
    async fn what_a_witness_has_signed_last_is_kept_as_it_was_signed() {
        let bench = Bench::founded().await;
        let store = &bench.desk.session().unwrap().store;
        let (log, north) =
            (SignerKey::generate("log.test", &[3; 32]).unwrap(), SignerKey::generate_witness("n", &[4; 32]).unwrap());
        let signed = |size| {
            let checkpoint = Checkpoint { origin: "log.test".into(), size, root: Hash([size as u8; 32]) };
            checkpoint.sign(&log).unwrap()
        };
        let key = north.verifier();
        let see = |size, time| store.write(|tx| see(tx, key, sight(size, time), &signed(size))).unwrap();
        let last = || store.read(|conn| signed_last(conn, key)).unwrap().map(|note| note.checkpoint().size);
        assert_eq!(last(), None);
        for (size, time, then) in [(5, 100, 5), (9, 101, 9), (5, 102, 9), (9, 103, 9)] {
            see(size, time);
            assert_eq!(last(), Some(then));
        }
        // A sight of an earlier version has no note until the same is seen again.
        store.write(|tx| tx.execute("UPDATE witness_sight SET note = ''", []).map_err(StoreError::from)).unwrap();
        assert_eq!((last(), store.read(all_signed_last).unwrap().len()), (None, 0));
        see(9, 103);
        assert_eq!((last(), store.read(all_signed_last).unwrap().len()), (Some(9), 1));
    }
}
