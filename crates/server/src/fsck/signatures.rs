//! Signatures, verified on all cores behind the judge, who names each with its key and goes on.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, Scope, ScopedJoinHandle};

use daybook_ledger::verify::native::PublicKey;

use super::ahead::{Read, Wave};

/// Signatures that one core takes at a time.
const SHARE: usize = 128;
/// Shares that wait at most.
const WAITING: usize = 64;

/// An entry of a wave, and the key that must have signed it; `None` for one that is no key.
pub struct Signed {
    /// The place in the wave.
    pub place: usize,
    /// The key.
    pub key: Arc<Option<PublicKey>>,
}

/// What verifies.
pub struct Signatures<'scope> {
    shares: SyncSender<Share>,
    bad: Arc<AtomicUsize>,
    cores: Vec<ScopedJoinHandle<'scope, Vec<u64>>>,
}

struct Share {
    wave: Arc<Wave>,
    signed: Vec<Signed>,
}

impl<'scope> Signatures<'scope> {
    /// Starts a thread for every core.
    pub fn start(scope: &'scope Scope<'scope, '_>) -> Self {
        let (shares, waiting) = sync_channel(WAITING);
        let (waiting, bad) = (Arc::new(Mutex::new(waiting)), Arc::new(AtomicUsize::new(0)));
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let start = |(waiting, bad): (Arc<Mutex<_>>, Arc<_>)| scope.spawn(move || verify_all(&waiting, &bad));
        let cores = (0..cores).map(|_| start((Arc::clone(&waiting), Arc::clone(&bad)))).collect();
        Self { shares, bad, cores }
    }

    /// Has the signatures of a wave verified; waits while too many wait already.
    pub fn take(&self, wave: &Arc<Wave>, signed: Vec<Signed>) {
        let mut signed = signed.into_iter().peekable();
        while signed.peek().is_some() {
            let share = Share { wave: Arc::clone(wave), signed: signed.by_ref().take(SHARE).collect() };
            // They take shares until the last sender is gone.
            let _ = self.shares.send(share);
        }
    }

    /// How many have been found to be wrong so far.
    pub fn bad(&self) -> usize {
        self.bad.load(Ordering::Relaxed)
    }

    /// Waits for the rest; the indices of the entries whose signatures are wrong, in order.
    pub fn finish(self) -> Vec<u64> {
        drop(self.shares);
        let join = |core: ScopedJoinHandle<'scope, Vec<u64>>| {
            core.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        let mut bad: Vec<u64> = self.cores.into_iter().flat_map(join).collect();
        bad.sort_unstable();
        bad
    }
}

fn verify_all(waiting: &Mutex<Receiver<Share>>, found: &AtomicUsize) -> Vec<u64> {
    let mut bad = Vec::new();
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(share) = next() {
        let before = bad.len();
        let reads = share.signed.iter().filter_map(|signed| Some((share.wave.entries.get(signed.place)?, signed)));
        bad.extend(reads.filter(|(read, signed)| !is_good(read, signed)).map(|(read, _)| read.index));
        found.fetch_add(bad.len() - before, Ordering::Relaxed);
    }
    bad
}

fn is_good(read: &Read, signed: &Signed) -> bool {
    match (&read.entry, &*signed.key) {
        (Ok(entry), Some(key)) => key.verify(&entry.to_be_signed(), entry.signature()).is_ok(),
        _ => false,
    }
}
