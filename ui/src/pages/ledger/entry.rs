//! One entry: its header decoded in a layman's words, what it says, the way its proof leads, and as a file for somebody else.

use daybook_api::{EntryDetail, EntryStanding, ExportEntry, ExportKey, ExportProof, GetBlock, GetEntry, ProofWith};
use yew::prelude::*;

use super::entries::standing;
use super::exporting;
use super::proof::proof;
use super::verify_page::SaveVerifyPage;
use crate::components::{Action, Glyph, LinkAction, Look, Notice, Severe, show};
use crate::hooks::{Toaster, use_ask, use_toaster};
use crate::route::Route;
use crate::state::query::OldAnswer;
use crate::{t, words};

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
    html! {
        <>
            <div class="db-page-head">
                <h1 class="db-page-head__title">{ words::act(&detail.row.act) }</h1>
                { standing(detail.row.standing) }
                <div class="db-page-head__actions">{ actions(detail, toaster) }</div>
            </div>
            <p class="db-lede" data-testid="standing-explained">{ explained(detail.row.standing) }</p>
            if let Some(why) = &detail.refusal { <Notice severe={Severe::Danger} title={t!("entry-refused")}
                testid="entry-refusal"><p>{ why }</p></Notice> }
            <div class="db-columns">
                <section class="db-panel" aria-labelledby="events-title">
                    <h2 class="db-panel__title" id="events-title">{ t!("entry-events") }</h2>
                    <p class="db-muted">{ t!("entry-events-explained") }</p>
                    <ul class="db-list" data-testid="entry-events">
                        { for detail.events.iter().map(|event| html! { <li><bdi>{ event }</bdi></li> }) }</ul>
                </section>
                <section class="db-panel" aria-labelledby="header-title">
                    <h2 class="db-panel__title" id="header-title">{ t!("entry-header") }</h2>
                    <p class="db-muted">{ t!("entry-header-explained") }</p>
                    <dl class="db-facts db-facts--header" data-testid="entry-header">{ header(detail) }</dl>
                </section>
            </div>
            if let Some(path) = &detail.path { { proof(path) } }
            { text(detail) }
        </>
    }
}

fn actions(detail: &EntryDetail, toaster: &Toaster) -> Html {
    let entry = detail.row.entry.clone();
    html! {
        <>
            if let Some(index) = detail.row.index { <LinkAction label={t!("entry-block")} icon={Glyph::Ledger} shortcut="b"
                to={Route::Block(GetBlock::Of(index))} testid="entry-block" /> }
            <Action label={t!("export-entry")} shortcut="x" icon={Glyph::Download} testid="export-entry"
                on={exporting(ExportEntry { entry: entry.clone() }, toaster)} />
            if detail.proof.is_some() {
                <Action label={t!("export-proof")} shortcut="o" icon={Glyph::Download} testid="export-proof"
                    on={exporting(ExportProof { entry, with: ProofWith::Entry }, toaster)} />
                <SaveVerifyPage />
            }
            <Action label={t!("export-key")} icon={Glyph::Download} testid="export-key"
                on={exporting(ExportKey { desk: None }, toaster)} />
            <LinkAction label={t!("back")} to={Route::Ledger} shortcut="Escape" look={Look::Quiet} testid="entry-back" />
        </>
    }
}

fn explained(standing: EntryStanding) -> String {
    match standing {
        EntryStanding::Waiting => t!("standing-waiting-explained"),
        EntryStanding::Shared => t!("standing-shared-explained"),
        EntryStanding::Confirmed => t!("standing-confirmed-explained"),
        EntryStanding::Refused => t!("standing-refused-explained"),
    }
}

fn header(detail: &EntryDetail) -> Html {
    html! {
        <>
            { fact(&t!("column-who"), html! { <bdi>{ &detail.row.who }</bdi> }, None) }
            { fact(&t!("column-when"), html! { { words::instant(detail.row.at) } }, None) }
            { fact(&t!("column-hash"), code(&detail.row.entry), Some(t!("header-hash-means"))) }
            { for detail.header.iter().map(|(name, value)| field(name, value)) }
        </>
    }
}

/// A field of the header, by the name that the desk gives it.
fn field(name: &str, value: &str) -> Html {
    let key = name.replace(' ', "-");
    fact(&t!(&format!("header-{key}")), code(value), Some(t!(&format!("header-{key}-means"))))
}

fn code(value: &str) -> Html {
    html! { <bdi class="db-hash">{ value }</bdi> }
}

fn fact(name: &str, value: Html, means: Option<String>) -> Html {
    html! {
        <div class="db-facts__line">
            <dt>{ name }</dt>
            <dd>{ value }
                if let Some(means) = means { <span class="db-facts__means">{ means }</span> }</dd>
        </div>
    }
}

fn text(detail: &EntryDetail) -> Html {
    html! {
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
    }
}
