//! Serving as a witness: listens, and comes to rest in order.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::disk::Disk;
use super::home::{WitnessError, WitnessHome};
use super::metrics::Metrics;
use super::router::{App, metrics_router, router};
use super::watch::Witness;
use crate::clock::Clock;

/// Connections at one time; more wait to be accepted.
const CONNECTIONS: usize = 1_024;
/// A client that takes longer to say what it wants is cut off.
const HEADERS: Duration = Duration::from_secs(10);
/// How long requests in hand may take after the witness was told to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// The sockets to serve on.
pub struct Sockets {
    /// The protocol.
    pub witness: TcpListener,
    /// Metrics.
    pub metrics: Option<TcpListener>,
}

/// Opens the witness in `home` and serves until `until` comes true; `ready` is called once everything has been found in order.
pub async fn serve(
    home: &WitnessHome,
    clock: Arc<dyn Clock>,
    disk: Box<dyn Disk>,
    sockets: Sockets,
    ready: impl FnOnce(&Witness),
    until: impl Future<Output = ()>,
) -> Result<(), WitnessError> {
    let _lock = home.lock()?;
    let witness = Witness::open(home, disk)?;
    ready(&witness);
    let app = Arc::new(App { witness, clock, metrics: Metrics::default() });
    let graceful = GracefulShutdown::new();
    tokio::select! {
        () = accept_all(&sockets.witness, router(app.clone()), &graceful) => {}
        () = accept_side(sockets.metrics.as_ref(), metrics_router(app), &graceful) => {}
        () = until => {}
    }
    drop(sockets);
    if tokio::time::timeout(FAREWELL, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    Ok(())
}

async fn accept_side(listener: Option<&TcpListener>, router: Router, graceful: &GracefulShutdown) {
    match listener {
        Some(listener) => accept_all(listener, router, graceful).await,
        None => std::future::pending().await,
    }
}

async fn accept_all(listener: &TcpListener, router: Router, graceful: &GracefulShutdown) {
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let permit = connections.clone().acquire_owned().await.ok();
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of file descriptors, or the peer has gone: neither is a reason to stop serving.
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let connection = graceful.watch(connect(stream, router.clone()));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(permit);
        });
    }
}

fn connect(stream: TcpStream, router: Router) -> http1::Connection<TokioIo<TcpStream>, TowerToHyperService<Router>> {
    stream.set_nodelay(true).ok();
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router))
}
