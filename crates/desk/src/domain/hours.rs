//! Weekly hours: who is in now, who comes later, when somebody is next here.

use daybook_api::{Hours, Presence};

/// Where a doctor with these hours is at `minutes` after midnight on `weekday` (1 Monday to 7 Sunday).
pub fn presence(hours: &[Hours], usual_room: &str, weekday: u8, minutes: u16) -> Presence {
    let today = || hours.iter().filter(|stretch| stretch.weekday == weekday);
    let room = |stretch: &Hours| if stretch.room.is_empty() { usual_room.to_owned() } else { stretch.room.clone() };
    if let Some(now) = today().find(|stretch| stretch.from <= minutes && minutes < stretch.to) {
        return Presence::In { until: until(hours, now), room: room(now) };
    }
    if let Some(later) = today().filter(|stretch| stretch.from > minutes).min_by_key(|stretch| stretch.from) {
        return Presence::Later { from: later.from, room: room(later) };
    }
    let next = hours.iter().min_by_key(|stretch| (days_until(weekday, stretch.weekday), stretch.from));
    Presence::Out { next_weekday: next.map(|stretch| stretch.weekday), from: next.map(|stretch| stretch.from) }
}

/// The end of a stretch, or of those that follow it without a gap in the same room.
fn until(hours: &[Hours], now: &Hours) -> u16 {
    let follows = |end: u16| {
        hours.iter().find(|other| other.weekday == now.weekday && other.from == end && other.room == now.room)
    };
    std::iter::successors(Some(now), |stretch| follows(stretch.to)).last().unwrap_or(now).to
}

/// 1 (tomorrow) to 7 (this day next week).
fn days_until(weekday: u8, other: u8) -> i16 {
    (i16::from(other) - i16::from(weekday) - 1).rem_euclid(7) + 1
}

/// The minutes a patient is given at `start`, where these hours say so; 15 where they do not.
pub fn slot_minutes(hours: &[Hours], weekday: u8, start: u16) -> u16 {
    let covers = |stretch: &&Hours| stretch.weekday == weekday && stretch.from <= start && start < stretch.to;
    hours.iter().find(covers).map_or(15, |stretch| stretch.slot_minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(weekday: u8, from: u16, to: u16, room: &str) -> Hours {
        Hours { weekday, from, to, room: room.into(), slot_minutes: 20 }
    }

    fn week() -> Vec<Hours> {
        vec![stretch(1, 540, 720, ""), stretch(1, 720, 780, ""), stretch(1, 840, 1020, "5"), stretch(3, 480, 600, "")]
    }

    #[test]
    fn in_later_and_out() {
        let at = |weekday, minutes| presence(&week(), "2", weekday, minutes);
        assert_eq!(at(1, 539), Presence::Later { from: 540, room: "2".into() });
        assert_eq!(at(1, 540), Presence::In { until: 780, room: "2".into() });
        assert_eq!(at(1, 780), Presence::Later { from: 840, room: "5".into() });
        assert_eq!(at(1, 900), Presence::In { until: 1020, room: "5".into() });
        assert_eq!(at(1, 1020), Presence::Out { next_weekday: Some(3), from: Some(480) });
        assert_eq!(at(3, 600), Presence::Out { next_weekday: Some(1), from: Some(540) });
        assert_eq!(at(7, 0), Presence::Out { next_weekday: Some(1), from: Some(540) });
        assert_eq!(presence(&[], "", 1, 0), Presence::Out { next_weekday: None, from: None });
    }

    #[test]
    fn a_week_with_one_stretch_comes_round_to_it() {
        let hours = [stretch(2, 540, 600, "")];
        assert_eq!(presence(&hours, "", 2, 700), Presence::Out { next_weekday: Some(2), from: Some(540) });
    }

    #[test]
    fn slots_are_as_long_as_the_hours_say() {
        assert_eq!(slot_minutes(&week(), 1, 600), 20);
        assert_eq!(slot_minutes(&week(), 2, 600), 15);
    }
}
