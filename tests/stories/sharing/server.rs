//! A ledger server in this process, which can be stopped and started again on the same address.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use daybook_server::{
    clock::{Clock, SystemClock},
    cosigning::WitnessAt,
    home::Home,
    invite::Invite,
    serve::{self, Running, Sockets, tls::Tls},
    store::BesideStore,
};
use tokio::{sync::oneshot, task::JoinHandle};

/// One log in a folder of its own.
pub struct Server {
    pub home: PathBuf,
    pub log_key: String,
    address: SocketAddr,
    witnesses: Vec<WitnessAt>,
    running: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
    tls: Option<Arc<Tls>>,
    _folder: tempfile::TempDir,
}

impl Server {
    /// Makes a log and serves it.
    pub async fn start() -> Self {
        Self::start_with(None).await
    }

    /// The same, with TLS by this certificate and key.
    pub async fn start_with(tls: Option<Arc<Tls>>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("log");
        let log_key = Home::new(&home).init("ledger.test").unwrap().to_string();
        let address = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut server = Self { home, log_key, address, witnesses: Vec::new(), running: None, tls, _folder: folder };
        server.resume().await;
        server
    }

    /// Serves again after [`Server::stop`], where it was before.
    pub async fn resume(&mut self) {
        let running = Running::open_witnessed(&Home::new(&self.home), Arc::new(SystemClock), &self.witnesses).unwrap();
        let listener = serve::listen(self.address).await.unwrap();
        self.address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let sockets = Sockets { log: listener, tls: self.tls.clone(), metrics: None };
        let task = tokio::spawn(async move {
            running.serve_on(sockets, async { drop(stopped.await) }).await.unwrap();
        });
        self.running = Some((stop, task));
    }

    /// Asks these witnesses from now on.
    pub async fn ask(&mut self, witnesses: Vec<WitnessAt>) {
        self.stop().await;
        self.witnesses = witnesses;
        self.resume().await;
    }

    /// Waits until every witness that is asked says that this log does not continue what it has cosigned.
    pub async fn until_every_witness_disagrees(&self) {
        let begun = std::time::Instant::now();
        loop {
            let answer = reqwest::get(format!("{}/v1/witnesses", self.url())).await.unwrap().bytes().await.unwrap();
            let sights: serde_json::Value = serde_json::from_slice(&answer).unwrap();
            if sights.as_array().unwrap().iter().all(|sight| sight["problem"] == "disputed") {
                return;
            }
            assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{sights}");
            tokio::task::yield_now().await;
        }
    }

    /// Stops serving; the folder is free then.
    pub async fn stop(&mut self) {
        if let Some((stop, task)) = self.running.take() {
            drop(stop);
            task.await.unwrap();
        }
    }

    /// A copy of the whole log as it is now; serving goes on.
    pub async fn keep(&mut self) -> tempfile::TempDir {
        self.stop().await;
        let copy = tempfile::tempdir().unwrap();
        copy_files(&self.home, copy.path());
        self.resume().await;
        copy
    }

    /// Serves a copy taken before, as an operator might who has lost the rest, or wants to lose it.
    pub async fn put_back(&mut self, copy: &tempfile::TempDir) {
        self.stop().await;
        std::fs::remove_dir_all(&self.home).unwrap();
        std::fs::create_dir(&self.home).unwrap();
        copy_files(copy.path(), &self.home);
        self.resume().await;
    }

    /// The address as an administrator would type it.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.tls.is_some() { "https" } else { "http" }, self.address)
    }

    /// An invitation for a new hospital.
    pub fn invite(&self) -> String {
        let invite = Invite::generate().unwrap();
        let store = Home::new(&self.home).open_store().unwrap();
        store.put_invite(&invite.hash(), SystemClock.now_ms()).unwrap();
        invite.text().to_owned()
    }
}

/// Copies the files of a folder.
pub fn copy_files(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}
