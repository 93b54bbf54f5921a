//! What a desk keeps about its server: where it is, the largest checkpoint it signed, and the evidence against it.

use daybook_api::{AlarmWitness, SignedSides};
use daybook_ledger::{
    Evidence as File, Hash, Policy, SignedCheckpoint, VerifierKey,
    evidence::{Beginning, Fork, WentBack},
    policy::Witness,
};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    accused,
    address::ServerAddress,
    evidence,
    plan::{Contradiction, Verified, WITNESS_WENT_BACK},
};
use crate::store::StoreError;

/// The ledger server this desk shares with.
#[derive(Clone)]
pub struct Server {
    /// Where it is.
    pub address: ServerAddress,
    /// Whose signature counts.
    pub log_key: VerifierKey,
    /// The operator's invitation, until the hospital is known there.
    pub invite: Option<String>,
    /// How far the key box has been read.
    pub key_cursor: u64,
}

/// An unsettled contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// What happened, for people.
    pub sentence: String,
    /// When, milliseconds.
    pub at: i64,
}

/// Both sides of a contradiction, to be kept.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What kind.
    pub kind: Contradiction,
    /// The signed note this desk had verified.
    pub kept: Option<SignedCheckpoint>,
    /// The signed note that does not fit.
    pub shown: SignedCheckpoint,
    /// How many entries this desk had verified.
    pub size: u64,
    /// Its root over them.
    pub root: Hash,
    /// Which rule, which entry; ids only.
    pub detail: String,
    /// What the tree that was shown begins with, if that is not what this desk had verified and the server's tiles show it.
    pub beginning: Option<Beginning>,
}

/// The server, if one is connected.
pub fn server(conn: &Connection) -> Result<Option<Server>, StoreError> {
    let row = conn
        .query_row("SELECT address, log_key, invite, key_cursor FROM server", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
        })
        .optional()?;
    let Some((address, log_key, invite, key_cursor)) = row else { return Ok(None) };
    let address = ServerAddress::parse(&address).map_err(|_| StoreError::Damaged("the server's address"))?;
    let log_key = VerifierKey::parse(&log_key).map_err(|_| StoreError::Damaged("the server's key"))?;
    Ok(Some(Server { address, log_key, invite, key_cursor }))
}

/// Connects this desk to `server`.
pub fn set_server(tx: &Transaction<'_>, server: &Server) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR REPLACE INTO server (only, address, log_key, invite, key_cursor) VALUES (1, ?, ?, ?, ?)",
        params![server.address.to_string(), server.log_key.to_string(), server.invite, server.key_cursor],
    )?;
    Ok(())
}

/// Forgets the invitation: the hospital is known.
pub fn clear_invite(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("UPDATE server SET invite = NULL", [])?;
    Ok(())
}

/// Remembers how far the key box has been read.
pub fn set_key_cursor(tx: &Transaction<'_>, cursor: u64) -> Result<(), StoreError> {
    tx.execute("UPDATE server SET key_cursor = ?", [cursor])?;
    Ok(())
}

/// The largest checkpoint seen with the log's signature.
pub fn sighting(conn: &Connection) -> Result<Option<SignedCheckpoint>, StoreError> {
    let note: Option<String> = conn.query_row("SELECT note FROM sighting", [], |row| row.get(0)).optional()?;
    let parse = |note: String| SignedCheckpoint::parse(&note).map_err(|_| StoreError::Damaged("the last checkpoint"));
    note.map(parse).transpose()
}

/// Remembers `note`, whose signature has been verified, if it is the largest.
pub fn set_sighting(tx: &Transaction<'_>, note: &SignedCheckpoint, at: i64) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO sighting (only, size, note, at) VALUES (1, ?1, ?2, ?3)
         ON CONFLICT (only) DO UPDATE SET size = ?1, note = ?2, at = ?3 WHERE excluded.size > sighting.size",
        params![note.checkpoint().size, note.text(), at],
    )?;
    Ok(())
}

/// The newest contradiction of the server that nobody has settled.
pub fn alarm(conn: &Connection) -> Result<Option<Alarm>, StoreError> {
    let sql = "SELECT id, kind, at FROM alarm WHERE settled_at IS NULL AND kind <> ? ORDER BY id DESC LIMIT 1";
    let row = conn
        .query_row(sql, [WITNESS_WENT_BACK], |row| Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?)))
        .optional()?;
    let Some((id, kind, at)) = row else { return Ok(None) };
    let kind = Contradiction::parse(&kind).ok_or(StoreError::Damaged("an alarm"))?;
    let sentence = format!(
        "{} Sharing has stopped; both signed notes are kept as evidence. Your work here goes on and is safe. \
         Tell your administrator, who should ask the server's operator.",
        accused::sentence(kind, &accused::of_alarm(conn, id)?)
    );
    Ok(Some(Alarm { sentence, at }))
}

/// A contradiction as it is kept, settled or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub id: u64,
    /// What kind.
    pub kind: Contradiction,
    /// The signed note that this desk had verified; empty if none.
    pub kept: String,
    /// The signed note that it was shown.
    pub shown: String,
    /// How many entries this desk had verified.
    pub size: u64,
    /// Its root over them.
    pub root: Hash,
    /// Which rule, which entry; ids only.
    pub detail: String,
    /// When it was found, milliseconds.
    pub at: i64,
    /// When an administrator connected anew and all fitted again.
    pub settled_at: Option<i64>,
    /// The witnesses that have signed a side of it.
    pub witnesses: Vec<AlarmWitness>,
}

impl Kept {
    /// Whether sharing rests because of it.
    pub fn stops_sharing(&self) -> bool {
        self.settled_at.is_none() && self.kind != Contradiction::WitnessWentBack
    }
}

/// Every contradiction that was found, newest first.
pub fn alarms(conn: &Connection) -> Result<Vec<Kept>, StoreError> {
    let sql = "SELECT id, kind, kept, shown, size, root, detail, at, settled_at FROM alarm ORDER BY id DESC";
    let mut query = conn.prepare_cached(sql)?;
    let rows = query.query_map([], |row| {
        let (id, kind) = (row.get(0)?, Contradiction::parse(&row.get::<_, String>(1)?));
        let (size, root) = (row.get(4)?, Hash(row.get(5)?));
        let (kept, shown, detail) = (row.get(2)?, row.get(3)?, row.get(6)?);
        let (at, settled_at) = (row.get(7)?, row.get(8)?);
        let witnesses = Vec::new();
        Ok(kind.map(|kind| Kept { id, kind, kept, shown, size, root, detail, at, settled_at, witnesses }))
    })?;
    let mut all = rows.map(|row| row?.ok_or(StoreError::Damaged("an alarm"))).collect::<Result<Vec<_>, _>>()?;
    for kept in &mut all {
        kept.witnesses = accused::of_alarm(conn, kept.id)?;
    }
    Ok(all)
}

/// Keeps the evidence, and by `policy` who else has signed it; sharing rests until it is settled.
pub fn raise(tx: &Transaction<'_>, evidence: &Evidence, policy: Option<&Policy>, at: i64) -> Result<(), StoreError> {
    let Some(server) = server(tx)? else { return insert(tx, evidence, "", &[], at) };
    let file = evidence::strongest(tx, evidence, &server.log_key, at)?;
    let witnesses = policy.map(|policy| accused::by_policy(policy, evidence.kind, &evidence.shown, &file));
    insert(tx, evidence, &file.to_string(), &witnesses.unwrap_or_default(), at)
}

/// Keeps a proof that witnesses of the policy have signed both sides of the newest alarm, in place of what it had.
pub fn prove(tx: &Transaction<'_>, fork: Fork, shown: &SignedCheckpoint, policy: &Policy) -> Result<(), StoreError> {
    let Some(alarm) = alarms(tx)?.into_iter().find(Kept::stops_sharing) else { return Ok(()) };
    let kept = fork.notes.iter().find(|note| *note != shown.text()).cloned().unwrap_or_default();
    let file = File::Fork(fork);
    let update = "UPDATE alarm SET kept = ?, shown = ?, evidence = ? WHERE id = ?";
    tx.execute(update, params![kept, shown.text(), file.to_string(), alarm.id])?;
    accused::replace(tx, alarm.id, &accused::by_policy(policy, alarm.kind, shown, &file))
}

/// Names the witnesses that have signed what the newest alarm was shown, by the same checkpoint with their lines.
pub fn name_signers(tx: &Transaction<'_>, cosigned: &[SignedCheckpoint], policy: &Policy) -> Result<(), StoreError> {
    let Some(alarm) = alarms(tx)?.into_iter().find(Kept::stops_sharing) else { return Ok(()) };
    let shown = SignedCheckpoint::parse(&alarm.shown).map_err(|_| StoreError::Damaged("an alarm"))?;
    let same = cosigned.iter().find(|note| note.checkpoint() == shown.checkpoint());
    let Some((note, file)) = same.zip(evidence::file(tx, Some(alarm.id))?) else { return Ok(()) };
    let file = File::parse(&file.1).map_err(|_| StoreError::Damaged("an alarm"))?;
    let witnesses = accused::by_policy(policy, alarm.kind, note, &file);
    if witnesses.len() <= alarm.witnesses.len() {
        return Ok(());
    }
    tx.execute("UPDATE alarm SET shown = ? WHERE id = ?", params![note.text(), alarm.id])?;
    accused::replace(tx, alarm.id, &witnesses)
}

/// Keeps that a witness signed `small` after `large`, once of each larger tree that it went back from. Sharing goes on.
pub fn note_went_back(
    tx: &Transaction<'_>,
    known: &Verified,
    witness: &Witness,
    [large, small]: [&SignedCheckpoint; 2],
    at: i64,
) -> Result<(), StoreError> {
    let key = witness.key.to_string();
    let is_known = "SELECT 1 FROM alarm JOIN alarm_witness ON alarm = id WHERE kind = ? AND key = ? AND kept = ?";
    if tx.prepare_cached(is_known)?.exists(params![WITNESS_WENT_BACK, key, large.text()])? {
        return Ok(());
    }
    let evidence = Evidence {
        kind: Contradiction::WitnessWentBack,
        kept: Some(large.clone()),
        shown: small.clone(),
        size: known.size,
        root: known.root,
        detail: String::new(),
        beginning: None,
    };
    tracing::error!(witness = %witness.name, "a witness has signed less after it had signed more");
    let file = File::WentBack(WentBack::of(&witness.key, large, small)).to_string();
    insert(tx, &evidence, &file, &[accused::named(witness, SignedSides::Both)], at)
}

fn insert(
    tx: &Transaction<'_>,
    evidence: &Evidence,
    file: &str,
    witnesses: &[AlarmWitness],
    at: i64,
) -> Result<(), StoreError> {
    let kept = evidence.kept.as_ref().map_or("", SignedCheckpoint::text);
    tx.execute(
        "INSERT INTO alarm (kind, kept, shown, size, root, detail, at, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            evidence.kind.as_str(),
            kept,
            evidence.shown.text(),
            evidence.size,
            evidence.root.0,
            evidence.detail,
            at,
            file
        ],
    )?;
    accused::keep(tx, tx.last_insert_rowid().unsigned_abs(), witnesses)
}

/// Settles every alarm: an administrator has connected anew, and all fits again. The evidence stays.
pub fn settle(tx: &Transaction<'_>, at: i64) -> Result<(), StoreError> {
    tx.execute("UPDATE alarm SET settled_at = ? WHERE settled_at IS NULL", [at])?;
    Ok(())
}
