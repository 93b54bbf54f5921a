//! The directory, and one doctor in it.

use std::sync::Arc;

use daybook_api::{
    ApiError, Doctor, DoctorForm, DoctorId, DoctorRow, GetDoctor, HistoryRow, HistoryValue, ListDoctors, Presence,
    WhichDoctors,
};
use daybook_ledger::{Id, Operation};
use rusqlite::Connection;

use super::{nobody, parse};
use crate::{
    desk::{Desk, Open},
    domain::{
        event::{DoctorField, Event},
        hours::presence,
        names,
        permit::permit_sight,
        words,
    },
    host::Host,
    store::{
        StoreError,
        projections::{doctor, history, staff},
    },
};

/// Those that the query fits, by name.
pub async fn list(desk: &Arc<Desk>, request: ListDoctors) -> Result<Vec<DoctorRow>, ApiError> {
    let open = desk.session()?;
    permit_sight(open.session.role, Operation::Doctor)?;
    let typed = names::words(&request.query);
    let all = open.store.read(doctor::all)?;
    let fitting = all.into_iter().filter(|(_, form)| fits(form, &typed)).map(|(id, form)| {
        let presence = presence_now(desk.host(), &form);
        DoctorRow { id: DoctorId(id.to_string()), form, presence }
    });
    let wanted = |row: &DoctorRow| match request.only {
        WhichDoctors::All => true,
        WhichDoctors::InNow => matches!(row.presence, Presence::In { .. }),
    };
    Ok(fitting.filter(wanted).collect())
}

/// Every word typed begins a word of the name, speciality, department or a language.
fn fits(form: &DoctorForm, typed: &[String]) -> bool {
    let fields = [&form.given, &form.family, &form.speciality, &form.department, &form.room];
    let known: Vec<String> =
        fields.into_iter().chain(&form.languages).flat_map(|field| names::search_words(field)).collect();
    typed.iter().all(|word| known.iter().any(|known| known.starts_with(word)))
}

/// One doctor with the history of their particulars.
pub async fn get(desk: &Arc<Desk>, request: GetDoctor) -> Result<Doctor, ApiError> {
    let open = desk.session()?;
    permit_sight(open.session.role, Operation::Doctor)?;
    record(desk, &open, &parse(&request.id)?)
}

pub(super) fn record(desk: &Desk, open: &Open, id: &Id) -> Result<Doctor, ApiError> {
    let (form, history) = open.store.read(|conn| {
        let form = doctor::load(conn, id)?.ok_or_else(nobody)?;
        Ok::<_, ApiError>((form, changes(conn, id)?))
    })?;
    let presence = presence_now(desk.host(), &form);
    Ok(Doctor { id: DoctorId(id.to_string()), form, presence, history })
}

fn presence_now(host: &dyn Host, form: &DoctorForm) -> Presence {
    presence(&form.hours, &form.room, host.today().weekday(), host.local_minutes())
}

fn changes(conn: &Connection, id: &Id) -> Result<Vec<HistoryRow>, StoreError> {
    let mut form = DoctorForm::default();
    let mut rows = Vec::new();
    for written in history::of(conn, id)? {
        let Event::Doctor(event) = &written.event else { continue };
        let before = form.clone();
        doctor::take(&mut form, event);
        let (old, new) = (doctor::differences(&form, &before), doctor::differences(&before, &form));
        for (old, new) in old.iter().zip(&new) {
            rows.push(HistoryRow {
                at: written.at,
                who: written.who.clone(),
                desk: written.desk.clone(),
                act: written.act.clone(),
                field: new.name().to_owned(),
                from: said(conn, old)?,
                to: said(conn, new)?,
                entry: written.entry.to_string(),
            });
        }
    }
    rows.reverse();
    Ok(rows)
}

/// A register's value; a login by the name of whose it is.
fn said(conn: &Connection, field: &DoctorField) -> Result<HistoryValue, StoreError> {
    match field {
        DoctorField::Login(Some(login)) => Ok(HistoryValue::text(staff::name_of(conn, login)?.unwrap_or_default())),
        other => Ok(words::doctor_field(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_finds_names_specialities_and_languages_by_their_beginnings() {
        let form = DoctorForm {
            given: "Éva".into(),
            family: "van der Roth".into(),
            speciality: "Ear, nose and throat".into(),
            languages: vec!["Hindi".into()],
            ..DoctorForm::default()
        };
        for typed in ["", "roth eva", "vander", "nose", "hin", "eva ear"] {
            assert!(fits(&form, &names::words(typed)), "{typed}");
        }
        assert!(!fits(&form, &names::words("eva french")));
    }
}
