//! What the server was found to have contradicted, with both sides of it, and as a file for somebody else.

use daybook_api::{AlarmRow, ExportEvidence, ListAlarms};
use yew::prelude::*;

use super::exporting;
use crate::components::{Action, Glyph, Notice, Severe, show};
use crate::hooks::{Shared, Toaster, use_ask, use_change, use_toaster};
use crate::state::query::OldAnswer;
use crate::{t, words};

/// Every alarm that there was; nothing where there was none.
#[component]
pub fn Alarms() -> Html {
    let toaster = use_toaster();
    let asked = use_ask(Some(ListAlarms {}), OldAnswer::Keep);
    let alarm = use_context::<Shared>().unwrap_or_default().0.map(|status| status.alarm.clone());
    let again = asked.again();
    use_change(alarm, move || again.emit(()));
    if asked.answer().is_some_and(|alarms| alarms.is_empty()) {
        return Html::default();
    }
    html! {
        <section class="db-panel" aria-labelledby="alarms-title">
            <h2 class="db-panel__title" id="alarms-title">{ t!("alarms-title") }</h2>
            <p class="db-muted">{ t!("alarms-explained") }</p>
            { show(&asked, |alarms| html! { { for alarms.iter().map(|alarm| view(alarm, &toaster)) } }) }
        </section>
    }
}

fn view(alarm: &AlarmRow, toaster: &Toaster) -> Html {
    let severe = if alarm.settled_at.is_some() { Severe::Info } else { Severe::Danger };
    let export = exporting(ExportEvidence { alarm: Some(alarm.id) }, toaster);
    html! {
        <Notice {severe} title={title(alarm)} testid="alarm">
            <p>{ t!("alarm-found", "at" => words::instant(alarm.at), "size" => alarm.size) }</p>
            <p>{ standing(alarm) }</p>
            if !alarm.detail.is_empty() { <p class="db-hash"><bdi>{ &alarm.detail }</bdi></p> }
            <div class="db-actions">
                <Action label={t!("export-evidence")} icon={Glyph::Download} testid="export-evidence" on={export} />
            </div>
            <details class="db-alarm__notes">
                <summary>{ t!("alarm-notes") }</summary>
                <p>{ t!("alarm-own-root") }</p>
                <p class="db-hash" dir="ltr">{ &alarm.root }</p>
                if !alarm.kept.is_empty() {
                    <p>{ t!("alarm-kept") }</p>
                    <pre class="db-proof" tabindex="0" dir="ltr">{ &alarm.kept }</pre>
                }
                <p>{ t!("alarm-shown") }</p>
                <pre class="db-proof" tabindex="0" dir="ltr">{ &alarm.shown }</pre>
            </details>
        </Notice>
    }
}

fn title(alarm: &AlarmRow) -> String {
    match alarm.kind.as_str() {
        "rolled_back" => t!("alarm-rolled-back"),
        "forked" => t!("alarm-forked"),
        "unjustified" => t!("alarm-unjustified"),
        "rule_broken" => t!("alarm-rule-broken"),
        _ => alarm.sentence.clone(),
    }
}

fn standing(alarm: &AlarmRow) -> String {
    match alarm.settled_at {
        Some(at) => t!("alarm-settled", "at" => words::instant(at)),
        None => t!("alarm-open"),
    }
}
