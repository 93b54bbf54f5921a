//! The rows of the first index, written before there was a log: they answer until every patient in them has a record in the log.

use daybook_ledger::Id;
use rusqlite::{Connection, Transaction, params};

use super::update;
use crate::{
    domain::register::{Digits, Field, Known, Record, Register, Standing},
    store::{Store, StoreError, projections::patient},
};

/// Rows turned into records in one transaction.
const LOT: usize = 500;

pub(super) fn clear(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute("DELETE FROM search_doc", [])?;
    Ok(())
}

/// Reads the rows that are left into the register.
pub(super) fn read(conn: &Connection, register: &mut Register) -> Result<(), StoreError> {
    let mut select = conn
        .prepare("SELECT patient, given, family, other, birth, phones, codes, hidden FROM search_doc ORDER BY doc")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let text = |column| row.get_ref(column).and_then(|value| Ok(value.as_str()?));
        let mut words = Vec::new();
        for (field, column) in [(Field::Given, 1), (Field::Family, 2), (Field::SecondFamily, 3)] {
            words.extend(text(column)?.split_ascii_whitespace().map(|word| (field, word.to_owned())));
        }
        register.put(&Record {
            patient: row.get(0)?,
            words,
            birth: row.get(4)?,
            known: Known::Surely,
            standing: match row.get(7)? {
                0 => Standing::Here,
                1 => Standing::Dead,
                _ => Standing::Withdrawn,
            },
            phones: text(5)?.split_ascii_whitespace().filter_map(Digits::of).collect(),
            codes: text(6)?.split_ascii_whitespace().map(str::to_owned).collect(),
            ..Record::default()
        });
    }
    Ok(())
}

/// Writes the records of the rows that are left, a lot at a time.
pub(super) fn replace(store: &Store) -> Result<(), StoreError> {
    while store.write(lot)? > 0 {}
    Ok(())
}

/// How many rows it has replaced.
fn lot(tx: &Transaction<'_>) -> Result<usize, StoreError> {
    let mut select = tx.prepare_cached("SELECT doc, patient FROM search_doc ORDER BY doc LIMIT ?1")?;
    let rows = select.query_map([LOT], |row| Ok((row.get(0)?, Id(row.get(1)?))))?;
    let rows: Vec<(i64, Id)> = rows.collect::<Result<_, _>>()?;
    for (doc, id) in &rows {
        if let Some(patient) = patient::load(tx, id)? {
            update(tx, id, &patient)?;
        }
        tx.prepare_cached("DELETE FROM search_doc WHERE doc = ?1")?.execute(params![doc])?;
    }
    Ok(rows.len())
}
