//! What an entry does, by name, and which operation of the table of rights that is.

use std::fmt;

use crate::{
    ids::Id,
    role::{Operation, Role},
};

/// What an entry does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// A site begins: its first desk and its first administrator.
    SiteFound,
    /// A desk is admitted to the site.
    DeskEnrol,
    /// A desk's key is no longer accepted.
    DeskRevoke,
    /// A member of staff is given a role.
    StaffGrant,
    /// A member of staff loses a role.
    StaffRevoke,
    /// The policy in force changes.
    PolicySet,
    /// A patient's content key is deleted for good.
    SubjectErased,
    /// The site's settings change.
    SiteSettings,
    /// A member of staff's account is made or changed.
    StaffAccount,
    /// A password changes.
    StaffPassword,
    /// Wrong passwords were tried at the desk before this login.
    SessionAttempts,
    /// A doctor is added to the directory.
    DoctorAdd,
    /// A doctor's particulars or hours change.
    DoctorUpdate,
    /// A patient is registered.
    PatientRegister,
    /// A patient's demographics change.
    PatientUpdate,
    /// A patient is withdrawn from use.
    PatientWithdraw,
    /// A withdrawn patient is in use again.
    PatientRestore,
    /// Many patients are registered from a file.
    PatientImport,
    /// Two patients are said to be two people.
    PatientNotSame,
    /// Two patients are no longer said to be two people.
    PatientMaybeSame,
    /// A patient's record is merged into another.
    PatientMerge,
    /// A merged record stands by itself again.
    PatientUnmerge,
    /// Many doctors are added from a file.
    DoctorImport,
    /// An appointment is made.
    AppointmentBook,
    /// An appointment is moved, changed or cancelled.
    AppointmentUpdate,
}

impl Act {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::SiteFound,
        Self::DeskEnrol,
        Self::DeskRevoke,
        Self::StaffGrant,
        Self::StaffRevoke,
        Self::PolicySet,
        Self::SubjectErased,
        Self::SiteSettings,
        Self::StaffAccount,
        Self::StaffPassword,
        Self::SessionAttempts,
        Self::DoctorAdd,
        Self::DoctorUpdate,
        Self::PatientRegister,
        Self::PatientUpdate,
        Self::PatientWithdraw,
        Self::PatientRestore,
        Self::PatientImport,
        Self::PatientNotSame,
        Self::PatientMaybeSame,
        Self::PatientMerge,
        Self::PatientUnmerge,
        Self::DoctorImport,
        Self::AppointmentBook,
        Self::AppointmentUpdate,
    ];

    /// The name in an entry's header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SiteFound => "site.found",
            Self::DeskEnrol => "desk.enrol",
            Self::DeskRevoke => "desk.revoke",
            Self::StaffGrant => "staff.grant",
            Self::StaffRevoke => "staff.revoke",
            Self::PolicySet => "policy.set",
            Self::SubjectErased => "subject.erased",
            Self::SiteSettings => "site.settings",
            Self::StaffAccount => "staff.account",
            Self::StaffPassword => "staff.password",
            Self::SessionAttempts => "session.attempts",
            Self::DoctorAdd => "doctor.add",
            Self::DoctorUpdate => "doctor.update",
            Self::PatientRegister => "patient.register",
            Self::PatientUpdate => "patient.update",
            Self::PatientWithdraw => "patient.withdraw",
            Self::PatientRestore => "patient.restore",
            Self::PatientImport => "patient.import",
            Self::PatientNotSame => "patient.not_same",
            Self::PatientMaybeSame => "patient.maybe_same",
            Self::PatientMerge => "patient.merge",
            Self::PatientUnmerge => "patient.unmerge",
            Self::DoctorImport => "doctor.import",
            Self::AppointmentBook => "appointment.book",
            Self::AppointmentUpdate => "appointment.update",
        }
    }

    /// The act of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == name)
    }

    /// The operation of the table of rights that this act is.
    pub fn operation(self) -> Operation {
        match self {
            Self::SiteFound | Self::DeskEnrol | Self::DeskRevoke | Self::StaffGrant | Self::StaffRevoke => {
                Operation::Staff
            }
            Self::PolicySet | Self::SubjectErased => Operation::Staff,
            Self::SiteSettings | Self::StaffAccount | Self::StaffPassword => Operation::Staff,
            Self::SessionAttempts => Operation::Ledger,
            Self::DoctorAdd | Self::DoctorUpdate | Self::DoctorImport => Operation::Doctor,
            Self::PatientRegister | Self::PatientImport => Operation::PatientRegister,
            Self::PatientUpdate | Self::PatientWithdraw | Self::PatientRestore => Operation::PatientUpdate,
            Self::PatientNotSame | Self::PatientMaybeSame | Self::PatientMerge | Self::PatientUnmerge => {
                Operation::PatientUpdate
            }
            Self::AppointmentBook | Self::AppointmentUpdate => Operation::Schedule,
        }
    }

    /// Whether the payload is plain, for everyone who holds the log to check.
    pub fn is_control(self) -> bool {
        matches!(
            self,
            Self::SiteFound
                | Self::DeskEnrol
                | Self::DeskRevoke
                | Self::StaffGrant
                | Self::StaffRevoke
                | Self::PolicySet
                | Self::SubjectErased
        )
    }

    /// Whether the table allows this act to the role; a change of one's own password is everyone's.
    pub fn is_allowed(self, role: Role, actor: Id, subject: Id) -> bool {
        role.may(self.operation()) || (self == Self::StaffPassword && actor == subject)
    }
}

impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
