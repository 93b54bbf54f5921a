//! Serving: opens the log, listens, and comes to rest in order.

pub(crate) mod door;
mod stall;
pub mod tls;

use std::fs::File;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::app::{App, Parts};
use crate::clock::Clock;
use crate::config::{Config, ConfigError};
use crate::core::{LogCore, Refused, Start};
use crate::cosigning::{self, Asker, Collector, WitnessAt};
use crate::high_water::HighWater;
use crate::home::{Home, HomeError};
use crate::metrics::Metrics;
use crate::random::NoRandomness;
use crate::routes::{metrics_router, router};
use crate::sequencer::Sequencer;
use crate::store::LogStore;
use crate::tree::TileCache;
use crate::trust::NoClient;

use door::Door;
use tls::Tls;

/// The server could not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The folder.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The log in it.
    #[error("the log is not served: {0}")]
    Refused(#[from] Refused),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// No client to ask witnesses with.
    #[error("witnesses cannot be asked: {0}")]
    Witnesses(#[from] NoClient),
    /// No thread, no socket.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// An open log with its sequencer running.
pub struct Running {
    app: Arc<App>,
    collector: Collector,
    stop: watch::Sender<bool>,
    sequencer: JoinHandle<()>,
    _lock: File,
}

/// The sockets to serve on.
pub struct Sockets {
    /// The log.
    pub log: TcpListener,
    /// TLS on it.
    pub tls: Option<Arc<Tls>>,
    /// Metrics, without TLS.
    pub metrics: Option<TcpListener>,
}

impl Running {
    /// Opens the log in `home` and starts its sequencer, with the usual settings.
    pub fn open(home: &Home, clock: Arc<dyn Clock>) -> Result<Self, ServeError> {
        Self::open_with(home, clock, |log| log)
    }

    /// The same, asking these witnesses for cosignatures.
    pub fn open_witnessed(home: &Home, clock: Arc<dyn Clock>, witnesses: &[WitnessAt]) -> Result<Self, ServeError> {
        let mut config = Config::default();
        config.witnesses.ask = witnesses.iter().map(ToString::to_string).collect();
        Self::open_configured(home, clock, config, |log| log)
    }

    /// The same, with the log behind another store that `wrap` puts around it.
    pub fn open_with(
        home: &Home,
        clock: Arc<dyn Clock>,
        wrap: impl FnOnce(Arc<dyn LogStore>) -> Arc<dyn LogStore>,
    ) -> Result<Self, ServeError> {
        Self::open_configured(home, clock, Config::default(), wrap)
    }

    /// The same, with these settings.
    pub fn open_configured(
        home: &Home,
        clock: Arc<dyn Clock>,
        config: Config,
        wrap: impl FnOnce(Arc<dyn LogStore>) -> Arc<dyn LogStore>,
    ) -> Result<Self, ServeError> {
        let lock = home.lock()?;
        let store = Arc::new(home.open_store()?);
        let signer = Arc::new(home.read_key(&store.identity().map_err(HomeError::Store)?)?);
        let origin = signer.verifier().name().to_owned();
        let (high_water, mark) = HighWater::open(&home.high_water()).map_err(HomeError::HighWater)?;
        let (log, cache) = (wrap(store.clone()), Arc::new(TileCache::default()));
        let start = Start { signer, store: log.clone(), clock: clock.clone(), cache: cache.clone() };
        let core = LogCore::open(start, mark)?;
        let metrics = Arc::new(Metrics::default());
        let (handle, sequencer) = Sequencer::start(core, high_water, clock.clone(), metrics.clone())?;
        let (stop, stopping) = watch::channel(false);
        let witnesses = config.witnesses.places()?;
        let opened = cosigning::open(store.clone(), &origin, witnesses, metrics.clone());
        let (cosigning, seat) = opened.map_err(HomeError::Store)?;
        let hashes = (log.clone(), cache.clone());
        let asker = Asker::new(hashes, &config.witnesses.ca)?;
        let collector = Collector::new(seat, asker, origin.clone(), handle.published(), stopping.clone());
        let beside = store;
        let parts =
            Parts { origin, sequencer: handle, log, beside, cache, cosigning, clock, stopping, metrics, config };
        Ok(Self { app: Arc::new(App::new(parts)?), collector, stop, sequencer, _lock: lock })
    }

    /// Serves until `until` comes true, then finishes what is in hand, writes everything down and returns.
    pub async fn serve(self, listener: TcpListener, until: impl Future<Output = ()>) -> Result<(), ServeError> {
        self.serve_on(Sockets { log: listener, tls: None, metrics: None }, until).await
    }

    /// The same, on these sockets.
    pub async fn serve_on(self, sockets: Sockets, until: impl Future<Output = ()>) -> Result<(), ServeError> {
        let Self { app, collector, stop, sequencer, _lock } = self;
        let collecting = tokio::spawn(collector.run());
        let graceful = GracefulShutdown::new();
        let (limits, counts) = (&app.config.limits, &app.metrics.door);
        let door = Door::new(sockets.log, sockets.tls, router(app.clone()), limits, counts.clone());
        let open = |socket| Door::new(socket, None, metrics_router(app.clone()), limits, counts.clone());
        let side = sockets.metrics.map(open);
        tokio::select! {
            () = door.open(&graceful) => {}
            () = open_side(side, &graceful) => {}
            () = until => {}
        }
        stop.send_replace(true);
        collecting.await.ok();
        let farewell = Duration::from_secs(app.config.limits.farewell_seconds.into());
        if tokio::time::timeout(farewell, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests were cut off");
        }
        drop((app, door));
        wait_for(sequencer).await;
        Ok(())
    }

    /// All routes, for a server of one's own.
    pub fn router(&self) -> Router {
        router(self.app.clone())
    }
}

/// Opens the socket.
pub async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

async fn open_side(side: Option<Door>, graceful: &GracefulShutdown) {
    match side {
        Some(door) => door.open(graceful).await,
        None => std::future::pending().await,
    }
}

async fn wait_for(sequencer: JoinHandle<()>) {
    let ended = tokio::task::spawn_blocking(move || sequencer.join()).await;
    if !matches!(ended, Ok(Ok(()))) {
        tracing::error!("the sequencer did not end well; the next start checks what it left");
    }
}
