//! What every request can reach.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, watch};

use crate::clock::Clock;
use crate::config::Config;
use crate::cosigning::Cosigning;
use crate::limits::Limits;
use crate::metrics::Metrics;
use crate::published::Published;
use crate::sequencer::SequencerHandle;
use crate::session::Sessions;
use crate::store::{BesideStore, LogStore};
use crate::tree::TileCache;

/// Bodies held in memory at one time, over all requests, in KiB.
const BODY_BUDGET_KIB: usize = 24 << 10;
/// Desks that may wait for their approval at one time.
pub const MAX_JOINS: usize = 100;

/// Shared by all requests.
pub struct App {
    /// The log's origin.
    pub origin: String,
    /// Where entries go.
    pub sequencer: SequencerHandle,
    /// What is published, as it changes.
    pub published: watch::Receiver<Arc<Published>>,
    /// Full tiles and bundles, blocks.
    pub log: Arc<dyn LogStore>,
    /// Key box, joins.
    pub beside: Arc<dyn BesideStore>,
    /// Full tiles lately used.
    pub cache: Arc<TileCache>,
    /// What witnesses have cosigned.
    pub cosigning: Cosigning,
    /// Challenges and tokens.
    pub sessions: Sessions,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Signature checks that run at one time: one a core.
    pub checkers: Semaphore,
    /// In KiB.
    pub body_budget: Arc<Semaphore>,
    /// Becomes true when the server is to stop: long polls end.
    pub stopping: watch::Receiver<bool>,
    /// Who may ask for how much.
    pub limits: Limits,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// What was set.
    pub config: Config,
    since: Instant,
}

/// The parts an [`App`] is made of.
pub struct Parts {
    /// The log's origin.
    pub origin: String,
    /// Where entries go.
    pub sequencer: SequencerHandle,
    /// The log.
    pub log: Arc<dyn LogStore>,
    /// What lies beside it.
    pub beside: Arc<dyn BesideStore>,
    /// Full tiles lately used.
    pub cache: Arc<TileCache>,
    /// What witnesses have cosigned.
    pub cosigning: Cosigning,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Becomes true when the server is to stop.
    pub stopping: watch::Receiver<bool>,
    /// What is counted.
    pub metrics: Arc<Metrics>,
    /// What was set.
    pub config: Config,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Result<Self, crate::random::NoRandomness> {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Ok(Self {
            sessions: Sessions::new(&parts.origin)?,
            published: parts.sequencer.published(),
            origin: parts.origin,
            sequencer: parts.sequencer,
            log: parts.log,
            beside: parts.beside,
            cache: parts.cache,
            cosigning: parts.cosigning,
            clock: parts.clock,
            checkers: Semaphore::new(cores),
            body_budget: Arc::new(Semaphore::new(BODY_BUDGET_KIB)),
            stopping: parts.stopping,
            limits: Limits::new(&parts.config.limits),
            metrics: parts.metrics,
            config: parts.config,
            since: Instant::now(),
        })
    }

    /// How long it has been up, by a clock that never goes back: what limits are counted by.
    pub fn up_for(&self) -> Duration {
        self.since.elapsed()
    }

    /// The largest body of `POST /v1/entries` and `POST /v1/keys`, in bytes; one entry always fits.
    pub fn most_body(&self) -> usize {
        self.config.limits.body_bytes as usize
    }

    /// What is published now.
    pub fn published(&self) -> Arc<Published> {
        self.published.borrow().clone()
    }

    /// Whether the sequencer's thread runs.
    pub fn is_sequencing(&self) -> bool {
        self.published.has_changed().is_ok()
    }
}
