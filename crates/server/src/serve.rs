//! Serving: opens the log, listens, and comes to rest in order.

use std::fs::File;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use crate::app::{App, Parts};
use crate::clock::Clock;
use crate::core::{LogCore, Refused, Start};
use crate::high_water::HighWater;
use crate::home::{Home, HomeError};
use crate::random::NoRandomness;
use crate::routes::router;
use crate::sequencer::Sequencer;
use crate::store::LogStore;
use crate::tree::TileCache;

/// Connections at one time; more wait to be accepted.
const CONNECTIONS: usize = 4_096;
/// A client that takes longer to say what it wants is cut off.
const HEADERS: Duration = Duration::from_secs(30);
/// How long requests in hand may take after the server was told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

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
    /// No thread, no socket.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// An open log with its sequencer running.
pub struct Running {
    router: Router,
    stop: watch::Sender<bool>,
    sequencer: JoinHandle<()>,
    _lock: File,
}

impl Running {
    /// Opens the log in `home` and starts its sequencer.
    pub fn open(home: &Home, clock: Arc<dyn Clock>) -> Result<Self, ServeError> {
        Self::open_with(home, clock, |log| log)
    }

    /// The same, with the log behind another store that `wrap` puts around it.
    pub fn open_with(
        home: &Home,
        clock: Arc<dyn Clock>,
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
        let (handle, sequencer) = Sequencer::start(core, high_water, clock.clone())?;
        let (stop, stopping) = watch::channel(false);
        let app = App::new(Parts { origin, sequencer: handle, log, beside: store, cache, clock, stopping })?;
        Ok(Self { router: router(Arc::new(app)), stop, sequencer, _lock: lock })
    }

    /// Serves until `until` comes true, then finishes what is in hand, writes everything down and returns.
    pub async fn serve(self, listener: TcpListener, until: impl Future<Output = ()>) -> Result<(), ServeError> {
        let Self { router, stop, sequencer, _lock } = self;
        let connections = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = GracefulShutdown::new();
        let mut until = std::pin::pin!(until);
        loop {
            let accepted = tokio::select! {
                accepted = accept(&listener, &connections) => accepted,
                () = &mut until => break,
            };
            let (stream, permit) = accepted;
            let connection = graceful.watch(connect(stream, router.clone()));
            tokio::spawn(async move {
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "a connection ended early");
                }
                drop(permit);
            });
        }
        drop(listener);
        stop.send_replace(true);
        if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
            tracing::warn!("some requests were cut off");
        }
        drop(router);
        wait_for(sequencer).await;
        Ok(())
    }
}

/// Opens the socket.
pub async fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    TcpListener::bind(address).await
}

async fn accept(
    listener: &TcpListener,
    connections: &Arc<Semaphore>,
) -> (TcpStream, Option<tokio::sync::OwnedSemaphorePermit>) {
    let permit = connections.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, permit),
            Err(error) => {
                // Out of file descriptors, or the peer has gone: neither is a reason to stop serving.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

fn connect(stream: TcpStream, router: Router) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    stream.set_nodelay(true).ok();
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}

async fn wait_for(sequencer: JoinHandle<()>) {
    let ended = tokio::task::spawn_blocking(move || sequencer.join()).await;
    if !matches!(ended, Ok(Ok(()))) {
        tracing::error!("the sequencer did not end well; the next start checks what it left");
    }
}
