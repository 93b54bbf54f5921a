//! Patients registered twice: the check of the whole register with its progress, and what it has found, pair by pair.

use daybook_api::{
    CheckDuplicates, CheckState, Duplicates, GetJob, JobState, JobStatus, ListDuplicates, RegisterCheck, ShowPairs,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::pair::Pair;
use crate::components::{Action, Choice, Empty, Glyph, Look, Progress, RadioRow, show};
use crate::hooks::{Asked, Toaster, use_ask, use_interval, use_toaster};
use crate::state::query::OldAnswer;
use crate::{backend, t, words};

/// So many pairs are shown, and so many more each time.
const PAGE: u32 = 20;
/// How often it is asked how far the check is, while it is under way.
const STEP_MS: u32 = 500;
/// Of so many times the list is asked for once.
const LIST_EACH: u32 = 6;

/// Patients registered twice.
#[component]
pub fn DuplicateList() -> Html {
    let limit = use_state(|| PAGE);
    let shown = use_state(ShowPairs::default);
    let toaster = use_toaster();
    let asked = use_ask(Some(ListDuplicates { limit: *limit, shown: *shown }), OldAnswer::Keep);
    let job = asked.answer().and_then(|found| found.check.job.clone());
    let status = use_ask(job.clone().map(|job| GetJob { job }), OldAnswer::Keep);
    let ticks = use_mut_ref(|| 0u32);
    {
        let (again, again_status, is_running) = (asked.again(), status.again(), job.is_some());
        let has_ended = status.answer().is_some_and(|status| status.state != JobState::Running);
        use_interval(STEP_MS, move || {
            if is_running {
                *ticks.borrow_mut() += 1;
                again_status.emit(());
                if has_ended || ticks.borrow().is_multiple_of(LIST_EACH) {
                    again.emit(());
                }
            }
        });
    }
    let more = {
        let (setter, now) = (limit.setter(), *limit);
        Callback::from(move |()| setter.set(now + PAGE))
    };
    html! {
        <section class="db-panel" aria-labelledby="duplicates-title">
            <h2 class="db-panel__title" id="duplicates-title">{ t!("duplicates-title") }</h2>
            <p class="db-muted">{ t!("duplicates-explained") }</p>
            { show(&asked, |found| html! {
                <>
                    { check(&found.check, status.answer().as_deref(), &toaster, &asked) }
                    { choice(&shown) }
                    { pairs(&found, *shown, &asked.again()) }
                    if found.total > found.pairs.len() as u64 {
                        <Action label={t!("duplicates-more")} testid="duplicates-more" on={more} />
                    }
                </>
            }) }
        </section>
    }
}

fn check(check: &RegisterCheck, status: Option<&JobStatus>, toaster: &Toaster, asked: &Asked<Duplicates>) -> Html {
    if let Some(job) = check.job.clone() {
        let status =
            status.cloned().unwrap_or(JobStatus { note: String::new(), done: 0, total: 0, state: JobState::Running });
        // The desk's note is English; what it does is always the same.
        let status = JobStatus { note: t!("duplicates-running"), ..status };
        let on_cancel = Callback::from(move |()| backend::cancel(job.clone()));
        return html! { <Progress label={t!("duplicates-running")} {status} {on_cancel} /> };
    }
    let (label, look) = match check.state {
        CheckState::Never => (t!("duplicates-start"), Look::Primary),
        CheckState::Stopped => (t!("duplicates-go-on"), Look::Primary),
        CheckState::Done | CheckState::Running => (t!("duplicates-again"), Look::Secondary),
    };
    html! {
        <div class="db-actions">
            <Action {label} {look} icon={Glyph::Search} testid="duplicates-start" shortcut="y"
                on={start(toaster, asked)} />
            <span class="db-muted" role="status" data-testid="duplicates-state">{ state(check) }</span>
        </div>
    }
}

fn start(toaster: &Toaster, asked: &Asked<Duplicates>) -> Callback<()> {
    let (toaster, again) = (toaster.clone(), asked.again());
    Callback::from(move |()| {
        let (toaster, again) = (toaster.clone(), again.clone());
        spawn_local(async move {
            if let Err(error) = backend::call(CheckDuplicates {}).await {
                toaster.say(words::error(&error));
            }
            again.emit(());
        });
    })
}

fn state(check: &RegisterCheck) -> String {
    match (check.state, check.finished_at) {
        (CheckState::Never, _) => t!("duplicates-never"),
        (CheckState::Stopped, _) => t!("duplicates-stopped", "count" => check.left),
        (_, Some(at)) => t!("duplicates-done", "time" => words::instant_short(at)),
        (_, None) => String::new(),
    }
}

fn choice(shown: &UseStateHandle<ShowPairs>) -> Html {
    let setter = shown.setter();
    let choices = vec![Choice::new("likely", t!("duplicates-likely")), Choice::new("apart", t!("duplicates-apart"))];
    let value = if **shown == ShowPairs::Apart { "apart" } else { "likely" };
    let on_change = Callback::from(move |value: String| {
        setter.set(if value == "apart" { ShowPairs::Apart } else { ShowPairs::Likely });
    });
    html! { <RadioRow id="duplicates-shown" label={t!("report-show")} {choices} {value} {on_change} /> }
}

fn pairs(found: &Duplicates, shown: ShowPairs, again: &Callback<()>) -> Html {
    if found.pairs.is_empty() {
        let (title, hint) = none(shown, found.check.state);
        return html! { <div data-testid="duplicates-none"><Empty {title} {hint} /></div> };
    }
    html! {
        <>
            <p class="db-muted" role="status" data-testid="duplicates-count">
                { t!("duplicates-count", "count" => found.total) }</p>
            <ol class="db-pairs">
                { for found.pairs.iter().map(|pair| html! {
                    <Pair key={format!("{}-{}", pair.one.id, pair.other.id)} pair={pair.clone()} {shown} again={again.clone()} />
                }) }
            </ol>
        </>
    }
}

fn none(shown: ShowPairs, state: CheckState) -> (String, String) {
    match (shown, state) {
        (ShowPairs::Apart, _) => (t!("duplicates-none-apart"), String::new()),
        (_, CheckState::Never) => (t!("duplicates-none-yet"), t!("duplicates-none-yet-hint")),
        (_, CheckState::Running | CheckState::Stopped) => (t!("duplicates-none-so-far"), String::new()),
        (_, CheckState::Done) => (t!("duplicates-none"), t!("duplicates-none-hint")),
    }
}
