//! Somebody on the way to the server, or the server itself gone bad: passes everything on, but for what it meddles with.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{Response, StatusCode},
};
use daybook_ledger::{Act, Entry, bundle};

/// What it does to what passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Meddling {
    /// Nothing.
    #[default]
    Honest,
    /// Refuses every entry of this act.
    Refuse(Act),
    /// Passes requests on and loses the answers.
    LoseAnswers,
    /// Changes one byte in every bundle of entries.
    GarbleBundles,
    /// Changes one byte in the first entry of every bundle.
    GarbleFirst,
    /// Says that there are no keys.
    HideKeys,
    /// Gives another entry's proof as the receipt.
    WrongReceipts,
    /// Answers everything with a page of its own.
    CaptivePortal,
    /// Tells of these blocks.
    Blocks(String),
    /// Tells of these cosigned checkpoints.
    Cosigned(String),
    /// Has no bundle of entries from this one on, and answers nothing for them.
    LoseBundlesFrom(u64),
    /// Changes one byte in this bundle of entries.
    GarbleBundle(u64),
}

/// A meddler in front of a server.
pub struct Meddler {
    pub url: String,
    meddling: Arc<Mutex<Meddling>>,
    passed: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Way {
    to: String,
    http: reqwest::Client,
    meddling: Arc<Mutex<Meddling>>,
    passed: Arc<Mutex<Vec<String>>>,
}

impl Meddler {
    /// Listens on an address of its own and passes on to `to`.
    pub async fn before(to: &str) -> Self {
        let meddling = Arc::new(Mutex::new(Meddling::Honest));
        let passed = Arc::new(Mutex::new(Vec::new()));
        let (to, http) = (to.to_owned(), reqwest::Client::new());
        let way = Way { to, http, meddling: Arc::clone(&meddling), passed: Arc::clone(&passed) };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(pass).with_state(way);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { url, meddling, passed }
    }

    /// From now on.
    pub fn turn(&self, meddling: Meddling) {
        *self.meddling.lock().unwrap() = meddling;
    }

    /// How often something was asked for whose path begins so.
    pub fn passed(&self, path: &str) -> usize {
        self.passed.lock().unwrap().iter().filter(|passed| passed.starts_with(path)).count()
    }

    /// Everything that was asked for, in that order.
    pub fn order(&self) -> Vec<String> {
        self.passed.lock().unwrap().clone()
    }

    /// The numbers of the bundles of entries that were asked for since the last look, in that order.
    pub fn take_bundles(&self) -> Vec<u64> {
        std::mem::take(&mut *self.passed.lock().unwrap()).iter().filter_map(|path| bundle_number(path)).collect()
    }
}

async fn pass(State(way): State<Way>, request: Request) -> Response<Body> {
    let meddling = way.meddling.lock().unwrap().clone();
    let (head, body) = request.into_parts();
    let path = head.uri.path_and_query().unwrap().to_string();
    way.passed.lock().unwrap().push(path.clone());
    let body = to_bytes(body, usize::MAX).await.unwrap();
    if meddling == Meddling::CaptivePortal {
        return answer(StatusCode::OK, Bytes::from_static(b"<html>Please accept our terms</html>"));
    }
    let (body, refused) = match &meddling {
        Meddling::Refuse(act) if path == "/v1/entries" => refuse(*act, body),
        _ => (body, None),
    };
    if let Some(0) = refused {
        return refusal(0);
    }
    let mut onward = way.http.request(head.method.clone(), format!("{}{path}", way.to)).body(body);
    for name in ["authorization", "content-type", "daybook-invite"] {
        if let Some(value) = head.headers.get(name) {
            onward = onward.header(name, value);
        }
    }
    let Ok(response) = onward.send().await else { return answer(StatusCode::BAD_GATEWAY, Bytes::new()) };
    let (status, bytes) = (response.status(), response.bytes().await.unwrap());
    match meddling {
        _ if refused.is_some() => refusal(refused.unwrap()),
        Meddling::LoseAnswers if head.method == "POST" => answer(StatusCode::BAD_GATEWAY, Bytes::new()),
        Meddling::GarbleBundles if path.starts_with("/tile/entries/") => answer(status, garble(&bytes)),
        Meddling::LoseBundlesFrom(first) if bundle_number(&path).is_some_and(|number| number >= first) => {
            answer(StatusCode::BAD_GATEWAY, Bytes::new())
        }
        Meddling::GarbleBundle(which) if bundle_number(&path) == Some(which) => answer(status, garble(&bytes)),
        Meddling::GarbleFirst if path.starts_with("/tile/entries/") => answer(status, garble_first(&bytes)),
        Meddling::HideKeys if path.starts_with("/v1/keys?") => answer(status, Bytes::from_static(&[0x82, 0x00, 0x80])),
        Meddling::WrongReceipts if path == "/v1/entries" => answer(status, exchange(&bytes)),
        Meddling::Cosigned(told) if path == "/v1/cosigned" => answer(StatusCode::OK, told.into()),
        Meddling::Blocks(told) if path.starts_with("/v1/blocks?") => answer(StatusCode::OK, told.into()),
        _ => answer(status, bytes),
    }
}

/// Which bundle of entries a path names; these logs are short.
fn bundle_number(path: &str) -> Option<u64> {
    path.strip_prefix("/tile/entries/")?.split('.').next()?.parse().ok()
}

/// What comes before the first entry of this act, and that entry's position.
fn refuse(act: Act, body: Bytes) -> (Bytes, Option<usize>) {
    let entries = bundle::decode(&body).unwrap();
    let is_refused = |bytes: &&[u8]| Entry::parse(bytes).unwrap().header().act == act;
    match entries.iter().position(is_refused) {
        Some(position) => (bundle::encode(&entries[..position]).unwrap().into(), Some(position)),
        None => (body, None),
    }
}

fn refusal(position: usize) -> Response<Body> {
    let body = format!(r#"{{"code":"policy_forbids","message":"Not on a Sunday.","position":{position}}}"#);
    answer(StatusCode::UNPROCESSABLE_ENTITY, Bytes::from(body))
}

fn garble(bytes: &Bytes) -> Bytes {
    let mut bytes = bytes.to_vec();
    if let Some(last) = bytes.last_mut() {
        *last ^= 1;
    }
    bytes.into()
}

/// Changes the first entry of the log, and leaves the last ones readable.
fn garble_first(bytes: &Bytes) -> Bytes {
    let mut bytes = bytes.to_vec();
    if let Some(first) = bytes.get_mut(200) {
        *first ^= 1;
    }
    bytes.into()
}

/// The first receipt for every entry.
fn exchange(bytes: &Bytes) -> Bytes {
    let Ok(mut answer) = serde_json::from_slice::<serde_json::Value>(bytes) else { return bytes.clone() };
    if let Some(entries) = answer["entries"].as_array_mut() {
        let first = entries[0].clone();
        entries.fill(first);
    }
    serde_json::to_vec(&answer).unwrap().into()
}

fn answer(status: StatusCode, bytes: Bytes) -> Response<Body> {
    Response::builder().status(status).body(Body::from(bytes)).unwrap()
}
