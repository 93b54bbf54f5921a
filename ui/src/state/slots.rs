//! A doctor's day cut into slots, with what stands in them.

use daybook_api::{Appointment, AppointmentState, Date, Hours};

/// One slot of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Minutes after midnight.
    pub start: u16,
    /// How long.
    pub minutes: u16,
    /// The room, if not the doctor's usual one.
    pub room: String,
    /// Whether somebody is booked into it.
    pub taken: Taken,
}

/// Whether a slot is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is free.
    No,
    /// It is over.
    Past,
    /// Somebody is booked.
    Yes,
}

/// The slots of a weekday. `now`: minutes after midnight if the day is today; what began before is past.
pub fn slots(hours: &[Hours], weekday: u8, booked: &[Appointment], now: Option<u16>) -> Vec<Slot> {
    let mut slots: Vec<Slot> = hours.iter().filter(|stretch| stretch.weekday == weekday).flat_map(cut).collect();
    slots.sort_by_key(|slot| slot.start);
    for slot in &mut slots {
        slot.taken = taken(slot, booked, now);
    }
    slots
}

fn cut(stretch: &Hours) -> impl Iterator<Item = Slot> {
    let minutes = stretch.slot_minutes.max(5);
    let room = stretch.room.clone();
    let starts = (stretch.from..stretch.to).step_by(usize::from(minutes));
    let to = stretch.to;
    starts.filter(move |start| start + minutes <= to).map(move |start| Slot {
        start,
        minutes,
        room: room.clone(),
        taken: Taken::No,
    })
}

fn taken(slot: &Slot, booked: &[Appointment], now: Option<u16>) -> Taken {
    let overlaps = |other: &&Appointment| {
        holds_its_slot(other.state)
            && other.start < slot.start + slot.minutes
            && slot.start < other.start + other.minutes
    };
    if booked.iter().any(|other| overlaps(&other)) {
        Taken::Yes
    } else if now.is_some_and(|now| slot.start + slot.minutes <= now) {
        Taken::Past
    } else {
        Taken::No
    }
}

/// Whether an appointment in that state keeps others out of its slot.
pub fn holds_its_slot(state: AppointmentState) -> bool {
    !matches!(state, AppointmentState::Cancelled | AppointmentState::Missed)
}

/// How much of a day is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// The doctor is out.
    Out,
    /// Nothing is free.
    Full,
    /// Less than a third is free.
    Few(usize),
    /// A third or more is free.
    Many(usize),
}

/// How much of a day's slots is free.
pub fn availability(slots: &[Slot]) -> Availability {
    let free = slots.iter().filter(|slot| slot.taken == Taken::No).count();
    match (slots.len(), free) {
        (0, _) => Availability::Out,
        _ if slots.iter().all(|slot| slot.taken == Taken::Past) => Availability::Out,
        (_, 0) => Availability::Full,
        (all, free) if free * 3 < all => Availability::Few(free),
        (_, free) => Availability::Many(free),
    }
}

/// The first day from `today` on which the doctor has hours that are not over yet.
pub fn first_day(hours: &[Hours], today: Date, now: u16) -> Option<Date> {
    let days = (0..7).filter_map(|ahead| Date::from_days(today.days_since_epoch() + ahead));
    let is_open = |day: &Date| {
        hours.iter().any(|stretch| stretch.weekday == day.weekday() && (*day != today || stretch.to > now))
    };
    days.into_iter().find(is_open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::day::tests::appointment;

    fn hours(from: u16, to: u16) -> Hours {
        Hours { weekday: 1, from, to, room: String::new(), slot_minutes: 20 }
    }

    #[test]
    fn a_day_is_cut_into_whole_slots() {
        let starts = |hours: &[Hours]| slots(hours, 1, &[], None).iter().map(|slot| slot.start).collect::<Vec<_>>();
        assert_eq!(starts(&[hours(540, 605)]), [540, 560, 580]);
        assert_eq!(starts(&[hours(840, 880), hours(540, 560)]), [540, 840, 860]);
        assert_eq!(slots(&[hours(540, 600)], 2, &[], None), []);
    }

    #[test]
    fn what_is_booked_or_over_is_not_free() {
        let booked =
            [appointment("a", 550, AppointmentState::Booked), appointment("a", 580, AppointmentState::Cancelled)];
        let taken: Vec<Taken> =
            slots(&[hours(520, 600)], 1, &booked, Some(541)).iter().map(|slot| slot.taken).collect();
        assert_eq!(taken, [Taken::Past, Taken::Yes, Taken::Yes, Taken::No]);
    }

    #[test]
    fn a_day_is_green_yellow_or_red() {
        let booked = |starts: &[u16]| {
            starts.iter().map(|at| appointment("a", *at, AppointmentState::Booked)).collect::<Vec<_>>()
        };
        let on = |starts: &[u16]| availability(&slots(&[hours(540, 620)], 1, &booked(starts), None));
        assert_eq!(on(&[]), Availability::Many(4));
        assert_eq!(on(&[540, 560, 580]), Availability::Few(1));
        assert_eq!(on(&[540, 560, 580, 600]), Availability::Full);
        assert_eq!(availability(&[]), Availability::Out);
        assert_eq!(availability(&slots(&[hours(540, 620)], 1, &[], Some(700))), Availability::Out);
    }

    #[test]
    fn the_first_day_is_one_that_is_not_over() {
        let monday = Date::new(2026, 11, 23).unwrap();
        assert_eq!(first_day(&[hours(540, 600)], monday, 599), Some(monday));
        assert_eq!(first_day(&[hours(540, 600)], monday, 600), None);
        assert_eq!(first_day(&[hours(540, 600)], Date::new(2026, 11, 22).unwrap(), 600), Some(monday));
    }
}
