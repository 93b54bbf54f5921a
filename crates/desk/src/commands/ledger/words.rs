//! An entry in words: its header field by field, its events as far as this desk can open them.

use daybook_ledger::{ControlEvent, Entry, Header, Id, Payload};
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
        projections,
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
        Payload::Control(events) => events.iter().map(|event| control(conn, event)).collect(),
        Payload::Sealed(events) if entry.header().site != keys.site() => {
            Ok(vec![format!("{} sealed by another hospital", count(events.len()))])
        }
        Payload::Sealed(events) => (0..)
            .zip(events)
            .map(|(position, event)| opened(conn, &entries::open(conn, keys, entry, position, event)?))
            .collect(),
    }
}

fn count(events: usize) -> String {
    if events == 1 { "1 event".to_owned() } else { format!("{events} events") }
}

fn opened(conn: &Connection, opened: &Opened) -> Result<String, StoreError> {
    Ok(match opened {
        Opened::Event(event) => sealed(conn, event)?,
        Opened::NoKey(_) => "Its key is not here.".to_owned(),
        Opened::Newer => "A newer Daybook wrote this.".to_owned(),
        Opened::Void => "This does not open, or is not what its act may hold. It changes nothing.".to_owned(),
    })
}

fn control(conn: &Connection, event: &ControlEvent) -> Result<String, StoreError> {
    Ok(match event {
        ControlEvent::SiteFound { code, name, desk, .. } => {
            format!("Hospital {name} ({code}) founded at desk {} “{}”", desk.number, desk.name)
        }
        ControlEvent::DeskEnrol { desk, .. } => format!("Desk {} “{}” let in", desk.number, desk.name),
        ControlEvent::DeskRevoke { number, reason } => format!("Desk {number} shut out: {reason}"),
        ControlEvent::StaffGrant { staff, role } => {
            format!("Role {} given to {}", role.as_str(), member_of_staff(conn, staff)?)
        }
        ControlEvent::StaffRevoke { staff, role } => {
            format!("Role {} taken from {}", role.as_str(), member_of_staff(conn, staff)?)
        }
        ControlEvent::PolicySet { text } => format!("Policy: {text}"),
        ControlEvent::SubjectErased { subject } => format!("Key of {subject} erased"),
    })
}

/// Number and name as they are now, if this desk knows them.
fn patient(conn: &Connection, id: &Id) -> Result<String, StoreError> {
    let known = projections::patient::load(conn, id)?.filter(|patient| !patient.number.is_empty());
    Ok(known.map_or_else(
        || id.to_string(),
        |patient| format!("{} ({} {})", patient.number, patient.person.given, patient.person.family),
    ))
}

fn member_of_staff(conn: &Connection, id: &Id) -> Result<String, StoreError> {
    Ok(projections::staff::name_of(conn, id)?.unwrap_or_else(|| id.to_string()))
}

fn doctor(conn: &Connection, id: &Id) -> Result<String, StoreError> {
    let known = projections::doctor::load(conn, id)?;
    Ok(known.map_or_else(|| id.to_string(), |doctor| format!("{} {}", doctor.given, doctor.family).trim().to_owned()))
}

fn sealed(conn: &Connection, event: &Event) -> Result<String, StoreError> {
    Ok(match event {
        Event::Patient(event) => {
            let number = event.number.iter().map(|number| format!("number: {number}"));
            let fields = event.set.iter().map(|field| format!("{}: {}", field.name(), words::patient_field(field)));
            let withdrawn = event.withdrawn.as_ref().map(|withdrawal| self::withdrawn(conn, withdrawal)).transpose()?;
            said("Patient", number.chain(fields).chain(withdrawn))
        }
        Event::Doctor(event) => {
            said("Doctor", event.set.iter().map(|field| format!("{}: {}", field.name(), words::doctor_field(field))))
        }
        Event::Appointment(event) => {
            let parts = event.set.iter().map(|field| appointment(conn, field)).collect::<Result<Vec<_>, _>>()?;
            let whose = format!("of {}", patient(conn, &event.patient)?);
            said("Appointment", std::iter::once(whose).chain(parts))
        }
        Event::Account(event) => format!("Login of {} ({})", event.name, event.user),
        Event::Password(event) => format!("New password for {}", member_of_staff(conn, &event.staff)?),
        Event::Attempts(event) => attempts(event),
        Event::Pair(event) => {
            let (one, other) = (patient(conn, &event.patient)?, patient(conn, &event.other)?);
            match event.verdict {
                PairVerdict::Apart { .. } => format!("{one} and {other} are two people"),
                PairVerdict::Open => format!("{one} and {other} may be one person after all"),
            }
        }
        Event::Settings(event) => {
            let minutes = event.idle_minutes.iter().map(|minutes| format!("idle minutes: {minutes}"));
            said("Settings", minutes.chain(event.recovery_key.iter().map(|_| "recovery key".to_owned())))
        }
    })
}

fn withdrawn(conn: &Connection, withdrawal: &Withdrawal) -> Result<String, StoreError> {
    Ok(match withdrawal {
        Withdrawal::Withdrawn { reason } => format!("withdrawn: {reason}"),
        Withdrawal::Restored => "stands again".to_owned(),
        Withdrawal::Merged { into } => format!("merged into {}", patient(conn, into)?),
    })
}

fn appointment(conn: &Connection, field: &AppointmentField) -> Result<String, StoreError> {
    Ok(match field {
        AppointmentField::Doctor(with) => format!("doctor: {}", doctor(conn, with)?),
        AppointmentField::Slot(slot) => {
            format!("slot: {} {:02}:{:02}, {} minutes", slot.date, slot.start / 60, slot.start % 60, slot.minutes)
        }
        AppointmentField::Reason(reason) => format!("reason: {reason}"),
        AppointmentField::State(change) => format!("state: {:?}", change.state),
    })
}

fn said(about: &str, parts: impl Iterator<Item = String>) -> String {
    format!("{about}: {}", parts.collect::<Vec<_>>().join("; "))
}
