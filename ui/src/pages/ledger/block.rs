//! One block: what it added, the roots before and after it, who has signed that, and its checkpoint for somebody else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use daybook_api::{BlockDetail, Exported, GetBlock};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::blocks::check;
use super::entries::table;
use super::signers::signers;
use crate::components::{Action, Glyph, LinkAction, Look, show};
use crate::hooks::{Toaster, use_ask, use_toaster};
use crate::route::Route;
use crate::state::query::OldAnswer;
use crate::{download, t, words};

/// Which block.
#[derive(Clone, PartialEq, Properties)]
pub struct BlockProps {
    /// By its number, or by an entry that it brought.
    pub block: GetBlock,
}

/// One block.
#[component]
pub fn Block(props: &BlockProps) -> Html {
    let toaster = use_toaster();
    let asked = use_ask(Some(props.block), OldAnswer::Drop);
    html! {
        <>
            { show(&asked, |block| view(&block, &toaster)) }
            if asked.error().is_some() { <LinkAction label={t!("back")} to={Route::Ledger} shortcut="Escape" testid="block-back" /> }
        </>
    }
}

fn view(block: &BlockDetail, toaster: &Toaster) -> Html {
    let neighbour = |number: u64| Route::Block(GetBlock::Number(number));
    html! {
        <>
            <div class="db-page-head">
                <h1 class="db-page-head__title">{ t!("block", "number" => block.row.number) }</h1>
                { check(block.row.check) }
                <div class="db-page-head__actions">
                    if let Some(previous) = block.previous { <LinkAction label={t!("block-before")} icon={Glyph::Previous}
                        to={neighbour(previous)} shortcut="[" testid="block-previous" /> }
                    if let Some(next) = block.next { <LinkAction label={t!("block-after")} icon={Glyph::Next}
                        to={neighbour(next)} shortcut="]" testid="block-next" /> }
                    <Action label={t!("export-checkpoint")} shortcut="x" icon={Glyph::Download} testid="export-checkpoint"
                        on={saving(block, toaster)} />
                    <LinkAction label={t!("back")} to={Route::Ledger} shortcut="Escape" look={Look::Quiet}
                        testid="block-back" />
                </div>
            </div>
            <div class="db-columns">
                <section class="db-panel" aria-labelledby="block-facts-title">
                    <h2 class="db-panel__title" id="block-facts-title">{ t!("block-facts") }</h2>
                    <p class="db-muted">{ t!("block-facts-explained") }</p>
                    <dl class="db-facts" data-testid="block-facts">{ facts(block) }</dl>
                </section>
                <section class="db-panel" aria-labelledby="block-signed-title">
                    <h2 class="db-panel__title" id="block-signed-title">{ t!("block-signatures") }</h2>
                    <p class="db-muted">{ t!("block-signatures-explained") }</p>
                    { signers(&block.signatures) }
                    <pre class="db-proof" tabindex="0" dir="ltr" role="group" aria-label={t!("block-note")}
                        data-testid="block-note">{ &block.note }</pre>
                </section>
            </div>
            { entries(block) }
        </>
    }
}

fn facts(block: &BlockDetail) -> Html {
    let row = &block.row;
    let first = if row.first < row.size {
        t!("block-range", "first" => row.first, "last" => row.size - 1)
    } else {
        t!("block-empty")
    };
    let before = block.root_before.clone().unwrap_or_else(|| t!("block-no-before"));
    html! {
        <>
            { fact(t!("column-when"), html! { { words::instant(row.at) } }) }
            { fact(t!("block-brings"), html! { { first } }) }
            { fact(t!("block-root-before"), html! { <bdi class="db-hash">{ before }</bdi> }) }
            { fact(t!("block-root"), html! { <bdi class="db-hash">{ &block.root }</bdi> }) }
        </>
    }
}

fn fact(name: String, value: Html) -> Html {
    html! { <div class="db-facts__line"><dt>{ name }</dt><dd>{ value }</dd></div> }
}

fn entries(block: &BlockDetail) -> Html {
    let all = block.row.size.saturating_sub(block.row.first);
    let others = all.saturating_sub(block.row.own);
    let unlisted = block.row.own.saturating_sub(block.entries.len() as u64);
    html! {
        <section class="db-panel" aria-labelledby="block-entries-title">
            <h2 class="db-panel__title" id="block-entries-title">{ t!("entries-title") }</h2>
            if !block.entries.is_empty() { { table(&block.entries, "block-entries-title") } }
            if unlisted > 0 { <p class="db-muted">{ t!("block-unlisted", "count" => unlisted) }</p> }
            if others > 0 { <p class="db-muted" data-testid="block-others">{ t!("block-others", "count" => others) }</p> }
        </section>
    }
}

fn saving(block: &BlockDetail, toaster: &Toaster) -> Callback<()> {
    let file = Exported { name: format!("checkpoint-{}.txt", block.row.number), base64: STANDARD.encode(&block.note) };
    let toaster = toaster.clone();
    Callback::from(move |()| {
        let (file, toaster) = (file.clone(), toaster.clone());
        spawn_local(async move { download::offer(&file, &toaster).await });
    })
}
