//! The folder a desk lives in: its files, its lock, and how a half-made home is told from a whole one.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use daybook_api::{ApiError, ErrorCode};

/// A desk's folder, held by this process alone as long as the value lives.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

/// Why a folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process holds the lock.
    #[error("another Daybook has this folder open")]
    Busy,
    /// There is a database but no key-slot file, and this is not what a broken-off founding leaves behind.
    #[error("the key-slot file is missing")]
    SlotsMissing,
    /// The disk refuses.
    #[error("the folder cannot be read or written")]
    Io(#[from] io::Error),
}

impl Folder {
    /// Takes the folder, making it if need be. What a broken-off founding or joining left behind is removed.
    pub fn take(path: &Path) -> Result<Self, FolderError> {
        create_private(path)?;
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path.join("lock"))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => FolderError::Busy,
            TryLockError::Error(error) => FolderError::Io(error),
        })?;
        let folder = Self { path: path.to_owned(), _lock: lock };
        folder.settle()?;
        Ok(folder)
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The encrypted database.
    pub fn database(&self) -> PathBuf {
        self.path.join("desk.db")
    }

    /// The key-slot file. Where it exists, the home is whole.
    pub fn slots(&self) -> PathBuf {
        self.path.join("slots")
    }

    /// The count of wrong passwords.
    pub fn throttle(&self) -> PathBuf {
        self.path.join("throttle")
    }

    /// How the window looks and speaks.
    pub fn preferences(&self) -> PathBuf {
        self.path.join("preferences")
    }

    /// Says, durably, that a home is being made here: whatever is found without a key-slot file after that is rubbish.
    pub fn begin_making(&self) -> io::Result<()> {
        self.remove_database()?;
        write_durably(&self.marker(), b"A home is being made here.\n")?;
        // SQLite would make the file, and those beside it, readable to others.
        private().create_new(true).write(true).open(self.database()).map(drop)
    }

    /// Ends [`Folder::begin_making`], after the key-slot file has been written.
    pub fn end_making(&self) -> io::Result<()> {
        remove_if_there(&self.marker())
    }

    /// Throws away a home that was never finished: no key-slot file, or one whose recovery key nobody ever confirmed.
    pub fn discard(&self) -> io::Result<()> {
        write_durably(&self.marker(), b"A home is being discarded here.\n")?;
        remove_if_there(&self.slots())?;
        remove_if_there(&crate::keys::slots::copy_of(&self.slots()))?;
        sync_directory(&self.path)?;
        self.settle_marked()
    }

    fn settle(&self) -> Result<(), FolderError> {
        for half_written in ["slots.new", "throttle.new", "making.new", "preferences.new", "ledger-ca.new"] {
            remove_if_there(&self.path.join(half_written))?;
        }
        match (self.slots().exists(), self.marker().exists(), self.database().exists()) {
            (true, true, _) => Ok(self.end_making()?),
            (false, true, _) => Ok(self.settle_marked()?),
            (false, false, true) => Err(FolderError::SlotsMissing),
            (_, false, _) => Ok(()),
        }
    }

    fn settle_marked(&self) -> io::Result<()> {
        self.remove_database()?;
        self.end_making()
    }

    fn remove_database(&self) -> io::Result<()> {
        for name in ["desk.db", "desk.db-wal", "desk.db-shm", "desk.db-journal"] {
            remove_if_there(&self.path.join(name))?;
        }
        sync_directory(&self.path)
    }

    fn marker(&self) -> PathBuf {
        self.path.join("making")
    }
}

/// Replaces a file so that a reader finds the old bytes or the new ones, whole, and the new ones survive a power cut.
pub fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = private().create(true).truncate(true).write(true).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&beside, path)?;
    path.parent().map_or(Ok(()), sync_directory)
}

/// Removes a file, if there is one, so that a power cut does not bring it back.
pub fn remove_durably(path: &Path) -> io::Result<()> {
    remove_if_there(path)?;
    path.parent().map_or(Ok(()), sync_directory)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn create_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

impl From<FolderError> for ApiError {
    fn from(error: FolderError) -> Self {
        match error {
            FolderError::Busy => ApiError::new(
                ErrorCode::Busy,
                "Daybook is already open on this folder. Use that window, or close it first.",
            ),
            FolderError::SlotsMissing => ApiError::new(
                ErrorCode::Damaged,
                "The file `slots`, without which nobody can log in, is missing beside the database. Nothing was changed. \
                 Put it back: copy `slots.copy` beside it to `slots`, or take it from a backup of this folder.",
            ),
            FolderError::Io(_) => disk_error(),
        }
    }
}

/// The error for a disk that is full or refuses.
pub fn disk_error() -> ApiError {
    ApiError::new(
        ErrorCode::Disk,
        "The disk is full or cannot be written. Nothing half-written is kept; make room and try again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_process_is_told_that_the_folder_is_busy() {
        let dir = tempfile::tempdir().unwrap();
        let held = Folder::take(dir.path()).unwrap();
        assert!(matches!(Folder::take(dir.path()), Err(FolderError::Busy)));
        drop(held);
        Folder::take(dir.path()).unwrap();
    }

    #[test]
    fn what_a_broken_off_founding_leaves_behind_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::take(dir.path()).unwrap();
        folder.begin_making().unwrap();
        fs::write(folder.database(), b"half").unwrap();
        fs::write(dir.path().join("slots.new"), b"half").unwrap();
        drop(folder);
        let folder = Folder::take(dir.path()).unwrap();
        assert!(!folder.database().exists());
        assert!(!folder.marker().exists());
        assert!(!dir.path().join("slots.new").exists());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_on_the_computer_may_read_the_database() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::take(dir.path()).unwrap();
        folder.begin_making().unwrap();
        assert_eq!(fs::metadata(folder.database()).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_finished_home_keeps_its_database_even_if_the_marker_is_still_there() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::take(dir.path()).unwrap();
        folder.begin_making().unwrap();
        fs::write(folder.database(), b"whole").unwrap();
        write_durably(&folder.slots(), b"slots").unwrap();
        drop(folder);
        let folder = Folder::take(dir.path()).unwrap();
        assert_eq!(fs::read(folder.database()).unwrap(), b"whole");
        assert!(!folder.marker().exists());
    }

    #[test]
    fn a_database_without_its_slots_is_refused_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        drop(Folder::take(dir.path()).unwrap());
        fs::write(dir.path().join("desk.db"), b"years of work").unwrap();
        assert!(matches!(Folder::take(dir.path()), Err(FolderError::SlotsMissing)));
        assert_eq!(fs::read(dir.path().join("desk.db")).unwrap(), b"years of work");
    }
}
