//! What the server or a witness was found to have contradicted, with both sides of it, and as a file for somebody else.

use daybook_api::{AlarmRow, ExportEvidence, ListAlarms, SignedSides};
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
    // A witness that went back stops nothing: it is told of with what the witnesses have confirmed.
    let status = use_context::<Shared>().unwrap_or_default().0;
    let again = asked.again();
    use_change(status.map(|status| (status.alarm.clone(), status.revision)), move || again.emit(()));
    if asked.answer().is_some_and(|alarms| alarms.is_empty()) {
        return Html::default();
    }
    let explained = match asked.answer().is_some_and(|alarms| alarms.iter().all(is_witness_s)) {
        true => t!("alarms-explained-witness"),
        false => t!("alarms-explained"),
    };
    html! {
        <section class="db-panel" aria-labelledby="alarms-title">
            <h2 class="db-panel__title" id="alarms-title">{ t!("alarms-title") }</h2>
            <p class="db-muted">{ explained }</p>
            { show(&asked, |alarms| html! { { for alarms.iter().map(|alarm| view(alarm, &toaster)) } }) }
        </section>
    }
}

/// Of a witness, and not of the server: sharing goes on.
fn is_witness_s(alarm: &AlarmRow) -> bool {
    alarm.kind == "witness_went_back"
}

fn view(alarm: &AlarmRow, toaster: &Toaster) -> Html {
    let severe = match alarm.settled_at {
        Some(_) => Severe::Info,
        None if is_witness_s(alarm) => Severe::Warning,
        None => Severe::Danger,
    };
    let export = exporting(ExportEvidence { alarm: Some(alarm.id) }, toaster);
    html! {
        <Notice {severe} title={title(alarm)} testid="alarm">
            <p>{ t!("alarm-found", "at" => words::instant(alarm.at), "size" => alarm.size) }</p>
            { signed_by(alarm) }
            <p>{ standing(alarm) }</p>
            if !alarm.detail.is_empty() { <p class="db-hash"><bdi>{ &alarm.detail }</bdi></p> }
            <div class="db-actions">
                <Action label={t!("export-evidence")} icon={Glyph::Download} testid="export-evidence" on={export} />
            </div>
            <details class="db-alarm__notes">
                <summary>{ t!("alarm-notes") }</summary>
                if !is_witness_s(alarm) {
                    <p>{ t!("alarm-own-root") }</p>
                    <p class="db-hash" dir="ltr">{ &alarm.root }</p>
                }
                if !alarm.kept.is_empty() {
                    <p>{ if is_witness_s(alarm) { t!("alarm-witness-first") } else { t!("alarm-kept") } }</p>
                    <pre class="db-proof" tabindex="0" dir="ltr">{ &alarm.kept }</pre>
                }
                <p>{ if is_witness_s(alarm) { t!("alarm-witness-then") } else { t!("alarm-shown") } }</p>
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
        "witness_went_back" => t!("alarm-witness-went-back", "names" => names(alarm, SignedSides::Both).join(", ")),
        _ => alarm.sentence.clone(),
    }
}

/// Who has signed which side, by name.
fn signed_by(alarm: &AlarmRow) -> Html {
    let (both, shown) = (names(alarm, SignedSides::Both), names(alarm, SignedSides::Shown));
    html! {
        <>
            if !both.is_empty() && !is_witness_s(alarm) {
                <p data-testid="alarm-both">
                    { t!("alarm-witnesses-both", "count" => both.len(), "names" => both.join(", ")) }</p>
            }
            if !shown.is_empty() {
                <p data-testid="alarm-shown-by">
                    { t!("alarm-witnesses-shown", "count" => shown.len(), "names" => shown.join(", ")) }</p>
            }
        </>
    }
}

fn names(alarm: &AlarmRow, sides: SignedSides) -> Vec<&str> {
    alarm.witnesses.iter().filter(|witness| witness.sides == sides).map(|witness| witness.name.as_str()).collect()
}

fn standing(alarm: &AlarmRow) -> String {
    match alarm.settled_at {
        Some(at) => t!("alarm-settled", "at" => words::instant(at)),
        None if is_witness_s(alarm) => t!("alarm-witness-open"),
        None => t!("alarm-open"),
    }
}
