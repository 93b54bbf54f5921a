//! How the body of each event is written and read.

use daybook_api::{AppointmentState, Role};
use minicbor::{Decoder, decode::Error as Cbor};

use super::*;

/// Reads a map whose keys are fields of a struct; absent ones stay as they are.
macro_rules! read_map {
    ($d:ident, $($key:literal => $target:ident),* $(,)?) => {
        cbor::map($d, |key, d| {
            match key {
                $($key => $target = Some(Value::read(d)?),)*
                _ => return Ok(Known::No),
            }
            Ok(Known::Yes)
        })?
    };
}

fn required<T>(value: Option<T>) -> Result<T, Cbor> {
    value.ok_or_else(|| Cbor::message("a key is missing"))
}

impl Value for PatientEvent {
    fn write(&self, w: &mut Writer) {
        let optional = [self.number.is_some(), self.withdrawn.is_some(), self.source.is_some()];
        w.map(2 + optional.into_iter().filter(|given| *given).count()).uint(1).value(&self.patient);
        if let Some(number) = &self.number {
            w.uint(2).text(number);
        }
        w.uint(3).value(&self.set);
        if let Some(withdrawn) = &self.withdrawn {
            w.uint(4).value(withdrawn);
        }
        if let Some(source) = &self.source {
            w.uint(5).value(source);
        }
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut patient, mut number, mut set, mut withdrawn, mut source) = (None, None, None, None, None);
        read_map!(d, 1 => patient, 2 => number, 3 => set, 4 => withdrawn, 5 => source);
        Ok(Self { patient: required(patient)?, number, set: set.unwrap_or_default(), withdrawn, source })
    }
}

impl Value for DoctorEvent {
    fn write(&self, w: &mut Writer) {
        w.map(2 + usize::from(self.source.is_some())).uint(1).value(&self.doctor).uint(2).value(&self.set);
        if let Some(source) = &self.source {
            w.uint(3).value(source);
        }
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut doctor, mut set, mut source) = (None, None, None);
        read_map!(d, 1 => doctor, 2 => set, 3 => source);
        Ok(Self { doctor: required(doctor)?, set: set.unwrap_or_default(), source })
    }
}

impl Value for AppointmentEvent {
    fn write(&self, w: &mut Writer) {
        w.map(3).uint(1).value(&self.appointment).uint(2).value(&self.patient).uint(3).value(&self.set);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut appointment, mut patient, mut set) = (None, None, None);
        read_map!(d, 1 => appointment, 2 => patient, 3 => set);
        Ok(Self { appointment: required(appointment)?, patient: required(patient)?, set: set.unwrap_or_default() })
    }
}

impl Value for AccountEvent {
    fn write(&self, w: &mut Writer) {
        w.map(5).uint(1).value(&self.staff).uint(2).text(&self.user).uint(3).text(&self.name);
        w.uint(4).value(&self.role).uint(5).value(&self.credential);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut staff, mut user, mut name, mut role, mut credential) = (None, None, None, None, None);
        read_map!(d, 1 => staff, 2 => user, 3 => name, 4 => role, 5 => credential);
        Ok(Self {
            staff: required(staff)?,
            user: required(user)?,
            name: required(name)?,
            role: required(role)?,
            credential: required(credential)?,
        })
    }
}

impl Value for PasswordEvent {
    fn write(&self, w: &mut Writer) {
        w.map(2).uint(1).value(&self.staff).uint(2).value(&self.credential);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut staff, mut credential) = (None, None);
        read_map!(d, 1 => staff, 2 => credential);
        Ok(Self { staff: required(staff)?, credential: required(credential)? })
    }
}

impl Value for AttemptsEvent {
    fn write(&self, w: &mut Writer) {
        w.map(2).uint(1).value(&self.count).uint(2).uint(self.last_ms);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut count, mut last_ms) = (None, None);
        read_map!(d, 1 => count, 2 => last_ms);
        Ok(Self { count: required(count)?, last_ms: required(last_ms)? })
    }
}

/// Without `seen` it is taken back.
impl Value for PairEvent {
    fn write(&self, w: &mut Writer) {
        let seen = match self.verdict {
            PairVerdict::Apart { seen } => Some(seen),
            PairVerdict::Open => None,
        };
        w.map(2 + usize::from(seen.is_some())).uint(1).value(&self.patient).uint(2).value(&self.other);
        if let Some(seen) = &seen {
            w.uint(3).value(seen);
        }
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut patient, mut other, mut seen) = (None, None, None);
        read_map!(d, 1 => patient, 2 => other, 3 => seen);
        let verdict = seen.map_or(PairVerdict::Open, |seen| PairVerdict::Apart { seen });
        Ok(Self { patient: required(patient)?, other: required(other)?, verdict })
    }
}

impl Value for SettingsEvent {
    fn write(&self, w: &mut Writer) {
        w.map(usize::from(self.idle_minutes.is_some()) + usize::from(self.recovery_key.is_some()));
        if let Some(minutes) = &self.idle_minutes {
            w.uint(1).value(minutes);
        }
        if let Some(key) = &self.recovery_key {
            w.uint(2).bytes(key);
        }
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut idle_minutes, mut recovery_key) = (None, None);
        read_map!(d, 1 => idle_minutes, 2 => recovery_key);
        Ok(Self { idle_minutes, recovery_key })
    }
}

impl Value for Credential {
    fn write(&self, w: &mut Writer) {
        w.map(6).uint(1).value(&self.memory_kib).uint(2).value(&self.passes).uint(3).value(&self.lanes);
        w.uint(4).bytes(&self.salt).uint(5).bytes(&self.public_key).uint(6).bytes(&self.sealed_private);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let (mut memory_kib, mut passes, mut lanes) = (None, None, None);
        let (mut salt, mut public_key, mut sealed_private) = (None, None, None);
        read_map!(d, 1 => memory_kib, 2 => passes, 3 => lanes, 4 => salt, 5 => public_key, 6 => sealed_private);
        Ok(Self {
            memory_kib: required(memory_kib)?,
            passes: required(passes)?,
            lanes: required(lanes)?,
            salt: required(salt)?,
            public_key: required(public_key)?,
            sealed_private: required(sealed_private)?,
        })
    }
}

/// `[1, reason]` withdrawn · `[2]` restored · `[3, record]` merged into that one.
impl Value for Withdrawal {
    fn write(&self, w: &mut Writer) {
        match self {
            Withdrawal::Withdrawn { reason } => w.array(2).uint(1).text(reason),
            Withdrawal::Restored => w.array(1).uint(2),
            Withdrawal::Merged { into } => w.array(2).uint(3).value(into),
        };
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        let items = cbor::array(d)?;
        match (items, d.u8()?) {
            (2, 1) => Ok(Withdrawal::Withdrawn { reason: Value::read(d)? }),
            (1, 2) => Ok(Withdrawal::Restored),
            (2, 3) => Ok(Withdrawal::Merged { into: Value::read(d)? }),
            _ => Err(Cbor::message("not a withdrawal")),
        }
    }
}

/// `[day, start, minutes]`.
impl Value for Slot {
    fn write(&self, w: &mut Writer) {
        w.array(3).value(&self.date).value(&self.start).value(&self.minutes);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        if cbor::array(d)? != 3 {
            return Err(Cbor::message("not a slot"));
        }
        Ok(Self { date: Value::read(d)?, start: d.u16()?, minutes: d.u16()? })
    }
}

/// `[state, reason]`.
impl Value for StateChange {
    fn write(&self, w: &mut Writer) {
        w.array(2).uint(match self.state {
            AppointmentState::Booked => 1,
            AppointmentState::Arrived => 2,
            AppointmentState::WithDoctor => 3,
            AppointmentState::Done => 4,
            AppointmentState::Missed => 5,
            AppointmentState::Cancelled => 6,
        });
        w.text(&self.reason);
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        if cbor::array(d)? != 2 {
            return Err(Cbor::message("not a state"));
        }
        let state = match d.u8()? {
            1 => AppointmentState::Booked,
            2 => AppointmentState::Arrived,
            3 => AppointmentState::WithDoctor,
            4 => AppointmentState::Done,
            5 => AppointmentState::Missed,
            6 => AppointmentState::Cancelled,
            _ => return Err(Cbor::message("not a state")),
        };
        Ok(Self { state, reason: Value::read(d)? })
    }
}

impl Value for Role {
    fn write(&self, w: &mut Writer) {
        w.uint(match self {
            Role::Administrator => 1,
            Role::Receptionist => 2,
            Role::Doctor => 3,
        });
    }
    fn read(d: &mut Decoder<'_>) -> Result<Self, Cbor> {
        Ok(match d.u8()? {
            1 => Role::Administrator,
            2 => Role::Receptionist,
            3 => Role::Doctor,
            _ => return Err(Cbor::message("not a role")),
        })
    }
}
