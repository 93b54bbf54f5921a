//! A long piece of work under way: what it does now, how far it is, a way to stop it.

use daybook_api::{ApiError, Command, JobId, JobStarted, JobStatus};
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{Action, Glyph};
use crate::{backend, t};

/// A long piece of work.
#[derive(Clone)]
pub struct Job {
    state: UseStateHandle<Option<(JobId, JobStatus)>>,
}

impl Job {
    /// Whether it is under way.
    pub fn is_running(&self) -> bool {
        self.state.is_some()
    }

    /// How far it is.
    pub fn status(&self) -> Option<JobStatus> {
        self.state.as_ref().map(|(_, status)| status.clone())
    }

    /// Starts it, follows it, hands over its result.
    pub fn start<C, R>(&self, request: C, on_end: impl FnOnce(Result<R, ApiError>) + 'static)
    where
        C: Command<Response = JobStarted> + 'static,
        R: DeserializeOwned + 'static,
    {
        let setter = self.state.setter();
        spawn_local(async move {
            let end = run(request, setter.clone()).await;
            setter.set(None);
            on_end(end);
        });
    }
}

async fn run<C, R>(request: C, setter: UseStateSetter<Option<(JobId, JobStatus)>>) -> Result<R, ApiError>
where
    C: Command<Response = JobStarted>,
    R: DeserializeOwned,
{
    let job = backend::call(request).await?.job;
    let id = job.clone();
    backend::follow(job, move |status| setter.set(Some((id.clone(), status)))).await
}

/// A long piece of work that can be started.
#[hook]
pub fn use_job() -> Job {
    Job { state: use_state(|| None) }
}

/// Where a job is.
#[derive(Clone, PartialEq, Properties)]
pub struct ProgressProps {
    /// What it is, for screen readers.
    pub label: AttrValue,
    /// How far it is.
    pub status: JobStatus,
    /// Stops it, where that can be done.
    #[prop_or_default]
    pub on_cancel: Option<Callback<()>>,
}

/// A bar with words: a measure where the end is known, a moving stripe where it is not.
#[component]
pub fn Progress(props: &ProgressProps) -> Html {
    let status = &props.status;
    let known = status.total > 0;
    let max = known.then(|| status.total.to_string());
    let value = known.then(|| status.done.min(status.total).to_string());
    html! {
        <div class="db-progress" data-testid="progress">
            <p class="db-progress__note" role="status">{ &status.note }</p>
            <progress class="db-progress__bar" aria-label={props.label.clone()} {max} {value} />
            <div class="db-progress__foot">
                if known { <span class="db-progress__count">
                    { t!("progress-count", "done" => status.done, "total" => status.total) }</span> }
                if let Some(on) = props.on_cancel.clone() {
                    <Action label={t!("stop")} testid="job-cancel" {on} icon={Glyph::Close} />
                }
            </div>
        </div>
    }
}

impl Job {
    /// The bar, while it is under way.
    pub fn view(&self, label: String) -> Html {
        self.bar(label, None)
    }

    /// The bar with a button that stops the work, while it is under way.
    pub fn view_with_stop(&self, label: String) -> Html {
        let job = self.state.as_ref().map(|(job, _)| job.clone());
        self.bar(label, job.map(|job| Callback::from(move |()| backend::cancel(job.clone()))))
    }

    fn bar(&self, label: String, on_cancel: Option<Callback<()>>) -> Html {
        match self.status() {
            Some(status) => html! { <Progress {label} {status} {on_cancel} /> },
            None => Html::default(),
        }
    }
}
