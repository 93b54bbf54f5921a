//! A socket and those who come through it: so many at a time, so many from one address, and nobody who only stands in the way.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;

use super::stall::Unstalled;
use super::tls::Tls;
use crate::access::Peer;
use crate::config::Limits;
use crate::limits::Network;
use crate::metrics::{DoorCounts, ReasonLabels};

/// Header lines of a request; ours have a handful.
const MOST_HEADERS: usize = 64;
/// Bytes read ahead of a request's head.
const MOST_HEAD: usize = 32 << 10;
/// Out of file descriptors: others must go first.
const BREATH: Duration = Duration::from_millis(50);

/// A socket with what it needs.
pub struct Door {
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    router: Router,
    places: Arc<Semaphore>,
    crowd: Arc<Crowd>,
    manners: Manners,
    counts: DoorCounts,
}

/// How long one may take.
#[derive(Clone, Copy)]
struct Manners {
    header: Duration,
    stall: Duration,
}

impl Door {
    pub fn new(
        listener: TcpListener,
        tls: Option<Arc<Tls>>,
        router: Router,
        limits: &Limits,
        counts: DoorCounts,
    ) -> Self {
        let seconds = |seconds: u32| Duration::from_secs(seconds.into());
        Self {
            listener,
            tls,
            router,
            places: Arc::new(Semaphore::new(limits.connections as usize)),
            crowd: Arc::new(Crowd::new(limits.connections_per_address as usize)),
            manners: Manners { header: seconds(limits.header_seconds), stall: seconds(limits.write_stall_seconds) },
            counts,
        }
    }

    /// Lets everyone in; never ends by itself.
    pub async fn open(&self, graceful: &GracefulShutdown) {
        loop {
            let place = self.places.clone().acquire_owned().await.ok();
            let (stream, address) = self.accept().await;
            match self.crowd.clone().enter(address) {
                Some(seat) => self.admit(stream, address, (place, seat), graceful.watcher()),
                None => self.drop_one("too_many"),
            }
        }
    }

    async fn accept(&self) -> (TcpStream, IpAddr) {
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => return (stream, address.ip()),
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }

    fn admit(&self, stream: TcpStream, address: IpAddr, held: (Option<OwnedSemaphorePermit>, Seat), watcher: Watcher) {
        stream.set_nodelay(true).ok();
        let (manners, counts, tls) = (self.manners, self.counts.clone(), self.tls.clone());
        let guest = Guest { router: self.router.clone(), peer: Peer(address), manners, watcher };
        tokio::spawn(async move {
            counts.connections.inc();
            let ended = match tls {
                None => guest.serve(stream).await,
                Some(tls) => match tokio::time::timeout(manners.header, tls.accept(stream)).await {
                    Ok(Ok(stream)) => guest.serve(stream).await,
                    Ok(Err(_)) | Err(_) => Ended::NoHandshake,
                },
            };
            counts.connections.dec();
            if let Some(reason) = ended.reason() {
                counts.dropped.get_or_create(&ReasonLabels { reason }).inc();
            }
            drop(held);
        });
    }

    fn drop_one(&self, reason: &'static str) {
        self.counts.dropped.get_or_create(&ReasonLabels { reason }).inc();
    }
}

/// How a connection came to its end.
enum Ended {
    Well,
    NoHandshake,
    Early,
}

impl Ended {
    fn reason(self) -> Option<&'static str> {
        match self {
            Self::Well => None,
            Self::NoHandshake => Some("handshake"),
            Self::Early => Some("error"),
        }
    }
}

/// One connection to be served.
struct Guest {
    router: Router,
    peer: Peer,
    manners: Manners,
    watcher: Watcher,
}

impl Guest {
    async fn serve(self, stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static) -> Ended {
        let Self { router, peer, manners, watcher } = self;
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(peer);
            router.clone().oneshot(request)
        });
        let stream = TokioIo::new(Unstalled::new(stream, manners.stall));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(manners.header)
            .max_headers(MOST_HEADERS)
            .max_header_size(MOST_HEAD)
            .serve_connection(stream, service);
        match watcher.watch(connection).await {
            Ok(()) => Ended::Well,
            Err(error) => {
                tracing::debug!(%error, "a connection ended early");
                Ended::Early
            }
        }
    }
}

/// How many connections each address has.
struct Crowd {
    most: usize,
    seated: Mutex<HashMap<Network, usize>>,
}

/// One connection counted; it is uncounted when this is dropped.
struct Seat {
    crowd: Arc<Crowd>,
    of: Network,
}

impl Crowd {
    fn new(most: usize) -> Self {
        Self { most, seated: Mutex::default() }
    }

    fn enter(self: Arc<Self>, address: IpAddr) -> Option<Seat> {
        let of = Network::from(address);
        {
            let mut seated = self.seated.lock().unwrap_or_else(PoisonError::into_inner);
            let count = seated.entry(of).or_default();
            if *count >= self.most {
                return None;
            }
            *count += 1;
        }
        Some(Seat { crowd: self, of })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seated = self.crowd.seated.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = seated.get_mut(&self.of) {
            *count -= 1;
            if *count == 0 {
                seated.remove(&self.of);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_seats_and_gets_them_back() {
        let crowd = Arc::new(Crowd::new(2));
        let [one, other] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse::<IpAddr>().unwrap());
        let first = crowd.clone().enter(one).unwrap();
        let _second = crowd.clone().enter(one).unwrap();
        assert!(crowd.clone().enter(one).is_none());
        let _elsewhere = crowd.clone().enter(other).unwrap();
        drop(first);
        let _third = crowd.clone().enter(one).unwrap();
        assert!(crowd.clone().enter(one).is_none());
    }
}
