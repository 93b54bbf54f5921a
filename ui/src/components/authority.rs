//! Certificate authorities of the hospital's own for the ledger server: which are trusted here, choosing a file, removing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daybook_api::{
    ApiError, Authorities, AuthorityRow, ErrorCode, GetAuthorities, RemoveAuthorities, SetAuthorities, Term,
};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement};
use yew::prelude::*;

use super::{Action, Confirm, Look, Notice, Sending, Severe, Summary, heads, show, use_sending};
use crate::hooks::{Asked, Toaster, use_ask, use_toaster};
use crate::state::query::OldAnswer;
use crate::{backend, browser, t, words};

/// The id of the field that takes a file.
const CHOOSE: &str = "authority-pem";
/// Larger files are not read at all; the desk takes far less.
const LARGEST: f64 = 1_048_576.0;

/// What is trusted, inside the form that connects or joins. Closed until somebody needs it.
#[component]
pub fn AuthorityPanel() -> Html {
    html! {
        <details class="db-authority" data-testid="authority">
            <summary class="db-panel__summary"><h3 class="db-panel__title" id="authority-title">
                { t!("authority-title") }</h3></summary>
            <Trusted />
        </details>
    }
}

/// The same as a part of the Ledger page, for the server that is connected: there at all times, also while nothing is wrong.
#[component]
pub fn ServerCertificate() -> Html {
    html! {
        <section class="db-panel" aria-labelledby="authority-title">
            <details class="db-authority" data-testid="authority">
                <summary class="db-panel__summary"><h2 class="db-panel__title" id="authority-title">
                    { t!("server-certificate") }</h2></summary>
                <Trusted />
            </details>
        </section>
    }
}

/// What is trusted, with a way to choose a file and to remove it; under a heading with the id `authority-title`.
#[component]
fn Trusted() -> Html {
    let asked = use_ask(Some(GetAuthorities {}), OldAnswer::Keep);
    let sending = use_sending();
    let removing = use_state(|| false);
    let toaster = use_toaster();
    html! {
        <>
            <p class="db-muted">{ t!("authority-explained") }</p>
            <Summary problems={sending.problems.clone()} form="authority" />
            { show(&asked, |trusted| view(&trusted, &removing)) }
            { choosing(&sending, &asked, &toaster) }
            if *removing { { confirming(&removing, &sending, &asked, &toaster) } }
        </>
    }
}

fn view(trusted: &Authorities, removing: &UseStateHandle<bool>) -> Html {
    let ask = {
        let setter = removing.setter();
        Callback::from(move |()| setter.set(true))
    };
    let remove = html! { <><p>{ t!("authority-remove-explained") }</p><div class="db-actions">
    <Action label={t!("authority-remove")} look={Look::Danger} testid="authority-remove" on={ask} /></div></> };
    if let Some(trouble) = &trusted.trouble {
        return html! { <Notice severe={Severe::Warning} title={t!("authority-unusable")} testid="authority-unusable">
        <p>{ trouble }</p>{ remove }</Notice> };
    }
    if trusted.authorities.is_empty() {
        return html! { <p data-testid="authority-none">{ t!("authority-none") }</p> };
    }
    html! {
        <>
            <div class="db-table-wrap" tabindex="0" role="group" aria-labelledby="authority-title">
            <table class="db-table">
                { heads([t!("column-authority"), t!("column-valid-until"), t!("column-fingerprint-sha256")]) }
                <tbody>{ for trusted.authorities.iter().map(row) }</tbody>
            </table>
            </div>
            { remove }
        </>
    }
}

fn row(row: &AuthorityRow) -> Html {
    let standing = match row.term {
        Term::Running => None,
        Term::NotYet => Some(t!("authority-not-yet", "time" => words::instant(row.from))),
        Term::Over => Some(t!("authority-over")),
    };
    html! {
        <tr data-testid="authority-row">
            <th scope="row"><bdi>{ &row.subject }</bdi></th>
            <td>{ words::instant(row.until) } if let Some(standing) = standing {
                { " " }<span class="db-chip db-chip--warning">{ standing }</span> }</td>
            <td class="db-hash" dir="ltr">{ &row.fingerprint }</td>
        </tr>
    }
}

fn choosing(sending: &Sending, asked: &Asked<Authorities>, toaster: &Toaster) -> Html {
    let (sent, again, toaster) = (sending.clone(), asked.again(), toaster.clone());
    let onchange = Callback::from(move |event: Event| {
        let input = event.target_dyn_into::<HtmlInputElement>();
        let Some(file) = input.as_ref().and_then(|input| input.files()?.get(0)) else { return };
        // The same file, chosen again after it was put right, is a change too.
        input.into_iter().for_each(|input| input.set_value(""));
        let (again, toaster) = (again.clone(), toaster.clone());
        sent.send(set(file), move |_| {
            toaster.say(t!("authority-chosen"));
            again.emit(());
        });
    });
    html! {
        <div class="db-field">
            <label class="db-field__label" for={CHOOSE}>{ t!("authority-choose") }</label>
            <p class="db-field__hint" id="authority-pem-hint">{ t!("authority-choose-hint") }</p>
            <input id={CHOOSE} type="file" accept=".pem,.crt,.cer,.txt" {onchange} disabled={sending.is_busy}
                aria-describedby="authority-pem-hint"
                aria-invalid={sending.problems.of("pem").is_some().then_some("true")} data-testid="authority-pem" />
        </div>
    }
}

async fn set(file: File) -> Result<Authorities, ApiError> {
    let unreadable = || ApiError::new(ErrorCode::BadRequest, t!("authority-unreadable"));
    if file.size() > LARGEST {
        return Err(unreadable());
    }
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| unreadable())?;
    let base64 = STANDARD.encode(js_sys::Uint8Array::new(&buffer).to_vec());
    backend::call(SetAuthorities { base64 }).await
}

fn confirming(
    removing: &UseStateHandle<bool>,
    sending: &Sending,
    asked: &Asked<Authorities>,
    toaster: &Toaster,
) -> Html {
    let close = {
        let setter = removing.setter();
        Callback::from(move |()| setter.set(false))
    };
    let (sending, again, toaster, closed) = (sending.clone(), asked.again(), toaster.clone(), close.clone());
    let on_confirm = Callback::from(move |_: String| {
        let (again, toaster) = (again.clone(), toaster.clone());
        sending.send(backend::call(RemoveAuthorities {}), move |_| {
            toaster.say(t!("authority-removed"));
            // The button that had the focus goes away; what can be done next stands here.
            browser::focus(CHOOSE);
            again.emit(());
        });
        closed.emit(());
    });
    html! {
        <Confirm title={t!("authority-remove-title")} explanation={t!("authority-remove-explained")}
            confirm={t!("authority-remove")} testid="authority-remove" {on_confirm} on_close={close} />
    }
}
