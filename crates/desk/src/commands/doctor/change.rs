//! Adds a doctor to the directory, and changes what it says.

use std::sync::Arc;

use daybook_api::{AddDoctor, ApiError, Doctor, DoctorForm, ErrorCode, FieldError, UpdateDoctor};
use daybook_ledger::{Act, Id, Operation};

use super::{list::record, nobody, parse};
use crate::{
    commands::fresh_id,
    desk::Desk,
    domain::{
        event::{DoctorEvent, DoctorField, Event},
        permit::permit,
        validate,
    },
    store::{
        Decided,
        projections::doctor::{self, differences},
    },
};

/// Adds a doctor.
pub async fn add(desk: &Arc<Desk>, request: AddDoctor) -> Result<Doctor, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::Doctor)?;
    let form = validate::tidy_doctor(request.form);
    validate::doctor(&form)?;
    let id = fresh_id(desk.host());
    let decided = write(Act::DoctorAdd, id, differences(&DoctorForm::default(), &form));
    open.store.commit(&open.author(), vec![decided], desk.host())?;
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
        Ok::<_, ApiError>(if set.is_empty() { Vec::new() } else { vec![write(Act::DoctorUpdate, id, set)] })
    })?;
    record(desk, &open, &id)
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
