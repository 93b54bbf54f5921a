//! The directory of doctors, with who is in now.

use daybook_api::{DoctorRow, ListDoctors, Presence, WhichDoctors};
use yew::prelude::*;

use super::week;
use crate::components::{Action, Empty, Field, Glyph, LinkAction, Look, heads, show};
use crate::hooks::{use_ask, use_shortcut, use_who};
use crate::route::Route;
use crate::state::name::display_name;
use crate::state::query::OldAnswer;
use crate::{browser, t, words};

/// The directory of doctors.
#[component]
pub fn Directory() -> Html {
    let who = use_who();
    let query = use_state(String::new);
    let only = use_state(WhichDoctors::default);
    let asked = use_ask(Some(ListDoctors { query: (*query).clone(), only: *only }), OldAnswer::Keep);
    use_shortcut(Some("f"), t!("doctors-find"), Some(Callback::from(|()| browser::focus("doctor-search"))));
    let set = query.setter();
    let is_now = *only == WhichDoctors::InNow;
    let toggle = {
        let only = only.clone();
        Callback::from(move |()| only.set(if is_now { WhichDoctors::All } else { WhichDoctors::InNow }))
    };
    html! {
        <>
            <div class="db-page-head">
                <h1 class="db-page-head__title">{ t!("room-doctors") }</h1>
                if who.may("doctor") {
                    <LinkAction label={t!("doctor-add")} to={Route::AddDoctor} shortcut="n" look={Look::Primary}
                        icon={Glyph::Add} testid="add-doctor" />
                }
            </div>
            <div class="db-toolbar" role="search" aria-label={t!("doctors-find")}>
                <Field id="doctor-search" label={t!("doctors-find")} value={(*query).clone()}
                    on_input={Callback::from(move |text| set.set(text))} width="l" />
                <Action label={if is_now { t!("doctors-show-all") } else { t!("doctors-in-now") }} shortcut="w"
                    testid="doctors-in-now" on={toggle} />
                <p class="db-toolbar__count" role="status" data-testid="doctors-count">
                    { asked.answer().map(|rows| t!("doctors-count", "count" => rows.len(), "in" => rows.iter().filter(|row| is_in(row)).count())).unwrap_or_default() }
                </p>
            </div>
            { show(&asked, |rows| table(&rows)) }
        </>
    }
}

fn is_in(row: &DoctorRow) -> bool {
    matches!(row.presence, Presence::In { .. })
}

fn table(rows: &[DoctorRow]) -> Html {
    if rows.is_empty() {
        return html! { <Empty title={t!("doctors-none")} hint={t!("doctors-none-hint")} /> };
    }
    html! {
        <div class="db-table-wrap" tabindex="0" role="group" aria-label={t!("room-doctors")}>
        <table class="db-table">
            { heads([
                t!("column-doctor"),
                t!("column-now"),
                t!("field-speciality"),
                t!("field-department"),
                t!("field-room"),
                t!("column-week"),
            ]) }
            <tbody>{ for rows.iter().map(row) }</tbody>
        </table>
        </div>
    }
}

fn row(row: &DoctorRow) -> Html {
    let form = &row.form;
    html! {
        <tr key={row.id.to_string()} data-testid="doctor-row">
            <th scope="row"><a class="db-name" href={Route::Doctor(row.id.clone()).hash()} data-testid="open-doctor">
                <bdi>{ display_name(&form.family, &form.given, &form.title) }</bdi></a></th>
            <td>{ presence(&row.presence) }</td>
            <td>{ &form.speciality }</td>
            <td>{ &form.department }</td>
            <td>{ &form.room }</td>
            <td>{ week::strip(&form.hours) }</td>
        </tr>
    }
}

/// Whether a doctor is in, with a mark that is not only a colour.
pub fn presence(presence: &Presence) -> Html {
    let kind = match presence {
        Presence::In { .. } => "in",
        Presence::Later { .. } => "later",
        Presence::Out { .. } => "out",
    };
    html! { <span class={format!("db-presence db-presence--{kind}")} data-testid="presence"><span
    class="db-presence__dot" aria-hidden="true" />{ words::presence(presence) }</span> }
}
