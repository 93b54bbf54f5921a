//! The Ledger page: the entries, what is in one, verification, and export of what others can check.

pub mod alarms;
pub mod blocks;
mod path;
mod words;

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{
    ApiError, EntryDetail, EntryRow, EntryStanding, ErrorCode, ExportEntry, ExportKey, ExportProof, Exported, GetEntry,
    JobStarted, ListEntries, ProofPath, ProofWith, RebuildLedger, VerifyLedger,
};
use daybook_ledger::{Attached, Entry, Hash, Operation, Role, TlogProof, verify::native::spki_to_pem};
use rusqlite::Connection;

use crate::{
    desk::{Desk, Open},
    store::{
        StoreError,
        entries::{self, Standing, Stored},
        keys::KeyRing,
        network::{self, Fold},
        outbox,
        projections::{site, staff},
        rebuild,
    },
    sync::{book, policy, proofs},
    verify,
};

const USUAL_LIMIT: u32 = 50;
const MOST: u32 = 1000;

/// Lists entries, newest first: all of them for an administrator, this desk's for a receptionist, their own for a doctor.
pub async fn list(desk: &Arc<Desk>, request: ListEntries) -> Result<Vec<EntryRow>, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let limit = if request.limit == 0 { USUAL_LIMIT } else { request.limit.min(MOST) };
    open.store.read_with_keys(|conn, keys| {
        let stored = entries::newest(conn, request.before, limit, scope(&open, keys))?;
        let confirmed = policy::confirmed_size(conn, keys)?;
        let row = |stored: &Stored| match Entry::parse(&stored.bytes) {
            Ok(entry) => row(conn, stored, &entry, confirmed),
            Err(_) => Ok(unreadable(stored, confirmed)),
        };
        Ok(stored.iter().map(row).collect::<Result<_, StoreError>>()?)
    })
}

/// One entry, decoded, with its proof and what this desk can read of it.
pub async fn get(desk: &Arc<Desk>, request: GetEntry) -> Result<EntryDetail, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    open.store.read_with_keys(|conn, keys| {
        let (stored, entry) = find(conn, keys, &open, &request.entry)?;
        let proof = proofs::of(conn, keys, &stored)?;
        Ok(EntryDetail {
            row: row(conn, &stored, &entry, policy::confirmed_size(conn, keys)?)?,
            header: words::header(entry.header()),
            path: path(conn, keys, &stored, proof.as_deref())?,
            refusal: refusal(conn, &stored)?,
            events: words::events(conn, keys, &entry)?,
            proof,
        })
    })
}

/// Re-checks every entry, proof and row, as a job whose result is [`daybook_api::VerifyReport`].
pub async fn verify(desk: &Arc<Desk>, _: VerifyLedger) -> Result<JobStarted, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    Ok(desk.jobs().start(desk.host(), move |progress| async move { Ok(verify::verify(&open.store, &progress)?) }))
}

/// Computes every projection anew, as a job whose result is [`daybook_api::RebuildReport`].
pub async fn rebuild(desk: &Arc<Desk>, _: RebuildLedger) -> Result<JobStarted, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    Ok(desk.jobs().start(desk.host(), move |progress| async move { Ok(rebuild::rebuild(&open.store, &progress)?) }))
}

/// An entry's COSE bytes.
pub async fn export_entry(desk: &Arc<Desk>, request: ExportEntry) -> Result<Exported, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let (stored, _) = open.store.read_with_keys(|conn, keys| find(conn, keys, &open, &request.entry))?;
    Ok(exported(format!("entry-{}.cose", label(&stored)), &stored.bytes))
}

/// An entry's proof, which verifies offline; with the entry and its desk's key, unless the bare proof is asked for.
pub async fn export_proof(desk: &Arc<Desk>, request: ExportProof) -> Result<Exported, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let (stored, proof) = open.store.read_with_keys(|conn, keys| {
        let (stored, entry) = find(conn, keys, &open, &request.entry)?;
        let proof = proofs::of(conn, keys, &stored)?;
        let proof = match request.with {
            ProofWith::Entry => proof.map(|proof| attach(conn, &entry, &proof)).transpose()?,
            ProofWith::Nothing => proof,
        };
        Ok::<_, ApiError>((stored, proof))
    })?;
    let none =
        || ApiError::new(ErrorCode::NotFound, "This entry is not in the shared ledger yet, so nothing proves it.");
    Ok(exported(format!("proof-{}.tlog-proof", label(&stored)), proof.ok_or_else(none)?.as_bytes()))
}

/// A desk's public key, as PEM.
pub async fn export_key(desk: &Arc<Desk>, request: ExportKey) -> Result<Exported, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    let (number, pem) = open.store.read_with_keys(|conn, keys| {
        let number = request.desk.unwrap_or(keys.desk());
        let state = network::load(conn, Fold::Local)?;
        let found = state.desks_of(keys.site()).find(|(_, desk)| desk.number == number);
        let none = || ApiError::new(ErrorCode::NotFound, "The hospital has no desk with this number.");
        found.map(|(_, desk)| (number, spki_to_pem(&desk.spki))).ok_or_else(none)
    })?;
    Ok(exported(format!("desk-{number:02}.pem"), pem.as_bytes()))
}

/// The proof with all that whoever checks it needs, but the log's key.
fn attach(conn: &Connection, entry: &Entry, proof: &str) -> Result<String, StoreError> {
    let proof = TlogProof::parse(proof).map_err(|_| StoreError::Damaged("a proof"))?;
    let desk_key = network::load(conn, Fold::Local)?.desk(&entry.header().key_id).map(|desk| desk.spki.clone());
    Ok(Attached { entry: Some(entry.bytes().to_vec()), desk_key }.attach(proof).to_string())
}

fn path(
    conn: &Connection,
    keys: &KeyRing,
    stored: &Stored,
    proof: Option<&str>,
) -> Result<Option<ProofPath>, StoreError> {
    let (Some(proof), Some(server)) = (proof, book::server(conn)?) else { return Ok(None) };
    Ok(path::of(proof, stored.hash, &server.log_key, &policy::witness_keys(conn, keys)?))
}

fn refusal(conn: &Connection, stored: &Stored) -> Result<Option<String>, StoreError> {
    if stored.standing != Standing::Refused {
        return Ok(None);
    }
    Ok(outbox::refusals(conn)?.into_iter().find(|refusal| refusal.hash == stored.hash).map(|refusal| refusal.reason))
}

fn scope(open: &Open, keys: &KeyRing) -> entries::Scope {
    match open.session.role {
        Role::Administrator => entries::Scope::All,
        Role::Receptionist => entries::Scope::Desk(keys.site(), keys.desk()),
        Role::Doctor | Role::Patient => entries::Scope::Actor(open.session.staff),
    }
}

/// The entry with this leaf hash or index, if whoever is logged in may see it.
fn find(conn: &Connection, keys: &KeyRing, open: &Open, typed: &str) -> Result<(Stored, Entry), ApiError> {
    let typed = typed.trim().to_lowercase();
    let stored = match (Hash::from_hex(&typed), typed.parse()) {
        (Ok(hash), _) => entries::by_hash(conn, &hash)?,
        (_, Ok(index)) => entries::by_index(conn, index)?,
        _ => {
            return Err(ApiError::new(
                ErrorCode::Invalid,
                "An entry is named by its index or by its hash of 64 digits.",
            ));
        }
    };
    let none = || ApiError::new(ErrorCode::NotFound, "There is no such entry here.");
    let stored = stored.ok_or_else(none)?;
    let entry = Entry::parse(&stored.bytes).map_err(StoreError::from)?;
    match scope(open, keys).covers(entry.header()) {
        true => Ok((stored, entry)),
        false => Err(none()),
    }
}

/// `confirmed`: so many entries of the shared log are.
fn row(conn: &Connection, stored: &Stored, entry: &Entry, confirmed: u64) -> Result<EntryRow, StoreError> {
    let header = entry.header();
    let code = site::site(conn, &header.site)?.map_or_else(|| "?".to_owned(), |site| site.code);
    Ok(EntryRow {
        position: stored.position,
        index: match stored.standing {
            Standing::Shared(index) => Some(index),
            Standing::Waiting | Standing::Refused => None,
        },
        entry: stored.hash.to_string(),
        act: header.act.as_str().to_owned(),
        at: i64::try_from(header.time.ms).unwrap_or(i64::MAX),
        who: staff::name_of(conn, &header.actor)?.unwrap_or_default(),
        role: staff::role_for_people(header.role),
        desk: format!("{code}/{}", header.desk),
        events: entry.payload().len() as u64,
        size: stored.bytes.len() as u64,
        standing: standing(stored, confirmed),
    })
}

/// Verification says what is wrong with it.
fn unreadable(stored: &Stored, confirmed: u64) -> EntryRow {
    EntryRow {
        position: stored.position,
        index: None,
        entry: stored.hash.to_string(),
        act: "unreadable".to_owned(),
        at: 0,
        who: String::new(),
        role: None,
        desk: "?".to_owned(),
        events: 0,
        size: stored.bytes.len() as u64,
        standing: standing(stored, confirmed),
    }
}

fn standing(stored: &Stored, confirmed: u64) -> EntryStanding {
    match stored.standing {
        Standing::Waiting => EntryStanding::Waiting,
        Standing::Refused => EntryStanding::Refused,
        Standing::Shared(index) if index < confirmed => EntryStanding::Confirmed,
        Standing::Shared(_) => EntryStanding::Shared,
    }
}

fn label(stored: &Stored) -> String {
    match stored.standing {
        Standing::Shared(index) => index.to_string(),
        Standing::Waiting | Standing::Refused => stored.hash.to_string(),
    }
}

fn exported(name: String, bytes: &[u8]) -> Exported {
    Exported { name, base64: BASE64_STANDARD.encode(bytes) }
}
