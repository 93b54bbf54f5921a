//! The ledger's front page, in a layman's words.

use daybook_api::{PolicyStanding, SyncNow, SyncStatus};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::alarms::Alarms;
use super::blocks::LineOfBlocks;
use super::connect::Connect;
use super::entries::Entries;
use super::verify::VerifyPanel;
use super::witnesses::WitnessesSeen;
use crate::components::{Action, Notice, ServerCertificate, Severe, sentence};
use crate::hooks::{Shared, use_toaster, use_who};
use crate::state::sharing::{Sharing, Tone};
use crate::{backend, t, words};

/// The ledger's front page.
#[component]
pub fn Overview() -> Html {
    let shared = use_context::<Shared>().unwrap_or_default();
    let who = use_who();
    let toaster = use_toaster();
    let trying = use_state(|| false);
    let status = shared.0.as_deref().cloned().unwrap_or_default();
    let sync = {
        let trying = trying.clone();
        Callback::from(move |()| {
            let (trying, toaster) = (trying.clone(), toaster.clone());
            trying.set(true);
            spawn_local(async move {
                if let Err(error) = backend::call(SyncNow {}).await {
                    toaster.say(words::error(&error));
                }
                trying.set(false);
            });
        })
    };
    html! {
        <>
            <div class="db-page-head">
                <h1 class="db-page-head__title">{ t!("room-ledger") }</h1>
                <div class="db-page-head__actions">
                    if status.server.is_some() { <Action
                        label={if *trying { t!("sync-trying") } else { t!("sync-now") }} shortcut="s" testid="sync-now"
                        disabled={*trying} on={sync} /> }
                </div>
            </div>
            <p class="db-lede">{ t!("ledger-explained") }</p>
            { standing(&shared) }
            <Alarms />
            { refused(&status) }
            if who.may("staff") && shared.0.is_some() { <Connect alone={status.server.is_none()}
                troubled={status.trouble.is_some()} /> }
            if who.may("staff") && status.server.is_some() { <ServerCertificate /> }
            <LineOfBlocks />
            <VerifyPanel />
            <Entries />
            <WitnessesSeen />
        </>
    }
}

fn standing(shared: &Shared) -> Html {
    let sharing = Sharing::of(shared.0.as_deref());
    let severe = match sharing.tone() {
        Tone::Good => Severe::Success,
        Tone::Calm => Severe::Info,
        Tone::Warning => Severe::Warning,
        Tone::Danger => Severe::Danger,
    };
    let Some(status) = shared.0.as_deref() else { return Html::default() };
    html! {
        <Notice {severe} title={sentence(&sharing)} testid="ledger-standing">
            if let Sharing::Stuck(why, _) = &sharing { <p data-testid="ledger-trouble">{ why }</p> }
            <dl class="db-totals">
                { figure("shared", t!("ledger-shared"), status.shared.to_string()) }
                if status.policy != PolicyStanding::None {
                    { figure("confirmed", t!("ledger-confirmed"), status.confirmed.to_string()) }
                }
                { figure("pending", t!("ledger-pending"), status.pending.to_string()) }
                { figure("size", t!("ledger-size"), status.tree_size.to_string()) }
                { figure("contact", t!("ledger-contact"), status.last_contact.map_or_else(|| t!("never"), words::instant)) }
            </dl>
            if let Some(server) = &status.server { <p class="db-muted">
                { t!("ledger-server", "server" => server.clone()) }</p> }
        </Notice>
    }
}

fn figure(name: &str, label: String, value: String) -> Html {
    html! { <div class="db-totals__one"><dt>{ label }</dt><dd data-testid={format!("ledger-{name}")}>
    { value }</dd></div> }
}

fn refused(status: &SyncStatus) -> Html {
    if status.refused.is_empty() {
        return Html::default();
    }
    html! {
        <section class="db-panel" aria-labelledby="refused-title">
            <h2 class="db-panel__title" id="refused-title">{ t!("refused-title") }</h2>
            <p class="db-muted">{ t!("refused-explained") }</p>
            <ul class="db-list">{ for status.refused.iter().map(|one| html! {
                <li data-testid="refused"><strong>{ words::act(&one.act) }</strong>{ " " }<time>
                    { words::instant(one.at) }</time><p>{ &one.reason }</p></li>
            }) }</ul>
        </section>
    }
}
