//! Which records were merged into which, and as whose each of them counts.
//!
//! A row says what its own writes say. As whose a record counts follows from the rows, so that the order in which entries arrive cannot
//! matter: it goes along from record to record to the last one that is known here. Two desks may have merged two records into each other
//! at the same time: of those, the one with the smallest id stands.

use std::collections::HashSet;

use daybook_api::{MergedRecord, PatientId};
use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension};

use super::patient;
use crate::store::StoreError;

/// Into which record this one was merged, by its own row, if that one is known here.
fn next(conn: &Connection, id: &Id) -> Result<Option<Id>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT other.patient FROM patient JOIN patient AS other ON other.patient = patient.merged
         WHERE patient.patient = ?1",
    )?;
    Ok(select.query_row([id.0], |row| row.get(0)).optional()?.map(Id))
}

/// The record and those that it was merged into, one after the other; those that were merged into each other once.
pub fn way(conn: &Connection, id: &Id) -> Result<Vec<Id>, StoreError> {
    Ok(walk(conn, id)?.0)
}

/// As whose record this one counts: its own, or that at the end of what it was merged into.
pub fn stands_as(conn: &Connection, id: &Id) -> Result<Id, StoreError> {
    let (way, circle) = walk(conn, id)?;
    let last = *way.last().unwrap_or(id);
    Ok(circle.and_then(|from| way[from..].iter().min_by_key(|id| id.0).copied()).unwrap_or(last))
}

/// The way, and from where on it goes round in a circle.
fn walk(conn: &Connection, id: &Id) -> Result<(Vec<Id>, Option<usize>), StoreError> {
    let mut way = vec![*id];
    let mut at = *id;
    while let Some(further) = next(conn, &at)? {
        if let Some(known) = way.iter().position(|known| *known == further) {
            return Ok((way, Some(known)));
        }
        way.push(further);
        at = further;
    }
    Ok((way, None))
}

/// Every record that was merged into this one, and into those, by id; not this one.
pub fn all_into(conn: &Connection, id: &Id) -> Result<Vec<Id>, StoreError> {
    let mut select = conn.prepare_cached("SELECT patient FROM patient WHERE merged = ?1 ORDER BY patient")?;
    let (mut seen, mut all, mut next) = (HashSet::from([*id]), Vec::new(), vec![*id]);
    while let Some(into) = next.pop() {
        for gone in select.query_map([into.0], |row| row.get(0).map(Id))? {
            let gone = gone?;
            if seen.insert(gone) {
                all.push(gone);
                next.push(gone);
            }
        }
    }
    all.sort_by_key(|id| id.0);
    Ok(all)
}

/// This record and every one that counts as it.
pub fn whole(conn: &Connection, id: &Id) -> Result<Vec<Id>, StoreError> {
    let mut all = vec![*id];
    if stands_as(conn, id)? == *id {
        all.extend(all_into(conn, id)?);
    }
    Ok(all)
}

/// Every record that was merged into another.
pub fn all(conn: &Connection) -> Result<Vec<Id>, StoreError> {
    let mut select = conn.prepare_cached("SELECT patient FROM patient WHERE merged IS NOT NULL")?;
    Ok(select.query_map([], |row| row.get(0).map(Id))?.collect::<Result<_, _>>()?)
}

/// A record in a few words.
pub fn brief(conn: &Connection, id: &Id) -> Result<MergedRecord, StoreError> {
    let known = patient::load(conn, id)?.unwrap_or_default();
    let (family, given) = (known.person.family, known.person.given);
    Ok(MergedRecord { id: PatientId(id.to_string()), number: known.number, family, given })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records by their first byte, each with what it was merged into.
    fn register(records: &[(u8, Option<u8>)]) -> Connection {
        let conn = crate::store::db::in_memory().unwrap();
        for (id, merged) in records {
            conn.execute(
                "INSERT INTO patient (patient, number, given, family, second_given, second_family, title, sex, birth, phones,
                                      address, kin, identifiers, language, interpreter, note, merged)
                 VALUES (?1, '', '', '', '', '', '', 'female', '', '[]', '{}', '{}', '[]', '', 'needed', '', ?2)",
                ([*id; 16], merged.map(|into| [into; 16])),
            )
            .unwrap();
        }
        conn
    }

    fn counts_as(conn: &Connection, id: u8) -> u8 {
        stands_as(conn, &Id([id; 16])).unwrap().0[0]
    }

    #[test]
    fn a_record_counts_as_the_last_one_that_is_known() {
        let conn = register(&[(1, Some(2)), (2, Some(3)), (3, None), (4, Some(9))]);
        assert_eq!([1, 2, 3, 4].map(|id| counts_as(&conn, id)), [3, 3, 3, 4]);
        assert_eq!(all_into(&conn, &Id([3; 16])).unwrap(), [Id([1; 16]), Id([2; 16])]);
        assert_eq!(whole(&conn, &Id([2; 16])).unwrap(), [Id([2; 16])]);
    }

    #[test]
    fn of_records_merged_into_each_other_one_stands() {
        let conn = register(&[(5, Some(7)), (7, Some(6)), (6, Some(5)), (8, Some(7))]);
        assert_eq!([5, 6, 7, 8].map(|id| counts_as(&conn, id)), [5, 5, 5, 5]);
        assert_eq!(whole(&conn, &Id([5; 16])).unwrap().len(), 4);
        assert_eq!(whole(&conn, &Id([7; 16])).unwrap().len(), 1);
    }
}
