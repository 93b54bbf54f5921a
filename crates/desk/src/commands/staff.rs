//! Who can log in: listing, giving a login, ending it, a new password for who forgot theirs.

use std::sync::Arc;

use daybook_api::{
    ApiError, CreateStaff, DismissStaff, Done, ErrorCode, FieldError, ListStaff, ResetPassword, StaffId, StaffRow,
    Standing,
};
use daybook_ledger::{Act, ControlEvent, Id, NetworkState, Operation, Role};

use super::session::{new_credential, new_password};
use crate::{
    desk::{Desk, Open},
    domain::event::{AccountEvent, Event},
    host::random,
    keys::password::{self, MAX_CHARS},
    store::{
        Decided, StoreError,
        network::{self, Fold},
        projections::staff::{self, Account, role_for_people, role_of},
    },
};

/// Everyone who has, or had, a login.
pub async fn list(desk: &Arc<Desk>, _: ListStaff) -> Result<Vec<StaffRow>, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    Ok(open.store.read(staff::accounts)?.iter().filter_map(row).collect())
}

/// Gives somebody a login: the grant of the role and the sealed account, in one transaction; the slot at once.
pub async fn create(desk: &Arc<Desk>, request: CreateStaff) -> Result<StaffRow, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    let (user, name) = check_login(&request.user, &request.name, &request.password, &[]).map_err(super::invalid)?;
    let (credential, _) = new_credential(desk, &request.password)?;
    let staff = Id(random(desk.host()));
    let account = AccountEvent { staff, user, name, role: request.role, credential };
    open.store.decide(&open.author(), desk.host(), |tx| {
        let taken = |other: &Account| other.works_here && other.user.to_lowercase() == account.user.to_lowercase();
        if staff::accounts(tx)?.iter().any(taken) {
            return Err(super::invalid(vec![super::field("user", "Somebody here has this user name already.")]));
        }
        let grant = ControlEvent::StaffGrant { staff, role: role_of(account.role) };
        Ok(vec![
            Decided::control(Act::StaffGrant, staff, grant),
            Decided::sealed(Act::StaffAccount, staff, vec![Event::Account(account)]),
        ])
    })?;
    desk.reconcile_slots(&open)?;
    read_row(&open, &staff)
}

/// Ends somebody's login: here at once, elsewhere with the next sync.
pub async fn dismiss(desk: &Arc<Desk>, request: DismissStaff) -> Result<StaffRow, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    let staff = parse(&request.id)?;
    open.store.decide(&open.author(), desk.host(), |tx| {
        let account = staff::account_of(tx, &staff)?.filter(|account| account.works_here).ok_or_else(nobody)?;
        if account.staff == open.session.staff {
            return Err(ApiError::new(ErrorCode::Conflict, "You cannot dismiss yourself. Ask another administrator."));
        }
        let fold = network::load(tx, Fold::Local)?;
        Ok::<_, ApiError>(revocations(tx, &fold, &account)?)
    })?;
    desk.reconcile_slots(&open)?;
    read_row(&open, &staff)
}

/// Gives somebody who forgot theirs a new password, with a new key pair: nobody can open the old one.
pub async fn reset_password(desk: &Arc<Desk>, request: ResetPassword) -> Result<Done, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    let staff = parse(&request.id)?;
    let account = open.store.read(|conn| staff::account_of(conn, &staff))?;
    let account = account.filter(|account| account.works_here).ok_or_else(nobody)?;
    check_password(&request.password, &[&account.user, &account.name]).map_err(super::invalid)?;
    let (credential, _) = new_credential(desk, &request.password)?;
    open.store.commit(&open.author(), vec![new_password(&account, credential)], desk.host())?;
    desk.reconcile_slots(&open)?;
    Ok(Done {})
}

/// Trims and judges what makes a login: user name and full name, or what is wrong.
pub(super) fn check_login(
    user: &str,
    name: &str,
    typed: &str,
    known: &[&str],
) -> Result<(String, String), Vec<FieldError>> {
    let (user, name) = (user.trim(), name.trim());
    let mut wrong = Vec::new();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if user.is_empty() || user.chars().count() > 40 || !user.chars().all(plain) {
        wrong.push(super::field("user", "A user name has 1 to 40 letters, digits, dots or dashes."));
    }
    if name.is_empty() || name.chars().count() > 100 {
        wrong.push(super::field("name", "The full name is needed, up to 100 characters."));
    }
    let known = [known, &[user, name]].concat();
    wrong.extend(check_password(typed, &known).err().into_iter().flatten());
    if wrong.is_empty() { Ok((user.to_owned(), name.to_owned())) } else { Err(wrong) }
}

/// Refuses a password that zxcvbn scores below 3, or that is too long.
pub(super) fn check_password(typed: &str, known: &[&str]) -> Result<(), Vec<FieldError>> {
    let judgement = password::judge(typed, known);
    if judgement.good {
        return Ok(());
    }
    let advice = judgement.advice.join(" ");
    let message = match typed.chars().count() > MAX_CHARS {
        true => advice,
        false => format!("This password is too easy to guess. {advice}"),
    };
    Err(vec![super::field("password", message.trim())])
}

/// One entry for each role that was granted: one that the network still holds them to have.
fn revocations(
    tx: &rusqlite::Transaction<'_>,
    fold: &NetworkState,
    account: &Account,
) -> Result<Vec<Decided>, StoreError> {
    let site = tx.query_row("SELECT site FROM identity", [], |row| row.get(0).map(Id))?;
    let revoke = |role: Role| {
        let event = ControlEvent::StaffRevoke { staff: account.staff, role };
        Decided::control(Act::StaffRevoke, account.staff, event)
    };
    Ok(fold.roles(site, account.staff).into_iter().map(revoke).collect())
}

fn read_row(open: &Open, staff: &Id) -> Result<StaffRow, ApiError> {
    let account = open.store.read(|conn| staff::account_of(conn, staff))?;
    account.as_ref().and_then(row).ok_or_else(nobody)
}

fn row(account: &Account) -> Option<StaffRow> {
    Some(StaffRow {
        id: StaffId(account.staff.to_string()),
        user: account.user.clone(),
        name: account.name.clone(),
        role: role_for_people(account.role)?,
        standing: if account.works_here { Standing::Active } else { Standing::Ended },
    })
}

fn parse(id: &StaffId) -> Result<Id, ApiError> {
    id.0.parse().map_err(|_| nobody())
}

fn nobody() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "Nobody with a login here is meant by this.")
}
