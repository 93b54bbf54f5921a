//! Doctors: directory, weekly hours, who is in now.

use serde::{Deserialize, Serialize};

use crate::{DoctorId, StaffId};

/// Everything the directory records about a doctor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DoctorForm {
    /// Given names.
    pub given: String,
    /// Family names.
    pub family: String,
    /// Title.
    pub title: String,
    /// Speciality.
    pub speciality: String,
    /// Department.
    pub department: String,
    /// Usual room.
    pub room: String,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// Phone.
    pub phone: String,
    /// An id elsewhere: register number, NPI.
    pub identifier: String,
    /// When and where, week for week.
    pub hours: Vec<Hours>,
    /// The login this doctor works with: whoever logs in so finds and sees this doctor's patients and day.
    pub login: Option<StaffId>,
}

/// One stretch of a doctor's week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// 1 Monday to 7 Sunday.
    pub weekday: u8,
    /// Minutes after midnight, local time.
    pub from: u16,
    /// Minutes after midnight, local time; above `from`.
    pub to: u16,
    /// The room, if not the usual one.
    pub room: String,
    /// Minutes per patient: 5 to 240.
    pub slot_minutes: u16,
}

impl Hours {
    /// `Mon 09:00–13:00 in room 3 every 15 min`, as on a door.
    pub fn for_people(&self) -> String {
        const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
        let day = DAYS.get(usize::from(self.weekday).wrapping_sub(1)).copied().unwrap_or("?");
        let room = if self.room.is_empty() { String::new() } else { format!(" in room {}", self.room) };
        format!("{day} {}–{}{room} every {} min", clock(self.from), clock(self.to), self.slot_minutes)
    }
}

/// `09:30` from minutes after midnight.
pub fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Lists doctors.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ListDoctors {
    /// Part of a name, speciality, department, language; empty for all.
    pub query: String,
    /// Only those who are in now.
    pub only: WhichDoctors,
}

/// Which doctors a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichDoctors {
    /// All.
    #[default]
    All,
    /// Those who are in now.
    InNow,
}

/// A doctor in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorRow {
    /// Opaque id.
    pub id: DoctorId,
    /// The directory's words.
    pub form: DoctorForm,
    /// In now, coming later, or not today.
    pub presence: Presence,
}

/// Whether a doctor is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Presence {
    /// In now.
    In {
        /// Until, minutes after midnight.
        until: u16,
        /// Where.
        room: String,
    },
    /// Later today.
    Later {
        /// From, minutes after midnight.
        from: u16,
        /// Where.
        room: String,
    },
    /// Not any more today, or not at all.
    Out {
        /// The next weekday with hours, 1 to 7, if there is one.
        next_weekday: Option<u8>,
        /// From, minutes after midnight, on that day.
        from: Option<u16>,
    },
}

/// Adds a doctor to the directory.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AddDoctor {
    /// The form.
    pub form: DoctorForm,
}

/// Opens a doctor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GetDoctor {
    /// Which.
    pub id: DoctorId,
}

/// Changes a doctor: only what differs is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UpdateDoctor {
    /// Which.
    pub id: DoctorId,
    /// What the form showed when it was opened.
    pub before: DoctorForm,
    /// What it shows now.
    pub after: DoctorForm,
}

/// Everything about a doctor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doctor {
    /// Opaque id.
    pub id: DoctorId,
    /// The directory's words.
    pub form: DoctorForm,
    /// In now, coming later, or not today.
    pub presence: Presence,
    /// Who changed what, newest first.
    pub history: Vec<crate::HistoryRow>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_written_as_on_a_door() {
        let hours = Hours { weekday: 1, from: 540, to: 780, room: "3".into(), slot_minutes: 15 };
        assert_eq!(hours.for_people(), "Mon 09:00–13:00 in room 3 every 15 min");
    }
}
