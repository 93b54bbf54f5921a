//! Logging in, locking, recovering, changing one's password.

use std::{io, sync::Arc};

use daybook_api::{
    ApiError, ChangePassword, Done, ErrorCode, Lock, Login, Recover, Session as ApiSession, StaffId, Stage,
};
use daybook_ledger::{Act, Operation, Role};

use super::home::password_error;
use crate::{
    desk::{Desk, Open, Session, StillHere},
    domain::event::{AttemptsEvent, Credential, Event, PasswordEvent},
    folder::disk_error,
    keys::{
        password::{self, PasswordError},
        recovery::{RecoveryKey, RecoveryKeyError},
        throttle::Throttle,
    },
    store::{
        Author, Decided, Store, StoreError,
        projections::{
            site,
            staff::{self, Account, role_for_people},
        },
    },
};

/// Logs in, or unlocks, or takes over from whoever was logged in.
pub async fn login(desk: &Arc<Desk>, request: Login) -> Result<ApiSession, ApiError> {
    let _turn = desk.turn();
    ready(desk)?;
    let attempt = Attempt::begin(desk)?;
    let slots = desk.slots().clone().ok_or_else(no_hospital)?;
    let (staff, key) = match slots.open(&request.user, &request.password) {
        Ok(opened) => opened,
        Err(PasswordError::Wrong) => return Err(attempt.wrong("User name or password is wrong.")),
        Err(error) => return Err(password_error(error)),
    };
    desk.lock();
    let store = match Store::open_followed(&desk.folder().database(), &key, desk.renewal()) {
        Ok(store) => Arc::new(store),
        // The password was right: that the database does not open must not cost waits as well.
        Err(error) => return attempt.right().and(Err(error.into())),
    };
    let account = store.read(|conn| staff::account_of(conn, &staff))?;
    let account = account.filter(|account| account.works_here).ok_or_else(|| password_error(PasswordError::Wrong))?;
    attempt.write_down(&store, &account)?;
    attempt.right()?;
    begin(desk, store, account)
}

/// Locks the desk: closes the database and forgets the keys.
pub async fn lock(desk: &Arc<Desk>, _: Lock) -> Result<Done, ApiError> {
    desk.lock();
    Ok(Done {})
}

/// Opens the desk with the recovery key and gives an administrator a new password.
pub async fn recover(desk: &Arc<Desk>, request: Recover) -> Result<ApiSession, ApiError> {
    let _turn = desk.turn();
    ready(desk)?;
    let typed = typed_recovery_key(&request.recovery_key)?;
    super::staff::check_password(&request.password, &[&request.user]).map_err(super::invalid)?;
    let attempt = Attempt::begin(desk)?;
    let key = desk.slots().as_ref().and_then(|slots| slots.recover(&typed));
    let Some(key) = key else { return Err(attempt.wrong("This is not this hospital's recovery key.")) };
    desk.lock();
    let store = Arc::new(Store::open_followed(&desk.folder().database(), &key, desk.renewal())?);
    let Some(account) = administrator_called(&store, &request.user)? else {
        return Err(attempt.wrong("No administrator of this hospital has this user name."));
    };
    let (credential, _) = new_credential(desk, &request.password)?;
    let author = Author { staff: account.staff, role: Role::Administrator };
    store.commit(&author, vec![new_password(&account, credential)], desk.host())?;
    attempt.write_down(&store, &account)?;
    attempt.right()?;
    begin(desk, store, account)
}

/// Changes one's own password: the same key pair, sealed anew.
pub async fn change_password(desk: &Arc<Desk>, request: ChangePassword) -> Result<Done, ApiError> {
    let _turn = desk.turn();
    let open = desk.session()?;
    let account = open.store.read(|conn| staff::account_of(conn, &open.session.staff))?;
    let account = account.ok_or(StoreError::Damaged("an account"))?;
    super::staff::check_password(&request.new, &[&account.user, &account.name]).map_err(super::invalid)?;
    let attempt = Attempt::begin(desk)?;
    let private = match password::open_credential(&account.credential, &request.old) {
        Ok(private) => private,
        Err(PasswordError::Wrong) => return Err(attempt.wrong("The present password is wrong.")),
        Err(error) => return Err(password_error(error)),
    };
    attempt.write_down(&open.store, &account)?;
    attempt.right()?;
    let kdf = desk.options().kdf_cost.choose().map_err(password_error)?;
    let credential = password::seal_credential(&private, &request.new, kdf, desk.host()).map_err(password_error)?;
    open.store.commit(&open.author(), vec![new_password(&account, credential)], desk.host())?;
    desk.reconcile_slots(&open)?;
    Ok(Done {})
}

/// Begins a session for `account` on an opened store.
pub(super) fn begin(desk: &Arc<Desk>, store: Arc<Store>, account: Account) -> Result<ApiSession, ApiError> {
    let Account { staff, role, user, name, .. } = account;
    let open = desk.unlock(store, Session { staff, role, user, name });
    let begun = match desk.reconcile_slots(&open) {
        Ok(StillHere::Yes) => described(&open),
        Ok(StillHere::No) => Err(password_error(PasswordError::Wrong)),
        Err(error) => Err(error),
    };
    if begun.is_err() {
        desk.lock();
    }
    begun
}

/// A session as windows see it.
pub(super) fn described(open: &Open) -> Result<ApiSession, ApiError> {
    let Session { staff, role, user, name } = open.session.clone();
    let (site, desk_number, desk_name) = open.store.read_with_keys(|conn, keys| {
        let site = site::site(conn, &keys.site())?.ok_or(StoreError::Damaged("the hospital's founding"))?;
        let name = site::desk_name(conn, &keys.site(), keys.desk())?.unwrap_or_default();
        Ok::<_, StoreError>((site, keys.desk(), name))
    })?;
    let may = Operation::ALL.into_iter().filter(|operation| role.may(*operation));
    Ok(ApiSession {
        staff: StaffId(staff.to_string()),
        user,
        name,
        role: role_for_people(role).ok_or(StoreError::Damaged("an account"))?,
        hospital: site.name,
        code: site.code,
        desk_number,
        desk_name,
        may: may.map(|operation| operation.as_str().to_owned()).collect(),
    })
}

/// The one administrator of a hospital just founded.
pub(super) fn first_administrator(store: &Store) -> Result<Account, ApiError> {
    let accounts = store.read(staff::accounts)?;
    let found = accounts.into_iter().find(|account| account.works_here && account.role == Role::Administrator);
    found.ok_or_else(|| StoreError::Damaged("the administrator's account").into())
}

/// Reads a typed recovery key.
pub(super) fn typed_recovery_key(text: &str) -> Result<RecoveryKey, ApiError> {
    RecoveryKey::parse(text).map_err(|error| {
        let message = match error {
            RecoveryKeyError::Form => "A recovery key has 32 letters and digits, in 8 groups of 4.",
            RecoveryKeyError::Check => "There is a typing error in the recovery key. Compare it with the paper.",
        };
        super::invalid(vec![super::field("recovery_key", message)])
    })
}

/// Well formed, but not the one.
pub(super) fn other_recovery_key() -> ApiError {
    let message = "This is not the recovery key that was shown. Compare it with the paper.";
    super::invalid(vec![super::field("recovery_key", message)])
}

/// The entry that gives `account` this credential.
pub(super) fn new_password(account: &Account, credential: Credential) -> Decided {
    let event = Event::Password(PasswordEvent { staff: account.staff, credential });
    Decided::sealed(Act::StaffPassword, account.staff, vec![event])
}

/// A new key pair under `password`, at this computer's cost.
pub(super) fn new_credential(
    desk: &Desk,
    typed: &str,
) -> Result<(Credential, crate::keys::sealing::PrivateKey), ApiError> {
    let kdf = desk.options().kdf_cost.choose().map_err(password_error)?;
    password::new_credential(typed, kdf, desk.host()).map_err(password_error)
}

fn ready(desk: &Desk) -> Result<(), ApiError> {
    match desk.stage() {
        Stage::FirstRun => Err(no_hospital()),
        Stage::ConfirmRecovery => Err(ApiError::new(
            ErrorCode::Conflict,
            "The recovery key has not been confirmed yet. Type it from the paper, or found the hospital anew.",
        )),
        Stage::Locked | Stage::Open => Ok(()),
    }
}

fn no_hospital() -> ApiError {
    ApiError::new(ErrorCode::NoHospital, "This computer has no hospital yet. Found one, or join one.")
}

fn administrator_called(store: &Store, user: &str) -> Result<Option<Account>, ApiError> {
    let user = user.trim().to_lowercase();
    let administrates = |account: &Account| account.works_here && account.role == Role::Administrator;
    let accounts = store.read(staff::accounts)?;
    Ok(accounts.into_iter().find(|account| administrates(account) && account.user.to_lowercase() == user))
}

/// One attempt at a password: counted, durably, before it is made.
struct Attempt<'a> {
    desk: &'a Desk,
    waits: Throttle,
}

impl<'a> Attempt<'a> {
    fn begin(desk: &'a Desk) -> Result<Self, ApiError> {
        let (path, now_ms) = (desk.folder().throttle(), desk.host().now_ms());
        let waits = Throttle::read(&path, now_ms).map_err(disk)?;
        match waits.wait_seconds(now_ms) {
            0 => Ok(Self { desk, waits: waits.count(&path, now_ms).map_err(disk)? }),
            seconds => {
                let message = format!("Too many wrong passwords. Try again in {seconds} seconds.");
                let error = ApiError::new(ErrorCode::Wait, message);
                Err(ApiError { retry_after: Some(seconds), ..error })
            }
        }
    }

    /// The wrong passwords before this right one become an entry. On a disk too full for it, logging in still works.
    fn write_down(&self, store: &Store, account: &Account) -> Result<(), ApiError> {
        let Some((count, last_ms)) = self.waits.wrong_before() else { return Ok(()) };
        let event = AttemptsEvent { count, last_ms: u64::try_from(last_ms).unwrap_or(0) };
        let decided = Decided::sealed(Act::SessionAttempts, account.staff, vec![Event::Attempts(event)]);
        let author = Author { staff: account.staff, role: account.role };
        match store.commit(&author, vec![decided], self.desk.host()).map_err(ApiError::from) {
            Err(error) if error.code == ErrorCode::Disk => {
                tracing::warn!(count, "the wrong passwords before this login could not be written down");
                Ok(())
            }
            other => other.map(drop),
        }
    }

    fn right(self) -> Result<(), ApiError> {
        Throttle::clear(&self.desk.folder().throttle()).map_err(disk)
    }

    fn wrong(self, message: &str) -> ApiError {
        let seconds = self.waits.wait_seconds(self.desk.host().now_ms());
        let error = ApiError::new(ErrorCode::WrongPassword, message);
        ApiError { retry_after: (seconds > 0).then_some(seconds), ..error }
    }
}

fn disk(_: io::Error) -> ApiError {
    disk_error()
}
