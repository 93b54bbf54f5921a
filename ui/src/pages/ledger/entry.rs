//! One entry, decoded, with its proof, and as a file for somebody else.

use daybook_api::{Command, EntryDetail, ExportEntry, ExportKey, ExportProof, Exported, GetEntry, ProofWith};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::entries::standing;
use crate::components::{Action, Glyph, LinkAction, Look, show};
use crate::hooks::{Toaster, use_ask, use_toaster};
use crate::route::Route;
use crate::state::query::OldAnswer;
use crate::{backend, download, t, words};

/// Which entry.
#[derive(Clone, PartialEq, Properties)]
pub struct EntryProps {
    /// Leaf hash, or index in the shared log.
    pub entry: String,
}

/// One entry.
#[component]
pub fn Entry(props: &EntryProps) -> Html {
    let toaster = use_toaster();
    let asked = use_ask(Some(GetEntry { entry: props.entry.clone() }), OldAnswer::Drop);
    show(&asked, |detail| view(&detail, &toaster))
}

fn view(detail: &EntryDetail, toaster: &Toaster) -> Html {
    let entry = detail.row.entry.clone();
    html! {
        <>
            <div class="db-page-head">
                <h1 class="db-page-head__title">{ words::act(&detail.row.act) }</h1>
                { standing(detail.row.standing) }
                <div class="db-page-head__actions">
                    <Action label={t!("export-entry")} shortcut="x" icon={Glyph::Download} testid="export-entry"
                        on={exporting(ExportEntry { entry: entry.clone() }, toaster)} />
                    if detail.proof.is_some() {
                        <Action label={t!("export-proof")} shortcut="o" icon={Glyph::Download} testid="export-proof"
                            on={exporting(ExportProof { entry, with: ProofWith::Entry }, toaster)} />
                    }
                    <Action label={t!("export-key")} icon={Glyph::Download} testid="export-key"
                        on={exporting(ExportKey { desk: None }, toaster)} />
                    <LinkAction label={t!("back")} to={Route::Ledger} shortcut="Escape" look={Look::Quiet}
                        testid="entry-back" />
                </div>
            </div>
            <div class="db-columns">
                <section class="db-panel" aria-labelledby="header-title">
                    <h2 class="db-panel__title" id="header-title">{ t!("entry-header") }</h2>
                    <p class="db-muted">{ t!("entry-header-explained") }</p>
                    <dl class="db-facts db-facts--mono" data-testid="entry-header">
                        { fact(&t!("column-who"), &detail.row.who) }
                        { fact(&t!("column-when"), &words::instant(detail.row.at)) }
                        { fact(&t!("column-hash"), &detail.row.entry) }
                        { for detail.header.iter().map(|(name, value)| fact(name, value)) }
                    </dl>
                </section>
                <div class="db-columns__stack">
                    <section class="db-panel" aria-labelledby="events-title">
                        <h2 class="db-panel__title" id="events-title">{ t!("entry-events") }</h2>
                        <p class="db-muted">{ t!("entry-events-explained") }</p>
                        <ul class="db-list" data-testid="entry-events">
                            { for detail.events.iter().map(|event| html! { <li><bdi>{ event }</bdi></li> }) }</ul>
                    </section>
                    <section class="db-panel" aria-labelledby="proof-title">
                        <h2 class="db-panel__title" id="proof-title">{ t!("entry-proof") }</h2>
                        <p class="db-muted">{ t!("entry-proof-explained") }</p>
                        if let Some(proof) = &detail.proof {
                            <pre class="db-proof" tabindex="0" dir="ltr" aria-labelledby="proof-title" role="group"
                                data-testid="entry-proof">{ proof }</pre>
                        } else {
                            <p>{ t!("entry-no-proof") }</p>
                        }
                    </section>
                </div>
            </div>
        </>
    }
}

fn fact(name: &str, value: &str) -> Html {
    html! { <div class="db-facts__line"><dt>{ name }</dt><dd><bdi>{ value }</bdi></dd></div> }
}

fn exporting<C: Command<Response = Exported> + Clone + 'static>(request: C, toaster: &Toaster) -> Callback<()> {
    let toaster = toaster.clone();
    Callback::from(move |()| {
        let (request, toaster) = (request.clone(), toaster.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(file) => download::offer(&file, &toaster).await,
                Err(error) => toaster.say(words::error(&error)),
            }
        });
    })
}
