//! Hospitals, desks and roles, from control entries.

use daybook_ledger::{ControlEvent, EnrolledDesk, Id, Role};
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::Applied;
use crate::store::StoreError;

/// A hospital.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// Its three-letter code.
    pub code: String,
    /// Its name.
    pub name: String,
}

pub(super) fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: &ControlEvent) -> Result<(), StoreError> {
    let site = &at.header.site;
    match event {
        ControlEvent::SiteFound { code, name, desk, administrator } => {
            tx.execute("INSERT OR IGNORE INTO site (site, code, name) VALUES (?, ?, ?)", params![site.0, code, name])?;
            enrol(tx, site, desk)?;
            set_role(tx, at, administrator, Role::Administrator, Stands::Yes)
        }
        ControlEvent::DeskEnrol { desk, .. } => enrol(tx, site, desk),
        ControlEvent::DeskRevoke { number, reason } => revoke(tx, site, *number, reason),
        ControlEvent::StaffGrant { staff, role } => set_role(tx, at, staff, *role, Stands::Yes),
        ControlEvent::StaffRevoke { staff, role } => set_role(tx, at, staff, *role, Stands::No),
        ControlEvent::PolicySet { .. } | ControlEvent::SubjectErased { .. } => Ok(()),
    }
}

/// The hospital with this id.
pub fn site(conn: &Connection, site: &Id) -> Result<Option<Site>, StoreError> {
    let found = conn
        .prepare_cached("SELECT code, name FROM site WHERE site = ?")?
        .query_row([site.0], |row| Ok(Site { code: row.get(0)?, name: row.get(1)? }));
    Ok(found.optional()?)
}

/// The name of a hospital's desk.
pub fn desk_name(conn: &Connection, site: &Id, number: u16) -> Result<Option<String>, StoreError> {
    let found = conn
        .prepare_cached("SELECT name FROM desk WHERE site = ? AND number = ?")?
        .query_row(params![site.0, number], |row| row.get(0));
    Ok(found.optional()?)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    No,
    Yes,
}

fn enrol(tx: &Transaction<'_>, site: &Id, desk: &EnrolledDesk) -> Result<(), StoreError> {
    tx.execute(
        "INSERT OR IGNORE INTO desk (key_id, site, number, name, revoked)
         VALUES (?1, ?2, ?3, ?4, (SELECT reason FROM desk_revocation WHERE site = ?2 AND number = ?3))",
        params![desk.key_id().0, site.0, desk.number, desk.name],
    )?;
    Ok(())
}

/// Two administrators may shut one desk out at once; all desks agree on the reason that sorts first.
fn revoke(tx: &Transaction<'_>, site: &Id, number: u16, reason: &str) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO desk_revocation (site, number, reason) VALUES (?1, ?2, ?3)
         ON CONFLICT (site, number) DO UPDATE SET reason = min(reason, ?3)",
        params![site.0, number, reason],
    )?;
    tx.execute(
        "UPDATE desk SET revoked = (SELECT reason FROM desk_revocation WHERE site = ?1 AND number = ?2)
         WHERE site = ?1 AND number = ?2",
        params![site.0, number],
    )?;
    Ok(())
}

fn set_role(tx: &Transaction<'_>, at: &Applied<'_>, staff: &Id, role: Role, stands: Stands) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO staff_role (site, staff, role, stands, stamp) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (site, staff, role) DO UPDATE SET stands = ?4, stamp = ?5 WHERE stamp < ?5",
        params![at.header.site.0, staff.0, role.as_str(), stands == Stands::Yes, at.stamp()],
    )?;
    Ok(())
}
