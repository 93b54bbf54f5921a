//! Where and when the doctors of a demonstration work.

use daybook_api::{DoctorForm, Hours};

use super::random::Random;

/// Department, speciality and the corridor of its rooms.
const DEPARTMENTS: [(&str, &str, char); 12] = [
    ("Emergency", "Emergency medicine", 'E'),
    ("General Medicine", "General practice", 'A'),
    ("General Medicine", "Internal medicine", 'A'),
    ("Children", "Paediatrics", 'C'),
    ("Women", "Obstetrics and gynaecology", 'D'),
    ("Surgery", "General surgery", 'S'),
    ("Surgery", "Orthopaedics", 'S'),
    ("Heart and Lungs", "Cardiology", 'H'),
    ("Heart and Lungs", "Pulmonology", 'H'),
    ("Head", "Ear, nose and throat", 'K'),
    ("Head", "Ophthalmology", 'K'),
    ("Skin", "Dermatology", 'B'),
];

/// On call.
const NIGHT: [(u16, u16); 2] = [(0, 8 * 60), (20 * 60, 24 * 60)];
const DAY: [(u16, u16); 2] = [(8 * 60, 12 * 60), (13 * 60, 16 * 60)];
const LATE: [(u16, u16); 1] = [(14 * 60, 22 * 60)];
const EARLY: [(u16, u16); 1] = [(7 * 60, 13 * 60)];

/// The doctor at `place` of the directory, with a department, a room and a week of five days.
pub fn placed(form: DoctorForm, place: usize, random: &mut Random) -> DoctorForm {
    let (department, speciality, corridor) = DEPARTMENTS[place % DEPARTMENTS.len()];
    let room = format!("{corridor}{}", 1 + place / DEPARTMENTS.len());
    let shift: &[(u16, u16)] = match place / DEPARTMENTS.len() % 5 {
        0 | 3 => &DAY,
        1 => &EARLY,
        2 => &LATE,
        _ => &NIGHT,
    };
    let slot_minutes = [10, 15, 20, 30][random.below(4)];
    let first_free = random.below(7) as u8;
    let works = |weekday: u8| !matches!((weekday + 7 - first_free) % 7, 0 | 1);
    let hours = (1..=7).filter(|weekday| works(*weekday)).flat_map(|weekday| {
        shift.iter().map(move |(from, to)| Hours { weekday, from: *from, to: *to, room: String::new(), slot_minutes })
    });
    let or = |given: String, otherwise: &str| if given.is_empty() { otherwise.to_owned() } else { given };
    DoctorForm {
        department: or(form.department, department),
        speciality: or(form.speciality, speciality),
        room: or(form.room, &room),
        phone: or(form.phone, &format!("ext. {}", 200 + place)),
        hours: hours.collect(),
        ..form
    }
}
