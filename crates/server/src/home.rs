//! The server's folder: database, log key, high-water mark, and the lock that keeps a second server out.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use daybook_ledger::{NoteError, SignerKey, VerifierKey, empty_root};
use zeroize::Zeroizing;

use crate::high_water::{HighWater, HighWaterError, Mark};
use crate::random::{self, NoRandomness};
use crate::store::StoreError;
use crate::store::sqlite::{Identity, SqliteStore};

/// Where everything of one log lies.
#[derive(Clone, Debug)]
pub struct Home {
    dir: PathBuf,
}

/// The folder could not be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum HomeError {
    /// There is a log already.
    #[error("{0} already holds a log; choose an empty folder")]
    Taken(PathBuf),
    /// There is none.
    #[error("{0} holds no log; make one with `daybook-ledger --home DIR init --origin NAME`")]
    Absent(PathBuf),
    /// Another process serves this log.
    #[error("another server is using {0}; one log has one server")]
    Locked(PathBuf),
    /// The key can be read by others.
    #[error("{0} can be read by others; `chmod 600` it, and think about who may have copied it")]
    KeyExposed(PathBuf),
    /// The name or the key is not what a note key is.
    #[error(transparent)]
    Key(#[from] NoteError),
    /// The key is of another log than the database.
    #[error("the key in {0} is not the key of the log in the database")]
    OtherKey(PathBuf),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The high-water mark.
    #[error(transparent)]
    HighWater(#[from] HighWaterError),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file system said no.
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

impl Home {
    /// The log in this folder.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// Makes a new log: its Ed25519 key, its empty database, its high-water mark.
    pub fn init(&self, origin: &str) -> Result<VerifierKey, HomeError> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.dir).map_err(at(&self.dir))?;
        if self.database().exists() || self.key_file().exists() {
            return Err(HomeError::Taken(self.dir.clone()));
        }
        let seed = Zeroizing::new(random::bytes::<32>()?);
        let signer = SignerKey::generate(origin, &seed)?;
        let verifier = signer.verifier().clone();
        self.write_key(&signer)?;
        HighWater::create(&self.high_water(), Mark { size: 0, root: empty_root() })?;
        // SQLite gives its side files the database's mode.
        new_private_file(&self.database())?;
        let identity = Identity { origin: origin.into(), verifier_key: verifier.to_string() };
        SqliteStore::create(&self.database(), &identity)?;
        let folder = File::open(&self.dir).map_err(at(&self.dir))?;
        folder.sync_all().map_err(at(&self.dir))?;
        Ok(verifier)
    }

    /// Keeps every other server out until the returned file is closed.
    pub fn lock(&self) -> Result<File, HomeError> {
        let path = self.dir.join("lock");
        self.require_log()?;
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(HomeError::Locked(self.dir.clone())),
            Err(TryLockError::Error(source)) => Err(HomeError::Io { path, source }),
        }
    }

    /// Opens the database.
    pub fn open_store(&self) -> Result<SqliteStore, HomeError> {
        self.require_log()?;
        Ok(SqliteStore::open(&self.database())?)
    }

    /// Opens the database to look at it only.
    pub fn open_store_to_read(&self) -> Result<SqliteStore, HomeError> {
        self.require_log()?;
        Ok(SqliteStore::open_to_read(&self.database())?)
    }

    /// Reads the log key, which must be nobody else's to read and the key of the database's log.
    pub fn read_key(&self, identity: &Identity) -> Result<SignerKey, HomeError> {
        let path = self.key_file();
        let mode = std::fs::metadata(&path).map_err(at(&path))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(HomeError::KeyExposed(path));
        }
        let text = Zeroizing::new(std::fs::read_to_string(&path).map_err(at(&path))?);
        let signer = SignerKey::parse(text.trim_end())?;
        if signer.verifier().to_string() != identity.verifier_key {
            return Err(HomeError::OtherKey(path));
        }
        Ok(signer)
    }

    /// Where the high-water mark lies.
    pub fn high_water(&self) -> PathBuf {
        self.dir.join("high-water")
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    fn database(&self) -> PathBuf {
        self.dir.join("ledger.db")
    }

    fn key_file(&self) -> PathBuf {
        self.dir.join("log.key")
    }

    fn require_log(&self) -> Result<(), HomeError> {
        if self.database().exists() { Ok(()) } else { Err(HomeError::Absent(self.dir.clone())) }
    }

    fn write_key(&self, signer: &SignerKey) -> Result<(), HomeError> {
        let path = self.key_file();
        let mut file = new_private_file(&path)?;
        file.write_all(signer.to_secret_text().as_bytes()).map_err(at(&path))?;
        file.write_all(b"\n").map_err(at(&path))?;
        file.sync_all().map_err(at(&path))
    }
}

fn new_private_file(path: &Path) -> Result<File, HomeError> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(at(path))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> HomeError + use<> {
    let path = path.to_owned();
    move |source| HomeError::Io { path, source }
}
