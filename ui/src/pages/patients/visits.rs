//! A patient's appointments, past and coming, with the number of missed ones.

use daybook_api::{Appointment, AppointmentState};
use yew::prelude::*;

use crate::route::Route;
use crate::state::day::tally;
use crate::state::hours::clock;
use crate::{t, words};

/// The appointments of a patient.
pub fn view(appointments: &[Appointment]) -> Html {
    if appointments.is_empty() {
        return html! { <p class="db-muted">{ t!("visits-none") }</p> };
    }
    let missed = tally(appointments, AppointmentState::Missed);
    html! {
        <>
            if missed > 0 { <p class="db-chip db-chip--danger" data-testid="missed-count">
                { t!("visits-missed", "count" => missed) }</p> }
            <ul class="db-visits">{ for appointments.iter().map(visit) }</ul>
        </>
    }
}

fn visit(one: &Appointment) -> Html {
    html! {
        <li class="db-visits__row" data-testid="visit">
            <a href={Route::Day(one.date).hash()} data-testid="visit-day">{ words::weekday_and_date(one.date) }</a>
            <span class="db-number">{ clock(one.start) }</span>
            <span class="db-visits__with"><bdi>{ &one.doctor_name }</bdi>{ room(&one.room) }</span>
            <span class={format!("db-state db-state--{}", words::state_name(one.state))}>
                { words::state(one.state) }</span>
        </li>
    }
}

fn room(room: &str) -> String {
    if room.is_empty() { String::new() } else { t!("visit-room", "room" => room.to_owned()) }
}
