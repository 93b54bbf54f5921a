//! First run: what state this computer is in, founding a hospital, confirming its recovery key.

use std::sync::Arc;

use daybook_api::{
    ApiError, ConfirmRecovery, ErrorCode, FoundHospital, Founded, Home, HomeState, JobStarted, JudgePassword,
    OfferedServer, PasswordJudgement, Role as ApiRole, Session as ApiSession, Stage,
};
use daybook_ledger::{Act, ControlEvent, Id, Role, verify::native::DeskKey};

use super::{preferences, session};
use crate::{
    desk::Desk,
    domain::event::{AccountEvent, Event, SettingsEvent},
    host::random,
    jobs::Progress,
    keys::{
        password::{self, PasswordError},
        recovery::RecoveryKey,
        sealing::PrivateKey,
        slots::Confirmed,
        throttle::Throttle,
        wrap::SiteKey,
    },
    making::Making,
    store::{
        Author, Decided, Store,
        keys::{NewIdentity, enrolled},
        projections::settings::USUAL_IDLE_MINUTES,
    },
    sync::book,
};

const FIRST_DESK: u16 = 1;
const FIRST_DESK_NAME: &str = "Desk 1";
const FIRST_EPOCH: u32 = 1;
const STEPS: u64 = 5;

/// What state this computer is in.
pub async fn state(desk: &Arc<Desk>, _: HomeState) -> Result<Home, ApiError> {
    let session = match desk.opened() {
        Some(open) => session::described(&open).ok(),
        None => None,
    };
    let now_ms = desk.host().now_ms();
    let wait_seconds = Throttle::read(&desk.folder().throttle(), now_ms).map_or(0, |waits| waits.wait_seconds(now_ms));
    let (stage, offered_server) = (desk.stage(), offered(desk));
    let slots = desk.slots();
    Ok(Home {
        stage,
        hospital: slots.as_ref().map(|slots| slots.hospital.clone()),
        code: slots.as_ref().map(|slots| slots.code.clone()),
        desk_number: slots.as_ref().map(|slots| slots.desk),
        session,
        wait_seconds,
        idle_minutes: slots.as_ref().map_or(USUAL_IDLE_MINUTES, |slots| slots.idle_minutes),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        offered_server,
        preferences: preferences::kept(desk.folder()),
        renewing: desk.renewal().now(),
    })
}

/// How strong a password is.
pub async fn judge_password(_: &Arc<Desk>, request: JudgePassword) -> Result<PasswordJudgement, ApiError> {
    let known: Vec<&str> = request.known.iter().map(String::as_str).collect();
    Ok(password::judge(&request.password, &known))
}

/// Founds a hospital: checks what was typed, then works as a job whose result is [`Founded`].
pub async fn found(desk: &Arc<Desk>, request: FoundHospital) -> Result<JobStarted, ApiError> {
    if !matches!(desk.stage(), Stage::FirstRun | Stage::ConfirmRecovery) {
        return Err(ApiError::new(ErrorCode::HospitalExists, "This computer has a hospital already. Log in."));
    }
    let request = checked(request)?;
    let worker = Arc::clone(desk);
    Ok(desk.jobs().start(desk.host(), move |progress| async move { found_now(&worker, &request, &progress) }))
}

/// Opens the desk with the recovery key just printed: proof that it has been written down.
pub async fn confirm_recovery(desk: &Arc<Desk>, request: ConfirmRecovery) -> Result<ApiSession, ApiError> {
    let _turn = desk.turn();
    if desk.stage() != Stage::ConfirmRecovery {
        return Err(ApiError::new(ErrorCode::BadRequest, "There is no recovery key to confirm."));
    }
    let typed = session::typed_recovery_key(&request.recovery_key)?;
    let key = desk.slots().as_ref().and_then(|slots| slots.recover(&typed)).ok_or_else(session::other_recovery_key)?;
    let store = Arc::new(Store::open_followed(&desk.folder().database(), &key, desk.renewal())?);
    let founder = session::first_administrator(&store)?;
    let confirmed = desk.slots().clone().map(|mut slots| {
        slots.set_confirmed(Confirmed::Yes);
        slots
    });
    if let Some(slots) = confirmed {
        slots.write(&desk.folder().slots())?;
        *desk.slots() = Some(slots);
    }
    // The founding job's result holds the recovery key: it is not needed any more.
    desk.jobs().clear();
    session::begin(desk, store, founder)
}

/// The server that whoever started the program offers, while none is connected as far as can be told.
fn offered(desk: &Desk) -> Option<OfferedServer> {
    let offered = desk.options().offered_server.clone()?;
    match (desk.stage(), desk.opened()) {
        (Stage::FirstRun, _) => Some(offered),
        (_, Some(open)) => open.store.read(book::server).ok()?.is_none().then_some(offered),
        _ => None,
    }
}

/// Trims what was typed and refuses what cannot stand.
fn checked(mut request: FoundHospital) -> Result<FoundHospital, ApiError> {
    request.hospital = request.hospital.trim().to_owned();
    request.code = request.code.trim().to_uppercase();
    let mut wrong = Vec::new();
    if request.hospital.is_empty() || request.hospital.chars().count() > 100 {
        wrong.push(super::field("hospital", "The hospital's name is needed, up to 100 characters."));
    }
    if request.code.len() != 3 || !request.code.bytes().all(|letter| letter.is_ascii_uppercase()) {
        wrong.push(super::field("code", "The code is three letters, A to Z."));
    }
    let known = [request.hospital.as_str(), request.code.as_str()];
    let login = super::staff::check_login(&request.user, &request.name, &request.password, &known);
    match login {
        Ok((user, name)) => (request.user, request.name) = (user, name),
        Err(more) => wrong.extend(more),
    }
    if wrong.is_empty() { Ok(request) } else { Err(super::invalid(wrong)) }
}

fn found_now(desk: &Arc<Desk>, request: &FoundHospital, progress: &Progress) -> Result<Founded, ApiError> {
    let _turn = desk.turn();
    let host = desk.host();
    progress.note("Measuring this computer");
    progress.step(0, STEPS);
    let kdf = desk.options().kdf_cost.choose().map_err(password_error)?;
    let (credential, _) = password::new_credential(&request.password, kdf, host).map_err(password_error)?;
    progress.check()?;
    progress.note("Making the keys");
    progress.step(1, STEPS);
    let signing = DeskKey::generate().map_err(|_| no_key())?;
    let (sealing, recovery) = (PrivateKey::generate(host), RecoveryKey::generate(host));
    let site_keys = [SiteKey::generate(FIRST_EPOCH, host)];
    progress.check()?;
    progress.note("Making the encrypted database");
    progress.step(2, STEPS);
    let site = Id(random(host));
    let identity = NewIdentity { site, desk: FIRST_DESK, signing: &signing, sealing: &sealing, site_keys: &site_keys };
    let making = Making::begin(desk, &identity)?;
    progress.note("Writing the first entries");
    progress.step(3, STEPS);
    let staff = Id(random(host));
    let account = AccountEvent {
        staff,
        user: request.user.clone(),
        name: request.name.clone(),
        role: ApiRole::Administrator,
        credential,
    };
    let settings = SettingsEvent {
        idle_minutes: Some(USUAL_IDLE_MINUTES),
        recovery_key: Some(recovery.private_key().public().map_err(|_| no_key())?.to_vec()),
    };
    let founding = ControlEvent::SiteFound {
        code: request.code.clone(),
        name: request.hospital.clone(),
        desk: enrolled(FIRST_DESK, FIRST_DESK_NAME, &signing, sealing.public().map_err(|_| no_key())?),
        administrator: staff,
    };
    let decided = vec![
        Decided::control(Act::SiteFound, site, founding),
        Decided::sealed(Act::StaffAccount, staff, vec![Event::Account(account)]),
        Decided::sealed(Act::SiteSettings, site, vec![Event::Settings(settings)]),
    ];
    making.store()?.commit(&Author { staff, role: Role::Administrator }, decided, host)?;
    progress.check()?;
    progress.note("Making the key slots");
    progress.step(4, STEPS);
    making.finish(Confirmed::No)?;
    progress.step(STEPS, STEPS);
    Ok(Founded { recovery_key: recovery.to_text().to_string() })
}

fn no_key() -> ApiError {
    ApiError::new(
        ErrorCode::Internal,
        "The keys could not be made, by a fault of ours. Nothing was written; try again.",
    )
}

pub(super) fn password_error(error: PasswordError) -> ApiError {
    match error {
        PasswordError::Memory => ApiError::new(
            ErrorCode::Internal,
            "There is not enough free memory to work on a password. Close other programs and try again.",
        ),
        PasswordError::Wrong => ApiError::new(ErrorCode::WrongPassword, "User name or password is wrong."),
        PasswordError::Parameters | PasswordError::Sealing => ApiError::new(
            ErrorCode::Damaged,
            "What this password should open is damaged. Ask an administrator to reset it.",
        ),
    }
}
