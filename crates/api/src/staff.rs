//! Staff and desks.

use serde::{Deserialize, Serialize};

use crate::StaffId;

/// What a member of staff is, and so what they may do (`security.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Oversees everything; never writes a record.
    Administrator,
    /// The front desk.
    Receptionist,
    /// Writes the record.
    Doctor,
}

/// Lists who can log in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ListStaff {}

/// A member of staff in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffRow {
    /// Opaque id.
    pub id: StaffId,
    /// User name.
    pub user: String,
    /// Full name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Still works here, or dismissed.
    pub standing: Standing,
}

/// Whether a member of staff or a desk is still in service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In service.
    #[default]
    Active,
    /// Dismissed, or revoked.
    Ended,
}

/// Gives somebody a login.
#[derive(Clone, Serialize, Deserialize)]
pub struct CreateStaff {
    /// User name: letters, digits, dot, dash; unique in the hospital.
    pub user: String,
    /// Full name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// First password.
    pub password: String,
}

/// Ends somebody's login: at every desk with its next sync.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DismissStaff {
    /// Who.
    pub id: StaffId,
}

/// Gives somebody who forgot theirs a new password.
#[derive(Clone, Serialize, Deserialize)]
pub struct ResetPassword {
    /// Who.
    pub id: StaffId,
    /// The new one.
    pub password: String,
}

/// Lists desks and those that ask to join.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ListDesks {}

/// The desks of this hospital.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desks {
    /// Enrolled, by number.
    pub enrolled: Vec<DeskRow>,
    /// Waiting at the server to be approved; empty while offline.
    pub waiting: Vec<WaitingDesk>,
}

/// A desk in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRow {
    /// Its number.
    pub number: u16,
    /// Its name.
    pub name: String,
    /// In service, or revoked.
    pub standing: Standing,
    /// This one?
    pub here: Here,
    /// When its newest known entry was written, if any.
    pub last_entry_at: Option<i64>,
    /// How many entries of it this desk holds.
    pub entries: u64,
}

/// Whether a row speaks of this very desk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Here {
    /// Another.
    #[default]
    No,
    /// This one.
    Yes,
}

/// A desk that asks to join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingDesk {
    /// The name it gave itself.
    pub name: String,
    /// The code it shows on its screen.
    pub code: String,
    /// When it asked.
    pub asked_at: i64,
}

/// Lets a waiting desk in, after its code has been compared.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ApproveDesk {
    /// The code as read from the other screen; case, spaces and dashes do not matter.
    pub code: String,
}

/// Shuts a desk out for good.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RevokeDesk {
    /// Its number.
    pub number: u16,
    /// Why.
    pub reason: String,
}
