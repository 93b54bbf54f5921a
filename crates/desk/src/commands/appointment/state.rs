//! Moves an appointment to another state; every move can be undone by another.

use std::sync::Arc;

use daybook_api::{ApiError, Appointment, SetAppointmentState};
use daybook_ledger::{Act, Id, Operation};

use super::{no_such, one, refuse_double};
use crate::{
    commands::{field, invalid, reach::Reach},
    desk::Desk,
    domain::{
        event::{AppointmentEvent, AppointmentField, Event, StateChange},
        permit::permit,
        validate,
    },
    store::{
        Decided,
        projections::appointment::{self, Placed},
    },
};

/// Sets the state; one that was given up comes back only while its slot is free.
pub async fn set_state(desk: &Arc<Desk>, request: SetAppointmentState) -> Result<Appointment, ApiError> {
    let open = desk.session()?;
    permit(open.session.role, Operation::Schedule)?;
    let reason = validate::line(&request.reason);
    if reason.chars().count() > 200 {
        return Err(invalid(vec![field("reason", "Keep this to 200 characters.")]));
    }
    let id = Id::from_hex(&request.id.0).map_err(|_| no_such())?;
    open.store.decide(&open.author(), desk.host(), |tx| {
        let now = appointment::load(tx, &id)?.ok_or_else(no_such)?;
        Reach::of(tx, &open.session)?.permit_doctor(&now.doctor)?;
        if now.state == request.state && now.why == reason {
            return Ok::<_, ApiError>(Vec::new());
        }
        let then = Placed { state: request.state, ..now.clone() };
        if then.stands() && !now.stands() {
            refuse_double(tx, &then)?;
        }
        let change = StateChange { state: request.state, reason: reason.clone() };
        let event =
            AppointmentEvent { appointment: id, patient: now.patient, set: vec![AppointmentField::State(change)] };
        Ok(vec![Decided::sealed(Act::AppointmentUpdate, id, vec![Event::Appointment(event)])])
    })?;
    open.store.read(|conn| one(conn, &id))
}
