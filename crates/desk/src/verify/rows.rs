//! Every projection row against the same row computed anew, beside the database and in memory only.

use std::cmp::Ordering;

use daybook_api::FindingKind;
use daybook_ledger::Entry;
use rusqlite::{Connection, Row, Rows, types::Value};

use super::{findings::Findings, go_on};
use crate::{
    jobs::Progress,
    store::{StoreError, db, entries, keys::KeyRing, projections::PROJECTIONS},
};

/// Checks every row of every projection; how many there are.
pub fn check(
    conn: &Connection,
    keys: &KeyRing,
    progress: &Progress,
    findings: &mut Findings,
) -> Result<u64, StoreError> {
    let mut anew = db::in_memory()?;
    compute(conn, &mut anew, keys, progress)?;
    progress.note("Comparing every row");
    let mut rows = 0;
    for (table, key) in PROJECTIONS {
        rows += compare(conn, &anew, (table, key), progress, findings)?;
    }
    Ok(rows)
}

/// Replays the entries into the empty tables of `anew`. Keys are copied first: what opens an event is not projected.
fn compute(conn: &Connection, anew: &mut Connection, keys: &KeyRing, progress: &Progress) -> Result<(), StoreError> {
    let tx = anew.transaction()?;
    for table in ["content_key", "identity"] {
        copy(conn, &tx, table)?;
    }
    let (mut done, total) = (0, entries::count(conn)?);
    entries::in_replay_order(conn, |stored| {
        go_on(progress)?;
        // One that cannot be read, or opened, has been told of already: its rows will differ.
        if let Ok(entry) = Entry::parse(&stored.bytes) {
            match entries::apply(&tx, keys, &entry) {
                Ok(()) | Err(StoreError::Damaged(_)) => {}
                Err(error) => return Err(error),
            }
        }
        done += 1;
        progress.step(done, total);
        Ok(())
    })?;
    Ok(tx.commit()?)
}

fn copy(from: &Connection, to: &Connection, table: &str) -> Result<(), StoreError> {
    let mut query = from.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = query.column_count();
    let places = vec!["?"; columns].join(", ");
    let mut insert = to.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        insert.execute(rusqlite::params_from_iter(values(row, columns)?))?;
    }
    Ok(())
}

/// One table, row by row in the order of what names them.
fn compare(
    stored: &Connection,
    anew: &Connection,
    (table, key): (&str, &[&str]),
    progress: &Progress,
    findings: &mut Findings,
) -> Result<u64, StoreError> {
    let order = key.join(", ");
    let sql = format!("SELECT {order}, * FROM {table} ORDER BY {order}");
    let (mut one, mut other) = (stored.prepare(&sql)?, anew.prepare(&sql)?);
    let names: Vec<String> = other.column_names().iter().skip(key.len()).map(|name| (*name).to_owned()).collect();
    let columns = one.column_count().max(other.column_count());
    let (mut here, mut there) = (Cursor::new(one.query([])?, columns)?, Cursor::new(other.query([])?, columns)?);
    let mut count = 0;
    loop {
        go_on(progress)?;
        let (found, computed) = (here.row.as_deref(), there.row.as_deref());
        let order = match (found, computed) {
            (None, None) => return Ok(count),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(found), Some(computed)) => compare_keys(&found[..key.len()], &computed[..key.len()]),
        };
        count += 1;
        tell(findings, table, &names, key.len(), (found, computed), order);
        if order != Ordering::Greater {
            here.step()?;
        }
        if order != Ordering::Less {
            there.step()?;
        }
    }
}

fn tell(
    findings: &mut Findings,
    table: &str,
    names: &[String],
    key: usize,
    (found, computed): (Option<&[Value]>, Option<&[Value]>),
    order: Ordering,
) {
    let place = |row: Option<&[Value]>| format!("{table} {}", key_text(&row.unwrap_or_default()[..key]));
    match (order, found, computed) {
        (Ordering::Less, ..) => {
            findings.add(FindingKind::BadRow, place(found), "No entry says what this row says.");
        }
        (Ordering::Greater, ..) => {
            findings.add(FindingKind::BadRow, place(computed), "The entries give a row that is not here.");
        }
        (Ordering::Equal, Some(found), Some(computed)) if found != computed => {
            let differs = |at: &usize| found.get(key + at) != computed.get(key + at);
            let fields: Vec<&str> = (0..names.len()).filter(differs).map(|at| names[at].as_str()).collect();
            let message = format!("This row is not what the entries say: {}.", fields.join(", "));
            findings.add(FindingKind::BadRow, place(Some(found)), message);
        }
        _ => {}
    }
}

/// The rows of one side, one at a time.
struct Cursor<'a> {
    rows: Rows<'a>,
    columns: usize,
    row: Option<Vec<Value>>,
}

impl<'a> Cursor<'a> {
    fn new(rows: Rows<'a>, columns: usize) -> Result<Self, StoreError> {
        let mut cursor = Self { rows, columns, row: None };
        cursor.step()?;
        Ok(cursor)
    }

    fn step(&mut self) -> Result<(), StoreError> {
        self.row = match self.rows.next()? {
            Some(row) => Some(values(row, self.columns)?),
            None => None,
        };
        Ok(())
    }
}

fn values(row: &Row<'_>, columns: usize) -> rusqlite::Result<Vec<Value>> {
    (0..columns).map(|at| row.get(at)).collect()
}

/// As SQLite orders them: null, numbers, text, blobs.
fn compare_keys(one: &[Value], other: &[Value]) -> Ordering {
    let compared = one.iter().zip(other).map(|(one, other)| match (one, other) {
        (Value::Integer(one), Value::Integer(other)) => one.cmp(other),
        (Value::Real(one), Value::Real(other)) => one.total_cmp(other),
        (Value::Text(one), Value::Text(other)) => one.as_bytes().cmp(other.as_bytes()),
        (Value::Blob(one), Value::Blob(other)) => one.cmp(other),
        (one, other) => class(one).cmp(&class(other)),
    });
    compared.fold(Ordering::Equal, Ordering::then)
}

fn class(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 1,
        Value::Text(_) => 2,
        Value::Blob(_) => 3,
    }
}

/// A key that names a row without saying anything about a person: ids as hex, words of our own as they are.
fn key_text(key: &[Value]) -> String {
    let text = |value: &Value| match value {
        Value::Null => "null".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => hex::encode(bytes),
    };
    key.iter().map(text).collect::<Vec<_>>().join(" ")
}
