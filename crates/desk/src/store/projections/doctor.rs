//! Doctors as rows.

use daybook_api::{DoctorForm, StaffId};
use daybook_ledger::Id;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{
    Applied,
    change::{self, Change},
    json,
};
use crate::{
    domain::event::{DoctorEvent, DoctorField, Event},
    store::StoreError,
};

/// Keeps the write and folds the row anew.
pub(super) fn apply(tx: &Transaction<'_>, at: &Applied<'_>, event: DoctorEvent) -> Result<(), StoreError> {
    let doctor = event.doctor;
    match change::keep(tx, at, &doctor, Event::Doctor(event))? {
        Some(changes) => store(tx, &doctor, &fold(&changes)),
        None => Ok(()),
    }
}

/// What a doctor's writes, oldest first, amount to.
pub fn fold(changes: &[Change]) -> DoctorForm {
    let mut form = DoctorForm::default();
    for change in changes {
        if let Event::Doctor(event) = &change.event {
            take(&mut form, event);
        }
    }
    form
}

/// Takes one write in; the caller sees to the order.
pub fn take(form: &mut DoctorForm, event: &DoctorEvent) {
    for field in event.set.clone() {
        match field {
            DoctorField::Given(value) => form.given = value,
            DoctorField::Family(value) => form.family = value,
            DoctorField::Title(value) => form.title = value,
            DoctorField::Speciality(value) => form.speciality = value,
            DoctorField::Department(value) => form.department = value,
            DoctorField::Room(value) => form.room = value,
            DoctorField::Languages(value) => form.languages = value,
            DoctorField::Phone(value) => form.phone = value,
            DoctorField::Identifier(value) => form.identifier = value,
            DoctorField::Hours(value) => form.hours = value,
            DoctorField::Login(value) => form.login = value.map(|login| StaffId(login.to_string())),
        }
    }
}

/// The registers in which `after` differs from `before`, with the values of `after`.
pub fn differences(before: &DoctorForm, after: &DoctorForm) -> Vec<DoctorField> {
    let all = |form: &DoctorForm| {
        [
            DoctorField::Given(form.given.clone()),
            DoctorField::Family(form.family.clone()),
            DoctorField::Title(form.title.clone()),
            DoctorField::Speciality(form.speciality.clone()),
            DoctorField::Department(form.department.clone()),
            DoctorField::Room(form.room.clone()),
            DoctorField::Languages(form.languages.clone()),
            DoctorField::Phone(form.phone.clone()),
            DoctorField::Identifier(form.identifier.clone()),
            DoctorField::Hours(form.hours.clone()),
            DoctorField::Login(login_of(form)),
        ]
    };
    all(before).into_iter().zip(all(after)).filter(|(old, new)| old != new).map(|(_, new)| new).collect()
}

/// The login, if it is one.
fn login_of(form: &DoctorForm) -> Option<Id> {
    form.login.as_ref().and_then(|login| Id::from_hex(&login.0).ok())
}

fn store(tx: &Transaction<'_>, id: &Id, form: &DoctorForm) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT OR REPLACE INTO doctor
         (doctor, given, family, title, speciality, department, room, languages, phone, identifier, hours, login)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    insert.execute(params![
        id.0,
        form.given,
        form.family,
        form.title,
        form.speciality,
        form.department,
        form.room,
        json::to_json(&form.languages)?,
        form.phone,
        form.identifier,
        json::to_json(&form.hours)?,
        login_of(form).map(|login| login.0),
    ])?;
    Ok(())
}

const COLUMNS: &str = "given, family, title, speciality, department, room, languages, phone, identifier, hours, doctor, login FROM doctor";

/// A doctor by id.
pub fn load(conn: &Connection, id: &Id) -> Result<Option<DoctorForm>, StoreError> {
    let mut select = conn.prepare_cached(&format!("SELECT {COLUMNS} WHERE doctor = ?1"))?;
    select.query_row([id.0], |row| Ok(read(row))).optional()?.transpose()
}

/// The doctor who works with this login.
pub fn with_login(conn: &Connection, staff: &Id) -> Result<Option<Id>, StoreError> {
    let mut select = conn.prepare_cached("SELECT doctor FROM doctor WHERE login = ?1 ORDER BY doctor LIMIT 1")?;
    Ok(select.query_row([staff.0], |row| row.get(0).map(Id)).optional()?)
}

/// The whole directory, by family and given name.
pub fn all(conn: &Connection) -> Result<Vec<(Id, DoctorForm)>, StoreError> {
    let mut select =
        conn.prepare_cached(&format!("SELECT {COLUMNS} ORDER BY family COLLATE NOCASE, given COLLATE NOCASE, doctor"))?;
    let rows = select.query_and_then([], |row| Ok((Id(row.get(10)?), read(row)?)))?;
    rows.collect()
}

fn read(row: &Row<'_>) -> Result<DoctorForm, StoreError> {
    Ok(DoctorForm {
        given: row.get(0)?,
        family: row.get(1)?,
        title: row.get(2)?,
        speciality: row.get(3)?,
        department: row.get(4)?,
        room: row.get(5)?,
        languages: json::from_json(row, 6)?,
        phone: row.get(7)?,
        identifier: row.get(8)?,
        hours: json::from_json(row, 9)?,
        login: row.get::<_, Option<[u8; 16]>>(11)?.map(|login| StaffId(Id(login).to_string())),
    })
}
