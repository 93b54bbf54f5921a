//! A ledger server is offered and none is connected: says so to the administrator, with its key to compare.

use std::rc::Rc;

use daybook_api::{ConnectServer, Home, OfferedServer};
use yew::prelude::*;

use super::{Action, Look, Notice, Sending, Severe, Summary, use_sending};
use crate::hooks::{Shared, Toaster, go, use_toaster, use_who};
use crate::route::Route;
use crate::{backend, t};

/// The offer, as long as it stands.
#[component]
pub fn Offer() -> Html {
    let home = use_context::<Rc<Home>>();
    let shared = use_context::<Shared>().unwrap_or_default();
    let who = use_who();
    let toaster = use_toaster();
    let sending = use_sending();
    let is_alone = shared.0.as_ref().is_some_and(|status| status.server.is_none());
    // A refusal stays in sight, whatever became of the connection.
    let is_due = is_alone || !sending.problems.is_empty();
    let offered = home.and_then(|home| home.offered_server.clone()).filter(|_| is_due && who.may("staff"));
    let Some(offer) = offered else { return Html::default() };
    html! {
        <Notice severe={Severe::Info} title={t!("offer-title", "server" => offer.server.clone())} testid="offer">
            <p>{ t!("offer-explained") }</p>
            <p class="db-hash" dir="ltr">{ &offer.log_key }</p>
            <Summary problems={sending.problems.clone()} form="offer" />
            <div class="db-actions">
                <Action label={t!("connect")} look={Look::Primary} testid="offer-connect" disabled={sending.is_busy}
                    on={connecting(&offer, &sending, &toaster)} />
                <Action label={t!("offer-look")} testid="offer-look" on={Callback::from(|()| go(&Route::Ledger))} />
            </div>
        </Notice>
    }
}

fn connecting(offer: &OfferedServer, sending: &Sending, toaster: &Toaster) -> Callback<()> {
    let (offer, sending, toaster) = (offer.clone(), sending.clone(), toaster.clone());
    Callback::from(move |()| {
        let request = ConnectServer {
            server: offer.server.clone(),
            log_key: offer.log_key.clone(),
            invite: offer.invite.clone(),
        };
        let toaster = toaster.clone();
        sending.send(backend::call(request), move |_| toaster.say(t!("connected")));
    })
}
