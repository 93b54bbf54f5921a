//! First run, joining, logging in, settings, drafts.

use serde::{Deserialize, Serialize};

use crate::{Role, StaffId};

/// Asks what state this computer is in.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct HomeState {}

/// The state this computer is in; decides the first screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// Which screen is due.
    pub stage: Stage,
    /// The hospital's name, once there is one.
    pub hospital: Option<String>,
    /// Its three-letter code.
    pub code: Option<String>,
    /// This desk's number.
    pub desk_number: Option<u16>,
    /// Who is logged in.
    pub session: Option<Session>,
    /// Seconds before another password may be tried.
    pub wait_seconds: u64,
    /// Minutes without a key after which the desk locks itself.
    pub idle_minutes: u32,
    /// The program's version.
    pub version: String,
    /// A ledger server that whoever started the program offers: `cargo xtask run`, an installer. Only while none is connected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_server: Option<OfferedServer>,
    /// How the window looks and speaks on this computer.
    #[serde(default)]
    pub preferences: Preferences,
    /// While somebody logs in whose database is of an older version: how far it has been brought to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewing: Option<Renewing>,
}

/// How far a database of an older version has been brought to this one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewing {
    /// Rows that have been copied.
    pub done: u64,
    /// Rows to copy; 0 while they are not counted, and where there are none.
    pub total: u64,
}

/// How the window looks and speaks: kept for the computer, not for a person, since the lock screen needs it too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Its colours.
    pub theme: Theme,
    /// BCP 47 tag of its language; empty for the system's.
    pub language: String,
    /// Whether single letters act as keys.
    pub single_keys: SingleKeys,
}

/// Light, dark, high contrast, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// What the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// Dark on light, with the strongest contrast.
    ContrastLight,
    /// Light on dark, with the strongest contrast.
    ContrastDark,
}

/// Whether single letters act as keys (WCAG 2.1.4 asks for a way to switch them off).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SingleKeys {
    /// They act.
    #[default]
    On,
    /// Only keys with Ctrl act.
    Off,
}

/// Keeps how the window looks and speaks. Needs no login.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SetPreferences {
    /// All of it.
    pub preferences: Preferences,
}

/// A ledger server this desk may connect to with one key, see [`crate::ConnectServer`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedServer {
    /// Its address, `https://…`, or `http://` on loopback.
    pub server: String,
    /// Its verifier key.
    pub log_key: String,
    /// The operator's invitation; empty where none is needed.
    #[serde(default)]
    pub invite: String,
}

impl std::fmt::Debug for OfferedServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OfferedServer")
            .field("server", &self.server)
            .field("log_key", &self.log_key)
            .finish_non_exhaustive()
    }
}

/// Which screen is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing here yet: new hospital or join one.
    FirstRun,
    /// Founded, but the recovery key has not been confirmed yet.
    ConfirmRecovery,
    /// The lock screen.
    Locked,
    /// Somebody is logged in.
    Open,
}

/// Who is logged in, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The member of staff.
    pub staff: StaffId,
    /// Their user name.
    pub user: String,
    /// Their full name.
    pub name: String,
    /// The role they work in.
    pub role: Role,
    /// The hospital's name.
    pub hospital: String,
    /// Its three-letter code.
    pub code: String,
    /// This desk's number.
    pub desk_number: u16,
    /// This desk's name.
    pub desk_name: String,
    /// The operations this role may do, as in `security.md`: `patient.register`, `staff` …; the window hides the rest.
    pub may: Vec<String>,
}

/// Asks how strong a password is.
#[derive(Clone, Serialize, Deserialize)]
pub struct JudgePassword {
    /// The password.
    pub password: String,
    /// What it must not be made of: user name, hospital …
    #[serde(default)]
    pub known: Vec<String>,
}

/// How strong a password is, by zxcvbn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordJudgement {
    /// 0 (guessed at once) to 4 (very strong).
    pub score: u8,
    /// Score 3 or better, and not longer than 128 characters.
    pub good: bool,
    /// What is wrong with it, and what would help, as sentences.
    pub advice: Vec<String>,
}

/// Founds a new hospital on this computer.
#[derive(Clone, Serialize, Deserialize)]
pub struct FoundHospital {
    /// Its name.
    pub hospital: String,
    /// Three letters A–Z: the first part of every patient number.
    pub code: String,
    /// The administrator's user name.
    pub user: String,
    /// The administrator's full name.
    pub name: String,
    /// The administrator's password.
    pub password: String,
}

/// What founding gives: the result of the job `home.found`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Founded {
    /// The recovery key, to print and keep: shown once.
    pub recovery_key: String,
}

/// Proves that the recovery key has been written down.
#[derive(Clone, Serialize, Deserialize)]
pub struct ConfirmRecovery {
    /// The recovery key typed from the paper; case, spaces and dashes do not matter.
    pub recovery_key: String,
}

/// Joins a hospital that another desk founded.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JoinHospital {
    /// The ledger server's address, `https://…`.
    pub server: String,
    /// Its verifier key, `name+hash+key`.
    pub log_key: String,
    /// What this desk shall be called: "Reception 2".
    pub desk_name: String,
}

/// What joining gives: the result of the job `home.join`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Joined {
    /// The hospital's name.
    pub hospital: String,
    /// The number this desk was given.
    pub desk_number: u16,
}

/// Logs in, or unlocks.
#[derive(Clone, Serialize, Deserialize)]
pub struct Login {
    /// User name; case does not matter.
    pub user: String,
    /// Password.
    pub password: String,
}

/// Locks the desk: closes the database and forgets the keys.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Lock {}

/// Opens the desk with the recovery key and gives an administrator a new password.
#[derive(Clone, Serialize, Deserialize)]
pub struct Recover {
    /// From the paper.
    pub recovery_key: String,
    /// The administrator's user name.
    pub user: String,
    /// The new password.
    pub password: String,
}

/// Changes one's own password.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The present one.
    pub old: String,
    /// The new one.
    pub new: String,
}

/// Asks for the settings.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct GetSettings {}

/// Changes the settings; only an administrator may.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SetSettings {
    /// All of them.
    pub settings: Settings,
}

/// What the administrator decides for the whole hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Minutes without a key after which a desk locks itself: 1 to 60.
    pub idle_minutes: u32,
}

/// Keeps a half-typed form in the encrypted database, for who is logged in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SaveDraft {
    /// Which form: `patient.register`.
    pub form: String,
    /// Its content, as the window likes it.
    pub content: String,
}

/// Fetches the half-typed form back.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LoadDraft {
    /// Which form.
    pub form: String,
}

/// The half-typed form, if there was one.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct DraftFound {
    /// Its content.
    pub content: Option<String>,
    /// When it was kept.
    pub saved_at: Option<i64>,
}

/// Throws the half-typed form away.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DiscardDraft {
    /// Which form.
    pub form: String,
}
