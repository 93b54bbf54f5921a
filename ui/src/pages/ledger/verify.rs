//! *Verify everything*: every entry, every proof, every row, with what was found; rebuilding.

use daybook_api::{ApiError, FindingKind, RebuildLedger, RebuildReport, VerifyLedger, VerifyReport};
use yew::prelude::*;

use crate::components::{Action, Confirm, Glyph, Look, Notice, Severe, use_job};
use crate::hooks::use_who;
use crate::{t, words};

/// *Verify everything*, and rebuilding.
#[component]
pub fn VerifyPanel() -> Html {
    let who = use_who();
    let report = use_state(|| None::<Result<VerifyReport, ApiError>>);
    let rebuilt = use_state(|| None::<Result<RebuildReport, ApiError>>);
    let asking = use_state(|| false);
    let job = use_job();
    let verify = {
        let (job, report) = (job.clone(), report.setter());
        Callback::from(move |()| {
            let report = report.clone();
            job.start(VerifyLedger {}, move |end| report.set(Some(end)));
        })
    };
    let rebuild = {
        let (job, rebuilt, asking) = (job.clone(), rebuilt.setter(), asking.setter());
        Callback::from(move |_: String| {
            asking.set(false);
            let rebuilt = rebuilt.clone();
            job.start(RebuildLedger {}, move |end| rebuilt.set(Some(end)));
        })
    };
    let ask = |on: bool| {
        let setter = asking.setter();
        Callback::from(move |()| setter.set(on))
    };
    html! {
        <section class="db-panel" aria-labelledby="verify-title">
            <h2 class="db-panel__title" id="verify-title">{ t!("verify-title") }</h2>
            <p class="db-muted">{ t!("verify-explained") }</p>
            if job.is_running() {
                { job.view_with_stop(t!("verify-title")) }
            } else {
                <div class="db-actions">
                    <Action label={t!("verify")} look={Look::Primary} shortcut="v" icon={Glyph::Verify} testid="verify"
                        on={verify} />
                    if who.may("staff") { <Action label={t!("rebuild")} testid="rebuild" on={ask(true)} /> }
                </div>
            }
            { for report.iter().map(outcome) }
            { for rebuilt.iter().map(rebuilding) }
            if *asking {
                <Confirm title={t!("rebuild")} explanation={t!("rebuild-explained")} confirm={t!("rebuild")}
                    testid="rebuild-dialog" on_confirm={rebuild} on_close={ask(false)} />
            }
        </section>
    }
}

fn outcome(report: &Result<VerifyReport, ApiError>) -> Html {
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            return html! { <Notice severe={Severe::Danger} title={words::error(error)} testid="verify-failed" /> };
        }
    };
    let checked = t!("verify-checked", "entries" => report.entries, "proofs" => report.proofs, "rows" => report.rows);
    if report.findings.is_empty() {
        return html! { <Notice severe={Severe::Success} title={t!("verify-good")} testid="verify-good"><p>{ checked }</p></Notice> };
    }
    html! {
        <Notice severe={Severe::Danger} title={t!("verify-bad", "count" => report.findings.len())} testid="verify-bad">
            <p>{ checked }</p>
            <ul class="db-list">{ for report.findings.iter().map(|finding| html! {
                <li data-testid="finding"><strong>{ kind(finding.kind) }</strong><p>{ &finding.message }</p><p
                    class="db-hash">{ &finding.place }</p></li>
            }) }</ul>
        </Notice>
    }
}

fn kind(kind: FindingKind) -> String {
    match kind {
        FindingKind::BadEntry => t!("finding-bad-entry"),
        FindingKind::MissingEntry => t!("finding-missing-entry"),
        FindingKind::BadPayload => t!("finding-bad-payload"),
        FindingKind::BadProof => t!("finding-bad-proof"),
        FindingKind::BrokenRule => t!("finding-broken-rule"),
        FindingKind::BadRow => t!("finding-bad-row"),
    }
}

fn rebuilding(report: &Result<RebuildReport, ApiError>) -> Html {
    match report {
        Err(error) => html! { <Notice severe={Severe::Danger} title={words::error(error)} testid="rebuild-failed" /> },
        Ok(report) => {
            let same = report.before == report.after;
            let title = if same {
                t!("rebuilt-same", "count" => report.entries)
            } else {
                t!("rebuilt-other", "count" => report.entries)
            };
            let severe = if same { Severe::Success } else { Severe::Warning };
            html! { <Notice {severe} {title} testid="rebuilt"><p class="db-hash">{ &report.after }</p></Notice> }
        }
    }
}
