//! A witness in this process, which can be stopped, started again on the same address, and asked.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use daybook_ledger::{SignerKey, VerifierKey};
use daybook_server::{
    clock::SystemClock,
    config::Limits,
    cosigning::WitnessAt,
    witness::{RealDisk, Sockets, WitnessHome, serve},
};
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

/// A witness in a folder of its own.
pub struct Witness {
    pub key: String,
    home: PathBuf,
    port: u16,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
    _folder: tempfile::TempDir,
}

impl Witness {
    /// A new witness of the log with this key.
    pub async fn start(name: &str, log_key: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("witness");
        let key = WitnessHome::new(&home).init(name).unwrap().to_string();
        WitnessHome::new(&home).trust(&VerifierKey::parse(log_key).unwrap()).unwrap();
        let mut witness = Self { key, home, port: 0, running: None, _folder: folder };
        witness.resume().await;
        witness
    }

    /// Serves again after [`Witness::stop`], where it was before.
    pub async fn resume(&mut self) {
        let listener = TcpListener::bind(("127.0.0.1", self.port)).await.unwrap();
        self.port = listener.local_addr().unwrap().port();
        let home = WitnessHome::new(&self.home);
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let sockets = Sockets { witness: listener, tls: None, metrics: None, limits: Limits::default() };
            let disk = Box::new(RealDisk);
            serve(&home, Arc::new(SystemClock), disk, sockets, |_| {}, async { drop(stopped.await) }).await.unwrap();
        });
        self.running = Some((stop, task));
    }

    /// Stops serving.
    pub async fn stop(&mut self) {
        if let Some((stop, task)) = self.running.take() {
            drop(stop);
            task.await.unwrap();
        }
    }

    /// A copy of what it remembers now; it goes on.
    pub async fn keep(&mut self) -> tempfile::TempDir {
        self.stop().await;
        let copy = tempfile::tempdir().unwrap();
        copy_tree(&self.home, copy.path());
        self.resume().await;
        copy
    }

    /// Puts it back as it was, as nobody should: it has forgotten what it has signed since.
    pub async fn put_back(&mut self, copy: &tempfile::TempDir) {
        self.stop().await;
        std::fs::remove_dir_all(&self.home).unwrap();
        copy_tree(copy.path(), &self.home);
        self.resume().await;
    }

    /// Its key, as somebody has who copied it.
    pub fn signer(&self) -> SignerKey {
        WitnessHome::new(&self.home).read_key().unwrap()
    }

    /// Where a server asks it, and whose signature counts.
    pub fn at(&self) -> WitnessAt {
        format!("http://127.0.0.1:{}={}", self.port, self.key).parse().unwrap()
    }
}

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let copy = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &copy);
        } else {
            std::fs::copy(entry.path(), copy).unwrap();
        }
    }
}
