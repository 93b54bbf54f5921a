//! Serving as a witness: listens, and comes to rest in order.

use std::sync::Arc;
use std::time::Duration;

use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;

use super::disk::Disk;
use super::home::{WitnessError, WitnessHome};
use super::metrics::Metrics;
use super::router::{App, metrics_router, router};
use super::watch::Witness;
use crate::clock::Clock;
use crate::config::Limits;
use crate::serve::door::Door;
use crate::serve::tls::Tls;

/// The sockets to serve on.
pub struct Sockets {
    /// The protocol.
    pub witness: TcpListener,
    /// TLS on it.
    pub tls: Option<Arc<Tls>>,
    /// Metrics, without TLS.
    pub metrics: Option<TcpListener>,
    /// How many may come, and how long they may take.
    pub limits: Limits,
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
    let Sockets { witness, tls, metrics, limits } = sockets;
    let open = |socket, tls, router| Door::new(socket, tls, router, &limits, app.metrics.door.clone());
    let door = open(witness, tls, router(app.clone()));
    let side = metrics.map(|socket| open(socket, None, metrics_router(app.clone())));
    tokio::select! {
        () = door.open(&graceful) => {}
        () = open_side(side.as_ref(), &graceful) => {}
        () = until => {}
    }
    drop((door, side));
    let farewell = Duration::from_secs(limits.farewell_seconds.into());
    if tokio::time::timeout(farewell, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off");
    }
    Ok(())
}

async fn open_side(side: Option<&Door>, graceful: &GracefulShutdown) {
    match side {
        Some(door) => door.open(graceful).await,
        None => std::future::pending().await,
    }
}
