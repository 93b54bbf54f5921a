//! What a form must hold, said field by field in plain sentences; and the tidying that needs no question.

use daybook_api::{
    Address, ApiError, Birth, Date, DoctorForm, ErrorCode, FieldError, Hours, Identifier, Kin, Person, Sex, check_birth,
};
use unicode_normalization::UnicodeNormalization;

use super::phones;

const LONGEST_LINE: usize = 200;
const LONGEST_NOTE: usize = 4_000;
const MOST_PHONES: usize = 10;
const MOST_IDENTIFIERS: usize = 20;

/// Trims, puts spaces in order, normalises to NFC and drops empty phones and ids. Never changes what is meant.
pub fn tidy(person: Person) -> Person {
    let Address { lines, city, district, postcode, country } = person.address;
    Person {
        given: line(&person.given),
        family: line(&person.family),
        second_given: line(&person.second_given),
        second_family: line(&person.second_family),
        title: line(&person.title),
        phones: person.phones.iter().map(|phone| line(phone)).filter(|phone| !phone.is_empty()).collect(),
        address: Address {
            lines: text(&lines),
            city: line(&city),
            district: line(&district),
            postcode: line(&postcode),
            country: line(&country),
        },
        kin: Kin { name: line(&person.kin.name), relation: line(&person.kin.relation), phone: line(&person.kin.phone) },
        identifiers: person.identifiers.iter().map(tidy_identifier).filter(|id| !id.value.is_empty()).collect(),
        language: line(&person.language),
        note: text(&person.note),
        ..person
    }
}

fn tidy_identifier(identifier: &Identifier) -> Identifier {
    Identifier { kind: line(&identifier.kind), value: line(&identifier.value) }
}

/// One line: control characters are spaces, spaces are single.
pub fn line(text: &str) -> String {
    let spaced: String = text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Several lines: each tidied, empty ones at both ends gone.
pub fn text(text: &str) -> String {
    text.lines().map(line).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// What a desk must ask before it registers somebody: a name, sex, and a birth or age; "unknown" is an answer.
pub fn registration(person: &Person, today: Date) -> Result<(), ApiError> {
    let mut wrong = Wrong::default();
    if [&person.given, &person.family, &person.second_given, &person.second_family].iter().all(|name| name.is_empty()) {
        wrong.say("family", "Type a name. For somebody unknown, type Unknown.");
    }
    if person.sex == Sex::NotRecorded {
        wrong.say("sex", "Choose the sex, or Unknown.");
    }
    if person.birth == Birth::NotRecorded {
        wrong.say("birth", "Type a date of birth or an age, or Unknown.");
    }
    limits(person, today, &mut wrong);
    wrong.into_result()
}

/// What must hold however a patient came here, by a form or by a file that lacks much.
pub fn possible(person: &Person, today: Date) -> Result<(), ApiError> {
    let mut wrong = Wrong::default();
    limits(person, today, &mut wrong);
    wrong.into_result()
}

fn limits(person: &Person, today: Date, wrong: &mut Wrong) {
    if let Err(why) = check_birth(person.birth, today) {
        wrong.say("birth", why.to_string());
    }
    if let Some(died) = person.died {
        death(died, person.birth, today, wrong);
    }
    for (at, phone) in person.phones.iter().enumerate() {
        if !(3..=20).contains(&phones::digits(phone).len()) {
            wrong.say(format!("phones.{at}"), "A phone number has 3 to 20 digits.");
        }
    }
    if person.phones.len() > MOST_PHONES {
        wrong.say("phones", "Keep at most 10 phone numbers.");
    }
    if person.identifiers.len() > MOST_IDENTIFIERS {
        wrong.say("identifiers", "Keep at most 20 other ids.");
    }
    lengths(person, wrong);
}

fn death(died: Date, birth: Birth, today: Date, wrong: &mut Wrong) {
    if died > today {
        wrong.say("died", "That day has not come yet. Please check the day of death.");
    }
    let too_early = match birth {
        Birth::Day { date } => died < date,
        Birth::Month { year, month } => (died.year(), died.month()) < (year, month),
        Birth::Year { year } => died.year() < year,
        Birth::Estimated { .. } | Birth::Unknown | Birth::NotRecorded => false,
    };
    if too_early {
        wrong.say("died", "The day of death is before the birth. Please check both.");
    }
}

fn lengths(person: &Person, wrong: &mut Wrong) {
    let lines = [
        ("given", &person.given),
        ("family", &person.family),
        ("second_given", &person.second_given),
        ("second_family", &person.second_family),
        ("title", &person.title),
        ("address.lines", &person.address.lines),
        ("address.city", &person.address.city),
        ("address.district", &person.address.district),
        ("address.postcode", &person.address.postcode),
        ("address.country", &person.address.country),
        ("kin.name", &person.kin.name),
        ("kin.relation", &person.kin.relation),
        ("kin.phone", &person.kin.phone),
        ("language", &person.language),
    ];
    for (field, line) in lines {
        wrong.unless_short(field, line, LONGEST_LINE);
    }
    for (at, identifier) in person.identifiers.iter().enumerate() {
        wrong.unless_short(&format!("identifiers.{at}"), &identifier.kind, LONGEST_LINE);
        wrong.unless_short(&format!("identifiers.{at}"), &identifier.value, LONGEST_LINE);
    }
    wrong.unless_short("note", &person.note, LONGEST_NOTE);
}

/// Tidies a doctor's form: lines in order, hours by day and time.
pub fn tidy_doctor(form: DoctorForm) -> DoctorForm {
    let mut hours: Vec<Hours> =
        form.hours.into_iter().map(|stretch| Hours { room: line(&stretch.room), ..stretch }).collect();
    hours.sort_by_key(|stretch| (stretch.weekday, stretch.from, stretch.to));
    DoctorForm {
        given: line(&form.given),
        family: line(&form.family),
        title: line(&form.title),
        speciality: line(&form.speciality),
        department: line(&form.department),
        room: line(&form.room),
        languages: form.languages.iter().map(|language| line(language)).filter(|word| !word.is_empty()).collect(),
        phone: line(&form.phone),
        identifier: line(&form.identifier),
        hours,
        login: form.login,
    }
}

/// What a doctor's form must hold: a name, and hours that can be kept. Expects it tidied.
pub fn doctor(form: &DoctorForm) -> Result<(), ApiError> {
    let mut wrong = Wrong::default();
    if form.family.is_empty() && form.given.is_empty() {
        wrong.say("family", "Type the doctor's name.");
    }
    let lines = [
        ("given", &form.given),
        ("family", &form.family),
        ("title", &form.title),
        ("speciality", &form.speciality),
        ("department", &form.department),
        ("room", &form.room),
        ("phone", &form.phone),
        ("identifier", &form.identifier),
    ];
    for (field, line) in lines {
        wrong.unless_short(field, line, LONGEST_LINE);
    }
    for (at, stretch) in form.hours.iter().enumerate() {
        hours(stretch, at, &mut wrong);
    }
    for (at, pair) in form.hours.windows(2).enumerate() {
        if pair[0].weekday == pair[1].weekday && pair[1].from < pair[0].to {
            wrong.say(format!("hours.{}", at + 1), "These hours overlap others of the same day.");
        }
    }
    wrong.into_result()
}

fn hours(stretch: &Hours, at: usize, wrong: &mut Wrong) {
    let field = format!("hours.{at}");
    if !(1..=7).contains(&stretch.weekday) {
        wrong.say(field.clone(), "Choose a day of the week.");
    }
    if stretch.from >= stretch.to || stretch.to > 24 * 60 {
        wrong.say(field.clone(), "Hours begin before they end, within one day.");
    }
    if !(5..=240).contains(&stretch.slot_minutes) {
        wrong.say(field, "A patient is given 5 to 240 minutes.");
    }
}

/// What is wrong with a form so far.
#[derive(Default)]
struct Wrong(Vec<FieldError>);

impl Wrong {
    fn say(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    fn unless_short(&mut self, field: &str, text: &str, longest: usize) {
        if text.chars().count() > longest {
            self.say(field, format!("Keep this to {longest} characters."));
        }
    }

    fn into_result(self) -> Result<(), ApiError> {
        let message = match self.0.as_slice() {
            [] => return Ok(()),
            [one] => one.message.clone(),
            several => format!("{} fields need your attention. Nothing typed is lost.", several.len()),
        };
        Err(ApiError { fields: self.0, ..ApiError::new(ErrorCode::Invalid, message) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Date {
        Date::new(2026, 11, 22).unwrap()
    }

    fn person() -> Person {
        Person { family: "Silva".into(), sex: Sex::Female, birth: Birth::Unknown, ..Person::default() }
    }

    fn fields(result: Result<(), ApiError>) -> Vec<String> {
        result.unwrap_err().fields.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn only_name_sex_and_age_are_required() {
        assert!(registration(&person(), today()).is_ok());
        assert_eq!(fields(registration(&Person::default(), today())), ["family", "sex", "birth"]);
        assert!(possible(&Person::default(), today()).is_ok());
    }

    #[test]
    fn what_cannot_be_is_refused_whatever_its_source() {
        let born = Birth::Day { date: Date::new(2030, 1, 1).unwrap() };
        let wrong = Person { birth: born, phones: vec!["12".into()], note: "x".repeat(4_001), ..person() };
        assert_eq!(fields(possible(&wrong, today())), ["birth", "phones.0", "note"]);
        let dead = Person { birth: Birth::Year { year: 2000 }, died: Date::new(1999, 1, 1), ..person() };
        assert_eq!(fields(possible(&dead, today())), ["died"]);
    }

    #[test]
    fn tidying_keeps_the_meaning() {
        let messy = Person {
            given: "  Ana\tMaria ".into(),
            phones: vec![" ".into(), "1 2 3".into()],
            identifiers: vec![Identifier { kind: "x".into(), value: " ".into() }],
            note: "\n one  two \n\nthree\n".into(),
            ..person()
        };
        let tidied = tidy(messy);
        assert_eq!((tidied.given.as_str(), tidied.note.as_str()), ("Ana Maria", "one two\n\nthree"));
        assert_eq!((tidied.phones.len(), tidied.identifiers.len()), (1, 0));
        assert_eq!(tidy(tidied.clone()), tidied);
    }

    #[test]
    fn hours_are_put_in_order_and_must_not_overlap() {
        let stretch = |weekday, from, to| Hours { weekday, from, to, room: String::new(), slot_minutes: 15 };
        let form = |hours| tidy_doctor(DoctorForm { family: "Roth".into(), hours, ..DoctorForm::default() });
        assert!(doctor(&form(vec![stretch(2, 0, 60), stretch(1, 60, 90), stretch(1, 0, 60)])).is_ok());
        assert_eq!(fields(doctor(&form(vec![stretch(1, 0, 61), stretch(1, 60, 90)]))), ["hours.1"]);
        assert_eq!(fields(doctor(&form(vec![stretch(8, 60, 50)]))), ["hours.0", "hours.0"]);
        assert_eq!(fields(doctor(&DoctorForm::default())), ["family"]);
    }
}
