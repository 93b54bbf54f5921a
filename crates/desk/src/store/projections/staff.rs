//! Who can log in: accounts and what their passwords open.

use daybook_ledger::{Id, Role};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::Applied;
use crate::{
    domain::event::{AccountEvent, Credential, PasswordEvent},
    store::StoreError,
};

/// A member of staff with a login.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Opaque id.
    pub staff: Id,
    /// User name.
    pub user: String,
    /// Full name.
    pub name: String,
    /// The role they work in.
    pub role: Role,
    /// Whether the role has been granted and not been taken away.
    pub works_here: bool,
    /// What their password opens.
    pub credential: Credential,
}

pub(super) fn apply_account(tx: &Transaction<'_>, at: &Applied<'_>, event: &AccountEvent) -> Result<(), StoreError> {
    let stamp = at.stamp();
    tx.execute(
        "INSERT INTO staff (staff, user, name, role, account_stamp) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (staff) DO UPDATE SET user = ?2, name = ?3, role = ?4, account_stamp = ?5
         WHERE account_stamp IS NULL OR account_stamp < ?5",
        params![event.staff.0, event.user, event.name, role_of(event.role).as_str(), stamp],
    )?;
    set_credential(tx, &event.staff, &event.credential, &stamp)
}

pub(super) fn apply_password(tx: &Transaction<'_>, at: &Applied<'_>, event: &PasswordEvent) -> Result<(), StoreError> {
    set_credential(tx, &event.staff, &event.credential, &at.stamp())
}

/// Everyone who ever had a login, by user name.
pub fn accounts(conn: &Connection) -> Result<Vec<Account>, StoreError> {
    let mut query = conn.prepare_cached(&format!("{ACCOUNTS} ORDER BY user, staff"))?;
    let rows = query.query_map([], account)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One member of staff.
pub fn account_of(conn: &Connection, staff: &Id) -> Result<Option<Account>, StoreError> {
    let sql = format!("{ACCOUNTS} AND staff.staff = ?");
    Ok(conn.prepare_cached(&sql)?.query_row([staff.0], account).optional()?)
}

/// The full name of a member of staff, if this desk knows it.
pub fn name_of(conn: &Connection, staff: &Id) -> Result<Option<String>, StoreError> {
    let found = conn
        .prepare_cached("SELECT name FROM staff WHERE staff = ? AND name IS NOT NULL")?
        .query_row([staff.0], |row| row.get(0));
    Ok(found.optional()?)
}

const ACCOUNTS: &str = "
    SELECT staff.staff, user, name, staff.role,
           EXISTS (SELECT 1 FROM staff_role JOIN identity USING (site)
                   WHERE staff_role.staff = staff.staff AND staff_role.role = staff.role AND stands = 1),
           kdf_memory_kib, kdf_passes, kdf_lanes, salt, public_key, sealed_private
    FROM staff WHERE account_stamp IS NOT NULL AND credential_stamp IS NOT NULL";

fn account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let role = Role::parse(row.get_ref(3)?.as_str()?);
    let unknown = || rusqlite::Error::InvalidColumnType(3, "role".into(), rusqlite::types::Type::Text);
    Ok(Account {
        staff: Id(row.get(0)?),
        user: row.get(1)?,
        name: row.get(2)?,
        role: role.ok_or_else(unknown)?,
        works_here: row.get(4)?,
        credential: Credential {
            memory_kib: row.get(5)?,
            passes: row.get(6)?,
            lanes: row.get(7)?,
            salt: row.get(8)?,
            public_key: row.get(9)?,
            sealed_private: row.get(10)?,
        },
    })
}

fn set_credential(
    tx: &Transaction<'_>,
    staff: &Id,
    credential: &Credential,
    stamp: &[u8; 48],
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO staff (staff, kdf_memory_kib, kdf_passes, kdf_lanes, salt, public_key, sealed_private, credential_stamp)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (staff) DO UPDATE SET kdf_memory_kib = ?2, kdf_passes = ?3, kdf_lanes = ?4, salt = ?5,
             public_key = ?6, sealed_private = ?7, credential_stamp = ?8
         WHERE credential_stamp IS NULL OR credential_stamp < ?8",
        params![
            staff.0,
            credential.memory_kib,
            credential.passes,
            credential.lanes,
            credential.salt,
            credential.public_key,
            credential.sealed_private,
            stamp
        ],
    )?;
    Ok(())
}

/// The role's name in the ledger.
pub fn role_of(role: daybook_api::Role) -> Role {
    match role {
        daybook_api::Role::Administrator => Role::Administrator,
        daybook_api::Role::Receptionist => Role::Receptionist,
        daybook_api::Role::Doctor => Role::Doctor,
    }
}

/// The role as windows name it; patients have no window yet.
pub fn role_for_people(role: Role) -> Option<daybook_api::Role> {
    match role {
        Role::Administrator => Some(daybook_api::Role::Administrator),
        Role::Receptionist => Some(daybook_api::Role::Receptionist),
        Role::Doctor => Some(daybook_api::Role::Doctor),
        Role::Patient => None,
    }
}
