//! The key-slot file: who can open this desk's database, and with what.
//!
//! One line of magic, the SHA-256 of the body, the body as CBOR. It holds no name and no key in clear. A copy lies beside it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use daybook_api::{ApiError, ErrorCode};
use daybook_ledger::Id;
use minicbor::{Decode, Encode};
use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{
    password::{self, Kdf, PasswordError},
    recovery::RecoveryKey,
    sealing::{self, PrivateKey, Purpose, SealingError},
};
use crate::{
    domain::event::Credential,
    folder::{disk_error, write_durably},
    host::{Host, random},
    store::{
        StoreError,
        db::DatabaseKey,
        projections::{
            settings,
            staff::{self, Account},
        },
    },
};

const MAGIC: &[u8] = b"daybook slots v1\n";
const MAGIC_OF_ANY: &[u8] = b"daybook slots v";
const CHECKSUM: usize = 32;

/// The slots, and what the lock screen may show.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Slots {
    /// The hospital's name.
    #[n(0)]
    pub hospital: String,
    /// Its three-letter code.
    #[n(1)]
    pub code: String,
    /// This desk's number.
    #[n(2)]
    pub desk: u16,
    /// Makes user names unreadable in this file.
    #[cbor(n(3), with = "minicbor::bytes")]
    salt: [u8; 16],
    #[n(4)]
    users: Vec<UserSlot>,
    #[n(5)]
    recovery: Option<RecoverySlot>,
    /// Minutes without a key after which the desk locks itself, for the lock screen.
    #[n(6)]
    pub idle_minutes: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
struct UserSlot {
    #[n(0)]
    staff: Id,
    /// SHA-256 of the salt and the user name.
    #[cbor(n(1), with = "minicbor::bytes")]
    tag: [u8; 32],
    #[n(2)]
    memory_kib: u32,
    #[n(3)]
    passes: u32,
    #[n(4)]
    lanes: u32,
    #[cbor(n(5), with = "minicbor::bytes")]
    salt: Vec<u8>,
    #[cbor(n(6), with = "minicbor::bytes")]
    public_key: Vec<u8>,
    #[cbor(n(7), with = "minicbor::bytes")]
    sealed_private: Vec<u8>,
    /// The database key, sealed to `public_key`.
    #[cbor(n(8), with = "minicbor::bytes")]
    sealed_key: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
struct RecoverySlot {
    #[cbor(n(0), with = "minicbor::bytes")]
    public_key: [u8; 32],
    #[cbor(n(1), with = "minicbor::bytes")]
    sealed_key: Vec<u8>,
    /// 0 until somebody has typed the recovery key from the paper.
    #[n(2)]
    confirmed: u8,
}

/// Whether the recovery key has been typed back from the paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// Not yet: no login before.
    No,
    /// Yes.
    Yes,
}

/// Why the file cannot be used, or a slot not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SlotsError {
    /// The file's bytes are not what was written.
    #[error("the key-slot file is damaged")]
    Damaged {
        /// A whole copy beside it, if there is one.
        copy: Option<PathBuf>,
    },
    /// A newer Daybook wrote it.
    #[error("the key-slot file is of a newer version")]
    Newer,
    /// The disk refuses.
    #[error("the key-slot file cannot be read or written")]
    Io(#[from] io::Error),
    /// A slot cannot be made.
    #[error(transparent)]
    Sealing(#[from] SealingError),
}

/// What a hospital's slots are made of.
pub struct Makings<'a> {
    /// Who works here, and what their passwords open.
    pub accounts: Vec<Account>,
    /// What the printed recovery key opens.
    pub recovery: Option<[u8; 32]>,
    /// Minutes without a key after which the desk locks itself.
    pub idle_minutes: u32,
    /// What all of them are to get at.
    pub key: &'a DatabaseKey,
}

impl<'a> Makings<'a> {
    /// As the projections have them now.
    pub fn load(conn: &Connection, key: &'a DatabaseKey) -> Result<Self, StoreError> {
        let (accounts, recovery) = (staff::accounts(conn)?, settings::recovery_key(conn)?);
        Ok(Self { accounts, recovery, idle_minutes: settings::idle_minutes(conn)?, key })
    }
}

impl Slots {
    /// No slots yet, for this hospital and desk.
    pub fn new(hospital: String, code: String, desk: u16, host: &dyn Host) -> Self {
        Self { hospital, code, desk, salt: random(host), users: Vec::new(), recovery: None, idle_minutes: 5 }
    }

    /// Reads the file; `None` if there is none.
    pub fn read(path: &Path) -> Result<Option<Self>, SlotsError> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match Self::from_bytes(&bytes) {
            Err(SlotsError::Damaged { .. }) => Err(SlotsError::Damaged { copy: whole_copy(path) }),
            other => other.map(Some),
        }
    }

    /// Replaces the file, and the copy beside it, each atomically.
    pub fn write(&self, path: &Path) -> Result<(), SlotsError> {
        let bytes = self.to_bytes();
        write_durably(&copy_of(path), &bytes)?;
        write_durably(path, &bytes)?;
        Ok(())
    }

    /// Makes, keeps or removes slots so that exactly those who work here have one. Whether anything changed.
    pub fn reconcile(&mut self, makings: &Makings<'_>, host: &dyn Host) -> Result<bool, SlotsError> {
        let before = self.clone();
        let mut users = Vec::new();
        for account in makings.accounts.iter().filter(|account| account.works_here) {
            users.push(self.slot_for(account, makings.key, host)?);
        }
        self.users = users;
        self.idle_minutes = makings.idle_minutes;
        if let Some(public_key) = makings.recovery
            && self.recovery.as_ref().is_none_or(|slot| slot.public_key != public_key)
        {
            let sealed_key = sealing::seal(&public_key, Purpose::DatabaseKey, makings.key.as_bytes(), host)?;
            self.recovery = Some(RecoverySlot { public_key, sealed_key, confirmed: 1 });
        }
        Ok(*self != before)
    }

    /// Says whether the recovery key has been typed back from the paper.
    pub fn set_confirmed(&mut self, confirmed: Confirmed) {
        if let Some(slot) = &mut self.recovery {
            slot.confirmed = u8::from(confirmed == Confirmed::Yes);
        }
    }

    /// Whether nobody has typed the recovery key back yet.
    pub fn recovery_unconfirmed(&self) -> bool {
        self.recovery.as_ref().is_some_and(|slot| slot.confirmed == 0)
    }

    /// Whether nobody has a slot.
    pub fn nobody(&self) -> bool {
        self.users.is_empty()
    }

    /// Opens the slot of who is called `user`; no name means the only login there is, if there is only one. Whether there is such
    /// a slot cannot be told from the answer or the time it takes.
    pub fn open(&self, user: &str, typed: &str) -> Result<(Id, DatabaseKey), PasswordError> {
        let tag = self.tag(user);
        let only = user.trim().is_empty() && self.users.len() == 1;
        let mut outcome = None;
        for slot in self.users.iter().filter(|slot| only || slot.tag == tag) {
            match slot.open(typed) {
                Ok(key) => return Ok((slot.staff, key)),
                Err(error) => outcome = Some(error),
            }
        }
        Err(outcome.unwrap_or_else(|| password::open_nothing(typed, self.usual_kdf())))
    }

    /// Opens the recovery slot.
    pub fn recover(&self, recovery: &RecoveryKey) -> Option<DatabaseKey> {
        let slot = self.recovery.as_ref()?;
        unseal(&recovery.private_key(), &slot.sealed_key)
    }

    fn slot_for(&self, account: &Account, key: &DatabaseKey, host: &dyn Host) -> Result<UserSlot, SlotsError> {
        let tag = self.tag(&account.user);
        let credential = &account.credential;
        let kept =
            self.users.iter().find(|slot| slot.staff == account.staff && slot.public_key == credential.public_key);
        let sealed_key = match kept {
            Some(slot) => slot.sealed_key.clone(),
            None => {
                let public = credential.public_key.as_slice().try_into().map_err(|_| SealingError)?;
                sealing::seal(&public, Purpose::DatabaseKey, key.as_bytes(), host)?
            }
        };
        Ok(UserSlot::new(account.staff, tag, credential, sealed_key))
    }

    fn tag(&self, user: &str) -> [u8; 32] {
        Sha256::new().chain_update(self.salt).chain_update(user.trim().to_lowercase()).finalize().into()
    }

    /// What a wrong user name costs: as much as most right ones.
    fn usual_kdf(&self) -> Kdf {
        self.users.first().map_or(Kdf::FLOOR, UserSlot::kdf)
    }

    fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        // Writing to a Vec never fails.
        let _ = minicbor::encode(self, &mut body);
        [MAGIC, &Sha256::digest(&body)[..], &body].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, SlotsError> {
        let damaged = || SlotsError::Damaged { copy: None };
        let Some(rest) = bytes.strip_prefix(MAGIC) else {
            let newer =
                bytes.strip_prefix(MAGIC_OF_ANY).is_some_and(|rest| rest.first().is_some_and(u8::is_ascii_digit));
            return Err(if newer { SlotsError::Newer } else { damaged() });
        };
        let (checksum, body) = rest.split_at_checked(CHECKSUM).ok_or_else(damaged)?;
        if Sha256::digest(body)[..] != *checksum {
            return Err(damaged());
        }
        minicbor::decode(body).map_err(|_| damaged())
    }
}

impl UserSlot {
    fn new(staff: Id, tag: [u8; 32], credential: &Credential, sealed_key: Vec<u8>) -> Self {
        Self {
            staff,
            tag,
            memory_kib: credential.memory_kib,
            passes: credential.passes,
            lanes: credential.lanes,
            salt: credential.salt.clone(),
            public_key: credential.public_key.clone(),
            sealed_private: credential.sealed_private.clone(),
            sealed_key,
        }
    }

    fn open(&self, typed: &str) -> Result<DatabaseKey, PasswordError> {
        let private = password::open_credential(&self.credential(), typed)?;
        unseal(&private, &self.sealed_key).ok_or(PasswordError::Wrong)
    }

    fn kdf(&self) -> Kdf {
        password::kdf_of(&self.credential())
    }

    fn credential(&self) -> Credential {
        Credential {
            memory_kib: self.memory_kib,
            passes: self.passes,
            lanes: self.lanes,
            salt: self.salt.clone(),
            public_key: self.public_key.clone(),
            sealed_private: self.sealed_private.clone(),
        }
    }
}

fn unseal(private: &PrivateKey, sealed: &[u8]) -> Option<DatabaseKey> {
    private.open(Purpose::DatabaseKey, sealed).ok().and_then(|key| DatabaseKey::from_bytes(&key))
}

/// Where the copy of the key-slot file lies.
pub fn copy_of(path: &Path) -> PathBuf {
    path.with_extension("copy")
}

fn whole_copy(path: &Path) -> Option<PathBuf> {
    let copy = copy_of(path);
    let bytes = fs::read(&copy).ok()?;
    Slots::from_bytes(&bytes).is_ok().then_some(copy)
}

impl From<SlotsError> for ApiError {
    fn from(error: SlotsError) -> Self {
        match error {
            SlotsError::Damaged { copy: Some(_) } => ApiError::new(
                ErrorCode::Damaged,
                "The file `slots`, without which nobody can log in, is damaged. Nothing was changed. \
                 The copy beside it, `slots.copy`, is whole: put it in place of `slots` and start again.",
            ),
            SlotsError::Damaged { copy: None } => ApiError::new(
                ErrorCode::Damaged,
                "The file `slots`, without which nobody can log in, is damaged. Nothing was changed. \
                 Put it back from a backup of this folder.",
            ),
            SlotsError::Newer => ApiError::new(
                ErrorCode::Newer,
                "This folder was last used by a newer Daybook. Install that version to go on; nothing was changed.",
            ),
            SlotsError::Io(_) => disk_error(),
            SlotsError::Sealing(_) => {
                ApiError::new(ErrorCode::Internal, "A login could not be made, by a fault of ours.")
            }
        }
    }
}

#[cfg(test)]
mod tests;
