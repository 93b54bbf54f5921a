//! A log that can be forked at will, and witnesses in this process.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use daybook_ledger::merkle::prove_consistency;
use daybook_ledger::{
    AddCheckpoint, Checkpoint, Frontier, Hash, HashReader, NodeIndex, SignerKey, VerifierKey, empty_root, leaf_hash,
};
use daybook_server::clock::SetClock;
use daybook_server::config::Limits;
use daybook_server::cosigning::WitnessAt;
use daybook_server::witness::{Disk, Sockets, WitnessHome, serve};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::common::NOW_MS;

pub fn log_key(seed: u8) -> SignerKey {
    SignerKey::generate("log.example/one", &[seed; 32]).unwrap()
}

/// A log that can prove.
pub struct Log {
    nodes: BTreeMap<NodeIndex, Hash>,
    pub roots: Vec<Hash>,
}

impl HashReader for &Log {
    type Error = std::convert::Infallible;
    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Self::Error> {
        Ok(at.iter().map(|node| self.nodes[node]).collect())
    }
}

impl Log {
    pub fn of(leaves: impl Iterator<Item = u64>) -> Self {
        let (mut frontier, mut nodes, mut roots) = (Frontier::new(), BTreeMap::new(), vec![empty_root()]);
        for leaf in leaves {
            nodes.extend(frontier.push(leaf_hash(&leaf.to_be_bytes())));
            roots.push(frontier.root());
        }
        Self { nodes, roots }
    }

    pub fn honest() -> Self {
        Self::of(0..200)
    }

    /// The same up to 5, then another history.
    pub fn forked() -> Self {
        Self::of((0..5).chain(1_000..1_195))
    }

    pub fn request(&self, old: u64, size: u64) -> AddCheckpoint {
        let proof = if old <= size { prove_consistency(old, size, &self).unwrap() } else { Vec::new() };
        let checkpoint =
            Checkpoint { origin: log_key(7).verifier().name().into(), size, root: self.roots[size as usize] };
        AddCheckpoint { old, proof, checkpoint: checkpoint.sign(&log_key(7)).unwrap() }
    }
}

/// A witness in this process.
pub struct InProcess {
    pub at: WitnessAt,
    pub key: VerifierKey,
    pub home: PathBuf,
    pub clock: Arc<SetClock>,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
    _dir: tempfile::TempDir,
}

impl InProcess {
    /// A new witness of the log with this key.
    pub async fn start(name: &str, log: &VerifierKey, disk: Box<dyn Disk>) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = dir.path().join("witness");
        let key = WitnessHome::new(&home).init(name).unwrap();
        WitnessHome::new(&home).trust(log).unwrap();
        let clock = Arc::new(SetClock::new(NOW_MS));
        let at = format!("http://127.0.0.1:0={key}").parse().unwrap();
        let mut witness = Self { at, key, home, clock, stop: None, task: None, _dir: dir };
        witness.resume(disk).await;
        witness
    }

    /// Serves again, at the address of before.
    pub async fn resume(&mut self, disk: Box<dyn Disk>) {
        let port = self.at.prefix.port().unwrap_or(0);
        let listener = TcpListener::bind(("127.0.0.1", port)).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        self.at = format!("{url}={}", self.key).parse().unwrap();
        let (home, clock) = (WitnessHome::new(&self.home), self.clock.clone());
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let sockets = Sockets { witness: listener, tls: None, metrics: None, limits: Limits::default() };
            serve(&home, clock, disk, sockets, |_| {}, async { drop(stopped.await) }).await.unwrap();
        });
        (self.stop, self.task) = (Some(stop), Some(task));
    }

    pub async fn stop(&mut self) {
        drop(self.stop.take());
        self.task.take().unwrap().await.unwrap();
    }
}
