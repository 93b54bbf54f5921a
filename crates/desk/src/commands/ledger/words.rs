//! An entry in words: its header field by field, its events as far as this desk can open them.

use daybook_ledger::{ControlEvent, Entry, Header, Payload};
use jiff::Timestamp;
use rusqlite::Connection;

use crate::{
    domain::{
        event::{AppointmentField, AttemptsEvent, Event, PairVerdict, Withdrawal},
        words,
    },
    store::{
        StoreError,
        entries::{self, Opened},
        keys::KeyRing,
    },
};

/// The header's fields with their values, in order.
pub fn header(header: &Header) -> Vec<(String, String)> {
    let time = Timestamp::from_millisecond(i64::try_from(header.time.ms).unwrap_or(0)).unwrap_or(Timestamp::UNIX_EPOCH);
    let fields = [
        ("act", header.act.as_str().to_owned()),
        ("issuer", header.issuer().to_string()),
        ("subject", header.subject.to_string()),
        ("actor", header.actor.to_string()),
        ("role", header.role.as_str().to_owned()),
        ("time", format!("{time} +{}", header.time.counter)),
        ("seq", header.seq.to_string()),
        ("prev", header.prev.map_or_else(|| "none".to_owned(), |prev| prev.to_string())),
        ("seen size", header.seen.size.to_string()),
        ("seen root", header.seen.root.to_string()),
        ("key id", header.key_id.to_string()),
        ("algorithm", "PS256".to_owned()),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn attempts(event: &AttemptsEvent) -> String {
    let last = i64::try_from(event.last_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let last = last.unwrap_or(Timestamp::UNIX_EPOCH);
    match event.count {
        1 => format!("1 wrong password before this login, at {last}"),
        count => format!("{count} wrong passwords before this login, the last at {last}"),
    }
}

/// What its events say, one line each.
pub fn events(conn: &Connection, keys: &KeyRing, entry: &Entry) -> Result<Vec<String>, StoreError> {
    match entry.payload() {
        Payload::Control(events) => Ok(events.iter().map(control).collect()),
        Payload::Sealed(events) if entry.header().site != keys.site() => {
            Ok(vec![format!("{} sealed by another hospital", count(events.len()))])
        }
        Payload::Sealed(events) => (0..)
            .zip(events)
            .map(|(position, event)| Ok(opened(&entries::open(conn, keys, entry, position, event)?)))
            .collect(),
    }
}

fn count(events: usize) -> String {
    if events == 1 { "1 event".to_owned() } else { format!("{events} events") }
}

fn opened(opened: &Opened) -> String {
    match opened {
        Opened::Event(event) => sealed(event),
        Opened::NoKey(_) => "Its key is not here.".to_owned(),
        Opened::Newer => "A newer Daybook wrote this.".to_owned(),
        Opened::Void => "This does not open, or is not what its act may hold. It changes nothing.".to_owned(),
    }
}

fn control(event: &ControlEvent) -> String {
    match event {
        ControlEvent::SiteFound { code, name, desk, .. } => {
            format!("Hospital {name} ({code}) founded at desk {} “{}”", desk.number, desk.name)
        }
        ControlEvent::DeskEnrol { desk, .. } => format!("Desk {} “{}” let in", desk.number, desk.name),
        ControlEvent::DeskRevoke { number, reason } => format!("Desk {number} shut out: {reason}"),
        ControlEvent::StaffGrant { staff, role } => format!("Role {} given to {staff}", role.as_str()),
        ControlEvent::StaffRevoke { staff, role } => format!("Role {} taken from {staff}", role.as_str()),
        ControlEvent::PolicySet { text } => format!("Policy: {text}"),
        ControlEvent::SubjectErased { subject } => format!("Key of {subject} erased"),
    }
}

fn sealed(event: &Event) -> String {
    match event {
        Event::Patient(event) => {
            let number = event.number.iter().map(|number| format!("number: {number}"));
            let fields = event.set.iter().map(|field| format!("{}: {}", field.name(), words::patient_field(field)));
            let withdrawn = event.withdrawn.iter().map(|withdrawal| match withdrawal {
                Withdrawal::Withdrawn { reason } => format!("withdrawn: {reason}"),
                Withdrawal::Restored => "restored".to_owned(),
            });
            said("Patient", number.chain(fields).chain(withdrawn))
        }
        Event::Doctor(event) => {
            said("Doctor", event.set.iter().map(|field| format!("{}: {}", field.name(), words::doctor_field(field))))
        }
        Event::Appointment(event) => said("Appointment", event.set.iter().map(appointment)),
        Event::Account(event) => format!("Login of {} ({})", event.name, event.user),
        Event::Password(event) => format!("New password for {}", event.staff),
        Event::Attempts(event) => attempts(event),
        Event::Pair(event) => match event.verdict {
            PairVerdict::Apart { .. } => format!("{} and {} are two people", event.patient, event.other),
            PairVerdict::Open => format!("{} and {} may be one person after all", event.patient, event.other),
        },
        Event::Settings(event) => {
            let minutes = event.idle_minutes.iter().map(|minutes| format!("idle minutes: {minutes}"));
            said("Settings", minutes.chain(event.recovery_key.iter().map(|_| "recovery key".to_owned())))
        }
    }
}

fn appointment(field: &AppointmentField) -> String {
    match field {
        AppointmentField::Doctor(doctor) => format!("doctor: {doctor}"),
        AppointmentField::Slot(slot) => {
            format!("slot: {} {:02}:{:02}, {} minutes", slot.date, slot.start / 60, slot.start % 60, slot.minutes)
        }
        AppointmentField::Reason(reason) => format!("reason: {reason}"),
        AppointmentField::State(change) => format!("state: {:?}", change.state),
    }
}

fn said(about: &str, parts: impl Iterator<Item = String>) -> String {
    format!("{about}: {}", parts.collect::<Vec<_>>().join("; "))
}
