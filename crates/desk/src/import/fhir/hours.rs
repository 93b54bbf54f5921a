//! The weekly hours of a PractitionerRole.

use daybook_api::Hours;

use super::datatypes::AvailableTime;

/// Minutes per patient where a file does not say: FHIR has none.
const SLOT_MINUTES: u16 = 15;

/// Each day of each stretch; those that end before they begin are left out.
pub fn read(times: &[AvailableTime]) -> Vec<Hours> {
    let mut hours = Vec::new();
    for time in times {
        let Some((from, to)) = stretch(time) else { continue };
        for weekday in time.days_of_week.iter().filter_map(|day| weekday(day)) {
            hours.push(Hours { weekday, from, to, room: String::new(), slot_minutes: SLOT_MINUTES });
        }
    }
    hours.sort_by_key(|hours| (hours.weekday, hours.from));
    hours
}

fn stretch(time: &AvailableTime) -> Option<(u16, u16)> {
    if time.all_day == Some(true) {
        return Some((0, 24 * 60));
    }
    let (from, to) = (minutes(time.available_start_time.as_deref()?)?, minutes(time.available_end_time.as_deref()?)?);
    (from < to).then_some((from, to))
}

fn minutes(time: &str) -> Option<u16> {
    let mut parts = time.split(':').map(str::parse::<u16>);
    match (parts.next()?.ok()?, parts.next()?.ok()?) {
        (hour @ 0..=23, minute @ 0..=59) => Some(hour * 60 + minute),
        (24, 0) => Some(24 * 60),
        _ => None,
    }
}

fn weekday(day: &str) -> Option<u8> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    days.iter().zip(1..).find(|(known, _)| **known == day).map(|(_, number)| number)
}
