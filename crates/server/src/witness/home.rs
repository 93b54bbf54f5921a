//! A witness's folder: its key, one folder for each log it watches, and the lock that keeps a second process out.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use daybook_ledger::note::KeyKind;
use daybook_ledger::{NoteError, SignerKey, VerifierKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::disk::{Disk, RealDisk, sync_folder_of};
use super::watch::WatchedLog;
use crate::random::{self, NoRandomness};

/// What stands in a log's state file until something has been cosigned: a missing file is never taken for a new log.
pub(super) const NOTHING_YET: &str = "daybook witness: nothing cosigned yet\n";
const STATE: &str = "checkpoint";
const KEYS: &str = "keys";

/// Where everything of one witness lies.
#[derive(Clone, Debug)]
pub struct WitnessHome {
    dir: PathBuf,
}

/// The folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// There is a witness already.
    #[error("{0} already holds a witness; choose another folder")]
    Taken(PathBuf),
    /// There is none.
    #[error("{0} holds no witness; make one with `daybook-ledger --home DIR witness init --name NAME`")]
    Absent(PathBuf),
    /// Another process uses it.
    #[error("another witness is using {0}; one key has one witness")]
    Locked(PathBuf),
    /// The key can be read by others.
    #[error("{0} can be read by others; `chmod 600` it, and think about who may have copied it")]
    KeyExposed(PathBuf),
    /// Not a key of the kind that is needed.
    #[error(transparent)]
    Key(#[from] NoteError),
    /// A key that a log does not sign with, or a witness does not cosign with.
    #[error("{0}")]
    WrongKey(&'static str),
    /// What is remembered of a log is not what was written.
    #[error(
        "{path}: {why}. What was cosigned is not known, so that nothing is cosigned; see the operator's guide, Being a witness"
    )]
    Damaged { path: PathBuf, why: String },
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The file system said no.
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: io::Error },
}

impl WitnessHome {
    /// The witness in this folder.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// Whether this folder is a witness's.
    pub fn is_there(&self) -> bool {
        self.key_file().exists()
    }

    /// Makes a new witness: its Ed25519 key, and no log to watch yet.
    pub fn init(&self, name: &str) -> Result<VerifierKey, WitnessError> {
        let logs = self.logs();
        DirBuilder::new().recursive(true).mode(0o700).create(&logs).map_err(at(&logs))?;
        let path = self.key_file();
        if path.exists() {
            return Err(WitnessError::Taken(self.dir.clone()));
        }
        let seed = Zeroizing::new(random::bytes::<32>()?);
        let signer = SignerKey::generate_witness(name, &seed)?;
        // Whole or not at all: half a key would be neither a witness nor a place for a new one.
        let text = Zeroizing::new(format!("{}\n", *signer.to_secret_text()));
        RealDisk.replace(&path, text.as_bytes()).map_err(at(&path))?;
        Ok(signer.verifier().clone())
    }

    /// Watches a log from now on, or believes one more key of a log that is watched.
    pub fn trust(&self, key: &VerifierKey) -> Result<(), WitnessError> {
        self.read_key()?;
        if key.kind() != KeyKind::Log {
            return Err(WitnessError::WrongKey("this is a witness's key; a log's is needed"));
        }
        let dir = self.log_dir(key.name());
        match dir.exists() {
            true => self.add_key(&dir, key),
            false => self.add_log(&dir, key),
        }
    }

    /// The witness's key, which must be nobody else's to read.
    pub fn read_key(&self) -> Result<SignerKey, WitnessError> {
        let path = self.key_file();
        if !path.exists() {
            return Err(WitnessError::Absent(self.dir.clone()));
        }
        let mode = fs::metadata(&path).map_err(at(&path))?.permissions().mode();
        if mode & 0o077 != 0 {
            return Err(WitnessError::KeyExposed(path));
        }
        let text = Zeroizing::new(fs::read_to_string(&path).map_err(at(&path))?);
        let signer = SignerKey::parse(text.trim_end())?;
        match signer.verifier().kind() {
            KeyKind::Witness => Ok(signer),
            KeyKind::Log => Err(WitnessError::WrongKey("the file witness.key holds a log's key")),
        }
    }

    /// Keeps every other process out until the returned file is closed.
    pub fn lock(&self) -> Result<File, WitnessError> {
        let path = self.dir.join("witness.lock");
        self.read_key()?;
        let file =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(WitnessError::Locked(self.dir.clone())),
            Err(TryLockError::Error(source)) => Err(WitnessError::Io { path, source }),
        }
    }

    /// Every log that is watched; one whose state cannot be believed is an error.
    pub fn load_all(&self, own: &VerifierKey) -> Result<Vec<WatchedLog>, WitnessError> {
        let logs = self.logs();
        let mut all = Vec::new();
        for entry in fs::read_dir(&logs).map_err(at(&logs))? {
            let path = entry.map_err(at(&logs))?.path();
            // A folder that a `trust` was making when it was killed: it was never watched.
            if path.extension().is_none_or(|extension| extension != "new") {
                all.push(load(&path, own)?);
            }
        }
        Ok(all)
    }

    /// The log of this origin, if it is watched.
    pub fn load(&self, origin: &str, own: &VerifierKey) -> Result<Option<WatchedLog>, WitnessError> {
        let dir = self.log_dir(origin);
        if dir.exists() { load(&dir, own).map(Some) } else { Ok(None) }
    }

    fn add_log(&self, dir: &Path, key: &VerifierKey) -> Result<(), WitnessError> {
        let made = dir.with_extension("new");
        fs::create_dir_all(&made).map_err(at(&made))?;
        let write = |name: &str, text: &str| RealDisk.replace(&made.join(name), text.as_bytes()).map_err(at(&made));
        write(KEYS, &format!("{key}\n"))?;
        write(STATE, NOTHING_YET)?;
        fs::rename(&made, dir).and_then(|()| sync_folder_of(dir)).map_err(at(dir))
    }

    fn add_key(&self, dir: &Path, key: &VerifierKey) -> Result<(), WitnessError> {
        let mut keys = read_keys(dir)?;
        if !keys.contains(key) {
            keys.push(key.clone());
        }
        let text: String = keys.iter().map(|key| format!("{key}\n")).collect();
        let path = dir.join(KEYS);
        RealDisk.replace(&path, text.as_bytes()).map_err(at(&path))
    }

    fn log_dir(&self, origin: &str) -> PathBuf {
        self.logs().join(origin_hash(origin))
    }

    fn logs(&self) -> PathBuf {
        self.dir.join("logs")
    }

    fn key_file(&self) -> PathBuf {
        self.dir.join("witness.key")
    }
}

/// SHA-256 of the origin, lower-case hex: the name of a log's folder, and of its checkpoint's address.
pub fn origin_hash(origin: &str) -> String {
    hex::encode(Sha256::digest(origin))
}

pub(super) fn load(dir: &Path, own: &VerifierKey) -> Result<WatchedLog, WitnessError> {
    let path = dir.join(STATE);
    let damaged = |why: String| WitnessError::Damaged { path: path.clone(), why };
    let keys = read_keys(dir)?;
    let text = match fs::read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(damaged("the file is missing".into())),
        read => read.map_err(at(&path))?,
    };
    let text = String::from_utf8(text).map_err(|_| damaged("it is not text".into()))?;
    let log = WatchedLog::read(dir, keys, &text, own).map_err(damaged)?;
    match dir.file_name().is_some_and(|name| *name == *origin_hash(log.origin())) {
        true => log.with_memory(own),
        false => Err(damaged("its folder has another log's name".into())),
    }
}

fn read_keys(dir: &Path) -> Result<Vec<VerifierKey>, WitnessError> {
    let path = dir.join(KEYS);
    let damaged = |why: &str| WitnessError::Damaged { path: path.clone(), why: why.into() };
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(damaged("the file is missing")),
        read => read.map_err(at(&path))?,
    };
    let keys: Vec<VerifierKey> =
        text.lines().map(VerifierKey::parse).collect::<Result<_, _>>().map_err(|_| damaged("it holds no log keys"))?;
    let is_good = |key: &VerifierKey| key.kind() == KeyKind::Log && key.name() == keys[0].name();
    if keys.is_empty() || !keys.iter().all(is_good) {
        return Err(damaged("it does not hold keys of one log"));
    }
    Ok(keys)
}

pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> WitnessError + use<> {
    let path = path.to_owned();
    move |source| WitnessError::Io { path, source }
}
