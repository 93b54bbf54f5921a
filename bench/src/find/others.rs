//! What others do, on the same people and the same machine: a prefix query of SQLite FTS5 on an unencrypted file, and `LIKE '%x%'` for
//! each word typed, as Open Hospital asks its database.

use anyhow::Result;
use daybook_api::Person;
use rusqlite::{Connection, params_from_iter};
use tempfile::TempDir;

use super::hospital::born;

/// Rows asked for.
const LIMIT: usize = 20;
/// As many columns as a list of patients shows.
const SHOWN: &str = "given, family, born, phone, address";

/// Both tables, filled.
pub struct Others {
    file: Connection,
    /// Removed with it.
    _folder: TempDir,
}

impl Others {
    /// Fills a new file.
    pub fn fill(people: impl Iterator<Item = Person>) -> Result<Self> {
        let folder = tempfile::tempdir_in("target/bench")?;
        let mut file = Connection::open(folder.path().join("others.db"))?;
        file.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
             CREATE TABLE patient (id INTEGER PRIMARY KEY, given TEXT, family TEXT, born TEXT, phone TEXT, address TEXT);
             CREATE VIRTUAL TABLE words USING fts5 (given, family, born, phone, content = 'patient', content_rowid = 'id',
                 tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');",
        )?;
        let tx = file.transaction()?;
        for person in people {
            let phone = person.phones.first().map_or("", String::as_str);
            tx.prepare_cached("INSERT INTO patient (given, family, born, phone, address) VALUES (?1, ?2, ?3, ?4, ?5)")?
                .execute([&person.given, &person.family, &born(&person.birth), phone, &person.address.lines])?;
        }
        tx.execute("INSERT INTO words (words) VALUES ('rebuild')", [])?;
        tx.commit()?;
        Ok(Self { file, _folder: folder })
    }

    /// Rows that FTS5 finds: each word typed begins a word of the row.
    pub fn prefix(&self, typed: &str) -> Result<usize> {
        let quoted = |word: &str| format!("\"{}\"*", word.replace('"', ""));
        let query: Vec<String> = typed.split_whitespace().map(quoted).collect();
        let sql = format!(
            "SELECT {SHOWN} FROM patient WHERE id IN (SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT {LIMIT})"
        );
        self.rows(&sql, vec![query.join(" ")])
    }

    /// Rows that have each word typed somewhere.
    pub fn like(&self, typed: &str) -> Result<usize> {
        let words: Vec<String> = typed.split_whitespace().map(|word| format!("%{word}%")).collect();
        let each = vec!["(given || ' ' || family || ' ' || born || ' ' || phone) LIKE ?"; words.len().max(1)];
        let sql =
            format!("SELECT {SHOWN} FROM patient WHERE {} ORDER BY family, given LIMIT {LIMIT}", each.join(" AND "));
        self.rows(&sql, if words.is_empty() { vec!["%".to_owned()] } else { words })
    }

    fn rows(&self, sql: &str, values: Vec<String>) -> Result<usize> {
        let mut select = self.file.prepare_cached(sql)?;
        let mut rows = select.query(params_from_iter(values))?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let _: String = row.get(0)?;
            count += 1;
        }
        Ok(count)
    }
}
