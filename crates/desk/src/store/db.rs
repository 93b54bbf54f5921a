//! The SQLCipher database file: opened with a raw key, brought up to date, one writer and a few readers.

use std::{
    fmt::Write as _,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError, TryLockError},
};

use refinery::{Migration, Runner};
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::{StoreError, renewal::Renewal};
use crate::host::{Host, random};

/// All migrations, in order: name as refinery wants it, and SQL.
const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__ledger", include_str!("../../../../migrations/desk/0001_ledger.sql")),
    ("V2__sharing", include_str!("../../../../migrations/desk/0002_sharing.sql")),
    ("V3__front_desk", include_str!("../../../../migrations/desk/0003_front_desk.sql")),
    ("V4__search", include_str!("../../../../migrations/desk/0004_search.sql")),
    ("V5__import", include_str!("../../../../migrations/desk/0005_import.sql")),
    ("V6__witnesses", include_str!("../../../../migrations/desk/0006_witnesses.sql")),
    ("V7__evidence", include_str!("../../../../migrations/desk/0007_evidence.sql")),
    ("V8__doctor_login", include_str!("../../../../migrations/desk/0008_doctor_login.sql")),
    ("V9__register", include_str!("../../../../migrations/desk/0009_register.sql")),
    ("V10__duplicates", include_str!("../../../../migrations/desk/0010_duplicates.sql")),
    ("V11__register_image", include_str!("../../../../migrations/desk/0011_register_image.sql")),
    ("V12__blocks", include_str!("../../../../migrations/desk/0012_blocks.sql")),
    ("V13__standing", include_str!("../../../../migrations/desk/0013_standing.sql")),
    ("V14__rows", include_str!("../../../../migrations/desk/0014_rows.sql")),
    ("V15__alarm_witnesses", include_str!("../../../../migrations/desk/0015_alarm_witnesses.sql")),
    ("V16__merged", include_str!("../../../../migrations/desk/0016_merged.sql")),
];

const READERS: usize = 3;
/// Pages that a reader keeps decrypted, in KiB.
const READER_CACHE: u32 = 8 * 1024;
/// Pages that the writer keeps decrypted, in KiB: an import or a long log touches the same ones again and again.
const WRITER_CACHE: u32 = 48 * 1024;
/// Pages in the write-ahead log before it is folded into the file (16 MiB): of a page that many transactions change, the last one is copied.
const FOLD_AFTER: u32 = 4_000;
const STATEMENTS: usize = 128;

/// The random key of the database. Nowhere in clear but in memory while the desk is open.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// A fresh one.
    pub fn generate(host: &dyn Host) -> Self {
        Self(Zeroizing::new(random(host)))
    }

    /// From the 32 bytes that a key slot held.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// The 32 bytes, to seal them into a slot.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(96));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.0.iter() {
            // Writing to a String never fails.
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("'\";");
        text
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(…)")
    }
}

/// The open database: one writer, and readers that never wait for it.
/// The writer is closed last: only it can fold the write-ahead log into the file and remove it.
pub(super) struct Database {
    readers: [Mutex<Connection>; READERS],
    writer: Mutex<Connection>,
}

impl Database {
    /// Opens the file, making it if `path` does not exist, and brings its tables up to date; `renewal` says how far that is.
    pub(super) fn open(path: &Path, key: &DatabaseKey, renewal: &Renewal) -> Result<Self, StoreError> {
        let mut writer = connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        writer.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;")?;
        writer.pragma_update(None, "cache_size", -i64::from(WRITER_CACHE))?;
        writer.pragma_update(None, "wal_autocheckpoint", FOLD_AFTER)?;
        migrate(&mut writer, renewal)?;
        let reader = || connect(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY).map(Mutex::new);
        Ok(Self { readers: [reader()?, reader()?, reader()?], writer: Mutex::new(writer) })
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn reader(&self) -> MutexGuard<'_, Connection> {
        for reader in &self.readers {
            match reader.try_lock() {
                Ok(free) => return free,
                Err(TryLockError::Poisoned(free)) => return free.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.readers[0].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An empty database with the same tables, in memory only: to compute projections anew beside those that are there.
pub fn in_memory() -> Result<Connection, StoreError> {
    let mut connection = Connection::open_in_memory()?;
    connection.execute_batch("PRAGMA temp_store = MEMORY;")?;
    migrate(&mut connection, &Renewal::default())?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn connect(path: &Path, key: &DatabaseKey, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.execute_batch("PRAGMA cipher_memory_security = ON; PRAGMA cipher_log_level = NONE;")?;
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch("PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 10000;")?;
    // The first page read tells whether the key is right.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    connection.pragma_update(None, "cache_size", -i64::from(READER_CACHE))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

/// Each migration is one transaction: killed in the middle, it is begun anew.
fn migrate(connection: &mut Connection, renewal: &Renewal) -> Result<(), StoreError> {
    let known = MIGRATIONS.iter().map(|(name, sql)| Migration::unapplied(name, sql)).collect::<Result<Vec<_>, _>>()?;
    let newest_known = known.last().map_or(0, |migration| migration.version().unsigned_abs());
    let run = |connection: &mut Connection| Ok(Runner::new(&known).run(connection).map(drop)?);
    match newest_applied(connection)? {
        newer if newer > u64::from(newest_known) => Err(StoreError::Newer),
        older if older > 0 && older < u64::from(newest_known) => renewal.follow(connection, older, run),
        _ => run(connection),
    }
}

/// The number of the last migration that was applied; 0 for an empty database.
fn newest_applied(connection: &Connection) -> Result<u64, StoreError> {
    if !connection.table_exists(None, "refinery_schema_history")? {
        return Ok(0);
    }
    let newest = connection.query_row("SELECT max(version) FROM refinery_schema_history", [], |row| row.get(0));
    Ok(newest.map(|version: Option<u64>| version.unwrap_or(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{host::ManualHost, store::entries::WAITS};

    #[test]
    fn the_file_opens_with_its_key_only_and_shows_nothing_without() {
        let dir = tempfile::tempdir().unwrap();
        let (path, host) = (dir.path().join("desk.db"), ManualHost::new(0, 1));
        let key = DatabaseKey::generate(&host);
        let database = Database::open(&path, &key, &Renewal::default()).unwrap();
        database.writer().execute("INSERT INTO site VALUES (x'00', 'KGH', 'Kisangani Gorilla Hospital')", []).unwrap();
        drop(database);
        assert!(Database::open(&path, &DatabaseKey::generate(&host), &Renewal::default()).is_err());
        let plain = Connection::open(&path).unwrap();
        assert!(plain.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).is_err());
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(7).any(|window| window == b"Gorilla"));
        let database = Database::open(&path, &key, &Renewal::default()).unwrap();
        let name: String = database.reader().query_row("SELECT name FROM site", [], |row| row.get(0)).unwrap();
        assert_eq!(name, "Kisangani Gorilla Hospital");
    }

    #[test]
    fn settings_that_durability_rests_on_are_in_force() {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::open(
            &dir.path().join("desk.db"),
            &DatabaseKey::generate(&ManualHost::new(0, 1)),
            &Renewal::default(),
        )
        .unwrap();
        let ask = |pragma: &str| -> String {
            database.writer().query_row(pragma, [], |row| row.get::<_, rusqlite::types::Value>(0)).map(text).unwrap()
        };
        assert_eq!(ask("PRAGMA journal_mode"), "wal");
        assert_eq!(ask("PRAGMA synchronous"), "2");
        assert_eq!(ask("PRAGMA foreign_keys"), "1");
        assert_eq!(ask("PRAGMA cipher_memory_security"), "1");
    }

    /// A database as the Daybook wrote it that had so many migrations, with this in it.
    fn database_of(version: usize, path: &Path, key: &DatabaseKey, rows: &str) {
        let mut connection =
            connect(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).unwrap();
        connection.execute_batch("PRAGMA journal_mode = WAL;").unwrap();
        let known = MIGRATIONS[..version].iter().map(|(name, sql)| Migration::unapplied(name, sql).unwrap());
        Runner::new(&known.collect::<Vec<_>>()).run(&mut connection).unwrap();
        connection.execute_batch(rows).unwrap();
    }

    #[test]
    fn a_database_from_before_the_check_of_the_register_gets_it() {
        let dir = tempfile::tempdir().unwrap();
        let (path, key) = (dir.path().join("desk.db"), DatabaseKey::generate(&ManualHost::new(0, 1)));
        database_of(9, &path, &key, "INSERT INTO search_log (record) VALUES (x'00');");
        let database = Database::open(&path, &key, &Renewal::default()).unwrap();
        let ask = |sql: &str| -> i64 { database.reader().query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!((ask("SELECT checked + wanted FROM pair_check"), ask("SELECT count(*) FROM search_log")), (0, 1));
        assert_eq!(ask("SELECT count(*) FROM apart"), 0);
    }

    #[test]
    fn what_stood_in_the_tables_stands_in_them_when_rows_are_appended() {
        let dir = tempfile::tempdir().unwrap();
        let (path, key) = (dir.path().join("desk.db"), DatabaseKey::generate(&ManualHost::new(0, 1)));
        let rows = "INSERT INTO change VALUES (x'02', x'01', x'0a', x'aa'), (x'01', x'02', x'0a', x'bb'), (x'01', x'01', x'0b', x'cc');
                    INSERT INTO patient (patient, number, given, family, second_given, second_family, title, sex, birth,
                                         phones, address, kin, identifiers, language, interpreter, note, withdrawn)
                    VALUES (x'01', 'KGH-01-00001-X', 'Ana', 'Silva', 'b', 'c', 'd', 'female', '1987', '[]', '{}', 'e', 'f', 'g', 'h', 'i', 'j');
                    INSERT INTO content_key VALUES (x'01', 1, x'0102', NULL, 1), (x'02', 2, x'03', x'07070707070707070707070707070707', 0);";
        database_of(13, &path, &key, rows);
        let tables = ["change", "patient", "content_key"];
        let rows = |connection: &Connection, table: &str| {
            let mut query = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2, 3")).unwrap();
            let columns = query.column_count();
            let row = |row: &rusqlite::Row<'_>| {
                (0..columns).map(|at| row.get(at)).collect::<Result<Vec<rusqlite::types::Value>, _>>()
            };
            query.query_map([], row).unwrap().map(Result::unwrap).collect::<Vec<_>>()
        };
        let before = tables.map(|table| rows(&connect(&path, &key, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap(), table));
        let database = Database::open(&path, &key, &Renewal::default()).unwrap();
        let mut after = tables.map(|table| rows(&database.reader(), table));
        assert_eq!(
            std::mem::replace(&mut after[2][0][3], rusqlite::types::Value::Null),
            rusqlite::types::Value::Blob(vec![0; 16])
        );
        // A column came since.
        after[1].iter_mut().for_each(|row| row.truncate(before[1][0].len()));
        assert_eq!(after, before);
        assert_eq!((after[0].len(), after[1].len(), after[2].len()), (3, 1, 2));
    }

    #[test]
    fn alarms_and_sights_of_before_stand_and_name_nobody() {
        let dir = tempfile::tempdir().unwrap();
        let (path, key) = (dir.path().join("desk.db"), DatabaseKey::generate(&ManualHost::new(0, 1)));
        let rows = "INSERT INTO alarm (id, kind, kept, shown, size, root, detail, at) VALUES (3, 'forked', '', 'note', 5, x'00', '', 9);
                    INSERT INTO witness_sight VALUES ('w+1+key', 7, 100);";
        database_of(14, &path, &key, rows);
        let database = Database::open(&path, &key, &Renewal::default()).unwrap();
        let ask = |sql: &str| -> i64 { database.reader().query_row(sql, [], |row| row.get(0)).unwrap() };
        assert_eq!((ask("SELECT id FROM alarm"), ask("SELECT count(*) FROM alarm_witness")), (3, 0));
        assert_eq!(ask("SELECT size FROM witness_sight WHERE note = ''"), 7);
        let nobody = "INSERT INTO alarm_witness VALUES (4, 0, 'north', 'w+1+key', 'both')";
        assert!(database.writer().execute(nobody, []).is_err(), "of no alarm");
    }

    #[test]
    fn copying_is_followed_row_by_row_and_broken_off_it_is_begun_anew() {
        let dir = tempfile::tempdir().unwrap();
        let (path, key) = (dir.path().join("desk.db"), DatabaseKey::generate(&ManualHost::new(0, 1)));
        let rows = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 5000)
                    INSERT INTO change SELECT CAST(n AS BLOB), x'01', x'0a', x'aa' FROM n;
                    INSERT INTO content_key VALUES (x'01', 1, x'0102', NULL, 1);";
        database_of(13, &path, &key, rows);
        let told = |is_broken_off: bool| {
            let (renewal, mut seen) = (Renewal::default(), Vec::new());
            let mut writer = connect(&path, &key, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
            let (handle, looked) = (writer.get_interrupt_handle(), renewal.clone());
            let (done, ended) = std::sync::mpsc::channel::<()>();
            let look = std::thread::spawn(move || {
                while ended.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
                    seen.extend(looked.now());
                    if is_broken_off && seen.last().is_some_and(|now: &daybook_api::Renewing| now.done > 100) {
                        handle.interrupt();
                    }
                }
                seen
            });
            let outcome = migrate(&mut writer, &renewal);
            drop(done);
            assert_eq!(renewal.now(), None);
            (outcome, look.join().unwrap(), writer)
        };
        let (outcome, _, writer) = told(true);
        assert!(outcome.is_err());
        assert_eq!(newest_applied(&writer).unwrap(), 13);
        let left = "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%_anew'";
        assert_eq!(writer.query_row(left, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
        drop(writer);
        let (outcome, seen, writer) = told(false);
        outcome.unwrap();
        assert_eq!(writer.query_row("SELECT count(*) FROM change", [], |row| row.get::<_, i64>(0)).unwrap(), 5_000);
        assert!(seen.is_sorted_by_key(|now| now.done) && seen.iter().any(|now| now.total == 5_001), "{seen:?}");
        assert!(seen.iter().all(|now| now.done <= now.total), "{seen:?}");
    }

    #[test]
    fn a_newer_database_is_refused_politely() {
        let dir = tempfile::tempdir().unwrap();
        let (path, key) = (dir.path().join("desk.db"), DatabaseKey::generate(&ManualHost::new(0, 1)));
        let database = Database::open(&path, &key, &Renewal::default()).unwrap();
        database
            .writer()
            .execute(
                "INSERT INTO refinery_schema_history SELECT version + 100, 'from_tomorrow', applied_on, checksum
                 FROM refinery_schema_history WHERE version = 1",
                [],
            )
            .unwrap();
        drop(database);
        assert!(matches!(Database::open(&path, &key, &Renewal::default()), Err(StoreError::Newer)));
    }

    fn text(value: rusqlite::types::Value) -> String {
        match value {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn looking_for_what_waits_reads_nothing_else() {
        let conn = in_memory().unwrap();
        for sql in
            ["SELECT count(*) FROM entry WHERE", "DELETE FROM entry WHERE", "SELECT length(bytes) FROM entry WHERE"]
        {
            let mut explain = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql} {WAITS}")).unwrap();
            let plan: Vec<String> = explain.query_map([], |row| row.get(3)).unwrap().map(Result::unwrap).collect();
            assert!(plan.iter().all(|step| step.contains("entry_waiting")), "{plan:?}");
        }
    }

    #[test]
    fn the_rule_for_standing_holds_and_costs_no_table_in_memory() {
        let conn = in_memory().unwrap();
        let insert = "INSERT INTO entry (hash, bytes, standing, site, desk, key_id, seq, time_ms, time_counter,
                                         subject, actor, role, act, events)
                      VALUES (CAST(?1 AS BLOB), x'', ?1, x'', 1, CAST(?1 AS BLOB), 1, 1, 1, x'', x'', '', '', 1)";
        for word in ["waiting", "shared", "refused"] {
            conn.execute(insert, [word]).unwrap();
        }
        assert!(conn.execute(insert, ["lost"]).is_err());
        let mut explain = conn.prepare(&format!("EXPLAIN {insert}")).unwrap();
        let steps = explain.query_map(["waiting"], |row| row.get::<_, String>(1)).unwrap();
        assert!(steps.map(Result::unwrap).all(|step| step != "OpenEphemeral"));
    }
}
