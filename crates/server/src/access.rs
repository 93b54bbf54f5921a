//! Who asks, how they have shown it, and how much they may ask for.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, header::AUTHORIZATION};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use daybook_ledger::KeyId;
use sha2::{Digest, Sha256};
use tokio::task::spawn_blocking;

use crate::app::App;
use crate::limits::{Known, Network, TooMany};
use crate::metrics::LimitLabels;
use crate::routes::HttpError;
use crate::session::{Holder, Session};

/// What a reader's token begins with.
pub const READ_TOKEN: &str = "daybook-read-";
const FORWARDED: &str = "x-forwarded-for";
/// What a wrong signature costs: as much as so many requests.
pub const WRONG_SIGNATURE: usize = 20;

/// The other end of the connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// An enrolled desk.
    Desk(Session),
    /// A desk that was shut out, and how many entries it may read.
    Former(KeyId, u64),
    /// A mirror or an auditor, by the number of their token.
    Reader(u64),
    /// Nobody that has shown who they are.
    Anyone,
}

impl From<Holder> for Caller {
    fn from(holder: Holder) -> Self {
        match holder {
            Holder::Desk(session) => Self::Desk(session),
            Holder::Former { desk, reads } => Self::Former(desk, reads),
        }
    }
}

/// Where a request comes from: what limits are held against that nobody has shown to be theirs.
#[derive(Clone, Copy, Debug)]
pub struct Origin(pub Network);

/// What the server keeps of a reader's token.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.trim()).into()
}

/// Finds out who asks, and whether they have asked for too much.
pub async fn guard(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    let network = Network::from(origin(peer, request.headers(), &app.config.access.trusted_proxies));
    let caller = match caller(&app, request.headers()).await {
        Ok(caller) => caller,
        Err(error) => return error.into_response(),
    };
    if let Err((limit, too_many)) = app.take(caller, network, cost(&request)) {
        app.metrics.limited.get_or_create(&LimitLabels { limit }).inc();
        return HttpError::slow_down(too_many).into_response();
    }
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(Origin(network));
    next.run(request).await
}

/// Whether whoever has not shown who they are makes the server check a signature or keep something.
fn cost(request: &Request) -> Cost {
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    match (request.method(), route) {
        (&Method::POST, Some("/v1/session" | "/v1/joins")) => Cost::High,
        _ => Cost::Low,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cost {
    Low,
    High,
}

/// The address that the peer speaks for: its own, or, if it is a proxy of ours, the last one that it was told by nobody of ours.
fn origin(peer: IpAddr, headers: &HeaderMap, proxies: &[IpAddr]) -> IpAddr {
    let is_ours = |address: &IpAddr| proxies.iter().any(|proxy| proxy.to_canonical() == address.to_canonical());
    if !is_ours(&peer) {
        return peer;
    }
    let told = headers.get_all(FORWARDED).iter().filter_map(|value| value.to_str().ok());
    let mut told: Vec<IpAddr> =
        told.flat_map(|value| value.split(',')).filter_map(|at| at.trim().parse().ok()).collect();
    while let Some(last) = told.pop() {
        if !is_ours(&last) {
            return last;
        }
    }
    peer
}

async fn caller(app: &Arc<App>, headers: &HeaderMap) -> Result<Caller, HttpError> {
    let Some(token) = bearer(headers) else { return Ok(Caller::Anyone) };
    let now_ms = app.clock.now_ms();
    if !token.starts_with(READ_TOKEN) {
        let holder = app.sessions.check(&app.published().members, token, now_ms);
        return Ok(holder.map_or(Caller::Anyone, Caller::from));
    }
    let (beside, hash) = (app.beside.clone(), hash(token));
    let found = spawn_blocking(move || beside.read_token(&hash)).await??;
    Ok(found.filter(|token| token.is_good(now_ms)).map_or(Caller::Anyone, |token| Caller::Reader(token.number)))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

impl App {
    fn take(&self, caller: Caller, network: Network, cost: Cost) -> Result<(), (&'static str, TooMany)> {
        let now = self.up_for();
        let known = match caller {
            Caller::Desk(session) => Some(Known::Desk(session.desk)),
            Caller::Former(desk, _) => Some(Known::Desk(desk)),
            Caller::Reader(number) => Some(Known::Reader(number)),
            Caller::Anyone => None,
        };
        match known {
            Some(known) => self.limits.known.take(known, 1, now).map_err(|why| ("known", why)),
            None => {
                self.limits.unknown.take(network, 1, now).map_err(|why| ("unknown", why))?;
                match cost {
                    Cost::High => self.limits.costly.take(network, 1, now).map_err(|why| ("costly", why)),
                    Cost::Low => Ok(()),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn forwarded(values: &[&'static str]) -> HeaderMap {
        values.iter().map(|value| (FORWARDED.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_our_proxies_speak_for_others() {
        let proxies = [ip("127.0.0.1"), ip("10.0.0.9")];
        let of = |peer, values: &[&'static str]| origin(ip(peer), &forwarded(values), &proxies).to_string();
        assert_eq!(of("192.0.2.7", &["198.51.100.1"]), "192.0.2.7");
        assert_eq!(of("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(of("127.0.0.1", &["6.6.6.6, 198.51.100.1, 10.0.0.9"]), "198.51.100.1");
        assert_eq!(of("127.0.0.1", &["6.6.6.6", "198.51.100.1"]), "198.51.100.1");
        assert_eq!(of("127.0.0.1", &["rubbish"]), "127.0.0.1");
        assert_eq!(of("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(origin(ip("::ffff:127.0.0.1"), &forwarded(&["198.51.100.1"]), &proxies), ip("198.51.100.1"));
    }
}
