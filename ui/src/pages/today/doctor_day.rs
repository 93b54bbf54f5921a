//! One doctor's day: how full it is, and its rows.

use std::collections::BTreeSet;
use std::rc::Rc;

use daybook_api::{Appointment, AppointmentId, AppointmentState, Clash, Date, PatientId};
use yew::prelude::*;

use crate::components::{Action, Look};
use crate::pages::doctors::presence;
use crate::route::{Booking, Route};
use crate::state::day::{DoctorDay, Fullness, Load, next_state};
use crate::state::hours::clock;
use crate::state::name::display_name;
use crate::{browser, t, words};

/// A step of an appointment, with what it takes to go back.
#[derive(Clone, Debug, PartialEq)]
pub struct StateChange {
    /// Which.
    pub id: AppointmentId,
    /// Who comes.
    pub patient: PatientId,
    /// Whose.
    pub name: String,
    /// From.
    pub from: AppointmentState,
    /// To.
    pub to: AppointmentState,
    /// Why, for a cancellation.
    pub reason: String,
}

/// One doctor's day.
#[derive(Clone, PartialEq, Properties)]
pub struct DoctorDayProps {
    /// The day.
    pub day: DoctorDay,
    /// Which.
    pub date: Date,
    /// Moves an appointment.
    pub on_move: Callback<StateChange>,
    /// Asks for the reason of a cancellation.
    pub on_cancel: Callback<StateChange>,
    /// Patients whose name somebody else of this day has too.
    pub namesakes: Rc<BTreeSet<PatientId>>,
    /// Whether who is logged in may move appointments.
    pub may_move: bool,
}

/// One doctor's day.
#[component]
pub fn DoctorDayView(props: &DoctorDayProps) -> Html {
    let day = &props.day;
    let title_id = format!("day-{}", day.doctor);
    let booking = Route::Book(Booking { doctor: Some(day.doctor.clone()), date: Some(props.date), patient: None });
    html! {
        <section class="db-day" aria-labelledby={title_id.clone()} data-testid="doctor-day">
            <header class="db-day__head">
                <h2 class="db-day__name" id={title_id}><a href={Route::Doctor(day.doctor.clone()).hash()}
                    data-testid="day-doctor"><bdi>{ &day.name }</bdi></a></h2>
                <p class="db-day__department">{ &day.department }</p>
                if let Some(row) = day.row.as_ref().filter(|_| props.date == browser::today()) { { presence(&row.presence) } }
                { load(day.load) }
                if props.may_move { <a class="db-button db-button--small db-button--quiet" href={booking.hash()}
                    aria-label={t!("book-with", "name" => day.name.clone())} data-testid="day-book">{ t!("book") }</a> }
            </header>
            if day.appointments.is_empty() {
                <p class="db-day__none">{ t!("day-none") }</p>
            } else {
                <ul class="db-day__rows">{ for day.appointments.iter().map(|one| row(props, one)) }</ul>
            }
        </section>
    }
}

fn load(load: Load) -> Html {
    let (class, word) = match load.fullness() {
        Fullness::NoHours => ("none", t!("load-no-hours")),
        Fullness::Free => ("free", t!("load-free")),
        Fullness::Filling => ("filling", t!("load-filling")),
        Fullness::Full => ("full", t!("load-full")),
        Fullness::Over => ("over", t!("load-over")),
    };
    let minutes = t!("load-minutes", "booked" => load.booked, "open" => load.open);
    html! {
        <div class={format!("db-load db-load--{class}")} data-testid="load">
            <span class="db-load__bar" aria-hidden="true"><span class="db-load__fill"
                style={format!("inline-size:{}%", load.percent())} /></span>
            <span class="db-load__words">{ word }<span class="db-load__minutes">{ minutes }</span></span>
        </div>
    }
}

fn row(props: &DoctorDayProps, one: &Appointment) -> Html {
    let name = display_name(&one.patient_family, &one.patient_given, "");
    let state = words::state_name(one.state);
    html! {
        <li key={one.id.to_string()} class={format!("db-visit db-visit--{state}")} data-testid="appointment"
            data-state={state}>
            <time class="db-visit__time db-number">{ clock(one.start) }</time>
            <span class="db-visit__who">
                <a class="db-name" href={Route::Patient(one.patient.clone()).hash()} data-testid="appointment-patient">
                    <bdi>{ &name }</bdi></a>
                <span class="db-visit__number db-number">{ &one.patient_number }</span>
                if props.namesakes.contains(&one.patient) { { " " }<span class="db-chip db-chip--warning" data-testid="same-name">{ t!("same-name") }</span> }
            </span>
            <span class="db-visit__reason">{ &one.reason }
                if one.clash == Clash::Yes { { " " }<span class="db-chip db-chip--danger">{ t!("clash") }</span> }
            </span>
            <span class={format!("db-state db-state--{state}")} data-testid="appointment-state">
                { words::state(one.state) }</span>
            <span class="db-visit__actions">{ actions(props, one, &name) }</span>
        </li>
    }
}

fn actions(props: &DoctorDayProps, one: &Appointment, name: &str) -> Html {
    if !props.may_move {
        return Html::default();
    }
    let change = |to: AppointmentState| StateChange {
        id: one.id.clone(),
        patient: one.patient.clone(),
        name: name.to_owned(),
        from: one.state,
        to,
        reason: String::new(),
    };
    let moving = |to: AppointmentState| {
        props.on_move.reform({
            let change = change(to);
            move |()| change.clone()
        })
    };
    let cancel = props.on_cancel.reform({
        let change = change(AppointmentState::Cancelled);
        move |()| change.clone()
    });
    let said = |words: String| t!("step-of", "step" => words, "name" => name.to_owned());
    let is_open = matches!(one.state, AppointmentState::Booked | AppointmentState::Arrived);
    html! {
        <>
            if let Some(to) = next_state(one.state) {
                <Action label={step(to)} full_label={said(step(to))} testid={format!("to-{}", words::state_name(to))}
                    look={Look::Secondary} on={moving(to)} row_action=true />
            } else {
                <Action label={t!("step-reopen")} full_label={said(t!("step-reopen"))} testid="to-booked"
                    look={Look::Quiet} on={moving(AppointmentState::Booked)} row_action=true />
            }
            if one.state == AppointmentState::Booked {
                <Action label={t!("step-missed")} full_label={said(t!("step-missed"))} testid="to-missed"
                    look={Look::Quiet} on={moving(AppointmentState::Missed)} />
            }
            if is_open {
                <Action label={t!("step-cancel")} full_label={said(t!("step-cancel"))} testid="to-cancelled"
                    look={Look::Quiet} on={cancel} />
            }
        </>
    }
}

fn step(to: AppointmentState) -> String {
    t!(&format!("step-{}", words::state_name(to)))
}
