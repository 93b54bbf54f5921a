//! Values of the desk in the words of the language in use: dates, ages, sexes, states, roles, errors.

use daybook_api::{
    ApiError, AppointmentState, Birth, Date, ErrorCode, FieldError, HistoryValue, Hours, Interpreter, Presence, Role,
    Sex, TypedError,
};

use crate::state::hours::clock;
use crate::state::patient_form::Why;
use crate::{browser, i18n, t};

/// `14-Mar-1987`.
pub fn date(date: Date) -> String {
    let month = t!(&format!("month-{}", date.month()));
    t!("date", "day" => format!("{:02}", date.day()), "month" => month, "year" => format!("{:04}", date.year()))
}

/// `14-Mar`.
pub fn day_and_month(day: Date) -> String {
    let month = t!(&format!("month-{}", day.month()));
    t!("day-and-month", "day" => format!("{:02}", day.day()), "month" => month)
}

/// `Mon 14-Mar-1987`.
pub fn weekday_and_date(day: Date) -> String {
    t!("weekday-and-date", "weekday" => weekday_short(day.weekday()), "date" => date(day))
}

/// `Monday`, for 1.
pub fn weekday(number: u8) -> String {
    t!(&format!("weekday-{number}"))
}

/// `Mon`, for 1.
pub fn weekday_short(number: u8) -> String {
    t!(&format!("weekday-short-{number}"))
}

/// `22-Nov-2026 14:07`, by this computer's clock.
pub fn instant(at_ms: i64) -> String {
    let (day, minutes) = browser::local(at_ms);
    t!("date-and-time", "date" => date(day), "time" => clock(minutes))
}

/// `14:07` for an instant of today, else with its date.
pub fn instant_short(at_ms: i64) -> String {
    let (day, minutes) = browser::local(at_ms);
    if day == browser::today() { clock(minutes) } else { instant(at_ms) }
}

/// `14-Mar-1987 (39y)`; the age is that of `on`: today, or the day of death.
pub fn birth(birth: Birth, on: Date) -> String {
    let words = birth_alone(birth);
    match age(birth, on) {
        Some(age) => t!("birth-with-age", "birth" => words, "age" => age),
        None => words,
    }
}

fn birth_alone(birth: Birth) -> String {
    match birth {
        Birth::Day { date: day } => date(day),
        Birth::Month { year, month } => {
            t!("birth-month", "month" => t!(&format!("month-{month}")), "year" => format!("{year:04}"))
        }
        Birth::Year { year } => format!("{year:04}"),
        Birth::Estimated { year } => t!("birth-about", "year" => format!("{year:04}")),
        Birth::Unknown => t!("unknown"),
        Birth::NotRecorded => t!("not-recorded"),
    }
}

/// `39y`, `3w 2d`.
pub fn age(birth: Birth, on: Date) -> Option<String> {
    let age = birth.age(on)?;
    let parts: Vec<String> = age.split(' ').map(age_part).collect();
    Some(parts.join(" "))
}

fn age_part(part: &str) -> String {
    let unit = part.chars().last().unwrap_or('y');
    let count = part.trim_end_matches(unit);
    match unit {
        'd' => t!("age-days", "count" => count),
        'w' => t!("age-weeks", "count" => count),
        'm' => t!("age-months", "count" => count),
        _ => t!("age-years", "count" => count),
    }
}

/// `Male`, in full.
pub fn sex(sex: Sex) -> String {
    match sex {
        Sex::Female => t!("sex-female"),
        Sex::Male => t!("sex-male"),
        Sex::Other => t!("sex-other"),
        Sex::Unknown => t!("sex-unknown"),
        Sex::NotRecorded => t!("sex-not-recorded"),
    }
}

/// Whether an interpreter is needed.
pub fn interpreter(interpreter: Interpreter) -> String {
    match interpreter {
        Interpreter::NotRecorded => t!("not-recorded"),
        Interpreter::Needed => t!("interpreter-needed"),
        Interpreter::NotNeeded => t!("interpreter-not-needed"),
    }
}

/// A value before or after a change; empty for nothing.
pub fn history(value: &HistoryValue) -> String {
    match value {
        HistoryValue::Nothing => String::new(),
        HistoryValue::Text(text) => text.clone(),
        HistoryValue::Sex(sex) => self::sex(*sex),
        HistoryValue::Birth(birth) => birth_alone(*birth),
        HistoryValue::Day(day) => date(*day),
        HistoryValue::Interpreter(interpreter) => self::interpreter(*interpreter),
        HistoryValue::Hours(hours) => hours.iter().map(stretch_in_full).collect::<Vec<_>>().join("; "),
        HistoryValue::Registered => t!("history-registered"),
        HistoryValue::EnteredInError(reason) => t!("history-entered-in-error", "reason" => reason.clone()),
        HistoryValue::MergedInto(number) => t!("patient-merged-into", "number" => number.clone()),
        HistoryValue::MayBeSame => t!("history-may-be-same"),
    }
}

/// `Mon 09:00–13:00`.
pub fn stretch(hours: &Hours) -> String {
    t!("hours-stretch", "weekday" => weekday_short(hours.weekday), "from" => clock(hours.from), "to" => clock(hours.to))
}

/// `Mon 09:00–13:00, room 3, 15 minutes per patient`.
fn stretch_in_full(hours: &Hours) -> String {
    let room = (!hours.room.is_empty()).then(|| t!("hours-in-room", "room" => hours.room.clone()));
    let slot = t!("hours-minutes-each", "minutes" => hours.slot_minutes.to_string());
    [Some(stretch(hours)), room, Some(slot)].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The name of a state in message keys, test ids and classes.
pub fn state_name(state: AppointmentState) -> &'static str {
    match state {
        AppointmentState::Booked => "booked",
        AppointmentState::Arrived => "arrived",
        AppointmentState::WithDoctor => "with-doctor",
        AppointmentState::Done => "done",
        AppointmentState::Missed => "missed",
        AppointmentState::Cancelled => "cancelled",
    }
}

/// `Booked`, `With the doctor`.
pub fn state(state: AppointmentState) -> String {
    t!(&format!("state-{}", state_name(state)))
}

/// `Receptionist`.
pub fn role(role: Role) -> String {
    match role {
        Role::Administrator => t!("role-administrator"),
        Role::Receptionist => t!("role-receptionist"),
        Role::Doctor => t!("role-doctor"),
    }
}

/// `In now until 16:00, Room 3`.
pub fn presence(presence: &Presence) -> String {
    match presence {
        Presence::In { until, room } => with_room(t!("presence-in", "time" => clock(*until)), room),
        Presence::Later { from, room } => with_room(t!("presence-later", "time" => clock(*from)), room),
        Presence::Out { next_weekday: Some(day), from: Some(from) } => {
            t!("presence-out-until", "weekday" => weekday_short(*day), "time" => clock(*from))
        }
        Presence::Out { .. } => t!("presence-out"),
    }
}

fn with_room(words: String, room: &str) -> String {
    if room.is_empty() { words } else { t!("presence-room", "presence" => words, "room" => room.to_owned()) }
}

/// A value, or *Not recorded* where there is none.
pub fn or_not_recorded(value: &str) -> String {
    if value.trim().is_empty() { t!("not-recorded") } else { value.to_owned() }
}

/// `patient.register` as `Patient registered`; an act without words as it is.
pub fn act(act: &str) -> String {
    let key = format!("act-{}", act.replace(['.', '_'], "-"));
    let words = t!(&key);
    if words == key { act.to_owned() } else { words }
}

/// `family` as `Family name`; a field without words as it is.
pub fn field(field: &str) -> String {
    let stem = field.split('.').next().unwrap_or(field);
    let key = format!("field-{}", stem.replace('_', "-"));
    let words = t!(&key);
    if words == key { field.to_owned() } else { words }
}

/// What went wrong: the desk's own sentence in English, the kind of error in other languages.
pub fn error(error: &ApiError) -> String {
    if i18n::current().tag == "en" && !error.message.is_empty() {
        return error.message.clone();
    }
    let key = format!("error-{}", code_name(error.code));
    match error.retry_after {
        Some(seconds) => t!("error-wait-seconds", "seconds" => seconds),
        None => t!(&key),
    }
}

fn code_name(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::BadRequest | ErrorCode::Internal => "internal",
        ErrorCode::Invalid => "invalid",
        ErrorCode::Locked => "locked",
        ErrorCode::WrongPassword => "wrong-password",
        ErrorCode::Wait => "wait",
        ErrorCode::NotAllowed => "not-allowed",
        ErrorCode::NotFound => "not-found",
        ErrorCode::Conflict => "conflict",
        ErrorCode::NoHospital => "no-hospital",
        ErrorCode::HospitalExists => "hospital-exists",
        ErrorCode::Busy => "busy",
        ErrorCode::Offline => "offline",
        ErrorCode::Refused => "refused",
        ErrorCode::Tampered => "tampered",
        ErrorCode::Damaged => "damaged",
        ErrorCode::Newer => "newer",
        ErrorCode::Disk => "disk",
        ErrorCode::Cancelled => "cancelled",
    }
}

/// Why a field must be looked at again.
pub fn why(why: &Why) -> String {
    match why {
        Why::Needed => t!("problem-needed"),
        Why::Birth(TypedError::NotADate) => t!("problem-birth"),
        Why::Day(TypedError::NotADate) => t!("problem-day"),
        Why::Birth(error) | Why::Day(error) => typed_error(*error),
        Why::Desk(sentence) => sentence.clone(),
    }
}

/// Why a search found somebody.
pub fn found(why: &daybook_api::Why) -> String {
    use daybook_api::Why;
    let both =
        |key: &'static str, typed: &String, word: &String| t!(key, "typed" => typed.as_str(), "word" => word.as_str());
    match why {
        Why::NumberMisread => t!("found-number-misread"),
        Why::ReadAs { typed, word } => both("found-read-as", typed, word),
        Why::SoundsLike { typed, word } => both("found-sounds-like", typed, word),
        Why::Nickname { typed, word } => both("found-nickname", typed, word),
        Why::Initial { typed, word } => both("found-initial", typed, word),
        Why::NotThere { typed } => t!("found-not-there", "typed" => typed.as_str()),
        Why::AlsoWritten { word } => t!("found-also-written", "word" => word.as_str()),
        Why::Phone { digits } => t!("found-phone", "digits" => digits.as_str()),
        Why::KinPhone { digits } => t!("found-kin-phone", "digits" => digits.as_str()),
        Why::Id { id } => t!("found-id", "id" => id.as_str()),
        Why::OnlyYear => t!("found-only-year"),
        Why::OnlyMonth => t!("found-only-month"),
        Why::DayAndMonthSwapped => t!("found-day-and-month"),
    }
}

/// Why what was typed is no birth.
pub fn typed_error(error: TypedError) -> String {
    match error {
        TypedError::NotADate => t!("problem-birth"),
        TypedError::NoSuchDay => t!("problem-no-such-day"),
        TypedError::Future => t!("problem-future"),
        TypedError::TooLongAgo => t!("problem-too-long-ago"),
    }
}

/// A field error of the desk, in its own words in English, generally in other languages.
pub fn field_error(error: &FieldError) -> String {
    if i18n::current().tag == "en" { error.message.clone() } else { t!("problem-look-again") }
}

/// A field a CSV column may be mapped to.
pub fn import_field(field: &str) -> String {
    match field {
        "phone" => t!("field-phones"),
        "born" => t!("field-birth"),
        other => self::field(other),
    }
}
