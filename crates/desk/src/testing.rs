//! What tests of this crate begin with: a desk in a folder of its own, founded, with somebody logged in.

use std::{path::Path, sync::Arc};

use daybook_api::{
    ApiError, Command, ConfirmRecovery, CreateStaff, FoundHospital, Founded, GetJob, JobStarted, JobState, Login, Role,
    Session, StaffRow,
};

use crate::{
    desk::{Desk, Options},
    host::ManualHost,
    keys::password::{Kdf, KdfCost},
};

/// 2026-03-02, a Monday, 09:00 UTC.
pub const MONDAY_MORNING: i64 = 1_772_442_000_000;
/// The administrator's password.
pub const ADMIN_WORDS: &str = "violet-tractor-hums-9";
/// Everybody else's.
pub const STAFF_WORDS: &str = "quiet-lantern-drifts-4";

/// A desk under test.
pub struct Bench {
    /// The desk.
    pub desk: Arc<Desk>,
    /// Its clock.
    pub host: Arc<ManualHost>,
    /// Its printed recovery key.
    pub recovery_key: String,
    dir: tempfile::TempDir,
}

impl Bench {
    /// An empty folder.
    pub fn empty() -> Self {
        let host = Arc::new(ManualHost::new(MONDAY_MORNING, 1));
        let dir = tempfile::tempdir().unwrap();
        let desk = open(dir.path(), &host).unwrap();
        Self { desk, host, recovery_key: String::new(), dir }
    }

    /// A founded hospital whose recovery key nobody has confirmed.
    pub async fn unconfirmed() -> Self {
        let mut bench = Self::empty();
        bench.found().await;
        bench
    }

    /// A founded hospital, `KGH`, with its administrator `admin` logged in.
    pub async fn founded() -> Self {
        let bench = Self::unconfirmed().await;
        let recovery_key = bench.recovery_key.clone();
        bench.desk.request(ConfirmRecovery { recovery_key }).await.unwrap();
        bench
    }

    /// The same, with a receptionist `anna` logged in instead.
    pub async fn at_reception() -> Self {
        let bench = Self::founded().await;
        bench.employ("anna", Role::Receptionist).await;
        bench.login("anna", STAFF_WORDS).await.unwrap();
        bench
    }

    /// Founds the hospital and keeps its recovery key.
    pub async fn found(&mut self) {
        let started = self.desk.request(founding()).await.unwrap();
        let founded: Founded = self.finished(&started).await.unwrap();
        self.recovery_key = founded.recovery_key;
    }

    /// Waits for a job and hands back its result.
    pub async fn finished<T: serde::de::DeserializeOwned>(&self, started: &JobStarted) -> Result<T, ApiError> {
        loop {
            match self.desk.request(GetJob { job: started.job.clone() }).await?.state {
                JobState::Running => tokio::task::yield_now().await,
                JobState::Finished { result } => return Ok(serde_json::from_value(result).unwrap()),
                JobState::Failed { error } => return Err(error),
            }
        }
    }

    /// Gives somebody a login with [`STAFF_WORDS`].
    pub async fn employ(&self, user: &str, role: Role) -> StaffRow {
        let (user, password) = (user.to_owned(), STAFF_WORDS.to_owned());
        self.desk.request(CreateStaff { name: format!("{user} Mbala"), user, role, password }).await.unwrap()
    }

    /// Logs in.
    pub async fn login(&self, user: &str, password: &str) -> Result<Session, ApiError> {
        self.desk.request(Login { user: user.to_owned(), password: password.to_owned() }).await
    }

    /// The code of the error that a command answers with.
    pub async fn refusal<C: Command>(&self, request: C) -> daybook_api::ErrorCode
    where
        C::Response: std::fmt::Debug,
    {
        self.desk.request(request).await.unwrap_err().code
    }

    /// The desk's folder.
    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    /// As after the process ended and began again.
    pub fn restart(self) -> Self {
        let Self { desk, host, recovery_key, dir } = self;
        // A job that has just told its result may still be on its way out.
        while Arc::strong_count(&desk) > 1 {
            std::thread::yield_now();
        }
        drop(desk);
        let desk = open(dir.path(), &host).unwrap();
        Self { desk, host, recovery_key, dir }
    }
}

/// What the hospital under test is founded with.
pub fn founding() -> FoundHospital {
    FoundHospital {
        hospital: "Kisangani General".into(),
        code: "KGH".into(),
        user: "admin".into(),
        name: "Ada Mutombo".into(),
        password: ADMIN_WORDS.into(),
    }
}

/// Opens a folder with passwords at test cost.
pub fn open(path: &Path, host: &Arc<ManualHost>) -> Result<Arc<Desk>, ApiError> {
    let options = Options { kdf_cost: KdfCost::Fixed(Kdf::CHEAP), ..Options::default() };
    Desk::open_with(path, Arc::clone(host) as _, options)
}
