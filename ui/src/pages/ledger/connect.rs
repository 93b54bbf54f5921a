//! Connecting this hospital to a ledger server: its address and key compared, never trusted at first sight.

use std::rc::Rc;

use daybook_api::{ConnectServer, Home};
use yew::prelude::*;

use crate::components::{Action, AuthorityPanel, Field, Look, Notice, Severe, Summary, use_sending};
use crate::hooks::use_toaster;
use crate::{backend, t};

/// Whether the form is due.
#[derive(Clone, PartialEq, Properties)]
pub struct ConnectProps {
    /// No server is connected.
    pub alone: bool,
    /// One is, and something stands in the way.
    pub troubled: bool,
}

/// The form that connects this hospital to a ledger server; a refusal stays in sight, whatever became of the connection.
#[component]
pub fn Connect(props: &ConnectProps) -> Html {
    let home = use_context::<Rc<Home>>();
    let offered = home.as_ref().and_then(|home| home.offered_server.clone());
    let form = use_state(|| match &offered {
        Some(offer) => {
            ConnectServer { server: offer.server.clone(), log_key: offer.log_key.clone(), invite: offer.invite.clone() }
        }
        None => ConnectServer { server: String::new(), log_key: String::new(), invite: String::new() },
    });
    let sending = use_sending();
    let toaster = use_toaster();
    let onsubmit = {
        let (form, sending) = (form.clone(), sending.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let toaster = toaster.clone();
            sending.send(backend::call((*form).clone()), move |_| toaster.say(t!("connected")));
        })
    };
    let edit = |change: fn(&mut ConnectServer, String)| {
        let form = form.clone();
        Callback::from(move |text: String| {
            let mut next = (*form).clone();
            change(&mut next, text.trim().to_owned());
            form.set(next);
        })
    };
    let is_due = props.alone || !sending.problems.is_empty();
    if !is_due && !props.troubled {
        return Html::default();
    }
    html! {
        <section class="db-panel" aria-labelledby="connect-title">
            <details open={is_due}>
            <summary class="db-panel__summary"><h2 class="db-panel__title" id="connect-title">
                { if props.alone { t!("connect-title") } else { t!("connect-again") } }</h2></summary>
            <p class="db-muted">{ t!("connect-explained") }</p>
            if offered.is_some() { <Notice severe={Severe::Info} title={t!("connect-offered")}
                testid="connect-offered" /> }
            <form class="db-form" {onsubmit}>
                <Summary problems={sending.problems.clone()} form="connect" />
                <Field id="connect-server" label={t!("field-server")} hint={t!("server-hint")}
                    value={form.server.clone()} on_input={edit(|form, text| form.server = text)}
                    problem={sending.problems.of("server")} required=true width="full" dir="ltr" />
                <Field id="connect-log_key" label={t!("field-log-key")} hint={t!("log-key-hint")}
                    value={form.log_key.clone()} on_input={edit(|form, text| form.log_key = text)}
                    problem={sending.problems.of("log_key")} required=true width="full" dir="ltr" />
                <Field id="connect-invite" label={t!("field-invite")} hint={t!("invite-hint")}
                    value={form.invite.clone()} on_input={edit(|form, text| form.invite = text)}
                    problem={sending.problems.of("invite")} width="full" dir="ltr" />
                <div class="db-actions"><Action label={t!("connect")} look={Look::Primary} testid="connect"
                    disabled={sending.is_busy} /></div>
            </form>
            if props.alone { <AuthorityPanel /> }
            </details>
        </section>
    }
}
