//! One doctor: whether they are in, the directory's words, the week, the history.

use daybook_api::{Doctor, DoctorId, GetDoctor};
use yew::prelude::*;

use super::directory::presence;
use super::week;
use crate::components::{Glyph, LinkAction, Look, show};
use crate::hooks::{Who, use_ask, use_who};
use crate::pages::patients::history;
use crate::route::{Booking, Route};
use crate::state::name::display_name;
use crate::state::query::OldAnswer;
use crate::{t, words};

/// Which doctor.
#[derive(Clone, PartialEq, Properties)]
pub struct RecordProps {
    /// Which.
    pub id: DoctorId,
}

/// One doctor.
#[component]
pub fn Record(props: &RecordProps) -> Html {
    let who = use_who();
    let asked = use_ask(Some(GetDoctor { id: props.id.clone() }), OldAnswer::Drop);
    show(&asked, |doctor| view(&doctor, &who))
}

fn view(doctor: &Doctor, who: &Who) -> Html {
    let form = &doctor.form;
    let booking = Route::Book(Booking { doctor: Some(doctor.id.clone()), ..Booking::default() });
    html! {
        <>
            <div class="db-page-head">
                <h1 class="db-page-head__title" data-testid="doctor-name"><bdi>
                    { display_name(&form.family, &form.given, &form.title) }</bdi></h1>
                { presence(&doctor.presence) }
                <div class="db-page-head__actions">
                    if who.may("schedule") { <LinkAction label={t!("book-appointment")} to={booking} shortcut="b"
                        look={Look::Primary} icon={Glyph::Today} testid="book" /> }
                    if who.may("doctor") { <LinkAction label={t!("edit")} to={Route::EditDoctor(doctor.id.clone())}
                        shortcut="e" icon={Glyph::Edit} testid="edit-doctor" /> }
                </div>
            </div>
            <div class="db-columns">
                <section class="db-panel" aria-labelledby="directory-title">
                    <h2 class="db-panel__title" id="directory-title">{ t!("details-title") }</h2>
                    <dl class="db-facts">
                        { fact(t!("field-speciality"), &form.speciality) }
                        { fact(t!("field-department"), &form.department) }
                        { fact(t!("field-room"), &form.room) }
                        { fact(t!("field-languages"), &form.languages.join(", ")) }
                        { fact(t!("field-phone"), &form.phone) }
                        { fact(t!("field-doctor-identifier"), &form.identifier) }
                    </dl>
                </section>
                <div class="db-columns__stack">
                    <section class="db-panel" aria-labelledby="week-title">
                        <h2 class="db-panel__title" id="week-title">{ t!("hours-title") }</h2>
                        { week::table(&form.hours) }
                    </section>
                    <section class="db-panel" aria-labelledby="history-title">
                        <h2 class="db-panel__title" id="history-title">{ t!("history-title") }</h2>
                        { history::view(&doctor.history, who.may("ledger")) }
                    </section>
                </div>
            </div>
        </>
    }
}

fn fact(label: String, value: &str) -> Html {
    html! { <div class="db-facts__line"><dt>{ label }</dt><dd><bdi>{ words::or_not_recorded(value) }</bdi></dd></div> }
}
