//! The day's appointments by doctor: how full each day is, one button per row for the next step.

mod check_in;
mod doctor_day;

use std::collections::BTreeSet;
use std::rc::Rc;

use daybook_api::{Appointment, AppointmentDay, AppointmentState, Date, ListDoctors, PatientId, SetAppointmentState};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::check_in::CheckIn;
use self::doctor_day::{DoctorDayView, StateChange};
use crate::components::{Action, Confirm, Empty, Glyph, LinkAction, Look, Offer, show};
use crate::hooks::{Toaster, go, use_ask, use_shortcut, use_toaster, use_who};
use crate::route::{Booking, Route};
use crate::state::day::{by_doctor, namesakes, tally};
use crate::state::keys;
use crate::state::query::OldAnswer;
use crate::{backend, browser, i18n, t, words};

/// Which day.
#[derive(Clone, PartialEq, Properties)]
pub struct TodayProps {
    /// Which.
    pub day: Date,
}

/// The day's appointments.
#[component]
pub fn Today(props: &TodayProps) -> Html {
    let who = use_who();
    let toaster = use_toaster();
    let asked = use_ask(Some(AppointmentDay { date: Some(props.day), doctor: None }), OldAnswer::Drop);
    let doctors = use_ask(Some(ListDoctors::default()), OldAnswer::Keep);
    let cancelling = use_state(|| None::<StateChange>);
    let checking = use_state(|| None::<StateChange>);
    let on_move = moving(asked.again(), toaster);
    let on_step = checking_first(&checking, &on_move);
    let on_cancel = {
        let cancelling = cancelling.setter();
        Callback::from(move |change: StateChange| cancelling.set(Some(change)))
    };
    let may_move = who.may("schedule");
    use_rows();
    let booking = Route::Book(Booking { date: Some(props.day), ..Booking::default() });
    html! {
        <>
            <Offer />
            <div class="db-page-head">
                <h1 class="db-page-head__title" data-testid="day">{ title(props.day) }</h1>
                { steps(props.day) }
                <div class="db-page-head__actions">
                    if may_move { <LinkAction label={t!("book-appointment")} to={booking} shortcut="b"
                        look={Look::Primary} icon={Glyph::Add} testid="book" /> }
                </div>
            </div>
            { show(&asked, |appointments| {
                let namesakes = Rc::new(namesakes(&appointments));
                let days = by_doctor(&appointments, doctors.answer().as_deref().map_or(&[], Vec::as_slice), props.day.weekday());
                html! {
                    <>
                        { totals(&appointments) }
                        if days.is_empty() { <Empty title={t!("today-none")} hint={t!("today-none-hint")} /> }
                        <div class="db-days">{ for days.into_iter().map(|day| html! {
                            <DoctorDayView key={day.doctor.to_string()} day={day.clone()} on_move={on_step.clone()}
                                namesakes={namesakes.clone()} on_cancel={on_cancel.clone()} {may_move}
                                date={props.day} />
                        }) }</div>
                    </>
                }
            }) }
            { cancel_dialog(&cancelling, &on_move) }
            { check_in_dialog(&checking, &on_move, asked.answer().map(|all| namesakes(&all)).unwrap_or_default()) }
        </>
    }
}

/// Arrows go from row to row: to the button of the next step.
#[hook]
fn use_rows() {
    let step = |by: i32| Some(Callback::from(move |()| browser::focus_neighbour("[data-row-action]", by)));
    use_shortcut(Some("ArrowDown"), t!("keys-rows"), step(1));
    use_shortcut(Some("ArrowUp"), t!("keys-rows"), step(-1));
}

fn title(day: Date) -> String {
    let date = words::weekday_and_date(day);
    if day == browser::today() { t!("today-title", "date" => date) } else { date }
}

fn steps(day: Date) -> Html {
    let to = |by: i64| {
        let route = neighbour(day, by);
        Callback::from(move |()| go(&route))
    };
    html! {
        <div class="db-steps" role="group" aria-label={t!("day-steps")}>
            <Action label={t!("day-before")} shortcut={keys::back(i18n::current().direction)} icon={Glyph::Previous}
                testid="day-before" on={to(-1)} />
            if day != browser::today() { <LinkAction label={t!("day-today")} to={Route::Today} shortcut="0"
                testid="day-today" /> }
            <Action label={t!("day-after")} shortcut={keys::forward(i18n::current().direction)} icon={Glyph::Next}
                testid="day-after" on={to(1)} />
        </div>
    }
}

fn neighbour(day: Date, by: i64) -> Route {
    let there = Date::from_days(day.days_since_epoch() + by).unwrap_or(day);
    if there == browser::today() { Route::Today } else { Route::Day(there) }
}

fn totals(appointments: &[Appointment]) -> Html {
    if appointments.is_empty() {
        return Html::default();
    }
    let states = [
        AppointmentState::Booked,
        AppointmentState::Arrived,
        AppointmentState::WithDoctor,
        AppointmentState::Done,
        AppointmentState::Missed,
        AppointmentState::Cancelled,
    ];
    html! {
        <dl class="db-totals" data-testid="totals">{ for states.into_iter().map(|state| html! {
            <div class={format!("db-totals__one db-totals__one--{}", words::state_name(state))}><dt>
                { words::state(state) }</dt><dd>{ tally(appointments, state) }</dd></div>
        }) }</dl>
    }
}

/// Moves an appointment, and says so with an undo that moves it back.
fn moving(again: Callback<()>, toaster: Toaster) -> Callback<StateChange> {
    Callback::from(move |change: StateChange| {
        let (again, toaster) = (again.clone(), toaster.clone());
        spawn_local(async move {
            match backend::call(request(&change, change.to)).await {
                Ok(_) => {
                    let undo = undoing(change.clone(), again.clone(), toaster.clone());
                    toaster.say_with_undo(
                        t!("state-changed", "name" => change.name.clone(), "state" => words::state(change.to)),
                        undo,
                    );
                    again.emit(());
                }
                Err(error) => toaster.say(words::error(&error)),
            }
        });
    })
}

fn undoing(change: StateChange, again: Callback<()>, toaster: Toaster) -> Callback<()> {
    Callback::from(move |()| {
        let (change, again, toaster) = (change.clone(), again.clone(), toaster.clone());
        spawn_local(async move {
            match backend::call(request(&change, change.from)).await {
                Ok(_) => toaster.say(t!("undone")),
                Err(error) => toaster.say(words::error(&error)),
            }
            again.emit(());
        });
    })
}

fn request(change: &StateChange, state: AppointmentState) -> SetAppointmentState {
    SetAppointmentState { id: change.id.clone(), state, reason: change.reason.clone() }
}

/// Nobody is checked in before two identifiers are confirmed; other steps are taken at once.
fn checking_first(
    checking: &UseStateHandle<Option<StateChange>>,
    on_move: &Callback<StateChange>,
) -> Callback<StateChange> {
    let (checking, on_move) = (checking.setter(), on_move.clone());
    Callback::from(move |change: StateChange| match change.to {
        AppointmentState::Arrived => checking.set(Some(change)),
        _ => on_move.emit(change),
    })
}

fn check_in_dialog(
    checking: &UseStateHandle<Option<StateChange>>,
    on_move: &Callback<StateChange>,
    namesakes: BTreeSet<PatientId>,
) -> Html {
    let Some(change) = (**checking).clone() else { return Html::default() };
    let setter = checking.setter();
    let on_close = Callback::from(move |()| setter.set(None));
    let (patient, closing, on_move) = (change.patient.clone(), on_close.clone(), on_move.clone());
    let on_confirm = Callback::from(move |()| {
        closing.emit(());
        on_move.emit(change.clone());
    });
    let has_namesake = namesakes.contains(&patient);
    html! { <CheckIn {patient} {has_namesake} {on_confirm} {on_close} /> }
}

fn cancel_dialog(cancelling: &UseStateHandle<Option<StateChange>>, on_move: &Callback<StateChange>) -> Html {
    let Some(change) = (**cancelling).clone() else { return Html::default() };
    let close = {
        let cancelling = cancelling.setter();
        Callback::from(move |()| cancelling.set(None))
    };
    let (on_move, closing) = (on_move.clone(), close.clone());
    let on_confirm = Callback::from(move |reason: String| {
        closing.emit(());
        on_move.emit(StateChange { reason, ..change.clone() });
    });
    html! {
        <Confirm title={t!("cancel-appointment-title")} explanation={t!("cancel-appointment-explained")}
            confirm={t!("cancel-appointment")}
            reason={t!("cancel-appointment-reason")} testid="cancel-appointment" {on_confirm} on_close={close} />
    }
}
