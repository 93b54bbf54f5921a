//! Joining a hospital that another desk founded. What waits is in memory only (ADR 0004): keys, a code, a request at the
//! server. A home comes into being once the log says that an administrator has let this desk in.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use daybook_api::{ApiError, ErrorCode, JoinHospital, Joined, Stage};
use daybook_ledger::{
    ControlEvent, EnrolledDesk, Entry, Id, Payload, SignedCheckpoint, WrappedSiteKey, verify::native::DeskKey,
};

use super::{
    SyncError,
    address::ServerAddress,
    book::{self, Server},
    client::{Client, ClientError, Token},
    code::ComparisonCode,
    connect::{self, failed},
    line::Line,
    plan, pull,
};
use crate::{
    desk::Desk,
    jobs::Progress,
    keys::{
        sealing::{PrivateKey, PublicKey},
        slots::Confirmed,
        wrap::SiteKey,
    },
    making::Making,
    store::{
        Store, StoreError,
        keys::NewIdentity,
        network::{self, Fold},
        projections::site,
    },
};

/// The server forgets a request after an hour: it is renewed before.
const RENEW: Duration = Duration::from_secs(50 * 60);
/// So often somebody who waits may stop waiting.
const GLANCE: Duration = Duration::from_secs(1);
/// A log that grows all the time is not looked into all the time.
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// What is asked for, checked.
pub struct Asked {
    address: ServerAddress,
    client: Client,
    name: String,
}

/// Checks what was typed.
pub fn check(desk: &Desk, request: &JoinHospital) -> Result<Asked, ApiError> {
    let (address, log_key) = connect::read(&request.server, &request.log_key)?;
    let name = request.desk_name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        let field = crate::commands::field("desk_name", "The desk needs a name, up to 100 characters.");
        return Err(crate::commands::invalid(vec![field]));
    }
    let client = Client::new(address.clone(), log_key, desk.folder().path()).map_err(failed)?;
    Ok(Asked { address, client, name })
}

/// Asks to be let in, waits for it, and makes this computer a desk of the hospital.
pub async fn join(desk: &Arc<Desk>, asked: Asked, progress: &Progress) -> Result<Joined, ApiError> {
    if !matches!(desk.stage(), Stage::FirstRun | Stage::ConfirmRecovery) {
        return Err(ApiError::new(ErrorCode::HospitalExists, "This computer has a hospital already. Log in."));
    }
    progress.note("Looking for the server");
    let before = asked.client.checkpoint().await.map_err(failed)?;
    progress.note("Making the keys");
    let applicant = Applicant::new(desk)?;
    let admission = applicant.wait(&asked, before, progress).await?;
    make_home(desk, &asked, &applicant, &admission, progress).await
}

/// A desk that has keys and nothing else.
struct Applicant {
    signing: DeskKey,
    sealing: PrivateKey,
    public: PublicKey,
}

/// That this desk was let in: by which hospital, as what, with which keys.
struct Admission {
    site: Id,
    number: u16,
    site_keys: Vec<SiteKey>,
    /// The checkpoint under which it was found.
    checkpoint: SignedCheckpoint,
}

impl Applicant {
    fn new(desk: &Arc<Desk>) -> Result<Self, ApiError> {
        let signing = DeskKey::generate().map_err(|_| no_key())?;
        let sealing = PrivateKey::generate(desk.host());
        let public = sealing.public().map_err(|_| no_key())?;
        Ok(Self { signing, sealing, public })
    }

    fn code(&self, client: &Client) -> ComparisonCode {
        ComparisonCode::of(&client.log_key().to_string(), self.signing.spki(), &self.public)
    }

    /// Waits until the log has this desk's enrolment. Only what came after the request is read here; all of it is verified
    /// before the home is made.
    async fn wait(&self, asked: &Asked, before: SignedCheckpoint, progress: &Progress) -> Result<Admission, ApiError> {
        let client = &asked.client;
        let mut waited_from = before.checkpoint().size;
        let mut read = waited_from;
        let mut renew = Instant::now();
        loop {
            progress.check()?;
            if Instant::now() >= renew {
                client.ask_to_join(&asked.name, &self.signing, &self.public).await.map_err(failed)?;
                renew = Instant::now() + RENEW;
                progress.note(format!("Compare this code: {}", self.code(client)));
            }
            let Some(news) = news(client, waited_from).await else { continue };
            waited_from = news.checkpoint().size;
            match self.look(client, &mut read, &news).await {
                Ok(Some(admission)) => return Ok(admission),
                Ok(None) => tokio::time::sleep(BETWEEN_LOOKS).await,
                Err(error) => {
                    tracing::info!(%error, "the log cannot be read now");
                    waited_from = read;
                    tokio::time::sleep(GLANCE).await;
                }
            }
        }
    }

    /// Reads on from `read`, if the server lets this desk read yet: it does as soon as the desk is enrolled.
    async fn look(
        &self,
        client: &Client,
        read: &mut u64,
        news: &SignedCheckpoint,
    ) -> Result<Option<Admission>, ClientError> {
        let Some(token) = self.token(client).await? else { return Ok(None) };
        let admission = self.search(client, &token, *read, news).await?;
        *read = news.checkpoint().size;
        Ok(admission)
    }

    /// A token, once this desk is enrolled.
    async fn token(&self, client: &Client) -> Result<Option<Token>, ClientError> {
        let challenge = client.challenge().await?;
        match client.session(&client.answer(&challenge, &self.signing)?).await {
            Err(ClientError::Refused(refusal)) if refusal.code == "not_enrolled" => Ok(None),
            other => other.map(Some),
        }
    }

    async fn search(
        &self,
        client: &Client,
        token: &Token,
        from: u64,
        news: &SignedCheckpoint,
    ) -> Result<Option<Admission>, ClientError> {
        let size = news.checkpoint().size;
        for span in plan::spans(from, size, size) {
            let bundle = client.bundle(token, &span.tile).await?;
            if let Some(admission) = bundle.iter().find_map(|bytes| self.admission(bytes, news)) {
                return Ok(Some(admission));
            }
        }
        Ok(None)
    }

    fn admission(&self, bytes: &[u8], checkpoint: &SignedCheckpoint) -> Option<Admission> {
        let entry = Entry::parse(bytes).ok()?;
        let Payload::Control(events) = entry.payload() else { return None };
        let [ControlEvent::DeskEnrol { desk, site_keys }] = events.as_slice() else { return None };
        if !self.is(desk) {
            return None;
        }
        let open = |wrapped: &WrappedSiteKey| self.sealing.open_site_key(wrapped).ok();
        let site_keys: Vec<SiteKey> = site_keys.iter().filter_map(open).collect();
        let (site, checkpoint) = (entry.header().site, checkpoint.clone());
        (!site_keys.is_empty()).then_some(Admission { site, number: desk.number, site_keys, checkpoint })
    }

    fn is(&self, desk: &EnrolledDesk) -> bool {
        desk.spki == self.signing.spki() && desk.sealing_key == self.public
    }
}

/// A checkpoint above `size`, if one comes within a moment.
async fn news(client: &Client, size: u64) -> Option<SignedCheckpoint> {
    match tokio::time::timeout(GLANCE, client.wait(size)).await {
        Ok(Ok(news)) => news,
        Ok(Err(_)) => {
            tokio::time::sleep(GLANCE).await;
            None
        }
        Err(_) => None,
    }
}

/// Makes the home: database, the whole log verified, key slots last.
#[expect(
    clippy::await_holding_lock,
    reason = "a job has a thread of its own, and nobody else may found or join meanwhile"
)]
async fn make_home(
    desk: &Arc<Desk>,
    asked: &Asked,
    applicant: &Applicant,
    admission: &Admission,
    progress: &Progress,
) -> Result<Joined, ApiError> {
    let _turn = desk.turn();
    progress.check()?;
    progress.note("Making the encrypted database");
    let identity = NewIdentity {
        site: admission.site,
        desk: admission.number,
        signing: &applicant.signing,
        sealing: &applicant.sealing,
        site_keys: &admission.site_keys,
    };
    let making = Making::begin(desk, &identity)?;
    let store = Arc::clone(making.store()?);
    fetch(desk, asked, admission, &store, progress).await?;
    let hospital = store.read(|conn| verified_hospital(conn, applicant, admission))?;
    progress.check()?;
    progress.note("Making the key slots");
    making.finish(Confirmed::Yes)?;
    Ok(Joined { hospital, desk_number: admission.number })
}

async fn fetch(
    desk: &Arc<Desk>,
    asked: &Asked,
    admission: &Admission,
    store: &Arc<Store>,
    progress: &Progress,
) -> Result<(), ApiError> {
    progress.note("Fetching and checking the ledger");
    let log_key = asked.client.log_key().clone();
    let server = Server { address: asked.address.clone(), log_key, invite: None, key_cursor: 0 };
    store.write(|tx| book::set_server(tx, &server))?;
    let mut line = None;
    let line = Line::open(&mut line, store)?;
    line.show(progress.clone());
    pull::pull(line, store, &desk.shared_host(), admission.checkpoint.clone()).await?;
    let newest = line.client().checkpoint().await.map_err(SyncError::from)?;
    Ok(pull::pull(line, store, &desk.shared_host(), newest).await?)
}

/// The hospital's name, if the verified log really has this desk where the enrolment said.
fn verified_hospital(
    conn: &rusqlite::Connection,
    applicant: &Applicant,
    admission: &Admission,
) -> Result<String, ApiError> {
    let state = network::load(conn, Fold::Shared)?;
    let enrolled = state.desk(&applicant.signing.key_id());
    let is_right = |(site, number)| (site, number) == (admission.site, admission.number);
    if !enrolled.is_some_and(|desk| desk.revoked_at.is_none() && is_right((desk.site, desk.number))) {
        return Err(ApiError::new(
            ErrorCode::Refused,
            "This desk's admission does not stand. Ask the administrator, and join again.",
        ));
    }
    Ok(site::site(conn, &admission.site)?.ok_or(StoreError::Damaged("the hospital's founding"))?.name)
}

fn no_key() -> ApiError {
    ApiError::new(
        ErrorCode::Internal,
        "The keys could not be made, by a fault of ours. Nothing was written; try again.",
    )
}
