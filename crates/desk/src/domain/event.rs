//! What a sealed event says: the change itself, as CBOR with integer keys that never change their meaning.
//!
//! An event is `[kind, body]`, the body a map. Every field of a patient, doctor or appointment is a register of its own:
//! an event sets some of them, and of two writes to one register the newer stands. Keys that a newer Daybook added are passed over.

use daybook_api::{Address, AppointmentState, Birth, Date, Hours, Identifier, Interpreter, Kin, Role, Sex};
use daybook_ledger::Id;
use minicbor::{Decoder, decode::Error as Cbor};

use super::cbor::{self, Known, Value, Writer};

mod codec;
#[cfg(test)]
mod tests;

/// A change that concerns one patient, or the hospital as such.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A patient was registered or changed.
    Patient(PatientEvent),
    /// A doctor was added to the directory or changed.
    Doctor(DoctorEvent),
    /// An appointment was booked or changed.
    Appointment(AppointmentEvent),
    /// A member of staff was given a login.
    Account(AccountEvent),
    /// A member of staff has a new password.
    Password(PasswordEvent),
    /// The administrator changed settings of the hospital.
    Settings(SettingsEvent),
    /// Wrong passwords were tried at a desk.
    Attempts(AttemptsEvent),
    /// A patient and another one were said to be two people, or are no longer.
    Pair(PairEvent),
}

/// Whose key seals an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyFor {
    /// That patient's content key.
    Patient(Id),
    /// The site key: it concerns no one patient.
    Site,
}

/// Bytes that are no event of ours.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// Not the CBOR that events are written as.
    #[error("the event is not well formed")]
    Malformed(#[source] Cbor),
    /// A kind of event that this version does not know.
    #[error("the event is of kind {0}, which a newer Daybook writes")]
    Newer(u64),
}

impl From<Cbor> for EventError {
    fn from(error: Cbor) -> Self {
        Self::Malformed(error)
    }
}

impl Event {
    /// Whose key seals it.
    pub fn subject_key(&self) -> KeyFor {
        match self {
            Event::Patient(event) => KeyFor::Patient(event.patient),
            Event::Appointment(event) => KeyFor::Patient(event.patient),
            Event::Pair(event) => KeyFor::Patient(event.patient),
            Event::Doctor(_) | Event::Account(_) | Event::Password(_) | Event::Settings(_) | Event::Attempts(_) => {
                KeyFor::Site
            }
        }
    }

    /// `[kind, body]`.
    pub fn to_cbor(&self) -> Vec<u8> {
        let mut w = Writer::default();
        w.array(2);
        match self {
            Event::Patient(body) => w.uint(1).value(body),
            Event::Doctor(body) => w.uint(2).value(body),
            Event::Appointment(body) => w.uint(3).value(body),
            Event::Account(body) => w.uint(4).value(body),
            Event::Password(body) => w.uint(5).value(body),
            Event::Settings(body) => w.uint(6).value(body),
            Event::Attempts(body) => w.uint(7).value(body),
            Event::Pair(body) => w.uint(8).value(body),
        };
        w.finish()
    }

    /// Reads what [`Event::to_cbor`] wrote, now or in any version before.
    pub fn from_cbor(bytes: &[u8]) -> Result<Self, EventError> {
        let mut d = Decoder::new(bytes);
        if cbor::array(&mut d)? != 2 {
            return Err(Cbor::message("an event is a kind and a body").into());
        }
        let event = match d.u64()? {
            1 => Event::Patient(Value::read(&mut d)?),
            2 => Event::Doctor(Value::read(&mut d)?),
            3 => Event::Appointment(Value::read(&mut d)?),
            4 => Event::Account(Value::read(&mut d)?),
            5 => Event::Password(Value::read(&mut d)?),
            6 => Event::Settings(Value::read(&mut d)?),
            7 => Event::Attempts(Value::read(&mut d)?),
            8 => Event::Pair(Value::read(&mut d)?),
            kind => return Err(EventError::Newer(kind)),
        };
        if d.position() != bytes.len() {
            return Err(Cbor::message("bytes after the event").into());
        }
        Ok(event)
    }
}

/// Declares an enum of registers: one variant each, with the key it has in CBOR and the name it has in `api`.
macro_rules! registers {
    ($(#[$doc:meta])* $name:ident { $($(#[$field:meta])* $key:literal $label:literal $variant:ident($value:ty),)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$field])* $variant($value),)*
        }

        impl $name {
            /// The register's key in CBOR.
            pub fn key(&self) -> u64 {
                match self { $(Self::$variant(_) => $key,)* }
            }

            /// The register's name, as in `api`.
            pub fn name(&self) -> &'static str {
                match self { $(Self::$variant(_) => $label,)* }
            }

            fn write_value(&self, w: &mut Writer) {
                match self { $(Self::$variant(value) => value.write(w),)* }
            }

            fn read_value(key: u64, d: &mut Decoder<'_>) -> Result<Option<Self>, Cbor> {
                Ok(match key {
                    $($key => Some(Self::$variant(Value::read(d)?)),)*
                    _ => None,
                })
            }
        }

        /// A map from register key to value; of two writes to one register the last in the list counts.
        impl Value for Vec<$name> {
            fn write(&self, w: &mut Writer) {
                let by_key: std::collections::BTreeMap<u64, &$name> = self.iter().map(|field| (field.key(), field)).collect();
                w.map(by_key.len());
                for (key, field) in by_key {
                    w.uint(key);
                    field.write_value(w);
                }
            }
            fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
                let mut set = Vec::new();
                cbor::map(d, |key, d| {
                    let field = $name::read_value(key, d)?;
                    let known = if field.is_some() { Known::Yes } else { Known::No };
                    set.extend(field);
                    Ok(known)
                })?;
                Ok(set)
            }
        }
    };
}

registers! {
    /// One register of a patient.
    PatientField {
        /// Given names.
        1 "given" Given(String),
        /// Family names.
        2 "family" Family(String),
        /// Given names, second script or spelling.
        3 "second_given" SecondGiven(String),
        /// Family names, second script or spelling.
        4 "second_family" SecondFamily(String),
        /// Title.
        5 "title" Title(String),
        /// Sex.
        6 "sex" Sex(Sex),
        /// Birth.
        7 "birth" Birth(Birth),
        /// Phones, the preferred one first.
        8 "phones" Phones(Vec<String>),
        /// Address.
        9 "address" Address(Address),
        /// Next of kin.
        10 "kin" Kin(Kin),
        /// Other ids.
        11 "identifiers" Identifiers(Vec<Identifier>),
        /// Preferred language.
        12 "language" Language(String),
        /// Needs an interpreter.
        13 "interpreter" Interpreter(Interpreter),
        /// Free words.
        14 "note" Note(String),
        /// The day of death.
        15 "died" Died(Option<Date>),
    }
}

registers! {
    /// One register of a doctor.
    DoctorField {
        /// Given names.
        1 "given" Given(String),
        /// Family names.
        2 "family" Family(String),
        /// Title.
        3 "title" Title(String),
        /// Speciality.
        4 "speciality" Speciality(String),
        /// Department.
        5 "department" Department(String),
        /// Usual room.
        6 "room" Room(String),
        /// Languages spoken.
        7 "languages" Languages(Vec<String>),
        /// Phone.
        8 "phone" Phone(String),
        /// An id elsewhere.
        9 "identifier" Identifier(String),
        /// Weekly hours.
        10 "hours" Hours(Vec<Hours>),
        /// Whose login this doctor works with.
        11 "login" Login(Option<Id>),
    }
}

registers! {
    /// One register of an appointment.
    AppointmentField {
        /// With whom.
        1 "doctor" Doctor(Id),
        /// When: day, start and length move together.
        2 "slot" Slot(Slot),
        /// Why the patient comes.
        3 "reason" Reason(String),
        /// Where it is in its life.
        4 "state" State(StateChange),
    }
}

/// When an appointment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// The day, local.
    pub date: Date,
    /// Minutes after midnight, local time.
    pub start: u16,
    /// How long, in minutes.
    pub minutes: u16,
}

/// A new state and, where there is one, the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// The state.
    pub state: AppointmentState,
    /// Why; for a cancellation.
    pub reason: String,
}

/// A patient was registered (number and all fields given) or changed (only what changed).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientEvent {
    /// Who.
    pub patient: Id,
    /// `KGH-04-00217-X`, given once, at registration.
    pub number: Option<String>,
    /// The registers written.
    pub set: Vec<PatientField>,
    /// Withdrawn, or a withdrawal taken back.
    pub withdrawn: Option<Withdrawal>,
    /// What names the record this patient was imported from, in its source: the same record is not imported twice.
    pub source: Option<Id>,
}

/// Whether a registration stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Withdrawal {
    /// Entered in error.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// It stands after all.
    Restored,
    /// It is one person's with another record, which is kept in its place.
    Merged {
        /// The record that is kept.
        into: Id,
    },
}

/// A doctor was added or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoctorEvent {
    /// Who.
    pub doctor: Id,
    /// The registers written.
    pub set: Vec<DoctorField>,
    /// What names the record this doctor was imported from, in its source: the same record is not imported twice.
    pub source: Option<Id>,
}

/// An appointment was booked or changed. The patient never changes: it says whose key seals the event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentEvent {
    /// Which.
    pub appointment: Id,
    /// Whose.
    pub patient: Id,
    /// The registers written.
    pub set: Vec<AppointmentField>,
}

/// A member of staff was given a login; the role itself is granted by a control entry.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountEvent {
    /// Who.
    pub staff: Id,
    /// User name.
    pub user: String,
    /// Full name.
    pub name: String,
    /// The role they work in.
    pub role: Role,
    /// What their password opens.
    pub credential: Credential,
}

/// A member of staff has a new password.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordEvent {
    /// Who.
    pub staff: Id,
    /// What their password opens now.
    pub credential: Credential,
}

/// Wrong passwords that were tried at this desk since the last right one, whoever's they were meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptsEvent {
    /// How many.
    pub count: u32,
    /// When the last one was tried, Unix milliseconds.
    pub last_ms: u64,
}

/// One half of what is said of two patients: an entry holds one for each of them, sealed under that patient's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairEvent {
    /// Of whom.
    pub patient: Id,
    /// Against whom.
    pub other: Id,
    /// What is said.
    pub verdict: PairVerdict,
}

/// What somebody says of two patients who look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairVerdict {
    /// They are two people.
    Apart {
        /// What names the patient's record as it was then: half a SHA-256 over the fields by which people are told apart.
        seen: Id,
    },
    /// That is taken back.
    Open,
}

/// A user key pair, its private half sealed under a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Argon2id memory, KiB.
    pub memory_kib: u32,
    /// Argon2id passes.
    pub passes: u32,
    /// Argon2id lanes.
    pub lanes: u32,
    /// Argon2id salt.
    pub salt: Vec<u8>,
    /// X25519 public key, 32 bytes.
    pub public_key: Vec<u8>,
    /// X25519 private key, sealed under the password; the sealing says how.
    pub sealed_private: Vec<u8>,
}

/// Settings the administrator changed; absent ones stay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsEvent {
    /// Minutes without a key after which a desk locks itself.
    pub idle_minutes: Option<u32>,
    /// X25519 public key whose private half follows from the printed recovery key, 32 bytes.
    pub recovery_key: Option<Vec<u8>>,
}

impl std::fmt::Debug for AccountEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountEvent").field("staff", &self.staff).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for PasswordEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PasswordEvent").field("staff", &self.staff).finish_non_exhaustive()
    }
}
