//! A doctor's weekly hours, as they are typed: one line per weekday, `9-12:30, 14-17`.

use daybook_api::Hours;
pub use daybook_api::clock;

/// Minutes per patient where nothing else is said.
pub const USUAL_SLOT: u16 = 15;

/// One weekday's line of the editor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayHours {
    /// Stretches as typed.
    pub text: String,
    /// The room, if not the usual one.
    pub room: String,
    /// Minutes per patient, as typed.
    pub slot: String,
}

/// Why a line cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursError {
    /// Not `9-12:30`.
    Unreadable,
    /// Ends before it begins.
    Backwards,
    /// Two stretches overlap.
    Overlap,
    /// Minutes per patient are not 5 to 240.
    Slot,
}

/// The week's seven lines, Monday first.
pub fn week_of(hours: &[Hours]) -> Vec<DayHours> {
    (1..=7).map(|weekday| line_of(hours.iter().filter(|stretch| stretch.weekday == weekday))).collect()
}

fn line_of<'a>(stretches: impl Iterator<Item = &'a Hours>) -> DayHours {
    let mut line = DayHours { slot: USUAL_SLOT.to_string(), ..DayHours::default() };
    let mut texts = Vec::new();
    for stretch in stretches {
        texts.push(format!("{}-{}", clock(stretch.from), clock(stretch.to)));
        line.room.clone_from(&stretch.room);
        line.slot = stretch.slot_minutes.to_string();
    }
    line.text = texts.join(", ");
    line
}

/// Reads one weekday's line.
pub fn read_line(weekday: u8, line: &DayHours) -> Result<Vec<Hours>, HoursError> {
    let stretches = read_stretches(&line.text)?;
    if stretches.is_empty() {
        return Ok(Vec::new());
    }
    let slot_minutes = line.slot.trim().parse().ok().filter(|slot| (5..=240).contains(slot)).ok_or(HoursError::Slot)?;
    let room = line.room.trim();
    let hours = |(from, to)| Hours { weekday, from, to, room: room.to_owned(), slot_minutes };
    Ok(stretches.into_iter().map(hours).collect())
}

/// Reads the week, or the weekdays (1 to 7) whose line cannot be read.
pub fn read_week(week: &[DayHours]) -> Result<Vec<Hours>, Vec<(u8, HoursError)>> {
    let mut hours = Vec::new();
    let mut wrong = Vec::new();
    for (weekday, line) in (1..).zip(week) {
        match read_line(weekday, line) {
            Ok(stretches) => hours.extend(stretches),
            Err(error) => wrong.push((weekday, error)),
        }
    }
    if wrong.is_empty() { Ok(hours) } else { Err(wrong) }
}

fn read_stretches(text: &str) -> Result<Vec<(u16, u16)>, HoursError> {
    let parts = text.split([',', ';', '+']).map(str::trim).filter(|part| !part.is_empty());
    let mut stretches = parts.map(read_stretch).collect::<Result<Vec<_>, _>>()?;
    stretches.sort_unstable();
    let overlap = stretches.windows(2).any(|pair| pair[1].0 < pair[0].1);
    if overlap { Err(HoursError::Overlap) } else { Ok(stretches) }
}

fn read_stretch(text: &str) -> Result<(u16, u16), HoursError> {
    let (from, to) = text.split_once(['-', '–', '—']).ok_or(HoursError::Unreadable)?;
    let (from, to) = (read_clock(from)?, read_clock(to)?);
    if from < to { Ok((from, to)) } else { Err(HoursError::Backwards) }
}

/// Reads `9`, `9:30`, `9.30`, `0930`, up to `24:00`, as minutes after midnight.
pub fn read_clock(text: &str) -> Result<u16, HoursError> {
    let text = text.trim();
    let (hours, minutes) = match text.split_once([':', '.', 'h']) {
        Some((hours, minutes)) => (hours, if minutes.is_empty() { "0" } else { minutes }),
        None if text.len() > 2 && text.is_ascii() => text.split_at(text.len() - 2),
        None => (text, "0"),
    };
    let (Ok(hours), Ok(minutes)) = (hours.parse::<u16>(), minutes.parse::<u16>()) else {
        return Err(HoursError::Unreadable);
    };
    let at = hours.saturating_mul(60).saturating_add(minutes);
    if minutes < 60 && at <= 1440 { Ok(at) } else { Err(HoursError::Unreadable) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> DayHours {
        DayHours { text: text.into(), room: "3".into(), slot: "20".into() }
    }

    #[test]
    fn a_line_is_read_in_the_ways_people_type() {
        for text in ["9-12:30, 14-17", "0900-1230; 14.00–17.00", "14-17 + 9-12h30"] {
            let read: Vec<(u16, u16)> = read_line(1, &line(text)).unwrap().iter().map(|h| (h.from, h.to)).collect();
            assert_eq!(read, [(540, 750), (840, 1020)], "{text}");
        }
        assert_eq!(read_line(1, &DayHours::default()), Ok(vec![]));
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(read_line(1, &line("nine")), Err(HoursError::Unreadable));
        assert_eq!(read_line(1, &line("9-25")), Err(HoursError::Unreadable));
        assert_eq!(read_line(1, &line("12-9")), Err(HoursError::Backwards));
        assert_eq!(read_line(1, &line("9-12, 11-13")), Err(HoursError::Overlap));
        assert_eq!(read_line(1, &DayHours { slot: "3".into(), ..line("9-12") }), Err(HoursError::Slot));
    }

    #[test]
    fn a_week_survives_the_editor() {
        let week = [line("9-12"), DayHours::default(), line("9-12, 14-24")];
        let hours = read_week(&week).unwrap();
        assert_eq!(read_week(&week_of(&hours)), Ok(hours));
    }
}
