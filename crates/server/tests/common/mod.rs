//! A hospital's desks that really sign, and a server on loopback, for the tests of this folder.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use daybook_ledger::verify::native::DeskKey;
use daybook_ledger::{
    Act, Checkpoint, ContentKey, ContentKeyId, ControlEvent, EnrolledDesk, Entry, Hash, Header, Hlc, Id, Payload, Role,
    SealedEvent, Seen, SignedCheckpoint, TlogProof, Unsigned, VerifierKey, bundle, empty_root,
};
use daybook_server::access::{self, READ_TOKEN};
use daybook_server::clock::{Clock, SetClock};
use daybook_server::config::Config;
use daybook_server::fsck::{HttpAccess, HttpSource};
use daybook_server::home::Home;
use daybook_server::invite::Invite;
use daybook_server::serve::{Running, ServeError, listen};
use daybook_server::store::{BesideStore, LogStore};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const ORIGIN: &str = "ledger.example/test";
pub const NOW_MS: u64 = 1_790_000_000_000;

/// A desk with a real key. Writes entries one after the other, as a real one would.
pub struct Desk {
    pub key: DeskKey,
    pub site: Id,
    pub number: u16,
    pub actor: Id,
    pub seq: u64,
    pub prev: Option<Hash>,
    pub seen: Seen,
    pub time: Hlc,
}

impl Desk {
    pub fn new(site: u8, number: u16) -> Self {
        Self {
            key: DeskKey::generate().unwrap(),
            site: Id([site; 16]),
            number,
            actor: Id([site ^ 0xFF; 16]),
            seq: 0,
            prev: None,
            seen: Seen { size: 0, root: empty_root() },
            time: Hlc { ms: NOW_MS, counter: 0 },
        }
    }

    /// The same desk on another machine.
    pub fn copied(&self) -> Self {
        let key = DeskKey::from_pkcs8(&self.key.to_pkcs8().unwrap()).unwrap();
        Self { key, ..*self }
    }

    pub fn enrolled(&self) -> EnrolledDesk {
        EnrolledDesk {
            number: self.number,
            name: format!("desk {}", self.number),
            spki: self.key.spki().to_vec(),
            sealing_key: [self.number as u8; 32],
        }
    }

    pub fn found(&mut self, code: &str) -> Entry {
        let event = ControlEvent::SiteFound {
            code: code.into(),
            name: "General".into(),
            desk: self.enrolled(),
            administrator: self.actor,
        };
        self.control(event)
    }

    pub fn enrol(&mut self, other: &Desk) -> Entry {
        self.control(ControlEvent::DeskEnrol { desk: other.enrolled(), site_keys: Vec::new() })
    }

    pub fn control(&mut self, event: ControlEvent) -> Entry {
        let header = self.header(event.act(), Role::Administrator);
        self.sign(header, Payload::Control(vec![event]))
    }

    /// A patient registered: one sealed event of about `size` bytes.
    pub fn register(&mut self, size: usize) -> Entry {
        let header = self.header(Act::PatientRegister, Role::Administrator);
        let payload = sealed(&header, size);
        self.sign(header, payload)
    }

    pub fn header(&mut self, act: Act, role: Role) -> Header {
        self.time = Hlc { ms: self.time.ms, counter: self.time.counter + 1 };
        Header {
            site: self.site,
            desk: self.number,
            subject: Id([7; 16]),
            issued_at: NOW_MS / 1_000,
            key_id: self.key.key_id(),
            seq: self.seq,
            prev: self.prev,
            seen: self.seen,
            time: self.time,
            actor: self.actor,
            role,
            act,
        }
    }

    pub fn sign(&mut self, header: Header, payload: Payload) -> Entry {
        let unsigned = Unsigned::new(header, payload);
        let signature = self.key.sign(&unsigned.to_be_signed()).unwrap();
        let entry = unsigned.finish(signature).unwrap();
        self.seq += 1;
        self.prev = Some(entry.leaf_hash());
        entry
    }
}

pub fn sealed(header: &Header, size: usize) -> Payload {
    let key = ContentKey::new([9; 32]);
    let plain = vec![0x5A; size];
    let event = SealedEvent::seal(&key, ContentKeyId([8; 16]), &header.protected(), 0, [1; 12], &plain).unwrap();
    Payload::Sealed(vec![event])
}

/// A log in a temporary folder.
pub struct Place {
    pub dir: TempDir,
    pub home: Home,
    pub vkey: VerifierKey,
    pub clock: Arc<SetClock>,
}

impl Place {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::new(dir.path().join("log"));
        let vkey = home.init(ORIGIN).unwrap();
        Self { dir, home, vkey, clock: Arc::new(SetClock::new(NOW_MS)) }
    }

    pub fn invite(&self) -> String {
        let invite = Invite::generate().unwrap();
        self.home.open_store().unwrap().put_invite(&invite.hash(), self.clock.now_ms()).unwrap();
        invite.text().to_owned()
    }

    pub async fn serve(&self) -> Server {
        self.try_serve().await.unwrap()
    }

    pub async fn try_serve(&self) -> Result<Server, ServeError> {
        self.serve_with(|log| log).await
    }

    pub async fn serve_with(
        &self,
        wrap: impl FnOnce(Arc<dyn LogStore>) -> Arc<dyn LogStore>,
    ) -> Result<Server, ServeError> {
        self.serve_configured(Config::default(), wrap).await
    }

    /// With these settings; the listening address in them is not used.
    pub async fn serve_configured(
        &self,
        config: Config,
        wrap: impl FnOnce(Arc<dyn LogStore>) -> Arc<dyn LogStore>,
    ) -> Result<Server, ServeError> {
        let running = Running::open_configured(&self.home, self.clock.clone(), config, wrap)?;
        let listener = listen("127.0.0.1:0".parse().unwrap()).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            running.serve(listener, async { drop(stopped.await) }).await.unwrap();
        });
        let token = self.read_token();
        Ok(Server { url, http: Client::new(), token, stop: Some(stop), task, vkey: self.vkey.clone() })
    }

    /// Serves and asks these witnesses.
    pub async fn serve_witnessed(&self, witnesses: &[daybook_server::cosigning::WitnessAt]) -> Server {
        let mut config = Config::default();
        config.witnesses.ask = witnesses.iter().map(ToString::to_string).collect();
        self.serve_configured(config, |log| log).await.unwrap()
    }

    /// A reader's token, as the operator issues it.
    pub fn read_token(&self) -> String {
        let token = format!("{READ_TOKEN}{:040x}", fresh());
        let (store, now_ms) = (self.home.open_store().unwrap(), self.clock.now_ms());
        // Another test's store knows nothing of this one's numbers.
        store.put_read_token(&access::hash(&token), "a test", now_ms, u64::MAX >> 1).unwrap();
        token
    }
}

/// A server on loopback.
pub struct Server {
    pub url: String,
    pub http: Client,
    /// A reader's token, which [`Server::get`] shows.
    pub token: String,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    vkey: VerifierKey,
}

/// What the server said to a submission.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    pub fn position(&self) -> Option<u64> {
        self.body["position"].as_u64()
    }

    pub fn indices(&self) -> Vec<u64> {
        let entries = self.body["entries"].as_array().unwrap_or_else(|| panic!("refused: {self:?}"));
        entries.iter().map(|entry| entry["index"].as_u64().unwrap()).collect()
    }

    pub fn proofs(&self) -> Vec<TlogProof> {
        let entries = self.body["entries"].as_array().unwrap();
        entries.iter().map(|entry| entry["proof"].as_str().unwrap().parse().unwrap()).collect()
    }
}

impl Server {
    pub async fn submit(&self, entries: &[Entry]) -> Answer {
        self.submit_bytes(encode(entries), None).await
    }

    pub async fn submit_invited(&self, entries: &[Entry], invite: &str) -> Answer {
        self.submit_bytes(encode(entries), Some(invite)).await
    }

    pub async fn submit_bytes(&self, body: Vec<u8>, invite: Option<&str>) -> Answer {
        let mut request = self.http.post(format!("{}/v1/entries", self.url)).body(body);
        if let Some(invite) = invite {
            request = request.header("Daybook-Invite", invite);
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        Answer { status, body: response.json().await.unwrap() }
    }

    pub async fn get(&self, path: &str) -> (StatusCode, Vec<u8>) {
        let response = self.ask(path).bearer_auth(&self.token).send().await.unwrap();
        let status = response.status();
        (status, response.bytes().await.unwrap().to_vec())
    }

    /// A request that shows nothing.
    pub fn ask(&self, path: &str) -> RequestBuilder {
        self.http.get(format!("{}/{path}", self.url))
    }

    /// What `fsck` reads this server with.
    pub fn source(&self) -> HttpSource {
        HttpSource::with(&self.url, HttpAccess { token: Some(self.token.clone()), ca: None }).unwrap()
    }

    pub async fn checkpoint(&self) -> Checkpoint {
        let (status, note) = self.get("checkpoint").await;
        assert_eq!(status, StatusCode::OK);
        let note = String::from_utf8(note).unwrap();
        SignedCheckpoint::open(&note, &self.vkey).unwrap().checkpoint().clone()
    }

    /// Stops in order and waits until everything is at rest.
    pub async fn stop(mut self) {
        self.stop.take().unwrap().send(()).ok();
        self.task.await.unwrap();
    }
}

pub fn encode(entries: &[Entry]) -> Vec<u8> {
    bundle::encode(&entries.iter().map(Entry::bytes).collect::<Vec<_>>()).unwrap()
}

/// A site with its first desk, already in the log of a running server.
pub async fn founded(place: &Place, server: &Server, site: u8, code: &str) -> Desk {
    let mut desk = Desk::new(site, 1);
    let entry = desk.found(code);
    let answer = server.submit_invited(&[entry], &place.invite()).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    desk
}

/// Distinct numbers for tests that need one.
pub fn fresh() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

/// Copies a folder and everything in it. Copies keep the mode: a key stays nobody else's to read.
pub fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        match file.file_type().unwrap().is_dir() {
            true => copy(&file.path(), &to.join(file.file_name())),
            false => drop(std::fs::copy(file.path(), to.join(file.file_name())).unwrap()),
        }
    }
}
