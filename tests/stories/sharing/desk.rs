//! A desk in this process: founded or joined, worked at, closed and opened again.

use std::{path::PathBuf, sync::Arc, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::*;
use daybook_desk::{
    desk::{Desk, Options},
    domain::event::{Event, PatientEvent, PatientField},
    host::SystemHost,
    keys::password::{Kdf, KdfCost},
    store::{Decided, StoreError},
};
use daybook_ledger::{Act, Evidence, Id, SignedCheckpoint, evidence::Proven, verify::portable::Rsa};
use serde::de::DeserializeOwned;
use tracing_subscriber::EnvFilter;

use crate::server::{Server, copy_files};

pub const ADMIN: &str = "admin";
pub const WORDS: &str = "correct horse battery staple 9";
/// Letters of a long note: 256 entries with one each are four mebibytes.
const LONG: usize = 16_400;

/// One desk in a folder of its own.
pub struct Bench {
    pub desk: Arc<Desk>,
    folder: tempfile::TempDir,
}

impl Bench {
    /// A computer without a hospital.
    pub fn empty() -> Self {
        let _ = tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).with_test_writer().try_init();
        let folder = tempfile::tempdir().unwrap();
        let desk = open(folder.path().to_owned());
        Self { desk, folder }
    }

    /// A new hospital whose administrator is logged in.
    pub async fn founded(code: &str) -> Self {
        let bench = Self::empty();
        let founding = FoundHospital {
            hospital: format!("Hospital {code}"),
            code: code.to_owned(),
            user: ADMIN.to_owned(),
            name: "Ada Mutombo".to_owned(),
            password: WORDS.to_owned(),
        };
        let founded: Founded = bench.finish(founding).await;
        bench.request(ConfirmRecovery { recovery_key: founded.recovery_key }).await;
        bench
    }

    /// A hospital that shares with `server` already.
    pub async fn connected(code: &str, server: &Server) -> Self {
        let bench = Self::founded(code).await;
        bench.connect(server).await.unwrap();
        bench
    }

    /// Connects to `server` with a new invitation.
    pub async fn connect(&self, server: &Server) -> Result<SyncStatus, ApiError> {
        let (log_key, invite) = (server.log_key.clone(), server.invite());
        self.desk.request(ConnectServer { server: server.url(), log_key, invite }).await
    }

    /// Puts a file into the desk's folder.
    pub fn put(&self, name: &str, contents: &str) {
        std::fs::write(self.folder.path().join(name), contents).unwrap();
    }

    /// What the newest evidence against the server proves to somebody who has its verifier key and nothing else.
    pub async fn proven(&self, server: &Server) -> Proven {
        let file = self.request(ExportEvidence::default()).await;
        let text = String::from_utf8(BASE64_STANDARD.decode(file.base64).unwrap()).unwrap();
        let evidence: Evidence = text.parse().unwrap();
        evidence.verify(&server.log_key.parse().unwrap(), &Rsa).unwrap()
    }

    /// Runs a command that must succeed.
    pub async fn request<C: Command>(&self, request: C) -> C::Response {
        self.desk.request(request).await.unwrap_or_else(|error| panic!("{}: {error:?}", C::NAME))
    }

    /// Runs a job to its end.
    pub async fn finish<C: Command<Response = JobStarted>, T: DeserializeOwned>(&self, request: C) -> T {
        let started = self.request(request).await;
        self.result(&started.job).await
    }

    /// Waits for a job's result.
    pub async fn result<T: DeserializeOwned>(&self, job: &JobId) -> T {
        loop {
            match self.request(GetJob { job: job.clone() }).await.state {
                JobState::Running => tokio::time::sleep(Duration::from_millis(20)).await,
                JobState::Finished { result } => return serde_json::from_value(result).unwrap(),
                JobState::Failed { error } => panic!("{error:?}"),
            }
        }
    }

    /// How sharing stands.
    pub async fn status(&self) -> SyncStatus {
        self.request(GetSyncStatus {}).await
    }

    /// Waits until `reached`, for a minute at most: a pass never waits that long.
    pub async fn until(&self, what: &str, reached: impl Fn(&SyncStatus) -> bool) -> SyncStatus {
        let begun = std::time::Instant::now();
        loop {
            let status = self.status().await;
            if reached(&status) {
                return status;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "{what}: {status:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Waits until the witness with this name is known to have signed a tree of this size.
    pub async fn until_seen(&self, name: &str, size: u64) -> Witnesses {
        let is_seen = |witness: &WitnessRow| witness.name == name && witness.last_size == Some(size);
        loop {
            let witnesses = self.request(ListWitnesses {}).await;
            if witnesses.witnesses.iter().any(is_seen) {
                return witnesses;
            }
            tokio::task::yield_now().await;
        }
    }

    /// Closes the program and starts it again.
    pub async fn restart(self) -> Self {
        Self::in_folder(self.close()).await
    }

    /// Waits for a job to fail.
    pub async fn failure(&self, job: &JobId) -> ApiError {
        loop {
            match self.request(GetJob { job: job.clone() }).await.state {
                JobState::Running => tokio::time::sleep(Duration::from_millis(20)).await,
                JobState::Finished { result } => panic!("{result}"),
                JobState::Failed { error } => return error,
            }
        }
    }

    /// Changes the database behind the desk's back.
    pub fn tamper(&self, sql: &str) {
        let open = self.desk.session().unwrap();
        let changed = open.store.write(|tx| tx.execute(sql, []).map_err(StoreError::from)).unwrap();
        assert!(changed > 0, "{sql}");
    }

    /// Registers one patient and writes `count` notes of `length` letters about them, an entry each.
    pub fn write_notes(&self, count: u64, length: usize) {
        let open = self.desk.session().unwrap();
        let patient = Id([7; 16]);
        let note = |number: u64| {
            let set = vec![PatientField::Note(format!("{number} {}", "x".repeat(length)))];
            let event = PatientEvent { patient, number: None, set, withdrawn: None, source: None };
            Decided::sealed(Act::PatientUpdate, patient, vec![Event::Patient(event)])
        };
        open.store.commit(&open.author(), (0..count).map(note).collect(), self.desk.host()).unwrap();
    }

    /// Writes `count` long notes, an entry each, in turn about one of the patients 0 to 31: a bundle of them is as much as a
    /// desk takes in at one time.
    pub fn write_long_notes(&self, count: u64) {
        let open = self.desk.session().unwrap();
        let note = |number: u64| {
            let patient = Id([(number % 32) as u8; 16]);
            let set = vec![PatientField::Note(format!("{number} {}", "x".repeat(LONG)))];
            let event = PatientEvent { patient, number: None, set, withdrawn: None, source: None };
            Decided::sealed(Act::PatientUpdate, patient, vec![Event::Patient(event)])
        };
        open.store.commit(&open.author(), (0..count).map(note).collect(), self.desk.host()).unwrap();
    }

    /// Ends the program, and leaves its folder.
    pub fn close(self) -> tempfile::TempDir {
        let Self { desk, folder } = self;
        desk.lock();
        drop(desk);
        folder
    }

    /// The desk in this folder, with its administrator logged in.
    pub async fn in_folder(folder: tempfile::TempDir) -> Self {
        let desk = open(folder.path().to_owned());
        let bench = Self { desk, folder };
        bench.login(ADMIN, WORDS).await.unwrap();
        bench
    }

    /// Locks the desk and copies its folder.
    pub fn back_up(&self) -> tempfile::TempDir {
        self.desk.lock();
        let copy = tempfile::tempdir().unwrap();
        copy_files(&self.home(), copy.path());
        copy
    }

    /// The same desk with its folder as it was when `backup` was made.
    pub async fn restored(self, backup: tempfile::TempDir) -> Self {
        let Self { desk, folder } = self;
        desk.lock();
        drop(desk);
        let desk = open(backup.path().to_owned());
        drop(folder);
        let bench = Self { desk, folder: backup };
        bench.login(ADMIN, WORDS).await.unwrap();
        bench
    }

    /// The evidence of this kind that was kept: sizes of the note that was known and of the one that was shown.
    pub fn evidence(&self, kind: &str) -> Vec<(u64, u64)> {
        let size = |note: String| SignedCheckpoint::parse(&note).unwrap().checkpoint().size;
        let open = self.desk.session().unwrap();
        open.store
            .read(|conn| {
                let mut query = conn.prepare("SELECT kept, shown FROM alarm WHERE kind = ?")?;
                let rows = query.query_map([kind], |row| Ok((size(row.get(0)?), size(row.get(1)?))))?;
                rows.collect::<Result<_, _>>().map_err(StoreError::from)
            })
            .unwrap()
    }

    /// The desk's folder.
    pub fn home(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    /// The hash over all projections.
    pub fn digest(&self) -> String {
        let open = self.desk.session().unwrap();
        hex(&open.store.read(daybook_desk::store::digest::digest).unwrap())
    }

    /// Joins the hospital of `first` as its next desk: asks, is let in by the code it shows, logs in.
    pub async fn joining(first: &Bench, server: &Server) -> Self {
        Self::joining_at(first, server.url(), server.log_key.clone()).await
    }

    /// The same, at a server of this address.
    pub async fn joining_at(first: &Bench, server: String, log_key: String) -> Self {
        let bench = Self::empty();
        let started = bench.request(JoinHospital { server, log_key, desk_name: "Reception 2".into() }).await;
        let code = bench.code_of(&started.job).await;
        let row = first.request(ApproveDesk { code: code.to_lowercase().replace('-', " ") }).await;
        let joined: Joined = bench.result(&started.job).await;
        assert_eq!((row.number, row.name.as_str()), (joined.desk_number, "Reception 2"));
        bench.login(ADMIN, WORDS).await.unwrap();
        bench
    }

    /// The comparison code that a joining desk shows.
    pub async fn code_of(&self, job: &JobId) -> String {
        loop {
            let status = self.request(GetJob { job: job.clone() }).await;
            assert_eq!(status.state, JobState::Running);
            if let Some(code) = status.note.strip_prefix("Compare this code: ") {
                return code.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Logs in.
    pub async fn login(&self, user: &str, password: &str) -> Result<Session, ApiError> {
        self.desk.request(Login { user: user.into(), password: password.into() }).await
    }

    /// Registers somebody.
    pub async fn register(&self, given: &str, family: &str) -> PatientRecord {
        self.request(RegisterPatient { person: person(given, family) }).await
    }

    /// The family names that a search for `query` finds.
    pub async fn find(&self, query: &str) -> Vec<String> {
        let rows = self.request(SearchPatients { query: query.into(), ..SearchPatients::default() }).await;
        rows.into_iter().map(|row| row.family).collect()
    }

    /// Changes the hospital's idle minutes.
    pub async fn set_idle_minutes(&self, idle_minutes: u32) {
        let settings = Settings { idle_minutes };
        self.request(SetSettings { settings }).await;
    }
}

/// Opens a desk; where its process has just gone, the folder is free in a moment.
fn open(home: PathBuf) -> Arc<Desk> {
    let options = Options { kdf_cost: KdfCost::Fixed(Kdf::CHEAP), ..Options::default() };
    let begun = std::time::Instant::now();
    loop {
        match Desk::open_with(&home, Arc::new(SystemHost), options.clone()) {
            Ok(desk) => return desk,
            Err(error) => assert!(begun.elapsed() < Duration::from_secs(60), "{error:?}"),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Somebody with a name and a birthday.
pub fn person(given: &str, family: &str) -> Person {
    let birth = Birth::Day { date: Date::new(1980, 2, 29).unwrap() };
    Person { given: given.into(), family: family.into(), sex: Sex::Female, birth, ..Person::default() }
}

/// What was handed out.
pub fn bytes(exported: &Exported) -> Vec<u8> {
    BASE64_STANDARD.decode(&exported.base64).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
