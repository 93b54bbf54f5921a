//! The desks of the hospital: those enrolled, those that ask to join with their code, approving, revoking.

use daybook_api::{ApproveDesk, DeskRow, Desks, Here, ListDesks, RevokeDesk, Standing, WaitingDesk};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::staff::standing;
use crate::components::{Action, Confirm, Field, Glyph, Look, Summary, heads, show, use_sending};
use crate::hooks::{Toaster, use_ask, use_interval, use_toaster};
use crate::state::query::OldAnswer;
use crate::{backend, t, words};

/// How often the server is asked who waits.
const POLL_MS: u32 = 4000;

/// The desks of the hospital.
#[component]
pub fn DeskList() -> Html {
    let asked = use_ask(Some(ListDesks {}), OldAnswer::Keep);
    let toaster = use_toaster();
    let revoking = use_state(|| None::<DeskRow>);
    let again = asked.again();
    use_interval(POLL_MS, move || again.emit(()));
    html! {
        <>
            { show(&asked, |desks| view(&desks, &revoking, asked.again())) }
            { revoke_dialog(&revoking, &toaster, asked.again()) }
        </>
    }
}

fn view(desks: &Desks, revoking: &UseStateHandle<Option<DeskRow>>, again: Callback<()>) -> Html {
    html! {
        <>
            <section class="db-panel" aria-labelledby="waiting-title">
                <h2 class="db-panel__title" id="waiting-title">{ t!("desks-waiting") }</h2>
                <p class="db-muted">{ t!("desks-waiting-explained") }</p>
                <ul class="db-list">{ for desks.waiting.iter().map(waiting) }</ul>
                <ApproveForm on_done={again} />
            </section>
            <section class="db-panel" aria-labelledby="enrolled-title">
                <h2 class="db-panel__title" id="enrolled-title">{ t!("desks-enrolled") }</h2>
                <div class="db-table-wrap" tabindex="0" role="group" aria-labelledby="enrolled-title">
                <table class="db-table">
                    { heads([
                        t!("column-number"),
                        t!("column-desk-name"),
                        t!("column-standing"),
                        t!("column-last-entry"),
                        t!("column-entries"),
                        t!("column-actions"),
                    ]) }
                    <tbody>{ for desks.enrolled.iter().map(|row| enrolled(row, revoking)) }</tbody>
                </table>
                </div>
            </section>
        </>
    }
}

fn waiting(desk: &WaitingDesk) -> Html {
    html! {
        <li class="db-waiting-desk" data-testid="waiting-desk">
            <strong><bdi>{ &desk.name }</bdi></strong>
            <span class="db-code db-code--small" dir="ltr" data-testid="waiting-code">{ &desk.code }</span>
            <span class="db-muted">{ t!("desk-asked", "time" => words::instant_short(desk.asked_at)) }</span>
        </li>
    }
}

fn enrolled(row: &DeskRow, revoking: &UseStateHandle<Option<DeskRow>>) -> Html {
    let revoke = {
        let (setter, row) = (revoking.setter(), row.clone());
        Callback::from(move |()| setter.set(Some(row.clone())))
    };
    html! {
        <tr data-testid="desk-row">
            <td class="db-number">{ format!("{:02}", row.number) }</td>
            <th scope="row"><bdi>{ &row.name }</bdi>if row.here == Here::Yes { <span class="db-chip db-chip--calm">
                { t!("desk-here") }</span> }</th>
            <td>{ standing(row.standing) }</td>
            <td class="db-number">{ row.last_entry_at.map_or_else(|| t!("never"), words::instant) }</td>
            <td class="db-number">{ row.entries }</td>
            <td class="db-table__actions">
                if row.standing == Standing::Active && row.here == Here::No {
                    <Action label={t!("desk-revoke")}
                        full_label={t!("step-of", "step" => t!("desk-revoke"), "name" => row.name.clone())}
                        look={Look::Quiet} testid="desk-revoke" on={revoke} />
                }
            </td>
        </tr>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ApproveFormProps {
    on_done: Callback<()>,
}

#[component]
fn ApproveForm(props: &ApproveFormProps) -> Html {
    let code = use_state(String::new);
    let sending = use_sending();
    let toaster = use_toaster();
    let onsubmit = {
        let (code, sending, on_done) = (code.clone(), sending.clone(), props.on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (toaster, on_done, code) = (toaster.clone(), on_done.clone(), code.clone());
            let request = ApproveDesk { code: code.trim().to_owned() };
            sending.send(backend::call(request), move |row| {
                toaster.say(t!("desk-approved", "name" => row.name));
                code.set(String::new());
                on_done.emit(());
            });
        })
    };
    let set = code.setter();
    html! {
        <form class="db-form db-form--line" {onsubmit}>
            <Summary problems={sending.problems.clone()} form="approve" />
            <Field id="approve-code" label={t!("approve-code")} hint={t!("approve-code-hint")} value={(*code).clone()}
                on_input={Callback::from(move |text| set.set(text))}
                problem={sending.problems.of("code")} width="m" dir="ltr" />
            <Action label={t!("approve")} look={Look::Primary} icon={Glyph::Done} testid="approve"
                disabled={sending.is_busy || code.trim().is_empty()} />
        </form>
    }
}

fn revoke_dialog(revoking: &UseStateHandle<Option<DeskRow>>, toaster: &Toaster, again: Callback<()>) -> Html {
    let Some(row) = (**revoking).clone() else { return Html::default() };
    let close = {
        let setter = revoking.setter();
        Callback::from(move |()| setter.set(None))
    };
    let (toaster, closing, name) = (toaster.clone(), close.clone(), row.name.clone());
    let on_confirm = Callback::from(move |reason: String| {
        let (toaster, again, name) = (toaster.clone(), again.clone(), name.clone());
        let request = RevokeDesk { number: row.number, reason };
        closing.emit(());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(_) => toaster.say(t!("desk-revoked", "name" => name)),
                Err(error) => toaster.say(words::error(&error)),
            }
            again.emit(());
        });
    });
    html! {
        <Confirm title={t!("desk-revoke-title", "name" => row.name.clone())} explanation={t!("desk-revoke-explained")}
            confirm={t!("desk-revoke")} reason={t!("reason")}
            testid="revoke" {on_confirm} on_close={close} />
    }
}
