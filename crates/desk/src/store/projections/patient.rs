//! Patients as rows.

use daybook_api::{Birth, Date, Interpreter, PatientStatus, Person, Sex};
use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{
    Applied,
    change::{self, Change},
    json, merged,
};
use crate::{
    domain::event::{Event, PatientEvent, PatientField, Withdrawal},
    store::{StoreError, index, numbers},
};

/// What the writes to one patient amount to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patient {
    /// `KGH-04-00217-X`; empty until the registration itself has arrived.
    pub number: String,
    /// Present values.
    pub person: Person,
    /// The reason, while the registration is marked as entered in error; empty while it is merged into another.
    pub withdrawn: Option<String>,
    /// The record that it is merged into.
    pub merged: Option<Id>,
}

impl Patient {
    /// Whether the registration stands.
    pub fn status(&self) -> PatientStatus {
        match (&self.merged, &self.withdrawn) {
            (Some(_), _) => PatientStatus::Merged,
            (None, Some(_)) => PatientStatus::Withdrawn,
            (None, None) => PatientStatus::Registered,
        }
    }

    /// Takes one write in; the caller sees to the order.
    pub fn take(&mut self, event: &PatientEvent) {
        if let Some(number) = &event.number {
            self.number.clone_from(number);
        }
        for field in &event.set {
            set(&mut self.person, field);
        }
        match &event.withdrawn {
            Some(Withdrawal::Withdrawn { reason }) => (self.withdrawn, self.merged) = (Some(reason.clone()), None),
            Some(Withdrawal::Restored) => (self.withdrawn, self.merged) = (None, None),
            Some(Withdrawal::Merged { into }) => (self.withdrawn, self.merged) = (Some(String::new()), Some(*into)),
            None => {}
        }
    }
}

fn set(person: &mut Person, field: &PatientField) {
    match field.clone() {
        PatientField::Given(value) => person.given = value,
        PatientField::Family(value) => person.family = value,
        PatientField::SecondGiven(value) => person.second_given = value,
        PatientField::SecondFamily(value) => person.second_family = value,
        PatientField::Title(value) => person.title = value,
        PatientField::Sex(value) => person.sex = value,
        PatientField::Birth(value) => person.birth = value,
        PatientField::Phones(value) => person.phones = value,
        PatientField::Address(value) => person.address = value,
        PatientField::Kin(value) => person.kin = value,
        PatientField::Identifiers(value) => person.identifiers = value,
        PatientField::Language(value) => person.language = value,
        PatientField::Interpreter(value) => person.interpreter = value,
        PatientField::Note(value) => person.note = value,
        PatientField::Died(value) => person.died = value,
    }
}

/// The registers in which `after` differs from `before`, with the values of `after`.
pub fn differences(before: &Person, after: &Person) -> Vec<PatientField> {
    let all = |person: &Person| {
        [
            PatientField::Given(person.given.clone()),
            PatientField::Family(person.family.clone()),
            PatientField::SecondGiven(person.second_given.clone()),
            PatientField::SecondFamily(person.second_family.clone()),
            PatientField::Title(person.title.clone()),
            PatientField::Sex(person.sex),
            PatientField::Birth(person.birth),
            PatientField::Phones(person.phones.clone()),
            PatientField::Address(person.address.clone()),
            PatientField::Kin(person.kin.clone()),
            PatientField::Identifiers(person.identifiers.clone()),
            PatientField::Language(person.language.clone()),
            PatientField::Interpreter(person.interpreter),
            PatientField::Note(person.note.clone()),
            PatientField::Died(person.died),
        ]
    };
    all(before).into_iter().zip(all(after)).filter(|(old, new)| old != new).map(|(_, new)| new).collect()
}

/// Keeps the write, folds the row anew and brings the search index up to date.
pub(super) fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: PatientEvent) -> Result<(), StoreError> {
    let (patient, number) = (event.patient, event.number.clone());
    // Its standing and its number are others' matter too: of what it is merged into.
    let concerns_others = event.withdrawn.is_some() || number.is_some();
    let Some(changes) = change::keep(tx, at, &patient, Event::Patient(event))? else { return Ok(()) };
    let is_new = changes.iter().filter(|change| matches!(change.event, Event::Patient(_))).count() == 1;
    let after = fold(&changes);
    let mut beside = if concerns_others && !is_new { merged::way(tx, &patient)? } else { Vec::new() };
    store(tx, &patient, &after)?;
    if let Some(number) = number {
        numbers::note_given(tx, &number)?;
    }
    if is_new {
        // What was merged into it may have arrived before it.
        beside.extend(merged::all_into(tx, &patient)?);
    }
    if concerns_others && after.merged.is_some() {
        beside.extend(merged::way(tx, &patient)?);
    }
    match (beside.iter().all(|id| *id == patient), after.merged) {
        (true, None) => index::update(tx, &patient, &after),
        _ => index_anew(tx, patient, beside),
    }
}

/// What a patient is found by, and those who count differently with it.
fn index_anew(tx: &Transaction<'_>, patient: Id, beside: Vec<Id>) -> Result<(), StoreError> {
    let mut all = beside;
    all.push(patient);
    all.sort_by_key(|id| id.0);
    all.dedup();
    for id in all {
        if let Some(now) = load(tx, &id)? {
            index::update(tx, &id, &now)?;
        }
    }
    Ok(())
}

/// What a patient's writes, oldest first, amount to.
pub fn fold(changes: &[Change]) -> Patient {
    let mut patient = Patient::default();
    for change in changes {
        if let Event::Patient(event) = &change.event {
            patient.take(event);
        }
    }
    patient
}

fn store(tx: &Transaction<'_>, id: &Id, patient: &Patient) -> Result<(), StoreError> {
    let person = &patient.person;
    let mut insert = tx.prepare_cached(
        "INSERT OR REPLACE INTO patient
         (patient, number, given, family, second_given, second_family, title, sex, birth, phones, address, kin, identifiers,
          language, interpreter, note, died, withdrawn, merged)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?;
    insert.execute(params![
        id.0,
        patient.number,
        person.given,
        person.family,
        person.second_given,
        person.second_family,
        person.title,
        sex_text(person.sex),
        birth_text(person.birth),
        json::to_json(&person.phones)?,
        json::to_json(&person.address)?,
        json::to_json(&person.kin)?,
        json::to_json(&person.identifiers)?,
        person.language,
        interpreter_text(person.interpreter),
        person.note,
        person.died.map(|died| died.to_string()),
        patient.withdrawn,
        patient.merged.map(|into| into.0),
    ])?;
    Ok(())
}

/// A patient by id, as the record stands: of records merged into each other, one does.
pub fn load(conn: &Connection, id: &Id) -> Result<Option<Patient>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT number, given, family, second_given, second_family, title, sex, birth, phones, address, kin, identifiers,
                language, interpreter, note, died, withdrawn, merged
         FROM patient WHERE patient = ?1",
    )?;
    let Some(mut patient) = select.query_row([id.0], |row| Ok(read(row))).optional()?.transpose()? else {
        return Ok(None);
    };
    if patient.merged.is_some() && merged::stands_as(conn, id)? == *id {
        (patient.withdrawn, patient.merged) = (None, None);
    }
    Ok(Some(patient))
}

/// The patient with this number, written without dashes.
pub fn by_compact_number(conn: &Connection, compact: &str) -> Result<Option<Id>, StoreError> {
    let mut select = conn
        .prepare_cached("SELECT patient FROM patient WHERE replace(number, '-', '') = ?1 ORDER BY patient LIMIT 1")?;
    Ok(select.query_row([compact], |row| row.get(0)).optional()?.map(Id))
}

fn read(row: &Row<'_>) -> Result<Patient, StoreError> {
    let died: Option<String> = row.get(15)?;
    Ok(Patient {
        number: row.get(0)?,
        person: Person {
            given: row.get(1)?,
            family: row.get(2)?,
            second_given: row.get(3)?,
            second_family: row.get(4)?,
            title: row.get(5)?,
            sex: sex(row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?)?,
            birth: birth(row.get_ref(7)?.as_str().map_err(rusqlite::Error::from)?)?,
            phones: json::from_json(row, 8)?,
            address: json::from_json(row, 9)?,
            kin: json::from_json(row, 10)?,
            identifiers: json::from_json(row, 11)?,
            language: row.get(12)?,
            interpreter: interpreter(row.get_ref(13)?.as_str().map_err(rusqlite::Error::from)?)?,
            note: row.get(14)?,
            died: died.map(|died| died.parse().map_err(|_| DAMAGED)).transpose()?,
        },
        withdrawn: row.get(16)?,
        merged: row.get::<_, Option<[u8; 16]>>(17)?.map(Id),
    })
}

const DAMAGED: StoreError = StoreError::Damaged("a patient's row");

const SEXES: [(Sex, &str); 5] = [
    (Sex::Female, "female"),
    (Sex::Male, "male"),
    (Sex::Other, "other"),
    (Sex::Unknown, "unknown"),
    (Sex::NotRecorded, "not_recorded"),
];

fn sex_text(sex: Sex) -> &'static str {
    SEXES.iter().find(|(value, _)| *value == sex).map_or("not_recorded", |(_, text)| text)
}

fn sex(text: &str) -> Result<Sex, StoreError> {
    SEXES.iter().find(|(_, known)| *known == text).map(|(value, _)| *value).ok_or(DAMAGED)
}

fn interpreter_text(interpreter: Interpreter) -> &'static str {
    match interpreter {
        Interpreter::Needed => "needed",
        Interpreter::NotNeeded => "not_needed",
        Interpreter::NotRecorded => "not_recorded",
    }
}

fn interpreter(text: &str) -> Result<Interpreter, StoreError> {
    Ok(match text {
        "needed" => Interpreter::Needed,
        "not_needed" => Interpreter::NotNeeded,
        "not_recorded" => Interpreter::NotRecorded,
        _ => return Err(DAMAGED),
    })
}

fn birth_text(birth: Birth) -> String {
    match birth {
        Birth::Day { date } => date.to_string(),
        Birth::Month { year, month } => format!("{year:04}-{month:02}"),
        Birth::Year { year } => format!("{year:04}"),
        Birth::Estimated { year } => format!("~{year:04}"),
        Birth::Unknown => "?".to_owned(),
        Birth::NotRecorded => String::new(),
    }
}

fn birth(text: &str) -> Result<Birth, StoreError> {
    let year = |text: &str| text.parse::<i16>().map_err(|_| DAMAGED);
    Ok(match text {
        "" => Birth::NotRecorded,
        "?" => Birth::Unknown,
        _ => match (text.strip_prefix('~'), text.len()) {
            (Some(text), _) => Birth::Estimated { year: year(text)? },
            (None, 4) => Birth::Year { year: year(text)? },
            (None, 7) => Birth::Month { year: year(&text[..4])?, month: text[5..].parse().map_err(|_| DAMAGED)? },
            (None, _) => Birth::Day { date: text.parse::<Date>().map_err(|_| DAMAGED)? },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_birth_is_read_back_from_its_column() {
        let date = Date::new(1987, 3, 14).unwrap();
        for known in [
            Birth::Day { date },
            Birth::Month { year: 1987, month: 3 },
            Birth::Year { year: 987 },
            Birth::Estimated { year: 1987 },
            Birth::Unknown,
            Birth::NotRecorded,
        ] {
            assert_eq!(birth(&birth_text(known)).unwrap(), known);
        }
        assert!(birth("soon").is_err());
    }

    #[test]
    fn only_what_differs_is_written() {
        let before = Person { given: "Ana".into(), family: "Silva".into(), ..Person::default() };
        let after = Person { family: "Costa".into(), sex: Sex::Female, ..before.clone() };
        assert_eq!(
            differences(&before, &after),
            [PatientField::Family("Costa".into()), PatientField::Sex(Sex::Female)]
        );
        let mut patient = Patient { person: before, ..Patient::default() };
        let set = differences(&patient.person, &after);
        patient.take(&PatientEvent { patient: Id([0; 16]), number: None, set, withdrawn: None, source: None });
        assert_eq!(patient.person, after);
    }
}
