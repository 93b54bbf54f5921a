//! One patient: banner, details, appointments, history; changing, withdrawing, booking.

use std::rc::Rc;

use daybook_api::{GetPatient, MergedRecord, PatientId, PatientRecord, PatientStatus, RestorePatient, WithdrawPatient};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::similar::SimilarOfRecord;
use super::{details, history, visits};
use crate::components::{Action, Banner, Confirm, Glyph, LinkAction, Look, show};
use crate::hooks::{Toaster, use_ask, use_toaster, use_who};
use crate::pages::pair_acts;
use crate::route::{Booking, Route};
use crate::state::name::display_name;
use crate::state::query::OldAnswer;
use crate::{backend, t, words};

/// Which patient.
#[derive(Clone, PartialEq, Properties)]
pub struct RecordProps {
    /// Which.
    pub id: PatientId,
}

/// One patient.
#[component]
pub fn Record(props: &RecordProps) -> Html {
    let asked = use_ask(Some(GetPatient { id: props.id.clone() }), OldAnswer::Drop);
    let toaster = use_toaster();
    let withdrawing = use_state(|| false);
    let set = |on: bool| {
        let setter = withdrawing.setter();
        Callback::from(move |()| setter.set(on))
    };
    let withdraw = withdraw(props.id.clone(), asked.replace(), toaster.clone(), set(false));
    let restore = restore(props.id.clone(), asked.replace(), toaster);
    html! {
        <>
            { show(&asked, |record| html! { <RecordView {record} on_withdraw={set(true)} on_restore={restore} again={asked.again()} /> }) }
            if *withdrawing {
                <Confirm title={t!("withdraw-title")} explanation={t!("withdraw-explained")} confirm={t!("withdraw")}
                    reason={t!("withdraw-reason")}
                    testid="withdraw" on_confirm={withdraw} on_close={set(false)} />
            }
        </>
    }
}

fn withdraw(
    id: PatientId,
    replace: Callback<PatientRecord>,
    toaster: Toaster,
    close: Callback<()>,
) -> Callback<String> {
    Callback::from(move |reason: String| {
        let (replace, toaster, close) = (replace.clone(), toaster.clone(), close.clone());
        let (id, undo) = (id.clone(), restore(id.clone(), replace.clone(), toaster.clone()));
        spawn_local(async move {
            close.emit(());
            match backend::call(WithdrawPatient { id, reason }).await {
                Ok(record) => {
                    replace.emit(record);
                    toaster.say_with_undo(t!("patient-withdrawn-done"), undo);
                }
                Err(error) => toaster.say(words::error(&error)),
            }
        });
    })
}

fn restore(id: PatientId, replace: Callback<PatientRecord>, toaster: Toaster) -> Callback<()> {
    Callback::from(move |()| {
        let (id, replace, toaster) = (id.clone(), replace.clone(), toaster.clone());
        spawn_local(async move {
            match backend::call(RestorePatient { id }).await {
                Ok(record) => {
                    replace.emit(record);
                    toaster.say(t!("patient-restored"));
                }
                Err(error) => toaster.say(words::error(&error)),
            }
        });
    })
}

#[derive(Clone, PartialEq, Properties)]
struct RecordViewProps {
    record: Rc<PatientRecord>,
    on_withdraw: Callback<()>,
    on_restore: Callback<()>,
    again: Callback<()>,
}

#[component]
fn RecordView(props: &RecordViewProps) -> Html {
    let who = use_who();
    let record = &props.record;
    let toaster = use_toaster();
    let unmerge = |gone: PatientId| pair_acts::unmerge(gone, &toaster, &props.again);
    let stands = record.status == PatientStatus::Registered;
    let booking = Route::Book(Booking { patient: Some(record.id.clone()), ..Booking::default() });
    html! {
        <>
            <Banner record={record.clone()}>
                if who.may("schedule") && stands && record.person.died.is_none() {
                    <LinkAction label={t!("book-appointment")} to={booking} shortcut="b" look={Look::Primary}
                        icon={Glyph::Today} testid="book" />
                }
                if who.may("patient.update") && stands {
                    <LinkAction label={t!("edit")} to={Route::EditPatient(record.id.clone())} shortcut="e"
                        icon={Glyph::Edit} testid="edit-patient" />
                }
                if who.may("patient.update") && record.status == PatientStatus::Withdrawn {
                    <Action label={t!("restore")} testid="restore" icon={Glyph::Undo} on={props.on_restore.clone()} />
                }
                if who.may("patient.update") && stands {
                    <Action label={t!("withdraw")} testid="withdraw-patient" look={Look::Quiet}
                        on={props.on_withdraw.clone()} />
                }
                if let Some(into) = &record.merged_into {
                    <LinkAction label={t!("merged-open")} to={Route::Patient(into.id.clone())} look={Look::Primary}
                        testid="merged-open" />
                    if who.may("patient.update") {
                        <Action label={t!("unmerge")} testid="unmerge" icon={Glyph::Undo} on={unmerge(record.id.clone())} />
                    }
                }
            </Banner>
            <div class="db-columns">
                <section class="db-panel" aria-labelledby="details-title">
                    <h2 class="db-panel__title" id="details-title">{ t!("details-title") }</h2>
                    { details::view(&record.person) }
                </section>
                <div class="db-columns__stack">
                    { merged_records(&record.merged, who.may("patient.update"), &unmerge) }
                    <section class="db-panel" aria-labelledby="visits-title">
                        <h2 class="db-panel__title" id="visits-title">{ t!("visits-title") }</h2>
                        { visits::view(&record.appointments) }
                    </section>
                    if who.may("patient.update") && stands { <SimilarOfRecord id={record.id.clone()} /> }
                    <section class="db-panel" aria-labelledby="history-title">
                        <h2 class="db-panel__title" id="history-title">{ t!("history-title") }</h2>
                        { history::view(&record.history, who.may("ledger")) }
                    </section>
                </div>
            </div>
        </>
    }
}

/// Records that were merged into this one, each with a way to take that back.
fn merged_records(records: &[MergedRecord], may_part: bool, unmerge: &impl Fn(PatientId) -> Callback<()>) -> Html {
    if records.is_empty() {
        return Html::default();
    }
    let item = |gone: &MergedRecord| {
        let name = display_name(&gone.family, &gone.given, "");
        let full_label = t!("step-of", "step" => t!("unmerge"), "name" => format!("{name}, {}", gone.number));
        html! {
            <li class="db-merged" key={gone.id.to_string()} data-testid="merged-record">
                <a href={Route::Patient(gone.id.clone()).hash()} data-testid="merged-gone"><bdi>{ name }</bdi></a>
                <span class="db-number">{ &gone.number }</span>
                if may_part {
                    <Action label={t!("unmerge")} {full_label} look={Look::Quiet} icon={Glyph::Undo} testid="unmerge"
                        on={unmerge(gone.id.clone())} />
                }
            </li>
        }
    };
    html! {
        <section class="db-panel" aria-labelledby="merged-title">
            <h2 class="db-panel__title" id="merged-title">{ t!("merged-title") }</h2>
            <ul class="db-list">{ for records.iter().map(item) }</ul>
        </section>
    }
}
