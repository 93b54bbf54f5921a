//! The logs that are watched: each is judged, made durable and cosigned one request at a time.

mod recall;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use daybook_ledger::note::{Note, NoteSignature};
use daybook_ledger::witness::{self, Watched, cosigning_time, decide};
use daybook_ledger::{AddCheckpoint, SignedCheckpoint, SignerKey, VerifierKey, WitnessRefusal};

use super::disk::Disk;
use super::home::{NOTHING_YET, WitnessError, WitnessHome};

/// A clock that is so many seconds behind is worth a word.
const CLOCK_SLACK: u64 = 5;

/// A witness at work.
pub struct Witness {
    signer: SignerKey,
    home: WitnessHome,
    disk: Box<dyn Disk>,
    /// By origin.
    logs: Mutex<BTreeMap<String, Arc<Mutex<Slot>>>>,
    /// The latest time that was ever signed, seconds.
    last_time: AtomicU64,
}

/// One log, and whether memory is known to agree with the disk.
enum Slot {
    Known(Box<WatchedLog>),
    /// A write failed: what is on disk must be read before anything else.
    MustRead(PathBuf),
}

/// One log that is watched.
#[derive(Clone, Debug)]
pub struct WatchedLog {
    dir: PathBuf,
    keys: Vec<VerifierKey>,
    latest: Option<Latest>,
    memory: Memory,
}

/// A checkpoint with the log's signatures and this witness's cosignature.
#[derive(Clone, Debug)]
struct Latest {
    note: SignedCheckpoint,
    time: u64,
}

/// What is known of this memory.
#[derive(Clone, Debug)]
enum Memory {
    Whole,
    /// It has cosigned this, and does not remember it.
    Behind(SignedCheckpoint),
    /// It has cosigned two trees of one size.
    Broken,
}

/// Why there is no cosignature.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The protocol says no.
    #[error(transparent)]
    Rule(#[from] WitnessRefusal),
    /// It could not be made durable, or what is durable cannot be read.
    #[error(transparent)]
    State(#[from] WitnessError),
}

/// A log in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogSight {
    /// Its origin.
    pub origin: String,
    /// The size cosigned last, and when, in seconds.
    pub latest: Option<(u64, u64)>,
    /// What keeps it from being gone on with.
    pub trouble: Option<Trouble>,
}

/// Why nothing is cosigned of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// What is on disk must be read again first.
    Unread,
    /// So many entries were cosigned, and it is waited for that checkpoint.
    Behind(u64),
    /// Two histories were cosigned.
    Broken,
}

impl Witness {
    /// Reads everything in `home`; refuses what cannot be believed.
    pub fn open(home: &WitnessHome, disk: Box<dyn Disk>) -> Result<Self, WitnessError> {
        let signer = home.read_key()?;
        let logs = home.load_all(signer.verifier())?;
        let last_time = logs.iter().filter_map(|log| Some(log.latest.as_ref()?.time)).max().unwrap_or(0);
        let slot = |log: WatchedLog| (log.origin().to_owned(), Arc::new(Mutex::new(Slot::Known(Box::new(log)))));
        let logs = logs.into_iter().map(slot).collect();
        let last_time = AtomicU64::new(last_time);
        Ok(Self { signer, home: home.clone(), disk, logs: Mutex::new(logs), last_time })
    }

    /// The witness's public key.
    pub fn verifier(&self) -> &VerifierKey {
        self.signer.verifier()
    }

    /// Judges a request; a yes is durable before its cosignature is returned. `now` in seconds.
    pub fn add_checkpoint(&self, request: &AddCheckpoint, now: u64) -> Result<NoteSignature, Refused> {
        let asked = request.checkpoint.checkpoint();
        let Some(slot) = self.slot(&asked.origin)? else {
            return Err(WitnessRefusal::UnknownLog(asked.origin.clone()).into());
        };
        let mut slot = lock(&slot);
        let log = slot.known(self.signer.verifier())?;
        if let Err(error) = self.recall(log, &request.checkpoint) {
            let dir = log.dir.clone();
            *slot = Slot::MustRead(dir);
            return Err(error.into());
        }
        if let Err(refusal) = log.judge(request) {
            self.keep_evidence(log, request, &refusal);
            return Err(refusal.into());
        }
        let time = cosigning_time(now, self.last_time.fetch_max(now, Ordering::SeqCst));
        if time > now + CLOCK_SLACK {
            tracing::warn!(
                behind_s = time - now,
                "the clock is behind what was signed already; that time is signed again"
            );
        }
        let latest = log.cosign(request, &self.signer, time);
        let (path, dir) = (log.state_file(), log.dir.clone());
        match self.disk.replace(&path, latest.note.text().as_bytes()) {
            Ok(()) => {
                let line = latest.line(self.signer.verifier());
                log.caught_up(latest.note.checkpoint().size);
                log.latest = Some(latest);
                line.ok_or_else(|| {
                    WitnessError::Damaged { path, why: "its own cosignature is not there".into() }.into()
                })
            }
            Err(source) => {
                *slot = Slot::MustRead(dir);
                Err(WitnessError::Io { path, source }.into())
            }
        }
    }

    /// The checkpoint cosigned last of the log whose origin has this hash, with the log's signature and the cosignature.
    pub fn checkpoint(&self, origin_hash: &str) -> Option<String> {
        let slots: Vec<_> = lock(&self.logs).iter().map(|(origin, slot)| (origin.clone(), slot.clone())).collect();
        let (_, slot) = slots.into_iter().find(|(origin, _)| super::home::origin_hash(origin) == origin_hash)?;
        match &*lock(&slot) {
            Slot::Known(log) => log.latest.as_ref().map(|latest| latest.note.text().to_owned()),
            Slot::MustRead(_) => None,
        }
    }

    /// What is known of every log.
    pub fn logs(&self) -> Vec<LogSight> {
        let slots: Vec<_> = lock(&self.logs).iter().map(|(origin, slot)| (origin.clone(), slot.clone())).collect();
        let sight = |(origin, slot): (String, Arc<Mutex<Slot>>)| match &*lock(&slot) {
            Slot::Known(log) => LogSight { origin, latest: log.size_and_time(), trouble: log.trouble() },
            Slot::MustRead(_) => LogSight { origin, latest: None, trouble: Some(Trouble::Unread) },
        };
        slots.into_iter().map(sight).collect()
    }

    /// The log's slot; one that was trusted since the start is read now.
    fn slot(&self, origin: &str) -> Result<Option<Arc<Mutex<Slot>>>, WitnessError> {
        let mut logs = lock(&self.logs);
        if let Some(slot) = logs.get(origin) {
            return Ok(Some(slot.clone()));
        }
        let Some(log) = self.home.load(origin, self.signer.verifier())? else { return Ok(None) };
        let slot = Arc::new(Mutex::new(Slot::Known(Box::new(log))));
        logs.insert(origin.to_owned(), slot.clone());
        Ok(Some(slot))
    }
}

impl Slot {
    fn known(&mut self, own: &VerifierKey) -> Result<&mut WatchedLog, WitnessError> {
        if let Self::MustRead(dir) = self {
            *self = Self::Known(Box::new(super::home::load(dir, own)?));
        }
        match self {
            Self::Known(log) => Ok(log),
            Self::MustRead(dir) => {
                Err(WitnessError::Damaged { path: dir.clone(), why: "it could not be read back".into() })
            }
        }
    }
}

impl WatchedLog {
    /// Reads a log's state: the marker of a log of which nothing was cosigned, or a note with the log's signature and our own.
    pub(super) fn read(dir: &Path, keys: Vec<VerifierKey>, text: &str, own: &VerifierKey) -> Result<Self, String> {
        let dir = dir.to_owned();
        let latest = match text {
            NOTHING_YET => None,
            text => Some(Latest::read(&keys, text, own)?),
        };
        Ok(Self { dir, keys, latest, memory: Memory::Whole })
    }

    /// The log's name.
    pub fn origin(&self) -> &str {
        self.keys.first().map_or("", VerifierKey::name)
    }

    fn judge(&self, request: &AddCheckpoint) -> Result<(), WitnessRefusal> {
        decide(Some(self.watched()), request)
    }

    fn watched(&self) -> Watched<'_> {
        let memory = match &self.memory {
            Memory::Whole => witness::Memory::Whole,
            Memory::Behind(shown) => witness::Memory::Behind(shown.checkpoint()),
            Memory::Broken => witness::Memory::Broken,
        };
        Watched { keys: &self.keys, latest: self.latest.as_ref().map(|latest| latest.note.checkpoint()), memory }
    }

    fn size_and_time(&self) -> Option<(u64, u64)> {
        self.latest.as_ref().map(|latest| (latest.note.checkpoint().size, latest.time))
    }

    /// The request's checkpoint with the log's own signatures and ours.
    fn cosign(&self, request: &AddCheckpoint, signer: &SignerKey, time: u64) -> Latest {
        let own = signer.cosign(&request.checkpoint.note().text, time);
        Latest { note: self.with_line(&request.checkpoint, own), time }
    }

    /// A checkpoint with the log's own signatures and this line of ours; nobody else's.
    fn with_line(&self, checkpoint: &SignedCheckpoint, own: NoteSignature) -> SignedCheckpoint {
        let Note { text, signatures } = checkpoint.note();
        let is_log_s = |line: &&NoteSignature| self.keys.iter().any(|key| key.has_made(line));
        let lines: String = signatures.iter().filter(is_log_s).map(ToString::to_string).collect();
        // What was read as a checkpoint is one without some of its signatures too.
        let signed = SignedCheckpoint::parse(&format!("{text}\n{lines}{own}"));
        signed.unwrap_or_else(|_| checkpoint.clone().with_signature(own))
    }

    fn state_file(&self) -> PathBuf {
        self.dir.join("checkpoint")
    }
}

impl Latest {
    fn read(keys: &[VerifierKey], text: &str, own: &VerifierKey) -> Result<Self, String> {
        let note = SignedCheckpoint::parse(text).map_err(|why| why.to_string())?;
        note.note().verify(keys).map_err(|why| why.to_string())?;
        if note.checkpoint().origin != keys[0].name() {
            return Err("it is about another log".into());
        }
        let line = note.note().signatures.iter().find(|line| own.has_made(line));
        let line = line.ok_or("this witness has not cosigned it")?;
        let time = own.verify_cosignature(&note.note().text, line).map_err(|why| why.to_string())?;
        Ok(Self { note, time })
    }

    fn line(&self, own: &VerifierKey) -> Option<NoteSignature> {
        self.note.note().signatures.iter().find(|line| own.has_made(line)).cloned()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
