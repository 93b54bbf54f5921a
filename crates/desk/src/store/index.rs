//! The search index: kept in the transaction that writes a patient's row, never read by anything but search.

mod candidates;
mod find;
mod judge;
mod keys;
mod query;
mod slips;

use std::collections::BTreeSet;

use daybook_ledger::Id;
use rusqlite::{OptionalExtension, Transaction, params};

pub use self::find::{Found, Search, Shown, search};
use self::keys::Keys;
use super::{StoreError, projections::patient::Patient};

/// The index's tables: emptied before patients are projected anew.
pub const TABLES: &[&str] = &[
    "search_doc",
    "search_word",
    "search_name",
    "search_pair",
    "search_slip",
    "search_digits",
    "search_code",
    "search_birth",
];

/// Empties the index; the patients' rows must go with it.
pub fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    TABLES.iter().try_for_each(|table| tx.execute_batch(&format!("DELETE FROM {table}")).map_err(StoreError::from))
}

/// Notes that this desk has opened or registered the patient: shown first among equals, and in the empty search box.
pub fn note_seen(tx: &Transaction<'_>, patient: &Id, at_ms: i64) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT OR REPLACE INTO patient_seen (patient, at) VALUES (?1, ?2)")?
        .execute(params![patient.0, at_ms])?;
    Ok(())
}

/// Brings the index from what a patient was to what it is now: only what differs is touched.
pub(super) fn update(
    tx: &Transaction<'_>,
    patient: &Id,
    before: Option<&Patient>,
    after: &Patient,
) -> Result<(), StoreError> {
    let new = Keys::of(after);
    let known = match before {
        Some(_) => doc_of(tx, patient)?,
        None => None,
    };
    match (known, before) {
        (Some(doc), Some(before)) => {
            let old = Keys::of(before);
            rewrite_doc(tx, doc, &new)?;
            exchange(tx, doc, &old, &new)
        }
        _ => {
            let doc = insert_doc(tx, patient, &new)?;
            exchange(tx, doc, &Keys::default(), &new)
        }
    }
}

fn doc_of(tx: &Transaction<'_>, patient: &Id) -> Result<Option<i64>, StoreError> {
    let mut select = tx.prepare_cached("SELECT doc FROM search_doc WHERE patient = ?1")?;
    Ok(select.query_row([patient.0], |row| row.get(0)).optional()?)
}

fn insert_doc(tx: &Transaction<'_>, patient: &Id, keys: &Keys) -> Result<i64, StoreError> {
    tx.prepare_cached(
        "INSERT INTO search_doc (patient, given, family, other, birth, phones, codes, hidden)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![
        patient.0,
        keys.given.join(" "),
        keys.family.join(" "),
        keys.other.join(" "),
        keys.birth,
        keys.phones.join(" "),
        keys.codes.join(" "),
        keys.hidden,
    ])?;
    Ok(tx.last_insert_rowid())
}

fn rewrite_doc(tx: &Transaction<'_>, doc: i64, keys: &Keys) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE search_doc SET given = ?2, family = ?3, other = ?4, birth = ?5, phones = ?6, codes = ?7, hidden = ?8
         WHERE doc = ?1",
    )?
    .execute(params![
        doc,
        keys.given.join(" "),
        keys.family.join(" "),
        keys.other.join(" "),
        keys.birth,
        keys.phones.join(" "),
        keys.codes.join(" "),
        keys.hidden,
    ])?;
    Ok(())
}

/// Takes the keys of `old` out and puts those of `new` in, where they differ.
fn exchange(tx: &Transaction<'_>, doc: i64, old: &Keys, new: &Keys) -> Result<(), StoreError> {
    differ(old.words(), new.words(), |word| drop_word(tx, doc, word), |word| add_word(tx, doc, word))?;
    let pair = |sql: &str, (begins, text): &(String, String)| -> Result<(), StoreError> {
        tx.prepare_cached(sql)?.execute(params![begins, text, doc])?;
        Ok(())
    };
    differ(
        old.pairs(),
        new.pairs(),
        |key| pair("DELETE FROM search_pair WHERE begins = ?1 AND text = ?2 AND doc = ?3", key),
        |key| pair("INSERT OR IGNORE INTO search_pair (begins, text, doc) VALUES (?1, ?2, ?3)", key),
    )?;
    let text = |sql: &str, key: &String| -> Result<(), StoreError> {
        tx.prepare_cached(sql)?.execute(params![key, doc])?;
        Ok(())
    };
    differ(
        old.tails(),
        new.tails(),
        |key| text("DELETE FROM search_digits WHERE digits = ?1 AND doc = ?2", key),
        |key| text("INSERT OR IGNORE INTO search_digits (digits, doc) VALUES (?1, ?2)", key),
    )?;
    differ(
        old.codes.iter().cloned().collect(),
        new.codes.iter().cloned().collect(),
        |key| text("DELETE FROM search_code WHERE code = ?1 AND doc = ?2", key),
        |key| text("INSERT OR IGNORE INTO search_code (code, doc) VALUES (?1, ?2)", key),
    )?;
    let birth = |sql: &str, key: &u32| -> Result<(), StoreError> {
        tx.prepare_cached(sql)?.execute(params![key, doc])?;
        Ok(())
    };
    differ(
        (old.birth > 0).then_some(old.birth).into_iter().collect(),
        (new.birth > 0).then_some(new.birth).into_iter().collect(),
        |key| birth("DELETE FROM search_birth WHERE birth = ?1 AND doc = ?2", key),
        |key| birth("INSERT OR IGNORE INTO search_birth (birth, doc) VALUES (?1, ?2)", key),
    )
}

fn differ<K: Ord>(
    old: BTreeSet<K>,
    new: BTreeSet<K>,
    drop: impl Fn(&K) -> Result<(), StoreError>,
    add: impl Fn(&K) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    old.difference(&new).try_for_each(drop)?;
    new.difference(&old).try_for_each(add)
}

fn add_word(tx: &Transaction<'_>, doc: i64, text: &str) -> Result<(), StoreError> {
    let (word, docs): (i64, i64) = tx
        .prepare_cached(
            "INSERT INTO search_word (text, docs) VALUES (?1, 1)
             ON CONFLICT (text) DO UPDATE SET docs = docs + 1 RETURNING word, docs",
        )?
        .query_row([text], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if docs == 1 {
        let mut insert = tx.prepare_cached("INSERT OR IGNORE INTO search_slip (slip, word) VALUES (?1, ?2)")?;
        for slip in slips::of(text) {
            insert.execute(params![slip, word])?;
        }
    }
    tx.prepare_cached("INSERT OR IGNORE INTO search_name (word, doc) VALUES (?1, ?2)")?.execute(params![word, doc])?;
    Ok(())
}

/// The word itself stays, for its slips: at most a few bytes a word ever used.
fn drop_word(tx: &Transaction<'_>, doc: i64, text: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "DELETE FROM search_name WHERE doc = ?2 AND word = (SELECT word FROM search_word WHERE text = ?1)",
    )?
    .execute(params![text, doc])?;
    tx.prepare_cached("UPDATE search_word SET docs = docs - 1 WHERE text = ?1")?.execute([text])?;
    Ok(())
}
