//! Adds a doctor to the directory, and changes what it says.

use std::sync::Arc;

use daybook_api::{AddDoctor, ApiError, Doctor, DoctorForm, ErrorCode, FieldError, UpdateDoctor};
use daybook_ledger::{Act, Id, Operation, Role};
use rusqlite::Connection;

use super::{list::record, nobody, parse};
use crate::{
    commands::{field, invalid},
    desk::Desk,
    domain::{
        event::{DoctorEvent, DoctorField, Event},
        permit::permit,
        validate,
    },
    host::fresh_id,
    store::{
        Decided,
        projections::{
            doctor::{self, differences},
            staff,
        },
    },
};

/// Adds a doctor.
pub async fn add(desk: &Arc<Desk>, request: AddDoctor) -> Result<Doctor, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::Doctor)?;
    let form = validate::tidy_doctor(request.form);
    validate::doctor(&form)?;
    let id = Id(fresh_id(desk.host()));
    open.store.decide(&open.author(), desk.host(), |tx| {
        check_login(tx, &id, &form)?;
        Ok::<_, ApiError>(vec![write(Act::DoctorAdd, id, differences(&DoctorForm::default(), &form))])
    })?;
    record(desk, &open, &id)
}

/// Writes the difference between `before` and `after`; nothing changed, nothing written.
pub async fn update(desk: &Arc<Desk>, request: UpdateDoctor) -> Result<Doctor, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::Doctor)?;
    let (before, after) = (validate::tidy_doctor(request.before), validate::tidy_doctor(request.after));
    validate::doctor(&after)?;
    let id = parse(&request.id)?;
    open.store.decide(&open.author(), desk.host(), |tx| {
        let now = validate::tidy_doctor(doctor::load(tx, &id)?.ok_or_else(nobody)?);
        let set = changes(&before, &after, &now)?;
        if set.iter().any(|field| matches!(field, DoctorField::Login(_))) {
            check_login(tx, &id, &after)?;
        }
        Ok::<_, ApiError>(if set.is_empty() { Vec::new() } else { vec![write(Act::DoctorUpdate, id, set)] })
    })?;
    record(desk, &open, &id)
}

/// A login is of somebody who works here as a doctor, and of one doctor of the directory.
fn check_login(conn: &Connection, doctor: &Id, form: &DoctorForm) -> Result<(), ApiError> {
    let Some(login) = &form.login else { return Ok(()) };
    let wrong = |message| Err(invalid(vec![field("login", message)]));
    let account = match Id::from_hex(&login.0) {
        Ok(staff) => staff::account_of(conn, &staff)?,
        Err(_) => None,
    };
    let Some(account) = account.filter(|account| account.works_here && account.role == Role::Doctor) else {
        return wrong("Choose the login of somebody who works here as a doctor.");
    };
    match doctor::with_login(conn, &account.staff)? {
        Some(other) if other != *doctor => wrong("Another doctor of the directory works with this login."),
        _ => Ok(()),
    }
}

fn write(act: Act, doctor: Id, set: Vec<DoctorField>) -> Decided {
    Decided::sealed(act, doctor, vec![Event::Doctor(DoctorEvent { doctor, set, source: None })])
}

/// The registers to write: what this form changed and is not so already. A register that changed meanwhile, to something else, is a conflict.
fn changes(before: &DoctorForm, after: &DoctorForm, now: &DoctorForm) -> Result<Vec<DoctorField>, ApiError> {
    let (meanwhile, still) = (differences(before, now), differences(now, after));
    let wanted: Vec<DoctorField> =
        differences(before, after).into_iter().filter(|field| still.contains(field)).collect();
    let clashes = |field: &&DoctorField| meanwhile.iter().any(|other| other.key() == field.key());
    let message = "Somebody else changed this meanwhile. Look at the new value, then save again.";
    let fields: Vec<FieldError> = wanted
        .iter()
        .filter(clashes)
        .map(|field| FieldError { field: field.name().to_owned(), message: message.to_owned() })
        .collect();
    if fields.is_empty() { Ok(wanted) } else { Err(ApiError { fields, ..ApiError::new(ErrorCode::Conflict, message) }) }
}
