//! One hash over all projections: equal on any two desks that hold the same entries.

use rusqlite::{Connection, types::ValueRef};
use sha2::{Digest, Sha256};

use super::{StoreError, projections::PROJECTIONS};

/// SHA-256 over every row of every projection table, in the order of what names it.
pub fn digest(conn: &Connection) -> Result<[u8; 32], StoreError> {
    let mut hash = Sha256::new();
    for (table, key) in PROJECTIONS {
        hash.update(table.as_bytes());
        add_table(conn, table, &key.join(", "), &mut hash)?;
    }
    Ok(hash.finalize().into())
}

fn add_table(conn: &Connection, table: &str, order: &str, hash: &mut Sha256) -> Result<(), StoreError> {
    let mut query = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let columns = query.column_count();
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..columns {
            add_value(row.get_ref(column)?, hash);
        }
    }
    Ok(())
}

/// Type, length, bytes: no two different rows run together into the same bytes.
pub fn add_value(value: ValueRef<'_>, hash: &mut Sha256) {
    match value {
        ValueRef::Null => hash.update([0]),
        ValueRef::Integer(number) => add(hash, 1, &number.to_be_bytes()),
        ValueRef::Real(number) => add(hash, 2, &number.to_bits().to_be_bytes()),
        ValueRef::Text(text) => add(hash, 3, text),
        ValueRef::Blob(bytes) => add(hash, 4, bytes),
    }
}

fn add(hash: &mut Sha256, kind: u8, bytes: &[u8]) {
    hash.update([kind]);
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}
