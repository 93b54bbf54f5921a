//! A day of the coming week, with how many free slots a doctor has: green, yellow or red, and in words.

use std::rc::Rc;

use daybook_api::{AppointmentDay, Date, DoctorRow};
use yew::prelude::*;

use crate::hooks::use_ask;
use crate::state::query::OldAnswer;
use crate::state::slots::{Availability, availability, slots};
use crate::{browser, t, words};

/// A day.
#[derive(Clone, PartialEq, Properties)]
pub struct DayTabProps {
    /// Whose.
    pub doctor: Rc<DoctorRow>,
    /// Which.
    pub day: Date,
    /// Whether it is the one shown.
    pub open: bool,
    /// Shows it.
    pub on_pick: Callback<Date>,
}

/// A day of the coming week.
#[component]
pub fn DayTab(props: &DayTabProps) -> Html {
    let question = AppointmentDay { date: Some(props.day), doctor: Some(props.doctor.id.clone()) };
    let asked = use_ask(Some(question), OldAnswer::Drop);
    let now = (props.day == browser::today()).then(browser::minutes_now);
    let found =
        asked.answer().map(|booked| availability(&slots(&props.doctor.form.hours, props.day.weekday(), &booked, now)));
    let (kind, said) = match found {
        None => ("unknown", String::new()),
        Some(Availability::Out) => ("out", t!("day-out")),
        Some(Availability::Full) => ("full", t!("day-full")),
        Some(Availability::Few(count)) => ("few", t!("day-free", "count" => count)),
        Some(Availability::Many(count)) => ("many", t!("day-free", "count" => count)),
    };
    let day = props.day;
    let onclick = props.on_pick.reform(move |_: MouseEvent| day);
    html! {
        <button type="button" class={classes!("db-daytab", format!("db-daytab--{kind}"))}
            aria-pressed={if props.open { "true" } else { "false" }} {onclick} data-testid="book-tab"
            data-day={day.to_string()}>
            <span class="db-daytab__day">{ words::weekday_short(day.weekday()) }</span>
            <span class="db-daytab__date">{ words::day_and_month(day) }</span>
            <span class="db-daytab__free">{ said }</span>
        </button>
    }
}
